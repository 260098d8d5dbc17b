"""The catalogue of criteria: what rounds ask, and the ready selections that a round can start from."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST

from bildungsnetz import access
from bildungsnetz.web.views import CreateView, DeleteView, DetailView, ForViewers, ListView, UpdateView, person
from evaluation import actions
from evaluation.forms.criteria import CriteriaSetForm, CriterionForm, UsedCriterionForm
from evaluation.models import AppliesTo, CriteriaSet, Criterion, EffectStage, EvaluationRound

STAGES = ["", *EffectStage.values]  # the order of the list; what looks at no stage of the chain comes first
USED = (
    "Dieses Kriterium wurde in einer Runde schon gefragt. Frage, Hinweise und Stufen stehen deshalb fest: Was die "
    "Antwortenden gelesen haben, bleibt so. Ändern lassen sich Gewicht und Reihenfolge für neue Runden und der Tag, ab "
    "dem keine neue Runde es mehr vorschlägt. Einen neuen Wortlaut legen Sie als neues Kriterium an."
)


class Catalogue(ForViewers, ListView):
    """All criteria by what they apply to and where they look, with the selections; those no longer asked apart."""

    model = Criterion
    template_name = "evaluation/criteria.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().with_used().order_by("position", "pk")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        today = timezone.localdate()
        criteria = sorted(self.object_list, key=lambda row: STAGES.index(row.effect_stage))
        asked = [row for row in criteria if row.retired_on is None or row.retired_on > today]
        sets = CriteriaSet.objects.permitted("view", self.request.user).annotate(size=Count("criteria"))
        return super().get_context_data(
            groups=[(applies, [row for row in asked if row.applies_to == applies]) for applies in AppliesTo],
            retired=[row for row in criteria if row not in asked],
            is_empty=not criteria,
            sets=sets,
            **context,
        )


class CriterionPage(DetailView):
    model = Criterion
    template_name = "evaluation/criterion.html"
    context_object_name = "criterion"

    def get_queryset(self) -> Any:
        return Criterion.objects.with_used().prefetch_related("sets")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        rounds = EvaluationRound.objects.permitted("view", self.request.user)
        return super().get_context_data(
            rounds=rounds.filter(round_criteria__criterion=self.object), used_note=USED, **context
        )


class CriterionCreate(ForViewers, CreateView):
    """A new criterion; ``?from=`` names one whose wording it starts with."""

    model = Criterion
    form_class = CriterionForm
    heading = "Kriterium anlegen"

    def get_initial(self) -> dict[str, Any]:
        wanted = self.request.GET.get("from", "")
        found = Criterion.objects.filter(pk=int(wanted)).first() if is_key(wanted) else None
        kept = (*Criterion.worded, "weight", "position")
        return {name: getattr(found, name) for name in kept} if found else {}

    def save(self, form: Any) -> Criterion:
        return actions.save_entry(form, by=person(self.request))

    def get_cancel_url(self) -> str:
        return reverse("evaluation:criteria")


def is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


class CriterionEdit(UpdateView):
    """All of a criterion until a round was opened with it; from then on only what does not touch its wording."""

    heading = "Kriterium bearbeiten"

    def get_queryset(self) -> Any:
        return Criterion.objects.with_used()

    def get_form_class(self) -> Any:
        return UsedCriterionForm if self.object.used else CriterionForm

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(intro=USED if self.object.used else "", **context)

    def save(self, form: Any) -> Criterion:
        return actions.save_entry(form, by=person(self.request))


class CriterionDelete(DeleteView):
    """What no round has chosen may go."""

    model = Criterion
    heading = "Kriterium löschen"
    consequence = "Es verschwindet auch aus den Kriteriensätzen."
    done_message = "Das Kriterium ist gelöscht."

    def delete_object(self) -> None:
        actions.delete_entry(self.object, by=person(self.request))

    def get_success_url(self) -> str:
        return reverse("evaluation:criteria")


class CriteriaSetPage(DetailView):
    template_name = "evaluation/criteria_set.html"
    context_object_name = "criteria_set"

    def get_queryset(self) -> Any:
        in_order = Criterion.objects.order_by("-applies_to", "position", "pk")
        return CriteriaSet.objects.prefetch_related(Prefetch("criteria", in_order))

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(
            today=timezone.localdate(), may_prepare=access.may(self.request.user, "add", EvaluationRound), **context
        )


class WithChoice:
    """The forms of a selection offer what is still asked, and what the selection already holds."""

    object: Any
    request: HttpRequest

    @cached_property
    def offered(self) -> Any:
        in_use = Q(pk__in=Criterion.objects.in_use_on(timezone.localdate()))
        chosen = Q(sets=self.object) if self.object is not None else Q(pk__in=())
        return Criterion.objects.filter(in_use | chosen).distinct().order_by("-applies_to", "position", "pk")

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)  # type: ignore[misc]
        form.fields["criteria"].queryset = self.offered
        return form

    def save(self, form: Any) -> CriteriaSet:
        return actions.save_entry(form, by=person(self.request))


class CriteriaSetCreate(WithChoice, ForViewers, CreateView):
    model = CriteriaSet
    form_class = CriteriaSetForm
    heading = "Kriteriensatz anlegen"

    def get_cancel_url(self) -> str:
        return reverse("evaluation:criteria")


class CriteriaSetEdit(WithChoice, UpdateView):
    model = CriteriaSet
    form_class = CriteriaSetForm
    heading = "Kriteriensatz bearbeiten"


class CriteriaSetDelete(DeleteView):
    model = CriteriaSet
    heading = "Kriteriensatz löschen"
    consequence = "Die Kriterien selbst und die Runden, die aus ihm entstanden sind, bleiben."
    done_message = "Der Kriteriensatz ist gelöscht."

    def delete_object(self) -> None:
        actions.delete_entry(self.object, by=person(self.request))

    def get_success_url(self) -> str:
        return reverse("evaluation:criteria")


@require_POST
def take_templates(request: HttpRequest) -> HttpResponse:
    """Fills an empty catalogue with the ready criteria."""
    access.require(request.user, "add", Criterion)
    try:
        actions.take_templates(by=person(request))
        messages.success(request, "Die Kriterien und Kriteriensätze der Vorlage stehen jetzt im Katalog.")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("evaluation:criteria")
