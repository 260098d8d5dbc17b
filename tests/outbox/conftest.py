"""Kinds and sources that the tests of the outbox know, instead of those of the apps."""

from collections.abc import Callable
from datetime import date

import pytest

from bildungsnetz.outbox import notices
from bildungsnetz.outbox.notices import NewNotice

SCHOOL_DAY = date(2026, 5, 4)
HOLIDAY = date(2026, 8, 3)  # a Monday in the summer holidays
SUNDAY = date(2026, 5, 3)


@pytest.fixture
def kinds(monkeypatch) -> None:
    monkeypatch.setattr(notices, "_kinds", {})
    notices.register_kind("overdue", "Überfällig", order=10, url="/meine-massnahmen/")
    notices.register_kind("comment", "Neue Nachrichten", order=20, in_holidays=True)
    notices.register_kind("example", "Beispiele", order=30)


@pytest.fixture
def found(monkeypatch, kinds) -> list[NewNotice]:
    """What the only source finds; tests fill the list."""
    listed: list[NewNotice] = []
    monkeypatch.setattr(notices, "_sources", {"listed": lambda today: iter(listed)})
    return listed


@pytest.fixture
def line() -> Callable[..., NewNotice]:
    def line(address: str = "a@example.org", number: int = 1, **fields: str) -> NewNotice:
        filled = {"kind": "overdue", "key": f"overdue:{number}", "text": f"M-{number:03} ist überfällig"}
        return NewNotice(address, **{**filled, "url": f"/massnahmen/M-{number:03}/", "why": "weil es so ist", **fields})

    return line


@pytest.fixture
def no_delivery(settings) -> None:
    """Mails stay in the outbox: nobody takes up their tasks."""
    settings.TASKS = {"default": {**settings.TASKS["default"], "BACKEND": "django_tasks_db.DatabaseBackend"}}
