"""Rating by a signed link: no session, no cookie. GET and HEAD use nothing up, because mail scanners open links."""

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from evaluation import links
from evaluation.links import Link, Unusable
from evaluation.sheets import refuse_ended
from measures.views.signed import EXAMPLE, behind_signature

from . import sheet_desk
from .sheet_desk import Desk

MOST_IN_AN_HOUR = 600  # a page that saves by itself


def found(token: str) -> Link:
    if token == EXAMPLE:
        raise Unusable("Dieser Link stammt aus einer Vorschau oder Testmail. Er führt zu keinem Bogen.", status=404)
    return links.decode(token)


signed = behind_signature(found)


def desk_of(request: HttpRequest, token: str, link: Link) -> Desk:
    """Everybody who is named may hand in: by link there is no Redaktion to ask. Raises Unusable.

    What is sent to a round that has ended meanwhile is refused by the desk, with all that was typed.
    """
    today = timezone.localdate()
    if request.method == "POST":
        refuse_hurry(link)
    else:
        refuse_ended(link.sheet, today)
    may_edit = not link.sheet.is_submitted
    return Desk(request, link.sheet, link.sender, reverse("evaluation:rate", args=[token]), today, True, may_edit, True)


def refuse_hurry(link: Link) -> None:
    key = f"rate-{link.sheet.pk}"
    cache.add(key, 0, timeout=3600)
    if cache.incr(key) > MOST_IN_AN_HOUR:
        raise Unusable("Das waren sehr viele Anfragen. Bitte versuchen Sie es in einer Stunde noch einmal.", 429)


@require_http_methods(["GET", "HEAD", "POST"])
@signed
def rate(request: HttpRequest, token: str, link: Link) -> HttpResponse:
    return sheet_desk.page(desk_of(request, token, link))


@require_safe
@signed
def rate_sent(request: HttpRequest, token: str, link: Link) -> HttpResponse:
    others = links.others(link)
    following = others[0] if others else None
    url = reverse("evaluation:rate", args=[link.token_for(following)]) if following else ""
    return sheet_desk.sent(desk_of(request, token, link), following, url, len(others))


@require_http_methods(["GET", "HEAD", "POST"])
@signed
def rate_evidence_add(request: HttpRequest, token: str, link: Link, criterion: int) -> HttpResponse:
    return sheet_desk.evidence_page(desk_of(request, token, link), criterion)


@require_safe
@signed
def rate_evidence(request: HttpRequest, token: str, link: Link, evidence: int) -> HttpResponse:
    desk_of(request, token, link)
    return sheet_desk.download(link.sheet, evidence)
