"""Rating by a signed link: no session, no cookie. GET and HEAD use nothing up, because mail scanners open links."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from evaluation import links
from evaluation.links import Link, Unusable
from measures.views.signed import EXAMPLE, behind_signature


def found(token: str) -> Link:
    if token == EXAMPLE:
        raise Unusable("Dieser Link stammt aus einer Vorschau oder Testmail. Er führt zu keinem Bogen.", status=404)
    return links.read(token, timezone.localdate())


signed = behind_signature(found)


@require_safe
@signed
def rate(request: HttpRequest, token: str, link: Link) -> HttpResponse:
    """The sheet: what is known about the measure, and what is asked about it."""
    sheet = link.sheet
    context = {"sheet": sheet, "token": token, "notes": sheet.rated.measure.progress_notes.all()[:3]}
    return render(request, "evaluation/rate.html", context)
