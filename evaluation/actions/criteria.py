"""The catalogue of criteria and the ready selections made from it."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction

from bildungsnetz import access
from bildungsnetz.accounts.models import User
from bildungsnetz.history.authors import acting_as
from evaluation import fixtures
from evaluation.models import CriteriaSet, Criterion


def require(by: User, action: str, subject: models.Model) -> None:
    if not access.may(by, action, subject):
        raise PermissionDenied


@transaction.atomic
def save_entry(form: Any, *, by: User) -> Any:
    """Stores a valid form of a criterion or a selection, new or not. The caller holds the lock of one that exists."""
    entry: Criterion | CriteriaSet = form.instance
    if entry.pk:
        require(by, "edit", entry)
        entry.revision_no += 1
    else:
        access.require(by, "add", type(entry))
    with acting_as(by):
        return form.save()


@transaction.atomic
def delete_entry(entry: Criterion | CriteriaSet, *, by: User) -> None:
    """A selection at any time, a criterion as long as no round has chosen it: later it is only retired."""
    require(by, "delete", entry)
    with acting_as(by):
        entry.delete()


@transaction.atomic
def take_templates(*, by: User) -> int:
    """Fills an empty catalogue with the ready criteria and selections; returns how many records came.

    Raises ValidationError where somebody has written criteria already: nothing is loaded over them.
    """
    access.require(by, "add", Criterion)
    if Criterion.objects.exists() or CriteriaSet.objects.exists():
        raise ValidationError("Der Katalog ist nicht mehr leer; die Vorlage wird nur in einen leeren übernommen.")
    with acting_as(by):
        return fixtures.save_all(fixtures.read("criteria"))
