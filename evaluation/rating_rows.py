"""The ratings behind the figures: rows that a filter leaves, one page at a time, and how many there are.

What is listed is what is counted (``evaluation.counting``): assessments that were handed in, on measures that count.
"""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet

from bildungsnetz.access import Person
from bildungsnetz.history.kept import kept, version_of
from bildungsnetz.web import keyset
from measures.models import Actor, Measure

from .models import Assessment, EvaluationRound, RatingSheet, ReflectionItem, SheetState, Voice
from .ratings import Standing, stands_as

PAGE_SIZE = 50
LIMIT = 1000  # counted no further
BOTH = (Voice.LEAD, Voice.OFFICE)
RATING_COLUMNS = (
    *("pk", "value", "not_ratable", "rationale", "backing", "criterion__criterion__title"),
    *("sheet__voice", "sheet__actor__name", "sheet__rated__measure__serial", "sheet__rated__measure__title"),
    *("sheet__rated__goal__number",),
)
SHEET_COLUMNS = (
    *("pk", "voice", "actor__name", "submitted_at"),
    *("rated__measure__serial", "rated__measure__title", "rated__goal__number"),
)
# By measure, along the index of the measures of a round.
RATING_ORDER = keyset.Order("sheet__rated__measure_id", keyset.whole)
SHEET_ORDER = keyset.Order("rated__measure_id", keyset.whole)


def ratings(evaluation_round: EvaluationRound, user: Person, chosen: dict[str, str]) -> QuerySet:
    """The assessments that ``user`` may see and ``chosen`` (valid values of the filter) leaves."""
    rows = Assessment.objects.permitted("view", user).filter(
        Q(value__isnull=False) | Q(not_ratable=True),
        sheet__rated__round=evaluation_round,
        sheet__rated__is_counted=True,
        sheet__state=SheetState.SUBMITTED,
    )
    if "outcome" in chosen:
        item = ReflectionItem.objects.filter(rated=OuterRef("sheet__rated"), criterion=OuterRef("criterion"))
        rows = rows.filter(Exists(item.filter(outcome=chosen["outcome"])))
    return rows.filter(*(condition(name, value) for name, value in chosen.items() if name in CONDITIONS))


CONDITIONS = {
    "goal": "sheet__rated__goal__number",
    "criterion": "criterion",
    "voice": "sheet__voice",
    "value": "value",
    "backing": "backing",
}


def condition(name: str, value: str) -> Q:
    if name == "voice" and value == "both":
        return Q(sheet__voice__in=BOTH)
    if name == "value" and value in ("any", "none"):
        return Q(value__isnull=False) if value == "any" else Q(not_ratable=True)
    if name == "backing":
        return Q(backing="" if value == "none" else value)
    return Q(**{CONDITIONS[name]: value})


def sheets(evaluation_round: EvaluationRound, chosen: dict[str, str]) -> QuerySet:
    """The sheets that stand as ``chosen`` says, also those that nobody has handed in: whoever may see the round may
    see how they stand, and nothing else is listed of them."""
    rows: QuerySet = RatingSheet.objects.filter(stands_as(Standing(chosen["standing"])), rated__round=evaluation_round)
    if goal := chosen.get("goal"):
        rows = rows.filter(rated__goal__number=goal)
    if voice := chosen.get("voice"):
        rows = rows.filter(voice__in=BOTH if voice == "both" else [voice])
    return rows


def page(rows: QuerySet, order: keyset.Order, columns: tuple[str, ...], query: Any) -> keyset.Page:
    place = keyset.Place.read(query, order)
    if place.pk is not None:
        # The same as the comparison of value and key says, in words that lead the database along its index.
        rows = rows.filter(**{f"{order.by}__{'gte' if place.forward else 'lte'}": place.value})
    return keyset.page(rows.values(*columns), order, descending=False, place=place, size=PAGE_SIZE)


def total(evaluation_round: EvaluationRound, chosen: dict[str, str], rows: QuerySet) -> str:
    """How many ``rows`` the filter ``chosen`` leaves. All who may see the list see the same; when nobody rates any more
    it is counted again only after a change of what it depends on."""
    if evaluation_round.is_rating:
        return counted(rows)
    name = f"rating-rows-{evaluation_round.pk}-{urlencode(sorted(chosen.items()))}"
    return kept(name, version_of(Measure, Actor, EvaluationRound, ReflectionItem), lambda: counted(rows))


def counted(rows: QuerySet) -> str:
    """The number as a page says it: beyond LIMIT nobody counts on."""
    found = rows.order_by()[: LIMIT + 1].count()
    return f"{LIMIT:,}+".replace(",", ".") if found > LIMIT else str(found)
