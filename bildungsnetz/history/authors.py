"""Who a change is written down for where no request says it: commands, tasks, tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from simple_history.models import HistoricalRecords

from bildungsnetz.accounts.models import User


@contextmanager
def acting_as(user: User | None) -> Iterator[None]:
    """Within the block, every change carries ``user`` as its author; None means the system."""
    context: Any = HistoricalRecords.context
    before = getattr(context, "request", None)
    context.request = SimpleNamespace(user=user)
    try:
        yield
    finally:
        context.request = before
