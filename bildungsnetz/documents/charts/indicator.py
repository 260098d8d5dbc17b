"""An indicator over the years: line with points, gaps where nothing was measured, target and baseline."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import ceil, floor, log10
from typing import ClassVar

from bildungsnetz.documents.charts.base import PAGE_WIDTH, Chart, Line, Number, Table, Text, text_width, with_unit
from bildungsnetz.documents.text import german_number
from bildungsnetz.web.colours import goal_colour

TOP = 22
BOTTOM = 24


@dataclass(frozen=True)
class Point:
    """A year or school year and its value; None where nothing was measured, or where ``words`` stand in its place."""

    label: str
    value: Number | None
    words: str = ""


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    text: str


def ticks(lowest: float, highest: float, wanted: int = 4) -> list[float]:
    """Round numbers that cover the values: steps of 1, 2, 2.5 or 5 times a power of ten."""
    if lowest >= 0 and lowest < highest * 0.5:
        lowest = 0.0
    if highest == lowest:
        highest, lowest = highest + (abs(highest) * 0.1 or 1), lowest - (abs(lowest) * 0.1 or 0)
    raw = (highest - lowest) / wanted
    power = 10 ** floor(log10(raw))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= raw * 0.999)
    first = floor(lowest / step + 1e-9)
    return [round(index * step, 10) for index in range(first, ceil(highest / step - 1e-9) + 1)]


@dataclass(frozen=True)
class IndicatorChart(Chart):
    """Values per year or school year with unit; ``target`` None means that no target was resolved."""

    title: str
    points: tuple[Point, ...]
    unit: str = ""
    decimals: int = 0
    target: Number | None = None
    baseline: Number | None = None
    goal: int | None = None
    width: int = PAGE_WIDTH
    height: int = 190
    template_name: ClassVar[str] = "components/charts/indicator.html"

    @property
    def colour(self) -> str:
        return goal_colour(self.goal)

    def text_of(self, value: Number) -> str:
        return with_unit(value, self.decimals, self.unit)

    @cached_property
    def measured(self) -> list[float]:
        return [float(point.value) for point in self.points if point.value is not None]

    @cached_property
    def scale(self) -> list[float]:
        """The numbers on the upright axis."""
        lines = [float(value) for value in (self.target, self.baseline) if value is not None]
        values = self.measured + lines or [0.0]
        return ticks(min(values), max(values))

    @cached_property
    def tick_texts(self) -> list[str]:
        decimals = 0 if all(value == int(value) for value in self.scale) else 1
        if any(abs(value * 10 - round(value * 10)) > 1e-6 for value in self.scale):
            decimals = max(self.decimals, 2)
        return [german_number(value, decimals) for value in self.scale]

    @cached_property
    def left(self) -> float:
        return round(max(text_width(text, 11) for text in self.tick_texts) + 8, 2)

    @cached_property
    def right(self) -> float:
        """Where the drawing ends: the names of target and baseline stand behind it."""
        names = [text_width(name.text, 11) for name in self._names()]
        return round(self.width - max([*names, 0]) - (8 if names else 14), 2)

    def y(self, value: Number) -> float:
        lowest, highest = self.scale[0], self.scale[-1]
        room = self.height - TOP - BOTTOM
        return round(TOP + room * (highest - float(value)) / (highest - lowest), 2)

    @property
    def share(self) -> float:
        """The width that each point has for itself."""
        return (self.right - self.left) / max(len(self.points), 1)

    def x(self, index: int) -> float:
        """Each point stands in the middle of its share."""
        return round(self.left + self.share * (index + 0.5), 2)

    @cached_property
    def empty_note(self) -> Text | None:
        """What stands in a chart without values."""
        if self.measured:
            return None
        return Text(round((self.left + self.right) / 2, 2), self.height / 2, "noch keine Werte", "middle")

    @cached_property
    def grid(self) -> tuple[tuple[Line, Text], ...]:
        def row(value: float, text: str) -> tuple[Line, Text]:
            y = self.y(value)
            return Line(self.left, y, self.right, y), Text(self.left - 6, y + 4, text, "end")

        return tuple(map(row, self.scale, self.tick_texts))

    @cached_property
    def dots(self) -> tuple[Dot, ...]:
        """One for each measured value; where not all labels have room: the first, last, lowest, highest."""
        widest = max((text_width(german_number(value, self.decimals)) for value in self.measured), default=0)
        all_fit = widest + 4 <= self.share
        kept = {self.measured.index(f(self.measured)) for f in (min, max)} if self.measured else set()
        kept |= {0, len(self.measured) - 1}
        found = [(index, point.value) for index, point in enumerate(self.points) if point.value is not None]
        return tuple(
            Dot(self.x(index), self.y(value), german_number(value, self.decimals) if all_fit or place in kept else "")
            for place, (index, value) in enumerate(found)
        )

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The line in pieces: it is broken where a value is missing."""
        return tuple("M" + " L".join(run) for run in self._runs() if len(run) > 1)

    def _runs(self) -> Iterator[list[str]]:
        run: list[str] = []
        for index, point in enumerate(self.points):
            if point.value is None:
                yield run
                run = []
            else:
                run.append(f"{self.x(index)} {self.y(point.value)}")
        yield run

    @cached_property
    def labels(self) -> tuple[Text, ...]:
        """The years below, as many as there is room for, counted back from the last."""
        widest = max((text_width(point.label, 11) + 6 for point in self.points), default=1)
        every = max(ceil(widest / self.share), 1) if self.share > 0 else 1
        last = len(self.points) - 1
        return tuple(
            Text(self.x(index), self.height - 6, point.label, "middle")
            for index, point in enumerate(self.points)
            if (last - index) % every == 0
        )

    def _names(self) -> list[Text]:
        """Target and baseline by name, moved apart where they would touch; x is not known yet."""
        found = [("Ziel", self.target), ("Ausgang", self.baseline)]
        names = [
            Text(0, self.y(value) + 4, f"{name} {self.text_of(value)}") for name, value in found if value is not None
        ]
        if len(names) == 2 and abs(names[0].y - names[1].y) < 13:
            upper, lower = sorted(names, key=lambda name: name.y)
            return [Text(0, upper.y - 6, upper.text), Text(0, lower.y + 7, lower.text)]
        return names

    @cached_property
    def names(self) -> tuple[Text, ...]:
        return tuple(Text(self.right + 5, name.y, name.text) for name in self._names())

    @property
    def target_line(self) -> Line | None:
        return None if self.target is None else Line(self.left, self.y(self.target), self.right, self.y(self.target))

    @property
    def baseline_line(self) -> Line | None:
        if self.baseline is None:
            return None
        return Line(self.left, self.y(self.baseline), self.right, self.y(self.baseline))

    @property
    def numbers(self) -> str:
        values = ", ".join(f"{point.label} {self._cell(point)}" for point in self.points) or "keine Werte"
        target = "kein Zielwert beschlossen" if self.target is None else f"Zielwert {self.text_of(self.target)}"
        baseline = "" if self.baseline is None else f"; Ausgangswert {self.text_of(self.baseline)}"
        return f"{values}; {target}{baseline}"

    def _cell(self, point: Point) -> str:
        return point.words or "kein Wert" if point.value is None else self.text_of(point.value)

    @property
    def description(self) -> str:
        return "Punkte mit Linie über die Jahre. Die Linie ist unterbrochen, wo ein Wert fehlt oder nicht gezeigt wird."

    @property
    def as_table(self) -> Table:
        rows = [(point.label, self._cell(point)) for point in self.points]
        if self.baseline is not None:
            rows.append(("Ausgangswert", self.text_of(self.baseline)))
        rows.append(("Zielwert", "kein Zielwert beschlossen" if self.target is None else self.text_of(self.target)))
        return Table(self.title, ("Zeitraum", "Wert"), tuple(rows))
