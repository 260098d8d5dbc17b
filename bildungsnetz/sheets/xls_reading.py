"""XLS, the binary files of old Excel: what is read is read by calamine, and what cannot be seen is said."""

import io
import re
from collections.abc import Iterator
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from bildungsnetz.sheets.grid import Budget, Grid, listed
from bildungsnetz.sheets.limits import MOST_SHEETS, Refused
from bildungsnetz.sheets.package import BROKEN, ENCRYPTED, MACROS
from bildungsnetz.sheets.tables import address
from bildungsnetz.sheets.xls_faults import Faults, faults_of

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
UNSEEN = (
    "In alten Excel-Dateien (.xls) ist nicht zu erkennen, ob Zeilen oder Spalten ausgeblendet sind und welche Zahlen "
    "Prozentwerte sind."
)
_ENTRY = 128  # bytes of an entry of the file's own directory; each begins with a name
_OTHERS = {
    "EncryptedPackage": ENCRYPTED,
    "_VBA_PROJECT_CUR": MACROS,
    "_VBA_PROJECT": MACROS,
    "WordDocument": "Das ist ein Word-Dokument, keine Tabelle.",
    "PowerPoint Document": "Das ist eine PowerPoint-Präsentation, keine Tabelle.",
    "__properties_version1.0": "Das ist eine E-Mail aus Outlook, keine Tabelle.",
}


def messages(data: bytes) -> Iterator[Any]:
    for name, sentence in _OTHERS.items():
        if _has_entry(data, name):
            raise Refused(sentence)
    budget = Budget()
    skipped: list[str] = []
    try:
        with CalamineWorkbook.from_object(io.BytesIO(data)) as book:
            if len(book.sheets_metadata) > MOST_SHEETS:
                raise Refused(f"Die Datei hat mehr als {MOST_SHEETS} Blätter. Bitte teilen Sie sie auf.")
            faults = faults_of(data)
            for place, sheet in enumerate(book.sheets_metadata):
                if sheet.typ == SheetTypeEnum.WorkSheet:
                    hidden = sheet.visible != SheetVisibleEnum.Visible
                    grid = _grid(book, sheet.name, hidden, budget)
                    _put_faults(grid, faults[place] if place < len(faults) else {})
                    yield from grid.messages()
                elif sheet.typ in (SheetTypeEnum.MacroSheet, SheetTypeEnum.Vba):
                    raise Refused(MACROS)
                else:
                    skipped.append(f"„{sheet.name}“ ist kein Tabellenblatt und wurde nicht gelesen.")
    except PasswordError as error:
        raise Refused(ENCRYPTED) from error
    except CalamineError as error:
        raise Refused(BROKEN) from error
    yield {"kind": "xls", "encoding": None, "delimiter": None, "remarks": [*skipped, UNSEEN]}


def _put_faults(grid: Grid, faults: Faults) -> None:
    """A formula without a result may mean nothing or never have been calculated: it is named, its cell stays blank."""
    for (row, column), words in faults.items():
        grid.put(row, column, words)
    if blank := [address(*place) for place, words in sorted(faults.items()) if not words]:
        grid.remarks.append(f"Formeln mit leerem Ergebnis: {listed(blank)}.")


def _has_entry(data: bytes, name: str) -> bool:
    wanted = re.compile(re.escape(name.encode("utf-16-le") + b"\0\0"))
    return any(found.start() % _ENTRY == 0 for found in wanted.finditer(data))


def _grid(book: CalamineWorkbook, name: str, hidden: bool, budget: Budget) -> Grid:
    grid = Grid(name, budget, hidden)
    sheet = book.get_sheet_by_name(name)
    if sheet.start:
        for row, values in enumerate(sheet.to_python(skip_empty_area=True), sheet.start[0] + 1):
            grid.put_row(row, sheet.start[1], values, {})
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        grid.merged.append((top + 1, left, bottom + 1, right))
    return grid
