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

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django.db import connection, transaction
from django.db.models import Case, CharField, Count, Q, QuerySet, TextChoices, Value, When

from measures.models import Publication

from .models import (
    HIGHEST,
    AppliesTo,
    Assessment,
    Backing,
    Comparison,
    Criterion,
    EvaluationRound,
    Outcome,
    Place,
    RatedMeasure,
    RatingSheet,
    ReflectionItem,
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


def agenda(rows: ComparisonQuerySet, gap_from: int) -> Iterator[Comparison]:
    """``rows`` in the order in which they are talked over, one query a part."""
    return chain.from_iterable(rows.at(place, gap_from) for place in Place)


def counts(rows: ComparisonQuerySet, gap_from: int) -> dict[int, dict[int, int]]:
    """Place -> goal -> number of rows, in one look at the index."""
    found: dict[int, dict[int, int]] = {place.value: {} for place in Place}
    for goal, gap, n in rows.order_by().values_list("goal", "gap").annotate(n=Count("pk")):
        part = found[place_of(gap, gap_from)]
        part[goal] = part.get(goal, 0) + n
    return found


def place_of(gap: int | None, gap_from: int) -> int:
    if gap is None:
        return Place.MISSING.value
    return Place.GAP.value if gap >= gap_from else Place.CLOSE.value


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one voice said to one criterion."""

    speaker: str
    value: int | None
    not_ratable: bool
    rationale: str
    backing: str

    def words(self, criterion: Criterion) -> str:
        return said(Said.NOT_RATABLE if self.not_ratable else Said.VALUE, self.value, criterion)

    @property
    def backing_words(self) -> str:
        return str(Backing(self.backing).label) if self.backing else ""


@dataclass
class Line:
    """A row of the agenda with everything that was said about it; ``lead`` and ``office`` are None where missing."""

    comparison: Comparison
    lead: Spoken | None = None
    office: Spoken | None = None
    participants: list[Spoken] = field(default_factory=list)
    item: ReflectionItem | None = None

    @property
    def key(self) -> str:
        """Names the point in addresses: measure of the round and criterion."""
        return f"{self.comparison.rated_id}-{self.comparison.criterion_id}"

    @property
    def criterion(self) -> Criterion:
        return self.comparison.criterion.criterion

    @property
    def percent(self) -> int | None:
        return percent(self.comparison.agreement)

    @property
    def lead_words(self) -> str:
        return said(self.comparison.lead_said, self.comparison.lead_value, self.criterion)

    @property
    def office_words(self) -> str:
        return said(self.comparison.office_said, self.comparison.office_value, self.criterion)

    @property
    def lead_short(self) -> str:
        return short(self.comparison.lead_said, self.comparison.lead_value)

    @property
    def office_short(self) -> str:
        return short(self.comparison.office_said, self.comparison.office_value)

    @property
    def partners(self) -> list[tuple[str, str, str]]:
        """Who else rated, with the value in words and the rationale."""
        return [(one.speaker, one.words(self.criterion), one.rationale) for one in self.participants]

    @property
    def result_words(self) -> str:
        """What a session settled; "" while it is open."""
        if self.item is None:
            return ""
        if self.item.outcome == Outcome.DISSENT:
            return "keine Einigung"
        return said(Said.VALUE, self.item.agreed_value, self.criterion)

    @property
    def result_short(self) -> str:
        """``result_words`` without the words of the value."""
        value = self.item.agreed_value if self.item else None
        return self.result_words if value is None else str(value)


def said(what: str, value: int | None, criterion: Criterion) -> str:
    """ "3 – überwiegend", "nicht bewertbar" or "nicht abgegeben"."""
    return f"{value} – {dict(criterion.levels)[value]}" if value is not None else str(Said(what).label)


def short(what: str, value: int | None) -> str:
    """The bare value for a narrow column, or why there is none."""
    return str(Said(what).label) if value is None else str(value)


def percent(agreement: int | None) -> int | None:
    """Thousandths -> whole per cent."""
    return None if agreement is None else (agreement + 5) // 10


def lines(rows: Iterable[Comparison]) -> list[Line]:
    """The rows with both voices, the participants and what a session settled: two queries, however many rows."""
    found = {(row.rated_id, row.criterion_id): Line(row) for row in rows}
    rated, criteria = {pk for pk, _ in found}, {pk for _, pk in found}
    given = Assessment.objects.filter(
        sheet__rated__in=rated, criterion__in=criteria, sheet__state=SheetState.SUBMITTED
    ).order_by("sheet__actor__sort_key", "pk")
    columns = ("sheet__actor__name", "value", "not_ratable", "rationale", "backing")
    for measure, criterion, voice, *spoken in given.values_list("sheet__rated", "criterion", "sheet__voice", *columns):
        if line := found.get((measure, criterion)):
            hear(line, voice, Spoken(*spoken))
    for item in ReflectionItem.objects.filter(rated__in=rated, criterion__in=criteria).select_related("reflection"):
        if line := found.get((item.rated_id, item.criterion_id)):
            line.item = item
    return list(found.values())


def hear(line: Line, voice: str, spoken: Spoken) -> None:
    if voice == Voice.LEAD:
        line.lead = spoken
    elif voice == Voice.OFFICE:
        line.office = spoken
    elif spoken.value is not None or spoken.not_ratable:
        line.participants.append(spoken)


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


def sheets_with_standing(sheets: QuerySet[RatingSheet]) -> QuerySet[RatingSheet]:
    """Each sheet with its ``standing``. A withdrawn measure drops its sheets, also those handed in; an actor that has
    left owes nothing any more, but what it handed in counts."""
    cases = (
        When(~takes_part("rated__"), then=Value(Standing.DROPPED.value)),
        When(state=SheetState.SUBMITTED, then=Value(Standing.SUBMITTED.value)),
        When(LEFT, then=Value(Standing.LEFT.value)),
        When(state=SheetState.DRAFT, then=Value(Standing.DRAFT.value)),
    )
    return sheets.annotate(standing=Case(*cases, default=Value(Standing.OPEN.value), output_field=CharField()))


def coverage(evaluation_round: EvaluationRound) -> dict[str, dict[str, int]]:
    """Voice -> standing -> number of sheets."""
    found: dict[str, dict[str, int]] = {}
    rows: Any = sheets_with_standing(RatingSheet.objects.filter(rated__round=evaluation_round)).order_by()
    for row in rows.values("voice", "standing").annotate(n=Count("pk")):
        found.setdefault(row["voice"], {})[row["standing"]] = row["n"]
    return found
