"""For people's calendars: until when their actors can rate, what they have to carry out, until when they can answer to
a report; for the offices, when each rating ends and by when a committee is owed an answer.
"""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from bildungsnetz.accounts.models import User
from bildungsnetz.calendars import topics
from bildungsnetz.calendars.topics import AHEAD, MOST, OWN, PAST, Event
from goals.calendars import last_change
from goals.rules import is_either_office
from measures.rules import actors_of

from .models import CommitteeQuestion, EvaluationRound, RatingSheet, Recommendation, StatementRequest


def register() -> None:
    for source in (ratings_owed, ratings_end, recommendations_due, statements_due, questions_due):
        topics.add_source(OWN, source)


def ratings_owed(user: User, key: str, today: date) -> Iterator[Event]:
    """The last day of each round in which the person's actors still owe sheets."""
    owed = RatingSheet.objects.owed_by(actors_of(user)).order_by()
    rows = EvaluationRound.objects.rating_on(today).filter(pk__in=owed.values("rated__round"))
    for row in rows.annotate(changed_at=last_change(EvaluationRound)).order_by("closes_on", "pk")[:MOST]:
        title = f"Maßnahmen bewerten: {row}"
        text = "Es fehlen noch Bewertungsbögen."
        yield Event(f"ratings-{row.pk}", row.closes_on, title, row.changed_at, text, reverse("measures:mine"))


def ratings_end(user: User, key: str, today: date) -> Iterator[Event]:
    """The last day of each round that actors rate in, for the offices."""
    if not is_either_office(user):
        return
    rows = EvaluationRound.objects.permitted("view", user).rating_on(today)
    for row in rows.annotate(changed_at=last_change(EvaluationRound)).order_by("closes_on", "pk")[:MOST]:
        title = f"Bewertung endet: {row}"
        yield Event(f"round-{row.pk}", row.closes_on, title, row.changed_at, "", row.get_absolute_url())


def recommendations_due(user: User, key: str, today: date) -> Iterator[Event]:
    """Of the adopted recommendations that the person's actors carry out, until they are finished."""
    rows = Recommendation.objects.permitted("view", user).unfinished().filter(responsible__in=actors_of(user))
    rows = rows.filter(due_on__gt=today - PAST, due_on__lt=today + AHEAD)
    for row in rows.annotate(changed_at=last_change(Recommendation)).order_by("due_on", "pk")[:MOST]:
        path = row.get_absolute_url()
        yield Event(f"recommendation-{row.pk}", row.due_on, f"Umsetzen: {row}", row.changed_at, row.wording, path)  # type: ignore[arg-type]


def statements_due(user: User, key: str, today: date) -> Iterator[Event]:
    """The last day on which the person's actors can answer to a report."""
    rows = StatementRequest.objects.filter(actor__in=actors_of(user)).open_on(today).pending()
    rows = rows.select_related("report", "actor").annotate(changed_at=last_change(StatementRequest))
    for row in rows.order_by("due_on", "pk")[:MOST]:
        title = f"Stellungnahme möglich: {row.report}"
        yield Event(f"statement-{row.pk}", row.due_on, title, row.changed_at, str(row.actor), row.get_absolute_url())


def questions_due(user: User, key: str, today: date) -> Iterator[Event]:
    """The day by which an open question or mandate of a committee is to be answered, for the offices."""
    if not is_either_office(user):
        return
    rows = CommitteeQuestion.objects.permitted("view", user).open()
    rows = rows.filter(due_on__gt=today - PAST, due_on__lt=today + AHEAD).select_related("committee")
    for row in rows.annotate(changed_at=last_change(CommitteeQuestion)).order_by("due_on", "pk")[:MOST]:
        title = f"Antwort an {row.committee}: {row.number}"
        yield Event(f"question-{row.pk}", row.due_on, title, row.changed_at, row.text, row.get_absolute_url())  # type: ignore[arg-type]
