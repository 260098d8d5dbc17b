"""The Steckbrief of a measure as PDF: one paper that says what the page says, and nothing that is internal."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bildungsnetz.access import get_permitted
from bildungsnetz.documents.pdf import render_template_pdf
from measures.models import Measure
from measures.profile import NEWEST_NOTES, PARTS, profile

from .measure import goals_of


@login_not_required
@require_safe
def measure_profile(request: HttpRequest, serial: int) -> HttpResponse:
    rows = Measure.objects.select_related("lead").prefetch_related(*PARTS)
    measure = get_permitted(rows, request.user, serial=serial)
    notes = measure.progress_notes.all()[:NEWEST_NOTES]
    context = {
        "measure": measure,
        "profile": profile(measure, notes=notes, **goals_of(measure, request.user)),
        "draft": not measure.is_released,
        "reader": request.user,
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
