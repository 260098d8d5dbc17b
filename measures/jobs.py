"""Long work of this app, done by a worker: writing to hundreds of people, one transaction each."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from bildungsnetz.operations.jobs import job
from bildungsnetz.operations.progress import Progress

from . import asking
from .actions import window as actions
from .circles import Asked
from .models import ReportingWindow


@job("window_write")
def write(progress: Progress, *, window: int) -> str:
    """Asks about each measure that fits and writes to whoever has not heard of it; stopped on the way, it can be
    started again and goes on with those who are left."""
    found = ReportingWindow.objects.get(pk=window)
    progress.step(0, 1, "Die Anfragen werden angelegt.")
    actions.add_requests(found)
    return one_by_one(progress, found, asking.still_to_tell(found, asking.owing_circle(found)), actions.send_opening)


@job("window_nudge")
def nudge(progress: Progress, *, window: int) -> str:
    """Reminds everybody who still owes something."""
    found = ReportingWindow.objects.get(pk=window)
    return one_by_one(progress, found, asking.owing_circle(found).asked, actions.send_nudge)


def one_by_one(progress: Progress, subject: Any, people: list[Asked[Any]], send: Callable[..., Any]) -> str:
    """``send`` writes to each of ``people`` about ``subject``; returns its page."""
    for place, asked in enumerate(people):
        progress.step(place, len(people), f"Mail {place + 1} von {len(people)} wird geschrieben.")
        now = timezone.now()
        send(subject, asked, today=timezone.localdate(now), now=now)
    progress.step(len(people), len(people), "Alle Mails sind geschrieben.")
    return subject.get_absolute_url()
