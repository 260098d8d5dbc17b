"""Who may do what with the draft of the next period. It is nobody's business but the offices' until it is adopted."""

from django.db.models import Q

from bildungsnetz.access import EVERYTHING, NOTHING, Person, rule
from bildungsnetz.accounts.rules import is_coordination_office
from evaluation.models import CarryOver, CarryOverState, DraftGoal, GoalPlan, MeasurePlan
from goals.rules import is_either_office
from measures.rules import visible


@rule(CarryOver, "view")
@rule(DraftGoal, "view")
@rule(GoalPlan, "view")
def view_carry_over(user: Person) -> Q:
    return EVERYTHING if is_either_office(user) else NOTHING


@rule(CarryOver, "add", "history")
@rule(DraftGoal, "add")
def add_carry_over(user: Person) -> Q:
    return EVERYTHING if is_coordination_office(user) else NOTHING


@rule(CarryOver, "edit", "delete", "adopt")
def edit_carry_over(user: Person) -> Q:
    """What is adopted is not undone here."""
    return Q(state=CarryOverState.DRAFT) if is_coordination_office(user) else NOTHING


@rule(DraftGoal, "edit", "delete")
@rule(GoalPlan, "edit")
@rule(MeasurePlan, "edit")
def edit_decision(user: Person) -> Q:
    return Q(carry_over__state=CarryOverState.DRAFT) if is_coordination_office(user) else NOTHING


@rule(CarryOver, "view_synopsis")
def view_synopsis(user: Person) -> Q:
    """The comparison of old and new: for the offices at any time, for all once the new period is adopted."""
    return EVERYTHING if is_either_office(user) else Q(state=CarryOverState.ADOPTED)


@rule(MeasurePlan, "view")
def view_lineage(user: Person) -> Q:
    """Where a measure came from: with the measure itself, once it is adopted."""
    if is_either_office(user):
        return EVERYTHING
    return Q(carry_over__state=CarryOverState.ADOPTED) & visible(user, path="measure__")
