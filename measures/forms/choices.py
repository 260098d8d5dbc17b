"""Choices with their words: goals under their period, states with their definition."""

from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet

from bildungsnetz.access import Person
from bildungsnetz.accounts.rules import is_coordination_office
from bildungsnetz.web.widgets import ChoiceLabel
from goals.models import Goal
from measures.models import STATUS_DEFINITIONS, Actor, Measure, Status

STATUS_CHOICES = [(status.value, ChoiceLabel(status.label, STATUS_DEFINITIONS[status])) for status in Status]


def goals_for(user: Person, measure: Measure, today: date) -> QuerySet[Goal]:
    """The goals to choose from: those of periods that have not ended and those already chosen; the office sees all."""
    goals = Goal.objects.permitted("view", user).select_related("period").order_by("-period__starts_on", "number")
    if is_coordination_office(user):
        return goals
    chosen = Q(pk=measure.leading_goal_id)
    if measure.pk:
        chosen |= Q(pk__in=measure.further_goals.values("pk"))
    return goals.filter(Q(period__ends_on__gte=today) | chosen)


def by_period(goals: QuerySet[Goal]) -> list[Any]:
    """Choices in groups, one for each period."""
    return [
        (f"Zeitraum {period}", [(goal.pk, str(goal)) for goal in members])
        for period, members in groupby(goals, key=lambda goal: goal.period)
    ]


def leads_for(user: Person, measure: Measure) -> QuerySet[Actor]:
    """Who may be named as lead: for an actor's people their own actors, for the office every active one."""
    actors = Actor.objects.all() if is_coordination_office(user) else Actor.objects.of_user(user)
    return actors.filter(Q(is_active=True) | Q(pk=measure.lead_id))
