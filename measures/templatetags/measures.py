"""``{% load measures %}``: the states of a measure, and the measures of a goal."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from bildungsnetz.records import Origin
from bildungsnetz.web import words
from bildungsnetz.web.colours import TONES
from bildungsnetz.web.templatetags.web import goal_chip
from measures.filters import list_url
from measures.freshness import Freshness
from measures.letters import MOST_LETTERS
from measures.models import Measure, ProposalState, Publication, ReportingWindow, Status
from measures.tones import FRESHNESS_TONES, PROPOSAL_TONES, PUBLICATION_TONES, STATUS_TONES
from measures.windows import RequestState

register = template.Library()

MOST_OF_A_GOAL = 20


@register.inclusion_tag("components/status_badge.html")
def measure_status(value: str) -> dict[str, Any]:
    """``{% measure_status measure.status %}``: the status in words, with its glyph."""
    return badge(value, Status(value).label, STATUS_TONES[Status(value)])


@register.inclusion_tag("components/status_badge.html")
def publication_badge(value: str) -> dict[str, Any]:
    """``{% publication_badge measure.publication %}``."""
    return badge(value, Publication(value).label, PUBLICATION_TONES[Publication(value)])


@register.inclusion_tag("components/status_badge.html")
def freshness_badge(value: str) -> dict[str, Any]:
    """``{% freshness_badge freshness %}``: whether how a measure stands was confirmed lately enough."""
    return badge(value, Freshness(value).label, FRESHNESS_TONES[Freshness(value)])


@register.filter
def letter_files(silent: Sequence[Any]) -> range:
    """``{{ silent|letter_files }}``: after how many letters each of their files begins."""
    return range(0, len(silent), MOST_LETTERS)


@register.filter
@lru_cache(maxsize=8)
def freshness_in_list(value: str) -> SafeString:
    """``{{ row.freshness|freshness_in_list }}``: the word in its tone; nothing where nobody has to confirm any more."""
    if value == Freshness.NONE:
        return SafeString("")
    return SafeString(f'<span class="tone-{FRESHNESS_TONES[Freshness(value)]}">{Freshness(value).label}</span>')


@register.inclusion_tag("components/status_badge.html")
def proposal_badge(value: str) -> dict[str, Any]:
    """``{% proposal_badge proposal.state %}``."""
    return badge(value, ProposalState(value).label, PROPOSAL_TONES[ProposalState(value)])


def in_line(template_name: str, context: dict[str, Any]) -> SafeString:
    """A component without stored key and ends of lines, which a list would send a hundred times."""
    return SafeString(render_to_string(template_name, context | {"value": ""}).strip())


@register.filter
@lru_cache(maxsize=32)
def status_in_list(value: str) -> SafeString:
    """``{{ row.status|status_in_list }}``: ``measure_status``, made once per status. A list shows fifty of them."""
    return in_line("components/status_badge.html", measure_status(value))


@register.filter
@lru_cache(maxsize=32)
def publication_in_list(value: str) -> SafeString:
    """``publication_badge`` for lists."""
    return in_line("components/status_badge.html", publication_badge(value))


@register.filter
@lru_cache(maxsize=64)
def goal_in_list(number: int | None) -> SafeString:
    """``goal_chip`` for lists: the number alone."""
    return in_line("components/goal_chip.html", goal_chip(number))


@register.inclusion_tag("components/status_badge.html")
def window_state(window: ReportingWindow, today: date) -> dict[str, Any]:
    """Whether a Sachstandsabfrage is prepared, open or over, and for how long."""
    if window.is_prepared:
        return badge("prepared", "vorbereitet", "planned")
    if window.is_open(today):
        return badge("open", f"läuft, endet {words.ahead(window.closes_on, today)}", "good")
    return badge("closed", "geschlossen" if window.closed_at else "abgelaufen", "off")


@register.inclusion_tag("components/status_badge.html")
def request_state(value: str, tone: str) -> dict[str, Any]:
    """How an answer stands, in words."""
    return badge(value, str(RequestState(value).label), tone)


def badge(value: str, label: str, tone: str) -> dict[str, Any]:
    return {"value": value, "label": label, "tone": tone, "glyph": TONES[tone].glyph}


@register.simple_tag
def status_tone(value: str) -> str:
    """The class of a status, for what takes its colour: ``class="{% status_tone note.status %}"``."""
    return f"tone-{STATUS_TONES[Status(value)]}"


@register.inclusion_tag("measures/origin_mark.html")
def origin_mark(record: Any, field: str = "") -> dict[str, str]:
    """Whether a field, or without one the whole record, is our suggestion or an invented example."""
    value = record.field_origins.get(field) if field else record.origin
    return {"kind": {Origin.SUGGESTION: "suggestion", Origin.INVENTED: "example"}.get(value, "")}


@register.filter
def ago(day: date | None, today: date) -> str:
    """``{{ measure.last_confirmed_on|ago:today }}``: "heute", "vor 3 Wochen", "vor 2 Jahren"."""
    return words.ago(day, today)


@register.filter
def host(address: str) -> str:
    """The name of the site that an address leads to, as the words of a link."""
    return urlsplit(address).hostname or address


@register.inclusion_tag("measures/goal_measures.html", takes_context=True)
def goal_measures(context: template.Context, goal: Any) -> dict[str, Any]:
    """The measures of a goal that the reader may see, the first ones; more of them are in the list."""
    rows = Measure.objects.permitted("view", context["request"].user).for_goal(goal)
    found = list(rows.select_related("lead").order_by("serial")[: MOST_OF_A_GOAL + 1])
    return {
        "measures": found[:MOST_OF_A_GOAL],
        "more": len(found) > MOST_OF_A_GOAL,
        "list_url": list_url(goal=f"{goal.period.key}-{goal.number}"),
    }
