"""Small XLSX files to fill in: cells with lists to choose from, comments, marked rows. Written by XlsxWriter.

``writing`` is many times faster and knows neither lists nor comments; nothing of more than some thousand rows is
written here.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook

from bildungsnetz.sheets.tables import letters
from bildungsnetz.sheets.writing import LINE, Cell, Kind, Sheet, cell, lines_of

LAST_ROW = 1_000  # to which a list can be chosen from
EXAMPLE, FAULT = "#ECECEC", "#FBE3E4"


@dataclass(frozen=True)
class Choices:
    """The cells below a heading on another sheet, to choose from. Not ``strict``: something else may be typed too."""

    sheet: str
    position: int  # of the column there, from 0
    count: int
    strict: bool = True

    @property
    def range(self) -> str:
        name = letters(self.position)
        return f"'{self.sheet}'!${name}$2:${name}${self.count + 1}"

    @property
    def ods_range(self) -> str:
        name = letters(self.position)
        return f"$'{self.sheet}'.${name}$2:.${name}${self.count + 1}"


@dataclass(frozen=True)
class Extras:
    """What a sheet has beside its cells. Rows count from 0 below the head, columns from 0."""

    choices: Mapping[str, Choices] = field(default_factory=dict)  # by the column's title
    comments: Mapping[tuple[int, int], str] = field(default_factory=dict)
    examples: int = 0  # rows at the top that are marked as such


def write(sheets: Sequence[Sheet], extras: Mapping[str, Extras]) -> bytes:
    """The file of the sheets; ``extras`` by their titles."""
    target = io.BytesIO()
    with Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        for sheet in sheets:
            _sheet(book, sheet, extras.get(sheet.title, Extras()))
    return target.getvalue()


class Looks:
    """The formats of a book, each made once."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def __call__(self, **look: Any) -> Any:
        key = tuple(sorted(look.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format(look)
        return self.made[key]


def _sheet(book: Workbook, sheet: Sheet, extra: Extras) -> None:
    made, looks = book.add_worksheet(sheet.title), Looks(book)
    head = looks(bold=True, bg_color=EXAMPLE, text_wrap=True, valign="top")
    for place, column in enumerate(sheet.columns):
        made.set_column(place, place, column.width, looks(**_look(column.kind)))
        made.write_string(0, place, cell(column.title), head)
        if chosen := extra.choices.get(column.title):
            made.data_validation(1, place, LAST_ROW, place, _validation(chosen))
    rows = 0
    for rows, row in enumerate(sheet.rows, 1):
        if (lines := lines_of(sheet.columns, row)) > 1:
            made.set_row(rows, lines * LINE)
        for place, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            look = _look(Kind.DATE if isinstance(value, date) and column.kind is Kind.NUMBER else column.kind)
            if rows <= extra.examples:
                look |= {"italic": True, "bg_color": EXAMPLE}
            if comment := extra.comments.get((rows - 1, place)):
                look |= {"bg_color": FAULT}
                made.write_comment(rows, place, comment, {"author": "", "x_scale": 2})
            _write(made, rows, place, cell(value), looks(**look))
    made.freeze_panes(1, 0)
    made.autofilter(0, 0, max(rows, 1), len(sheet.columns) - 1)
    made.set_landscape()
    made.fit_to_pages(1, 0)
    made.repeat_rows(0)


def _look(kind: Kind) -> dict[str, Any]:
    return {"num_format": kind.value, "valign": "top", "text_wrap": kind is Kind.TEXT}


def _validation(chosen: Choices) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": f"={chosen.range}",
        "show_error": chosen.strict,
        "error_type": "warning",
        "error_title": "Nicht in der Liste",
        "error_message": "Dieses Wort steht nicht in der Liste.",
    }


def _write(made: Any, row: int, place: int, value: Cell, look: Any) -> None:
    if value is None or value == "":
        made.write_blank(row, place, None, look)
    elif isinstance(value, str):
        made.write_string(row, place, value, look)
    elif isinstance(value, date | datetime):
        made.write_datetime(row, place, value, look)
    else:
        made.write_number(row, place, float(value) if isinstance(value, Decimal) else value, look)
