"""What stands beside the PDF: who may have it, that what was frozen stays as it is, and the texts to paste."""

import io
from hashlib import sha256

import docx
import pytest

from bildungsnetz.documents.word import look
from bildungsnetz.documents.word.checking import check
from evaluation import actions, freezing
from evaluation.models import ReportVersion, WordTemplate
from evaluation.reports.blocks import blocks
from tests import make
from tests.documents.test_word import parts
from tests.documents.test_word_checking import office
from tests.sheets import reading

DESK = "/berichte/1/schulausschuss/"


@pytest.fixture
def variant(circle, monkeypatch):
    monkeypatch.setattr(freezing, "render", lambda values: b"%PDF-1.7 " + values["head"]["subject"].encode())
    return circle.variant()


@pytest.fixture
def version(variant):
    return freezing.freeze(variant)


def status(client, person, address):
    client.logout()
    if person is not None:
        client.force_login(person)
    return client.get(address).status_code


def green(document):
    document.styles["Heading 1"].font.color.rgb = docx.shared.RGBColor(0, 0x66, 0)


def colour(content):
    return str(docx.Document(io.BytesIO(content)).styles["Heading 1"].font.color.rgb)


class TestFrozen:
    def test_a_version_keeps_its_word_file_and_its_hash(self, version):
        stored = ReportVersion.objects.get(pk=version.pk)
        assert stored.docx_sha256 == sha256(bytes(stored.docx)).hexdigest()
        text = " ".join(one.text for one in docx.Document(io.BytesIO(bytes(stored.docx))).paragraphs)
        assert version.code in text
        assert "ENTWURF" not in text

    def test_it_is_given_out_as_it_was_stored(self, client, cast, version):
        client.force_login(cast.office)
        page = client.get(f"{DESK}v1.docx")
        assert page.content == bytes(version.docx)
        assert page["ETag"] == f'"{version.docx_sha256}"'
        assert page["Repr-Digest"].startswith("sha-256=:")
        assert page["Content-Disposition"] == 'attachment; filename="bericht-1-schulausschuss-v1.docx"'
        assert client.get(f"{DESK}v1.docx", headers={"if-none-match": page["ETag"]}).status_code == 304

    def test_a_new_look_changes_no_version(self, client, cast, version):
        make.word_template(content=office(green))
        client.force_login(cast.office)
        assert client.get(f"{DESK}v1.docx").content == bytes(version.docx)
        assert colour(client.get(f"{DESK}entwurf.docx").content) == "006600"

    def test_it_is_frozen_in_the_look_of_the_office(self, variant):
        make.word_template(content=office(green))
        assert colour(bytes(freezing.freeze(variant).docx)) == "006600"

    def test_a_version_without_one_has_none_to_give(self, client, cast, circle):
        make.version(circle.variant())
        client.force_login(cast.office)
        assert client.get(f"{DESK}v1.docx").status_code == 404
        assert "v1.docx" not in client.get(DESK).content.decode()

    @pytest.mark.parametrize("name", ["v1.docx", "v1.xlsx"])
    def test_before_publication_only_offices_and_council_read_it(self, client, cast, version, name):
        people = (cast.office, cast.clerk, cast.council, cast.vhs_editor, None)
        assert [status(client, one, DESK + name) for one in people] == [200, 200, 200, 404, 404]

    @pytest.mark.parametrize("name", ["v1.docx", "v1.xlsx"])
    def test_after_publication_everybody_does(self, client, version, name):
        version.variant.public_from = make.TODAY
        version.variant.save()
        assert status(client, None, DESK + name) == 200

    def test_the_spreadsheet_lists_what_was_frozen(self, client, cast, circle, version):
        circle.measures[0].title = "Danach geändert"
        circle.measures[0].save()
        client.force_login(cast.office)
        cells = reading.sheets(client.get(f"{DESK}v1.xlsx").content)["Maßnahmen"].cells.values()
        assert "Lesestart" in cells
        assert "Danach geändert" not in cells

    def test_its_page_leads_to_all_files(self, client, cast, version):
        client.force_login(cast.office)
        page = client.get(f"/pruefen/{version.code}/").content.decode()
        assert all(f"{DESK}v1.{ending}" in page for ending in ("pdf", "docx", "xlsx"))


