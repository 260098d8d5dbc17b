"""What pages read beside their own record: only what the reader may see, in a fixed number of queries."""

from collections.abc import Iterable

from django.db.models import Prefetch

from bildungsnetz.access import PermittedQuerySet, Person

from .figures import IndicatorFigures, indicator_figures, sees_small_numbers
from .models import Goal, GoalRevision, GoalSuccession, Indicator, IndicatorValue, Paper


def shown(lookup: str, rows: PermittedQuerySet, user: Person) -> Prefetch:
    """Prefetches what ``lookup`` leads to as far as ``user`` may see it; a hidden foreign key reads as None."""
    return Prefetch(lookup, rows.permitted("view", user))


def figures_for(indicators: PermittedQuerySet, user: Person) -> list[IndicatorFigures]:
    """The numbers of all ``indicators`` that ``user`` may see."""
    return figures_of(with_values(indicators.permitted("view", user), user), user)


def with_values(indicators: PermittedQuerySet, user: Person) -> PermittedQuerySet:
    """``indicators`` with their values and their goal, as far as ``user`` may see it."""
    goals = Goal.objects.select_related("period")
    rows = with_family(indicators)
    return rows.prefetch_related(shown("goal", goals, user), shown("values", IndicatorValue.objects.all(), user))


def with_family(indicators: PermittedQuerySet) -> PermittedQuerySet:
    """``indicators`` with what small numbers could be worked out from: total, parts, and the values of these."""
    return indicators.prefetch_related("part_of__values", "part_of__parts__values", "parts__values")


def figures_of(indicators: Iterable[Indicator], user: Person) -> list[IndicatorFigures]:
    small_numbers = sees_small_numbers(user)
    return [indicator_figures(row, row.values.all(), small_numbers=small_numbers) for row in indicators]


def revisions_for(user: Person) -> PermittedQuerySet:
    return GoalRevision.objects.permitted("view", user).prefetch_related(shown("paper", Paper.objects.all(), user))


def successions_for(user: Person) -> PermittedQuerySet:
    return GoalSuccession.objects.permitted("view", user).select_related("predecessor__period", "successor__period")


def chain_of(paper: Paper, user: Person) -> list[Paper]:
    """The papers that ``paper`` goes back to and those that took it up, oldest first; [] if there are none."""
    linked = {row.pk: row for row in Paper.objects.permitted("view", user).linked().defer("facts", "search_text")}
    if paper.pk not in linked:
        return []
    oldest, seen = linked[paper.pk], {paper.pk}
    while (earlier := linked.get(oldest.predecessor_id or 0)) and earlier.pk not in seen:
        oldest = earlier
        seen.add(oldest.pk)
    chain = [oldest]
    for member in chain:  # grows while it is read
        found = (row for row in linked.values() if row.predecessor_id == member.pk and row not in chain)
        chain.extend(sorted(found, key=lambda row: row.number))
    return chain if len(chain) > 1 else []
