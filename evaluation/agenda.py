"""The agenda of a round as a page shows it: narrowed, counted, one page of points with all that was said."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import starmap
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator

from bildungsnetz.history.kept import kept, version_of
from goals.models import Goal

from . import points, ratings
from .census import Census, by_place, census, progress
from .forms.reflections import AgendaFilter
from .models import Comparison, EvaluationRound, GoalReflection, Place, RatingSheet, Reflection, Voice
from .models.comparison import ComparisonQuerySet
from .points import Point

PER_PAGE = 20


class GoalOfRound(NamedTuple):
    """``pk`` is that of the goal; ``attainment`` what the round has said about it so far."""

    pk: int
    number: int
    title: str
    attainment: int | None


class SessionOfRound(NamedTuple):
    title: str
    place: str
    url: str


@dataclass(frozen=True)
class Agenda:
    """``gaps`` counts the differences that the filter leaves; ``by_goal`` says how many each goal has."""

    filter: AgendaFilter
    goals: tuple[GoalOfRound, ...]
    census: Census
    gaps: int
    by_goal: tuple[tuple[int, int], ...]
    page: Page
    points: list[Point]

    @property
    def parts(self) -> Iterator[tuple[int, Point]]:
        """The points of the page, each with the part of the agenda that it stands in."""
        return ((ratings.place_of(point.gap, self.filter.gap_from), point) for point in self.points)


def read(evaluation_round: EvaluationRound, data: Any, per_page: int = PER_PAGE) -> Agenda:
    """The page of the agenda that ``data``, the query of the address, asks for."""
    goals = goals_of(evaluation_round)
    names = tuple((goal.number, goal.title) for goal in goals)
    chosen = agenda_filter(
        tuple(data.get(name, "") for name in AgendaFilter.base_fields), names, evaluation_round.gap_from
    )
    known = census(evaluation_round)
    cells, rows = known.points, Comparison.objects.filter(round=evaluation_round).without(known.dropped)
    if chosen.only_open:
        done, rows = progress(evaluation_round, known), rows.undecided()
        cells = {cell: n - done.settled(cell) for cell, n in cells.items()}
    counts = by_place(cells.items(), chosen.gap_from)
    by_goal = tuple((goal.number, counts[Place.GAP].get(goal.pk, 0)) for goal in goals)
    narrowed = next((goal.pk for goal in goals if goal.number == chosen.number), None)
    rows = rows.filter(goal=narrowed) if narrowed else rows
    sizes = {
        place: of_goal.get(narrowed, 0) if narrowed else sum(of_goal.values()) for place, of_goal in counts.items()
    }
    wanted = sizes if chosen.place is None else {chosen.place: sizes[chosen.place]}
    page = Paginator(range(sum(wanted.values())), per_page).get_page(data.get("page"))
    places = range(max(page.start_index() - 1, 0), page.end_index())
    found = points.read(keys_of(rows, wanted, places, chosen.gap_from))
    return Agenda(chosen, goals, known, sizes[Place.GAP], by_goal, page, found)


@lru_cache(maxsize=50)
def agenda_filter(typed: tuple[str, ...], goals: tuple[tuple[int, str], ...], gap_from: int) -> AgendaFilter:
    """The form with what was ``typed`` into its fields. Reading it again would say the same."""
    return AgendaFilter(dict(zip(AgendaFilter.base_fields, typed, strict=True)), gap_from=gap_from, goals=goals)


def goals_of(evaluation_round: EvaluationRound) -> tuple[GoalOfRound, ...]:
    """The goals of the round, in the order of their numbers."""

    def read_goals() -> tuple[GoalOfRound, ...]:
        rows = evaluation_round.goal_reflections.order_by("goal__number")
        return tuple(starmap(GoalOfRound, rows.values_list("goal", "goal__number", "goal__title", "attainment")))

    return kept(f"goals-{evaluation_round.pk}", version_of(Goal, GoalReflection), read_goals)


def sessions_of(evaluation_round: EvaluationRound) -> list[SessionOfRound]:
    """The sessions of the round, the first one first."""

    def read_sessions() -> list[SessionOfRound]:
        return [
            SessionOfRound(str(one), one.place, one.get_absolute_url()) for one in evaluation_round.reflections.all()
        ]

    return kept(f"sessions-{evaluation_round.pk}", version_of(Reflection), read_sessions)


def keys_of(rows: ComparisonQuerySet, sizes: dict[int, int], wanted: range, gap_from: int) -> list[int]:
    """The keys of the rows at the positions ``wanted`` of the agenda: only the parts that they fall in are asked."""
    keys: list[int] = []
    start = 0
    for place, size in sizes.items():
        first, last = max(wanted.start, start) - start, min(wanted.stop, start + size) - start
        if first < last:
            keys += rows.at(place, gap_from).values_list("pk", flat=True)[first:last]
        start += size
    return keys


def point_at(
    evaluation_round: EvaluationRound, rated: int, criterion: int, known: Census | None = None
) -> Point | None:
    """One point by its keys within the round, or None where the round has none such (any more)."""
    known = known or census(evaluation_round)
    rows = Comparison.objects.filter(round=evaluation_round, rated=rated, criterion=criterion).order_by()
    found = [] if rated in known.dropped else points.read(rows.values_list("pk", flat=True))
    return found[0] if found else None


def owed(evaluation_round: EvaluationRound) -> Any:
    """The sheets that have not been handed in, those of the actors first."""
    sheets: Any = ratings.sheets_with_standing(RatingSheet.objects.filter(rated__round=evaluation_round))
    rows = sheets.exclude(standing__in=[ratings.Standing.SUBMITTED, ratings.Standing.DROPPED])
    return rows.select_related("rated__measure", "rated__goal", "actor").order_by("voice", "rated__measure__serial")


def handed_in(evaluation_round: EvaluationRound) -> list[tuple[str, int, int]]:
    """Voice in words, how many sheets it handed in, how many it was asked for (dropped ones left out)."""
    found = ratings.coverage(evaluation_round)
    rows = []
    for voice in Voice:
        standing = {key: n for key, n in found.get(voice, {}).items() if key != ratings.Standing.DROPPED}
        if standing:
            rows.append((str(voice.label), standing.get(ratings.Standing.SUBMITTED, 0), sum(standing.values())))
    return rows
