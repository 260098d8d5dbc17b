"""The health page: a plain answer for everybody, the reasons for the operator alone."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from bildungsnetz.operations import health
from bildungsnetz.operations.heartbeat import beat
from bildungsnetz.outbox.actions import queue_mail

URL = "/gesundheit/"


@pytest.fixture
def well(db):
    beat("w1", "default")


def unwell(client):
    """Names of what is not well."""
    return {finding.name for finding in health.findings(timezone.now()) if not finding.well}


def test_a_healthy_site_says_ok(client, well):
    answer = client.get(URL)
    assert (answer.status_code, answer.content.decode()) == (200, "ok\n")
    assert not answer.cookies


def test_a_site_without_a_worker_is_not_well(client, db):
    answer = client.get(URL)
    assert (answer.status_code, answer.content.decode()) == (503, "nicht ok\n")
    assert unwell(client) == {"Aufgabenprozesse"}


def test_a_mail_that_is_long_overdue_is_a_finding(client, well):
    queue_mail(to=["a@example.org"], subject="s", text="t", not_before=timezone.now() - timedelta(minutes=6))
    assert unwell(client) == {"Postausgang"}


def test_a_task_that_nobody_takes_is_a_finding(client, well):
    task = DBTaskResult.objects.create(
        task_path="x", args_kwargs={}, backend_name="default", run_after=timezone.now() - timedelta(hours=1)
    )
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=timezone.now() - timedelta(hours=1))
    assert unwell(client) == {"Aufgaben"}


def test_a_full_disk_is_a_finding(client, well, monkeypatch):
    monkeypatch.setattr(health, "LEAST_FREE", 2**62)
    assert unwell(client) == {"Speicherplatz"}


def test_a_site_without_its_database_still_answers(client, well, monkeypatch):
    def gone(*arguments):
        raise DatabaseError

    with monkeypatch.context() as patch:
        patch.setattr(health.connection, "cursor", gone)
        assert client.get(URL).status_code == 503


def test_only_the_operator_reads_the_reasons(client, well, cast):
    for name, user in cast.people().items():
        client.logout()
        if user:
            client.force_login(user)
        answer = client.get(URL, {"format": "json"}).json()
        assert ("findings" in answer) == (name == "operator"), name
        assert answer["ok"] is True
        assert ("Postausgang" in client.get(URL).content.decode()) == (name == "operator")


def test_the_page_is_for_reading_only(client, db):
    assert client.post(URL).status_code == 405
