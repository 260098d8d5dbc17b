"""Carrying over into the next period: decisions that can be taken back, until the whole is adopted at once."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from bildungsnetz import access
from bildungsnetz.accounts.models import User
from evaluation.models import CarryOver, DraftGoal, GoalPlan, MeasurePlan
from goals.models import Goal, SuccessionKind
from measures.models import Measure


def locked(carry_over: CarryOver, *, action: str, by: User) -> CarryOver:
    """The row of ``carry_over``, locked: decisions wait for each other, and none comes after the adoption."""
    found = CarryOver.objects.select_for_update(of=("self",)).select_related("period").get(pk=carry_over.pk)
    if not access.may(by, action, found):
        raise PermissionDenied
    return found


@transaction.atomic
def save_carry_over(carry_over: CarryOver, *, by: User) -> CarryOver:
    """Stores a new carry-over, or the dates and title of one."""
    if carry_over.pk:
        locked(carry_over, action="edit", by=by)
        carry_over.revision_no += 1
    else:
        access.require(by, "add", CarryOver)
        carry_over.created_by = by
    carry_over.save()
    return carry_over


@transaction.atomic
def discard_carry_over(carry_over: CarryOver, *, by: User) -> None:
    """Throws the whole draft away; ProtectedError where a report tells of it."""
    locked(carry_over, action="delete", by=by)
    carry_over.measure_plans.all().delete()
    carry_over.goal_plans.all().delete()
    carry_over.delete()


@transaction.atomic
def save_draft_goal(draft: DraftGoal, *, by: User) -> DraftGoal:
    locked(draft.carry_over, action="edit", by=by)
    if draft.pk:
        draft.revision_no += 1
    draft.save()
    return draft


@transaction.atomic
def delete_draft_goal(draft: DraftGoal, *, by: User) -> None:
    """Takes a goal out of the draft. What was to go into it is open again."""
    locked(draft.carry_over, action="edit", by=by)
    for plan in draft.following_plans.all():
        plan.measures_to = None
        plan.revision_no += 1
        plan.save()
    for measure_plan in draft.measure_plans.all():
        take_back(measure_plan)
    for plan in draft.predecessor_plans.all():
        plan.targets.remove(draft)
    draft.delete()


@transaction.atomic
def decide_goal(
    plan: GoalPlan, *, targets: Iterable[DraftGoal], copies: int = 0, follow: bool = False, by: User
) -> list[DraftGoal]:
    """Stores what becomes of a goal: it goes into ``targets`` and into ``copies`` new draft goals made from it.

    ``follow`` lets its running measures go along, where there is one target to go to. Returns the new draft goals.
    """
    carry_over = locked(plan.carry_over, action="edit", by=by)
    made = [copy_into_draft(plan.goal, carry_over) for _ in range(copies)]
    into = [] if plan.kind == SuccessionKind.ENDED else [*targets, *made]
    plan.measures_to = into[0] if follow and len(into) == 1 else None
    plan.measures_end = plan.measures_end and plan.kind == SuccessionKind.ENDED
    plan.revision_no += 1
    plan.save()
    plan.targets.set(into)
    return made


@transaction.atomic
def continue_goal(carry_over: CarryOver, goal: Goal, *, by: User) -> GoalPlan:
    """One press: the goal goes on as it is, and its running measures with it."""
    carry_over = locked(carry_over, action="edit", by=by)
    plan = carry_over.goal_plans.filter(goal=goal).first() or GoalPlan(carry_over=carry_over, goal=goal)
    if plan.kind:
        raise ValidationError(f"Über Ziel {goal.number} ist inzwischen entschieden.")
    plan.kind, plan.reason = SuccessionKind.CONTINUED, ""
    decide_goal(plan, targets=(), copies=1, follow=True, by=by)
    return plan


@transaction.atomic
def reset_goal(plan: GoalPlan, *, by: User) -> None:
    """Takes the decision about a goal back, and with it what its measures followed. Draft goals stay."""
    locked(plan.carry_over, action="edit", by=by)
    plan.kind, plan.reason, plan.measures_to, plan.measures_end = "", "", None, False
    plan.revision_no += 1
    plan.save()
    plan.targets.clear()


@transaction.atomic
def decide_measure(plan: MeasurePlan, *, by: User) -> MeasurePlan:
    locked(plan.carry_over, action="edit", by=by)
    plan.revision_no += 1
    plan.save()
    return plan


@transaction.atomic
def decide_measures(
    carry_over: CarryOver, decision: MeasurePlan, measures: Iterable[Measure], seen: dict[int, int], *, by: User
) -> list[Measure]:
    """Decides alike about several measures, as ``decision`` (not stored) says; empty kind takes decisions back.

    ``seen`` has the revision that the person saw, by measure; what somebody decided meanwhile is left alone and
    returned.
    """
    carry_over = locked(carry_over, action="edit", by=by)
    known = {plan.measure_id: plan for plan in carry_over.measure_plans.all()}
    skipped = []
    for measure in measures:
        plan = known.get(measure.pk) or MeasurePlan(carry_over=carry_over, measure=measure, revision_no=0)
        if plan.revision_no != seen.get(measure.pk, plan.revision_no):
            skipped.append(measure)
        elif decision.kind:
            plan.kind, plan.draft_goal, plan.reason = decision.kind, decision.draft_goal, decision.reason
            decide_measure(plan, by=by)
        elif plan.kind:
            take_back(plan)
    return skipped


@transaction.atomic
def reset_measure(plan: MeasurePlan, *, by: User) -> None:
    """Takes a decision about a measure back: it follows its goal again."""
    locked(plan.carry_over, action="edit", by=by)
    take_back(plan)


def take_back(plan: MeasurePlan) -> None:
    plan.kind, plan.draft_goal, plan.reason = "", None, ""
    plan.revision_no += 1
    plan.save()


def copy_into_draft(goal: Goal, carry_over: CarryOver) -> DraftGoal:
    """A draft goal that says what ``goal`` says, with its number where that is free, else the next one."""
    taken = set(carry_over.draft_goals.values_list("number", flat=True))
    number = goal.number if goal.number not in taken else max(taken) + 1
    wording = {"title": goal.title, "text": goal.text, "plain_text": goal.plain_text, "is_public": goal.is_public}
    return DraftGoal.objects.create(carry_over=carry_over, number=number, **wording)
