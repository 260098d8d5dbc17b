"""Recommendations: written down, decided, followed up; and what a goal says because of one.

The caller holds the lock of a row that exists, as ``UpdateView`` does.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from bildungsnetz import access
from bildungsnetz.accounts.models import User
from bildungsnetz.history.authors import acting_as
from bildungsnetz.operations.models import Sequence
from bildungsnetz.workflow import require_transition
from evaluation.models import EvaluationRound, Recommendation
from evaluation.workflow import DECISION, PROGRESS, UNDECIDED
from goals import actions as goal_actions
from goals.models import Goal, GoalRevision

# What a decision writes, and what taking it back empties.
DECIDED = ("decided_text", "decision_note", "decided_by")
SETTLED = ("decided_on", "committee", "paper", "responsible", "due_on")


def require(by: User, action: str, recommendation: Recommendation) -> None:
    if not access.may(by, action, recommendation):
        raise PermissionDenied


def store(recommendation: Recommendation, by: User, reason: str = "") -> Recommendation:
    recommendation.revision_no += 1
    with acting_as(by, reason):
        recommendation.save()
    return recommendation


@transaction.atomic
def save_recommendation(recommendation: Recommendation, *, by: User) -> Recommendation:
    """Stores the wording that a session found, new or not. Raises PermissionDenied, ValidationError."""
    if recommendation.pk:
        require(by, "edit", recommendation)
        return store(recommendation, by)
    access.require(by, "add", Recommendation)
    of = EvaluationRound.objects.select_for_update(of=("self",)).get(pk=recommendation.round_id)
    if not access.may(by, "recommend", of):
        raise ValidationError("Empfehlungen entstehen, solange eine Runde läuft. Diese Runde läuft nicht.")
    recommendation.serial = Sequence.objects.next("recommendation")
    with acting_as(by):
        recommendation.save()
    return recommendation


@transaction.atomic
def delete_recommendation(recommendation: Recommendation, *, by: User) -> None:
    """What nobody has decided on may go; its number is not given out again."""
    require(by, "delete", recommendation)
    with acting_as(by):
        recommendation.delete()


@transaction.atomic
def decide(recommendation: Recommendation, *, by: User) -> Recommendation:
    """Writes down what was decided; the row carries the decision that a form has put into it."""
    stored = Recommendation.objects.get(pk=recommendation.pk)
    note = recommendation.decision_note
    require_transition(DECISION, stored.decision, recommendation.decision, stored, by, note)
    return store(recommendation, by)


@transaction.atomic
def undo_decision(recommendation: Recommendation, *, by: User) -> Recommendation:
    """Takes a decision back as long as nothing followed from it; what it said stays in the history."""
    found = Recommendation.objects.select_for_update(of=("self",)).get(pk=recommendation.pk)
    require_transition(DECISION, found.decision, UNDECIDED, found, by)
    found.decision = UNDECIDED
    for name in DECIDED:
        setattr(found, name, "")
    for name in SETTLED:
        setattr(found, name, None)
    return store(found, by, "Entscheidung zurückgenommen")


@transaction.atomic
def follow_up(recommendation: Recommendation, *, by: User) -> Recommendation:
    """Writes down how far an adopted recommendation is; the row carries what a form has put into it."""
    stored = Recommendation.objects.get(pk=recommendation.pk)
    require(by, "follow_up", stored)
    if recommendation.progress != stored.progress:
        text = recommendation.outcome_text
        require_transition(PROGRESS, stored.progress, recommendation.progress, stored, by, text)
    return store(recommendation, by)


@transaction.atomic
def revise_goal(recommendation: Recommendation, goal: Goal, revision: GoalRevision, *, by: User) -> GoalRevision:
    """Gives the goal its new wording and remembers from which recommendation it came.

    The caller holds the lock of the goal's row. Raises PermissionDenied where another was quicker.
    """
    found = Recommendation.objects.select_for_update(of=("self",)).get(pk=recommendation.pk)
    require(by, "revise_goal", found)
    if found.goal_id != goal.pk:
        raise ValidationError("Die Empfehlung gehört zu einem anderen Handlungsziel.")
    found.goal_revision = goal_actions.revise_goal(goal, revision, by=by)
    store(found, by)
    return revision
