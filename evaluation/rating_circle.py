"""Whom a Bewertungsrunde writes to, how they can be reached, and who has not heard of it yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from measures import circles
from measures.circles import Asked, Circle, Nudges
from measures.models import Actor, Participation, Publication

from .actions.rounds import audience
from .models import EvaluationRound, RatedMeasure, RatingMail, RatingMailKind, RatingSheet, SheetState, Voice

STOP_KIND = "round"  # the kind of mail that a stop link for Bewertungsrunden stops

SheetCircle = Circle[RatingSheet]


OWED = Q(rated__measure__publication=Publication.RELEASED) & ~Q(state=SheetState.SUBMITTED) & ~Q(voice=Voice.OFFICE)


def owed(evaluation_round: EvaluationRound) -> list[RatingSheet]:
    """The sheets that actors still have to hand in, by number of the measure; not those of actors that have left."""
    rows = RatingSheet.objects.filter(OWED, rated__round=evaluation_round)
    rows = rows.select_related("rated__measure__lead", "actor").order_by("rated__measure__serial", "pk")
    return [row for row in rows if is_active(row.respondent)]


def is_active(actor: Actor | None) -> bool:
    return actor is not None and actor.is_active


def circle_of(sheets: Iterable[RatingSheet]) -> SheetCircle:
    """The people who fill in ``sheets``. A constant number of queries."""
    pairs = ((actor, sheet) for sheet in sheets if (actor := sheet.respondent) is not None)
    return circles.circle_of(pairs, STOP_KIND)


def owing_circle(evaluation_round: EvaluationRound) -> SheetCircle:
    """The people who still owe something."""
    return circle_of(owed(evaluation_round))


def mails_of(evaluation_round: EvaluationRound) -> QuerySet[RatingMail]:
    return RatingMail.objects.filter(round=evaluation_round)


def still_to_tell(evaluation_round: EvaluationRound, circle: SheetCircle) -> list[Asked[RatingSheet]]:
    """The people who have not got the opening mail: before it goes out all, later those who came since or were held."""
    opening = mails_of(evaluation_round).filter(kind=RatingMailKind.OPENING, held_because="")
    told = set(opening.values_list("address", flat=True))
    return [asked for asked in circle.asked if asked.person.address not in told]


def nudges(evaluation_round: EvaluationRound, circle: SheetCircle, today: date) -> Nudges:
    """Whom a reminder would reach today."""
    return circles.nudges(mails_of(evaluation_round), circle, today)


@dataclass(frozen=True)
class Preview:
    """What opening a round would begin, before anybody is written to; ``example`` is the person with most to rate."""

    measures: int
    actors: int
    people: int
    sheets: int
    unreachable: list[Actor]
    example: Asked[RatingSheet] | None


def preview(evaluation_round: EvaluationRound) -> Preview:
    measures = list(audience(evaluation_round).select_related("lead"))
    rated = {one.pk: RatedMeasure(round=evaluation_round, measure=one, lead=one.lead) for one in measures}
    sheets = [RatingSheet(rated=one, voice=Voice.LEAD, actor=one.lead) for one in rated.values()]
    if evaluation_round.participants_rate:
        shares: Any = Participation.objects.filter(measure__in=measures).select_related("actor").distinct()
        sheets += [
            RatingSheet(rated=rated[one.measure_id], voice=Voice.PARTICIPANT, actor=one.actor)
            for one in shares
            if one.actor_id != rated[one.measure_id].lead_id
        ]
    circle = circle_of(sheet for sheet in sheets if is_active(sheet.respondent))
    reachable = [asked for asked in circle.asked if not asked.held_because]
    example = max(reachable, key=lambda asked: len(asked.items), default=None)
    return Preview(
        len(measures), len(circle.actors), len(reachable), len(sheets) + len(measures), circle.unreachable, example
    )
