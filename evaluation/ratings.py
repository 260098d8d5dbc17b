"""How the voices of a round stand to each other: differences, agreement, what is missing.

Definitions, the only place where they stand:

- A voice has spoken on a criterion when its sheet is handed in and holds a value or "nicht bewertbar". What somebody
  began and did not hand in says nothing.
- difference (Abweichung) of a measure on a criterion = |value of the lead - value of the Bildungsbüro|, where both
  gave a value. Participants' values stand beside it and are no part of it.
- agreement (Übereinstimmung) of a measure = (1 - mean difference / 4) x 100 %, the mean taken over the criteria with a
  weight above 0 on which both gave a value, each counting alike. 100 % is the same value everywhere, 0 % is 0 against 4
  everywhere. Where there is no such criterion the agreement is unknown, not 0. It is kept in thousandths.
- A measure that is withdrawn from the public during the round drops out (entfällt); one that ended stays. A closed
  round keeps what it counted, whatever became of it since.

``compare`` sets all this down once, when the rating ends; everything else reads it.
"""

from functools import reduce
from itertools import takewhile
from operator import and_
from typing import Any

from django.db import connection, transaction
from django.db.models import Case, CharField, Count, Q, QuerySet, TextChoices, Value, When

from measures.models import Publication

from .models import (
    HIGHEST,
    AppliesTo,
    Assessment,
    Comparison,
    Criterion,
    EvaluationRound,
    Place,
    RatedMeasure,
    RatingSheet,
    RoundCriterion,
    RoundState,
    Said,
    SheetState,
    Voice,
)
from .models.comparison import ComparisonQuerySet

WHOLE = 1000  # full agreement

COMPARE = f"""
INSERT INTO {Comparison._meta.db_table}
    (round_id, goal_id, rated_id, criterion_id, lead_said, office_said, lead_value, office_value, gap, agreement)
WITH answer AS (
    SELECT sheet.rated_id, given.criterion_id,
        MAX(CASE WHEN sheet.voice = '{Voice.LEAD}' THEN given.value END) AS lead_value,
        MAX(CASE WHEN sheet.voice = '{Voice.OFFICE}' THEN given.value END) AS office_value,
        MAX(CASE WHEN sheet.voice = '{Voice.LEAD}' AND given.not_ratable THEN 1 ELSE 0 END) AS lead_cannot,
        MAX(CASE WHEN sheet.voice = '{Voice.OFFICE}' AND given.not_ratable THEN 1 ELSE 0 END) AS office_cannot
    FROM {RatedMeasure._meta.db_table} rated
    JOIN {RatingSheet._meta.db_table} sheet ON sheet.rated_id = rated.id
    JOIN {Assessment._meta.db_table} given ON given.sheet_id = sheet.id
    WHERE rated.round_id = %(round)s AND sheet.state = '{SheetState.SUBMITTED}'
        AND sheet.voice IN ('{Voice.LEAD}', '{Voice.OFFICE}')
    GROUP BY sheet.rated_id, given.criterion_id
), pair AS (
    SELECT rated.goal_id, rated.id AS rated_id, asked.id AS criterion_id, asked.weight,
        answer.lead_value, answer.office_value, answer.lead_cannot, answer.office_cannot,
        ABS(answer.lead_value - answer.office_value) AS gap
    FROM {RatedMeasure._meta.db_table} rated
    JOIN {RoundCriterion._meta.db_table} asked ON asked.round_id = rated.round_id
    JOIN {Criterion._meta.db_table} criterion
        ON criterion.id = asked.criterion_id AND criterion.applies_to = '{AppliesTo.MEASURE}'
    LEFT JOIN answer ON answer.rated_id = rated.id AND answer.criterion_id = asked.id
    WHERE rated.round_id = %(round)s
)
SELECT %(round)s, goal_id, rated_id, criterion_id,
    CASE WHEN lead_value IS NOT NULL THEN '{Said.VALUE}' WHEN lead_cannot = 1 THEN '{Said.NOT_RATABLE}'
        ELSE '{Said.MISSING}' END,
    CASE WHEN office_value IS NOT NULL THEN '{Said.VALUE}' WHEN office_cannot = 1 THEN '{Said.NOT_RATABLE}'
        ELSE '{Said.MISSING}' END,
    lead_value, office_value, gap,
    CAST(ROUND({WHOLE} * (1 - AVG(CASE WHEN weight > 0 THEN gap END) OVER (PARTITION BY rated_id) / {HIGHEST}.0))
        AS INTEGER)
FROM pair
"""  # noqa: S608


