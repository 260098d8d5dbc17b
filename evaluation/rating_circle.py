"""Whom a Bewertungsrunde writes to, how they can be reached, and who has not heard of it yet."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from measures import circles
from measures.circles import Asked, Circle, Nudges
from measures.models import Actor, Participation, Publication

from .actions.rounds import audience
from .models import EvaluationRound, RatedMeasure, RatingMail, RatingMailKind, RatingSheet, SheetState, Voice
from .ratings import LEFT

STOP_KIND = "round"  # the kind of mail that a stop link for Bewertungsrunden stops

SheetCircle = Circle[RatingSheet]


# Whose people fill in a sheet today: a lead's goes with the lead (as ``RatingSheet.respondent``).
RESPONDENT = Case(When(voice=Voice.LEAD, then=F("rated__measure__lead")), default=F("actor"))
OWED = Q(rated__measure__publication=Publication.RELEASED) & ~Q(state=SheetState.SUBMITTED) & ~Q(voice=Voice.OFFICE)


def owed(evaluation_round: EvaluationRound) -> list[RatingSheet]:
    """The sheets that actors still have to hand in, by number of the measure; not those of actors that have left."""
    rows = RatingSheet.objects.filter(OWED, rated__round=evaluation_round)
    rows = rows.with_parts().order_by("rated__measure__serial", "pk")
    return [row for row in rows if is_active(row.respondent)]


def with_owing(rounds: QuerySet[EvaluationRound]) -> QuerySet[EvaluationRound]:
    """Each round with ``owing_actors`` and ``owing_office``: how many sheets are missing from either side."""
    public = RatingSheet.objects.filter(rated__round=OuterRef("pk"), rated__measure__publication=Publication.RELEASED)
    open_sheets = public.exclude(state=SheetState.SUBMITTED).order_by().values("rated__round")
    office = open_sheets.filter(voice=Voice.OFFICE).annotate(n=Count("pk")).values("n")
    actors = open_sheets.exclude(voice=Voice.OFFICE).exclude(LEFT).annotate(n=Count("pk")).values("n")
    return rounds.annotate(owing_actors=Coalesce(Subquery(actors), 0), owing_office=Coalesce(Subquery(office), 0))


def is_active(actor: Actor | None) -> bool:
    return actor is not None and actor.is_active


def circle_of(sheets: Iterable[RatingSheet]) -> SheetCircle:
    """The people who fill in ``sheets``. A constant number of queries."""
    pairs = ((actor, sheet) for sheet in sheets if (actor := sheet.respondent) is not None)
    return circles.circle_of(pairs, STOP_KIND)


def people_of(actors: Iterable[int]) -> Circle[Actor]:
    """The people of ``actors``, without their sheets: what a page needs to count them."""
    rows = Actor.objects.filter(pk__in=actors).only("name", "sort_key")
    return circles.circle_of(((actor, actor) for actor in rows), STOP_KIND)


def owing_circle(evaluation_round: EvaluationRound) -> SheetCircle:
    """The people who still owe something."""
    return circle_of(owed(evaluation_round))


def mails_of(evaluation_round: EvaluationRound) -> QuerySet[RatingMail]:
    return RatingMail.objects.filter(round=evaluation_round)


def still_to_tell(evaluation_round: EvaluationRound, circle: Circle[Any]) -> list[Asked[Any]]:
    """The people who have not got the opening mail: before it goes out all, later those who came since or were held."""
    opening = mails_of(evaluation_round).filter(kind=RatingMailKind.OPENING, held_because="")
    told = set(opening.values_list("address", flat=True))
    return [asked for asked in circle.asked if asked.person.address not in told]


def nudges(evaluation_round: EvaluationRound, circle: Circle[Any], today: date) -> Nudges:
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
    """Counted by actor, so that it costs the same however many measures there are."""
    measures = audience(evaluation_round)
    owing = Counter(dict(measures.order_by().values_list("lead").annotate(n=Count("pk"))))
    shares = taking_part(evaluation_round, measures)
    owing.update(dict(shares.values_list("actor").annotate(n=Count("measure", distinct=True))))
    actors = Actor.objects.active().in_bulk(owing)
    circle = circles.circle_of(((actors[pk], count) for pk, count in owing.items() if pk in actors), STOP_KIND)
    reachable = [asked for asked in circle.asked if not asked.held_because]
    busiest = max(reachable, key=lambda asked: sum(asked.items), default=None)
    example: Asked[RatingSheet] | None = None
    if busiest is not None:
        address = busiest.person.address
        own = [pk for pk, people in circle.people.items() if any(one.address == address for one in people)]
        example = Asked(busiest.person, sheets_to_be(evaluation_round, measures, own))
    count = measures.count()
    return Preview(count, len(actors), len(reachable), owing.total() + count, circle.unreachable, example)


def taking_part(evaluation_round: EvaluationRound, measures: Any) -> Any:
    """Who rates ``measures`` beside the lead, as far as the round asks them."""
    rows: Any = Participation.objects.filter(measure__in=measures).order_by()
    return rows.exclude(actor=F("measure__lead")) if evaluation_round.participants_rate else rows.none()


def sheets_to_be(evaluation_round: EvaluationRound, measures: Any, own: list[int]) -> list[RatingSheet]:
    """The sheets on ``measures`` that the people of the actors ``own`` would get, not stored."""
    joined = set(taking_part(evaluation_round, measures).filter(actor__in=own).values_list("measure", flat=True))
    found = []
    for measure in measures.filter(Q(lead__in=own) | Q(pk__in=joined)).select_related("lead"):
        rated = RatedMeasure(round=evaluation_round, measure=measure, lead=measure.lead)
        voice = Voice.LEAD if measure.lead_id in own else Voice.PARTICIPANT
        found.append(RatingSheet(rated=rated, voice=voice))
    return found
