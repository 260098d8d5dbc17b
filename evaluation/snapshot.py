"""One consistent read: everything inside sees the database as it was at a single moment."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import Model


@contextmanager
def snapshot(*, to_write: bool = False, holding: Iterable[type[Model]] = ()) -> Iterator[None]:
    """A transaction whose reads all see the same state, whatever others commit meanwhile.

    On PostgreSQL it is REPEATABLE READ; on SQLite every transaction is a snapshot, and one that only reads does not
    ask for the write lock. Inside a transaction that is already open, that one's view is what there is.

    With ``to_write``, nobody writes to the tables of ``holding`` between the read and the end: PostgreSQL takes their
    lock before the snapshot, so that what others were writing is in it; on SQLite there is one writer at a time anyway.
    """
    if connection.in_atomic_block:
        yield
        return
    with _reading_without_lock(not to_write), transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ" + ("" if to_write else ", READ ONLY"))
                for model in holding:
                    cursor.execute(f"LOCK TABLE {model._meta.db_table} IN SHARE MODE")
        yield


@contextmanager
def _reading_without_lock(wanted: bool) -> Iterator[None]:
    """settings.py has SQLite take the write lock with BEGIN; a reader needs none."""
    if connection.vendor != "sqlite" or not wanted:
        yield
        return
    connection.ensure_connection()
    sqlite: Any = connection
    usual, sqlite.transaction_mode = sqlite.transaction_mode, "DEFERRED"
    try:
        yield
    finally:
        sqlite.transaction_mode = usual
