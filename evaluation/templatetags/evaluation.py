"""``{% load evaluation %}``: the pages of the joint evaluation, and the states of its rounds."""

from collections.abc import Callable
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse

from bildungsnetz.access import Person
from bildungsnetz.web.navigation import everyone
from goals.rules import is_either_office

register = template.Library()

# Name of the page, its words, who sees it; a page that has no address does not appear.
PAGES: tuple[tuple[str, str, Callable[[Person], bool]], ...] = (
    ("results", "Ergebnisse", everyone),
    ("recommendations", "Empfehlungen", everyone),
    ("rounds", "Runden", is_either_office),
    ("criteria", "Kriterien", is_either_office),
    ("carry_over", "Übertragung", is_either_office),
)


@register.simple_tag(takes_context=True)
def evaluation_pages(context: template.Context, current: str = "") -> list[dict[str, Any]]:
    """The pages of the evaluation that the reader may see, as tabs: ``{% evaluation_pages as tabs %}``.

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
    tabs = [{"label": label, "url": url, "current": name == here} for name, label, url in shown]
    return tabs if len(tabs) > 1 else []


def addressed(name: str) -> str:
    try:
        return reverse(f"evaluation:{name}")
    except NoReverseMatch:
        return ""
