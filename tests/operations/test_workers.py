"""Workers show that they live; what a dead one leaves is taken up."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from bildungsnetz.operations import housekeeping
from bildungsnetz.operations.heartbeat import beat, heartbeat
from bildungsnetz.operations.models import WorkerBeat

NOW = timezone.now()
LONG_AGO = NOW - timedelta(hours=1)


def running_task(worker_ids, **fields):
    return DBTaskResult.objects.create(
        **{
            "task_path": "bildungsnetz.outbox.tasks.deliver",
            "args_kwargs": {"args": [1], "kwargs": {}},
            "backend_name": "default",
            "run_after": LONG_AGO,
            "started_at": LONG_AGO,
            "status": TaskResultStatus.RUNNING,
            "worker_ids": worker_ids,
            **fields,
        }
    )


def status_after_housekeeping(task):
    housekeeping.keep_house(timezone.now())
    task.refresh_from_db()
    return task.status


def test_a_task_of_a_dead_worker_is_ready_again(db):
    assert status_after_housekeeping(running_task(["dead"])) == TaskResultStatus.READY


def test_a_task_of_a_living_worker_goes_on(db):
    beat("alive", "default")
    assert status_after_housekeeping(running_task(["dead", "alive"])) == TaskResultStatus.RUNNING


def test_a_task_that_has_just_begun_is_given_time(db):
    assert status_after_housekeeping(running_task(["new"], started_at=timezone.now())) == TaskResultStatus.RUNNING


def test_a_task_that_kills_its_workers_fails_in_the_end(db):
    task = running_task(["a", "b", "c"])
    assert status_after_housekeeping(task) == TaskResultStatus.FAILED
    assert "3 workers" in task.traceback


def test_old_results_and_dead_workers_are_forgotten(db):
    old = NOW - timedelta(days=30)
    running_task([], status=TaskResultStatus.SUCCESSFUL, finished_at=old)
    WorkerBeat.objects.create(worker_id="dead", queues="*", host="h", started_at=old, seen_at=old)
    housekeeping.keep_house(timezone.now())
    assert not DBTaskResult.objects.exists()
    assert not WorkerBeat.objects.exists()


def test_a_duty_that_fails_does_not_keep_the_others_from_being_done(db, monkeypatch, caplog):
    done = []

    def fails(now):
        raise RuntimeError("kaputt")

    monkeypatch.setattr(housekeeping, "_duties", [fails, done.append])
    housekeeping.keep_house(NOW)
    assert done == [NOW]
    assert "fails failed" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_worker_lives_as_long_as_its_block(monkeypatch):
    import threading

    seen = threading.Event()
    monkeypatch.setattr("bildungsnetz.operations.heartbeat.keep_house", lambda now: seen.set())
    with heartbeat("w1", "default"):
        assert seen.wait(timeout=20)
        assert WorkerBeat.objects.get().queues == "default"
    assert not WorkerBeat.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_worker_command_does_all_tasks_and_says_goodbye(settings):
    settings.TASKS = {"default": {**settings.TASKS["default"], "BACKEND": "django_tasks_db.DatabaseBackend"}}
    from bildungsnetz.outbox.tasks import deliver

    deliver.enqueue(4711)
    call_command("worker", batch=True, startup_delay=False, verbosity=0)
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL
    assert not WorkerBeat.objects.exists()
