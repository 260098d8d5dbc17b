"""What the XML of an XLSX sheet says beyond values. Rows count from 1, columns from 0."""

import re
from dataclasses import dataclass, field

from bildungsnetz.sheets.limits import MOST_MERGED, Refused
from bildungsnetz.sheets.package import BROKEN, walk

_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_TRUE = ("1", "true")


@dataclass
class Structure:
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    percent: set[tuple[int, int]] = field(default_factory=set)
    no_result: list[tuple[int, int]] = field(default_factory=list)
    faults: dict[tuple[int, int], str] = field(default_factory=dict)  # which calamine reads as blank
    rows: int = 0  # with anything in them
    last_row: int = 0
    last_column: int = -1


class Walker:
    """Called back for each element of a sheet."""

    def __init__(self, percents: frozenset[str]) -> None:
        self.percents = percents
        self.made = Structure()
        self.row, self.column = 0, -1
        self.formula = self.value = self.fault = False
        self.filled = 0  # the last row that was counted

    def start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "c":
            self.column = _column(given.get("r"), self.column)
            self.formula = self.value = False
            self.fault = given.get("t") == "e"
            if given.get("s") in self.percents:
                self.made.percent.add((self.row, self.column))
        elif tag in ("v", "is"):
            self.value = True
            self._count()
        elif tag == "f":
            self.formula = True
            self._count()
        elif tag == "row":
            self._start_row(given)
        elif tag == "col" and given.get("hidden") in _TRUE:
            self.made.hidden_columns.append((int(given["min"]) - 1, int(given["max"]) - 1))
        elif tag == "mergeCell" and len(self.made.merged) <= MOST_MERGED and (area := _area(given.get("ref", ""))):
            self.made.merged.append(area)

    def end(self, tag: str) -> None:
        if tag == "c" and self.formula and not self.value:
            self.made.no_result.append((self.row, self.column))

    def text(self, words: str) -> None:
        if self.fault and self.value:
            place = self.row, self.column
            self.made.faults[place] = self.made.faults.get(place, "") + words[:20]

    def _start_row(self, given: dict[str, str]) -> None:
        number = given.get("r", "")
        self.row = int(number) if number.isdecimal() and len(number) <= 7 else self.row + 1
        self.column = -1
        if given.get("hidden") in _TRUE:
            self.made.hidden_rows.add(self.row)

    def _count(self) -> None:
        if self.row != self.filled:
            self.made.rows, self.filled = self.made.rows + 1, self.row
        self.made.last_row = max(self.made.last_row, self.row)
        self.made.last_column = max(self.made.last_column, self.column)


def structure_of(data: bytes, percents: frozenset[str]) -> Structure:
    """``percents`` are the numbers of the cell styles that show a percentage."""
    walker = Walker(percents)
    try:
        walk(data, walker.start, walker.end, walker.text)
    except (KeyError, ValueError) as error:
        raise Refused(BROKEN) from error
    return walker.made


def _column(place: str | None, last: int) -> int:
    """A cell that does not say where it stands comes after the last one."""
    found = _PLACE.fullmatch(place) if place else None
    return _number(found[1]) if found else last + 1


def _number(name: str) -> int:
    """ "A" -> 0, "AA" -> 26."""
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _area(text: str) -> tuple[int, int, int, int] | None:
    """ "A1:B3" -> top, left, bottom, right."""
    corners = [found for end in text.split(":") if (found := _PLACE.fullmatch(end))]
    if len(corners) != 2:
        return None
    (left, top), (right, bottom) = ((_number(found[1]), int(found[2])) for found in corners)
    return min(top, bottom), min(left, right), max(top, bottom), max(left, right)
