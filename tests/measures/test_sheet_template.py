"""The spreadsheet to fill in: what can be chosen is there, and the filled example reads as it stands."""

import io
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from bildungsnetz.sheets.reading import read
from measures.columns import cell_of
from measures.imports.heads import measure_heads
from measures.resources import MeasureResource
from tests import make
from tests.sheets import reading

pytestmark = pytest.mark.django_db
ENDINGS = ("xlsx", "ods")


@pytest.fixture
def office(client, cast):
    make.goal(3, title="Sprache")
    make.stage("Primarstufe")
    make.district("Wanne")
    client.force_login(cast.office)
    return client


def fetch(client, ending):
    response = client.get(f"/massnahmen/vorlage.{ending}")
    assert response.status_code == 200
    return response.content


def sheet(content, name):
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(name).to_python()


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_template_has_every_column_that_is_read(office, cast, ending):
    wanted = [column.title for column in MeasureResource(cast.office).columns() if not column.readonly]

    assert sheet(fetch(office, ending), "Maßnahmen")[0] == wanted


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_example_says_that_it_is_one_and_every_cell_of_it_can_be_read(office, cast, ending):
    heads = measure_heads(cast.office)
    head, row = sheet(fetch(office, ending), "Maßnahmen")[:2]

    assert row[0] == "Beispiel"
    for title, value in list(zip(head, row, strict=True))[1:]:
        heads.by_key[heads.key_for(title)].clean(cell_of(value))


@pytest.mark.parametrize("ending", ENDINGS)
def test_each_column_is_explained(office, ending):
    content = fetch(office, ending)
    head = sheet(content, "Maßnahmen")[0]
    explained = {row[0]: row for row in sheet(content, "Erläuterungen")[1:]}

    assert list(explained) == head
    assert explained["Maßnahme"][1] == "ja"
    assert all(row[2] for row in explained.values())


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_lists_hold_what_can_be_chosen(office, ending):
    head, first, *_ = sheet(fetch(office, ending), "Listen")
    found = dict(zip(head, first, strict=True))

    assert found["Handlungsziel"] == "2023-2027 Ziel 3: Sprache"
    assert found["Umsetzungsstand"] == "geplant"
    assert found["Stadtbezirke"] == "Wanne"


def test_cells_of_the_xlsx_are_chosen_from_the_lists(office):
    tree = reading.sheets(fetch(office, "xlsx"))["Maßnahmen"].tree
    lists = {
        one.get("sqref"): next(one.iter(f"{reading.SPACE}formula1")).text
        for one in tree.iter(f"{reading.SPACE}dataValidation")
    }

    assert lists["H2:H1001"] == "'Listen'!$E$2:$E$8"


def test_cells_of_the_ods_are_chosen_from_the_lists(office):
    with ZipFile(io.BytesIO(fetch(office, "ods"))) as archive:
        content = archive.read("content.xml").decode()

    assert (
        "cell-content-is-in-list([$&apos;Listen&apos;.$E$2:.$E$8])" in content
        or "cell-content-is-in-list([$'Listen'.$E$2:.$E$8])" in content
    )
    assert 'table:content-validation-name="Maßnahmen Umsetzungsstand"' in content


@pytest.mark.parametrize("ending", ENDINGS)
def test_our_own_reader_takes_the_template_for_what_it_is(office, ending):
    book = read(fetch(office, ending), f"vorlage.{ending}")

    assert book.kind == ending
    assert [one.name for one in book.sheets] == ["Maßnahmen", "Erläuterungen", "Listen"]
    assert len(book.sheets[0].rows) == 2


@pytest.mark.parametrize("who", ["vhs_editor", "clerk", "council"])
def test_whoever_does_not_read_in_gets_none(client, cast, who):
    client.force_login(getattr(cast, who))

    assert client.get("/massnahmen/vorlage.xlsx").status_code == 403
