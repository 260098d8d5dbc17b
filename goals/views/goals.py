"""Periods, their goals, and where the goals came from."""

from functools import cached_property
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from bildungsnetz.access import get_permitted, may
from bildungsnetz.web.views import DetailView, ListView, Public
from goals.actions import revise_goal
from goals.forms import GoalForm, GoalRevisionForm, PeriodForm, SuccessionForm
from goals.models import Goal, GoalRevision, GoalSuccession, Indicator, Paper, Period
from goals.querysets import figures_for, revisions_for, shown, successions_for

from .base import CreateView, DeleteView, UpdateView


class PeriodList(Public, ListView):
    """All periods with their goals, the running one first."""

    model = Period
    context_object_name = "periods"
    template_name = "goals/period_list.html"

    def get_queryset(self) -> Any:
        user = self.request.user
        goals, papers = shown("goals", Goal.objects.all(), user), shown("paper", Paper.objects.all(), user)
        return super().get_queryset().prefetch_related(goals, papers)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        context = super().get_context_data(**context)
        current = Period.objects.current(timezone.localdate()).first()
        periods = sorted(context["periods"], key=lambda period: period != current)
        return context | {"periods": periods, "current": current}


class OfPeriod:
    """Below the address of a period."""

    request: Any
    kwargs: dict[str, Any]

    @cached_property
    def period(self) -> Period:
        found: Period = get_permitted(Period.objects.all(), self.request.user, key=self.kwargs["key"])
        return found


class PeriodPage(Public, DetailView):
    model = Period
    template_name = "goals/period.html"

    def get_lookup(self) -> dict[str, Any]:
        return {"key": self.kwargs["key"]}

    def get_queryset(self) -> Any:
        return Period.objects.prefetch_related(shown("paper", Paper.objects.all(), self.request.user))

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        user = self.request.user
        indicators = Indicator.objects.permitted("view", user)
        goals = Goal.objects.of_period(self.object).permitted("view", user)
        context["goals"] = goals.annotate(indicator_count=Count("indicators", filter=Q(indicators__in=indicators)))
        context["may_add_goal"] = may(user, "add", Goal)
        return super().get_context_data(**context)


class PeriodCreate(CreateView):
    model = Period
    form_class = PeriodForm
    heading = "Zielperiode anlegen"

    def get_cancel_url(self) -> str:
        return reverse("goals:period_list")


class PeriodUpdate(UpdateView):
    model = Period
    form_class = PeriodForm
    heading = "Zielperiode bearbeiten"

    def get_lookup(self) -> dict[str, Any]:
        return {"key": self.kwargs["key"]}


class OneGoal:
    """A goal is found by its period and its number."""

    kwargs: dict[str, Any]

    def get_queryset(self) -> Any:
        return Goal.objects.select_related("period")

    def get_lookup(self) -> dict[str, Any]:
        return {"period__key": self.kwargs["key"], "number": self.kwargs["number"]}


class GoalPage(Public, OneGoal, DetailView):
    model = Goal
    template_name = "goals/goal.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        goal, user = self.object, self.request.user
        context["paper"] = Paper.objects.permitted("view", user).filter(pk=goal.period.paper_id).first()
        context["revisions"] = revisions_for(user).filter(goal=goal)
        successions = successions_for(user).filter(Q(predecessor=goal) | Q(successor=goal))
        context["origins"] = [row for row in successions if row.successor_id == goal.pk]
        context["continuations"] = [row for row in successions if row.predecessor_id == goal.pk]
        context["indicators"] = figures_for(goal.indicators, user)
        context["may_add_indicator"] = may(user, "add", Indicator)
        context["may_edit_successions"] = may(user, "edit", GoalSuccession)
        return super().get_context_data(**context)


class GoalCreate(OfPeriod, CreateView):
    model = Goal
    form_class = GoalForm
    heading = "Handlungsziel anlegen"

    def new_instance(self) -> Goal:
        return Goal(period=self.period)

    def get_cancel_url(self) -> str:
        return self.period.get_absolute_url()

    def get_back_label(self) -> str:
        return str(self.period)


class GoalUpdate(OneGoal, UpdateView):
    model = Goal
    form_class = GoalForm
    heading = "Handlungsziel bearbeiten"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        context["intro"] = "Was ein Gremium geändert hat, gehört in eine Fortschreibung: Sie bewahrt die alte Fassung."
        return super().get_context_data(**context)


class GoalRevise(OneGoal, UpdateView):
    """Writes a revision and the goal's new wording in one go."""

    model = Goal
    action = "revise"
    form_class = GoalRevisionForm
    heading = "Handlungsziel fortschreiben"
    submit_label = "Fortschreiben"
    done_message = "Die neue Fassung gilt. Die bisherige ist weiterhin lesbar."

    def get_form_instance(self, row: Goal) -> GoalRevision:
        return GoalRevision(
            goal=row,
            revised_on=timezone.localdate(),
            previous_title=row.title,
            previous_text=row.text,
            new_title=row.title,
            new_text=row.text,
        )

    def save(self, form: Any) -> Goal:
        return revise_goal(self.object, form.save(commit=False), by=self.request.user).goal


class OfGoal:
    """Below the address of a goal."""

    request: Any
    kwargs: dict[str, Any]

    @cached_property
    def goal(self) -> Goal:
        rows = Goal.objects.select_related("period")
        lookup = {"period__key": self.kwargs["key"], "number": self.kwargs["number"]}
        found: Goal = get_permitted(rows, self.request.user, **lookup)
        return found

    def get_success_url(self) -> str:
        return self.goal.get_absolute_url()

    def get_cancel_url(self) -> str:
        return self.goal.get_absolute_url()

    def get_back_label(self) -> str:
        return str(self.goal)


class SuccessionCreate(OfGoal, CreateView):
    model = GoalSuccession
    form_class = SuccessionForm
    heading = "Herkunft oder Verbleib eintragen"

    def new_instance(self) -> GoalSuccession:
        return GoalSuccession(successor=self.goal)


class OneSuccession(OfGoal):
    """A connection that has the goal of the address at one of its ends."""

    def get_queryset(self) -> Any:
        return GoalSuccession.objects.filter(Q(predecessor=self.goal) | Q(successor=self.goal))


class SuccessionUpdate(OneSuccession, UpdateView):
    model = GoalSuccession
    form_class = SuccessionForm
    heading = "Herkunft bearbeiten"


class SuccessionDelete(OneSuccession, DeleteView):
    model = GoalSuccession
    heading = "Verbindung löschen"
    consequence = "Die Ziele selbst bleiben."
