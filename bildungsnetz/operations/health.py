"""Is the site well? Each finding is one question with its answer; the page and the command line show the same ones."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django_tasks_db.models import DBTaskResult

from bildungsnetz.outbox.models import OutgoingMail

from .housekeeping import SILENCE
from .models import WorkerBeat

WAITING = timedelta(minutes=5)
LEAST_FREE = 500 * 1024 * 1024


@dataclass(frozen=True)
class Finding:
    name: str
    well: bool
    detail: str


def findings(now: datetime) -> list[Finding]:
    """All answers; without a database there is only one."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return [Finding("Datenbank", True, connection.vendor), *database_findings(now), disk()]
    except DatabaseError:
        return [Finding("Datenbank", False, "antwortet nicht"), disk()]


def database_findings(now: datetime) -> Iterator[Finding]:
    alive = WorkerBeat.objects.seen_since(now - SILENCE).count()
    yield Finding("Aufgabenprozesse", alive > 0, f"{alive} mit Lebenszeichen in der letzten Minute")
    waiting = DBTaskResult.objects.ready().filter(enqueued_at__lt=now - WAITING).count()
    yield Finding("Aufgaben", waiting == 0, f"{waiting} warten länger als 5 Minuten")
    overdue = OutgoingMail.objects.due(now - WAITING).count()
    failed = OutgoingMail.objects.failed().filter(queued_at__gt=now - timedelta(days=1)).count()
    yield Finding("Postausgang", overdue == 0, f"{overdue} überfällig, {failed} seit gestern nicht zugestellt")


def disk() -> Finding:
    free = shutil.disk_usage(settings.VAR_DIR).free
    return Finding("Speicherplatz", free >= LEAST_FREE, f"{free // 1024**2} MB frei")
