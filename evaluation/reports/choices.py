"""What a report can be about: the rows to choose from for each field that a kind needs or takes."""

from typing import Any

from django.db.models import QuerySet

from evaluation.models import CarryOver, EvaluationRound, RoundState
from goals.models import Goal, Period

LABELS = {"period": "Zielperiode", "round": "Bewertungsrunde", "goal": "Handlungsziel", "carry_over": "Übertragung"}
MISSING = {
    "round": "Es gibt noch keine abgeschlossene Bewertungsrunde.",
    "goal": "Es gibt noch kein öffentliches Handlungsziel.",
    "carry_over": "Es wird noch keine Übertragung in eine neue Zielperiode vorbereitet.",
    "period": "Es gibt noch keine Zielperiode.",
}


def possible(name: str) -> QuerySet[Any]:
    """The rows for the field ``name`` of a report, the likeliest first."""
    if name == "round":
        return EvaluationRound.objects.filter(state=RoundState.CLOSED).select_related("period").order_by("-serial")
    if name == "goal":
        return Goal.objects.filter(is_public=True).select_related("period").order_by("-period__starts_on", "number")
    if name == "carry_over":
        return CarryOver.objects.select_related("period", "paper").order_by("-starts_on")
    return Period.objects.order_by("-starts_on")
