"""What a round found, in figures: counted by the database, named here and nowhere else.

The value of a measure on a criterion is what a session agreed upon; where it recorded dissent there is no value; where
no session spoke about it, it is the mean of what lead and Bildungsbüro gave, or the one value where only one gave any.
Participants' values stand beside it and are no part of it.

The mean (Mittelwert) of a group is the mean of these values, each criterion with its weight. Weight 0 and "nicht
bewertbar" never count; where nothing counts there is no mean, which is not 0. The agreement (Übereinstimmung) is that
of ``evaluation.ratings``, taken over all pairs of values in the group. Attainment is what the session said about a
goal; it is not computed from anything.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from django.db import connection

from goals.models import Goal

from .counting import NONE
from .models import HIGHEST, Backing, CountKind, EvaluationRound, GoalReflection, RoundCount, RoundCriterion
from .ratings import OWING, Standing

ANSWERS = (*(str(value) for value in range(HIGHEST + 1)), "none")
BACKINGS = (*Backing.values, "")
GAPS = tuple(str(gap) for gap in range(HIGHEST + 1))
TENTH = Decimal("0.1")

Numbers = dict[tuple[str, str], int]


@dataclass(frozen=True)
class Settled:
    """What sessions change in a group: in points and weight of its mean; how often they agreed and how often not."""

    points: int = 0
    weight: int = 0
    agreed: int = 0
    dissent: int = 0


@dataclass(frozen=True)
class Figures:
    """The numbers of one group: kind and key -> number, as ``evaluation.counting`` has them."""

    numbers: Numbers = field(default_factory=dict)
    settled: Settled = Settled()

    def of(self, kind: str, keys: Iterable[str]) -> tuple[int, ...]:
        return tuple(self.numbers.get((kind, key), 0) for key in keys)

    @cached_property
    def mean(self) -> Decimal | None:
        """On the scale from 0 to 4, with one decimal."""
        points, weight = self.of(CountKind.MEAN, ("points", "weight"))
        weight += self.settled.weight
        if not weight:
            return None
        return (Decimal(points + self.settled.points) / (2 * weight)).quantize(TENTH, ROUND_HALF_UP)

    @cached_property
    def lead(self) -> tuple[int, ...]:
        """How often the lead answered 0 … 4 and "nicht bewertbar"."""
        return self.of(CountKind.LEAD, ANSWERS)

    @cached_property
    def office(self) -> tuple[int, ...]:
        return self.of(CountKind.OFFICE, ANSWERS)

    @cached_property
    def participants(self) -> tuple[int, ...]:
        return self.of(CountKind.PARTICIPANT, ANSWERS)

    @cached_property
    def backing(self) -> tuple[int, ...]:
        """What the values rest on, the firmest first, last those of which nobody said it."""
        return self.of(CountKind.BACKING, BACKINGS)

    @cached_property
    def gaps(self) -> tuple[int, ...]:
        """How many pairs of values differ by 0 … 4."""
        return self.of(CountKind.GAP, GAPS)

    @cached_property
    def agreement(self) -> int | None:
        """In whole per cent; None where lead and office never both gave a value."""
        pairs = sum(self.gaps)
        if not pairs:
            return None
        apart = sum(gap * number for gap, number in enumerate(self.gaps))
        return int((100 * (1 - Decimal(apart) / (HIGHEST * pairs))).quantize(Decimal(1), ROUND_HALF_UP))

    @property
    def answered(self) -> int:
        """How many answers lead and office gave."""
        return sum(self.lead) + sum(self.office)

    def size(self, part: str) -> tuple[int, int]:
        """How many measures, led by how many actors, the answers of "lead" or "office" or the values of both ("pair")
        are about."""
        measures, actors = self.of(CountKind.SIZE, (f"{part} measures", f"{part} actors"))
        return measures, actors

    def sheets(self, *standings: str, voice: str = "") -> int:
        """How many sheets stand like that, of one voice or of all."""
        keys = [key for kind, key in self.numbers if kind == CountKind.SHEETS]
        wanted = [key for key in keys if key.partition(" ")[2] in standings and key.startswith(voice)]
        return sum(self.numbers[CountKind.SHEETS, key] for key in wanted)

    @property
    def submitted(self) -> int:
        return self.sheets(Standing.SUBMITTED)

    @property
    def owing(self) -> int:
        return self.sheets(*OWING)

    @property
    def left(self) -> int:
        return self.sheets(Standing.LEFT)

    @property
    def dropped(self) -> int:
        return self.sheets(Standing.DROPPED)


@dataclass(frozen=True)
class GoalResult:
    """``figures`` is None where readers may not see them (``evaluation.disclosure``)."""

    goal: Goal
    reflection: GoalReflection | None
    figures: Figures | None


@dataclass(frozen=True)
class CriterionResult:
    asked: RoundCriterion
    figures: Figures | None


@dataclass(frozen=True)
class RoundResults:
    goals: tuple[GoalResult, ...]
    criteria: tuple[CriterionResult, ...]
    total: Figures | None


def results(evaluation_round: EvaluationRound, goal: Goal | None = None) -> RoundResults:
    """The results of a round whose rating has ended. With ``goal`` its criteria are those of this goal alone."""
    counted, settled = counts(evaluation_round, goal), settlements(evaluation_round, goal)

    def of(goal_id: int | None = None, criterion_id: int | None = None) -> Figures:
        key = goal_id, criterion_id
        return Figures(counted.get(key, {}), settled.get(key, Settled()))

    reflections = list(evaluation_round.goal_reflections.select_related("goal__period").order_by("goal__number"))
    asked = list(evaluation_round.round_criteria.filter(criterion__applies_to="measure").select_related("criterion"))
    return RoundResults(
        goals=tuple(GoalResult(one.goal, one, of(one.goal_id)) for one in reflections),
        criteria=tuple(CriterionResult(one, of(goal.pk if goal else None, one.pk)) for one in asked),
        total=of(),
    )


def counts(evaluation_round: EvaluationRound, goal: Goal | None) -> dict[tuple[int | None, int | None], Numbers]:
    """(goal, criterion) -> numbers, None for all: of each goal, of all, and of each criterion (under ``goal``)."""
    rows = RoundCount.objects.filter(round=evaluation_round)
    shown = rows.filter(criterion=None) | rows.filter(criterion__isnull=False, goal=goal)
    found: dict[tuple[int | None, int | None], Numbers] = defaultdict(dict)
    for goal_id, criterion_id, kind, key, n in shown.order_by().values_list("goal", "criterion", "kind", "key", "n"):
        found[goal_id, criterion_id][kind, key] = n
    return found


# What sessions agreed upon takes the place of what the voices said; dissent takes it away.
SETTLED = """
WITH settled AS MATERIALIZED (
    SELECT rated.goal_id, item.criterion_id, CAST(ROUND(asked.weight * 100) AS INTEGER) AS weight,
        CASE WHEN item.outcome = 'agreed' THEN 1 ELSE 0 END AS agreed,
        CASE WHEN item.outcome = 'agreed' THEN 2 * item.agreed_value ELSE 0 END
            - COALESCE(CASE WHEN pair.gap IS NULL THEN 2 * COALESCE(pair.lead_value, pair.office_value)
                ELSE pair.lead_value + pair.office_value END, 0) AS points,
        CASE WHEN item.outcome = 'agreed' THEN 1 ELSE 0 END
            - CASE WHEN COALESCE(pair.lead_value, pair.office_value) IS NULL THEN 0 ELSE 1 END AS n
    FROM evaluation_reflectionitem item
    JOIN evaluation_ratedmeasure rated ON rated.id = item.rated_id AND rated.is_counted = TRUE
    JOIN evaluation_roundcriterion asked ON asked.id = item.criterion_id
    LEFT JOIN evaluation_comparison pair ON pair.rated_id = item.rated_id AND pair.criterion_id = item.criterion_id
    WHERE item.reflection_id IN (SELECT id FROM evaluation_reflection WHERE round_id = %(round)s)
)
SELECT goal_id, {none}, SUM(points * weight), SUM(n * weight), SUM(agreed), SUM(1 - agreed) FROM settled
GROUP BY goal_id
UNION ALL
SELECT {none}, {none}, SUM(points * weight), SUM(n * weight), SUM(agreed), SUM(1 - agreed) FROM settled
HAVING COUNT(*) > 0
UNION ALL
SELECT {goal}, criterion_id, SUM(points), SUM(n), SUM(agreed), SUM(1 - agreed) FROM settled {where}
GROUP BY criterion_id
"""


def settlements(evaluation_round: EvaluationRound, goal: Goal | None) -> dict[tuple[int | None, int | None], Settled]:
    """What sessions change, in the groups of ``counts``."""
    narrowed = {"goal": "MAX(goal_id)", "where": "WHERE goal_id = %(goal)s"} if goal else {"goal": NONE, "where": ""}
    with connection.cursor() as cursor:
        values = {"round": evaluation_round.pk, "goal": goal.pk if goal else None}
        cursor.execute(SETTLED.format(none=NONE, **narrowed), values)
        return {(row[0], row[1]): Settled(*map(int, row[2:])) for row in cursor.fetchall()}
