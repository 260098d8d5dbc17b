"""Deleting many rows at once with a row of history each; the library has this only for creating and changing."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from bildungsnetz.accounts.models import User


@transaction.atomic
def delete_with_history(rows: QuerySet, *, by: User | None, batch_size: int = 500) -> int:
    """Deletes ``rows``, of a model that nothing refers to, and returns how many. The caller holds a lock that keeps
    others from changing which rows these are."""
    model: Any = rows.model
    history, now = model.history.model, timezone.now()
    names = [field.attname for field in history.tracked_fields]
    gone = [
        history(history_type="-", history_user=by, history_date=now, **dict(zip(names, values, strict=True)))
        for values in rows.order_by().values_list(*names)
    ]
    history.objects.bulk_create(gone, batch_size=batch_size)
    rows.order_by()._raw_delete(rows.db)  # type: ignore[attr-defined]
    return len(gone)
