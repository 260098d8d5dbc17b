"""What an operator types."""

import io
import os
import socket
import sqlite3
import sys
import threading

import pytest
from django.core.management import CommandError, call_command

from bildungsnetz.accounts.models import User
from bildungsnetz.operations import checks, static, supervisor
from bildungsnetz.operations.management.commands import serve

PASSWORD = "ein langes Passwort 47"


def bootstrap(email="Betrieb@Herne.example"):
    out = io.StringIO()
    call_command("bootstrap", email=email, stdout=out)
    return out.getvalue()


def test_the_first_operator_sets_a_password_with_the_printed_link(db, client, settings):
    link = bootstrap().split()[-1]
    assert link.startswith(settings.SITE_URL)
    page = client.get(link.removeprefix(settings.SITE_URL), follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})
    user = User.objects.get()
    assert (user.email, user.operator) == ("betrieb@herne.example", True)
    assert user.check_password(PASSWORD)


def test_bootstrap_makes_one_account_however_often_it_is_called(db):
    bootstrap()
    bootstrap()
    assert User.objects.count() == 1


def test_bootstrap_makes_an_existing_account_an_operator(db):
    user = User.objects.create_user("betrieb@herne.example", is_active=False)
    bootstrap()
    user.refresh_from_db()
    assert user.operator
    assert user.is_active


def test_bootstrap_refuses_what_is_no_address(db):
    with pytest.raises(CommandError, match="keine gültige"):
        bootstrap("herne")


def test_a_port_that_is_taken_is_named_before_anything_starts():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"PORT={port + 1} ./run"):
            call_command("serve", host="127.0.0.1", port=port)


def test_the_site_is_the_web_process_and_a_worker_for_each_queue():
    assert list(serve.commands()) == ["web", "default", "documents"]


def test_static_files_are_collected_only_when_they_changed(settings, tmp_path, monkeypatch):
    settings.STATIC_ROOT = tmp_path
    assert static.collect_static()
    assert not static.collect_static()
    monkeypatch.setattr(static, "fingerprint", lambda: "changed")
    assert static.collect_static()


def test_prepare_leaves_a_prepared_site_as_it_is(db, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.DEMO = False
    for _ in range(2):
        call_command("prepare")
    assert (tmp_path / ".collected").exists()


SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


def test_when_one_process_ends_the_other_is_stopped_and_the_status_says_so():
    words = []
    died = [sys.executable, "-c", "import sys; sys.exit(3)"]
    status = supervisor.supervise({"stays": SLEEP, "dies": died}, started=lambda: None, report=words.append)
    assert status == 1
    assert words == ["Prozess „dies“ ist beendet (Status 3); alles wird angehalten."]


def test_a_stop_signal_stops_all_processes_and_is_no_failure():
    import signal

    interrupt = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
    status = supervisor.supervise({"a": SLEEP, "b": SLEEP}, started=interrupt.start, report=pytest.fail)
    assert status == 0


def test_a_process_that_does_not_stop_is_ended(monkeypatch):
    monkeypatch.setattr(supervisor, "PATIENCE", 0.1)
    deaf = "import signal, sys, time; signal.signal(15, signal.SIG_IGN); print(flush=True); time.sleep(60)"
    child = supervisor.start([sys.executable, "-c", deaf])
    supervisor.stop([child])
    assert child.returncode is not None


def test_the_machine_of_the_tests_has_what_the_site_needs(db):
    call_command("check", databases=["default"], fail_level="ERROR", stderr=io.StringIO())


def test_a_missing_library_is_named_with_its_package(monkeypatch):
    monkeypatch.setattr(checks.ctypes.util, "find_library", lambda name: None)
    (error,) = checks.pango_is_there(None)
    assert "libpango-1.0-0" in error.hint


def test_an_old_sqlite_is_named(monkeypatch):
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 30, 0))
    (error,) = checks.sqlite_has_trigrams()
    assert "zu alt" in error.msg


def test_a_postgresql_without_trigrams_is_named():
    assert checks.postgres_has_trigrams(True) == []
    (error,) = checks.postgres_has_trigrams(False)
    assert "pg_trgm" in error.msg


@pytest.fixture
def started(monkeypatch):
    """``serve`` with a socket in place of the web process: only what the command itself says and does."""

    def started(status: int = 0, port: int | None = None):
        prepared: list[str] = []
        out, err = io.StringIO(), io.StringIO()

        def supervise(commands, *, started, report):
            with socket.create_server(("127.0.0.1", int(os.environ["PORT"]))):
                started()
            return status

        monkeypatch.setattr(serve, "supervise", supervise)
        monkeypatch.setattr(serve, "call_command", lambda name, **options: prepared.append(name))
        with monkeypatch.context() as environment:
            for name in ("HOST", "PORT", "PYTHONUNBUFFERED"):
                environment.setenv(name, "")
            command = serve.Command(stdout=out, stderr=err)
            command.handle(host="127.0.0.1", port=port or free_port())
        return prepared, out.getvalue()

    return started


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def test_the_address_is_printed_once_the_site_answers(started, settings):
    prepared, said = started()
    assert prepared[0] == "prepare"
    assert settings.SITE_URL in said
    assert said.endswith("Angehalten.\n")


def test_a_site_that_broke_down_ends_with_a_status(started):
    with pytest.raises(SystemExit) as end:
        started(status=1)
    assert end.value.code == 1


def test_a_site_that_never_answers_is_not_announced(monkeypatch):
    monkeypatch.setattr(serve, "START_SECONDS", 0.2)
    assert not serve.answers("127.0.0.1", free_port())