@transaction.atomic
def compare(evaluation_round: EvaluationRound) -> None:
    """Sets the voices of the round side by side, anew if it was done before. For the action that ends the rating."""
    Comparison.objects.filter(round=evaluation_round).delete()
    with connection.cursor() as cursor:
        cursor.execute(COMPARE, {"round": evaluation_round.pk})


def takes_part(path: str = "") -> Q:
    """The measures that a round is about today; ``path`` leads from another model to the measure of the round."""
    closed = Q(**{f"{path}round__state": RoundState.CLOSED})
    counted = Q(**{f"{path}is_counted": True})
    return closed & counted | ~closed & Q(**{f"{path}measure__publication": Publication.RELEASED})


def dropped(evaluation_round: EvaluationRound) -> frozenset[int]:
    """The measures that take no part in the round any more."""
    gone = evaluation_round.rated_measures.exclude(takes_part())
    return frozenset(gone.order_by().values_list("pk", flat=True))


def rows_of(evaluation_round: EvaluationRound) -> ComparisonQuerySet:
    """All points of the round that are to be talked over."""
    rows: ComparisonQuerySet = Comparison.objects.filter(round=evaluation_round)
    return rows.without(dropped(evaluation_round))


def place_of(gap: int | None, gap_from: int) -> int:
    if gap is None:
        return Place.MISSING.value
    return Place.GAP.value if gap >= gap_from else Place.CLOSE.value


class Standing(TextChoices):
    """How a sheet stands for the coverage of a round, what is owed first."""

    OPEN = "open", "steht aus"
    DRAFT = "draft", "begonnen"
    LEFT = "left", "ausgeschieden"
    SUBMITTED = "submitted", "abgegeben"
    DROPPED = "dropped", "entfällt"


OWING = (Standing.OPEN, Standing.DRAFT)


# An actor that left owes nothing: for a lead's sheet the one that leads the measure today, which may be another one.
LEFT = Q(voice=Voice.LEAD, rated__measure__lead__is_active=False) | Q(voice=Voice.PARTICIPANT, actor__is_active=False)


# The first condition that holds names the standing; without any the sheet is open. A withdrawn measure drops its
# sheets, also those handed in; an actor that has left owes nothing any more, but what it handed in counts.
CONDITIONS = {
    Standing.DROPPED: ~takes_part("rated__"),
    Standing.SUBMITTED: Q(state=SheetState.SUBMITTED),
    Standing.LEFT: LEFT,
    Standing.DRAFT: Q(state=SheetState.DRAFT),
}


def sheets_with_standing(sheets: QuerySet[RatingSheet]) -> QuerySet[RatingSheet]:
    """Each sheet with its ``standing``."""
    cases = (When(condition, then=Value(standing.value)) for standing, condition in CONDITIONS.items())
    return sheets.annotate(standing=Case(*cases, default=Value(Standing.OPEN.value), output_field=CharField()))


def stands_as(standing: Standing) -> Q:
    """The sheets of one standing, for a list of them: without reckoning the standing of all others."""
    earlier = takewhile(lambda one: one != standing, CONDITIONS)
    return reduce(and_, (~CONDITIONS[one] for one in earlier), CONDITIONS.get(standing, Q()))


def coverage(evaluation_round: EvaluationRound) -> dict[str, dict[str, int]]:
    """Voice -> standing -> number of sheets."""
    found: dict[str, dict[str, int]] = {}
    rows: Any = sheets_with_standing(RatingSheet.objects.filter(rated__round=evaluation_round)).order_by()
    for row in rows.values("voice", "standing").annotate(n=Count("pk")):
        found.setdefault(row["voice"], {})[row["standing"]] = row["n"]
    return found
