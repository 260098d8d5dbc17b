"""Letters of a Sachstandsabfrage for those whom no mail reaches."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bildungsnetz.access import get_permitted
from measures import asking
from measures.letters import MOST_LETTERS, letters_pdf
from measures.models import ReportingWindow


@require_safe
def letters(request: HttpRequest, window: int, actor: int | None = None) -> HttpResponse:
    """The letters to all whom no mail reaches, or the one to ``actor``, as one PDF."""
    found = get_permitted(ReportingWindow.objects.all(), request.user, "run", serial=window)
    circle = asking.owing_circle(found)
    chosen = circle.unreachable if actor is None else [lead for pk, lead in circle.actors.items() if pk == actor]
    chosen = chosen[first_of(request) :][:MOST_LETTERS]
    if not chosen or not found.is_open(timezone.localdate()):
        raise Http404("nobody to write to")
    pdf = letters_pdf(found, circle, chosen, timezone.now())
    name = f"Sachstandsabfrage-{found.serial}-Brief{'e' if actor is None else ''}.pdf"
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


def first_of(request: HttpRequest) -> int:
    """How many letters were in the files before this one."""
    start = request.GET.get("ab", "0")
    return int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 0
