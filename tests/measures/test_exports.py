"""The list as a file: as shown, typed, harmless, and for each reader no more than the reader may see."""

import csv
import io
from datetime import UTC, date, datetime
from zipfile import ZipFile

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from bildungsnetz.sheets.guard import unguarded
from bildungsnetz.sheets.lines import parts
from measures import exports, resources
from measures.columns import cell_of
from measures.resources import MeasureResource
from tests import make
from tests.sheets import reading

pytestmark = pytest.mark.django_db
FORMATS = ("list_xlsx", "list_ods", "list_csv")
STARTS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "''+1", "=cmd|' /C calc'!A0", "-2+3", "＝1", ";=1")


def fetch(client, name, query=""):
    response = client.get(reverse(f"measures:{name}") + query)
    assert response.status_code == 200
    return b"".join(response) if response.streaming else response.content


def table(client, name, query=""):
    """The first sheet as rows of plain values, whatever the format; text as the import reads it."""
    content = fetch(client, name, query)
    if name == "list_csv":
        rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
        return [[unguarded(cell) for cell in row] for row in rows]
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def titles(client, name, query=""):
    head, *rows = table(client, name, query)
    return [row[head.index("Maßnahme")] for row in rows]


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_has_the_rows_and_the_order_of_the_list(client, name):
    for title, status in (("A", "delayed"), ("B", "on_track"), ("C", "delayed")):
        make.measure(title=title, status=status, status_reason="Grund")

    assert titles(client, name, "?status=delayed&sort=-title") == ["C", "A"]


@pytest.mark.parametrize("name", FORMATS)
def test_without_a_choice_a_file_has_the_columns_of_the_page(client, name):
    make.measure()

    assert table(client, name)[0] == [
        *("Nr.", "Maßnahme", "Handlungsziel", "Federführung", "Umsetzungsstand"),
        *("Geplantes Ende", "Daueraufgabe", "Zuletzt bestätigt"),
    ]


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_has_the_columns_that_were_chosen(client, name):
    make.measure(title="Leseclub", reach="60 Kinder")

    found = table(client, name, "?columns=chosen&column=reach&column=title&column=gibt-es-nicht")

    assert found == [["Maßnahme", "Reichweite"], ["Leseclub", "60 Kinder"]]


@pytest.mark.parametrize("name", FORMATS)
def test_the_public_gets_what_is_released_without_notes(client, name):
    make.measure(title="Freigegeben", internal_note="Kanarienvogel")
    make.draft(title="Entwurf Kanarienvogel")

    found = table(client, name, "?columns=all&column=internal_note")

    assert [row[1] for row in found[1:]] == ["Freigegeben"]
    assert "Interne Notiz" not in found[0]
    assert "Kanarienvogel" not in str(found)


@pytest.mark.parametrize("name", FORMATS)
def test_members_get_their_own_drafts_and_no_others(client, cast, name):
    make.draft(title="Entwurf der VHS", lead=cast.vhs, internal_note="geheim")
    make.draft(title="Entwurf der Bibliothek", lead=cast.library)
    client.force_login(cast.vhs_member)

    found = table(client, name, "?columns=all")

    assert [row[1] for row in found[1:]] == ["Entwurf der VHS"]
    assert "geheim" not in str(found)


@pytest.mark.parametrize("name", FORMATS)
def test_the_office_gets_everything(client, cast, name):
    make.draft(title="Entwurf", internal_note="Notiz des Büros")
    client.force_login(cast.office)

    found = table(client, name, "?columns=all")

    assert found[1][found[0].index("Interne Notiz")] == "Notiz des Büros"
    assert found[1][found[0].index("Veröffentlichungsstand")] == "Entwurf"


