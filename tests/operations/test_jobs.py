"""Long work: progress, cancelling, failing with a sentence, and what becomes of it when its worker is killed."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from bildungsnetz.operations import jobs
from bildungsnetz.operations.models import Job, JobStatus
from bildungsnetz.operations.progress import Cancelled, Progress
from goals.models import Committee
from tests.elsewhere import database_url
from tests.operations import work

ROOT = Path(__file__).resolve().parents[2]


def running(**fields) -> Job:
    now = timezone.now()
    values = {"kind": "test_counting", "title": "Zählen", "arguments": {"to": 2}, "status": "running", "attempts": 1}
    return Job.objects.create(**{**values, "heartbeat_at": now, **fields})


def test_a_job_counts_its_steps_and_leads_to_its_result(cast):
    job = jobs.start("test_counting", "Zählen", {"to": 3}, by=cast.office)
    assert (job.status, job.done_steps, job.all_steps, job.result_url) == ("done", 3, 3, "/gezaehlt/")


def test_an_unknown_kind_is_not_stored(cast):
    with pytest.raises(KeyError):
        jobs.start("test_unknown", "Nichts", {}, by=cast.office)
    assert not Job.objects.exists()


def test_a_refusal_is_shown_in_its_own_words(cast):
    job = jobs.start("test_failing", "Scheitern", {"with_sentence": True}, by=cast.office)
    assert (job.status, job.message) == ("failed", "Die Sitzung liegt in der Vergangenheit.")


def test_a_fault_is_logged_and_not_shown(cast, caplog):
    job = jobs.start("test_failing", "Scheitern", {"with_sentence": False}, by=cast.office)
    assert job.status == "failed"
    assert "geheim" not in job.message
    assert f"Auftrag {job.pk}" in job.message
    assert "geheim" in caplog.text


def test_a_result_on_another_site_is_a_fault(cast, caplog):
    job = jobs.start("test_leaving", "Weg", {}, by=cast.office)
    assert (job.status, job.result_url) == ("failed", "")
    assert "example.org" in caplog.text


def test_what_a_job_changes_is_written_down_for_who_started_it(cast):
    jobs.start("test_writing", "Schreiben", {"key": "neu"}, by=cast.office)
    assert Committee.objects.get(key="neu").history.get().history_user == cast.office


def test_a_waiting_job_is_cancelled_at_once(cast):
    job = running(status="queued", attempts=0)
    jobs.cancel(job, by=cast.office)
    jobs.run_job.call(job.pk)
    job.refresh_from_db()
    assert job.status == JobStatus.CANCELLED


def test_a_running_job_stops_at_its_next_step(cast):
    job = running()
    jobs.cancel(job, by=cast.office)
    progress = Progress(job, in_background=False)
    with pytest.raises(Cancelled):
        progress.step(1, 2)


@pytest.mark.django_db(transaction=True)
def test_what_comes_is_written_down_before_it_begins(cast):
    job = running()
    progress = Progress(job, in_background=True)

    progress.step(0, 5, "Die Maßnahmen werden gespeichert.")
    with transaction.atomic():
        progress.step(1, 5, "Die Rechte werden gespeichert.")

    job.refresh_from_db()
    assert (job.message, job.done_steps) == ("Die Maßnahmen werden gespeichert.", 0)


def test_a_job_in_living_hands_is_not_taken(db):
    job = running()
    assert jobs.claim(job.pk, timezone.now()) is None


def test_a_silent_job_is_taken_once_more_and_then_fails(db):
    job = running(heartbeat_at=timezone.now() - timedelta(minutes=5))
    assert jobs.claim(job.pk, timezone.now()).attempts == 2
    assert jobs.claim(job.pk, timezone.now() + timedelta(minutes=5)) is None
    job.refresh_from_db()
    assert (job.status, job.message) == ("failed", jobs.LEFT_BY_WORKER)


def test_the_sweep_hands_a_silent_job_to_a_worker_again(db):
    job = running(heartbeat_at=timezone.now() - timedelta(minutes=5))
    jobs.sweep_jobs(timezone.now())
    job.refresh_from_db()
    assert (job.status, job.attempts) == ("done", 2)


def test_the_sweep_leaves_living_jobs_alone(db):
    job = running()
    jobs.sweep_jobs(timezone.now())
    job.refresh_from_db()
    assert job.status == "running"


def test_a_worker_that_was_thought_dead_does_not_overwrite_the_outcome(db, caplog):
    job = running()
    late = Progress(job, in_background=False)
    Job.objects.filter(pk=job.pk).update(attempts=2)
    jobs.finish(job, late, JobStatus.DONE, "Fertig.", "/spaet/")
    job.refresh_from_db()
    assert (job.status, job.result_url) == ("running", "")
    with pytest.raises(Cancelled):
        late.step(1, 2)


def test_the_page_shows_how_far_it_is_and_asks_again(client, cast):
    client.force_login(cast.office)
    job = running(started_by=cast.office, done_steps=1, all_steps=2, message="Seite 1")
    page = client.get(job.get_absolute_url()).content.decode()
    assert 'value="1" max="2"' in page
    assert "Seite 1" in page
    assert 'http-equiv="refresh"' in page
    part = client.get(job.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part


def test_who_waits_is_led_to_the_result(client, cast):
    client.force_login(cast.office)
    job = jobs.start("test_counting", "Zählen", {"to": 1}, by=cast.office)
    address = f"{job.get_absolute_url()}?wait=1"
    assert client.get(address)["Location"] == "/gezaehlt/"
    assert client.get(address, headers={"HX-Request": "true"})["HX-Redirect"] == "/gezaehlt/"
    assert "/gezaehlt/" in client.get(job.get_absolute_url()).content.decode()


def test_a_job_is_seen_and_cancelled_by_nobody_else(client, cast):
    job = running(started_by=cast.office)
    client.force_login(cast.operator)
    assert client.get(job.get_absolute_url()).status_code == 404
    assert client.post(f"{job.get_absolute_url()}abbrechen/").status_code == 404
    client.force_login(cast.office)
    assert client.get(f"{job.get_absolute_url()}abbrechen/").status_code == 405
    assert client.post(f"{job.get_absolute_url()}abbrechen/").status_code == 302
    job.refresh_from_db()
    assert job.cancel_requested


def worker_process() -> subprocess.Popen:
    """A worker on the tests' database in a process of its own."""
    environment = {
        "DATABASE_URL": database_url(),
        "BILDUNGSNETZ_MODE": "demo",
        "REMIND_AT": "",
        "DJANGO_SETTINGS_MODULE": "bildungsnetz.settings",
    }
    run = "import django; django.setup(); from tests.operations import work; work.run_worker('default')"
    command = [sys.executable, "-c", run]
    return subprocess.Popen(command, cwd=ROOT, env=os.environ | environment)


