"""Who a change is written down for where no request says it: commands, tasks, tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record

from bildungsnetz.accounts.models import User


@contextmanager
def acting_as(user: User | None, reason: str = "") -> Iterator[None]:
    """Within the block, every change carries ``user`` as its author (None means the system), and ``reason``."""
    context: Any = HistoricalRecords.context
    before = getattr(context, "request", None)
    context.request = SimpleNamespace(user=user, change_reason=reason)
    try:
        yield
    finally:
        context.request = before


def give_reason(history_instance: Any, **signal: Any) -> None:
    """Writes the reason of ``acting_as`` to each row of the history, also where the save itself names none."""
    reason = getattr(getattr(HistoricalRecords.context, "request", None), "change_reason", "")
    history_instance.history_change_reason = history_instance.history_change_reason or reason or None


pre_create_historical_record.connect(give_reason, dispatch_uid="bildungsnetz.history.give_reason")
