"""A worker's sign of life: a thread beside its tasks, so that a long task does not look like a dead worker."""

import logging
import platform
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import DatabaseError, close_old_connections, connections
from django.utils import timezone

from .housekeeping import keep_house
from .models import WorkerBeat

logger = logging.getLogger(__name__)

BEAT_SECONDS = 10
HOUSEKEEPING = timedelta(seconds=60)


@contextmanager
def heartbeat(worker_id: str, queues: str) -> Iterator[None]:
    """Keeps the row of this worker fresh, and house, as long as the block runs."""
    stopped = threading.Event()
    thread = threading.Thread(target=beat_until, args=(stopped, worker_id, queues), name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join(timeout=BEAT_SECONDS)


def beat_until(stopped: threading.Event, worker_id: str, queues: str) -> None:
    """Beats until ``stopped``; a database that is away for a while is waited for, not died of."""
    kept_house_at = timezone.now() - HOUSEKEEPING
    try:
        while True:
            now = timezone.now()
            try:
                close_old_connections()
                beat(worker_id, queues)
                if now - kept_house_at >= HOUSEKEEPING:
                    kept_house_at = now
                    keep_house(now)
            except DatabaseError:
                logger.exception("heartbeat: the database does not answer")
            if stopped.wait(BEAT_SECONDS):
                break
        WorkerBeat.objects.filter(pk=worker_id).delete()
    finally:
        connections.close_all()


def beat(worker_id: str, queues: str) -> None:
    """Writes the worker's row."""
    now = timezone.now()
    WorkerBeat.objects.update_or_create(
        worker_id=worker_id,
        defaults={"seen_at": now},
        create_defaults={"queues": queues, "host": platform.node()[:200], "started_at": now, "seen_at": now},
    )