@pytest.mark.parametrize("name", ["entwurf.docx", "entwurf.xlsx", "texte/", "texte.txt"])
def test_drafts_are_for_the_offices(client, cast, variant, name):
    people = (cast.office, cast.clerk, cast.council, cast.vhs_editor)
    assert [status(client, one, DESK + name) for one in people] == [200, 200, 404, 404]
    assert status(client, None, DESK + name) == 302


def test_a_draft_says_so(client, cast, variant):
    client.force_login(cast.office)
    content = client.get(f"{DESK}entwurf.docx").content
    assert "ENTWURF" in docx.Document(io.BytesIO(content)).sections[0].header.paragraphs[0].text


def test_without_measures_there_is_no_spreadsheet(client, cast, db):
    make.goal(1)
    make.variant()
    client.force_login(cast.office)
    assert client.get(f"{DESK}entwurf.xlsx").status_code == 404
    assert "entwurf.xlsx" not in client.get(DESK).content.decode()


class TestTexts:
    def test_each_block_is_a_field_in_the_order_of_the_paper(self, client, cast, variant):
        client.force_login(cast.office)
        page = client.get(f"{DESK}texte/")
        titles = [block.title for block in page.context["blocks"]]
        assert titles == [
            "Betreff",
            "Finanzielle Auswirkungen in Euro",
            "Beschlussvorschlag",
            "Sachverhalt",
            "Unterzeichnung",
            "Anlagen",
        ]
        assert page.content.decode().count("<textarea") == len(titles)

    def test_a_report_without_resolution_has_no_block_for_one(self, circle):
        values = freezing.current_values(circle.variant("report"), make.TODAY)
        assert [block.title for block in blocks(values)] == ["Betreff", "Sachverhalt", "Anlagen"]

    def test_lists_and_tables_are_plain(self, variant):
        found = {block.title: block.text for block in blocks(freezing.current_values(variant, make.TODAY))}
        assert found["Beschlussvorschlag"].startswith("1. Der Schulausschuss")
        assert "\n2. Die Verwaltung" in found["Beschlussvorschlag"]
        assert "Nr.: 21 08; Bez.: Schulen | Nr.: 16; Bez.: Aufwand" in found["Finanzielle Auswirkungen in Euro"]
        assert "Lesestart; Familienbüro Herne" in found["Sachverhalt"]
        assert "Verzeichnis der Maßnahmen" in found["Anlagen"]
        assert "Unter „Ziele“ steht" not in found["Anlagen"]

    def test_markup_is_text(self, client, cast, variant):
        variant.introduction = "</textarea><script>alert(1)</script>"
        variant.save()
        client.force_login(cast.office)
        page = client.get(f"{DESK}texte/")
        assert "</textarea><script>alert(1)</script>" in page.context["blocks"][3].text
        assert "<script>alert" not in page.content.decode()

    def test_a_frozen_version_can_be_chosen(self, client, cast, variant, version):
        variant.introduction = "Danach geschrieben."
        variant.save()
        client.force_login(cast.office)
        draft, frozen = (client.get(f"{DESK}texte.txt{query}").content.decode() for query in ("", "?version=1"))
        assert "Danach geschrieben." in draft
        assert "Danach geschrieben." not in frozen
        assert client.get(f"{DESK}texte/?version=1").context["chosen"] == 1

    @pytest.mark.parametrize("asked", ["2", "x", "²", "9" * 30, "-1"])
    def test_a_version_that_is_not_there_is_not_found(self, client, cast, version, asked):
        client.force_login(cast.office)
        assert client.get(f"{DESK}texte/", {"version": asked}).status_code == 404

    def test_the_file_has_all_blocks_under_their_titles(self, client, cast, variant):
        client.force_login(cast.office)
        page = client.get(f"{DESK}texte.txt")
        assert page["Content-Type"] == "text/plain; charset=utf-8"
        assert page.content.decode().startswith("Betreff\n=======\n\nSachstandsbericht")
        assert "\n\nSachverhalt\n===========\n\n1. Ausgangs-/Beschlusslage\n" in page.content.decode()