def wait_for(condition: Callable[[], bool]) -> None:
    """Until ``condition`` holds; a minute is a failure."""
    pause = threading.Event()
    for _ in range(600):
        if condition():
            return
        pause.wait(0.1)
    pytest.fail("it did not come so far")


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_nothing_half_and_another_one_finishes(settings, tmp_path):
    settings.TASKS = {"default": {**settings.TASKS["default"], "BACKEND": "django_tasks_db.DatabaseBackend"}}
    mark = tmp_path / "half"
    job = jobs.start("test_hanging", "Hängen", {"mark": str(mark), "key": "haengt"}, by=None)
    first = worker_process()
    try:
        wait_for(mark.exists)
        # The thread beside the hanging work shows that the worker lives, though its transaction is open.
        wait_for(lambda: Job.objects.filter(pk=job.pk, heartbeat_at__isnull=False).exists())
    finally:
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
    assert not Committee.objects.filter(key__startswith="haengt").exists()
    job.refresh_from_db()
    assert (job.status, DBTaskResult.objects.get().status) == ("running", "RUNNING")

    jobs.sweep_jobs(timezone.now() + timedelta(minutes=5))
    second = worker_process()
    try:
        wait_for(lambda: Job.objects.filter(pk=job.pk, finished_at__isnull=False).exists())
    finally:
        second.terminate()
        second.wait()
    job.refresh_from_db()
    assert (job.status, job.attempts, job.result_url) == ("done", 2, "/fertig/")
    assert Committee.objects.filter(key__startswith="haengt").count() == 2


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_from_outside_while_the_work_goes_on(task_worker):
    job = jobs.start("test_waiting", "Warten", {}, by=None)
    wait_for(lambda: Job.objects.filter(pk=job.pk, done_steps=1, message="wartet").exists())
    work.seen.set()
    wait_for(lambda: Job.objects.filter(pk=job.pk, status="done").exists())
