"""The measures of a report as a spreadsheet: from the values of the paper, nothing else."""

from datetime import UTC, datetime

import pytest

from evaluation import freezing
from evaluation.reports import workbook
from tests import make
from tests.sheets import reading


@pytest.fixture
def values(circle):
    return freezing.current_values(circle.variant(), make.TODAY)


def rows(content, name="Maßnahmen"):
    cells = reading.sheets(content)[name].cells
    last = max(int(key.lstrip("ABCDEFGHIJ")) for key in cells)
    return [[cells.get(f"{letter}{row}") for letter in "ABCDEFGHIJ"] for row in range(1, last + 1)]


def test_every_measure_stands_in_a_row_with_all_goals_it_serves(values, circle):
    head, *found = rows(workbook.workbook(values))
    assert head[:5] == ["Nr.", "Maßnahme", "Federführung", "Handlungsziele", "Umsetzungsstand"]
    assert [(row[0], row[1], row[3]) for row in found] == [
        (circle.measures[0].number, "Lesestart", "1"),
        (circle.measures[1].number, "Sprachkurs", "1"),
        (circle.measures[2].number, "Elterncafé", "1"),
        (circle.measures[3].number, "Übergangslotsen", "2, 1"),
    ]


def test_days_are_days_and_reasons_are_there(values):
    _, first, second, *_ = rows(workbook.workbook(values))
    assert first[8] == datetime(2026, 4, 1, tzinfo=UTC)
    assert second[4:6] == ["verzögert", "Stelle fehlt"]


def test_what_is_not_public_is_not_in_it(values):
    assert "Geheimer Entwurf" not in str(rows(workbook.workbook(values)))


def test_it_says_which_paper_it_belongs_to(values):
    draft = dict(row[:2] for row in rows(workbook.workbook(values), "Bericht"))
    assert draft["Fassung"] == "Entwurf – nicht ausgefertigt"
    assert draft["Gremium"] == "Schulausschuss"
    version = {"number": 2, "code": "ABCD", "address": "https://a.example/", "frozen_at": "2026-06-01T10:00:00+02:00"}
    frozen = dict(row[:2] for row in rows(workbook.workbook({**values, "version": version}), "Bericht"))
    assert (frozen["Fassung"], frozen["Prüfcode"]) == ("Version 2", "ABCD")


def test_the_same_values_make_the_same_file(values):
    assert workbook.workbook(values) == workbook.workbook(values)


def test_a_report_without_measures_has_none_to_list(values):
    assert workbook.has_measures(values)
    assert not workbook.has_measures({**values, "goals": [{**goal, "measures": []} for goal in values["goals"]]})
    assert not workbook.has_measures({})
