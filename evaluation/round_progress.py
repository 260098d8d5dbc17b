"""How far a Bewertungsrunde is: sheets by voice, and actor by actor what is handed in and what is not."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Window
from django.db.models.functions import RowNumber

from measures.models import Actor

from .models import EvaluationRound, RatingSheet, Voice
from .rating_circle import RESPONDENT
from .ratings import OWING, Standing, sheets_with_standing

MOST = 5  # sheets that are named at an actor; all of them are in the list of sheets
STANDING_TONES = {
    Standing.OPEN: "late",
    Standing.DRAFT: "watch",
    Standing.LEFT: "off",
    Standing.SUBMITTED: "good",
    Standing.DROPPED: "off",
}


@dataclass(frozen=True)
class Share:
    """Sheets of one side, by standing; ``parts`` are for a bar: label, tone, number."""

    counts: dict[str, int]

    @property
    def owing(self) -> int:
        return sum(self.counts.get(state, 0) for state in OWING)

    @property
    def total(self) -> int:
        """Without what dropped out: of that nobody waits for anything."""
        return sum(count for state, count in self.counts.items() if state != Standing.DROPPED)

    @property
    def parts(self) -> list[tuple[str, str, int]]:
        return [(str(one.label), STANDING_TONES[one], self.counts.get(one, 0)) for one in Standing]


def shares(coverage: dict[str, dict[str, int]]) -> tuple[Share, Share]:
    """The actors' sheets, of leads and participants together, and the office's own."""
    actors: dict[str, int] = {}
    for voice in (Voice.LEAD, Voice.PARTICIPANT):
        for state, count in coverage.get(voice, {}).items():
            actors[state] = actors.get(state, 0) + count
    return Share(actors), Share(coverage.get(Voice.OFFICE, {}))


def sheets_of_actors(evaluation_round: EvaluationRound) -> Any:
    """The actors' sheets, each with its ``standing`` and ``respondent``, the actor whose people fill it in today."""
    rows = RatingSheet.objects.filter(rated__round=evaluation_round).exclude(voice=Voice.OFFICE)
    return sheets_with_standing(rows).annotate(respondent_id=RESPONDENT)


def by_actor(evaluation_round: EvaluationRound) -> Any:
    """One row an actor: ``respondent_id`` and a number for each standing, with ``owing``; who owes most comes first."""
    counted = {one.value: Count("pk", filter=Q(standing=one)) for one in Standing}
    owing = Count("pk", filter=Q(standing__in=OWING))
    rows = sheets_of_actors(evaluation_round).order_by().values("respondent_id")
    return rows.annotate(**counted, owing=owing).order_by("-owing", "respondent_id")


@dataclass(frozen=True)
class Line:
    """An actor of a round: how many sheets stand how, and the sheets themselves by number of the measure."""

    actor: Actor
    counts: dict[str, int]
    sheets: list[RatingSheet]  # the first MOST
    more: int = 0  # how many there are beyond them

    @property
    def shown(self) -> list[tuple[str, str]]:
        """Words and tone of what there is."""
        found = [(f"{one.label}: {self.counts[one]}", STANDING_TONES[one]) for one in Standing if self.counts[one]]
        return found or [("keine Bögen", "off")]


def lines(evaluation_round: EvaluationRound, rows: Iterable[dict[str, Any]]) -> list[Line]:
    """What ``by_actor`` counted, with actors and sheets: two queries, however many rows."""
    rows = list(rows)
    keys = [row["respondent_id"] for row in rows]
    actors = Actor.objects.in_bulk(keys)
    sheets: dict[int, list[RatingSheet]] = {key: [] for key in keys}
    place = Window(RowNumber(), partition_by=[RESPONDENT], order_by=["rated__measure__serial", "pk"])
    found = sheets_of_actors(evaluation_round).filter(respondent_id__in=keys).annotate(nth=place).filter(nth__lte=MOST)
    shown = found.select_related("rated__measure").only("voice", "rated__measure__serial", "rated__measure__title")
    for sheet in shown.order_by("rated__measure__serial", "pk"):
        sheets[sheet.respondent_id].append(sheet)
    return [line(actors[row["respondent_id"]], row, sheets[row["respondent_id"]]) for row in rows]


def line(actor: Actor, row: dict[str, Any], sheets: list[RatingSheet]) -> Line:
    return Line(actor, row, sheets, sum(row[one] for one in Standing) - len(sheets))
