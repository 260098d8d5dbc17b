"""Status machines are data: a table of transitions from which buttons, checks and documentation come."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model

from bildungsnetz import access


@dataclass(frozen=True, slots=True)
class Transition:
    """One way from ``source`` to ``target``.

    ``action`` names the permission rule that must allow it; ``label`` is the words on the button; ``needs_reason``
    says that a sentence must be given.
    """

    source: str
    target: str
    label: str
    action: str
    needs_reason: bool = False


def transitions_from(table: Iterable[Transition], state: str, subject: Model, user: access.Person) -> list[Transition]:
    """The ways out of ``state`` that ``user`` may take with ``subject``, in the order of the table."""
    return [way for way in table if way.source == state and access.may(user, way.action, subject)]


def require_transition(
    table: Iterable[Transition], state: str, target: str, subject: Model, user: access.Person, reason: str = ""
) -> Transition:
    """The way from ``state`` to ``target``.

    Raises ValidationError where the table knows none or a reason is missing, PermissionDenied where it is not
    this user's to take.
    """
    for way in table:
        if (way.source, way.target) == (state, target):
            if not access.may(user, way.action, subject):
                raise PermissionDenied
            if way.needs_reason and not reason.strip():
                raise ValidationError({"reason": "Bitte nennen Sie den Grund."})
            return way
    raise ValidationError("Dieser Schritt ist im jetzigen Stand nicht möglich. Bitte laden Sie die Seite neu.")
