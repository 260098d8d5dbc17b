"""The page of one measure, and the pages that make, change and delete it."""

from typing import Any

from django.db.models import Q
from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from bildungsnetz.access import Allowed
from bildungsnetz.accounts.rules import is_coordination_office
from bildungsnetz.web.views import CreateView, DeleteView, DetailView, Public, UpdateView
from goals.models import Goal
from goals.rules import is_either_office
from measures import actions
from measures.forms.measure import form_class_for
from measures.freshness import freshness_of
from measures.models import STATUS_DEFINITIONS, Actor, FreshnessPolicy, Measure
from measures.profile import effect_chain, money_of
from measures.workflow import STEPS, way_of

from .dialogue import open_among

MOST_NOTES = 100
MOST_PROPOSALS = 5


class OfMeasure:
    """Finds the measure by the number in the address."""

    kwargs: dict[str, Any]

    def get_lookup(self) -> dict[str, Any]:
        return {"serial": self.kwargs["serial"]}


class MeasurePage(OfMeasure, Public, DetailView):
    model = Measure
    template_name = "measures/measure.html"

    def get_queryset(self) -> Any:
        return Measure.objects.select_related("lead").prefetch_related(
            "stages", "transitions", "target_groups", "districts", "participations__actor", "milestones"
        )

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        measure = self.object
        allowed, today = Allowed(measure), timezone.localdate()
        comments = list(measure.comments.permitted("view", self.request.user).select_related("author"))
        return super().get_context_data(
            allowed=allowed,
            today=today,
            freshness=freshness_of(measure, today, FreshnessPolicy.current()),
            definition=STATUS_DEFINITIONS[measure.status],
            steps=steps_of(measure, allowed),
            next_milestone=next((step for step in measure.milestones.all() if not step.reached_on), None),
            notes=measure.progress_notes.select_related("author", "proposal")[:MOST_NOTES],
            proposals=proposals_of(measure, self.request.user),
            documents=measure.attachments.permitted("view", self.request.user),
            comments=comments,
            open_messages=open_among(comments),
            chain=effect_chain(measure),
            **goals_of(measure, self.request.user),
            **money_of(measure),
            **context,
        )


def proposals_of(measure: Measure, user: Any) -> Any:
    """What the reader may know of proposals for ``measure``, the newest ones."""
    works_here = measure.may_see_dialogue or is_either_office(user)  # type: ignore[attr-defined]
    return list(measure.proposals.permitted("view", user)[:MOST_PROPOSALS]) if works_here else ()


def steps_of(measure: Measure, allowed: Allowed) -> list[dict[str, str]]:
    """The steps of publication that the reader may take now, each with label, address and kind of button."""
    return [
        {"label": way.label, "url": reverse(f"measures:{step.name}", args=[measure.number]), "kind": step.kind}
        for step in STEPS
        if (way := way_of(step, measure.publication)) and allowed[way.action]
    ]


def goals_of(measure: Measure, user: Any) -> dict[str, Any]:
    """The leading goal and the further ones, as far as the reader may know them."""
    hangs_on = Q(pk=measure.leading_goal_id) | Q(pk__in=measure.further_goals.values("pk"))
    goals = list(Goal.objects.permitted("view", user).filter(hangs_on).select_related("period"))
    return {
        "leading_goal": next((goal for goal in goals if goal.pk == measure.leading_goal_id), None),
        "further_goals": [goal for goal in goals if goal.pk != measure.leading_goal_id],
    }


class WithMeasureForm:
    """The form for the person who edits, with the day of today."""

    model = Measure
    request: HttpRequest

    def get_form_class(self) -> Any:
        return form_class_for(self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_kwargs()  # type: ignore[misc]
        return {**options, "user": self.request.user, "today": timezone.localdate()}


class MeasureCreate(WithMeasureForm, CreateView):
    heading = "Maßnahme anlegen"
    submit_label = "Als Entwurf speichern"
    done_message = "Der Entwurf ist gespeichert. Öffentlich wird er erst nach der Freigabe durch das Bildungsbüro."

    def get_initial(self) -> dict[str, Any]:
        own = list(Actor.objects.of_user(self.request.user).active()[:2])
        return {"lead": own[0].pk} if len(own) == 1 else {}

    def save(self, form: BaseForm) -> Measure:
        return actions.create_measure(form, by=self.request.user, today=timezone.localdate())  # type: ignore[arg-type]

    def get_cancel_url(self) -> str:
        return overview_for(self.request.user)


class MeasureEdit(OfMeasure, WithMeasureForm, UpdateView):
    heading = "Maßnahme bearbeiten"

    def get_queryset(self) -> Any:
        return Measure.objects.select_related("lead")

    def save(self, form: BaseForm) -> Measure:
        return actions.update_measure(form, by=self.request.user, today=timezone.localdate())  # type: ignore[arg-type]


class MeasureDelete(OfMeasure, DeleteView):
    model = Measure
    heading = "Entwurf löschen"
    consequence = "Mit dem Entwurf gehen seine Dokumente, Nachrichten und Sachstände verloren."
    done_message = "Der Entwurf ist gelöscht."

    def delete_object(self) -> None:
        actions.delete_measure(self.object, by=self.request.user)  # type: ignore[arg-type]

    def get_success_url(self) -> str:
        return overview_for(self.request.user)


def overview_for(user: Any) -> str:
    """Where somebody goes who has left a measure: the office to all, an actor's people to their own."""
    return reverse("measures:list" if is_coordination_office(user) else "measures:mine")
