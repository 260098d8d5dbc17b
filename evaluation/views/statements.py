"""Statements on a report: the office's desk, and the page on which an actor reads its part and answers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic import FormView, TemplateView

from bildungsnetz import access
from bildungsnetz.web.views import DetailView, UpdateView, person
from evaluation import statements
from evaluation.actions import statements as actions
from evaluation.forms.statements import AskBackForm, AskForm, StatementForm
from evaluation.models import PENDING, Answer, Report, Statement, StatementRequest

STEPS = {"abgeben": Answer.SUBMITTED, "verzichten": Answer.WAIVED, "zuruecknehmen": Answer.WITHDRAWN}
DONE = {
    Answer.SUBMITTED: "Ihre Stellungnahme ist abgegeben. Sie steht unverändert im Bericht.",
    Answer.WAIVED: "Vermerkt: Sie geben keine Stellungnahme ab.",
    Answer.WITHDRAWN: "Zurückgenommen. Bis zur Frist können Sie neu schreiben und abgeben.",
}


class OfReport:
    """Below the address of a report, which is there for both offices."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def report(self) -> Report:
        rows = Report.objects.select_related("period")
        found: Report = access.get_permitted(rows, self.request.user, serial=self.kwargs["serial"])
        return found


class StatementDesk(OfReport, TemplateView):
    """Who was asked, who has answered, who has not been asked yet."""

    template_name = "evaluation/statement_list.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        rows = StatementRequest.objects.permitted("view", self.request.user).filter(report=self.report)
        handed_in = Count("statements", filter=Q(answer=Answer.SUBMITTED))
        requests = list(rows.select_related("report", "actor").annotate(written=handed_in))
        reached = statements.reached({one.actor_id for one in requests})
        return super().get_context_data(
            report=self.report,
            requests=[(one, one.actor_id in reached) for one in requests],
            pending=sum(one.answer in PENDING for one in requests),
            unasked=statements.not_asked_yet(self.report),
            frozen=statements.is_frozen(self.report),
            may_ask=access.may(self.request.user, "add", StatementRequest),
            today=timezone.localdate(),
            **context,
        )


class StatementAsk(OfReport, FormView):
    """Asks all actors that are in the report and were not asked yet."""

    template_name = "forms/page.html"
    form_class = AskForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and self.report:
            access.require(request.user, "add", StatementRequest)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": timezone.localdate()}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        count = statements.not_asked_yet(self.report).count()
        intro = (
            f"{count} Akteur{' liest' if count == 1 else 'e lesen'}, was über die eigenen Maßnahmen im Bericht steht, "
            "und kann etwas dazu sagen. Wer ein Konto hat, erfährt es in der nächsten Sammelmail."
        )
        page = {"heading": "Um Stellungnahmen bitten", "submit_label": "Jetzt bitten", "intro": intro}
        back = {"cancel_url": self.get_success_url(), "back_label": "Stellungnahmen"}
        return super().get_context_data(**page, **back, **context)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            made = actions.ask(
                self.report,
                statements.not_asked_yet(self.report),
                due_on=form.cleaned_data["due_on"],
                by=person(self.request),
                now=timezone.now(),
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, f"{len(made)} Akteur{' ist' if len(made) == 1 else 'e sind'} gebeten.")
        return super().form_valid(form)

    def get_success_url(self) -> str:
        return reverse("evaluation:statements", args=[self.report.serial])


class OneRequest:
    """Finds what one actor was asked about one report; for everybody else there is no such page."""

    kwargs: dict[str, Any]
    model = StatementRequest

    def get_lookup(self) -> dict[str, Any]:
        return {"report__serial": self.kwargs["serial"], "actor": self.kwargs["actor"]}

    def get_queryset(self) -> Any:
        return StatementRequest.objects.select_related("report__period", "actor")


class StatementPage(OneRequest, DetailView):
    """The actor's part of the report as it stands now, and what the actor says to it."""

    template_name = "evaluation/statement.html"
    context_object_name = "asked"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        row: StatementRequest = self.object
        rows = Statement.objects.permitted("view", self.request.user).filter(request=row)
        texts = list(rows.select_related("measure"))
        return super().get_context_data(
            goals=statements.part_of(row.report, row.actor),
            general=next((one for one in texts if one.measure is None), None),
            of_measures=[one for one in texts if one.measure],
            frozen=statements.is_frozen(row.report),
            today=timezone.localdate(),
            **context,
        )


class StatementWrite(OneRequest, UpdateView):
    """All texts of the actor in one form. They count when they are handed in."""

    action = "write"
    form_class = StatementForm
    heading = "Stellungnahme schreiben"
    done_message = "Gespeichert. Die Stellungnahme zählt, sobald sie abgegeben ist."

    def get_form_kwargs(self) -> dict[str, Any]:
        row: StatementRequest = self.object
        return {**super().get_form_kwargs(), "measures": list(statements.measures_of(row.report, row.actor))}

    def save(self, form: Any) -> StatementRequest:
        return actions.write(form.instance, form.texts(), by=person(self.request))


class StatementAskBack(OneRequest, UpdateView):
    """The office's question and date."""

    action = "edit"
    form_class = AskBackForm
    heading = "Rückfrage und Frist"

    def save(self, form: Any) -> StatementRequest:
        return actions.ask_back(form.save(commit=False), by=person(self.request))


@require_POST
def statement_step(request: HttpRequest, serial: int, actor: int, step: str) -> HttpResponse:
    """Hands in, waives or takes back."""
    rows = StatementRequest.objects.select_related("report")
    found = access.get_permitted(rows, request.user, report__serial=serial, actor=actor)
    target = STEPS[step]
    if not any(access.may(request.user, action, found) for action in ("submit", "withdraw")):
        raise PermissionDenied
    try:
        actions.answer(found, target, by=person(request), now=timezone.now())
        messages.success(request, DONE[target])
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(found)
