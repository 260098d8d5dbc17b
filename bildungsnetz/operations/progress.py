"""How far a job is: kept in memory by the work, written to the job's row by a thread with a connection of its own.

So a step costs nothing, is seen while the work is inside one long transaction, and a job that is busy with a single
long step still shows that its worker lives.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import DatabaseError, connection, connections
from django.utils import timezone

from .models import Job, JobQuerySet, JobStatus

logger = logging.getLogger(__name__)

T = TypeVar("T")
REPORT_SECONDS = 1.0
BEAT_SECONDS = 10.0


class Cancelled(Exception):  # noqa: N818  the person's wish, not a fault
    """Raised by ``step`` after somebody asked for the job to stop."""


class Progress:
    """What a job's function is given. Only ``step`` is for it."""

    def __init__(self, job: Job, *, in_background: bool) -> None:
        self.job, self.attempt = job, job.attempts
        self.in_background = in_background
        self.done = self.of = 0
        self.message = job.message
        self.cancelled = False
        self.reported: tuple[int, int, str] | None = None
        self.reported_at = 0.0

    def step(self, done: int, of: int, message: str = "") -> None:
        """``done`` of ``of`` steps are behind us; ``message`` says what comes now. Raises Cancelled.

        What comes is said before it begins: within a transaction of the work, SQLite lets nobody else write.
        """
        before, message = self.message, (message or self.message)[:500]
        self.done, self.of, self.message = done, of, message
        if not self.in_background or (message != before and not connection.in_atomic_block):
            self.report()
        if self.cancelled:
            raise Cancelled

    def own_row(self) -> JobQuerySet:
        """The job's row as long as no other worker has taken the job."""
        return Job.objects.filter(pk=self.job.pk, status=JobStatus.RUNNING, attempts=self.attempt)

    def report(self) -> None:
        """Writes what changed, or a sign of life, and learns whether to stop: the job was cancelled or taken away."""
        state = (self.done, self.of, self.message)
        if state != self.reported or time.monotonic() - self.reported_at >= BEAT_SECONDS:
            done, of, message = state
            self.own_row().update(done_steps=done, all_steps=of, message=message, heartbeat_at=timezone.now())
            self.reported, self.reported_at = state, time.monotonic()
        wish = self.own_row().values_list("cancel_requested", flat=True).first()
        self.cancelled = wish is not False


Step = Callable[[int, int], None]  # so much is done, of so much


def nobody_waits(done: int, of: int) -> None:
    """For work that reports to nobody."""


def counted(rows: Iterable[T], step: Step, before: int, of: int, every: int = 200) -> Iterator[T]:
    """``rows``, telling ``step`` on the way how many of them, after ``before`` others, are done."""
    for done, row in enumerate(rows, before):
        if not done % every:
            step(done, of)
        yield row


@contextmanager
def reporting(job: Job, *, in_background: bool) -> Iterator[Progress]:
    """The progress of ``job``; in the background unless the caller's transaction hides the row from a second
    connection, as it does where tasks are run at once."""
    progress = Progress(job, in_background=in_background)
    if not in_background:
        yield progress
        return
    stopped = threading.Event()
    thread = threading.Thread(target=report_until, args=(stopped, progress), name="progress", daemon=True)
    thread.start()
    try:
        yield progress
    finally:
        stopped.set()
        thread.join(timeout=30)


def report_until(stopped: threading.Event, progress: Progress) -> None:
    """Reports until ``stopped``; a database that is busy or away for a while is tried again."""
    try:
        while not stopped.wait(REPORT_SECONDS):
            try:
                progress.report()
            except DatabaseError:
                logger.warning("progress of job %s could not be written", progress.job.pk)
                connections.close_all()
    finally:
        connections.close_all()
