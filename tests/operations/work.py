"""Kinds of work for the tests of jobs, also loaded by the worker process that gets killed."""

import os
import threading
from pathlib import Path

from django.core.exceptions import ValidationError

from bildungsnetz.operations.jobs import job
from bildungsnetz.operations.progress import Progress
from goals.models import Committee


@job("test_counting")
def count(progress: Progress, *, to: int) -> str:
    for number in range(to):
        progress.step(number, to, f"Zeile {number}")
    progress.step(to, to)
    return "/gezaehlt/"


@job("test_failing")
def fail(progress: Progress, *, with_sentence: bool) -> str:
    if with_sentence:
        raise ValidationError("Die Sitzung liegt in der Vergangenheit.")
    raise RuntimeError("geheim")


@job("test_writing")
def write(progress: Progress, *, key: str) -> str:
    Committee.objects.create(key=key, name=key)
    return ""


@job("test_leaving")
def leave(progress: Progress) -> str:
    return "https://example.org/fremd"


seen = threading.Event()


@job("test_waiting")
def wait(progress: Progress) -> str:
    """Goes on when the test has seen the first step."""
    progress.step(1, 2, "wartet")
    seen.wait(timeout=20)
    return ""


@job("test_hanging")
def hang(progress: Progress, *, mark: str, key: str) -> str:
    """Writes half of its work, tells the test by a file, and waits to be killed; the second time it goes through."""
    from django.db import transaction

    with transaction.atomic():
        Committee.objects.create(key=f"{key}-1", name=f"{key}-1")
        if not Path(mark).exists():
            Path(mark).write_text(str(os.getpid()))
            threading.Event().wait()
        Committee.objects.create(key=f"{key}-2", name=f"{key}-2")
    return "/fertig/"


def run_worker(queue: str) -> None:
    """What the killed process runs."""
    from django.core.management import call_command

    call_command("worker", queue_name=queue, startup_delay=False, interval=0.05, verbosity=0)
