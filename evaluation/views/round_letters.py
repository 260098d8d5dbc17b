"""Letters of a Bewertungsrunde for actors whom no mail reaches."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bildungsnetz.access import get_permitted
from evaluation import links, rating_circle
from evaluation.models import EvaluationRound, RatingSheet
from evaluation.sheets import criteria_of
from measures.letters import written
from measures.views.letters import addressed, as_pdf


@require_safe
def letters(request: HttpRequest, serial: int, actor: int | None = None) -> HttpResponse:
    """The letters to all whom no mail reaches, or the one to ``actor``, as one PDF; while actors can rate."""
    found = get_permitted(EvaluationRound.objects.all(), request.user, "run", serial=serial)
    if not found.takes_ratings_on(timezone.localdate()):
        raise Http404("nobody to write to")
    circle = rating_circle.owing_circle(found)
    pdf = written(
        "evaluation/round_letters_pdf.html",
        found.title,
        circle,
        addressed(request, circle, actor),
        link_to,
        timezone.now(),
        round=found,
        questions=criteria_of(found),
    )
    return as_pdf(pdf, f"Runde-{found.serial}", actor)


def link_to(sheet: RatingSheet) -> str:
    return links.address_of(links.letter_token(sheet))
