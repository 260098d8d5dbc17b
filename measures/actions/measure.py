"""A measure comes into being, changes, and may go again while nobody outside has seen it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models.fields.files import FieldFile

from bildungsnetz import access
from bildungsnetz.accounts.models import User
from bildungsnetz.operations.models import Sequence
from measures.models import Measure


@transaction.atomic
def create_measure(form: Any, *, by: User, today: date) -> Measure:
    """Stores a valid form's new measure, rows and all, with the next number."""
    access.require(by, "add", Measure)
    measure = form.instance
    measure.serial = Sequence.objects.next("measure")
    measure.created_by = by
    measure.status_since = measure.last_confirmed_on = today
    form.save()
    return measure


@transaction.atomic
def update_measure(form: Any, *, by: User, today: date) -> Measure:
    """Stores a valid form. Whoever sets another status by it has confirmed it by it."""
    measure = form.instance
    if not access.may(by, "edit", measure):
        raise PermissionDenied
    if "status" in form.changed_data:
        measure.status_since = measure.last_confirmed_on = today
    measure.revision_no += 1
    form.save()
    return measure


@transaction.atomic
def delete_measure(measure: Measure, *, by: User) -> None:
    """Deletes a draft for good. Its number stays used; its files go when the deletion is certain."""
    if not access.may(by, "delete", measure):
        raise PermissionDenied
    for attachment in measure.attachments.all():
        transaction.on_commit(remover(attachment.file))
    measure.delete()


def remover(file: FieldFile) -> Callable[[], None]:
    """A function that removes one file, for ``on_commit``."""
    storage, name = file.storage, str(file.name)
    return lambda: storage.delete(name)
