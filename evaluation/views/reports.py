"""Reports: what there is, a new one, its committees."""

from typing import Any

from django.db.models import Max, Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views import generic

from bildungsnetz import access
from bildungsnetz.web.views import CreateView, DeleteView, DetailView, Public, UpdateView, person
from evaluation import actions
from evaluation.forms.report_start import StartForm
from evaluation.forms.reports import AnnexesForm, VariantForm
from evaluation.models import CommitteeQuestion, Report, ReportVariant, ReportVersion
from evaluation.reports import KINDS, ReportKind
from evaluation.reports.choices import LABELS, possible

from .variants import mark_due, step_url

OFFERING = [key for key, kind in KINDS.items() if kind.offers]


class ReportList(Public, generic.TemplateView):
    """Frozen versions for everybody who may read them; for the offices also what is being prepared."""

    template_name = "evaluation/reports.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        user = self.request.user
        versions = (
            ReportVersion.objects.permitted("view", user)
            .defer("pdf", "docx", "values")
            .select_related("variant__report__period", "variant__committee")
            .order_by("-variant__session_on", "-variant__report__serial", "variant__committee__position", "-number")
        )
        reports = list(Report.objects.permitted("view", user).prefetch_related(with_newest()))
        variants: list[Any] = [variant for report in reports for variant in report.variants.all()]
        mark_due([variant for variant in variants if not variant.newest])
        return super().get_context_data(
            **context,
            versions=versions,
            reports=reports,
            may_add=access.may(user, "add", Report),
            may_see_questions=access.may(user, "view", CommitteeQuestion),
        )


def with_newest() -> Prefetch:
    """The variants of a report, each with its committee and the number of its ``newest`` version."""
    rows = ReportVariant.objects.select_related("committee").annotate(newest=Max("versions__number"))
    return Prefetch("variants", rows.order_by("session_on", "committee__position"))


class ReportKinds(generic.TemplateView):
    """The first question: which kind of report."""

    template_name = "evaluation/report_kinds.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        access.require(request.user, "add", Report)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        missing = {name: not possible(name).exists() for kind in KINDS.values() for name in kind.needs}
        kinds = [(kind, [LABELS[name] for name in kind.needs if missing[name]]) for kind in KINDS.values()]
        return super().get_context_data(**context, kinds=kinds)


class ReportStart(CreateView):
    """A new report of one kind, with its committees."""

    model = Report
    form_class = StartForm  # type: ignore[assignment]
    submit_label = "Bericht anlegen"
    done_message = "Der Bericht ist angelegt; die Texte sind Vorschläge aus den Daten."

    @cached_property
    def kind(self) -> ReportKind:
        kind = KINDS.get(self.kwargs["kind"])
        if kind is None:
            raise Http404
        return kind

    def get_heading(self) -> str:
        return f"Neuer Bericht: {self.kind.label}"

    def get_form_kwargs(self) -> dict[str, Any]:
        options = super().get_form_kwargs() | {"kind": self.kind}
        del options["instance"]
        return options

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**context, intro=self.kind.explanation)

    def save(self, form: Any) -> Report:
        return actions.start_report(
            variants=form.variants(),
            kind=self.kind.key,
            today=timezone.localdate(),
            by=person(self.request),
            **form.about(),
        )

    def get_success_url(self) -> str:
        """One committee is led on to its texts, several to the page where they are chosen."""
        first, *others = self.object.variants.select_related("report", "committee")
        return self.object.get_absolute_url() if others else step_url(first, "variant_content")

    def get_cancel_url(self) -> str:
        return reverse("evaluation:report_add")


class ReportPage(DetailView):
    """A report and its variants."""

    model = Report
    template_name = "evaluation/report.html"

    def get_lookup(self) -> dict[str, Any]:
        return {"serial": self.kwargs["serial"]}

    def get_queryset(self) -> Any:
        return Report.objects.select_related("period").prefetch_related(with_newest())

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**context, has_annexes=self.object.kind in OFFERING)


class ReportAnnexes(UpdateView):
    """Which annexes the office wants besides; only of kinds that offer some."""

    model = Report
    form_class = AnnexesForm
    heading = "Anlagen"
    done_message = "Die Anlagen sind gespeichert; sie gelten für alle Gremien, deren Fassung noch entsteht."

    def get_lookup(self) -> dict[str, Any]:
        return {"serial": self.kwargs["serial"]}

    def get_queryset(self) -> Any:
        return Report.objects.filter(kind__in=OFFERING).select_related("period")

    def save(self, form: Any) -> Report:
        return actions.change_annexes(report=form.instance, by=person(self.request))


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
