"""Who is reminded of a Bewertungsrunde that ends without their sheets, and that the office has to lead one on."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Min
from django.urls import reverse

from bildungsnetz.outbox.notices import NewNotice, source
from bildungsnetz.web.words import ahead
from measures.models import Actor
from measures.notices import office_addresses
from measures.people import addressees

from .links import mail_token
from .models import EvaluationRound, RatingMail, RatingSheet, RoundState
from .rating_circle import OWED, RESPONDENT, STOP_KIND

CLOSING = timedelta(days=7)
TOGETHER = 200  # actors whose people are read at once


@source
def rounds_closing(today: date) -> Iterator[NewNotice]:
    """A week before the end: everybody of an actor that still owes sheets, by a link that needs no account."""
    ending = EvaluationRound.objects.rating_on(today).filter(closes_on__lte=today + CLOSING)
    for one in ending.filter(opened_at__date__lt=today):
        owing = list(owing_by_actor(one))
        for start in range(0, len(owing), TOGETHER):
            yield from closing(one, owing[start : start + TOGETHER], today)


def owing_by_actor(evaluation_round: EvaluationRound) -> Any:
    """(actor, how many sheets it owes, the first of them) for each active actor that owes one."""
    rows: Any = RatingSheet.objects.filter(OWED, rated__round=evaluation_round).order_by()
    counted = rows.values_list(RESPONDENT).annotate(n=Count("pk"), first=Min("pk"))
    active = Actor.objects.active().in_bulk([actor for actor, _, _ in counted])
    return ((active[actor], n, first) for actor, n, first in counted if actor in active)


def closing(evaluation_round: EvaluationRound, owing: list[tuple[Actor, int, int]], today: date) -> Iterator[NewNotice]:
    people = addressees({actor.pk for actor, _, _ in owing})
    links = links_to({first for _, _, first in owing})
    until = evaluation_round.closes_on
    for actor, count, first in owing:
        missing = "fehlt noch ein Bewertungsbogen" if count == 1 else f"fehlen noch {count} Bewertungsbögen"
        for person in people[actor.pk]:
            yield NewNotice(
                person.address,
                STOP_KIND,
                f"round_closing:{evaluation_round.pk}:{actor.pk}:{until}",
                f"„{evaluation_round}“ endet {ahead(until, today)}: Von {actor} {missing}.",
                links.get((first, person.address)) or reverse("measures:mine"),
                f"weil Sie für {actor} eingetragen sind",
                f"actor:{actor.pk}",
            )


def links_to(sheets: set[int]) -> dict[tuple[int, str], str]:
    """(sheet, address) -> the path of the signed link that the latest mail to this address brought."""
    through: Any = RatingMail.sheets.through
    rows = through.objects.filter(ratingsheet__in=sheets).select_related("ratingsheet", "ratingmail")
    return {
        (row.ratingsheet_id, row.ratingmail.address): reverse(
            "evaluation:rate", args=[mail_token(row.ratingsheet, row.ratingmail)]
        )
        for row in rows.order_by("ratingmail")
    }


@source
def rounds_over(today: date) -> Iterator[NewNotice]:
    """The Bildungsbüro hears that a deadline is over: it extends it or ends the rating."""
    for one in EvaluationRound.objects.filter(state=RoundState.RATING, closes_on__lt=today):
        missing = sum(count for _, count, _ in owing_by_actor(one))
        lacking = "ein Bogen der Akteure fehlt" if missing == 1 else f"{missing} Bögen der Akteure fehlen"
        text = f"Die Frist von „{one}“ ist am {one.closes_on:%d.%m.%Y} abgelaufen; {lacking}."
        for address in office_addresses():
            yield NewNotice(
                address,
                STOP_KIND,
                f"round_over:{one.pk}:{one.closes_on}",
                f"{text} Sie können sie verlängern oder die Bewertung beenden.",
                one.get_absolute_url(),
                "weil Sie im Bildungsbüro arbeiten",
            )
