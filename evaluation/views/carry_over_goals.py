"""Single decisions of the desk: what becomes of a goal, and the goals of the draft."""

from typing import Any

from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import redirect

from bildungsnetz.web.views import CreateView, DeleteView, UpdateView, person
from evaluation import actions
from evaluation.forms.carry_over import DraftGoalForm, GoalPlanForm
from evaluation.models import CarryOver, DraftGoal, GoalPlan
from goals.models import SuccessionKind

from .carry_over import ForOffices, OfCarryOver, goal_of


class GoalDecision(OfCarryOver, UpdateView):
    """What becomes of one goal. There is a row only once somebody has decided; until then the form starts empty."""

    model = GoalPlan
    form_class = GoalPlanForm
    template_name = "evaluation/goal_decision.html"
    submit_label = "Entscheidung speichern"
    done_message = "Die Entscheidung ist gespeichert."

    def get_object(self, queryset: Any = None) -> GoalPlan:
        if queryset is not None:  # about to write: wait for whoever decides just now
            CarryOver.objects.select_for_update(of=("self",)).get(pk=self.carry_over.pk)
        goal = goal_of(self.carry_over, self.request, self.kwargs["number"])
        plan = self.carry_over.goal_plans.filter(goal=goal).first() or GoalPlan()
        plan.carry_over, plan.goal = self.carry_over, goal
        return plan

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(goal=self.object.goal, **context)

    def get_heading(self) -> str:
        return f"Ziel {self.object.goal.number}: {self.object.goal.title}"

    def form_valid(self, form: Any) -> HttpResponse:
        """Somebody who changes a goal goes on to its new wording."""
        made = actions.decide_goal(
            form.instance, targets=form.targets, copies=form.copies, follow=form.follow, by=person(self.request)
        )
        changed = form.instance.kind in (SuccessionKind.ADAPTED, SuccessionKind.MERGED)
        self.object = form.instance
        if len(made) == 1 and changed:
            return redirect("evaluation:draft_goal_edit", self.carry_over.period.key, made[0].pk)
        return redirect(f"{self.carry_over.get_absolute_url()}#ziel-{form.instance.goal.number}")


class OneDraftGoal(OfCarryOver):
    model = DraftGoal

    def get_queryset(self) -> Any:
        return self.carry_over.draft_goals.select_related("carry_over__period")

    def get_success_url(self) -> str:
        return f"{self.carry_over.get_absolute_url()}#entwurf"


class DraftGoalAdd(ForOffices, OneDraftGoal, CreateView):
    form_class = DraftGoalForm
    heading = "Neues Ziel im Entwurf"
    submit_label = "In den Entwurf aufnehmen"
    done_message = "Das Ziel steht im Entwurf."

    def get_form_kwargs(self) -> dict[str, Any]:
        highest = self.carry_over.draft_goals.aggregate(highest=Max("number"))["highest"] or 0
        fresh = DraftGoal(carry_over=self.carry_over, number=highest + 1)
        return super().get_form_kwargs() | {"instance": fresh}

    def save(self, form: Any) -> DraftGoal:
        return actions.save_draft_goal(form.instance, by=person(self.request))


class DraftGoalEdit(OneDraftGoal, UpdateView):
    form_class = DraftGoalForm
    heading = "Ziel im Entwurf bearbeiten"

    def save(self, form: Any) -> DraftGoal:
        return actions.save_draft_goal(form.instance, by=person(self.request))


class DraftGoalDelete(OneDraftGoal, DeleteView):
    heading = "Ziel aus dem Entwurf nehmen"
    consequence = "Was in dieses Ziel eingehen sollte, ist danach wieder offen."
    done_message = "Das Ziel ist nicht mehr im Entwurf."

    def delete_object(self) -> None:
        actions.delete_draft_goal(self.object, by=person(self.request))
