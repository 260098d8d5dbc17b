"""The agenda of a round as a page shows it: narrowed, counted, one page of points with all that was said."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator

from goals.models import Goal

from . import ratings
from .forms.reflections import AgendaFilter
from .models import Comparison, EvaluationRound, Place, RatingSheet, Voice
from .models.comparison import ComparisonQuerySet

PER_PAGE = 25
SHOWN = (
    *("round", "goal", "criterion", "lead_said", "office_said", "lead_value", "office_value", "gap", "agreement"),
    *("rated__round", "rated__goal", "rated__measure__serial", "rated__measure__title", "rated__measure__status"),
    "rated__lead__name",
)
RELATED = ("rated__measure__lead", "rated__goal", "rated__lead", "criterion__criterion")


@dataclass(frozen=True)
class Agenda:
    """``total`` counts what the filter leaves, ``gaps`` its differences; ``by_goal`` says how many each goal has."""

    filter: AgendaFilter
    gaps: int
    by_goal: list[tuple[Goal, int]]
    page: Page
    lines: list[ratings.Line]

    @property
    def total(self) -> int:
        return self.page.paginator.count


def read(evaluation_round: EvaluationRound, data: Any, per_page: int = PER_PAGE) -> Agenda:
    """The page of the agenda that ``data``, the query of the address, asks for."""
    goals = goals_of(evaluation_round)
    chosen = AgendaFilter(data, evaluation_round=evaluation_round, goals=goals.values())
    rows = ratings.rows_of(evaluation_round)
    rows = rows.undecided() if chosen.only_open else rows
    counts = ratings.counts(rows, chosen.gap_from)
    by_goal = [(goal, counts[Place.GAP].get(goal.pk, 0)) for goal in goals.values()]
    narrowed = next((goal for goal in goals.values() if goal.number == chosen.number), None)
    rows = rows.filter(goal=narrowed) if narrowed else rows
    sizes = {
        place: of_goal.get(narrowed.pk, 0) if narrowed else sum(of_goal.values()) for place, of_goal in counts.items()
    }
    wanted = sizes if chosen.place is None else {chosen.place: sizes[chosen.place]}
    page = Paginator(range(sum(wanted.values())), per_page).get_page(data.get("page"))
    places = range(max(page.start_index() - 1, 0), page.end_index())
    found = complete(evaluation_round, keys_of(rows, wanted, places, chosen.gap_from), goals)
    for row in found:
        row.place = ratings.place_of(row.gap, chosen.gap_from)  # type: ignore[attr-defined]
    return Agenda(chosen, sizes[Place.GAP], by_goal, page, ratings.lines(found))


def goals_of(evaluation_round: EvaluationRound) -> dict[int, Goal]:
    """The goals of the round by their keys, in the order of their numbers."""
    goals = Goal.objects.filter(goal_reflections__round=evaluation_round).order_by("number")
    return {goal.pk: goal for goal in goals.only("number", "title")}


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


def complete(evaluation_round: EvaluationRound, keys: list[int], goals: dict[int, Goal]) -> list[Comparison]:
    """The rows of ``keys``, in this order, with measure, lead, goal and criterion. There are few criteria and goals:
    each is read once, not once a row."""
    criteria = {one.pk: one for one in evaluation_round.round_criteria.select_related("criterion")}
    rows = Comparison.objects.filter(pk__in=keys).select_related("rated__measure", "rated__lead").only(*SHOWN)
    found = {row.pk: row for row in rows}
    for row in found.values():
        row.criterion, row.rated.goal = criteria[row.criterion_id], goals[row.goal_id]
    return [found[key] for key in keys if key in found]


def line_of(evaluation_round: EvaluationRound, rated: int, criterion: int) -> ratings.Line | None:
    """One point by its keys, or None where the round has none such (any more)."""
    rows = Comparison.objects.filter(round=evaluation_round, rated=rated, criterion=criterion)
    rows = rows.filter(ratings.takes_part("rated__"))
    found = ratings.lines(rows.select_related(*RELATED))
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
