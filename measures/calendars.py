"""For people's calendars: what their actors have promised and what is asked of them; for the offices, what they ask."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count
from django.urls import reverse

from bildungsnetz.accounts.models import User
from bildungsnetz.calendars import topics
from bildungsnetz.calendars.topics import AHEAD, MOST, OWN, PAST, Event
from goals.calendars import last_change
from goals.rules import is_either_office

from .models import Measure, Milestone, ReportingWindow
from .rules import own


def register() -> None:
    for source in (milestones, planned_ends, answers_owed, windows):
        topics.add_source(OWN, source)


def milestones(user: User, key: str, today: date) -> Iterator[Event]:
    """Of the running measures that the person's actors lead, until they are reached."""
    running = Measure.objects.filter(own(user)).running()
    rows = Milestone.objects.filter(measure__in=running, reached_on=None)
    rows = rows.filter(due_on__gt=today - PAST, due_on__lt=today + AHEAD)
    rows = rows.select_related("measure").annotate(changed_at=last_change(Milestone)).order_by("due_on", "pk")
    for row in rows[:MOST]:
        title = f"Meilenstein: {row.title}"
        path = row.measure.get_absolute_url()
        yield Event(f"milestone-{row.pk}", row.due_on, title, row.changed_at, str(row.measure), path)


def planned_ends(user: User, key: str, today: date) -> Iterator[Event]:
    rows = Measure.objects.filter(own(user)).running()
    rows = rows.filter(planned_end_on__gt=today - PAST, planned_end_on__lt=today + AHEAD)
    for row in rows.order_by("planned_end_on", "pk")[:MOST]:
        title = f"Geplantes Ende: {row}"
        yield Event(f"end-{row.pk}", row.planned_end_on, title, row.updated_at, "", row.get_absolute_url())  # type: ignore[arg-type]


def answers_owed(user: User, key: str, today: date) -> Iterator[Event]:
    """The last day of each open window in which the person's actors still owe answers."""
    owed = Measure.objects.filter(own(user))
    rows = ReportingWindow.objects.open_on(today).filter(requests__measure__in=owed, requests__answered_at=None)
    rows = rows.annotate(owed=Count("requests"), changed_at=last_change(ReportingWindow))
    for row in rows.order_by("closes_on", "pk")[:MOST]:
        title = f"Sachstand melden: {row}"
        text = f"Zu {row.owed} {'Maßnahme' if row.owed == 1 else 'Maßnahmen'} fehlt noch der Sachstand."
        path = reverse("measures:mine")
        yield Event(f"answers-{row.pk}", row.closes_on, title, row.changed_at, text, path)


def windows(user: User, key: str, today: date) -> Iterator[Event]:
    """The last day of each open window, for the offices."""
    if not is_either_office(user):
        return
    rows = ReportingWindow.objects.permitted("view", user).open_on(today)
    for row in rows.annotate(changed_at=last_change(ReportingWindow)).order_by("closes_on", "pk")[:MOST]:
        title = f"Sachstandsabfrage endet: {row}"
        yield Event(f"window-{row.pk}", row.closes_on, title, row.changed_at, "", row.get_absolute_url())
