"""CSV and TSV: what a delimiter parts, whichever it is."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from bildungsnetz.sheets.grid import Budget, Grid
from bildungsnetz.sheets.guard import unguarded
from bildungsnetz.sheets.limits import MOST_CHARACTERS, Refused, german

DELIMITERS = ";\t,|"
SAMPLE_ROWS = 200
TWICE_ENCODED = "Umlaute sehen falsch aus („Ã¤“ statt „ä“): Die Datei wurde in falscher Kodierung gespeichert."
_TWICE_ENCODED = re.compile("Ã[¤¶¼Ÿ„–œ]")
SHEET = "Tabelle"


def messages(text: str, encoding: str) -> Iterator[Any]:
    """Raises Refused where quotation marks do not fit together."""
    text = text.removesuffix("\x1a")  # with which old programs end a file
    delimiter, skipped = _delimiter(text)
    grid = Grid(SHEET, Budget())
    csv.field_size_limit(MOST_CHARACTERS)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or ";", strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if number > skipped and any(cells):
                grid.put_row(number, 0, map(_taken_off, cells), {})
    except csv.Error as error:
        raise Refused(
            f"Zeile {number + 1} der Datei lässt sich nicht lesen: Dort steht ein Anführungszeichen, zu dem das zweite "
            f"fehlt oder nicht passt, oder eine Zelle hat mehr als {german(MOST_CHARACTERS)} Zeichen."
        ) from error
    yield from grid.messages()
    remarks = [TWICE_ENCODED] if len(_TWICE_ENCODED.findall(text)) > 1 else []
    yield {"kind": "csv", "encoding": encoding, "delimiter": delimiter, "remarks": remarks}


def _taken_off(text: str) -> str:
    """What keeps programs from calculating: an apostrophe, or ="007", with which Excel makes no number of it."""
    if text.startswith('="') and text.endswith('"') and len(text) > 2:
        return text[2:-1]
    return unguarded(text)


def _delimiter(text: str) -> tuple[str | None, int]:
    """The delimiter, or None where all stands in one column; and how many rows say nothing else ("sep=;")."""
    first = text[:20].split("\n", 1)[0].strip().strip('"')
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4], 1
    best = max(DELIMITERS, key=lambda one: _fit(text, one))
    return (best, 0) if _fit(text, best) else (None, 0)


def _fit(text: str, delimiter: str) -> int:
    """How many cells stand in rows of the usual width."""
    csv.field_size_limit(len(text) + 1)
    rows = islice(csv.reader(io.StringIO(text[:1_000_000], newline=""), delimiter=delimiter), SAMPLE_ROWS)
    widths = Counter(min(len(row), 50) for row in rows if len(row) > 1)
    return max((width * count for width, count in widths.items()), default=0)
