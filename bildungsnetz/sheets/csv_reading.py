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
NOT_FITTING = (
    "Zeile {} der Datei lässt sich nicht lesen: Dort steht ein Anführungszeichen, zu dem das zweite fehlt oder nicht "
    "passt, oder eine Zelle hat mehr als {} Zeichen."
)
PART_OF_TEXT = "Anführungszeichen am Anfang einer Zelle, die mehr enthält, gehören zum Text: „{}“."
_TWICE_ENCODED = re.compile("Ã[¤¶¼Ÿ„–œ]")
SHEET = "Tabelle"


def messages(text: str, encoding: str) -> Iterator[Any]:
    """Raises Refused where quotation marks do not fit together."""
    text = text.removesuffix("\x1a")  # with which old programs end a file
    delimiter, skipped = _delimiter(text)
    remarks = [TWICE_ENCODED] if len(_TWICE_ENCODED.findall(text)) > 1 else []
    try:
        grid = _grid(text, delimiter or ";", skipped)
    except csv.Error:
        text, words = _enclosed(text, delimiter or ";")
        remarks += [PART_OF_TEXT.format(words)] if words else []
        try:
            grid = _grid(text, delimiter or ";", skipped)
        except csv.Error as error:
            raise Refused(str(error)) from error
    yield from grid.messages()
    yield {"kind": "csv", "encoding": encoding, "delimiter": delimiter, "remarks": remarks}


def _grid(text: str, delimiter: str, skipped: int) -> Grid:
    """Raises csv.Error with a sentence."""
    grid = Grid(SHEET, Budget())
    csv.field_size_limit(MOST_CHARACTERS)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    taken_off = "'" in text or '="' in text
    number = 0
    try:
        for number, cells in enumerate(reader, 1 - skipped):  # as programs count, which show no line "sep=;"
            if number > 0 and any(cells):
                grid.put_row(number, 0, list(map(_taken_off, cells)) if taken_off else cells, {})
    except csv.Error as error:
        raise csv.Error(NOT_FITTING.format(number + skipped + 1, german(MOST_CHARACTERS))) from error
    return grid


def _enclosed(text: str, delimiter: str) -> tuple[str, str]:
    """``text`` with cells such as "Extra" Zeit enclosed, as they should have been, and the first of them.

    An open mark stays as it is: what it should enclose may be missing.
    """
    end = rf"{re.escape(delimiter)}\r\n"
    cell = re.compile(rf'(?P<whole>"[^"]*(?:""[^"]*)*")[ ]*(?=[{end}]|\Z)|(?P<part>"[^"{end}]*"[^{end}]*)|[^{end}]+')
    found: list[str] = []

    def enclosed(one: re.Match[str]) -> str:
        if part := one["part"]:
            found.append(part)
            return '"' + part.replace('"', '""') + '"'
        return one["whole"] or one[0]

    made = cell.sub(enclosed, text)
    return made, found[0][:60] if found else ""


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
