"""From an uploaded file to the rows of one table: which sheet, which head, what is skipped and why."""

from dataclasses import dataclass
from typing import Any

from bildungsnetz.sheets.heads import Table, find_table
from bildungsnetz.sheets.limits import Refused
from bildungsnetz.sheets.packing import packed, unpacked
from bildungsnetz.sheets.reading import read
from bildungsnetz.sheets.tables import Cell, Row, Sheet

from .base import Line, ListKind, Outcome

MOST_ROWS = 2_000
NO_SHEET = "Ein Blatt „{}“ gibt es nicht. Vorhanden sind: {}."
NO_HEAD = "In der Datei fehlt die Spalte {}. Die Spaltenüberschriften stehen auf der Seite zum Hochladen."
NO_ROWS = "Die Datei enthält unter der Kopfzeile keine Zeilen."
TOO_MANY = f"Die Liste hat mehr als {MOST_ROWS:,} Zeilen. Bitte teilen Sie sie auf.".replace(",", ".")
UNREAD = "Diese Spalten werden nicht eingelesen: {}."
OTHERS = "Gelesen wird das Blatt „{}“. Weitere Blätter: {}."


@dataclass(frozen=True)
class Listing:
    """The table of a file as the pages of an import carry it on."""

    sheet: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    skipped: tuple[tuple[int, str], ...]
    remarks: tuple[str, ...]

    def packed(self) -> list[Any]:
        rows = [[row.number, [packed(cell) for cell in row.cells]] for row in self.rows]
        return [self.sheet, self.heads, rows, self.skipped, self.remarks]

    def lines(self, kind: ListKind) -> list[Line]:
        """All rows of the table, those that are no data too, in their order."""
        skipped = [Line(number, Outcome.SKIPPED, note=why) for number, why in self.skipped]
        return sorted([*kind.plan(self.heads, self.rows), *skipped], key=lambda line: line.number)


def unpack(held: list[Any]) -> Listing:
    sheet, heads, rows, skipped, remarks = held
    known: dict[Any, Cell] = {}
    made = tuple(Row(number, tuple(unpacked(cell, known) for cell in cells)) for number, cells in rows)
    return Listing(sheet, tuple(heads), made, tuple((number, why) for number, why in skipped), tuple(remarks))


def listing_of(data: bytes, name: str, kind: type[ListKind], sheet: str = "") -> Listing:
    """Raises Refused where nothing in the file can be read as this kind of list."""
    book = read(data, name)
    found, table = _choose(book.sheets, kind, sheet)
    if missing := kind.missing(table.columns):
        raise Refused(NO_HEAD.format(missing))
    if not table.rows:
        raise Refused(NO_ROWS)
    if len(table.rows) > MOST_ROWS:
        raise Refused(TOO_MANY)
    unread = [f"„{head}“" for head in table.columns if not kind.key_of(head)]
    others = [f"„{one.name}“" for one in book.sheets if one is not found and one.rows]
    remarks = [*book.remarks, *table.remarks]
    if others:
        remarks.append(OTHERS.format(found.name, ", ".join(others)))
    if unread:
        remarks.append(UNREAD.format(", ".join(unread)))
    return Listing(found.name, table.columns, table.rows, table.skipped, tuple(remarks))


def _choose(sheets: tuple[Sheet, ...], kind: type[ListKind], name: str) -> tuple[Sheet, Table]:
    """The sheet of this name, else the one with the most known headings; visible ones come first."""

    def known(head: str) -> bool:
        return bool(kind.key_of(head))

    if name:
        named = [one for one in sheets if one.name.casefold() == name.casefold()]
        if not named:
            raise Refused(NO_SHEET.format(name[:60], ", ".join(f"„{one.name}“" for one in sheets)))
        return named[0], find_table(named[0], known)
    tables = [(one, find_table(one, known)) for one in sheets if one.rows] or [
        (sheets[0], find_table(sheets[0], known))
    ]
    return max(tables, key=lambda pair: (sum(map(known, pair[1].columns)), not pair[0].hidden))
