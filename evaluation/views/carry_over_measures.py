"""The measures of the old period: several hundred, so paged and narrowed, decided one by one or many at once."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from bildungsnetz.access import Allowed, get_permitted
from bildungsnetz.web.views import UpdateView, person
from evaluation import actions
from evaluation.carrying import Standing, measures_of, measures_url
from evaluation.forms.carry_over import MeasurePlanForm, MeasuresFilter, SeveralForm
from evaluation.models import CarryOver, MeasurePlan
from measures.models import Measure

from .carry_over import OfCarryOver, carry_over_of

PER_PAGE = 50
TONES = {Standing.UNDECIDED: "watch", Standing.CONTINUES: "good", Standing.ENDS: "off", Standing.LEFT: "done"}


@require_http_methods(["GET", "HEAD", "POST"])
def measures(request: HttpRequest, key: str) -> HttpResponse:
    """The list; posted to, it decides about what is ticked."""
    carry_over = carry_over_of(request, key, "edit" if request.method == "POST" else "view")
    numbers = {goal.number: goal.pk for goal in carry_over.period.goals.order_by("number")}
    chosen = MeasuresFilter(request.GET or None, numbers=list(numbers))
    rows = narrowed(carry_over, chosen, numbers)
    total = rows.count()
    several = SeveralForm(request.POST or None, carry_over=carry_over, total=total)
    if request.method == "POST" and several.is_valid():
        ticked = rows if several.cleaned_data["everything"] else rows.filter(serial__in=serials(request))
        if decided := decide(request, carry_over, several, list(ticked)):
            return decided
    page = Paginator(rows.select_related("lead"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "carry_over": carry_over,
        "allowed": Allowed(carry_over),
        "filter": chosen,
        "several": several,
        "page": page,
        "rows": list(described(carry_over, page, {pk: number for number, pk in numbers.items()})),
        "ticked": serials(request),
        "total": total,
    }
    return render(request, "evaluation/carry_over_measures.html", context)


def narrowed(carry_over: CarryOver, chosen: MeasuresFilter, numbers: dict[int, int]) -> Any:
    """The measures that fit the filter, open ones first."""
    said = chosen.cleaned_data if chosen.is_valid() else {}
    rows = measures_of(carry_over)
    if said.get("goal"):
        rows = rows.filter(came_from=numbers[int(said["goal"])])
    if said.get("standing"):
        rows = rows.filter(standing=said["standing"])
    if said.get("q", "").strip():
        rows = rows.matching(said["q"])
    return rows.order_by("serial")


def described(carry_over: CarryOver, page: Any, numbers: dict[int, int]) -> Any:
    """Each measure of the page with the number of its old goal, its draft goal and the tone of its standing."""
    drafts = {draft.pk: draft for draft in carry_over.draft_goals.all()}
    for measure in page:
        standing = Standing(measure.standing)
        yield {
            "measure": measure,
            "goal": numbers.get(measure.came_from),
            "target": drafts.get(measure.target),
            "label": standing.label,
            "tone": TONES[standing],
            "revision": measure.own_revision or 0,
        }


def serials(request: HttpRequest) -> set[int]:
    """The measures that were ticked."""
    said = request.POST.getlist("measure")
    return {int(one) for one in said if one.isascii() and one.isdigit() and len(one) < 10}


def decide(request: HttpRequest, carry_over: CarryOver, several: SeveralForm, chosen: list[Any]) -> HttpResponse | None:
    """Writes the decision; None where nothing was ticked or somebody else was faster, so that the page shows it."""
    if not chosen:
        several.add_error(None, "Bitte wählen Sie mindestens eine Maßnahme aus.")
        return None
    seen = {row.pk: int(said) for row in chosen if (said := request.POST.get(f"seen-{row.serial}", "")).isdigit()}
    skipped = actions.decide_measures(carry_over, several.decision, chosen, seen, by=person(request))
    done = len(chosen) - len(skipped)
    if done:
        messages.success(request, f"Entschieden: {done} Maßnahme{'' if done == 1 else 'n'}.")
    if skipped:
        names = ", ".join(measure.number for measure in skipped)
        words = f"Inzwischen hat jemand anderes entschieden, darum unverändert: {names}. Bitte prüfen Sie die Zeilen."
        several.add_error(None, words)
        return None
    return redirect(f"{request.path}?{request.GET.urlencode()}" if request.GET else request.path)


class MeasureDecision(OfCarryOver, UpdateView):
    """What becomes of one measure, whatever its goal does."""

    model = MeasurePlan
    form_class = MeasurePlanForm
    submit_label = "Entscheidung speichern"
    done_message = "Die Entscheidung ist gespeichert."

    def get_object(self, queryset: Any = None) -> MeasurePlan:
        if queryset is not None:  # about to write: wait for whoever decides just now
            CarryOver.objects.select_for_update(of=("self",)).get(pk=self.carry_over.pk)
        measure = measure_of(self.carry_over, self.request, self.kwargs["serial"])
        plan = self.carry_over.measure_plans.filter(measure=measure).first() or MeasurePlan()
        plan.carry_over, plan.measure = self.carry_over, measure
        return plan

    def get_heading(self) -> str:
        return str(self.object.measure)

    def save(self, form: Any) -> MeasurePlan:
        return actions.decide_measure(form.instance, by=person(self.request))

    def get_success_url(self) -> str:
        return measures_url(self.carry_over)

    def get_cancel_url(self) -> str:
        return measures_url(self.carry_over)

    def get_back_label(self) -> str:
        return "Maßnahmen"


def measure_of(carry_over: CarryOver, request: HttpRequest, serial: int) -> Measure:
    found: Measure = get_permitted(measures_of(carry_over), request.user, serial=serial)
    return found


@require_POST
def reset_measure(request: HttpRequest, key: str, serial: int) -> HttpResponse:
    """The measure follows its goal again."""
    carry_over = carry_over_of(request, key, "edit")
    measure = measure_of(carry_over, request, serial)
    plan = carry_over.measure_plans.select_related("carry_over").filter(measure=measure).first()
    if plan is None:
        raise Http404
    actions.reset_measure(plan, by=person(request))
    messages.success(request, f"{measure.number} folgt wieder ihrem Ziel.")
    return redirect(measures_url(carry_over))
