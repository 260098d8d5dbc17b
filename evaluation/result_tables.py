"""The figures of a round as its page shows them: bars, and rows in which each number leads to the ratings behind it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from bildungsnetz.documents.charts import Group, ShareBars, Step
from goals.models import Goal

from .models import Backing, CountKind
from .ratings import Standing
from .results import ANSWERS, BACKINGS, Figures, RoundResults

BACKING_STEPS = (
    Step(str(Backing.FIGURE.label), "Z", "good"),
    Step(str(Backing.DOCUMENT.label), "D", "done"),
    Step(str(Backing.SELF_ASSESSMENT.label), "S", "paused"),
    Step(str(Backing.IMPRESSION.label), "E", "watch"),
    Step("ohne Angabe", "–"),
)
VOICES = (
    (CountKind.LEAD, "Federführende Akteure"),
    (CountKind.OFFICE, "Bildungsbüro"),
    (CountKind.PARTICIPANT, "Mitwirkende"),
)
STANDINGS = (Standing.SUBMITTED, Standing.OPEN, Standing.DRAFT, Standing.LEFT, Standing.DROPPED)
UNSTATED = "none"


@dataclass(frozen=True)
class Count:
    """A number and, for those who may see them, the address of the rows that it counts."""

    n: int
    url: str = ""


@dataclass(frozen=True)
class Line:
    """A row of a table: its name and its numbers."""

    label: str
    counts: tuple[Count, ...]
    total: Count


@dataclass(frozen=True)
class Rows:
    """Makes addresses of the list of ratings; without one (for readers outside the offices) numbers lead nowhere."""

    address: str = ""

    def url(self, **filters: Any) -> str:
        wanted = {key: value for key, value in filters.items() if value not in (None, "")}
        return f"{self.address}?{urlencode(wanted)}" if self.address else ""

    def line(self, label: str, key: str, values: Sequence[str], numbers: Sequence[int], **filters: Any) -> Line:
        """``numbers`` by ``values`` of the filter ``key``, within what ``filters`` leave."""
        pairs = zip(values, numbers, strict=True)
        counts = tuple(Count(n, self.url(**filters, **{key: value}) if n else "") for value, n in pairs)
        return Line(label, counts, Count(sum(numbers), self.url(**filters) if sum(numbers) else ""))


def voices(figures: Figures) -> list[tuple[str, str, tuple[int, ...]]]:
    """The voices that there are: key, name, answers. Those of participants only where some have rated."""
    found = [(str(voice), name, figures.of(voice, ANSWERS)) for voice, name in VOICES]
    return [one for one in found if one[0] != CountKind.PARTICIPANT or any(one[2])]


@dataclass(frozen=True)
class Distribution:
    """How the answers of each voice divide: a chart and the same numbers as rows."""

    chart: ShareBars
    lines: tuple[Line, ...]


def distribution(figures: Figures, title: str, rows: Rows, **filters: Any) -> Distribution:
    spoken = voices(figures)
    return Distribution(
        ShareBars(title, tuple(Group(name, answers) for _, name, answers in spoken)),
        tuple(rows.line(name, "value", ANSWERS, answers, **filters, voice=voice) for voice, name, answers in spoken),
    )


def backing(results: RoundResults, rows: Rows) -> Distribution:
    """What the values rest on: a bar per goal that may be shown, and one of all."""
    groups = [(f"Ziel {one.goal.number}", one.figures, one.goal) for one in results.goals if one.figures]
    if results.total:
        groups.append(("alle Ziele", results.total, None))  # type: ignore[arg-type]
    keys = [key or UNSTATED for key in BACKINGS]
    return Distribution(
        ShareBars(
            "Worauf sich die Bewertungen stützen",
            tuple(Group(label, figures.backing) for label, figures, _ in groups),
            BACKING_STEPS,
            group_name="Handlungsziel",
        ),
        tuple(
            rows.line(label, "backing", keys, figures.backing, goal=goal and goal.number, voice="both", value="any")
            for label, figures, goal in groups
        ),
    )


def firm(figures: Figures) -> int | None:
    """How many of a hundred values rest on a figure or a document."""
    numbers = figures.backing
    return round(100 * sum(numbers[:2]) / sum(numbers)) if sum(numbers) else None


def coverage(total: Figures, rows: Rows) -> list[Line]:
    """How the sheets of each voice stand. Nobody has to be named for that."""
    found = []
    for voice, name in VOICES:
        numbers = total.of(CountKind.SHEETS, [f"{voice} {standing}" for standing in STANDINGS])
        if sum(numbers):
            line = rows.line(name, "standing", [str(one) for one in STANDINGS], numbers, voice=str(voice))
            found.append(replace(line, total=Count(sum(numbers))))  # no list shows sheets of all kinds
    return found


@dataclass(frozen=True)
class CriterionLine:
    title: str
    question: str
    weight: Any
    figures: Figures | None
    lines: tuple[Line, ...]


def criteria(results: RoundResults, rows: Rows, goal: Goal | None) -> list[CriterionLine]:
    made = []
    for one in results.criteria:
        filters = {"goal": goal and goal.number, "criterion": one.asked.pk}
        lines = distribution(one.figures, "", rows, **filters).lines if one.figures else ()
        criterion = one.asked.criterion
        made.append(CriterionLine(criterion.title, criterion.question, one.asked.weight, one.figures, lines))
    return made


def legend(steps: Iterable[Step]) -> list[str]:
    return [step.label for step in steps]
