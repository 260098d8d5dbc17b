"""What a carry-over has decided and what is still open. Measures are counted and told apart by the database."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, CharField, Count, F, FilteredRelation, Q, QuerySet, TextChoices, Value, When
from django.urls import reverse

from goals.models import Goal, SuccessionKind
from measures.freshness import OVER
from measures.models import Measure, Status

from .models import (
    KINDS_INTO_ONE,
    CarryOver,
    DraftGoal,
    GoalPlan,
    GoalReflection,
    MeasureKind,
    MeasurePlan,
    Recommendation,
    RoundState,
)


class Standing(TextChoices):
    """What becomes of a measure, whoever said so: its own decision, or that of its goal."""

    UNDECIDED = "undecided", "offen"
    CONTINUES = "continues", "geht weiter"
    ENDS = "ends", "endet"
    LEFT = "left", "abgeschlossen, bleibt"


def measures_of(carry_over: CarryOver) -> Any:
    """The measures that ``carry_over`` decides about: released, not cancelled, of the old period.

    Each with ``came_from`` (its old goal), ``standing``, ``target`` (the draft goal it goes on under) and what was
    decided for it alone (``own_kind``, ``own_reason``, ``own_revision``). Once adopted: as it was decided then.
    """
    own = FilteredRelation("carry_over_plans", condition=Q(carry_over_plans__carry_over=carry_over.pk))
    rows = Measure.objects.released().annotate(own=own)
    rows = rows.annotate(own_kind=F("own__kind"), own_reason=F("own__reason"), own_revision=F("own__revision_no"))
    return drafted(rows, carry_over) if carry_over.is_draft else adopted(rows, carry_over)


def drafted(rows: Any, carry_over: CarryOver) -> Any:
    plan = "leading_goal__carry_over_plans"
    rows = rows.filter(leading_goal__period=carry_over.period_id).exclude(status=Status.CANCELLED)
    rows = rows.annotate(plan=FilteredRelation(plan, condition=Q(**{f"{plan}__carry_over": carry_over.pk})))
    return rows.annotate(
        came_from=F("leading_goal"),
        standing=told_by(
            (Q(own__kind=MeasureKind.CONTINUED), Standing.CONTINUES),
            (Q(own__kind=MeasureKind.ENDED), Standing.ENDS),
            (Q(status=Status.DONE), Standing.LEFT),
            (Q(plan__measures_to__isnull=False), Standing.CONTINUES),
            (Q(plan__measures_end=True), Standing.ENDS),
        ),
        target=Case(
            When(own__kind=MeasureKind.CONTINUED, then=F("own__draft_goal")),
            When(Q(own__kind=MeasureKind.ENDED) | Q(status=Status.DONE), then=None),
            default=F("plan__measures_to"),
        ),
    )


def adopted(rows: Any, carry_over: CarryOver) -> Any:
    """The measures with a row of lineage, and finished ones that stayed where they were."""
    stayed = Q(own=None, leading_goal__period=carry_over.period_id, status=Status.DONE)
    return rows.filter(Q(own__isnull=False) & ~Q(own__kind="") | stayed).annotate(
        came_from=Case(When(own__isnull=False, then=F("own__from_goal")), default=F("leading_goal")),
        standing=told_by(
            (Q(own__kind=MeasureKind.CONTINUED), Standing.CONTINUES),
            (Q(own__kind=MeasureKind.ENDED), Standing.ENDS),
            default=Standing.LEFT,
        ),
        target=F("own__draft_goal"),
    )


def told_by(*cases: tuple[Q, Standing], default: Standing = Standing.UNDECIDED) -> Case:
    return Case(
        *(When(condition, then=Value(standing.value)) for condition, standing in cases),
        default=Value(default.value),
        output_field=CharField(),
    )


@dataclass
class GoalRow:
    """One goal on the desk: what is known of it, what becomes of it, and how its measures stand."""

    goal: Goal
    plan: GoalPlan | None
    targets: list[DraftGoal]
    attainment: GoalReflection | None
    recommendations: list[Recommendation]
    measures: dict[str, int] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    @property
    def is_decided(self) -> bool:
        return bool(self.plan and self.plan.kind)

    @property
    def total(self) -> int:
        return sum(self.measures.values())

    @property
    def undecided(self) -> int:
        return self.measures.get(Standing.UNDECIDED, 0)


@dataclass
class DraftRow:
    """One goal of the next period: from where it comes, and how many measures go on under it."""

    draft: DraftGoal
    predecessors: list[GoalPlan]
    measures: int = 0

    @property
    def is_new(self) -> bool:
        return not self.predecessors


@dataclass(frozen=True)
class Desk:
    """Everything about a carry-over but the measures one by one."""

    carry_over: CarryOver
    goals: list[GoalRow]
    drafts: list[DraftRow]

    @property
    def undecided_goals(self) -> list[GoalRow]:
        return [row for row in self.goals if not row.is_decided]

    @property
    def undecided_measures(self) -> int:
        return sum(row.undecided for row in self.goals)

    @property
    def findings(self) -> list[tuple[str, str]]:
        """What must be done before it can be adopted: words, and where."""
        found = [] if self.drafts else [("Der Entwurf hat noch kein Ziel.", "#entwurf")]
        for row in self.goals:
            found += [(f"Ziel {row.goal.number}: {remark}", f"#ziel-{row.goal.number}") for remark in row.remarks]
            if row.undecided:
                url = measures_url(self.carry_over, goal=row.goal.number, standing=Standing.UNDECIDED.value)
                found.append((f"Ziel {row.goal.number}: {open_measures(row.undecided)}", url))
        return found

    @property
    def is_complete(self) -> bool:
        return not self.findings


def open_measures(count: int) -> str:
    return "1 Maßnahme ist noch offen." if count == 1 else f"{count} Maßnahmen sind noch offen."


def measures_url(carry_over: CarryOver, **query: Any) -> str:
    """The list of its measures, narrowed by ``query``."""
    address = reverse("evaluation:carry_over_measures", args=[carry_over.period.key])
    return f"{address}?{urlencode(query)}" if query else address


def desk_of(carry_over: CarryOver) -> Desk:
    """Reads the desk in a fixed number of queries."""
    drafts = {draft.pk: DraftRow(draft, []) for draft in carry_over.draft_goals.select_related("goal__period")}
    plans = {plan.goal_id: plan for plan in carry_over.goal_plans.prefetch_related("targets")}
    attained, wanted = latest_attainment(carry_over), open_recommendations(carry_over)
    rows = []
    for goal in carry_over.period.goals.select_related("period").order_by("number"):
        plan = plans.get(goal.pk)
        targets = [drafts[target.pk].draft for target in plan.targets.all()] if plan else []
        if plan:
            plan.goal = goal
            for target in targets:
                drafts[target.pk].predecessors.append(plan)
        rows.append(GoalRow(goal, plan, targets, attained.get(goal.pk), wanted[goal.pk]))
    count_measures(carry_over, rows, drafts)
    for row in rows:
        row.remarks = remarks_on(row, drafts)
    return Desk(carry_over, rows, list(drafts.values()))


def count_measures(carry_over: CarryOver, rows: Iterable[GoalRow], drafts: dict[int, DraftRow]) -> None:
    by_goal = {row.goal.pk: row for row in rows}
    cells = measures_of(carry_over).order_by().values_list("came_from", "standing", "target").annotate(n=Count("pk"))
    for goal, standing, target, n in cells:
        if goal in by_goal:
            counts = by_goal[goal].measures
            counts[standing] = counts.get(standing, 0) + n
        if target in drafts:
            drafts[target].measures += n


def remarks_on(row: GoalRow, drafts: dict[int, DraftRow]) -> list[str]:
    """Why the decision about a goal does not hold yet."""
    if not row.plan or not row.plan.kind:
        return ["noch nicht entschieden."]
    kind, number = row.plan.kind, len(row.targets)
    if kind in KINDS_INTO_ONE and number != 1:
        return ["Bitte wählen Sie, in welches Ziel es eingeht."]
    if kind == SuccessionKind.SPLIT and number < 2:
        return ["Aufgeteilt wird in mindestens zwei Ziele."]
    shared = [target for target in row.targets if len(drafts[target.pk].predecessors) > 1]
    if kind == SuccessionKind.MERGED and not shared:
        return [f"In Ziel {row.targets[0].number} (Entwurf) geht kein anderes ein, also wird nichts zusammengeführt."]
    if kind in (SuccessionKind.CONTINUED, SuccessionKind.ADAPTED) and shared:
        return [f"In Ziel {shared[0].number} (Entwurf) gehen mehrere ein; das heißt „zusammengeführt“."]
    return []


def latest_attainment(carry_over: CarryOver) -> dict[int, GoalReflection]:
    """By goal, what the last closed round said."""
    rows = GoalReflection.objects.filter(
        goal__period=carry_over.period_id, round__state=RoundState.CLOSED, attainment__isnull=False
    )
    rows = rows.select_related("round").order_by("round__reference_on", "round__serial")
    return {row.goal_id: row for row in rows}


def open_recommendations(carry_over: CarryOver) -> dict[int, list[Recommendation]]:
    found: dict[int, list[Recommendation]] = defaultdict(list)
    for row in Recommendation.objects.open().filter(goal__period=carry_over.period_id).order_by("serial"):
        found[row.goal_id].append(row)
    return found


def to_be_closed() -> QuerySet[MeasurePlan]:
    """Measures that a council's decision ended and that nobody has closed yet: their status is for their people."""
    ended = MeasurePlan.objects.filter(kind=MeasureKind.ENDED, carry_over__new_period__isnull=False)
    return ended.filter(measure__publication="released").exclude(measure__status__in=OVER)
