"""Many rows at once with a row of history each, in a statement or two, whatever their number.

The library writes history row by row, or in bulk without the lists of a many-to-many field.
"""

from datetime import datetime
from typing import Any

from django.db import connections, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from simple_history.models import HistoricalRecords

from bildungsnetz.accounts.models import User


def last_entry(model: Any) -> int:
    """The newest row in the history of ``model``."""
    return model.history.aggregate(last=Max("history_id"))["last"] or 0


def record(rows: QuerySet, kind: str, *, by: User | None, reason: str = "", at: datetime | None = None) -> None:
    """Copies ``rows`` as they are stored into their history: ``kind`` is "+", "~" or "-".

    The caller holds a lock on them, or has just made them.
    """
    model: Any = rows.model
    history = model.history.model
    fields = list(history.tracked_fields)
    found, params = rows.order_by().values_list(*(field.attname for field in fields)).query.sql_with_params()
    quote = connections[rows.db].ops.quote_name
    names = [field.column for field in fields]
    named = [*names, "history_date", "history_type", "history_user_id", "history_change_reason"]
    before = last_entry(model)
    with connections[rows.db].cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(history._meta.db_table)} ({', '.join(map(quote, named))})"  # noqa: S608  our own names
            f" SELECT stored.*, %s, %s, %s, %s FROM ({found}) AS stored",
            [moment(rows.db, at or timezone.now()), kind, by.pk if by else None, reason or None, *params],
        )
        if kind != "-":
            for field in history._history_m2m_fields:
                record_list(cursor, rows.db, history, field, before, reason)


def moment(database: str, at: datetime) -> Any:
    return connections[database].ops.adapt_datetimefield_value(at)


def record_list(cursor: Any, database: str, history: Any, field: Any, before: int, reason: str) -> None:
    """What a many-to-many field lists, for the rows of history that came after ``before`` with this ``reason``."""
    quote = connections[database].ops.quote_name
    kept: Any = HistoricalRecords.m2m_models[field]
    through = field.remote_field.through
    links = through._meta.fields
    own = next(link for link in links if link.name == field.m2m_field_name())
    columns = ", ".join(quote(link.column) for link in links)
    linked = ", ".join(f"link.{quote(link.column)}" for link in links)
    cursor.execute(
        f"INSERT INTO {quote(kept._meta.db_table)} (history_id, {columns})"  # noqa: S608  our own names
        f" SELECT past.history_id, {linked} FROM {quote(history._meta.db_table)} AS past"
        f" JOIN {quote(through._meta.db_table)} AS link ON link.{quote(own.column)} = past.id"
        " WHERE past.history_id > %s AND past.history_change_reason = %s",
        [before, reason],
    )


@transaction.atomic
def delete_with_history(rows: QuerySet, *, by: User | None, batch_size: int = 500, reason: str = "") -> int:
    """Deletes ``rows``, of a model that nothing refers to, and returns how many. The caller holds a lock that keeps
    others from changing which rows these are."""
    model: Any = rows.model
    history, now = model.history.model, timezone.now()
    names = [field.attname for field in history.tracked_fields]
    gone = [
        history(
            history_type="-", history_user=by, history_date=now, history_change_reason=reason or None,
            **dict(zip(names, values, strict=True)),
        )
        for values in rows.order_by().values_list(*names)
    ]  # fmt: skip
    history.objects.bulk_create(gone, batch_size=batch_size)
    rows.order_by()._raw_delete(rows.db)  # type: ignore[attr-defined]
    return len(gone)
