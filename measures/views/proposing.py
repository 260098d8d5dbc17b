"""Where an actor's people edit a released measure or report on it: the same addresses and forms, yet a proposal."""

from collections.abc import Callable
from copy import copy
from typing import Any, TypeAlias

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST

from bildungsnetz.access import get_permitted
from bildungsnetz.web.views import UpdateView
from measures import actions, proposals
from measures.comparison import Comparison, compare
from measures.forms.proposal import ProposedMeasureForm, ProposedProgressForm
from measures.models import Measure, Proposal, ProposalKind, ProposalState

from .measure import MeasureEdit, OfMeasure, WithMeasureForm
from .progress import ReportProgress
from .progress import confirm as confirm_at_once

SENT = "Vielen Dank. Ihre Angaben liegen beim Bildungsbüro. Öffentlich bleibt der bisherige Stand, bis es sie annimmt."
PREPARED = "Ihre Änderungen sind vorbereitet. Die Redaktion Ihres Akteurs kann sie dem Bildungsbüro vorlegen."
WAITS = (
    "Hierzu liegt schon etwas beim Bildungsbüro. Ändern kann es bis zur Entscheidung nur die Redaktion Ihres Akteurs."
)
REPORTED = "Hierzu liegt schon ein Sachstand beim Bildungsbüro. Sie können ihn ändern oder zurückziehen."


class Proposing(OfMeasure):
    """Prefilled with what is open of the same kind; what is saved goes to the office and changes nothing else."""

    model = Measure
    action = "propose"
    kind = ProposalKind.EDIT
    template_name: Any = "measures/propose.html"
    request: HttpRequest
    object: Any

    def get_queryset(self) -> Any:
        return Measure.objects.select_related("lead")

    @cached_property
    def open_proposal(self) -> Proposal | None:
        return self.object.proposals.open().filter(kind=self.kind).first()

    @property
    def carried(self) -> dict[str, str]:
        return {"proposal_revision": str(self.open_proposal.revision_no if self.open_proposal else 0)}

    def is_stale(self) -> bool:
        known = self.request.POST.get("proposal_revision")
        return super().is_stale() or known != self.carried["proposal_revision"]  # type: ignore[misc]

    def get_form_instance(self, row: Measure) -> Measure:
        """A copy: the form writes into it to check it, and the page still names the measure as it is."""
        return copy(row)

    def save(self, form: Any) -> Measure:
        said = form.cleaned_data
        made = actions.propose(
            self.object,
            kind=self.kind,
            changes=self.changes(form),
            by=self.request.user,  # type: ignore[arg-type]
            message=said["message"],
            upload=said.get("file"),
            now=timezone.now(),
        )
        self.done_message = PREPARED if made.state == ProposalState.DRAFT else SENT
        return self.object

    def changes(self, form: Any) -> dict[str, Any]:
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)  # type: ignore[attr-defined]

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(proposal=self.open_proposal, carried=self.carried, **context)  # type: ignore[misc]


class ProposeEdit(Proposing, WithMeasureForm, UpdateView):
    heading = "Änderung vorschlagen"

    @property
    def submit_label(self) -> str:  # type: ignore[override]
        return "Dem Bildungsbüro vorlegen" if self.object.may_send_proposal else "Für die Redaktion vorbereiten"

    def get_form_class(self) -> Any:
        return ProposedMeasureForm

    def get_form_kwargs(self) -> dict[str, Any]:
        options = super().get_form_kwargs()
        if self.open_proposal and "data" not in options:
            options["data"] = self.prefilled(ProposedMeasureForm, options["instance"])
        return options

    def prefilled(self, form_class: Any, measure: Measure) -> Any:
        """The form of today with what is open written into it."""
        blank = form_class(instance=measure, user=self.request.user, today=timezone.localdate())
        data = proposals.merged(blank, self.open_proposal.changes)  # type: ignore[union-attr]
        data["message"] = self.open_proposal.message  # type: ignore[union-attr]
        return data

    def stored_form(self, form_class: Any, stored: Any) -> BaseForm:
        if not self.open_proposal:
            return super().stored_form(form_class, stored)
        return form_class(self.prefilled(form_class, stored), instance=copy(stored), **self.form_options())

    def changes(self, form: Any) -> dict[str, Any]:
        return proposals.changes_of(form)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        conflicts = []
        if self.open_proposal:
            blank = ProposedMeasureForm(instance=copy(self.object), user=self.request.user, today=timezone.localdate())
            conflicts = compare(blank, self.open_proposal.changes).conflicting
        return super().get_context_data(conflicts=conflicts, **context)


