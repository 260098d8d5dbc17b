"""Paging that costs the same on the first and on the last page, and shows no row twice when others are added.

A page is not "rows 51 to 100" but "the rows after this one": a row-value comparison that runs along an index.
The position of its first row travels in the address, for people to read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, F, Func, QuerySet, Value
from django.db.models.expressions import Combinable
from django.http import QueryDict

LARGEST = 2**63 - 1


class Comparison(Func):
    """``(a, id) > (x, y)``. Written with OR, databases would not use the index."""

    output_field = BooleanField()

    def __init__(self, sign: str, left: list[Any], right: list[Any]) -> None:
        self.sign = sign
        super().__init__(*left, *right)

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> Any:  # type: ignore[override]
        compiled = [compiler.compile(part) for part in self.get_source_expressions()]
        half = len(compiled) // 2
        left, right = (", ".join(sql for sql, _ in side) for side in (compiled[:half], compiled[half:]))
        return f"({left}) {self.sign} ({right})", [one for _, params in compiled for one in params]


@dataclass(frozen=True)
class Order:
    """One way to sort. ``by`` needs an index (by, id), or (by) alone where it is ``unique``."""

    by: str | Combinable
    parse: Callable[[str], Any]
    unique: bool = False

    def expressions(self) -> list[Any]:
        by = F(self.by) if isinstance(self.by, str) else self.by
        return [by] if self.unique else [by, F("pk")]


@dataclass(frozen=True)
class Place:
    """Where a page begins: after or before a row that is named by its sort value and id; at the start without one."""

    forward: bool = True
    value: Any = None
    pk: int | None = None
    first: int = 1

    @classmethod
    def read(cls, query: QueryDict, order: Order) -> "Place":
        """The place that ``after``/``before`` and ``at`` name; what cannot be read is the start."""
        for key in ("after", "before"):
            value, _, pk = query.get(key, "").rpartition("~")
            try:
                place = cls(key == "after", order.parse(value), whole(pk), max(1, whole(query.get("at", "1"))))
            except ValueError:
                continue
            return place if not isinstance(place.value, str) or "\0" not in place.value else cls()
        return cls()


def whole(text: str) -> int:
    """A number that fits a column of either database; ValueError otherwise."""
    number = int(text[:20])
    if not 0 <= number <= LARGEST:
        raise ValueError(text)
    return number


@dataclass(frozen=True)
class Page:
    """``rows`` (dicts), the position of the first, and what the neighbours' addresses carry (None: no neighbour)."""

    rows: list[dict[str, Any]]
    first: int
    previous: dict[str, str] | None
    following: dict[str, str] | None

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1


def page(rows: QuerySet, order: Order, *, descending: bool, place: Place, size: int) -> Page:
    """One page of ``rows``, which is a queryset of dicts (``values()``) with ``pk``."""
    found = read(rows, order, descending=descending, place=place, limit=size + 1)
    more = len(found) > size
    if place.pk is not None and (not found or (not place.forward and len(found) < size)):
        # Rows vanished meanwhile: rather the first page whole than an empty or a half one.
        return page(rows, order, descending=descending, place=Place(), size=size)
    shown = found[:size] if place.forward else found[:size][::-1]
    first = 1 if place.pk is None or not (place.forward or more) else place.first
    earlier = more if not place.forward else place.pk is not None
    later = more if place.forward else True
    return Page(
        shown,
        first,
        step("before", shown[0], max(1, first - size)) if earlier else None,
        step("after", shown[-1], first + len(shown)) if later else None,
    )


def read(rows: QuerySet, order: Order, *, descending: bool, place: Place, limit: int) -> list[dict[str, Any]]:
    """The rows next to ``place``, nearest first."""
    expressions = order.expressions()
    upward = place.forward is not descending
    if place.pk is not None:
        right = [Value(one) for one in [place.value, place.pk][: len(expressions)]]
        rows = rows.filter(Comparison(">" if upward else "<", expressions, right))
    ordering = [one.asc() if upward else one.desc() for one in expressions]
    return list(rows.annotate(sort_value=expressions[0]).order_by(*ordering)[:limit])


def step(key: str, row: dict[str, Any], first: int) -> dict[str, str]:
    value = row["sort_value"]
    return {key: f"{value.isoformat() if hasattr(value, 'isoformat') else value}~{row['pk']}", "at": str(first)}