TEXTS = ("title", "summary", "reach", "status_reason", "input_text", "output_text", "outcome_text", "impact_text")


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("name", FORMATS)
def test_no_text_becomes_a_formula_and_each_comes_back(client, cast, name, start):
    """Every text that somebody types, in every format, with whatever a program could take for a formula."""
    actor = make.actor(f"{start} Träger")
    goal = make.goal(1, title=f"{start} Ziel")
    texts = {field: f"{start} {field}" for field in (*TEXTS, "internal_note", "source_urls", "planned_end_words")}
    measure = make.measure(lead=actor, leading_goal=goal, status="delayed", **texts)
    measure.stages.add(make.stage(f"{start} Phase"))
    make.milestone(measure, title=f"{start} Schritt")
    make.participation(measure, make.actor(f"{start} Mitwirkend"), contribution=f"{start} Beitrag")
    make.funding_item(measure, source=f"{start} Quelle")
    client.force_login(cast.office)

    query = "?columns=all"
    head, row = table(client, name, query)
    content = fetch(client, name, query)

    columns = {column.title: column for column in MeasureResource(cast.office).columns()}
    found = {columns[title].key: (value, columns[title]) for title, value in zip(head, row, strict=True)}
    for field in (*TEXTS, "internal_note", "source_urls", "planned_end_words"):
        assert same(found[field][0], texts[field]), field
    assert same(found["lead"][0], actor.name)
    bare = start.strip()
    read = {key: column.clean(cell_of(value)) for key, (value, column) in found.items()}
    assert parts(found["stages"][0]) == [f"{bare} Phase"]
    assert read["milestones"][0]["title"] == f"{bare} Schritt"
    assert read["participations"][0] == {"actor": f"{bare} Mitwirkend", "contribution": f"{bare} Beitrag"}
    assert read["funding"][0]["source"] == f"{bare} Quelle"
    if name == "list_csv":
        raw = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
        assert [cell for line in raw for cell in line if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    elif name == "list_xlsx":
        assert reading.sheets(content)  # refuses formulas
    else:
        assert b"table:formula" not in ZipFile(io.BytesIO(content)).read("content.xml")


def same(found, text):
    """Equal but for the kind of line end, which no sheet keeps."""
    return found.replace("\r", "\n") == text.replace("\r", "\n")


def test_cells_of_an_xlsx_have_types(client):
    make.measure(last_confirmed_on=date(2026, 3, 1), planned_end_on=date(2027, 6, 30), planned_end_precision="month")

    cells = reading.sheets(fetch(client, "list_xlsx"))["Maßnahmen"].cells

    assert cells["H2"] == datetime(2026, 3, 1, tzinfo=UTC)
    assert cells["F2"] == "Juni 2027"


def test_cells_of_an_ods_have_types(client):
    make.measure(last_confirmed_on=date(2026, 3, 1))

    assert table(client, "list_ods")[1][7] == date(2026, 3, 1)


def test_csv_is_as_excel_opens_it_in_german(client):
    make.measure(title="Übergänge; mit Eltern", last_confirmed_on=date(2026, 3, 1))

    content = fetch(client, "list_csv")

    assert content.startswith("\ufeffNr.;Maßnahme;".encode())
    assert '"Übergänge; mit Eltern"' in content.decode()
    assert content.decode().endswith(";01.03.2026\r\n")


def test_plain_csv_is_as_programs_read_it(client):
    make.measure(title="Übergänge", last_confirmed_on=date(2026, 3, 1))

    content = fetch(client, "list_csv", "?plain=yes").decode()

    assert content.startswith("Nr.,Maßnahme,")
    assert content.endswith(",2026-03-01\r\n")


@pytest.mark.parametrize("name", ["list_xlsx", "list_ods"])
def test_a_file_says_what_it_is(client, settings, name):
    make.measure(status="delayed", status_reason="Grund")
    book = CalamineWorkbook.from_filelike(io.BytesIO(fetch(client, name, "?status=delayed&stage=gibt-es-nicht")))

    said = {row[0]: row[1] for row in book.get_sheet_by_name("Angaben").to_python()}

    assert said["Filter"] == "Umsetzungsstand: verzögert"
    assert said["Nicht angewendet"].startswith("Bildungsphase: „gibt-es-nicht“")
    assert said["Maßnahmen"] == "1"
    assert said["Lizenz"] == settings.DATA_LICENCE
    assert said["Adresse"].endswith("/massnahmen/?status=delayed&stage=gibt-es-nicht")
    assert "Hinweis" not in said


def test_what_is_for_the_office_says_so(client, cast):
    client.force_login(cast.office)
    book = CalamineWorkbook.from_filelike(io.BytesIO(fetch(client, "list_xlsx")))

    assert ["Hinweis", "Enthält Angaben, die nicht öffentlich sind. Bitte nicht weitergeben."] in (
        book.get_sheet_by_name("Angaben").to_python()
    )


@pytest.mark.parametrize("name", ["list_xlsx", "list_ods"])
def test_no_file_names_whoever_made_it(client, cast, name):
    make.measure()
    client.force_login(cast.office)

    with ZipFile(io.BytesIO(fetch(client, name))) as archive:
        parts = b"".join(archive.read(part) for part in archive.namelist())

    assert cast.office.email.encode() not in parts
    assert cast.office.display_name.encode() not in parts.replace("Sieht nur das Bildungsbüro".encode(), b"")


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_list_has_its_head(client, name):
    assert table(client, name)[0][:2] == ["Nr.", "Maßnahme"]


def test_the_list_leads_to_its_files_with_its_filters(client):
    make.measure(status="delayed", status_reason="Grund")

    page = client.get("/massnahmen/?status=delayed&sort=title").content.decode()

    assert (
        '<a class="kern-btn kern-btn--tertiary" href="/massnahmen/herunterladen/?status=delayed&amp;sort=title"' in page
    )


def test_the_page_carries_the_filters_on(client):
    make.measure(status="delayed", status_reason="Grund")

    response = client.get("/massnahmen/herunterladen/?status=delayed&q=a&columns=all")

    assert response.context["carried"] == [("status", "delayed"), ("q", "a")]
    assert response.context["narrowed_by"] == ["Suche: a", "Umsetzungsstand: verzögert"]


def test_the_page_offers_no_column_that_its_reader_may_not_have(client, cast):
    def offered():
        return {key for key, _, _ in client.get("/massnahmen/herunterladen/").context["columns"]}

    assert "internal_note" not in offered()
    client.force_login(cast.office)
    assert "internal_note" in offered()


@pytest.mark.parametrize("name", ["list_xlsx", "list_ods"])
def test_a_workbook_beyond_the_limit_is_refused_in_words(client, monkeypatch, name):
    monkeypatch.setattr(exports, "MOST_CELLS", 16)
    make.measure()
    make.measure()
    assert fetch(client, name)

    make.measure()
    response = client.get(reverse(f"measures:{name}"))

    assert response.status_code == 400
    assert "Das ist zu viel für eine Arbeitsmappe." in response.content.decode()
    assert len(table(client, "list_csv")) == 4


def test_csv_is_sent_in_pieces(client, monkeypatch):
    monkeypatch.setattr(resources, "BATCH", 2)
    for _ in range(5):
        make.measure()

    assert len(list(client.get(reverse("measures:list_csv")))) == 3
