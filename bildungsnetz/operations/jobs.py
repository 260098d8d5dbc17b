"""Long work that a person waits for: a task of django-tasks with progress, cancelling, and a second try.

A kind of work is a function, registered by its module (which the app's ``ready()`` imports)::

    @job("report_preview", queue="documents")
    def preview(progress: Progress, *, variant: int) -> str:
        progress.step(1, 3, "Zahlen werden gelesen")
        ...
        return address_of_the_result  # a path of this site, or ""

A view starts it: ``job = start("report_preview", "Vorschau", {"variant": 7}, by=request.user)`` and leads to
``job.get_absolute_url()``. The worker may be killed at any moment, and the function is then called again: it writes
its result in one transaction and can bear to be run twice. What it changes is written down for ``job.started_by``.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django_tasks import task

from bildungsnetz.accounts.models import User
from bildungsnetz.history.authors import acting_as

from .housekeeping import duty
from .models import Job, JobStatus
from .progress import Cancelled, Progress, reporting

logger = logging.getLogger(__name__)

SILENCE = timedelta(seconds=45)  # a running job reports every ten seconds; then its worker is dead
MOST_ATTEMPTS = 2
LEFT_BY_WORKER = "Der Auftrag wurde zweimal unterbrochen und nicht beendet. Bitte starten Sie ihn noch einmal."


@dataclass(frozen=True)
class Kind:
    function: Callable[..., str]
    queue: str


_kinds: dict[str, Kind] = {}


def job(kind: str, *, queue: str = "default") -> Callable[[Callable[..., str]], Callable[..., str]]:
    """Registers the decorated function as the work of ``kind``; its workers listen to ``queue``."""

    def register(function: Callable[..., str]) -> Callable[..., str]:
        if kind in _kinds and _kinds[kind].function.__module__ != function.__module__:
            raise ValueError(f"two functions for jobs of the kind {kind}")
        _kinds[kind] = Kind(function, queue)
        return function

    return register


@transaction.atomic
def start(kind: str, title: str, arguments: dict[str, Any], by: User | None) -> Job:
    """Stores the job and hands it to a worker, both or neither. ``arguments`` go into the function by name."""
    started = Job.objects.create(kind=kind, title=title, arguments=arguments, started_by=by)
    hand_to_worker(started)
    started.refresh_from_db()
    return started


def hand_to_worker(waiting: Job) -> None:
    run_job.using(queue_name=_kinds[waiting.kind].queue).enqueue(waiting.pk)


@task()
def run_job(pk: int) -> None:
    """Does the job, unless another worker has it or it is finished."""
    claimed = claim(pk, timezone.now())
    if claimed is None:
        return
    kind = _kinds[claimed.kind]
    with reporting(claimed, in_background=not connection.in_atomic_block) as progress:
        outcome = work(kind, claimed, progress)
    finish(claimed, progress, *outcome)


def work(kind: Kind, claimed: Job, progress: Progress) -> tuple[JobStatus, str, str]:
    """Calls the function: (status, message, result's address)."""
    try:
        with acting_as(claimed.started_by):
            address = kind.function(progress, **claimed.arguments)
        if address and not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
            raise ValueError(f"a job's result is a page of this site, not {address}")
    except Cancelled:
        return JobStatus.CANCELLED, "Abgebrochen.", ""
    except ValidationError as error:
        return JobStatus.FAILED, " ".join(error.messages), ""
    except Exception:
        logger.exception("job %s (%s) failed", claimed.pk, claimed.kind)
        sentence = f"Dabei ist ein Fehler aufgetreten. Der Betrieb findet ihn im Protokoll unter Auftrag {claimed.pk}."
        return JobStatus.FAILED, sentence, ""
    return JobStatus.DONE, "Fertig.", address


@transaction.atomic
def claim(pk: int, now: datetime) -> Job | None:
    """Takes the job for this worker, or None where it is finished, gone or in living hands."""
    waiting = Job.objects.unfinished().select_for_update(of=("self",)).filter(pk=pk).first()
    if waiting is None or (waiting.status == JobStatus.RUNNING and not is_silent(waiting, now)):
        return None
    if waiting.cancel_requested:
        end(waiting, JobStatus.CANCELLED, "Abgebrochen.", now)
        return None
    if waiting.attempts >= MOST_ATTEMPTS:
        end(waiting, JobStatus.FAILED, LEFT_BY_WORKER, now)
        return None
    waiting.status, waiting.heartbeat_at = JobStatus.RUNNING, now
    waiting.attempts += 1
    waiting.done_steps = waiting.all_steps = 0
    waiting.message = "" if waiting.attempts == 1 else "Der Auftrag wurde unterbrochen und beginnt neu."
    waiting.save()
    return waiting


def is_silent(running: Job, now: datetime) -> bool:
    return running.heartbeat_at is None or running.heartbeat_at < now - SILENCE


@transaction.atomic
def finish(claimed: Job, progress: Progress, status: JobStatus, message: str, address: str) -> None:
    """Writes the outcome, unless the job was taken from this worker because it seemed dead."""
    mine = progress.own_row().select_for_update().first()
    if mine is None:
        logger.warning("job %s was finished by another worker", claimed.pk)
        return
    mine.done_steps, mine.all_steps = progress.done, progress.of
    mine.result_url = address
    end(mine, status, message, timezone.now())


def end(ended: Job, status: JobStatus, message: str, now: datetime) -> None:
    ended.status, ended.message, ended.finished_at = status, message[:500], now
    ended.save()


@transaction.atomic
def cancel(wanted: Job, *, by: User) -> Job:
    """Asks a running job to stop at its next step; one that still waits ends at once."""
    current = Job.objects.select_for_update(of=("self",)).get(pk=wanted.pk)
    if current.status == JobStatus.QUEUED:
        end(current, JobStatus.CANCELLED, "Abgebrochen.", timezone.now())
    elif not current.is_finished:
        current.cancel_requested = True
        current.save(update_fields=["cancel_requested"])
    return current


@duty
def sweep_jobs(now: datetime) -> None:
    """Takes up what a killed worker left: once more for the first time, then it has failed."""
    with transaction.atomic():
        running = Job.objects.filter(status=JobStatus.RUNNING, heartbeat_at__lt=now - SILENCE)
        for left in running.select_for_update(skip_locked=True):
            if left.attempts >= MOST_ATTEMPTS or left.kind not in _kinds:
                end(left, JobStatus.FAILED, LEFT_BY_WORKER, now)
            else:
                left.status = JobStatus.QUEUED
                left.save(update_fields=["status"])
                hand_to_worker(left)
