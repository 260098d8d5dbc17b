"""10,000 measures, 500 people: queries grow with batches of people, not with what they are told; memory not at all."""

import os
import signal
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bildungsnetz.outbox import actions, notices
from bildungsnetz.outbox.actions.reminding import ADDRESSES
from bildungsnetz.outbox.models import Notice, OutgoingMail
from bildungsnetz.outbox.notices import NewNotice
from tests.elsewhere import database_url
from tests.outbox.conftest import SCHOOL_DAY

ROOT = Path(__file__).resolve().parents[2]
MOST_MEMORY = 32 * 1024 * 1024

pytestmark = pytest.mark.usefixtures("kinds")


def town(people: int, each: int):
    """A source that says ``each`` things to each of ``people``, one after the other."""

    def source(today):
        for number in range(people * each):
            address = f"person{number % people:04}@example.org"
            text = f"Maßnahme M-{number:05} „Sprachcafé im Stadtteil“ sollte bis 30.04.2026 abgeschlossen sein."
            kind = "overdue" if number % 3 else "example"
            yield NewNotice(address, kind, f"{kind}:{number}", text, f"/massnahmen/M-{number:05}/", "weil es so ist")

    return {"town": source}


@pytest.fixture
def queries(monkeypatch, no_delivery, django_capture_on_commit_callbacks):
    """How many queries a run takes, the tasks for the worker included."""

    def queries(people: int, each: int) -> int:
        Notice.objects.all().delete()
        OutgoingMail.objects.all().delete()
        monkeypatch.setattr(notices, "_sources", town(people, each))
        with CaptureQueriesContext(connection) as captured, django_capture_on_commit_callbacks(execute=True):
            summary = actions.remind(SCHOOL_DAY, timezone.now())
        assert (summary.mails, summary.lines) == (people, people * each)
        return len(captured)

    return queries


def test_ten_times_as_much_to_say_costs_only_the_batches_that_store_it(db, queries):
    few, many = queries(ADDRESSES, 5), queries(ADDRESSES, 50)
    batches = ADDRESSES * (50 - 5) // notices.BATCH
    assert many - few <= 11 * batches  # read, savepoint, write, release; SQLite takes 999 values at a time


def test_five_times_as_many_people_cost_five_times_as_many_queries_at_most(db, queries):
    few, many = queries(ADDRESSES, 5), queries(5 * ADDRESSES, 5)
    assert many <= 5 * few
    assert few < 2 * ADDRESSES


def test_memory_does_not_grow_with_the_town(db, monkeypatch, no_delivery):
    monkeypatch.setattr(notices, "_sources", town(500, 20))
    tracemalloc.start()
    try:
        summary = actions.remind(SCHOOL_DAY, timezone.now())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (summary.mails, summary.lines) == (500, 10_000)
    assert peak < MOST_MEMORY


# --- Killed ------------------------------------------------------------------------------------------------

HANGING = """
import sys, threading, django
django.setup()
from datetime import date
from django.utils import timezone
from bildungsnetz.outbox import actions, notices
from bildungsnetz.outbox.actions import reminding
from tests.outbox.test_reminding_scale import town
for kind in ("overdue", "example"):
    notices.register_kind(kind, kind, 1)
notices._sources = town(30, 4)
reminding.ADDRESSES = 10
original, written = reminding.write_digest, []
def hanging(*parts):
    written.append(parts)
    if len(written) == 15:
        print("half", flush=True)
        threading.Event().wait()
    return original(*parts)
reminding.write_digest = hanging
actions.remind(date(2026, 5, 4), timezone.now())
"""


@pytest.mark.django_db(transaction=True)
def test_a_killed_run_is_finished_by_the_next_one(monkeypatch, no_delivery):
    environment = {"DATABASE_URL": database_url(), "BILDUNGSNETZ_MODE": "demo"}
    environment["DJANGO_SETTINGS_MODULE"] = "bildungsnetz.settings"
    command = [sys.executable, "-c", HANGING]
    run = subprocess.Popen(command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.PIPE)
    assert run.stdout
    try:
        assert run.stdout.readline() == b"half\n"
    finally:
        os.kill(run.pid, signal.SIGKILL)
        run.wait()
        run.stdout.close()
    assert OutgoingMail.objects.count() == 10, "whole batches only"

    monkeypatch.setattr(notices, "_sources", town(30, 4))
    for expected in (20, 0):
        assert actions.remind(SCHOOL_DAY, timezone.now()).mails == expected
    assert sorted(mail.to[0] for mail in OutgoingMail.objects.all()) == [f"person{n:04}@example.org" for n in range(30)]
    assert all(mail.text.count("sollte bis") == 4 for mail in OutgoingMail.objects.all())
    assert not Notice.objects.open().exists()
