"""Who may see the outbox: offices and operators see whether mails go; what a mail said is nobody's business."""

from django.db.models import Q

from bildungsnetz.access import EVERYTHING, NOTHING, Person, rule
from bildungsnetz.accounts.rules import is_coordination_office, is_operator

from .models import MailStatus, OutgoingMail, Recipient


def watches_mail(user: Person) -> bool:
    """Who looks after mails that do not arrive."""
    return is_coordination_office(user) or is_operator(user)


@rule(OutgoingMail, "view")
def view_mail(user: Person) -> Q:
    """Address, times, attempts and error."""
    return EVERYTHING if watches_mail(user) else NOTHING


@rule(OutgoingMail, "subject")
def read_subject(user: Person) -> Q:
    """Subjects name measures, drafts among them: those who may read these anyway, not the operator."""
    return EVERYTHING if is_coordination_office(user) else NOTHING


@rule(OutgoingMail, "retry")
def retry_mail(user: Person) -> Q:
    """Only what still waits can be tried: the words of the others are gone."""
    return Q(status=MailStatus.QUEUED) if watches_mail(user) else NOTHING


@rule(OutgoingMail, "read")
def read_mail(user: Person) -> Q:
    return NOTHING


@rule(Recipient, "view", "add", "clear")
def keep_addresses(user: Person) -> Q:
    return EVERYTHING if watches_mail(user) else NOTHING
