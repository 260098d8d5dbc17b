"""Rows handed back: as they were typed, with what is wrong beside them and at the cell."""

import io
from datetime import date
from zipfile import ZipFile

from python_calamine import CalamineWorkbook

from bildungsnetz.sheets.handback import Fault, annotated
from bildungsnetz.sheets.reading import read
from bildungsnetz.sheets.tables import BLANK, Cell, Row

COLUMNS = ("Titel", "Beginn", "Betrag")
ROWS = (
    Row(4, (Cell("=1+1", "=1+1"), Cell(date(2026, 9, 1), "01.09.2026"), Cell(1500.0, "1.500 €"))),
    Row(9, (Cell("Leseclub", "Leseclub"), Cell("bald", "bald"), BLANK)),
)
FAULTS = (
    Fault(9, "Beginn", "„bald“ ist kein Datum."),
    Fault(9, "Beginn", "Meinten Sie 2027?"),
    Fault(4, "", "Diese Maßnahme gibt es schon."),
)


def parts():
    with ZipFile(io.BytesIO(annotated("Liste", COLUMNS, ROWS, FAULTS))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_what_was_typed_stands_beside_what_is_wrong():
    content = annotated("Liste", COLUMNS, ROWS, FAULTS)
    head, first, second = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()

    assert head == ["Fehler", *COLUMNS]
    assert first == ["Diese Maßnahme gibt es schon.", "=1+1", date(2026, 9, 1), 1500]
    assert second == [
        "Beginn: „bald“ ist kein Datum.\nBeginn: Meinten Sie 2027?",
        *("Leseclub", "bald", ""),
    ]
    assert "<f>" not in parts()["xl/worksheets/sheet1.xml"]


def test_a_comment_stands_at_the_cell_that_is_meant():
    found = parts()
    comments = found["xl/comments1.xml"]

    assert 'ref="C3"' in comments
    assert "„bald“ ist kein Datum.\nMeinten Sie 2027?" in comments
    assert 'ref="A2"' in comments


def test_nobody_is_named():
    found = parts()

    assert "<author></author>" in found["xl/comments1.xml"] or "<author/>" in found["xl/comments1.xml"]
    assert "<dc:creator></dc:creator>" in found["docProps/core.xml"]


def test_our_own_reader_takes_it_back():
    book = read(annotated("Liste", COLUMNS, ROWS, FAULTS))

    assert [cell.shown for cell in book.sheets[0].rows[2].cells][1:] == ["Leseclub", "bald", ""]
