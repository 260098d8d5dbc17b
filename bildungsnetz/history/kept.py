"""What is dear to read and seldom changes, kept per process for as long as nobody has written to what it is made of.

The history is the version: it grows with every change, wherever it was made.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from django.core.cache import caches
from django.db import connection
from django.db.models import Model

Read = TypeVar("Read")


@cache
def version_query(models: tuple[type[Model], ...]) -> str:
    """One row; each part is the last entry of an index."""
    histories: Any = [model.history.model for model in models]  # type: ignore[attr-defined]
    return "SELECT " + ", ".join(f"(SELECT max(history_id) FROM {one._meta.db_table})" for one in histories)  # noqa: S608


def last_entries(*models: type[Model]) -> list[int]:
    """The newest row in the history of each of ``models``, by one query."""
    with connection.cursor() as cursor:
        cursor.execute(version_query(models))
        return [number or 0 for number in cursor.fetchone()]


def version_of(*models: type[Model]) -> str:
    """Changes with each change of any object of ``models``."""
    return "-".join(map(str, last_entries(*models)))


def kept(name: str, version: str, read: Callable[[], Read]) -> Read:
    """What ``read`` returns, read again only when ``version`` is another than the last time under ``name``."""
    key = f"{connection.settings_dict['NAME']}:{version}"
    found = caches["options"].get(name)
    if found and found[0] == key:
        return found[1]
    made = read()
    caches["options"].set(name, (key, made))
    return made
