"""Rows that could not be taken, handed back: as they were typed, each with what is wrong and where."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bildungsnetz.sheets import prepared
from bildungsnetz.sheets.tables import Row, Value
from bildungsnetz.sheets.writing import Column, Kind, Sheet

HEAD = "Fehler"
WIDEST, NARROWEST = 50, 12
Cell = Any


@dataclass(frozen=True)
class Fault:
    """``row`` is the sheet's own number, ``column`` the heading of the cell, or empty for the whole row."""

    row: int
    column: str
    message: str


def annotated(title: str, columns: Sequence[str], rows: Sequence[Row], faults: Sequence[Fault]) -> bytes:
    """XLSX with ``rows`` under their headings, a column "Fehler" in front, and a comment at each cell that is meant.

    The column is not one that an import knows, so the mended file can be read as it is.
    """
    of_row: dict[int, list[Fault]] = defaultdict(list)
    for fault in faults:
        of_row[fault.row].append(fault)
    places = {name: place for place, name in enumerate(columns, 1)}
    comments: dict[tuple[int, int], str] = {}
    for number, row in enumerate(rows):
        for fault in of_row[row.number]:
            at = (number, places.get(fault.column, 0))
            comments[at] = "\n".join(filter(None, (comments.get(at), fault.message)))
    cells = ([_said(of_row[row.number]), *map(_cell, row.cells)] for row in rows)
    heads = [Column(HEAD, WIDEST), *_columns(columns, rows)]
    return prepared.write([Sheet(title, heads, cells)], {title: prepared.Extras(comments=comments)})


def _said(faults: Sequence[Fault]) -> str:
    return "\n".join(f"{fault.column}: {fault.message}" if fault.column else fault.message for fault in faults)


def _columns(titles: Sequence[str], rows: Sequence[Row]) -> list[Column]:
    longest = [max((len(row.cells[place].shown) for row in rows), default=0) for place in range(len(titles))]
    widths = [min(max(length, len(title), NARROWEST), WIDEST) for length, title in zip(longest, titles, strict=True)]
    return [Column(title, width, Kind.NUMBER) for title, width in zip(titles, widths, strict=True)]


def _cell(cell: Cell) -> Any:
    """The value as it was typed; what has no plain value, or a problem, as it was shown."""
    value: Value = cell.value
    if cell.problem or isinstance(value, bool):
        return cell.shown
    return int(value) if isinstance(value, float) and value.is_integer() else value
