"""How far a goal is reached, on the scale from 0 to 4."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from bildungsnetz.documents.charts.base import PAGE_WIDTH, Chart, Number, Table, Text, step_number
from bildungsnetz.web.colours import goal_colour

STEPS = range(5)
SIDE = 14


@dataclass(frozen=True)
class AttainmentScale(Chart):
    """The agreed value of a goal or measure on the scale 0–4, and that of the round before as a hollow mark."""

    title: str
    value: Number | None
    previous: Number | None = None
    goal: int | None = None
    low: str = "nicht erreicht"
    high: str = "voll erreicht"
    width: int = PAGE_WIDTH
    line_y: ClassVar[int] = 30
    template_name: ClassVar[str] = "components/charts/attainment.html"

    def x(self, value: Number) -> float:
        """Where a value stands on the line."""
        return round(SIDE + (self.width - 2 * SIDE) * float(value) / STEPS[-1], 2)

    @property
    def colour(self) -> str:
        return goal_colour(self.goal)

    @property
    def left(self) -> float:
        return self.x(0)

    @property
    def right(self) -> float:
        return self.x(STEPS[-1])

    @cached_property
    def steps(self) -> tuple[Text, ...]:
        return tuple(Text(self.x(step), self.line_y + 24, str(step), "middle") for step in STEPS)

    @cached_property
    def mark(self) -> Text | None:
        if self.value is None:
            return None
        return Text(self.x(self.value), self.line_y - 14, step_number(self.value), "middle")

    @cached_property
    def previous_x(self) -> float | None:
        return None if self.previous is None else self.x(self.previous)

    @property
    def height(self) -> int:
        return self.line_y + 46

    @property
    def numbers(self) -> str:
        now = "noch nicht bewertet" if self.value is None else f"{step_number(self.value)} von 4"
        return now if self.previous is None else f"{now}, in der Runde davor {step_number(self.previous)}"

    @property
    def description(self) -> str:
        return f"Skala von 0 ({self.low}) bis 4 ({self.high}); der volle Punkt ist der Wert, der hohle der davor."

    @property
    def as_table(self) -> Table:
        rows = [("Wert", "–" if self.value is None else step_number(self.value))]
        if self.previous is not None:
            rows.append(("Runde davor", step_number(self.previous)))
        return Table(self.title, ("Zielerreichung", "Skala 0–4"), tuple(rows))
