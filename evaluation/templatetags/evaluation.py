"""``{% load evaluation %}``: the pages of the joint evaluation, and the states of its rounds."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString

from bildungsnetz.access import Person
from bildungsnetz.web.colours import TONES
from bildungsnetz.web.navigation import everyone
from bildungsnetz.web.templatetags.web import Tab, tabs
from evaluation.carrying import GoalRow, Standing, measures_url
from evaluation.models import CarryOver, GoalPlan
from goals.models import SuccessionKind
from goals.rules import is_either_office

register = template.Library()

# Name of the page, its words, who sees it; a page that has no address does not appear.
PAGES: tuple[tuple[str, str, Callable[[Person], bool]], ...] = (
    ("results", "Ergebnisse", everyone),
    ("recommendations", "Empfehlungen", everyone),
    ("rounds", "Runden", is_either_office),
    ("criteria", "Kriterien", is_either_office),
    ("carry_overs", "Übertragung", is_either_office),
)


@register.simple_tag(takes_context=True)
def evaluation_pages(context: template.Context, current: str = "") -> SafeString:
    """The pages of the evaluation that the reader may see, as tabs: ``{% evaluation_pages %}``.

    ``current`` names the one that the reader is on; without it the address tells. A single page needs no tabs.
    """
    request = context["request"]
    found = [(name, label, addressed(name)) for name, label, visible_for in PAGES if visible_for(request.user)]
    shown = [one for one in found if one[2]]
    here = current or max(
        (name for name, _, url in shown if request.path.startswith(url)),
        key=lambda name: len(addressed(name)),
        default="",
    )
    return tabs("Auswertung", [Tab(label, url, name == here) for name, label, url in shown])


@lru_cache(maxsize=500)
def addressed(name: str, *args: Any) -> str:
    """The address of a page of ours, or nothing where there is no such page."""
    try:
        return reverse(f"evaluation:{name}", args=args)
    except NoReverseMatch:
        return ""


@register.inclusion_tag("components/status_badge.html")
def carry_over_state(carry_over: CarryOver) -> dict[str, Any]:
    """Whether a carry-over is a draft or adopted."""
    tone = "planned" if carry_over.is_draft else "done"
    return badge(carry_over.state, carry_over.get_state_display(), tone)


@register.inclusion_tag("components/status_badge.html")
def plan_badge(plan: GoalPlan | None, remarks: list[str]) -> dict[str, Any]:
    """What becomes of a goal, in words; open or doubtful decisions stand out."""
    if plan is None or not plan.kind:
        return badge("", "noch offen", "watch")
    tone = "off" if plan.kind == SuccessionKind.ENDED else "good"
    return badge(plan.kind, plan.get_kind_display(), "watch" if remarks else tone)


def badge(value: str, label: str, tone: str) -> dict[str, Any]:
    return {"value": value, "label": label, "tone": tone, "glyph": TONES[tone].glyph}


@register.filter
def standing_links(row: GoalRow, carry_over: CarryOver) -> list[tuple[str, str, int, str]]:
    """How the measures of a goal stand: key, words, how many, where they are listed."""
    return [
        (one.value, one.label, count, measures_url(carry_over, goal=row.goal.number, standing=one.value))
        for one in Standing
        if (count := row.measures.get(one))
    ]


@register.simple_tag
def ended_measures_url(carry_over: CarryOver) -> str:
    return measures_url(carry_over, standing=Standing.ENDS.value)
