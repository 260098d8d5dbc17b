"""Tables built by hand, as a reader would hand them over."""

from datetime import date
from typing import Any

from bildungsnetz.sheets.heads import Table
from bildungsnetz.sheets.tables import BLANK, Cell, Row
from measures.imports import files
from measures.imports.planning import Plan, plan
from measures.models import ImportRun
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


def outcomes(plan: Plan) -> list[str]:
    return [line.outcome.value for line in plan.lines]


def keys(plan: Plan) -> list[str]:
    return [one.key for one in plan.columns]


def problems(plan: Plan) -> list[tuple[int, str, str]]:
    return [(line.number, one.column, one.message) for line in plan.lines for one in line.problems]


def data_of(plan: Plan) -> list[dict[str, Any]]:
    return [line.candidate.cleaned_data for line in plan.lines if line.candidate]


def plan_of(content: bytes) -> Plan:
    return files.plan_of(ImportRun(file_name="liste", content=content, choices={}), today=TODAY, user=None)