class TestLook:
    LIST = "/berichte/word-vorlage/"

    def upload(self, client, content, name="amt.docx"):
        file = io.BytesIO(content)
        file.name = name
        return client.post(f"{self.LIST}neu/", {"file": file})

    def test_ours_can_be_taken_changed_and_uploaded(self, client, cast, variant):
        client.force_login(cast.clerk)
        assert client.get(f"{self.LIST}standard.docx").content == look.standard()
        assert self.upload(client, office(green))["Location"] == self.LIST
        assert colour(client.get(f"{DESK}entwurf.docx").content) == "006600"
        assert "amt.docx" in client.get(self.LIST).content.decode()

    def test_of_what_is_uploaded_the_look_alone_is_kept(self, client, cast):
        def change(document):
            green(document)
            document.core_properties.author = "Erika Mustermann"
            document.add_paragraph("Vertrauliche Notiz")

        client.force_login(cast.office)
        self.upload(client, office(change))
        kept = freezing.look()
        held = b"".join(parts(kept).values())
        assert b"Mustermann" not in held
        assert b"Vertrauliche" not in held
        assert colour(kept) == "006600"
        check(kept)

    def test_the_newest_counts_and_removing_it_brings_back_the_one_before(self, client, cast, variant):
        make.word_template(content=office(green))
        newest = make.word_template()
        client.force_login(cast.office)
        assert colour(client.get(f"{DESK}entwurf.docx").content) == "000000"
        assert client.get(f"{self.LIST}{newest.pk}.docx").content == look.standard()
        client.post(f"{self.LIST}{newest.pk}/entfernen/")
        assert colour(client.get(f"{DESK}entwurf.docx").content) == "006600"

    @pytest.mark.parametrize(
        ("content", "name", "words"),
        [
            (b"%PDF-1.7", "amt.docx", "keine lesbare Word-Datei"),
            (look.standard(), "amt.docm", "auf .docx endet"),
            (b"x" * (10 * 1024**2 + 1), "amt.docx", "größer als 10 MB"),
            (office(lambda one: one.styles["Heading 1"].delete()), "amt.docx", "„Überschrift 1“ (Absatzformat)"),
        ],
    )
    def test_what_does_not_fit_is_refused_with_the_reason(self, client, cast, content, name, words):
        client.force_login(cast.office)
        page = self.upload(client, content, name)
        assert page.status_code == 200
        assert words in page.content.decode()
        assert freezing.look() is None

    def test_a_long_name_is_kept_with_its_ending(self, client, cast):
        client.force_login(cast.office)
        self.upload(client, look.standard(), f"{'x' * 200}.docx")
        assert "x.docx" in client.get(self.LIST).content.decode()

    @pytest.mark.parametrize("address", ["", "neu/", "standard.docx"])
    def test_it_is_for_the_offices(self, client, cast, address):
        people = (cast.office, cast.clerk, cast.council, cast.vhs_editor)
        found = [status(client, one, self.LIST + address) for one in people]
        assert found[:2] == [200, 200]
        assert set(found[2:]) <= {403, 404}


def test_a_big_draft_is_written_by_a_worker_until_something_that_it_shows_changes(client, cast, variant, monkeypatch):
    monkeypatch.setattr("evaluation.views.variants.DIRECTLY", 1)
    client.force_login(cast.office)
    job = client.get(f"{DESK}entwurf.docx")["Location"]
    assert job.startswith("/auftraege/")
    assert f"{DESK}entwurf.docx" in client.get(job).content.decode()
    assert docx.Document(io.BytesIO(client.get(f"{DESK}entwurf.docx").content)).paragraphs
    actions.write_texts(variant=variant, sections={"goal-1": "Neue Worte"}, by=None)
    assert client.get(f"{DESK}entwurf.docx").status_code == 302
    assert client.get(f"{DESK}entwurf.docx").status_code == 200
    WordTemplate.objects.create(file_name="amt.docx", content=office(green), size=1)
    assert client.get(f"{DESK}entwurf.docx").status_code == 302
    assert colour(client.get(f"{DESK}entwurf.docx").content) == "006600"
