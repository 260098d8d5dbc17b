"""The pages of an import of a list: upload, preview, confirm, take back."""

import re
from itertools import product

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bildungsnetz.sheets.reading import read
from measures.lists import KINDS, runs
from measures.lists.reading import listing_of as listing_from
from measures.models import Actor, LearnedHead
from tests import make
from tests.sheets import corpus
from tests.sheets.test_hostile import READ, REFUSED

pytestmark = pytest.mark.django_db

PAGE = "/akteure/einlesen/"
LIST = b"Name;Art\nLesehaus;Kultur\nOhne Art;\n"


@pytest.fixture
def office(client, cast):
    client.force_login(cast.office)
    return client


def upload(client, content, name="liste.xlsx", page=PAGE):
    return client.post(page, {"file": SimpleUploadedFile(name, content)})


def value(response, name):
    return re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())[1]


def listing_of(response):
    return value(response, "listing")


def assign(client, asked, *keys, page=PAGE):
    columns = {f"column-{place}": key for place, key in enumerate(keys)}
    given = {name: value(asked, name) for name in ("listing", "step", "sheet")}
    return client.post(page, given | columns)


def hidden(response):
    return {name: value(response, name) for name in ("listing", "shown")}


def test_new_entries_that_may_be_there_already_come_first_and_are_asked_about(office):
    make.actor("Literaturhaus")
    page = upload(office, b"Name;Art\nAtelier;Kultur\nLitteraturhaus;Kultur").content.decode()
    assert "Gibt es das schon?" in page
    assert "Ein neuer Eintrag heißt ähnlich wie ein vorhandener" in page
    assert page.index("Litteraturhaus</td>") < page.index("Atelier</td>")


def test_new_entries_that_are_like_nothing_are_not_asked_about(office):
    make.actor("Literaturhaus")
    assert "Gibt es das schon?" not in upload(office, b"Name;Art\nAtelier;Kultur").content.decode()


def test_upload_preview_confirm_and_take_back(office):
    preview = upload(office, LIST)
    page = preview.content.decode()
    assert "Es wird gespeichert: 1 neu." in page
    assert "<strong>Art:</strong> Bitte machen Sie hier eine Angabe." in page
    assert not Actor.objects.filter(name="Lesehaus").exists()

    done = office.post(PAGE, hidden(preview), follow=True).content.decode()
    assert "Eingelesen: 1 neu." in done
    assert Actor.objects.get(name="Lesehaus").kind == "culture"

    undo = re.search(r'action="(/akteure/einlesen/\d+/zuruecknehmen/)"', done)[1]
    assert "Alles steht wieder, wie es vor dem Einlesen war." in office.post(undo, follow=True).content.decode()
    assert not Actor.objects.filter(name="Lesehaus").exists()


def test_runs_say_who_read_what_and_how_much_it_was(office):
    make.actor("Lesehaus")
    office.post(PAGE, hidden(upload(office, b"Name;Art\nLesehaus;Kultur\nSternwarte;Kultur\n", "akteure.csv")))

    (run,) = runs.latest_runs("akteure")
    assert (run.file_name, run.person, run.new, run.changed) == ("akteure.csv", "Bildungsbüro", 1, 1)
    page = office.get(PAGE).content.decode()
    assert "1 neu, 1 geändert" in page


def test_what_changed_meanwhile_is_shown_anew(office):
    preview = upload(office, LIST)
    make.actor("Lesehaus")

    again = office.post(PAGE, hidden(preview))
    assert "Inzwischen hat sich etwas geändert" in again.content.decode()
    assert Actor.objects.get(name="Lesehaus").kind == "administration"


def test_a_preview_is_confirmed_by_whom_it_was_shown(office, cast):
    given = hidden(upload(office, LIST))
    office.force_login(make.user("zweites@example.org", coordination_office=True))

    assert "abgelaufen" in office.post(PAGE, given, follow=True).content.decode()
    assert not Actor.objects.filter(name="Lesehaus").exists()


def test_a_preview_of_one_list_confirms_no_other(office):
    given = hidden(upload(office, LIST))
    assert "abgelaufen" in office.post("/messwerte/einlesen/", given, follow=True).content.decode()


@pytest.mark.parametrize(
    ("key", "heading", "home"),
    [
        ("akteure", "Akteure einlesen", "/akteure/"),
        ("messwerte", "Messwerte einlesen", "/kennzahlen/"),
        ("sachstaende", "Sachstände einlesen", "/sachstandsabfragen/"),
    ],
)
def test_a_page_says_what_it_reads_and_is_found_from_where_one_looks(key, heading, home, office):
    page = office.get(f"/{key}/einlesen/").content.decode()
    assert f"<h1>{heading}</h1>" in page
    assert '<th scope="row">' in page, "the columns are explained"
    assert f'href="/{key}/einlesen/"' in office.get(home).content.decode()


@pytest.mark.parametrize("kind", REFUSED)
def test_hostile_files_are_refused_at_the_field(kind, office):
    build, sentence = REFUSED[kind]
    response = upload(office, build())
    assert response.status_code == 200
    assert "Vorschau" not in response.content.decode()
    if kind not in ("empty",):  # Django has words of its own for it
        errors = " ".join(response.context["form"].errors["file"])
        assert sentence in errors


@pytest.mark.parametrize("kind", READ)
def test_odd_files_that_are_no_list_are_asked_about_or_refused_in_words(kind, office):
    response = upload(office, READ[kind][0]())
    page = response.content.decode()
    asked = "Es fehlt eine Spalte für „Name“. Bitte sagen Sie, welche Spalte das ist." in page
    refused = any(sentence in page for sentence in ("keine Zeilen mit Daten", "mehr als 2.000 Zeilen"))
    assert (response.status_code, asked or refused, "Übernehmen" in page) == (200, True, False)


