"""The agenda of a round as a page shows it: narrowed, counted, one page of points with all that was said."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count

from goals.models import Goal

from . import ratings
from .forms.reflections import AgendaFilter
from .models import Comparison, EvaluationRound, Place, RatingSheet, Voice
from .models.comparison import ComparisonQuerySet

PER_PAGE = 25
RELATED = ("rated__measure__lead", "rated__goal", "rated__lead", "criterion__criterion")


@dataclass(frozen=True)
class Agenda:
    """``total`` counts what the filter leaves; ``by_goal`` says how many differences each goal has."""

    filter: AgendaFilter
    counts: dict[int, int]
    by_goal: list[tuple[Goal, int]]
    page: Page
    lines: list[ratings.Line]

    @property
    def total(self) -> int:
        return self.page.paginator.count

    @property
    def gaps(self) -> int:
        return self.counts[Place.GAP]


def read(evaluation_round: EvaluationRound, data: Any, per_page: int = PER_PAGE) -> Agenda:
    """The page of the agenda that ``data``, the query of the address, asks for."""
    goals = list(Goal.objects.filter(rated_measures__round=evaluation_round).distinct().order_by("number"))
    chosen = AgendaFilter(data, evaluation_round=evaluation_round, goals=goals)
    rows = narrowed(evaluation_round, chosen)
    counts = ratings.counts(rows, chosen.gap_from)
    total = sum(counts.values())
    if chosen.place is not None:
        rows, total = rows.at(chosen.place, chosen.gap_from), counts[chosen.place]
    paginator = Paginator(rows.in_agenda_order(chosen.gap_from).select_related(*RELATED), per_page)
    paginator.count = total  # type: ignore[misc]  # known already: no second counting
    page = paginator.get_page(data.get("page"))
    return Agenda(chosen, counts, gaps_of_goals(evaluation_round, chosen, goals), page, ratings.lines(page))


def narrowed(evaluation_round: EvaluationRound, chosen: AgendaFilter) -> ComparisonQuerySet:
    """The rows of the chosen goal, without what is settled where only open points are wanted."""
    rows = Comparison.objects.filter(round=evaluation_round).counted()
    if chosen.number is not None:
        rows = rows.filter(rated__goal__number=chosen.number)
    return rows.undecided() if chosen.only_open else rows


def gaps_of_goals(evaluation_round: EvaluationRound, chosen: AgendaFilter, goals: list[Goal]) -> list[tuple[Goal, int]]:
    rows = Comparison.objects.filter(round=evaluation_round).counted().at(Place.GAP, chosen.gap_from)
    found = dict(rows.order_by().values_list("rated__goal").annotate(n=Count("pk")))
    return [(goal, found.get(goal.pk, 0)) for goal in goals]


def line_of(evaluation_round: EvaluationRound, rated: int, criterion: int) -> ratings.Line | None:
    """One point by its keys, or None where the round has none such (any more)."""
    rows = Comparison.objects.filter(round=evaluation_round).counted().select_related(*RELATED)
    found = ratings.lines(rows.filter(rated=rated, criterion=criterion))
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
