"""What a spreadsheet holds, whatever program wrote it: plain values, ready to be asked, kept and compared."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple, TypeAlias

Value: TypeAlias = str | int | float | Decimal | bool | date | datetime | None


class Cell(NamedTuple):
    """``shown`` is what people see in the cell; ``problem`` says in German why its value cannot be relied on.

    ``merged``: the cell lies under a merged one. Below it has the merged value, to its right it is blank.
    """

    value: Value = None
    shown: str = ""
    problem: str = ""
    merged: bool = False

    @property
    def is_blank(self) -> bool:
        return not self.shown and not self.problem


BLANK = Cell()


@dataclass(frozen=True, slots=True)
class Row:
    """``number`` is the sheet's own, from 1. All rows of a sheet have as many cells."""

    number: int
    cells: tuple[Cell, ...]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """Its rows without the blank ones. ``hidden_columns`` are positions among the cells, from 0."""

    name: str
    hidden: bool
    rows: tuple[Row, ...]
    remarks: tuple[str, ...] = ()
    hidden_columns: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Workbook:
    """``kind`` is what the file really is: xlsx, xls, ods, csv or html."""

    kind: str
    encoding: str | None
    delimiter: str | None
    sheets: tuple[Sheet, ...]
    remarks: tuple[str, ...] = ()


def letters(position: int) -> str:
    """The name of a column: 0 -> "A", 26 -> "AA"."""
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def address(row: int, column: int) -> str:
    """Row from 1, column from 0, as people say it: "B3"."""
    return f"{letters(column)}{row}"
