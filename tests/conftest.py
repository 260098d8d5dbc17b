"""What every test stands on: no network, fast passwords, files in a temporary folder, tasks that run at once."""

import os
import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import caches
from django.db import connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.test import TransactionTestCase, override_settings
from django.utils.cache import patch_cache_control
from hypothesis import HealthCheck
from hypothesis import settings as examples

from tests import axe

pytest_plugins = ["tests.cast", "tests.pdf.unprinted", "tests.queries"]

CHROMIUM = "/usr/bin/chromium"

# Tests assert no durations: neither of an example nor of making one. Fixtures that last for all examples are meant.
examples.register_profile(
    "suite", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
examples.load_profile("suite")


ASKING = {"db", "transactional_db", "live_server"}  # fixtures


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests that ask a database; the others say the same whichever it is. Long ones begin first."""
    for item in items:
        asks = item.get_closest_marker("django_db") or ASKING & {*getattr(item, "fixturenames", ())}
        if asks or issubclass(getattr(item, "cls", None) or object, TransactionTestCase):
            item.add_marker("database")
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


class NetworkUsedError(Exception):
    """A test tried to leave this machine."""


def guard(connect):
    """Wraps ``socket.connect`` so that only unix sockets and the loopback interface are reached."""

    def guarded(self: socket.socket, address):
        if self.family != socket.AF_UNIX and str(address[0]) not in ("127.0.0.1", "::1", "localhost"):
            raise NetworkUsedError(f"tests must not open a connection to {address}")
        return connect(self, address)

    return guarded


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guard(socket.socket.connect))
        patch.setattr(socket.socket, "connect_ex", guard(socket.socket.connect_ex))
        yield


@pytest.fixture(scope="session", autouse=True)
def settings_for_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The settings that only tests need; settings.py itself knows nothing of tests."""
    files = tmp_path_factory.mktemp("files")
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    storages = {
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": files, "base_url": None}},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES=storages,
        STATICFILES_DIRS=[axe.STATIC],
        REMIND_AT="",
        TASKS={"default": {**settings.TASKS["default"], "BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}},
    ):
        yield files


@pytest.fixture(autouse=True)
def forgotten_options() -> None:
    """What a process remembers of the database would outlive the test that made it."""
    caches["options"].clear()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """SQLite keeps its test database in a file: threads then lock each other out as separate processes would.

    It starts as a copy of the file MIGRATED, if the environment has one (tests/suite.py).
    """
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        file = settings.VAR_DIR / f"test-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}.sqlite3"
        database.setdefault("TEST", {})["NAME"] = str(file)
        if (migrated := os.environ.get("MIGRATED")) and not file.exists():
            shutil.copyfile(migrated, file)


@pytest.fixture
def task_worker(transactional_db: None, settings) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """The task database and a worker in a thread, as ./run starts one beside the web process."""
    settings.TASKS = {"default": {**settings.TASKS["default"], "BACKEND": "django_tasks_db.DatabaseBackend"}}
    from django_tasks_db.management.commands.db_worker import Worker

    worker = Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0.05,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="test",
    )

    def work() -> None:
        try:
            worker.run()
        finally:
            connections.close_all()

    thread = threading.Thread(target=work, name="task worker")
    thread.start()
    yield
    worker.running = False
    thread.join(timeout=30)


@pytest.fixture
def site(live_server, task_worker: None) -> str:  # type: ignore[no-untyped-def]
    """The address of a running site whose long work is done by a worker, for browser tests."""
    return live_server.url


@pytest.fixture(scope="session", autouse=True)
def kept_static_files() -> Iterator[None]:
    """A browser keeps the files of the program, as it does in production, and asks only once for each."""
    serve = StaticFilesHandler.serve

    def kept(handler: StaticFilesHandler, request: HttpRequest) -> HttpResponseBase:
        response = serve(handler, request)
        patch_cache_control(response, max_age=3600)
        return response

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesHandler, "serve", kept)
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Debian's Chromium, quiet and alone."""
    # Playwright's synchronous interface keeps an event loop in the test's thread, where Django refuses the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    quiet = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-gpu",
        "--disable-quic",
        "--disable-sync",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
        "--no-first-run",
        *(["--no-sandbox"] if os.geteuid() == 0 else []),
    ]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": quiet}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    return {**browser_context_args, "locale": "de-DE", "timezone_id": "Europe/Berlin"}


@pytest.fixture(autouse=True)
def frozen_versions_can_be_flushed(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test with real commits ends by emptying all tables; what the database refuses to give up is lifted for it."""
    marker = request.node.get_closest_marker("django_db")
    real = {"transactional_db", "live_server"} & set(request.fixturenames) or (
        marker and marker.kwargs.get("transaction")
    )
    if not real:
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    from tests.frozen import remove_versions, reopen_rounds

    remove_versions()
    reopen_rounds()
