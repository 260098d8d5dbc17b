"""Meetings for people's calendars. Everybody may know when a committee meets; when papers are due, the offices."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Max, OuterRef, Subquery

from bildungsnetz.accounts.models import User
from bildungsnetz.calendars import topics
from bildungsnetz.calendars.topics import AHEAD, MOST, OWN, PAST, Event

from .models import Committee, Meeting
from .rules import is_either_office

COMMITTEE = "committee"


def register() -> None:
    topics.register(COMMITTEE, offered=committees, titled=committee_title)
    topics.add_source(COMMITTEE, meetings_of_committee)
    topics.add_source(OWN, meetings_for_offices)


def committees(user: User) -> Iterable[tuple[str, str]]:
    return Committee.objects.permitted("view", user).filter(is_active=True).values_list("key", "name")


def committee_title(user: User, key: str) -> str | None:
    return Committee.objects.permitted("view", user).filter(key=key).values_list("name", flat=True).first()


def meetings_of_committee(user: User, key: str, today: date) -> Iterator[Event]:
    yield from events(user, Meeting.objects.filter(committee__key=key), today)


def meetings_for_offices(user: User, key: str, today: date) -> Iterator[Event]:
    if is_either_office(user):
        yield from events(user, Meeting.objects.all(), today)


def events(user: User, meetings: Any, today: date) -> Iterator[Event]:
    rows = meetings.permitted("view", user).filter(held_on__gt=today - PAST, held_on__lt=today + AHEAD)
    rows = rows.select_related("committee").annotate(changed_at=last_change(Meeting))
    for row in rows.order_by("held_on", "pk")[:MOST]:
        path = row.committee.get_absolute_url()
        held = f"Sitzung am {row.held_on:%d.%m.%Y}"
        yield Event(f"meeting-{row.pk}", row.held_on, f"Sitzung: {row.committee}", row.changed_at, row.place, path)
        if row.papers_due_on and is_either_office(user):
            title = f"Vorlagenschluss: {row.committee}"
            yield Event(f"papers-{row.pk}", row.papers_due_on, title, row.changed_at, held, path)


def last_change(model: Any) -> Subquery:
    """When a row was last written, from its history."""
    rows = model.history.filter(id=OuterRef("pk")).order_by().values("id")
    return Subquery(rows.annotate(last=Max("history_date")).values("last"))