class ProposeProgress(Proposing, UpdateView):
    kind = ProposalKind.PROGRESS
    form_class = ProposedProgressForm
    template_name = "measures/progress.html"
    heading = "Sachstand melden"
    submit_label = "Dem Bildungsbüro vorlegen"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": timezone.localdate()}

    def get_initial(self) -> dict[str, Any]:
        if not self.open_proposal:
            return {}
        data: dict[str, Any] = {**proposals.report_data(self.open_proposal.report)}
        return {**data, "reported_on": timezone.localdate(), "message": self.open_proposal.message}

    def changes(self, form: Any) -> dict[str, Any]:
        rows = self.open_proposal.changes.get("rows") if self.open_proposal else None
        return {"report": proposals.report_of(form), **({"rows": rows} if rows else {})}


class EditOfProposal(MeasureEdit):
    """The office's own form, filled with a proposal: saving it accepts the proposal."""

    template_name = "measures/propose.html"
    heading = "Vorschlag bearbeiten und annehmen"
    submit_label = "Speichern und annehmen"
    done_message = "Der Vorschlag ist angenommen."

    @cached_property
    def proposal(self) -> Proposal:
        given = self.request.GET.get("proposal", "")
        if not (given.isascii() and given.isdigit() and len(given) < 18):
            raise Http404
        rows = Proposal.objects.select_related("measure__lead")
        lookup = {"pk": given, "measure__serial": self.kwargs["serial"], "kind": ProposalKind.EDIT}
        return get_permitted(rows, self.request.user, "accept", **lookup)

    @property
    def carried(self) -> dict[str, str]:
        return {"proposal_revision": str(self.proposal.revision_no)}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().get(request, *args, **kwargs) if self.proposal.is_waiting else self.too_late()

    def too_late(self) -> HttpResponse:
        messages.error(self.request, "Dieser Vorschlag ist inzwischen schon entschieden oder zurückgezogen.")
        return redirect(self.proposal)

    def is_stale(self) -> bool:
        return super().is_stale() or self.request.POST.get("proposal_revision") != self.carried["proposal_revision"]

    def get_form_instance(self, row: Measure) -> Measure:
        return row if self.request.method == "POST" else copy(row)

    def get_form_kwargs(self) -> dict[str, Any]:
        options = super().get_form_kwargs()
        if "data" not in options:
            options["data"] = proposals.merged(self.blank(), self.proposal.changes, self.comparison.conflicts)
        return options

    def blank(self) -> Any:
        """The form as of today."""
        measure = self.proposal.measure
        return self.get_form_class()(instance=measure, user=self.request.user, today=timezone.localdate())

    @cached_property
    def comparison(self) -> Comparison:
        return compare(self.blank(), self.proposal.changes)

    def save(self, form: Any) -> Measure:
        by: Any = self.request.user
        now, today = timezone.now(), timezone.localdate()
        return actions.accept_in_form(self.proposal, form, by=by, today=today, now=now)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except actions.Decided:
            return self.too_late()
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        conflicts = self.comparison.conflicting
        return super().get_context_data(
            proposal=self.proposal, carried=self.carried, conflicts=conflicts, is_office=True, **context
        )


Page: TypeAlias = Callable[..., HttpResponseBase]


def either(direct: Page, proposing: Page, kind: str, accepting: Page | None = None) -> Page:
    """One address for two ways of writing: whoever may not write at once proposes, and the office may accept by it."""

    def chosen(request: HttpRequest, serial: int) -> HttpResponseBase:
        measure = get_permitted(Measure.objects.all(), request.user, serial=serial)
        if not measure.may_propose:
            return (accepting if "proposal" in request.GET and accepting else direct)(request, serial=serial)
        waiting = measure.proposals.waiting().filter(kind=kind).first()
        if waiting and kind == ProposalKind.EDIT and not measure.may_send_proposal:
            messages.warning(request, WAITS)
            return redirect(waiting)
        return proposing(request, serial=serial)

    return chosen


edit = either(MeasureEdit.as_view(), ProposeEdit.as_view(), ProposalKind.EDIT, EditOfProposal.as_view())
report = either(ReportProgress.as_view(), ProposeProgress.as_view(), ProposalKind.PROGRESS)


@require_POST
def confirm(request: HttpRequest, serial: int) -> HttpResponse:
    """Says in one press that all is as it was; what waits already is not replaced by it."""
    measure = get_permitted(Measure.objects.all(), request.user, serial=serial)
    if not measure.may_propose:
        return confirm_at_once(request, serial)
    waiting = measure.proposals.waiting().filter(kind=ProposalKind.PROGRESS).first()
    if waiting:
        messages.warning(request, REPORTED)
        return redirect(waiting)
    actions.propose(
        measure,
        kind=ProposalKind.PROGRESS,
        changes={"report": proposals.unchanged_report(measure, timezone.localdate())},
        by=request.user,  # type: ignore[arg-type]
        now=timezone.now(),
    )
    messages.success(request, SENT)
    return redirect(measure)
