"""``{% load rounds %}``: where a Bewertungsrunde stands, and the pages it has."""

from datetime import date
from typing import Any

from django import template
from django.utils.safestring import SafeString

from bildungsnetz.web import words
from bildungsnetz.web.templatetags.web import Tab, status_badge, tabs
from evaluation.models import EvaluationRound, RoundState
from evaluation.ratings import Standing

from .evaluation import addressed

register = template.Library()

# Name of the page, its words, the states in which there is something on it.
SEEN_TOGETHER = (RoundState.REFLECTION, RoundState.CLOSED)
ROUND_PAGES = (
    ("round", "Stand", tuple(RoundState)),
    ("round_actors", "Akteure", (RoundState.RATING, *SEEN_TOGETHER)),
    ("round_mails", "Mails", (RoundState.RATING,)),
    ("sheets", "Bewertungsbögen", (RoundState.RATING, *SEEN_TOGETHER)),
    ("round_gaps", "Abweichungen", SEEN_TOGETHER),
    ("round_results", "Ergebnisse", SEEN_TOGETHER),
)


@register.simple_tag
def round_pages(evaluation_round: EvaluationRound, current: str) -> SafeString:
    """The office's pages of one round, as tabs; those without an address do not appear, a single one needs no tabs."""
    names = [(name, label) for name, label, states in ROUND_PAGES if evaluation_round.state in states]
    found = [(name, label, addressed(name, evaluation_round.serial)) for name, label in names]
    return tabs("Seiten der Runde", [Tab(label, url, name == current) for name, label, url in found if url])


ROUND_TONES = {
    RoundState.PREPARED: "planned",
    RoundState.RATING: "good",
    RoundState.REFLECTION: "info",
    RoundState.CLOSED: "done",
}


@register.inclusion_tag("components/status_badge.html")
def round_state(evaluation_round: EvaluationRound, today: date) -> dict[str, Any]:
    """``{% round_state round today %}``: where a round stands, and for how long actors can still rate."""
    state = RoundState(evaluation_round.state)
    if state != RoundState.RATING:
        return status_badge(state, str(state.label), ROUND_TONES[state])
    if today > evaluation_round.closes_on:
        return status_badge(state, "Frist abgelaufen", "watch")
    return status_badge(state, f"Bewertung endet {words.ahead(evaluation_round.closes_on, today)}", ROUND_TONES[state])


@register.filter
def standing_label(value: str) -> str:
    """``{{ sheet.standing|standing_label }}``: how a sheet stands, in words."""
    return str(Standing(value).label)
