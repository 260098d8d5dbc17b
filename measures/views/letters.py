"""Letters of a Sachstandsabfrage for those whom no mail reaches; a Bewertungsrunde sends its own the same way."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bildungsnetz.access import get_permitted
from measures import asking
from measures.circles import Circle
from measures.letters import MOST_LETTERS, letters_pdf
from measures.models import Actor, ReportingWindow


@require_safe
def letters(request: HttpRequest, window: int, actor: int | None = None) -> HttpResponse:
    """The letters to all whom no mail reaches, or the one to ``actor``, as one PDF."""
    found = get_permitted(ReportingWindow.objects.all(), request.user, "run", serial=window)
    circle = asking.owing_circle(found)
    actors = addressed(request, circle, actor)
    if not found.is_open(timezone.localdate()):
        raise Http404("nobody to write to")
    return as_pdf(letters_pdf(found, circle, actors, timezone.now()), f"Sachstandsabfrage-{found.serial}", actor)


def addressed(request: HttpRequest, circle: Circle[Any], actor: int | None) -> list[Actor]:
    """Who gets the letters of the file that is asked for. Raises Http404 where that is nobody."""
    if actor is not None:
        chosen = [one for pk, one in circle.actors.items() if pk == actor]
    else:
        chosen = circle.unreachable[first_of(request) :][:MOST_LETTERS]
    if not chosen:
        raise Http404("nobody to write to")
    return chosen


def as_pdf(pdf: bytes, name: str, actor: int | None) -> HttpResponse:
    name = f"{name}-Brief{'e' if actor is None else ''}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def first_of(request: HttpRequest) -> int:
    """How many letters were in the files before this one."""
    start = request.GET.get("ab", "0")
    return int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 0
