"""From an uploaded file to the rows of one table: which sheet, which head, what is skipped and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bildungsnetz.sheets.heads import Table
from bildungsnetz.sheets.limits import Refused
from bildungsnetz.sheets.packing import Known, packed
from bildungsnetz.sheets.reading import read
from bildungsnetz.sheets.tables import Row
from measures.imports.files import NO_ROWS, choose, others
from measures.imports.heads import Unassigned, Understood, lacking
from measures.resources import EXAMPLE

from .base import Line, ListKind, Outcome

MOST_ROWS = 2_000
EXAMPLE_ROW = "ist die Beispielzeile der Vorlage"
TOO_MANY = f"Die Liste hat mehr als {MOST_ROWS:,} Zeilen. Bitte teilen Sie sie auf.".replace(",", ".")


@dataclass(frozen=True)
class Listing:
    """The table of a file as the pages of an import carry it on. ``chosen``: heading -> column, as somebody decided."""

    sheet: str
    table: Table
    chosen: Mapping[str, str] = field(default_factory=dict)

    def packed(self) -> list[Any]:
        one = self.table
        rows = [[row.number, [packed(cell) for cell in row.cells]] for row in one.rows]
        return [self.sheet, one.head, one.columns, rows, one.skipped, one.remarks, dict(self.chosen)]

    def understood(self, kind: type[ListKind]) -> tuple[list[Understood], list[str]]:
        """Each column as it is understood, and remarks on those that are not read or read by a guess."""
        return kind.heads_of(self.chosen).understand(self.table)

    def lines(self, kind: ListKind) -> list[Line]:
        """All rows of the table, those that are no data too, in their order. Raises Unassigned."""
        columns, _ = self.understood(type(kind))
        if said := lacking(kind.needs_of(self.table.columns), (one.key for one in columns), kind.titles()):
            raise Unassigned(said)
        passed = [*self.table.skipped, *((row.number, EXAMPLE_ROW) for row in self.table.rows if is_example(row))]
        skipped = [Line(number, Outcome.SKIPPED, note=why) for number, why in passed]
        rows = [row for row in self.table.rows if not is_example(row)]
        return sorted([*kind.plan(columns, rows), *skipped], key=lambda line: line.number)


def is_example(row: Row) -> bool:
    """The filled row of our templates, whose first cell says so."""
    return row.cells[0].shown.startswith(f"{EXAMPLE}:")


def unpack(held: list[Any]) -> Listing:
    sheet, head, columns, rows, skipped, remarks, chosen = held
    known = Known()
    made = tuple(Row(number, tuple(known.cells(cells))) for number, cells in rows)
    passed = tuple((number, why) for number, why in skipped)
    return Listing(sheet, Table(tuple(head), tuple(columns), made, passed, tuple(remarks)), chosen)


def listing_of(
    data: bytes, name: str, kind: type[ListKind], sheet: str = "", chosen: Mapping[str, str] | None = None
) -> Listing:
    """Raises Refused where nothing in the file can be read as a list."""
    book = read(data, name)
    found, table = choose(book, sheet, kind.heads_of(chosen))
    if not table.rows:
        raise Refused(NO_ROWS)
    if len(table.rows) > MOST_ROWS:
        raise Refused(TOO_MANY)
    remarks = (*book.remarks, *others(book, found), *table.remarks)
    return Listing(found.name, replace(table, remarks=remarks), chosen or {})
