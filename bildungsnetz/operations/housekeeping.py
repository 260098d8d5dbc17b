"""Small duties that every worker does once a minute: registered by the apps that have them.

A duty takes the present moment, is cheap when there is nothing to do, and may run in several workers at once.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from .models import WorkerBeat

logger = logging.getLogger(__name__)

Duty = Callable[[datetime], None]
SILENCE = timedelta(seconds=60)  # a worker that has not been heard of for so long is dead
KEEP_TASKS = timedelta(days=14)
TRIES = 3  # a task that took this many workers down with it is not tried again

_duties: list[Duty] = []


def duty(function: Duty) -> Duty:
    """Registers ``function`` as a duty."""
    _duties.append(function)
    return function


def keep_house(now: datetime) -> None:
    """Does all duties; one that fails is logged and keeps none of the others from being done."""
    for function in _duties:
        try:
            function(now)
        except Exception:
            logger.exception("housekeeping: %s failed", function.__name__)


def orphaned_tasks(now: datetime) -> QuerySet:
    """Tasks marked as running whose worker is gone: killed, or its machine lost."""
    alive = set(WorkerBeat.objects.seen_since(now - SILENCE).values_list("worker_id", flat=True))
    running = DBTaskResult.objects.running().filter(started_at__lt=now - SILENCE)
    orphans = [task.pk for task in running.only("worker_ids") if not alive.intersection(task.worker_ids[-1:])]
    return DBTaskResult.objects.running().filter(pk__in=orphans)


@duty
def revive_tasks(now: datetime) -> None:
    """Hands orphaned tasks to another worker; after TRIES workers they have failed."""
    with transaction.atomic():
        for task in orphaned_tasks(now).select_for_update(skip_locked=True):
            if len(task.worker_ids) < TRIES:
                task.status = TaskResultStatus.READY
                task.save(update_fields=["status"])
            else:
                task.set_failed(RuntimeError(f"{TRIES} workers ended while they ran this task"))
            logger.warning("task %s was left by a dead worker: now %s", task.pk, task.status)


@duty
def forget_dead_workers(now: datetime) -> None:
    """Rows of workers that were killed stay a day, for whoever wonders what happened."""
    WorkerBeat.objects.filter(seen_at__lt=now - timedelta(days=1)).delete()


@duty
def forget_finished_tasks(now: datetime) -> None:
    DBTaskResult.objects.finished().filter(finished_at__lt=now - KEEP_TASKS).delete()
