"""Reporting how a measure stands."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from bildungsnetz.access import get_permitted
from bildungsnetz.web.views import UpdateView
from measures import actions
from measures.forms.status import ProgressForm
from measures.models import Measure

from .measure import OfMeasure


class ReportProgress(OfMeasure, UpdateView):
    model = Measure
    action = "report_progress"
    form_class = ProgressForm
    template_name = "measures/progress.html"
    heading = "Sachstand melden"
    submit_label = "Sachstand speichern"
    done_message = "Vielen Dank. Der Sachstand ist gespeichert."

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": timezone.localdate()}

    def save(self, form: BaseForm) -> Measure:
        said = form.cleaned_data
        actions.report_progress(
            self.object,
            by=self.request.user,  # type: ignore[arg-type]
            reported_on=said["reported_on"],
            status=said["status"],
            reason=said["status_reason"],
            text=said["text"],
            completed_on=said["completed_on"],
        )
        return self.object


@require_POST
def confirm(request: HttpRequest, serial: int) -> HttpResponse:
    """Confirms in one press that everything is as it was."""
    with transaction.atomic():
        rows = Measure.objects.select_for_update(of=("self",))
        measure = get_permitted(rows, request.user, "report_progress", serial=serial)
        actions.confirm_unchanged(measure, by=request.user, today=timezone.localdate())  # type: ignore[arg-type]
    messages.success(request, "Vielen Dank. Der Stand ist bestätigt.")
    return redirect(measure)
