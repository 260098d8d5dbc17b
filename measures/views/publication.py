"""The steps of publication: a page that says what will happen, and the press that makes it so."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import View

from bildungsnetz.access import get_permitted
from bildungsnetz.web.forms import Form
from bildungsnetz.workflow import Transition
from measures import actions
from measures.forms.short import ReasonForm
from measures.models import Measure
from measures.workflow import STEPS, Step, way_of

IMPOSSIBLE = "Dieser Schritt ist im jetzigen Stand nicht möglich."
CHANGED = "Inzwischen hat jemand die Maßnahme geändert. Bitte sehen Sie sie sich noch einmal an."


class PublicationStep(View):
    """One step of ``workflow.STEPS``, set in the list of addresses."""

    step: Step = STEPS[0]

    def get(self, request: HttpRequest, serial: int) -> HttpResponse:
        measure, way = self.find(Measure.objects.select_related("lead"))
        if way is None:
            messages.error(request, IMPOSSIBLE)
            return redirect(measure)
        return self.ask(measure, way, ReasonForm() if way.needs_reason else Form())

    def post(self, request: HttpRequest, serial: int) -> HttpResponse:
        with transaction.atomic():
            measure, way = self.find(Measure.objects.select_related("lead").select_for_update(of=("self",)))
            if way is None:
                messages.error(request, IMPOSSIBLE)
                return redirect(measure)
            if request.POST.get("revision_no", str(measure.revision_no)) != str(measure.revision_no):
                messages.error(request, CHANGED)
                return redirect(measure)
            form = ReasonForm(request.POST) if way.needs_reason else Form(request.POST)
            if not form.is_valid():
                return self.ask(measure, way, form)
            return self.take(measure, way, form)

    def find(self, rows: Any) -> tuple[Measure, Transition | None]:
        """The measure and the row of the table, for those who may take this step at some time."""
        measure = get_permitted(rows, self.request.user, serial=self.kwargs["serial"])
        way = way_of(self.step, measure.publication)
        if way and not getattr(measure, f"may_{way.action}"):
            raise PermissionDenied
        return measure, way

    def take(self, measure: Measure, way: Transition, form: Form) -> HttpResponse:
        try:
            actions.change_publication(
                measure,
                way.target,
                by=self.request.user,  # type: ignore[arg-type]
                now=timezone.now(),
                reason=form.cleaned_data.get("reason", ""),
            )
        except ValidationError as error:
            measure.refresh_from_db()
            form.add_error(None, error.messages)
            return self.ask(measure, way, form)
        messages.success(self.request, f"{measure.number}: {measure.get_publication_display()}.")
        return redirect(measure)

    def ask(self, measure: Measure, way: Transition, form: Form) -> HttpResponse:
        context = {
            "object": measure,
            "form": form,
            "heading": way.label,
            "intro": self.step.meaning,
            "submit_label": way.label,
            "cancel_url": measure.get_absolute_url(),
            "back_label": str(measure),
        }
        return render(self.request, "forms/page.html", context)
