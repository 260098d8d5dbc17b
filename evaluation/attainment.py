"""How far the goals were reached, round after round, as the sessions said; over a period and back to the one before."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from bildungsnetz.access import Person
from bildungsnetz.documents.charts import AttainmentRounds, AttainmentScale, GoalRounds
from goals.models import Goal, GoalSuccession, Period

from .models import ADOPTED, CountKind, EvaluationRound, GoalReflection, Recommendation, RoundCount
from .ratings import OWING, Standing

MOST_ROUNDS = 8  # in one chart


@dataclass(frozen=True)
class Before:
    """What the last round of the period before said about a goal that this one came from."""

    goal: Goal
    kind: str
    reflection: GoalReflection


@dataclass(frozen=True)
class GoalCourse:
    """One goal: the value of each round (None: not rated), what the last one said, and what follows from it."""

    goal: Goal
    values: tuple[int | None, ...]
    last: GoalReflection | None
    recommendations: tuple[Recommendation, ...] = ()
    before: tuple[Before, ...] = ()

    @property
    def scale(self) -> AttainmentScale:
        value = self.last.attainment if self.last else None
        previous = self.values[-2] if len(self.values) > 1 else None
        return AttainmentScale("Zielerreichung", value, previous, goal=self.goal.number)


@dataclass(frozen=True)
class Coverage:
    """How many sheets of a round were handed in, of those that were owed; what dropped out is no part of it."""

    submitted: int
    owed: int


@dataclass(frozen=True)
class PeriodCourse:
    period: Period
    rounds: tuple[EvaluationRound, ...]
    goals: tuple[GoalCourse, ...]
    coverage: Coverage | None

    @property
    def last_round(self) -> EvaluationRound:
        return self.rounds[-1]

    @property
    def chart(self) -> AttainmentRounds:
        shown = self.rounds[-MOST_ROUNDS:]
        goals = tuple(GoalRounds(one.goal.number, one.goal.title, one.values[-MOST_ROUNDS:]) for one in self.goals)
        return AttainmentRounds("Zielerreichung je Runde", tuple(short_name(one) for one in shown), goals)


def short_name(evaluation_round: EvaluationRound) -> str:
    """The month of its reference date: short enough for a chart and unlike others in its period."""
    return f"{evaluation_round.reference_on:%m/%Y}"


def visible_rounds(user: Person) -> list[EvaluationRound]:
    """The closed rounds whose results ``user`` may read, the oldest first."""
    rows = EvaluationRound.objects.permitted("view_results", user).closed()
    return list(rows.select_related("period").order_by("reference_on", "serial"))


def course(period: Period, rounds: Iterable[EvaluationRound], user: Person) -> PeriodCourse:
    """What ``rounds`` of ``period`` (at least one, the oldest first) said about its goals."""
    rounds = tuple(rounds)
    said: dict[int, dict[int, GoalReflection]] = defaultdict(dict)
    goals: dict[int, Goal] = {}
    rows = GoalReflection.objects.permitted("view", user).filter(round__in=rounds)
    for row in rows.select_related("goal__period").order_by("goal__number"):
        goals[row.goal_id] = row.goal
        said[row.goal_id][row.round_id] = row
    follows, before = recommended(rounds[-1], user), predecessors(goals.values(), user)

    def of(goal: Goal) -> GoalCourse:
        own = said[goal.pk]
        values = tuple(own[one.pk].attainment if one.pk in own else None for one in rounds)
        return GoalCourse(goal, values, own.get(rounds[-1].pk), tuple(follows[goal.pk]), tuple(before[goal.pk]))

    return PeriodCourse(period, rounds, tuple(map(of, goals.values())), coverage_of(rounds[-1]))


def recommended(evaluation_round: EvaluationRound, user: Person) -> dict[int, list[Recommendation]]:
    """Goal -> what was adopted of the recommendations of a round."""
    found: dict[int, list[Recommendation]] = defaultdict(list)
    rows = Recommendation.objects.permitted("view", user).filter(round=evaluation_round, decision__in=ADOPTED)
    for row in rows.order_by("serial"):
        found[row.goal_id].append(row)
    return found


def predecessors(goals: Iterable[Goal], user: Person) -> dict[int, list[Before]]:
    """Goal -> the goals that it came from, each with what was last said about it."""
    found: dict[int, list[Before]] = defaultdict(list)
    by_pk = {goal.pk: goal for goal in goals}
    lineage = list(GoalSuccession.objects.filter(successor__in=by_pk, predecessor__isnull=False))
    if not lineage:
        return found
    rows = GoalReflection.objects.permitted("view", user).filter(goal__in=[row.predecessor_id for row in lineage])
    last = {row.goal_id: row for row in rows.select_related("goal__period").order_by("round__reference_on")}
    for row in lineage:
        for one in filter(None, [last.get(row.predecessor_id or 0)]):
            found[row.successor_id or 0].append(Before(one.goal, row.get_kind_display(), one))
    return found


def coverage_of(evaluation_round: EvaluationRound) -> Coverage | None:
    rows = RoundCount.objects.filter(round=evaluation_round, goal=None, criterion=None, kind=CountKind.SHEETS)
    by_standing: dict[str, int] = defaultdict(int)
    for key, n in rows.order_by().values_list("key", "n"):
        by_standing[key.partition(" ")[2]] += n
    submitted = by_standing[Standing.SUBMITTED]
    owed = submitted + sum(by_standing[one] for one in OWING)
    return Coverage(submitted, owed) if owed else None


def last_of_goal(goal: Goal, user: Person) -> GoalReflection | None:
    """What the last round that ``user`` may read of said about one goal."""
    rows = GoalReflection.objects.permitted("view", user).filter(goal=goal, round__state="closed")
    return rows.select_related("round").order_by("-round__reference_on", "-round__serial").first()
