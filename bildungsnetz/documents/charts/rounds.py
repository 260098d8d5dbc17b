"""How far the goals were reached, round after round: one strip per goal, all on the same scale from 0 to 4."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from bildungsnetz.documents.charts.attainment import STEPS
from bildungsnetz.documents.charts.base import (
    PAGE_WIDTH,
    Chart,
    Line,
    Number,
    Table,
    Text,
    shortened,
    step_number,
    text_width,
)
from bildungsnetz.documents.charts.indicator import Dot
from bildungsnetz.web.colours import goal_colour

NOT_RATED = "nicht bewertet"
LEFT = 46
TOP = 34  # of the plot within a strip: the goal's title stands above
PLOT = 44
STRIP = TOP + PLOT + 16
FOOT = 20


@dataclass(frozen=True)
class GoalRounds:
    """A goal and what each round found, in the order of the rounds; None where it was not rated."""

    number: int
    title: str
    values: tuple[Number | None, ...]


@dataclass(frozen=True)
class Strip:
    number: int
    title: str
    colour: str
    y: float
    lines: tuple[Line, ...]
    texts: tuple[Text, ...]
    paths: tuple[str, ...]
    dots: tuple[Dot, ...]


@dataclass(frozen=True)
class AttainmentRounds(Chart):
    """A strip per goal with a point per round. ``rounds`` are the rounds' short names, the oldest first."""

    title: str
    rounds: tuple[str, ...]
    goals: tuple[GoalRounds, ...]
    width: int = PAGE_WIDTH
    template_name: ClassVar[str] = "components/charts/attainment_rounds.html"

    def x(self, index: int) -> float:
        """Each round stands in the middle of its share."""
        share = (self.width - LEFT) / max(len(self.rounds), 1)
        return round(LEFT + share * (index + 0.5), 2)

    @staticmethod
    def y(value: Number) -> float:
        """Within a strip."""
        return round(TOP + PLOT * (1 - float(value) / STEPS[-1]), 2)

    @cached_property
    def strips(self) -> tuple[Strip, ...]:
        return tuple(self._strip(place, goal) for place, goal in enumerate(self.goals))

    def _strip(self, place: int, goal: GoalRounds) -> Strip:
        marked = (STEPS[0], STEPS[2], STEPS[-1])
        found = [(index, value) for index, value in enumerate(goal.values) if value is not None]
        return Strip(
            number=goal.number,
            title=shortened(goal.title, self.width - 30),
            colour=goal_colour(goal.number),
            y=place * STRIP,
            lines=tuple(Line(LEFT, self.y(step), self.width, self.y(step)) for step in marked),
            texts=tuple(Text(LEFT - 6, self.y(step) + 4, str(step), "end") for step in marked),
            paths=tuple("M" + " L".join(run) for run in self._runs(goal) if len(run) > 1),
            dots=tuple(Dot(self.x(index), self.y(value), step_number(value)) for index, value in found),
        )

    def _runs(self, goal: GoalRounds) -> Iterator[list[str]]:
        """The line in pieces: it is broken where a goal was not rated."""
        run: list[str] = []
        for index, value in enumerate(goal.values):
            if value is None:
                yield run
                run = []
            else:
                run.append(f"{self.x(index)} {self.y(value)}")
        yield run

    @cached_property
    def labels(self) -> tuple[Text, ...]:
        """The rounds' names below, as many as have room, counted back from the last."""
        share = (self.width - LEFT) / max(len(self.rounds), 1)
        widest = max((text_width(name, 11) + 6 for name in self.rounds), default=1)
        every = max(-(-int(widest) // max(int(share), 1)), 1)
        last = len(self.rounds) - 1
        return tuple(
            Text(self.x(index), self.height - 6, shortened(name, self.width - LEFT, 11), "middle")
            for index, name in enumerate(self.rounds)
            if (last - index) % every == 0
        )

    @property
    def height(self) -> int:
        return len(self.goals) * STRIP + FOOT

    @property
    def numbers(self) -> str:
        def of(goal: GoalRounds) -> str:
            pairs = zip(self.rounds, goal.values, strict=True)
            return ", ".join(f"{name} {NOT_RATED if value is None else step_number(value)}" for name, value in pairs)

        return "; ".join(f"Ziel {goal.number}: {of(goal)}" for goal in self.goals) or "noch keine Runde"

    @property
    def description(self) -> str:
        return (
            f"Je Handlungsziel ein Streifen mit einem Punkt je Runde auf der Skala von 0 bis {STEPS[-1]}."
            " Die Linie ist unterbrochen, wo ein Ziel nicht bewertet wurde."
        )

    @property
    def as_table(self) -> Table:
        rows = (
            (
                f"{goal.number} {goal.title}".strip(),
                *(NOT_RATED if value is None else step_number(value) for value in goal.values),
            )
            for goal in self.goals
        )
        return Table(self.title, ("Handlungsziel", *self.rounds), tuple(rows))
