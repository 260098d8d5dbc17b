"""Long work of this app, done by a worker: writing to hundreds of people, one transaction each."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from bildungsnetz.operations.jobs import job
from bildungsnetz.operations.progress import Progress, Step
from bildungsnetz.sheets.limits import Refused

from . import asking
from .actions import imports
from .actions import window as actions
from .circles import Asked
from .imports import files
from .models import ImportRun, ImportState, ReportingWindow

READING = "Die Datei wird gelesen."
CHECKING = "Die Zeilen werden geprüft. Noch wird nichts gespeichert."
WRITING = "Die Maßnahmen werden gespeichert, alle auf einmal. Das kann einige Sekunden dauern."
TAKING_BACK = "Die Zeilen werden zurückgenommen."


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


@job("measure_plan")
def look_through(progress: Progress, *, run: int, words: bool) -> str:
    """Prepares the preview of a long list; ``words``: what is not known is asked first."""
    found = ImportRun.objects.get(pk=run)
    progress.step(0, 1, READING)
    try:
        plan = files.plan_of(
            found, today=timezone.localdate(), user=progress.job.started_by, step=rows(progress, CHECKING)
        )
    except Refused as error:
        raise ValidationError(str(error)) from error
    if found.state == ImportState.OPEN:
        imports.show(found, plan)
    return found.next_url(words=words)


def rows(progress: Progress, words: str) -> Step:
    return lambda done, of: progress.step(done, of, words)


@job("measure_undo")
def take_back(progress: Progress, *, run: int) -> str:
    """Takes a long list back."""
    found = ImportRun.objects.get(pk=run)
    progress.step(0, 1, TAKING_BACK)
    if found.state == ImportState.DONE and progress.job.started_by:
        imports.undo_import(found, by=progress.job.started_by, step=rows(progress, TAKING_BACK))
    return found.get_absolute_url()


@job("measure_import")
def read_in(progress: Progress, *, run: int, shown: str) -> str:
    """Writes a long list, if it would still change what was shown; else the preview shows it anew."""
    found = ImportRun.objects.get(pk=run)
    if found.state != ImportState.OPEN:
        return found.get_absolute_url()  # written by the attempt before, whose worker then stopped
    progress.step(0, 1, READING)
    today = timezone.localdate()
    try:
        imports.apply_import(
            found, by=progress.job.started_by, today=today, shown=shown,
            checking=rows(progress, CHECKING), writing=rows(progress, WRITING),
        )  # fmt: skip
    except imports.Moved:
        imports.show(found, files.plan_of(found, today=today, user=progress.job.started_by))
    except Refused as error:
        raise ValidationError(str(error)) from error
    return found.get_absolute_url()
