"""The pages of an import of a list: upload, preview, confirm, take back."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from measures.models import Actor
from tests import make
from tests.sheets import corpus, reading
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


def hidden(response):
    page = response.content.decode()
    return {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ("listing", "shown")}


def test_upload_preview_confirm_and_take_back(office):
    preview = upload(office, LIST)
    page = preview.content.decode()
    assert "Es wird gespeichert: 1 neu." in page
    assert "<strong>Art:</strong> Dieses Feld ist zwingend erforderlich." in page
    assert not Actor.objects.filter(name="Lesehaus").exists()

    done = office.post(PAGE, hidden(preview), follow=True).content.decode()
    assert "Eingelesen: 1 neu." in done
    assert Actor.objects.get(name="Lesehaus").kind == "culture"

    undo = re.search(r'action="(/akteure/einlesen/\d+/zuruecknehmen/)"', done)[1]
    assert "Zurückgenommen: Akteure, 1." in office.post(undo, follow=True).content.decode()
    assert not Actor.objects.filter(name="Lesehaus").exists()


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
def test_odd_files_that_are_no_list_are_refused_in_words(kind, office):
    response = upload(office, READ[kind][0]())
    assert response.context["form"].errors["file"] == [
        "In der Datei fehlt die Spalte „Name“. Die Spaltenüberschriften stehen auf der Seite zum Hochladen."
    ]


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


@pytest.mark.parametrize("key", ["akteure", "messwerte", "sachstaende"])
def test_the_template_has_the_headings_and_explains_them(key, office):
    sheets = reading.sheets(office.get(f"/{key}/einlesen/vorlage.xlsx").content)
    assert len(sheets) == 2
    first, explained = sheets.values()
    heads = [first.cells[cell] for cell in first.cells if cell.endswith("1")]
    assert heads == [value for place, value in explained.cells.items() if place.startswith("A") and place != "A1"]


@pytest.mark.parametrize("key", ["akteure", "messwerte", "sachstaende"])
def test_a_template_without_rows_says_so(key, office):
    page = f"/{key}/einlesen/"
    response = upload(office, office.get(f"{page}vorlage.xlsx").content, page=page)
    assert response.context["form"].errors["file"] == ["Die Datei enthält unter der Kopfzeile keine Zeilen."]


@pytest.mark.parametrize("key", ["akteure", "messwerte", "sachstaende"])
def test_only_the_office_reads_lists(key, client, cast):
    client.force_login(cast.vhs_editor)
    assert client.get(f"/{key}/einlesen/").status_code == 403
    assert client.post(f"/{key}/einlesen/1/zuruecknehmen/").status_code == 403
    client.force_login(cast.office)
    assert client.get(f"/{key}/einlesen/").status_code == 200
    assert client.post(f"/{key}/einlesen/1/zuruecknehmen/").status_code == 404
