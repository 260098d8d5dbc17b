"""``{% load ratings %}``: sheets and rated measures, for their own pages and for those of the measures."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from evaluation.models import RatedMeasure, RatingSheet, RoundState, SheetState
from goals.rules import is_either_office
from measures.models import Actor, Measure
from measures.templatetags.measures import badge

register = template.Library()

SHEET_TONES = {SheetState.OPEN: "planned", SheetState.DRAFT: "info", SheetState.SUBMITTED: "done"}
MOST_OWED = 20


@register.inclusion_tag("components/status_badge.html")
def sheet_state(value: str) -> dict[str, Any]:
    """``{% sheet_state sheet.state %}``: whether a sheet is handed in, in words."""
    return badge(value, str(SheetState(value).label), SHEET_TONES[SheetState(value)])


@register.simple_tag(takes_context=True)
def sheet_trail(context: template.Context, sheet: RatingSheet) -> dict[str, str]:
    """Where the page of a sheet hangs: in the list of its round for the offices, else under one's own measures."""
    if is_either_office(context["request"].user):
        desk, url = context.get("desk"), reverse("evaluation:sheets", args=[sheet.rated.round.serial])
        chosen = urlencode(desk.chosen) if desk else ""
        return {"label": "Bewertungsbögen", "url": f"{url}?{chosen}" if chosen else url}
    return {"label": "Meine Maßnahmen", "url": reverse("measures:mine")}


@register.simple_tag
def owed_sheets(actors: list[Actor]) -> dict[str, Any]:
    """``{% owed_sheets actors as owed %}``: what they have to rate, the most urgent first; ``more`` if not all."""
    today = timezone.localdate()
    running = Q(rated__round__state=RoundState.RATING, rated__round__closes_on__gte=today)
    rows = RatingSheet.objects.with_parts().owed_by(actors).filter(running)
    found = list(rows.order_by("rated__round__closes_on", "rated__measure__serial")[: MOST_OWED + 1])
    return {"sheets": found[:MOST_OWED], "more": len(found) > MOST_OWED}


@register.inclusion_tag("evaluation/measure_ratings.html", takes_context=True)
def measure_ratings(context: template.Context, measure: Measure) -> dict[str, Any]:
    """``{% measure_ratings measure %}``: the rounds that asked about a measure, for those who may see their voices."""
    user = context["request"].user
    if not user.is_authenticated:
        return {"rows": []}
    rows = RatedMeasure.objects.permitted("view", user).filter(measure=measure).select_related("round", "measure")
    return {"rows": rows.order_by("-round__serial")}
