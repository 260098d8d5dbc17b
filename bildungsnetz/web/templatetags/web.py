"""Tags that every app's templates use: ``{% load web %}``. Each renders one thing in one way."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from bildungsnetz.records import Origin, Sourced
from bildungsnetz.web import words
from bildungsnetz.web.colours import GOAL_COLOURS, TONES
from bildungsnetz.web.drawing import drawn
from bildungsnetz.web.navigation import entries

register = template.Library()

SITE_SLOGAN = "Handlungsziele zum Leitbild Bildung „Lernen! in Herne“"


@register.simple_tag(takes_context=True)
def site_header(context: template.Context) -> SafeString:
    """The head of every page: name of the site, search, who is signed in, main menu."""
    request = context["request"]
    user = getattr(request, "user", None)
    return drawn(
        "components/site_header.html",
        site_name=settings.SITE_NAME,
        slogan=SITE_SLOGAN,
        is_demo=settings.DEMO,
        person=str(user) if user and user.is_authenticated else "",
        search=entries("search", request),
        account=entries("account", request),
        main=entries("main", request),
    )


@register.simple_tag(takes_context=True)
def site_footer(context: template.Context) -> SafeString:
    """The foot of every page: the legal pages."""
    entries_of_foot = entries("footer", context["request"])
    return drawn("components/site_footer.html", site_name=settings.SITE_NAME, footer=entries_of_foot)


@register.simple_tag
def draw_each(template_name: str, **named: Iterable[Any]) -> SafeString:
    """``{% draw_each "measures/list_row.html" row=rows %}``: the template once for each row; see ``web.drawing``."""
    ((name, values),) = named.items()
    return SafeString("".join([drawn(template_name, **{name: value}) for value in values]))


@register.inclusion_tag("components/goal_chip.html")
def goal_chip(number: int | None, title: str = "", url: str = "", size: str = "") -> dict[str, Any]:
    """The number of a goal in its colour, with its title behind it. ``size`` "large" is for headings."""
    colour = f"goal-{(number - 1) % len(GOAL_COLOURS) + 1}" if number else "goal-none"
    return {"number": number, "title": title, "url": url, "colour": colour, "size": size}


@register.inclusion_tag("components/status_badge.html")
def status_badge(value: str, label: str, tone: str) -> dict[str, Any]:
    """A state in words, with the glyph and colour of its tone (see ``colours.TONES``)."""
    return {"value": value, "label": label, "tone": tone, "glyph": TONES[tone].glyph}


@register.inclusion_tag("components/provenance.html")
def provenance(kind: str, url: str = "", note: str = "") -> dict[str, Any]:
    """Where a statement comes from: ``kind`` is source (with ``url``), suggestion, example or withheld."""
    return {"kind": kind, "label": PROVENANCE[kind], "url": url, "note": note}


@register.inclusion_tag("components/origin_mark.html")
def origin_mark(record: Sourced, field: str = "") -> dict[str, str]:
    """Whether a field, or without one the whole record, is our suggestion or an invented example; else nothing."""
    value = record.field_origins.get(field) if field else record.origin
    return {
        "kind": {Origin.SUGGESTION: "suggestion", Origin.INVENTED: "example"}.get(Origin(value), "") if value else ""
    }


@register.inclusion_tag("components/sources.html")
def sources(record: Sourced) -> dict[str, Any]:
    """Where a record comes from, as links that say whose pages they lead to."""
    hosts = [urlsplit(url).netloc.removeprefix("www.") for url in record.sources]
    seen: Counter[str] = Counter()
    shown = []
    for url, host in zip(record.sources, hosts, strict=True):
        seen[host] += 1
        shown.append((url, f"{host} ({seen[host]})" if hosts.count(host) > 1 else host))
    return {"sources": shown}


PROVENANCE = {
    "source": "Quelle",
    "suggestion": "Vorschlag",
    "example": "Beispiel",
    "withheld": "Wortlaut nicht öffentlich verfügbar",
}


@register.filter
def money(amount: Decimal | None) -> str:
    """``{{ amount|money }}``: ``1.234,50 €`` or "nicht geplant"."""
    return words.money(amount)


@register.simple_tag
def date_with_precision(day: date | None, precision: str = "day", original: str = "") -> str:
    """``{% date_with_precision measure.starts_on measure.starts_precision measure.starts_words %}``."""
    return words.day_with_precision(day, precision, original)


@dataclass(frozen=True)
class Segment:
    """One part of a bar; x and width in its 1000 units."""

    label: str
    tone: str
    count: str
    url: str
    x: str
    width: str
    glyph: str


@register.simple_tag
def status_bar(parts: Iterable[tuple], title: str = "Maßnahmen nach Umsetzungsstand") -> SafeString:
    """A bar of counts. ``parts`` are (label, tone, count) or (label, tone, count, address); empty ones are left out.

    The numbers stand below it and lead to their address.
    """
    shown = [(*part, "")[:4] for part in parts if part[2]]
    total = sum(count for _, _, count, _ in shown)
    width, gap, left = 1000, 4, 0.0
    segments = []
    for label, tone, count, url in shown:
        length = (width - gap * (len(shown) - 1)) * count / total
        number = f"{count:,}".replace(",", ".")
        segments.append(Segment(label, tone, number, url, f"{left:.1f}", f"{length:.1f}", TONES[tone].glyph))
        left += length + gap
    description = f"{title}: " + ", ".join(f"{part.count} {part.label}" for part in segments)
    return drawn("components/status_bar.html", segments=tuple(segments), total=total, description=description)


class Tab(NamedTuple):
    """A section of one thing; ``current`` for the one that is open."""

    label: str
    url: str
    current: bool


def tabs(label: str, found: Sequence[Tab]) -> SafeString:
    """Tabs named ``label``; a single one is none."""
    return drawn("components/tabs.html", label=label, tabs=tuple(found)) if len(found) > 1 else SafeString("")


@register.simple_tag
def breadcrumb(*steps: Any) -> SafeString:
    """``{% breadcrumb "Ziele" goals_url "Ziel 3" %}``: label and address in turn, the last label without one."""
    if len(steps) % 2 == 0:
        raise template.TemplateSyntaxError("breadcrumb ends with the label of the page itself")
    *links, here = map(conditional_escape, steps)
    pairs = tuple(zip(links[::2], links[1::2], strict=True))
    return drawn("components/breadcrumb.html", links=pairs, here=here)


@register.simple_tag(takes_context=True)
def query_with(context: template.Context, **changes: Any) -> str:
    """The query of this page's address with some keys changed; None or "" removes a key. Always starts with "?"."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for key, value in changes.items():
        if value in (None, ""):
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def query_without(context: template.Context, key: str, value: Any = None) -> str:
    """The query without ``key``, or, where the key has several values, without the one ``value``."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    kept = [one for one in query.getlist(key) if value is not None and one != str(value)]
    query.setlist(key, kept) if kept else query.pop(key, None)
    return f"?{query.urlencode()}"


@register.inclusion_tag("components/paginator.html", takes_context=True)
def paginator(
    context: template.Context,
    first: int,
    last: int,
    total: int | str,
    previous: str = "",
    following: str = "",
    what: str = "",
) -> dict[str, Any]:
    """Back and on, with the position. ``previous`` and ``following`` are the addresses (queries) of the neighbours."""
    return {"first": first, "last": last, "total": total, "previous": previous, "following": following, "what": what}


@register.simple_tag
def glyph(tone: str) -> SafeString:
    """The bare glyph of a tone, for a line of text that names the state itself."""
    return SafeString(
        f'<svg class="glyph tone-{tone}" viewBox="0 0 16 16" aria-hidden="true"><path d="{TONES[tone].glyph}"/></svg>'
    )
