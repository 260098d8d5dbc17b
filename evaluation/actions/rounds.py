"""Bewertungsrunden: prepared, opened, moved from one state to the next, their results made public."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from bildungsnetz import access
from bildungsnetz.accounts.models import User
from bildungsnetz.history.authors import acting_as
from bildungsnetz.operations.models import Sequence
from bildungsnetz.workflow import require_transition
from evaluation import counting, ratings
from evaluation.models import (
    AppliesTo,
    Criterion,
    EvaluationRound,
    GoalReflection,
    RatedMeasure,
    RatingSheet,
    RoundCriterion,
    RoundState,
    Voice,
)
from evaluation.workflow import ROUND
from goals.models import Goal
from measures.models import Measure, Participation, Status


@dataclass(frozen=True)
class Chosen:
    """A criterion that a round asks, and how much it counts there (0: asked and shown, part of no mean)."""

    criterion: Criterion
    weight: Decimal


def require(by: User, action: str, evaluation_round: EvaluationRound) -> None:
    if not access.may(by, action, evaluation_round):
        raise PermissionDenied


def locked(evaluation_round: EvaluationRound) -> EvaluationRound:
    return EvaluationRound.objects.select_for_update(of=("self",)).get(pk=evaluation_round.pk)


@transaction.atomic
def save_round(
    evaluation_round: EvaluationRound, *, criteria: Iterable[Chosen] | None = None, by: User
) -> EvaluationRound:
    """Stores a round, new or not; ``criteria``, in their order, replace those it had. None leaves them.

    Criteria change only while the round is prepared. Raises PermissionDenied, ValidationError.
    """
    if evaluation_round.pk:
        require(by, "edit", evaluation_round)
        evaluation_round.revision_no += 1
    else:
        access.require(by, "add", EvaluationRound)
        evaluation_round.serial, evaluation_round.created_by = Sequence.objects.next("round"), by
    evaluation_round.save()
    if criteria is not None:
        choose_criteria(evaluation_round, criteria)
    return evaluation_round


def choose_criteria(evaluation_round: EvaluationRound, criteria: Iterable[Chosen]) -> None:
    if locked(evaluation_round).state != RoundState.PREPARED:
        raise ValidationError("Die Kriterien stehen fest, seit die Runde geöffnet ist.")
    evaluation_round.round_criteria.all().delete()
    for position, chosen in enumerate(criteria, start=1):
        RoundCriterion.objects.create(
            round=evaluation_round, criterion=chosen.criterion, weight=chosen.weight, position=position
        )


@transaction.atomic
def delete_round(evaluation_round: EvaluationRound, *, by: User) -> None:
    """What nobody has been asked yet may go."""
    require(by, "delete", evaluation_round)
    with acting_as(by):
        evaluation_round.delete()


@transaction.atomic
def move_round(
    evaluation_round: EvaluationRound, target: str, *, reason: str = "", by: User, now: datetime
) -> EvaluationRound:
    """Leads a round into the state ``target``, with all that belongs to this step.

    Raises ValidationError where the table of transitions knows no such way or something is missing, PermissionDenied.
    """
    current = locked(evaluation_round)
    require_transition(ROUND, current.state, target, current, by, reason)
    match (current.state, target):
        case (RoundState.PREPARED, RoundState.RATING):
            current.opened_at = now
            include_measures(current)
        case (RoundState.RATING, RoundState.REFLECTION):
            current.rated_at = now
            ratings.compare(current)
            counting.count(current)
        case (RoundState.REFLECTION, RoundState.CLOSED):
            current.closed_at = now
            counting.count(current)
        case (RoundState.CLOSED, RoundState.REFLECTION):
            current.closed_at = current.results_public_from = None
        case (RoundState.REFLECTION, RoundState.RATING):
            current.rated_at = None
    current.state = target
    current.revision_no += 1
    with acting_as(by, reason):
        current.save()
    return current


def audience(evaluation_round: EvaluationRound) -> QuerySet[Measure]:
    """The released measures of the period's goals that a round asks about, in the order of their numbers.

    Not those that were cancelled, and not those that were done before the round before this one looked.
    """
    rows = Measure.objects.released().filter(leading_goal__period=evaluation_round.period)
    rows = rows.exclude(status=Status.CANCELLED)
    earlier = EvaluationRound.objects.filter(
        period=evaluation_round.period, reference_on__lt=evaluation_round.reference_on
    )
    before = earlier.exclude(state=RoundState.PREPARED).order_by("-reference_on").first()
    if before is not None:
        rows = rows.exclude(Q(status=Status.DONE, completed_on__lt=before.reference_on))
    return rows.order_by("serial")


def include_measures(evaluation_round: EvaluationRound) -> None:
    """Fixes what a round is about: its measures, a sheet for each voice on them, a place for each goal's result."""
    questions = evaluation_round.round_criteria.filter(criterion__applies_to=AppliesTo.MEASURE)
    if not questions.exists():
        raise ValidationError("Bitte wählen Sie mindestens ein Kriterium für Maßnahmen.")
    if not questions.filter(weight__gt=0).exists():
        raise ValidationError("Mindestens ein Kriterium für Maßnahmen braucht ein Gewicht über 0.")
    measures = list(audience(evaluation_round).values_list("pk", "leading_goal", "lead"))
    if not measures:
        raise ValidationError("In dieser Zielperiode ist keine Maßnahme freigegeben, die zu bewerten wäre.")
    RatedMeasure.objects.bulk_create(
        (
            RatedMeasure(round=evaluation_round, measure_id=pk, goal_id=goal, lead_id=lead)
            for pk, goal, lead in measures
        ),
        batch_size=500,
    )
    make_sheets(evaluation_round)
    for goal in Goal.objects.of_period(evaluation_round.period):
        GoalReflection(round=evaluation_round, goal=goal).save()


def make_sheets(evaluation_round: EvaluationRound) -> None:
    """One empty sheet per voice and measure: what is owed is a row."""
    rated = list(evaluation_round.rated_measures.values_list("pk", "measure", "lead"))
    sheets = [RatingSheet(rated_id=pk, voice=Voice.LEAD, actor_id=lead) for pk, _, lead in rated]
    sheets += [RatingSheet(rated_id=pk, voice=Voice.OFFICE) for pk, _, _ in rated]
    if evaluation_round.participants_rate:
        of_measure = {measure: (pk, lead) for pk, measure, lead in rated}
        taking_part = Participation.objects.filter(measure__rated_measures__round=evaluation_round)
        for measure, actor in taking_part.order_by("measure", "actor").values_list("measure", "actor").distinct():
            pk, lead = of_measure[measure]
            if actor != lead:
                sheets.append(RatingSheet(rated_id=pk, voice=Voice.PARTICIPANT, actor_id=actor))
    RatingSheet.objects.bulk_create(sheets, batch_size=500)


@transaction.atomic
def publish_results(evaluation_round: EvaluationRound, *, public_from: date | None, by: User) -> EvaluationRound:
    """From ``public_from`` on everybody reads what a closed round found; None takes it out of the public's sight."""
    require(by, "publish", evaluation_round)
    evaluation_round.results_public_from = public_from
    evaluation_round.revision_no += 1
    evaluation_round.save(update_fields=["results_public_from", "revision_no"])
    return evaluation_round
