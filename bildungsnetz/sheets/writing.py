"""Spreadsheets that people get: XLSX with typed cells, a head that stays in sight, filters and widths.

Written by rust_xlsxwriter, row by row: 100,000 rows take a seventh of the CPU that XlsxWriter takes, and neither keeps
them in memory. Text is always a cell of text, so nothing that somebody typed can become a formula or a link.
"""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from itertools import chain, islice
from typing import Any, TypeAlias
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils import timezone
from rustpy_xlsxwriter import Format, write_worksheets

from bildungsnetz.documents.text import fit

LONGEST_TEXT = 32_767  # UTF-16 units; a program refuses to open a file with a longer cell
CUT = " … [gekürzt]"
LINE, MOST_LINES = 15.0, 27  # points; a row has at most 409
MOST_FITTED = 2_000  # rows of a sheet
MOST_DIGITS = 15  # what a cell's number keeps exactly
FIRST_YEAR = 1900
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CORE = "docProps/core.xml"
_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_EARLIEST = (1980, 1, 1, 0, 0, 0)

Cell: TypeAlias = str | int | Decimal | date | datetime | None


class Kind(Enum):
    """What a column holds; the value is how programs show it."""

    TEXT = "@"
    NUMBER = "General"
    MONEY = '#,##0.00 "€"'
    DATE = "dd.mm.yyyy"
    MOMENT = "dd.mm.yyyy hh:mm"


@dataclass(frozen=True)
class Column:
    """``width`` is in characters. Titles differ within a sheet."""

    title: str
    width: int = 16
    kind: Kind = Kind.TEXT


@dataclass(frozen=True)
class Sheet:
    """``rows`` may be a generator; each row has a cell for each column. No rows still give a head."""

    title: str  # at most 31 characters, none of []:*?/\
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]


def write(sheets: Sequence[Sheet], *, created_at: datetime | None = None) -> bytes:
    """The XLSX file of the sheets, with nobody's name in it.

    With ``created_at`` (aware) the file says that it was made then: equal input gives equal bytes. Without it, it says
    when it was really made.
    """
    target = io.BytesIO()
    names = [sheet.title for sheet in sheets]
    fitted = [(sheet, *_fitted(sheet)) for sheet in sheets]
    write_worksheets(
        [(sheet.title, _records(sheet.columns, rows)) for sheet, rows, _ in fitted],
        target,
        row_heights={sheet.title: heights for sheet, _, heights in fitted},
        freeze_panes={"general": {"row": 1, "col": 0}},
        column_widths={sheet.title: [float(column.width) for column in sheet.columns] for sheet in sheets},
        column_formats={sheet.title: [_format(column.kind) for column in sheet.columns] for sheet in sheets},
        header_format={name: Format().set_bold().set_background_color("#ECECEC").set_text_wrap() for name in names},
        autofilter=dict.fromkeys(names, True),
        page_setup={
            name: {"landscape": True, "paper_size": 9, "fit_to_pages": (1, 0), "repeat_rows": (0, 0)} for name in names
        },
    )
    return target.getvalue() if created_at is None else _made_at(target.getvalue(), created_at)


def _format(kind: Kind) -> Any:
    shown = Format().set_num_format(kind.value).set_align("top")
    return shown.set_text_wrap() if kind is Kind.TEXT else shown


def _fitted(sheet: Sheet) -> tuple[Iterable[Sequence[Cell]], dict[int, float]]:
    """The rows, and of few ones how high those are that need more than a line: Excel finds that out when it opens a
    file, LibreOffice does not. The last one has to do without, for the library would write it twice."""
    rows = iter(sheet.rows)
    few = list(islice(rows, MOST_FITTED + 1))
    if len(few) > MOST_FITTED:
        return chain(few, rows), {}
    needed = ((place, lines_of(sheet.columns, row)) for place, row in enumerate(few[:-1], 1))
    return few, {place: LINE * lines for place, lines in needed if lines > 1}


def lines_of(columns: Sequence[Column], row: Sequence[Cell]) -> int:
    """How many the highest cell of ``row`` needs, as far as a row can be high."""
    said = ((column.width, value) for column, value in zip(columns, row, strict=True) if isinstance(value, str))
    needed = (sum(max(1, -(-len(line) // width)) for line in value.split("\n")) for width, value in said)
    return min(max(needed, default=1), MOST_LINES)


def _records(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> Iterable[dict[str, Any]]:
    """Each row by the titles of its columns. The head is made from the first, so without any there is a blank one."""
    titles = [fit(column.title) for column in columns]
    some = False
    for row in rows:
        some = True
        yield dict(zip(titles, map(cell, row), strict=True))
    if not some:
        yield dict.fromkeys(titles)


def cell(value: Cell) -> Any:
    """``value`` as a cell can hold it; what would lose digits or lies before the calendar of the format is text."""
    if isinstance(value, datetime):
        value = timezone.make_naive(value) if timezone.is_aware(value) else value
        return value if value.year >= FIRST_YEAR else f"{value:%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return value if value.year >= FIRST_YEAR else f"{value:%d.%m.%Y}"
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        digits = len(Decimal(value).normalize().as_tuple().digits)
        return value if digits <= MOST_DIGITS else str(value)
    return text(value) if isinstance(value, str) else value


def text(value: str) -> str:
    """``value`` with line ends of one kind; what does not fit into a cell is cut, and says so."""
    value = fit(value.replace("\r\n", "\n").replace("\r", "\n"))
    if len(value) * 2 <= LONGEST_TEXT:
        return value
    units = value.encode("utf-16-le")
    if len(units) <= LONGEST_TEXT * 2:
        return value
    return units[: (LONGEST_TEXT - len(CUT)) * 2].decode("utf-16-le", "ignore") + CUT


def _made_at(content: bytes, moment: datetime) -> bytes:
    """The same file as if it had been made at ``moment``: the only part that tells is written anew."""
    said = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    target = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as source, ZipFile(target, "w", ZIP_DEFLATED) as made:
        for part in source.infolist():
            held = source.read(part)
            named = ZipInfo(part.filename, _EARLIEST)
            named.compress_type = ZIP_DEFLATED
            made.writestr(named, _MOMENT.sub(said, held) if part.filename == _CORE else held)
    return target.getvalue()
