"""One sheet while it is read: cells at their places, with the limits and what people see in them.

Rows count from 1, columns from 0. What leaves is ready for JSON; ``reading`` makes tables of it.
"""

from array import array
from binascii import b2a_base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import chain
from typing import Any

from bildungsnetz.sheets.limits import (
    HEAD_ROWS,
    MOST_CELLS,
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MOST_MERGED,
    MOST_ROWS,
    MOST_SPACE,
    MOST_TEXT,
    Refused,
    german,
)
from bildungsnetz.sheets.tables import address, letters
from bildungsnetz.sheets.texts import clean, is_plain

PERCENT, MONTH, YEAR = "percent", "month", "year"  # how a number or a day looks to people
STRUCK = "struck"  # how anything looks that was crossed out
NAMED = 10  # of a list in a remark; the others are counted
NO_RESULT = (
    "In Zelle {} steht eine Formel ohne gespeichertes Ergebnis. Bitte öffnen und speichern Sie die Datei einmal in "
    "Excel oder LibreOffice, oder tippen Sie den Wert ein."
)
SENT_ROWS = 500  # at once
NO_NUMBER = "Die Zahl in Zelle {} ist zu groß."


@dataclass
class Budget:
    """What is left for all sheets of a file together."""

    cells: int = MOST_CELLS
    text: int = MOST_TEXT


@dataclass
class Grid:
    name: str
    budget: Budget
    hidden: bool = False
    rows: dict[int, list[int]] = field(default_factory=dict)  # places among the cells, none after the last filled one
    cells: list[Any] = field(default_factory=lambda: [None])  # all different ones, packed; the first is blank
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    width: int = 0
    known: dict[Any, int] = field(default_factory=lambda: {None: 0, "": 0})  # what was read -> its place
    lengths: list[int] = field(default_factory=lambda: [0])  # of the texts among the cells

    def put(self, row: int, column: int, value: Any, look: str = "") -> None:
        """``look`` is PERCENT, MONTH, YEAR, STRUCK or nothing. Blank text is no cell. Raises Refused beyond a limit."""
        if place := self._place(row, column, value, look):
            self._keep(row, column, place)

    def put_row(self, row: int, first: int, values: Sequence[Any], looks: Mapping[int, str]) -> None:
        """``put`` for a whole row that has nothing yet, from column ``first`` on; ``looks`` by column.

        Lists repeat themselves: most values of a row are found at once.
        """
        line: list[Any] = [*[0] * first, *map(self.known.get, values)]
        for column in looks:
            if first <= column < len(line):
                line[column] = None
        for column, place in enumerate(line):
            if place is None:
                value = values[column - first]
                if column not in looks and _goes_as_it_is(value):
                    line[column] = self.known[value] = self._add(value, len(value) if type(value) is str else 0)
                else:
                    line[column] = self._place(row, column, value, looks.get(column, ""))
        while line and not line[-1]:
            line.pop()
        if line:
            self._line(row, len(line)).extend(line)
            self._spend(line)

    def fault(self, row: int, column: int, problem: str) -> None:
        self._keep(row, column, self._add(["", None, "", problem, 0]))

    def _place(self, row: int, column: int, value: Any, look: str) -> int:
        """The place of the cell for ``value``, a new one where there is none yet."""
        key, length = value, 0
        if isinstance(value, str):
            length = len(value)
        elif value is not None and (look or isinstance(value, bool) or value in (0, 1)):  # True is equal to 1
            key = (type(value), value, look)
        if (place := self.known.get(key)) is not None:
            return place
        packed = self._text(row, column, value) if length else _typed(value, look)
        if packed is None and not length:
            return self._add(["", None, "", NO_NUMBER.format(address(row, column)), 0])
        place = self.known[key] = 0 if packed is None else self._add(packed, length)
        return place

    def _add(self, packed: Any, length: int = 0) -> int:
        self.cells.append(packed)
        self.lengths.append(length)
        return len(self.cells) - 1

    def _text(self, row: int, column: int, value: str) -> Any:
        if len(value) > MOST_CHARACTERS:
            raise Refused(
                f"Zelle {address(row, column)} im Blatt „{self.name}“ hat {german(len(value))} Zeichen; möglich sind "
                f"{german(MOST_CHARACTERS)}. Bitte kürzen Sie den Text."
            )
        text, problem = clean(value)
        if problem:
            return ["s", text, text, problem, 0]
        return text if text.strip() else None

    def _keep(self, row: int, column: int, place: int) -> None:
        line = self._line(row, column + 1)
        line.extend([0] * (column + 1 - len(line)))
        line[column] = place
        self._spend([place])

    def _line(self, row: int, width: int) -> list[int]:
        """The cells of a row in which one of the first ``width`` is to be filled."""
        if width > self.width:
            self.width = width
        if width > MOST_COLUMNS:
            raise Refused(too_wide(self.name, address(row, width - 1)))
        line = self.rows.get(row)
        if line is None:
            if len(self.rows) >= MOST_ROWS + HEAD_ROWS:
                raise Refused(too_many_rows(self.name))
            line = self.rows[row] = []
        return line

    def _spend(self, line: list[int]) -> None:
        """A text counts as often as it stands somewhere."""
        self.budget.cells -= len(line) - line.count(0)
        self.budget.text -= sum(map(self.lengths.__getitem__, line))
        if self.budget.cells < 0:
            raise Refused(f"Die Datei hat mehr als {german(MOST_CELLS)} gefüllte Zellen. Bitte teilen Sie sie auf.")
        if self.budget.text < 0:
            raise Refused(f"Die Datei hat mehr als {german(MOST_TEXT)} Zeichen Text. Bitte teilen Sie sie auf.")

    def is_blank(self, row: int, column: int) -> bool:
        return not self._at(row, column)

    def _at(self, row: int, column: int) -> int:
        line = self.rows.get(row, ())
        return line[column] if column < len(line) else 0

    def messages(self) -> Iterator[Any]:
        """The sheet's head with its different cells, then its rows in order, which say where among them theirs are."""
        self._fill_merged()
        numbers = sorted(self.rows)
        hidden = [number for number in numbers if number in self.hidden_rows]
        columns = sorted({c for a, b in self.hidden_columns for c in range(a, min(b + 1, self.width))})
        if hidden:
            self.remarks.append(f"Ausgeblendete Zeilen werden mitgelesen: {spans(hidden)}.")
        if columns:
            self.remarks.append(f"Ausgeblendete Spalten werden mitgelesen: {', '.join(map(letters, columns))}.")
        yield {
            "sheet": self.name,
            "hidden": self.hidden,
            "width": self.width,
            "remarks": self.remarks,
            "hidden_columns": columns,
            "cells": self.cells,
        }
        for at in range(0, len(numbers), SENT_ROWS):
            some = numbers[at : at + SENT_ROWS]
            lines = [self.rows[number] for number in some]
            places = b2a_base64(array("I", chain.from_iterable(lines)), newline=False).decode()
            yield [some, [number in self.hidden_rows for number in some], list(map(len, lines)), places]

    def _fill_merged(self) -> None:
        """The value of a merged cell goes down to the rows below; what lies to its right stays blank and is marked."""
        if len(self.merged) > MOST_MERGED:
            raise Refused(f"Im Blatt „{self.name}“ sind mehr als {german(MOST_MERGED)} Bereiche verbunden.")
        last, said, area = max(self.rows, default=0), [], 0
        blank = self._add(["", None, "", "", 1])
        for top, left, bottom, right in self.merged:
            held = self._at(top, left)
            if not held:
                continue
            bottom, right = min(bottom, last), min(right, self.width - 1)
            area += (bottom - top + 1) * (right - left + 1)
            if area > MOST_SPACE:
                raise Refused(
                    f"Im Blatt „{self.name}“ überlappen sich verbundene Zellen. Bitte heben Sie die Verbindungen auf."
                )
            below = self._add(_merged(self.cells[held]))
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    if (row, column) != (top, left) and self.is_blank(row, column):
                        self._keep(row, column, below if column == left else blank)
            if bottom > top:
                said.append(f"{address(top, left)} bis {address(bottom, left)}")
        if said:
            self.remarks.append(f"Verbundene Zellen, Wert in jede Zeile übernommen: {listed(said)}.")


