"""The moment in which a carry-over becomes the next period: all of it or nothing."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from simple_history.utils import bulk_create_with_history

from bildungsnetz.accounts.models import User
from bildungsnetz.history.authors import acting_as
from evaluation.carrying import Desk, Standing, desk_of, measures_of
from evaluation.models import CarryOver, CarryOverState, DraftGoal, MeasureKind, MeasurePlan
from goals.models import Goal, GoalSuccession, Paper, Period, SuccessionKind
from measures.models import Measure

from .carry_over import locked


@transaction.atomic
def adopt(carry_over: CarryOver, *, paper: Paper, adopted_on: date, by: User) -> Period:
    """Creates the period with its goals, writes down where each came from, and moves the measures that go on.

    Measures that end keep goal and status: closing them is for the people who know how they ended (``to_be_closed``).
    Raises PermissionDenied, and ValidationError where something is open or the period exists already.
    """
    carry_over = locked(carry_over, action="adopt", by=by)
    desk = desk_of(carry_over)
    if not desk.is_complete:
        raise ValidationError("Es ist noch nicht alles entschieden.")
    if Period.objects.filter(key=carry_over.key).exists():
        raise ValidationError(f"Die Zielperiode {carry_over.new_key} gibt es schon.")
    with acting_as(by, f"Übertragung in die Zielperiode {carry_over.new_key}"):
        period = create_period(carry_over, paper, len(desk.drafts))
        goals = {row.draft.pk: create_goal(row.draft, period) for row in desk.drafts}
        write_lineage(desk, goals)
        move_measures(carry_over, desk, goals)
        carry_over.state, carry_over.paper, carry_over.adopted_on = CarryOverState.ADOPTED, paper, adopted_on
        carry_over.new_period = period
        carry_over.revision_no += 1
        carry_over.save()
    return period


def create_period(carry_over: CarryOver, paper: Paper, number_of_goals: int) -> Period:
    return Period.objects.create(
        key=carry_over.key,
        title=carry_over.title,
        starts_on=carry_over.starts_on,
        ends_on=carry_over.ends_on,
        number_of_goals=number_of_goals,
        paper=paper,
        origin=carry_over.origin,
    )


def create_goal(draft: DraftGoal, period: Period) -> Goal:
    goal = Goal.objects.create(
        period=period,
        number=draft.number,
        title=draft.title,
        text=draft.text,
        plain_text=draft.plain_text,
        is_public=draft.is_public,
        origin=period.origin,
    )
    draft.goal = goal
    draft.save()
    return goal


def write_lineage(desk: Desk, goals: dict[int, Goal]) -> None:
    """One succession for each way from an old goal to a new one, for each that ends, and for each that is new.

    The old wording is kept with the decision, so that the comparison stays what it was.
    """
    origin = desk.carry_over.origin
    for row in desk.goals:
        plan: Any = row.plan
        plan.previous_title, plan.previous_text = row.goal.title, row.goal.text
        plan.save()
        for target in row.targets:
            GoalSuccession.objects.create(
                predecessor=row.goal, successor=goals[target.pk], kind=plan.kind, reason=plan.reason, origin=origin
            )
        if plan.kind == SuccessionKind.ENDED:
            GoalSuccession.objects.create(predecessor=row.goal, kind=plan.kind, reason=plan.reason, origin=origin)
    for draft in (one.draft for one in desk.drafts if one.is_new):
        GoalSuccession.objects.create(
            successor=goals[draft.pk], kind=SuccessionKind.NEW, reason=draft.reason, origin=origin
        )


def move_measures(carry_over: CarryOver, desk: Desk, goals: dict[int, Goal]) -> None:
    """Every measure that goes on gets its new leading goal; every measure decided about gets its row of lineage."""
    reasons = {row.goal.pk: row.plan.reason for row in desk.goals if row.plan}
    plans = {plan.measure_id: plan for plan in carry_over.measure_plans.all()}
    rows = measures_of(carry_over).filter(standing__in=[Standing.CONTINUES, Standing.ENDS])
    found = list(rows.select_related("lead").select_for_update(of=("self",)))
    going = [measure for measure in found if measure.standing == Standing.CONTINUES]
    carry_further_goals(going, desk, goals)
    fresh = []
    for measure in found:
        plan = plans.get(measure.pk) or MeasurePlan(carry_over=carry_over, measure=measure)
        plan.from_goal_id, plan.draft_goal_id = measure.came_from, measure.target
        if measure.standing == Standing.ENDS:
            plan.kind = MeasureKind.ENDED
            plan.reason = plan.reason or f"Endet mit dem Ziel: {reasons[measure.came_from]}"
        else:
            plan.kind = MeasureKind.CONTINUED
            move(measure, goals[measure.target])
        if plan.pk:
            plan.save()
        else:
            fresh.append(plan)
    bulk_create_with_history(fresh, MeasurePlan, batch_size=500)


def move(measure: Measure, goal: Goal) -> None:
    measure.leading_goal = goal
    measure.mark_own(["leading_goal"])
    measure.revision_no += 1
    measure.save()


def carry_further_goals(measures: list[Any], desk: Desk, goals: dict[int, Goal]) -> None:
    """Further goals follow where the way is plain (one goal into one); where a goal was split or ended, it stays.

    Written at once for all ``measures``: each is saved right after, and its history then tells both changes as one.
    """
    mapped = {row.goal.pk: goals[row.targets[0].pk].pk for row in desk.goals if len(row.targets) == 1}
    leading = {measure.pk: goals[measure.target].pk for measure in measures}
    rows = Measure.further_goals.through.objects.filter(measure__in=list(leading), goal__in=list(mapped))
    before = list(rows.values_list("measure", "goal"))
    wanted = {(measure, mapped[goal]) for measure, goal in before if mapped[goal] != leading[measure]}
    rows.delete()
    Measure.further_goals.through.objects.bulk_create(
        [Measure.further_goals.through(measure_id=measure, goal_id=goal) for measure, goal in sorted(wanted)]
    )
