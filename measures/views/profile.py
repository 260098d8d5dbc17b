"""The Steckbrief of a measure as PDF: one paper that says what the page says, and nothing that is internal."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bildungsnetz.access import get_permitted
from bildungsnetz.documents.pdf import render_template_pdf
from measures.models import STATUS_DEFINITIONS, Measure

from .measure import effect_chain, goals_of, money_of

NEWEST_NOTES = 5


@login_not_required
@require_safe
def measure_profile(request: HttpRequest, serial: int) -> HttpResponse:
    rows = Measure.objects.select_related("lead").prefetch_related(
        "stages", "transitions", "target_groups", "districts", "participations__actor", "milestones"
    )
    measure = get_permitted(rows, request.user, serial=serial)
    context = {
        "measure": measure,
        "definition": STATUS_DEFINITIONS[measure.status],
        "notes": measure.progress_notes.all()[:NEWEST_NOTES],
        "chain": effect_chain(measure),
        "draft": not measure.is_released,
        "reader": request.user,
        "marked": [(field_name(field), label) for field, label in measure.origin_marks.items()],
        **goals_of(measure, request.user),
        **money_of(measure),
    }
    pdf = render_template_pdf(
        "measures/profile_pdf.html",
        context,
        title=f"Maßnahmensteckbrief {measure.number}: {measure.title}",
        created_at=measure.updated_at,
        keep=True,
    )
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{measure.number}-Steckbrief.pdf"'},
    )


def field_name(field: str) -> str:
    """The German name of one of the measure's columns."""
    return str(Measure._meta.get_field(field).verbose_name)  # type: ignore[union-attr]
