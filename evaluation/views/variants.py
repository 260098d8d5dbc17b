"""The desk of one variant: committee and session, content, preview, freezing, publication, what was decided."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bildungsnetz import access
from bildungsnetz.operations import jobs
from bildungsnetz.web.views import DetailView, UpdateView, person
from bildungsnetz.web.words import days_left
from evaluation import actions, freezing
from evaluation.actions.session_results import record_session
from evaluation.checklist import remarks
from evaluation.forms.reports import ContentForm, FreezeForm, PublishForm, SessionForm, TakeTextsForm
from evaluation.forms.session_results import SessionResultForm
from evaluation.models import ReportVariant
from evaluation.reports import KINDS, Values, Written
from evaluation.reports.workbook import has_measures
from goals.dates import due_days
from goals.models import Consultation

DIRECTLY = 80  # up to so many measures a draft is rendered while its page waits (about 35 ms a measure)


class OneVariant:
    """Finds the variant by the number of its report and the key of its committee; what every step shows."""

    kwargs: dict[str, Any]
    model = ReportVariant
    step = ""

    def get_lookup(self) -> dict[str, Any]:
        return {"report__serial": self.kwargs["serial"], "committee__key": self.kwargs["committee"]}

    def get_queryset(self) -> Any:
        return ReportVariant.objects.select_related(*freezing.READ_WITH)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        variant = self.object  # type: ignore[attr-defined]
        context = super().get_context_data(**context)  # type: ignore[misc]
        return context | {"variant": variant, "steps": steps(variant, self.step)}


STEPS = (
    ("variant_session", "Gremium und Sitzung"),
    ("variant_content", "Inhalt"),
    ("variant_preview", "Vorschau"),
    ("variant_freeze", "Festschreiben"),
)


def step_url(variant: ReportVariant, name: str) -> str:
    return reverse(f"evaluation:{name}", args=[variant.report.serial, variant.committee.key])


def steps(variant: ReportVariant, current: str) -> list[dict[str, Any]]:
    """The four steps of the desk as tabs."""
    allowed = {"variant_freeze": access.Allowed(variant)["freeze"]}
    return [
        {"label": f"{number}. {label}", "url": step_url(variant, name), "current": name == current}
        for number, (name, label) in enumerate(STEPS, start=1)
        if allowed.get(name, True)
    ]


class VariantDesk(OneVariant, DetailView):
    """Where a variant stands: what is missing, which versions there are, what comes next."""

    template_name = "evaluation/variant.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        values = freezing.current_values(self.object, timezone.localdate())
        versions = self.object.versions.defer("pdf", "docx", "values").order_by("-number")
        mark_due([] if versions else [self.object])
        paper, committee = self.object.paper, self.object.committee
        return super().get_context_data(
            **context,
            remarks=remarks(values, self.object.report),
            versions=versions,
            has_measures=has_measures(values),
            station=paper.consultations.filter(committee=committee).first() if paper else None,
        )


def mark_due(variants: list[Any]) -> None:
    """Tells of each of these, which are not frozen, when the paper is ``due_on`` and how long that is ``left``."""
    today = timezone.localdate()
    ahead = [one for one in variants if one.session_on >= today]
    days = due_days((one.committee, one.session_on) for one in ahead)
    for one in ahead:
        one.due_on = days[one.committee_id, one.session_on]
        one.left = days_left(one.due_on, today)


class VariantSession(OneVariant, UpdateView):
    form_class = SessionForm
    template_name = "evaluation/variant_form.html"
    heading = "Gremium und Sitzung"
    step = "variant_session"

    def save(self, form: Any) -> ReportVariant:
        return actions.change_session(variant=form.instance, today=timezone.localdate(), by=person(self.request))

    def get_success_url(self) -> str:
        return step_url(self.object, "variant_content")


class VariantContent(OneVariant, UpdateView):
    """The texts, with the paper as it is stored beside them."""

    form_class = ContentForm
    template_name = "evaluation/variant_content.html"
    heading = "Inhalt"
    submit_label = "Speichern und Vorschau auffrischen"
    step = "variant_content"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        others = self.object.report.variants.count() > 1
        form = context.setdefault("form", self.get_form())
        return super().get_context_data(
            **context,
            is_small=freezing.is_quick(form.values, DIRECTLY),
            take_form=TakeTextsForm(variant=self.object) if others else None,
        )

    def save(self, form: Any) -> ReportVariant:
        return actions.write_texts(variant=form.instance, sections=form.sections(), by=person(self.request))

    def get_success_url(self) -> str:
        return step_url(self.object, "variant_content")


@require_POST
def take_texts(request: HttpRequest, serial: int, committee: str) -> HttpResponse:
    """Words a variant like another one of the same report."""
    rows = ReportVariant.objects.select_related(*freezing.READ_WITH)
    variant = access.get_permitted(rows, request.user, "edit", report__serial=serial, committee__key=committee)
    form = TakeTextsForm(request.POST, variant=variant)
    if form.is_valid():
        source = form.cleaned_data["source"]
        actions.take_texts(variant=variant, source=source, by=person(request))
        messages.success(request, f"Die Texte der Fassung für {source.committee} sind übernommen.")
    else:
        messages.error(request, "Bitte wählen Sie, aus welcher Fassung die Texte kommen.")
    return redirect(step_url(variant, "variant_content"))


class VariantPreview(OneVariant, DetailView):
    """The draft as it would be printed, beside its texts. A big one is rendered by a worker first."""

    template_name = "evaluation/variant_preview.html"
    step = "variant_preview"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        values = freezing.current_values(self.object, timezone.localdate())
        if not freezing.is_quick(values, DIRECTLY) and freezing.stored_preview(self.object, values) is None:
            started = jobs.start("report_preview", "Vorschau", {"variant": self.object.pk}, by=person(request))
            return redirect(started.get_absolute_url())
        return self.render_to_response(
            self.get_context_data(
                values=values, written=written_of(values), remarks=remarks(values, self.object.report)
            )
        )


def written_of(values: Values) -> list[tuple[Written, str]]:
    """What a person has written, in the order of the paper."""
    return [(one, values["texts"].get(one.key, "")) for one in KINDS[values["kind"]].written(values)]


class VariantFreeze(OneVariant, DetailView):
    """Asks once more, with the checklist; freezing itself is done by a worker."""

    action = "freeze"
    template_name = "evaluation/variant_freeze.html"
    step = "variant_freeze"

    def get_form(self, data: Any = None) -> FreezeForm:
        self.number = freezing.next_number(self.object)
        return FreezeForm(data, number=self.number)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        context.setdefault("form", self.get_form())
        values = freezing.current_values(self.object, timezone.localdate())
        return super().get_context_data(**context, remarks=remarks(values, self.object.report), number=self.number)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        form = self.get_form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        arguments = {"variant": self.object.pk, "reason": form.cleaned_data.get("reason", "")}
        started = jobs.start("report_freeze", f"Festschreiben: {self.object}"[:200], arguments, by=person(request))
        return redirect(started.get_absolute_url())


class VariantPublish(OneVariant, UpdateView):
    """From which day the frozen versions are public."""

    action = "publish"
    form_class = PublishForm
    heading = "Veröffentlichung"
    done_message = "Der Tag der Veröffentlichung ist gespeichert."

    def save(self, form: Any) -> ReportVariant:
        return actions.publish(
            variant=form.instance, public_from=form.cleaned_data["public_from"], by=person(self.request)
        )


class SessionResult(OneVariant, DetailView):
    """What the committee decided, once something of the report is frozen. It goes to the Vorlage."""

    action = "edit"
    template_name = "evaluation/session_result.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(versions__isnull=False).distinct()

    def get_form(self, data: Any = None) -> SessionResultForm:
        variant = self.object
        station = variant.paper and variant.paper.consultations.filter(committee=variant.committee).first()
        last = variant.versions.order_by("-number").values_list("values__texts__proposed_resolution", flat=True).first()
        return SessionResultForm(data, variant=variant, proposed=last or "", instance=station or Consultation())

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        context.setdefault("form", self.get_form())
        return super().get_context_data(**context, heading="Ergebnis der Sitzung")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        form = self.get_form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        paper = record_session(
            variant=self.object,
            number=form.number_of_paper,
            consultation=form.instance,
            items=form.resolved(),
            by=person(request),
        )
        messages.success(request, f"Das Ergebnis steht jetzt bei der Vorlage {paper.number}.")
        return redirect(self.object.get_absolute_url())
