"""XLSX: typed cells, a head in sight, nobody's name, and never a formula."""

import io
import re
import tracemalloc
from datetime import UTC, date, datetime
from decimal import Decimal
from zipfile import ZipFile

import pytest

from bildungsnetz.sheets import csv_writing, ods
from bildungsnetz.sheets.writing import CUT, LONGEST_TEXT, MOST_FITTED, Column, Kind, Sheet, write
from tests.pdf.test_hostile_text import HOSTILE
from tests.sheets import reading

MOMENT = datetime(2026, 11, 24, 9, tzinfo=UTC)
COLUMNS = (Column("Text", 30), Column("Tag", 12, Kind.DATE), Column("Betrag", 14, Kind.MONEY))


def made(*rows, columns=COLUMNS):
    return write([Sheet("Blatt", columns, iter(rows))], created_at=MOMENT)


def cells(*rows, **options):
    return reading.sheets(made(*rows, **options))["Blatt"].cells


def test_cells_have_types():
    found = cells(("Wort", date(2026, 3, 1), Decimal("-12.50")))
    assert [found[key] for key in ("A2", "B2", "C2")] == ["Wort", datetime(2026, 3, 1, tzinfo=UTC), -12.5]


def test_both_formats_print_on_paper_laid_across_with_all_columns_on_one_width():
    with ZipFile(io.BytesIO(made(("Wort", None, None)))) as file:
        sheet = file.read("xl/worksheets/sheet1.xml").decode()
        assert 'orientation="landscape"' in sheet
        assert 'fitToHeight="0"' in sheet
    target = io.BytesIO()
    ods.write(target, [Sheet("Blatt", COLUMNS, [("Wort", None, None)])])
    with ZipFile(target) as file:
        page, content = file.read("styles.xml").decode(), file.read("content.xml").decode()
    assert 'style:print-orientation="landscape"' in page
    assert 'style:scale-to-X="1"' in page
    (master,) = re.findall(r'style:master-page-name="(\w+)"', content)
    assert f'<style:master-page style:name="{master}" ' in page


def test_rows_of_a_short_list_are_as_high_as_their_text():
    with ZipFile(
        io.BytesIO(made(("x" * 65, None, None), ("kurz", None, None), ("eins\nzwei", None, None), ("a\nb", None, None)))
    ) as file:
        sheet = file.read("xl/worksheets/sheet1.xml").decode()
    assert dict(re.findall(r'<row r="(\d+)" ht="(\d+)"', sheet)) == {"2": "45", "4": "30"}
    assert re.findall(r'<row r="(\d+)"', sheet) == ["1", "2", "3", "4", "5"], "each once"


def test_a_long_list_is_written_whole_without_looking_at_its_heights():
    found = cells(*(("x" * 65, None, number) for number in range(MOST_FITTED + 5)))
    assert (found["C2"], found[f"C{MOST_FITTED + 6}"]) == (0, MOST_FITTED + 4)


def test_a_first_row_with_gaps_does_not_decide_what_follows():
    found = cells((None, None, None), ("Wort", date(2026, 3, 1), 7))
    assert (found.get("A2"), found["A3"], found["B3"], found["C3"]) == (
        None,
        "Wort",
        datetime(2026, 3, 1, tzinfo=UTC),
        7,
    )


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "http://a.example", "mailto:a@b", "007"])
def test_text_is_text_whatever_it_begins_with(start):
    content = made((start, None, None))
    assert reading.sheets(content)["Blatt"].cells["A2"] == start
    assert not [name for name in ZipFile(io.BytesIO(content)).namelist() if "_rels/sheet" in name]


def test_head_stays_in_sight_with_filters_and_widths():
    sheet = reading.sheets(made(("a", None, 1), ("b", None, 2)))["Blatt"]
    assert sheet.element("pane").attrib | {"ySplit": "1", "state": "frozen"} == sheet.element("pane").attrib
    assert sheet.element("autoFilter").get("ref") == "A1:C3"
    assert [round(float(one.get("width") or 0)) for one in sheet.element("cols")] == [31, 13, 15]


def test_a_sheet_without_rows_has_its_head():
    assert cells()["A1"] == "Text"


def test_what_a_cell_cannot_hold_is_text_and_loses_nothing():
    found = cells(("a", date(1850, 1, 2), 2**63), ("b", None, Decimal("1234567890123456.78")))
    assert (found["B2"], found["C2"], found["C3"]) == ("02.01.1850", str(2**63), "1234567890123456.78")


@pytest.mark.parametrize("letter", ["x", "😀"])
def test_too_long_a_text_is_cut_where_a_program_would_give_up_and_says_so(letter):
    text = cells((letter * 100_000, None, None))["A2"]
    assert text.endswith(CUT)
    assert LONGEST_TEXT - 2 < len(text.encode("utf-16-le")) / 2 <= LONGEST_TEXT


def test_the_longest_text_is_whole():
    assert cells(("x" * LONGEST_TEXT, None, None))["A2"] == "x" * LONGEST_TEXT


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_somebody_wrote_can_be_opened(name):
    assert cells((HOSTILE[name], None, None))["A2"]


def test_a_moment_is_shown_in_our_time():
    found = cells((MOMENT,), columns=(Column("Wann", 18, Kind.MOMENT),))
    assert found["A2"].replace(microsecond=0) == datetime(2026, 11, 24, 10, tzinfo=UTC)


def test_equal_input_gives_equal_bytes_that_name_nobody():
    content = made(("a", date(2026, 3, 1), 1))
    assert content == made(("a", date(2026, 3, 1), 1))
    with ZipFile(io.BytesIO(content)) as archive:
        core = archive.read("docProps/core.xml").decode()
    assert "2026-11-24T09:00:00Z" in core
    assert "<dc:creator></dc:creator>" in core


def test_without_a_moment_the_file_says_when_it_was_made():
    content = write([Sheet("Blatt", COLUMNS, [])])
    with ZipFile(io.BytesIO(content)) as archive:
        assert "2026-11-24T09:00:00Z" not in archive.read("docProps/core.xml").decode()


def rows_of_many(count):
    return ((f"Zeile {number}", date(2026, 3, 1), Decimal(number)) for number in range(count))


def csv_file(count):
    batches = (list(zip(*rows_of_many(500), strict=True)) for _ in range(count // 500))
    return sum(map(len, csv_writing.pieces(["Text", "Tag", "Betrag"], batches)))


WRITERS = {
    "csv": csv_file,
    "xlsx": lambda count: write([Sheet("Blatt", COLUMNS, rows_of_many(count))]),
    "ods": lambda count: ods.write(io.BytesIO(), [Sheet("Blatt", COLUMNS, rows_of_many(count))]),
}


def peak(work, count):
    tracemalloc.start()
    try:
        work(count)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("kind", WRITERS)
def test_memory_does_not_grow_with_the_rows_of_a_file(kind):
    """Of XLSX that of Python. To keep a row is a hundred bytes at least, which would be 600,000 here."""
    work = WRITERS[kind]
    work(500)
    few, many = peak(work, 3_000), peak(work, 9_000)
    assert many - few < 200_000
