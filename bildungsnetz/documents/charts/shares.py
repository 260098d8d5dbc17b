"""How a number of answers divides among a few steps: one bar per group, each as long as the others."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from bildungsnetz.documents.charts.base import PAGE_WIDTH, Chart, Table, Text, shortened, text_width
from bildungsnetz.documents.text import german_number
from bildungsnetz.web.colours import TONES

GAP = 1.5
BAR = 22
NAME = 18  # height of the group's name above its bar
COUNTS = 16  # height of the numbers below it
ROW = NAME + BAR + COUNTS + 8
CHIP = 18
LINE = 24


@dataclass(frozen=True)
class Step:
    """What can be answered: its name, the one or two letters that stand in the bar, and a tone; without a tone the
    part is only outlined."""

    label: str
    mark: str
    tone: str = ""

    @property
    def colour(self) -> str:
        return TONES[self.tone].colour if self.tone else ""


VALUE_STEPS = (
    Step("0", "0", "late"),
    Step("1", "1", "watch"),
    Step("2", "2", "planned"),
    Step("3", "3", "good"),
    Step("4", "4", "done"),
    Step("nicht bewertbar", "n."),
)


@dataclass(frozen=True)
class Group:
    """A bar: ``counts`` are in the order of the chart's steps."""

    label: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True)
class Part:
    """A step in a bar. Where it is too narrow, mark and number are left to the table."""

    step: Step
    x: float
    width: float
    middle: float
    mark: str
    count: str


@dataclass(frozen=True)
class Row:
    y: float
    label: Text
    total: Text
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Entry:
    """A step in the legend."""

    x: float
    y: float
    step: Step


@dataclass(frozen=True)
class ShareBars(Chart):
    """A divided bar per group with the steps' marks in it, their numbers below and a legend at the end."""

    title: str
    groups: tuple[Group, ...]
    steps: tuple[Step, ...] = VALUE_STEPS
    noun: str = "Bewertungen"
    group_name: str = "Stimme"
    width: int = PAGE_WIDTH
    bar_height: ClassVar[int] = BAR
    chip: ClassVar[int] = CHIP
    bar_y: ClassVar[int] = NAME
    count_y: ClassVar[int] = NAME + BAR + 12
    template_name: ClassVar[str] = "components/charts/share_bars.html"

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return tuple(self._row(place * ROW, group) for place, group in enumerate(self.groups))

    def _row(self, y: float, group: Group) -> Row:
        total = german_number(group.total) if group.total else "keine"
        label = shortened(group.label, self.width - text_width(total) - 12)
        return Row(y, Text(0, 12, label), Text(self.width, 12, total, "end"), self._parts(group))

    def _parts(self, group: Group) -> tuple[Part, ...]:
        shown = [(step, count) for step, count in zip(self.steps, group.counts, strict=True) if count]
        unit = (self.width - GAP * (len(shown) - 1)) / group.total if shown else 0
        parts, x = [], 0.0
        for step, count in shown:
            width, text = count * unit, german_number(count)
            parts.append(
                Part(
                    step,
                    round(x, 2),
                    round(width, 2),
                    round(x + width / 2, 2),
                    step.mark if width >= text_width(step.mark) + 3 else "",
                    text if width >= text_width(text, 11) + 2 else "",
                )
            )
            x += width + GAP
        return tuple(parts)

    @cached_property
    def legend(self) -> tuple[Entry, ...]:
        """The steps that occur, side by side, in a new line when the width is used up."""
        entries, x, y = [], 0.0, float(len(self.groups) * ROW)
        for place, step in enumerate(self.steps):
            if not any(group.counts[place] for group in self.groups):
                continue
            width = CHIP + (0 if step.label == step.mark else 6 + text_width(step.label))
            if x and x + width > self.width:
                x, y = 0.0, y + LINE
            entries.append(Entry(round(x, 2), y, step))
            x += width + 12
        return tuple(entries)

    @property
    def height(self) -> int:
        bottom = self.legend[-1].y + LINE if self.legend else len(self.groups) * ROW
        return int(max(bottom, 1))

    @property
    def numbers(self) -> str:
        return "; ".join(f"{group.label}: {self._numbers_of(group)}" for group in self.groups) or f"keine {self.noun}"

    def _numbers_of(self, group: Group) -> str:
        if not group.total:
            return f"keine {self.noun}"
        pairs = zip(self.steps, group.counts, strict=True)
        return ", ".join(f"{german_number(count)} mal {step.label}" for step, count in pairs if count)

    @property
    def description(self) -> str:
        return f"Je Zeile ein Balken; die Breite jedes Teils entspricht seinem Anteil an den {self.noun}."

    @property
    def as_table(self) -> Table:
        rows = tuple((group.label, *(german_number(count) for count in group.counts)) for group in self.groups)
        return Table(self.title, (self.group_name, *(step.label for step in self.steps)), rows)
