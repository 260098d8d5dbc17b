"""The desk of a report: committee and session, content, preview, freezing, publication."""

from typing import Any

from django.db.models import Max, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views import generic

from bildungsnetz import access
from bildungsnetz.operations import jobs
from bildungsnetz.web.views import CreateView, DeleteView, DetailView, Public, UpdateView, person
from evaluation import actions, freezing
from evaluation.checklist import remarks
from evaluation.forms.reports import ContentForm, FreezeForm, PublishForm, SessionForm, StartForm, VariantForm
from evaluation.models import Report, ReportVariant, ReportVersion
from evaluation.reports import KINDS, Values, Written

DIRECTLY = 80  # up to so many measures a draft is rendered while its page waits (about 35 ms a measure)


class ReportList(Public, generic.TemplateView):
    """Frozen versions for everybody who may read them; for the offices also what is being prepared."""

    template_name = "evaluation/reports.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        user = self.request.user
        versions = (
            ReportVersion.objects.permitted("view", user)
            .defer("pdf", "values")
            .select_related("variant__report__period", "variant__committee")
            .order_by("-variant__session_on", "-variant__report__serial", "variant__committee__position", "-number")
        )
        reports = Report.objects.permitted("view", user).prefetch_related(with_newest())
        return super().get_context_data(
            **context, versions=versions, reports=reports, may_add=access.may(user, "add", Report)
        )


def with_newest() -> Prefetch:
    """The variants of a report, each with its committee and the number of its ``newest`` version."""
    rows = ReportVariant.objects.select_related("committee").annotate(newest=Max("versions__number"))
    return Prefetch("variants", rows.order_by("session_on", "committee__position"))


class ReportStart(CreateView):
    """A new report with its first committee."""

    model = Report
    form_class = StartForm
    heading = "Neuer Bericht"
    submit_label = "Anlegen und Inhalt schreiben"
    done_message = "Der Bericht ist angelegt; die Texte sind Vorschläge aus den Daten."

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": ReportVariant()}

    def save(self, form: Any) -> ReportVariant:
        return actions.create_report(
            variant=form.instance,
            kind=form.cleaned_data["kind"],
            period=form.cleaned_data["period"],
            today=timezone.localdate(),
            by=person(self.request),
        )

    def get_success_url(self) -> str:
        return reverse("evaluation:variant_content", args=[self.object.report.serial, self.object.committee.key])

    def get_cancel_url(self) -> str:
        return reverse("evaluation:reports")


class ReportPage(DetailView):
    """A report and its variants."""

    model = Report
    template_name = "evaluation/report.html"

    def get_lookup(self) -> dict[str, Any]:
        return {"serial": self.kwargs["serial"]}

    def get_queryset(self) -> Any:
        return Report.objects.select_related("period").prefetch_related(with_newest())


class ReportDelete(DeleteView):
    """What nobody has frozen yet may go."""

    model = Report
    heading = "Bericht löschen"
    consequence = (
        "Der Bericht wird mit seinen Texten, Vorschauen und Stellungnahmen gelöscht. Ausgefertigtes bleibt immer "
        "erhalten."
    )
    done_message = "Der Bericht ist gelöscht."

    def get_lookup(self) -> dict[str, Any]:
        return {"serial": self.kwargs["serial"]}

    def get_success_url(self) -> str:
        return reverse("evaluation:reports")


class VariantAdd(CreateView):
    """The report for one more committee."""

    model = ReportVariant
    form_class = VariantForm
    heading = "Fassung für ein weiteres Gremium"
    submit_label = "Anlegen"

    @cached_property
    def report(self) -> Report:
        return access.get_permitted(Report.objects.all(), self.request.user, "edit", serial=self.kwargs["serial"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": ReportVariant(), "report": self.report}

    def save(self, form: Any) -> ReportVariant:
        return actions.add_variant(
            report=self.report, variant=form.instance, today=timezone.localdate(), by=person(self.request)
        )

    def get_cancel_url(self) -> str:
        return self.report.get_absolute_url()


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


def steps(variant: ReportVariant, current: str) -> list[dict[str, Any]]:
    """The four steps of the desk as tabs."""
    key = [variant.report.serial, variant.committee.key]
    allowed = {"variant_freeze": access.Allowed(variant)["freeze"]}
    return [
        {"label": f"{number}. {label}", "url": reverse(f"evaluation:{name}", args=key), "current": name == current}
        for number, (name, label) in enumerate(STEPS, start=1)
        if allowed.get(name, True)
    ]


class VariantDesk(OneVariant, DetailView):
    """Where a variant stands: what is missing, which versions there are, what comes next."""

    template_name = "evaluation/variant.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        values = freezing.current_values(self.object, timezone.localdate())
        versions = self.object.versions.defer("pdf", "values").order_by("-number")
        return super().get_context_data(**context, remarks=remarks(values, self.object.report), versions=versions)


class VariantSession(OneVariant, UpdateView):
    form_class = SessionForm
    template_name = "evaluation/variant_form.html"
    heading = "Gremium und Sitzung"
    step = "variant_session"

    def save(self, form: Any) -> ReportVariant:
        return actions.change_session(variant=form.instance, today=timezone.localdate(), by=person(self.request))

    def get_success_url(self) -> str:
        return reverse("evaluation:variant_content", args=[self.object.report.serial, self.object.committee.key])


class VariantContent(OneVariant, UpdateView):
    form_class = ContentForm
    template_name = "evaluation/variant_form.html"
    heading = "Inhalt"
    submit_label = "Speichern und Vorschau ansehen"
    step = "variant_content"

    def save(self, form: Any) -> ReportVariant:
        return actions.write_texts(variant=form.instance, sections=form.sections(), by=person(self.request))

    def get_success_url(self) -> str:
        return reverse("evaluation:variant_preview", args=[self.object.report.serial, self.object.committee.key])


class VariantPreview(OneVariant, DetailView):
    """The draft as it would be printed, beside its texts. A big one is rendered by a worker first."""

    template_name = "evaluation/variant_preview.html"
    step = "variant_preview"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        values = freezing.current_values(self.object, timezone.localdate())
        if freezing.is_big(values, DIRECTLY) and freezing.stored_preview(self.object, values) is None:
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
