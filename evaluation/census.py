"""How many points a round has, counted by the database and kept while nobody writes to what they depend on.

The points themselves are fixed when the rating ends (``ratings.compare``). What changes is which measures take part
and what sessions settle; both leave a history.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F

from bildungsnetz.history.kept import kept, version_of
from measures.models import Measure

from . import ratings
from .models import Comparison, EvaluationRound, Place, ReflectionItem

Sizes = dict[tuple[int, int | None], int]  # goal and difference -> number of points


@dataclass(frozen=True)
class Census:
    """``dropped`` are the measures that take no part any more; ``points`` counts those of the others."""

    dropped: frozenset[int]
    points: Sizes


@dataclass(frozen=True)
class Progress:
    """What sessions have settled: ``talked`` one after another, ``adopted`` in one press, by the sessions of ``by``."""

    talked: Sizes
    adopted: Sizes
    by: frozenset[int]

    def settled(self, cell: tuple[int, int | None]) -> int:
        return self.talked.get(cell, 0) + self.adopted.get(cell, 0)


def census(evaluation_round: EvaluationRound) -> Census:
    version = version_of(Measure, EvaluationRound)
    return kept(f"census-{evaluation_round.pk}", version, lambda: count(evaluation_round))


def progress(evaluation_round: EvaluationRound, known: Census) -> Progress:
    version = version_of(Measure, EvaluationRound, ReflectionItem)
    return kept(f"progress-{evaluation_round.pk}", version, lambda: count_settled(evaluation_round, known.dropped))


def count(evaluation_round: EvaluationRound) -> Census:
    dropped = ratings.dropped(evaluation_round)
    rows = Comparison.objects.filter(round=evaluation_round).without(dropped).order_by()
    sizes = rows.values_list("goal", "gap").annotate(n=Count("pk"))
    return Census(dropped, {(goal, gap): n for goal, gap, n in sizes})


def count_settled(evaluation_round: EvaluationRound, dropped: frozenset[int]) -> Progress:
    items = ReflectionItem.objects.filter(reflection__round=evaluation_round).order_by()
    points = items.exclude(rated__in=dropped).filter(rated__comparisons__criterion=F("criterion"))
    columns = ("adopted", "rated__comparisons__goal", "rated__comparisons__gap")
    sizes: dict[bool, Sizes] = {True: {}, False: {}}
    for adopted, goal, gap, n in points.values_list(*columns).annotate(n=Count("pk")):
        sizes[adopted][goal, gap] = n
    by = items.filter(adopted=True).values_list("reflection", flat=True).distinct()
    return Progress(sizes[False], sizes[True], frozenset(by))


def by_place(cells: Iterable[tuple[tuple[int, int | None], int]], gap_from: int) -> dict[int, dict[int, int]]:
    """Place on the agenda -> goal -> number of points."""
    found: dict[int, dict[int, int]] = {place.value: {} for place in Place}
    for (goal, gap), n in cells:
        part = found[ratings.place_of(gap, gap_from)]
        part[goal] = part.get(goal, 0) + n
    return found
