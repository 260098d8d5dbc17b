"""What hangs on measures in rows of its own, for many measures at once: a query for each kind and batch."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import F

from bildungsnetz.access import Person
from goals.models import Goal

from .columns import goal_words
from .models import BudgetLine, FundingItem, Measure, Milestone, Participation

Gathered = dict[int, list[Any]]
Gatherer = Callable[[list[int], Person], Gathered]


def by_measure(pairs: Iterable[tuple[int, Any]]) -> Gathered:
    found: Gathered = defaultdict(list)
    for measure, value in pairs:
        found[measure].append(value)
    return found


def words_of(name: str) -> Gatherer:
    """The words of a vocabulary that each measure has, in their order."""
    through: Any = getattr(Measure, name).through
    word = next(field.name for field in through._meta.fields if field.name not in ("id", "measure"))

    def gather(pks: list[int], user: Person) -> Gathered:
        rows = through.objects.filter(measure__in=pks).order_by(f"{word}__position", f"{word}__name")
        return by_measure(rows.values_list("measure", f"{word}__name"))

    return gather


def further_goals(pks: list[int], user: Person) -> Gathered:
    through: Any = Measure.further_goals.through
    rows = through.objects.filter(measure__in=pks, goal__in=Goal.objects.permitted("view", user).values("pk"))
    rows = rows.order_by("-goal__period__starts_on", "goal__number")
    stored = rows.values_list("measure", "goal__period__key", "goal__number", "goal__title")
    return by_measure((measure, goal_words(*rest)) for measure, *rest in stored)


def rows_of(model: Any, *names: str) -> Gatherer:
    """The rows of ``model`` as tuples of these values, in the order of their model, the same on both databases."""

    def gather(pks: list[int], user: Person) -> Gathered:
        order = (F(name).asc(nulls_last=True) for name in model._meta.ordering)
        rows = model.objects.filter(measure__in=pks).order_by(*order)
        return by_measure((measure, rest) for measure, *rest in rows.values_list("measure", *names))

    return gather


def milestones(pks: list[int], user: Person) -> Gathered:
    found = rows_of(Milestone, "title", "due_on", "due_precision", "reached_on", "due_words")(pks, user)
    return {
        measure: [(title, (due, precision), reached, words) for title, due, precision, reached, words in rows]
        for measure, rows in found.items()
    }


GATHERERS: dict[str, Gatherer] = {
    **{name: words_of(name) for name in ("stages", "transitions", "target_groups", "districts")},
    "further_goals": further_goals,
    "milestones": milestones,
    "participations": rows_of(Participation, "actor__name", "contribution"),
    "funding_items": rows_of(FundingItem, "source", "kind", "year", "amount", "note"),
    "budget_lines": rows_of(
        BudgetLine,
        "plan",
        "year",
        "product_number",
        "product_name",
        "account_group_number",
        "account_group_name",
        "amount",
    ),
}
