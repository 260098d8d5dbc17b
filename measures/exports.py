"""The list of measures as a file: the rows of its filters in its order, the columns that somebody chose.

An export knows no format; ``xlsx``, ``ods`` and ``csv`` write it. What it tells is what its ``user`` may read: rows by
the rule of the list, columns by ``MeasureResource``.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from bildungsnetz.access import Person
from bildungsnetz.sheets import csv_writing, ods, writing
from bildungsnetz.sheets.writing import Sheet

from .columns import Column
from .filters import MeasureFilter
from .ordering import ORDER_LABELS, ORDERS
from .resources import MeasureResource

# The columns of the page, in a file.
AS_LISTED = ("number", "title", "leading_goal", "status", "lead", "planned_end", "is_ongoing", "last_confirmed_on")
MOST_CELLS = 1_000_000  # of a workbook that is made while somebody waits: two seconds, or four for ODS
INTERNAL = "Enthält Angaben, die nicht öffentlich sind. Bitte nicht weitergeben."
ABOUT = (writing.Column("Angabe", 24), writing.Column("Inhalt", 90))


@dataclass(frozen=True)
class Export:
    """``total`` in words, as the page says it; ``address`` of that page."""

    filters: MeasureFilter
    user: Person
    columns: list[Column]
    total: str
    address: str
    made_at: datetime

    @property
    def titles(self) -> list[str]:
        return [column.title for column in self.columns]

    @property
    def file_name(self) -> str:
        return f"massnahmen-{timezone.localtime(self.made_at):%Y-%m-%d}"

    def measures(self) -> Any:
        """In the order of the page, to the last row."""
        sort = self.filters.order
        expressions = ORDERS[sort.removeprefix("-")].expressions()
        descending = sort.startswith("-")
        return self.filters.narrowed().order_by(*(one.desc() if descending else one.asc() for one in expressions))

    def is_too_large(self) -> bool:
        """For a workbook, which is made before its first byte is sent."""
        most = MOST_CELLS // len(self.columns)
        return self.filters.narrowed().order_by()[: most + 1].count() > most

    def batches(self) -> Iterator[Any]:
        return MeasureResource(self.user).batches(self.measures(), self.columns)

    def sheets(self) -> list[Sheet]:
        columns = [writing.Column(column.title, column.width, column.kind) for column in self.columns]
        rows = MeasureResource(self.user).rows(self.measures(), self.columns)
        return [Sheet("Maßnahmen", columns, rows), Sheet("Angaben", ABOUT, self.about())]

    def about(self) -> Iterator[tuple[str, str]]:
        """What whoever gets the file has to know about it."""
        yield "Inhalt", f"Maßnahmen – {settings.SITE_NAME}"
        yield "Stand", f"{timezone.localtime(self.made_at):%d.%m.%Y, %H:%M} Uhr"
        yield "Maßnahmen", self.total
        for words in [words for _, _, words in self.filters.told()] or ["keine: alle Maßnahmen"]:
            yield "Filter", words
        for error in self.filters.errors():
            yield "Nicht angewendet", error
        yield "Sortierung", ORDER_LABELS[self.filters.order]
        yield "Adresse", settings.SITE_URL + self.address
        yield "Lizenz", settings.DATA_LICENCE
        if self.user.is_authenticated:
            yield "Hinweis", INTERNAL


def csv(export: Export, *, plain: bool) -> Iterator[bytes]:
    dialect = csv_writing.PLAIN if plain else csv_writing.EXCEL
    return csv_writing.pieces(export.titles, export.batches(), dialect)


def xlsx(export: Export) -> bytes:
    return writing.write(export.sheets())


def as_ods(export: Export) -> bytes:
    target = io.BytesIO()
    ods.write(target, export.sheets())
    return target.getvalue()
