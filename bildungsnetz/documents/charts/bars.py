"""Bars: the states of a number of things in one bar, and one bar per goal."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from bildungsnetz.documents.charts.base import PAGE_WIDTH, Chart, Number, Table, shortened, text_width, with_unit
from bildungsnetz.documents.text import german_number
from bildungsnetz.web.colours import TONES, goal_colour

GLYPH = 16  # the glyphs of the tones are drawn on a grid of this size
GAP = 1.5
ROW = 20


@dataclass(frozen=True)
class Segment:
    """``count`` things in one state; ``tone`` is a key of colours.TONES."""

    label: str
    count: int
    tone: str


@dataclass(frozen=True)
class Part:
    """A segment in the bar. Where it is too narrow, its glyph and number are left to the legend."""

    segment: Segment
    x: float
    width: float
    glyph_x: float | None
    count_x: float | None

    @property
    def colour(self) -> str:
        return TONES[self.segment.tone].colour

    @property
    def glyph(self) -> str:
        return TONES[self.segment.tone].glyph


@dataclass(frozen=True)
class LegendEntry:
    x: float
    y: float
    text: str
    colour: str
    glyph: str


@dataclass(frozen=True)
class StatusBar(Chart):
    """One bar, divided by state, with a legend below. Empty segments are neither drawn nor listed."""

    title: str
    segments: tuple[Segment, ...]
    noun: str = "Maßnahmen"
    width: int = PAGE_WIDTH
    bar_height: ClassVar[int] = 26
    template_name: ClassVar[str] = "components/charts/status_bar.html"

    @cached_property
    def total(self) -> int:
        return sum(segment.count for segment in self.segments)

    @cached_property
    def shown(self) -> tuple[Segment, ...]:
        return tuple(segment for segment in self.segments if segment.count)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The segments from left to right; their widths are to each other as their counts."""
        room = self.width - GAP * max(len(self.shown) - 1, 0)
        return tuple(self._parts(room / self.total if self.total else 0))

    def _parts(self, unit: float) -> Iterator[Part]:
        x = 0.0
        for segment in self.shown:
            width = segment.count * unit
            count = text_width(german_number(segment.count))
            both = GLYPH + 4 + count
            glyph_x = count_x = None
            if width >= both + 6:
                glyph_x = x + (width - both) / 2
                count_x = glyph_x + GLYPH + 4
            elif width >= count + 3:
                count_x = x + (width - count) / 2
            yield Part(
                segment, round(x, 2), round(width, 2), glyph_x and round(glyph_x, 2), count_x and round(count_x, 2)
            )
            x += width + GAP

    @cached_property
    def legend(self) -> tuple[LegendEntry, ...]:
        """Entries side by side, in a new line when the width is used up."""
        entries, x, y = [], 0.0, self.bar_height + 10
        for segment in self.shown:
            text = f"{german_number(segment.count)} {segment.label}"
            width = GLYPH + 5 + text_width(text)
            if x and x + width > self.width:
                x, y = 0.0, y + ROW
            tone = TONES[segment.tone]
            entries.append(LegendEntry(round(x, 2), y, text, tone.colour, tone.glyph))
            x += width + 14
        return tuple(entries)

    @property
    def height(self) -> int:
        return int(self.legend[-1].y) + GLYPH + 2 if self.legend else self.bar_height

    @property
    def numbers(self) -> str:
        if not self.total:
            return f"keine {self.noun}"
        counts = ", ".join(f"{german_number(segment.count)} {segment.label}" for segment in self.shown)
        return f"{german_number(self.total)} {self.noun}, davon {counts}"

    @property
    def description(self) -> str:
        return f"Balken, nach Stand geteilt; die Breite jedes Teils entspricht der Zahl der {self.noun}."

    @property
    def as_table(self) -> Table:
        rows = [(segment.label, german_number(segment.count)) for segment in self.segments]
        return Table(self.title, ("Stand", f"Anzahl {self.noun}"), (*rows, ("zusammen", german_number(self.total))))


@dataclass(frozen=True)
class GoalBar:
    number: int
    title: str
    value: Number


@dataclass(frozen=True)
class GoalRow:
    """One goal's bar with its number chip, its title above and its value at the end."""

    number: int
    title: str
    colour: str
    y: float
    width: float
    value: str
    value_x: float


@dataclass(frozen=True)
class GoalBars(Chart):
    """A bar per goal, in the goal's colour."""

    title: str
    bars: tuple[GoalBar, ...]
    unit: str = ""
    decimals: int = 0
    value_name: str = "Anzahl Maßnahmen"
    width: int = PAGE_WIDTH
    left: ClassVar[int] = 30
    row_height: ClassVar[int] = 42
    template_name: ClassVar[str] = "components/charts/goal_bars.html"

    def text_of(self, bar: GoalBar) -> str:
        return with_unit(bar.value, self.decimals, self.unit)

    @cached_property
    def rows(self) -> tuple[GoalRow, ...]:
        """From the top down; the longest bar leaves room for its value."""
        labels = max((text_width(self.text_of(bar)) for bar in self.bars), default=0)
        room = self.width - self.left - labels - 8
        highest = max((float(bar.value) for bar in self.bars), default=0) or 1
        rows = []
        for index, bar in enumerate(self.bars):
            width = round(room * float(bar.value) / highest, 2)
            title = shortened(bar.title, self.width - self.left)
            y = index * self.row_height
            value_x = round(self.left + width + 6, 2)
            rows.append(GoalRow(bar.number, title, goal_colour(bar.number), y, width, self.text_of(bar), value_x))
        return tuple(rows)

    @property
    def height(self) -> int:
        return len(self.bars) * self.row_height

    @property
    def numbers(self) -> str:
        return ", ".join(f"Ziel {bar.number} {self.text_of(bar)}" for bar in self.bars)

    @property
    def description(self) -> str:
        return "Ein Balken je Handlungsziel; seine Länge entspricht dem Wert an seinem Ende."

    @property
    def as_table(self) -> Table:
        rows = tuple((f"{bar.number} {bar.title}".strip(), self.text_of(bar)) for bar in self.bars)
        return Table(self.title, ("Handlungsziel", self.value_name), rows)