FOREIGN = b"Einrichtung XY;Sorte;Ort\nLesehaus;Kultur;Herne\nOhne;;\n"


def test_columns_that_nobody_knows_are_assigned_once_and_known_the_next_time(office):
    asked = upload(office, FOREIGN)
    preview = assign(office, asked, "name", "kind", "")
    assert "Es wird gespeichert: 1 neu." in preview.content.decode()
    assert not LearnedHead.objects.exists(), "nothing is kept before somebody confirms"

    office.post(PAGE, hidden(preview))
    assert Actor.objects.get(name="Lesehaus").kind == "culture"
    assert "1 unverändert" in upload(office, FOREIGN).content.decode()


def test_columns_are_shown_for_correction(office):
    asked = office.post(PAGE, {"listing": listing_of(upload(office, LIST)), "step": "columns"})
    page = asked.content.decode()
    assert '<option value="name" selected>Name</option>' in page
    assert "zum Beispiel: Lesehaus · Ohne Art" in page

    assert "Es fehlt eine Spalte für „Name“." in assign(office, asked, "", "kind").content.decode()


@pytest.mark.parametrize("step", ["", "refused", "sonstwas"])
def test_whatever_is_wanted_of_a_list_its_columns_are_asked_first(step, office):
    asked = upload(office, FOREIGN)
    again = office.post(PAGE, {"listing": listing_of(asked), "step": step, "shown": ""})
    assert (again.status_code, 'name="column-0"' in again.content.decode()) == (200, True)


def test_a_column_of_a_year_needs_no_assignment(office):
    make.indicator(title="Quote", unit="%")
    asked = upload(office, b"Was;2024\nQuote;5\n", page="/messwerte/einlesen/")
    assert 'name="column-1"' not in asked.content.decode()
    preview = assign(office, asked, "indicator", page="/messwerte/einlesen/")
    assert "Es wird gespeichert: 1 neu." in preview.content.decode()


def test_rows_that_are_refused_are_handed_back_and_read_again(office):
    response = office.post(PAGE, {"listing": listing_of(upload(office, LIST)), "step": "refused"})
    assert response["Content-Disposition"] == 'attachment; filename="akteure-abgelehnt.xlsx"'
    _, row = read(response.content, "abgelehnt.xlsx").sheets[0].rows
    assert [cell.shown for cell in row.cells] == ["Art: Bitte machen Sie hier eine Angabe.", "Ohne Art", ""]
    again = upload(office, response.content).content.decode()
    assert "<strong>Art:</strong> Bitte machen Sie hier eine Angabe." in again


def test_cells_that_cannot_be_relied_on_refuse_their_rows(office):
    rows = [
        ["Name", "Art", "Anschrift"],
        ["A", "Schule", '<c t="e"><v>#REF!</v></c>'],
        ["B", "Schule", "<c ><f>X</f></c>"],
    ]
    page = upload(office, corpus.xlsx(corpus.data(*rows))).content.decode()
    assert "In der Zelle steht statt eines Werts der Fehler #REF!." in page
    assert "In Zelle C3 steht eine Formel ohne gespeichertes Ergebnis." in page
    assert "Übernehmen" not in page


LISTS = ["akteure", "messwerte", "sachstaende"]
FILLED = pytest.mark.parametrize(("key", "ending"), list(product(LISTS, ["xlsx", "ods"])))


def template(client, key, ending):
    return client.get(f"/{key}/einlesen/vorlage.{ending}").content


@FILLED
def test_the_template_has_the_headings_and_explains_them(key, ending, office):
    sheets = read(template(office, key, ending)).sheets
    heads = [cell.shown for cell in sheets[0].rows[0].cells]
    assert heads == [column.title for column in KINDS[key].offered().values()]
    assert heads == [row.cells[0].shown for row in sheets[1].rows[1:]]


@FILLED
def test_every_cell_of_the_example_can_be_read_and_no_row_of_it_is(key, ending, office):
    listing = listing_from(template(office, key, ending), f"vorlage.{ending}", KINDS[key])
    (row,) = listing.table.rows
    for column, cell in list(zip(KINDS[key].offered().values(), row.cells, strict=True))[1:]:
        column.clean(cell)
    page = upload(office, template(office, key, ending), f"vorlage.{ending}", page=f"/{key}/einlesen/").content.decode()
    assert "Diese Zeile ist die Beispielzeile der Vorlage." in page
    assert "Übernehmen" not in page


def test_the_template_offers_the_words_that_a_cell_can_have(office):
    make.district("Wanne")
    make.measure(title="Leseclub", status="on_track")
    make.measure(title="Alter Chor", status="cancelled", status_reason="Leitung fort")
    lists = {key: read(template(office, key, "xlsx")).sheets[2].rows for key in LISTS}
    offered = {key: {cell.shown for row in rows for cell in row.cells} for key, rows in lists.items()}
    assert {"Stadtverwaltung", "Wanne", "ja"} <= offered["akteure"]
    assert {"im Plan", "Leseclub"} <= offered["sachstaende"]
    assert "Alter Chor" not in offered["sachstaende"]


@pytest.mark.parametrize("key", LISTS)
def test_only_the_office_reads_lists(key, client, cast):
    client.force_login(cast.vhs_editor)
    assert client.get(f"/{key}/einlesen/").status_code == 403
    assert client.post(f"/{key}/einlesen/1/zuruecknehmen/").status_code == 403
    client.force_login(cast.office)
    assert client.get(f"/{key}/einlesen/").status_code == 200
    assert client.post(f"/{key}/einlesen/1/zuruecknehmen/").status_code == 404
