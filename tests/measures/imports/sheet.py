"""Tables built by hand, as a reader would hand them over."""

from datetime import date
from typing import Any

from bildungsnetz.sheets.heads import Table
from bildungsnetz.sheets.tables import BLANK, Cell, Row
from measures.imports.planning import Plan, plan
from tests.make import TODAY


def cell(value: Any) -> Cell:
    if value in (None, ""):
        return BLANK
    return Cell(value, f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value))


def table(heads: str, *rows: list[Any], skipped: tuple[tuple[int, str], ...] = ()) -> Table:
    """``heads`` in one text, parted by semicolons. The first row of data is row 2."""
    columns = tuple(heads.split(";"))
    rows = tuple([*row, *[""] * (len(columns) - len(row))] for row in rows)
    made = tuple(Row(number, tuple(map(cell, row))) for number, row in enumerate(rows, 2))
    return Table((1,), columns, made, skipped, ())


def planned(heads: str, *rows: list[Any], **options: Any) -> Plan:
    skipped = options.pop("skipped", ())
    return plan(table(heads, *rows, skipped=skipped), **{"today": TODAY, "user": None, **options})
