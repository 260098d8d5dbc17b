"""Bringing an earlier state back, as a new change that everybody can see and undo again."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Field, FileField, ForeignKey, Model
from django.utils import timezone
from django.utils.formats import date_format

from bildungsnetz import access
from bildungsnetz.accounts.models import User

from .authors import acting_as
from .states import many_to_many_of

GONE = "Dieser Stand lässt sich nicht wiederherstellen: {} gibt es nicht mehr."


@transaction.atomic
def restore(subject: Model, row: Any, *, by: User) -> Model:
    """Puts ``subject``, or the part of it that ``row`` tells of, back to the state in the historical ``row``.

    What no form edits (who released it, its number) stays as it is, except on a part that was deleted and is made
    anew. Raises ValidationError, in German, where the state contradicts what holds today.
    """
    if "restore" not in access.actions_of(type(subject)) or not access.may(by, "restore", subject):
        raise PermissionDenied
    model = row.instance_type
    current = model._default_manager.select_for_update(of=("self",)).filter(pk=row.id).first()
    restored = current or model(pk=row.id)
    for field in row.tracked_fields:
        if current is None or is_restored(model, field):
            take_back(restored, field, row)
    if current is not None and hasattr(restored, "revision_no"):
        restored.revision_no = current.revision_no + 1
    restored._change_reason = f"Stand vom {date_format(timezone.localtime(row.history_date), 'd.m.Y, H:i')} hergestellt"
    restored.full_clean()
    try:
        with transaction.atomic(), acting_as(by):
            restored.save(force_insert=current is None)
            take_lists_back(restored, row)
    except IntegrityError:
        raise ValidationError("Dieser Stand passt nicht mehr zu den übrigen Daten.") from None
    return restored


def is_restored(model: type[Model], field: Field) -> bool:
    return (field.editable and not field.primary_key) or field.name in getattr(model, "history_restored", ())


def take_back(restored: Model, field: Field, row: Any) -> None:
    """Sets one field, if what it points to still exists."""
    value = getattr(row, field.attname)
    if isinstance(field, ForeignKey) and value is not None and not exists(field.related_model, value):
        raise ValidationError(GONE.format(f"„{field.verbose_name}“"))
    if isinstance(field, FileField) and value and not field.storage.exists(str(value)):
        raise ValidationError(GONE.format("die Datei"))
    setattr(restored, field.attname, value)


def exists(model: Any, pk: Any) -> bool:
    return model._default_manager.filter(pk=pk).exists()


def take_lists_back(restored: Model, row: Any) -> None:
    """Sets the many-to-many fields; entries that were deleted meanwhile stay away."""
    lists = many_to_many_of([row])
    for field in row._history_m2m_fields:
        wanted = lists.get((field.name, row.history_id), set())
        getattr(restored, field.name).set(field.related_model._default_manager.filter(pk__in=wanted))
