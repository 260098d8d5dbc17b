"""Writes many rows at once: COPY on PostgreSQL, one prepared statement on SQLite."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

BATCH = 20_000


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Inserts ``rows`` (tuples in the order of ``columns``, names of fields); other fields get their defaults.

    Values are given as the database reads them: days and moments as text, UTC.
    """
    fields = {field.attname: field for field in model._meta.concrete_fields}
    constant = {
        field.column: field.get_db_prep_save(field.get_default(), connection)
        for name, field in fields.items()
        if name not in columns and not field.primary_key
    }
    names = [str(fields[name].column) for name in columns] + [str(name) for name in constant]
    rest = tuple(constant.values())
    write = copy if connection.vendor == "postgresql" else execute_many
    write(model._meta.db_table, names, (row + rest for row in rows))


def copy(table: str, names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as stream:
        for row in rows:
            stream.write_row(row)


def execute_many(table: str, names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    marks = ", ".join(["%s"] * len(names))
    statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608  names come from models
    remaining = iter(rows)
    with connection.cursor() as cursor:
        while batch := list(islice(remaining, BATCH)):
            cursor.executemany(statement, batch)


def reset_sequences(*wanted: type[models.Model]) -> None:
    """After rows with given ids the next one must not collide."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(wanted)):
            cursor.execute(statement)
