"""Proposals side by side with the measure: the list, the comparison, and the office's decision."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View
from django.views.decorators.http import require_POST, require_safe

from bildungsnetz import access
from bildungsnetz.access import Allowed, get_permitted
from bildungsnetz.accounts.rules import is_coordination_office
from bildungsnetz.web.views import ListView
from goals.rules import is_either_office
from measures import actions, proposals
from measures.comparison import compare
from measures.forms.measure import MeasureForm
from measures.forms.proposal import AcceptedReportForm, ProposalFilter, ReturnForm
from measures.models import Measure, Proposal, ProposalKind
from measures.rules import is_member

DECIDED = "Dieser Vorschlag ist inzwischen schon entschieden oder zurückgezogen."
CHANGED = "Inzwischen hat sich etwas geändert. Bitte sehen Sie sich den Vorschlag noch einmal an."

EDITED_AT = {ProposalKind.EDIT: "measure_edit", ProposalKind.PROGRESS: "progress"}


class ProposalList(ListView):
    """For the offices what waits, the oldest first; for an actor's people all of their own, the newest first."""

    model = Proposal
    template_name = "measures/proposal_list.html"
    context_object_name = "proposals"
    paginate_by = 50

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not (is_either_office(request.user) or is_member(request.user)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        self.filter = ProposalFilter(self.request.GET)
        wanted = self.filter.wanted()
        rows = super().get_queryset().select_related("measure__lead", "author")
        if is_either_office(self.request.user):
            rows = rows.waiting()
        if wanted == "unchanged":
            return rows.unchanged()
        if wanted == "stuck":
            return rows.filter(changes__report__answer="stuck")
        return rows.filter(kind=wanted) if wanted else rows

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        decides = is_coordination_office(self.request.user)
        return super().get_context_data(
            filter=self.filter,
            decides=decides,
            is_office=is_either_office(self.request.user),
            unchanged=Proposal.objects.waiting().unchanged().count() if decides else 0,
            today=timezone.localdate(),
            **context,
        )


def found(request: HttpRequest, serial: int, pk: int, action: str = "view", rows: Any = None) -> Proposal:
    rows = Proposal.objects.all() if rows is None else rows
    rows = rows.select_related("measure__lead", "author", "decided_by")
    return get_permitted(rows, request.user, action, pk=pk, measure__serial=serial)


def version_of(proposal: Proposal) -> str:
    """What somebody who decides has seen: the proposal and the measure in exactly these states."""
    return f"{proposal.measure.revision_no}.{proposal.revision_no}"


def page(request: HttpRequest, proposal: Proposal, status: int = 200, **context: Any) -> HttpResponse:
    """The proposal beside the measure of today."""
    measure, today = proposal.measure, timezone.localdate()
    blank = MeasureForm(instance=copy(measure), user=request.user, today=today)
    comparison = compare(blank, proposal.changes)
    report = report_form(proposal) if proposal.report else None
    shown: dict[str, Any] = {
        "proposal": proposal,
        "measure": measure,
        "comparison": comparison,
        "conflicts": len(comparison.conflicts) if proposal.is_open else 0,
        "report": proposal.report,
        "report_form": report,
        "moved_on": report is not None and proposal.is_open and report.moved_on,
        "return_form": ReturnForm(),
        "version": version_of(proposal),
        "allowed": Allowed(proposal),
        "edit_url": reverse(f"measures:{EDITED_AT[ProposalKind(proposal.kind)]}", args=[measure.number]),
        "may_edit": access.may(request.user, "propose", measure),
        "decides": proposal.is_waiting and getattr(proposal, "may_accept", False),
        "sees_sender": is_either_office(request.user),
        "today": today,
    }
    return render(request, "measures/proposal.html", {**shown, **context}, status=status)


def report_form(proposal: Proposal, data: Any = None) -> Any:
    """The report to be corrected. Where the status changed meanwhile, today's is chosen until somebody decides."""
    report = proposal.report
    initial: dict[str, Any] = {**proposals.report_data(report)}
    before = status_before(proposal)
    moved_on = before != proposal.measure.status != report["status"]
    if moved_on:
        initial |= {"status": proposal.measure.status, "status_reason": proposal.measure.status_reason}
    form = AcceptedReportForm(
        data,
        instance=copy(proposal.measure),
        initial=initial,
        today=timezone.localdate(),
        unchanged=report.get("answer") == "unchanged",
    )
    form.moved_on, form.status_before = moved_on, before  # type: ignore[attr-defined]
    return form


def status_before(proposal: Proposal) -> str:
    """The status that the measure had when somebody reported another."""
    rows = proposal.measure.history.filter(revision_no=proposal.base_revision_no)
    return rows.values_list("status", flat=True).first() or proposal.measure.status


@require_safe
def show(request: HttpRequest, serial: int, pk: int) -> HttpResponse:
    return page(request, found(request, serial, pk))


class Decision(View):
    """One step with one proposal, by POST. What was decided meanwhile is said with status 409 and changes nothing."""

    action = ""
    done = ""

    def post(self, request: HttpRequest, serial: int, pk: int) -> HttpResponse:
        proposal = found(request, serial, pk, self.needed(request))
        try:
            with transaction.atomic():
                Measure.objects.select_for_update(of=("self",)).get(pk=proposal.measure_id)
                proposal = found(request, serial, pk, rows=Proposal.objects.select_for_update(of=("self",)))
                if request.POST.get("seen", version_of(proposal)) != version_of(proposal) and proposal.is_open:
                    return page(request, proposal, 409, trouble=CHANGED)
                self.take(request, proposal)
        except actions.Decided:
            return page(request, found(request, serial, pk), 409, trouble=DECIDED)
        except actions.NotAcceptable as refusal:
            return page(request, found(request, serial, pk), **refused(request, proposal, refusal.form))
        except ValidationError as error:
            return page(request, found(request, serial, pk), trouble=" ".join(error.messages))
        messages.success(request, self.done)
        return redirect(self.way_on(proposal))

    def needed(self, request: HttpRequest) -> str:
        return self.action

    def take(self, request: HttpRequest, proposal: Proposal) -> None:
        raise NotImplementedError

    def way_on(self, proposal: Proposal) -> str:
        return proposal.measure.get_absolute_url()


def refused(request: HttpRequest, proposal: Proposal, form: Any) -> dict[str, Any]:
    """What the page says where the form of today does not take the proposal."""
    if not hasattr(form, "row_sets"):
        return {"report_form": report_form(proposal, request.POST)}
    labels = {name: str(field.label) for name, field in form.fields.items()}
    told = [(labels.get(name, ""), text) for name, texts in form.errors.items() for text in texts]
    for rows in form.row_sets:
        told += [(rows.heading, text) for text in rows.non_form_errors()]
        told += [(rows.heading, text) for errors in rows.errors for texts in errors.values() for text in texts]
    return {"refusals": told}


class Accept(Decision):
    action = "accept"
    done = "Der Vorschlag ist angenommen."

    def take(self, request: HttpRequest, proposal: Proposal) -> None:
        names = ("status", "status_reason", "completed_on", "reported_on")
        said = {name: request.POST[name] for name in names if name in request.POST} if proposal.report else {}
        actions.accept_proposal(
            proposal,
            by=request.user,  # type: ignore[arg-type]
            today=timezone.localdate(),
            now=timezone.now(),
            take=request.POST.getlist("take"),
            said=said,
        )

    def way_on(self, proposal: Proposal) -> str:
        """Back to the page whose button was pressed; a foreign address leads nowhere."""
        wanted = self.request.POST.get("next", "")
        ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
        return wanted if ours else super().way_on(proposal)


class Return(Decision):
    action = "return"
    done = "Der Vorschlag ist zurückgegeben. Der Akteur liest Ihren Hinweis."

    def post(self, request: HttpRequest, serial: int, pk: int) -> HttpResponse:
        self.form = ReturnForm(request.POST)
        if not self.form.is_valid():
            return page(request, found(request, serial, pk, self.action), return_form=self.form)
        return super().post(request, serial, pk)

    def take(self, request: HttpRequest, proposal: Proposal) -> None:
        actions.return_proposal(proposal, by=request.user, note=self.form.cleaned_data["reason"], now=timezone.now())  # type: ignore[arg-type]

    def way_on(self, proposal: Proposal) -> str:
        return reverse("measures:proposal_list")


class OwnStep(Decision):
    """A step of the actor's people. Whether it is theirs depends on the state, which the action looks at."""

    def needed(self, request: HttpRequest) -> str:
        return "view"


class Submit(OwnStep):
    done = "Vielen Dank. Der Vorschlag liegt jetzt beim Bildungsbüro."

    def take(self, request: HttpRequest, proposal: Proposal) -> None:
        actions.submit_proposal(proposal, by=request.user, now=timezone.now())  # type: ignore[arg-type]


class Withdraw(OwnStep):
    done = "Der Vorschlag ist zurückgezogen."

    def take(self, request: HttpRequest, proposal: Proposal) -> None:
        actions.withdraw_proposal(proposal, by=request.user)  # type: ignore[arg-type]


@require_POST
def accept_unchanged(request: HttpRequest) -> HttpResponse:
    """Accepts all reports that say no more than "unchanged"."""
    access.require(request.user, "accept", Proposal)
    rows = Proposal.objects.waiting().unchanged().select_related("measure", "author")
    accepted, left = actions.accept_all_unchanged(
        rows,
        by=request.user,  # type: ignore[arg-type]
        today=timezone.localdate(),
        now=timezone.now(),
    )
    messages.success(request, f"{accepted} Bestätigungen angenommen.")
    if left:
        messages.warning(request, f"{left} brauchen einen Blick: Inzwischen hat sich an der Maßnahme etwas geändert.")
    return redirect("measures:proposal_list")
