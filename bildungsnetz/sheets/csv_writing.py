"""CSV in pieces, so that a list of any length needs no memory: as German Excel opens it, or plain for programs."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from bildungsnetz.sheets.guard import guarded

CONTENT_TYPE = "text/csv; charset=utf-8"
_SOME_FORMULA = re.compile(r"\n'*[=+\-@\t\r]")  # begins with a letter, which is sought much faster than any "^"


@dataclass(frozen=True)
class Dialect:
    delimiter: str
    start: str
    day: Callable[[date], str]
    number: Callable[[Decimal], str]


@lru_cache(maxsize=10_000)
def _german_day(day: date) -> str:
    return f"{day.day:02d}.{day.month:02d}.{day.year:04d}"


EXCEL = Dialect(";", "\ufeff", _german_day, lambda number: f"{number:f}".replace(".", ","))
PLAIN = Dialect(",", "", lru_cache(maxsize=10_000)(date.isoformat), lambda number: f"{number:f}")

Columns = Sequence[Sequence[Any]]


def pieces(titles: Sequence[str], batches: Iterable[Columns], dialect: Dialect = EXCEL) -> Iterator[bytes]:
    """The file: its head, then a piece for each batch. A batch is a sequence of columns, all of one length."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=dialect.delimiter, lineterminator="\r\n")
    target.write(dialect.start)
    writer.writerow([guarded(title) for title in titles])
    for columns in batches:
        writer.writerows(zip(*(_texts(column, dialect) for column in columns), strict=True))
        yield target.getvalue().encode("utf-8", "replace")
        target.seek(0)
        target.truncate()
    if rest := target.getvalue():
        yield rest.encode("utf-8", "replace")


def _texts(column: Sequence[Any], dialect: Dialect) -> Sequence[str]:
    """One column as text. Most have nothing in them that looks like a formula: that is asked once for all."""
    try:
        joined = "\n".join(("", *column))
    except TypeError:
        day = dialect.day
        return [day(value) if type(value) is date else _text(value, dialect) for value in column]
    return list(map(guarded, column)) if _SOME_FORMULA.search(joined) else column


def _text(value: Any, dialect: Dialect) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(value)
    return dialect.number(value) if isinstance(value, Decimal) else str(value)
