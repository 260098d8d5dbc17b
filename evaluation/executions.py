"""The states of Beschlusspunkte with what backs them, as far as somebody may see it."""

from collections.abc import Iterable
from typing import Any

from bildungsnetz import access
from bildungsnetz.access import Person
from evaluation.models import EvaluationRound, Report, ResolutionCheck
from evaluation.models.resolution_check import BACKED_BY
from goals.models import Goal, Paper, ResolutionItem
from measures.models import Measure

MODELS: dict[str, Any] = {
    "goal": Goal.objects.select_related("period"),
    "measure": Measure.objects.all(),
    "round": EvaluationRound.objects.all(),
    "report": Report.objects.all(),
    "paper": Paper.objects.defer("facts", "search_text"),
}


def with_execution(items: Iterable[ResolutionItem], user: Person) -> list[Any]:
    """The items, each with its ``check`` (None: nobody has looked yet) and the check with ``backing``: the goals,
    measures, rounds, reports and papers that ``user`` may see. Nothing of it for those who may read no state.
    """
    found: list[Any] = list(items)
    if not access.may(user, "view", ResolutionCheck):
        return found
    rows = ResolutionCheck.objects.permitted("view", user).filter(item__in=[item.pk for item in found])
    checks: dict[int, Any] = {row.item_id: row for row in rows.prefetch_related("evidence")}
    seen = visible([evidence for check in checks.values() for evidence in check.evidence.all()], user)
    for item in found:
        item.is_checkable, item.check = True, checks.get(item.pk)
        if item.check:
            named = ((row.backed_by, getattr(row, f"{row.backed_by}_id")) for row in item.check.evidence.all())
            item.check.backing = [seen[key] for key in named if key in seen]
    return found


def visible(evidence: list[Any], user: Person) -> dict[tuple[str, int], Any]:
    """(kind, id) -> what is named, one query for each kind that occurs."""
    seen: dict[tuple[str, int], Any] = {}
    for name in BACKED_BY:
        keys = {key for row in evidence if (key := getattr(row, f"{name}_id"))}
        if keys:
            seen |= {(name, row.pk): row for row in MODELS[name].permitted("view", user).filter(pk__in=keys)}
    return seen