def _goes_as_it_is(value: Any) -> bool:
    """For most values; False does not say that one is different."""
    if type(value) is str:
        return is_plain(value) and len(value) <= MOST_CHARACTERS
    return type(value) is float and 1 < abs(value) < 1e15 and not value.is_integer()


def _merged(held: Any) -> Any:
    if isinstance(held, list):
        return [*held[:4], 1]
    return ["s", held, held, "", 1] if isinstance(held, str) else ["n", held, shown_number(held), "", 1]


def _typed(value: Any, look: str) -> Any:
    """None for a number that is none."""
    if isinstance(value, bool):
        return ["b", value, "WAHR" if value else "FALSCH", "", 0]
    if isinstance(value, int | float):
        return _number(value, look == PERCENT)
    if isinstance(value, datetime):
        if value.time() != time():
            return ["t", value.isoformat(), f"{value:%d.%m.}{value.year:04d}{value: %H:%M}", "", 0]
        value = value.date()
    if isinstance(value, date):
        if look in (MONTH, YEAR):  # the first of it was meant by the program, not by anybody
            return f"{value:%m.}{value.year:04d}" if look == MONTH else f"{value.year:04d}"
        iso = value.isoformat()
        return ["d", iso, f"{iso[8:]}.{iso[5:7]}.{iso[:4]}", "", 0]
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds() // 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    return str(value)


def _number(value: int | float, percent: bool) -> Any:
    if not abs(value) < 1e300:  # neither infinite nor no number at all
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    if percent:
        return ["n", value, f"{shown_number(value * 100)} %", "", 0]
    return value if abs(value) < 1e15 else ["n", value, shown_number(value), "", 0]


def shown_number(value: int | float) -> str:
    """Fifteen digits, as programs show them: 0.1 + 0.2 is 0,3."""
    return str(value) if isinstance(value, int) else f"{value:.15g}".replace(".", ",")


def too_many_rows(name: str) -> str:
    return (
        f"Das Blatt „{name}“ hat mehr als {german(MOST_ROWS)} Zeilen. Bitte teilen Sie die Liste auf mehrere Dateien."
    )


def too_wide(name: str, place: str) -> str:
    return (
        f"Im Blatt „{name}“ steht etwas in Zelle {place}; möglich sind {MOST_COLUMNS} Spalten "
        f"(bis {letters(MOST_COLUMNS - 1)}). Bitte löschen Sie, was rechts davon steht."
    )


def spans(numbers: list[int]) -> str:
    """[3, 4, 5, 9] -> "3–5, 9"."""
    made: list[list[int]] = []
    for number in numbers:
        if made and number == made[-1][1] + 1:
            made[-1][1] = number
        else:
            made.append([number, number])
    return listed([f"{a}" if a == b else f"{a}–{b}" for a, b in made])


def listed(parts: list[str]) -> str:
    more = len(parts) - NAMED
    return ", ".join(parts[:NAMED]) + (f" und {more} weitere" if more > 0 else "")
