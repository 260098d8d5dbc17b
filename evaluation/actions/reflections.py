"""Sessions: prepared, what they settle point by point, what they say about goals, what the projector shows."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model, Q
from simple_history.utils import bulk_create_with_history

from bildungsnetz import access
from bildungsnetz.accounts.models import User
from bildungsnetz.history.authors import acting_as
from bildungsnetz.history.bulk import delete_with_history
from evaluation import ratings
from evaluation.models import (
    EvaluationRound,
    GoalAssessment,
    GoalReflection,
    Outcome,
    RatedMeasure,
    Reflection,
    ReflectionItem,
    ReflectionStage,
    RoundCriterion,
    RoundPaper,
)
from goals.models import Goal

KEEP_PAPERS = timedelta(days=30)


def require(by: User, action: str, subject: Model) -> None:
    if not access.may(by, action, subject):
        raise PermissionDenied


@transaction.atomic
def set_gap_limit(evaluation_round: EvaluationRound, *, by: User) -> EvaluationRound:
    """Stores from which difference on a point is on the agenda."""
    require(by, "edit", evaluation_round)
    evaluation_round.revision_no += 1
    evaluation_round.save(update_fields=["gap_from", "revision_no"])
    return evaluation_round


@transaction.atomic
def save_reflection(reflection: Reflection, *, bodies: object, by: User) -> Reflection:
    """Stores a session, new or not, with the actors that are present."""
    if reflection.pk:
        require(by, "edit", reflection)
        reflection.revision_no += 1
    else:
        require(by, "reflect", reflection.round)
    reflection.save()
    reflection.bodies.set(bodies)  # type: ignore[arg-type]
    return reflection


@transaction.atomic
def delete_reflection(reflection: Reflection, *, by: User) -> None:
    """A session that has settled nothing may go; ProtectedError where something hangs on it."""
    require(by, "delete", reflection)
    with acting_as(by):
        reflection.delete()


def lock_round(evaluation_round: EvaluationRound) -> None:
    """Until the end of the transaction nobody else settles anything or closes the round: who comes second sees the
    first one's result, also where there was none before."""
    EvaluationRound.objects.select_for_update(of=("self",)).get(pk=evaluation_round.pk)


@transaction.atomic
def settle(item: ReflectionItem, *, reflection: Reflection, by: User) -> ReflectionItem:
    """Stores what a session settled on one point, new or not. The caller has locked the round."""
    require(by, "edit", reflection)
    if item.rated.measure.publication != "released":
        raise ValidationError("Diese Maßnahme ist zurückgezogen; sie nimmt an der Runde nicht mehr teil.")
    item.reflection, item.adopted = reflection, False
    item.revision_no = item.revision_no + 1 if item.pk else 1
    item.save()
    return item


@transaction.atomic
def unsettle(item: ReflectionItem, *, reflection: Reflection, by: User) -> None:
    """Takes a result back; the point is open again. What it said stays in the history."""
    require(by, "edit", reflection)
    with acting_as(by):
        item.delete()


@transaction.atomic
def adopt_equal(reflection: Reflection, *, goal: Goal | None = None, by: User) -> int:
    """Records what both voices value alike as agreed, on all points still open (of ``goal``). Returns how many."""
    lock_round(reflection.round)
    require(by, "edit", reflection)
    rows = ratings.rows_of(reflection.round).filter(gap=0).undecided()
    if goal is not None:
        rows = rows.filter(goal=goal)
    items = [
        ReflectionItem(
            rated_id=rated,
            criterion_id=criterion,
            reflection=reflection,
            outcome=Outcome.AGREED,
            agreed_value=value,
            adopted=True,
        )
        for rated, criterion, value in rows.values_list("rated", "criterion", "lead_value")
    ]
    bulk_create_with_history(items, ReflectionItem, batch_size=500, default_user=by)
    return len(items)


@transaction.atomic
def drop_adopted(reflection: Reflection, *, by: User) -> int:
    """Takes back what ``adopt_equal`` recorded and nobody has touched since. Returns how many."""
    lock_round(reflection.round)
    require(by, "edit", reflection)
    return delete_with_history(ReflectionItem.objects.filter(reflection=reflection, adopted=True), by=by)


Answers = dict[int, tuple[int | None, bool, str]]  # criterion of the round -> value, not ratable, rationale


@transaction.atomic
def save_goal_reflection(
    result: GoalReflection, *, answers: Answers, reflection: Reflection, by: User
) -> GoalReflection:
    """Stores what the session says about a goal, with its answers to the criteria for goals."""
    require(by, "edit", reflection)
    result.reflection = reflection
    result.revision_no += 1
    result.save()
    given = {value.criterion_id: value for value in result.values.all()}
    for criterion, (value, cannot, rationale) in answers.items():
        answer = given.get(criterion) or GoalAssessment(goal_reflection=result, criterion_id=criterion)
        before = (answer.value, answer.not_ratable, answer.rationale)
        if before != (value, cannot, rationale):
            answer.value, answer.not_ratable, answer.rationale = value, cannot, rationale
            answer.save()
    return result


@transaction.atomic
def put_on_stage(
    reflection: Reflection,
    *,
    point: tuple[RatedMeasure, RoundCriterion] | None = None,
    goal: Goal | None = None,
    by: User,
) -> None:
    """Shows a point or a goal on the projector; neither of them clears it."""
    require(by, "edit", reflection)
    if point is None and goal is None:
        ReflectionStage.objects.filter(reflection=reflection).delete()
        return
    rated, criterion = point or (None, None)
    shown = {"rated": rated, "criterion": criterion, "goal": None if point else goal}
    ReflectionStage.objects.update_or_create(reflection=reflection, defaults=shown)


def forget_papers(now: datetime) -> None:
    """Long papers can be rendered again at any time (a minute duty)."""
    RoundPaper.objects.filter(Q(rendered_at__lt=now - KEEP_PAPERS)).delete()
