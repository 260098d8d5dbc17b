"""Who may see the outbox: the operator sees status and address; what a mail said is nobody's business."""

from django.db.models import Q

from bildungsnetz.access import EVERYTHING, NOTHING, rule
from bildungsnetz.accounts.rules import is_operator

from .models import OutgoingMail


@rule(OutgoingMail, "view")
def view_mail(user) -> Q:  # type: ignore[no-untyped-def]
    return EVERYTHING if is_operator(user) else NOTHING


@rule(OutgoingMail, "read")
def read_mail(user) -> Q:  # type: ignore[no-untyped-def]
    return NOTHING
