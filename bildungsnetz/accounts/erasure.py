"""Forgetting a person: what they did stays, with "gelöschtes Konto" as its author; who they were goes everywhere."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q

from bildungsnetz.outbox.models import OutgoingMail

from .actions import end_sessions, keep_an_operator, locked, require
from .models import ERASED_DOMAIN, Invitation, OfficeRole, User
from .personal_data import erase_holdings

ERASED_NAME = "Gelöschtes Konto"


@transaction.atomic
def erase_user(user: User, *, by: User | None) -> User:
    """Makes ``user`` nobody: no address, name, role, session, invitation or mail, in the history either."""
    require(by, "erase", user)
    user = locked(user)
    keep_an_operator(user)
    erase_holdings(user)
    forget_invitations(user)
    forget_mails(user.email)
    end_sessions(user)
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    user.email, user.display_name = f"{user.pk}{ERASED_DOMAIN}", ERASED_NAME
    user.is_active, user.last_login = False, None
    for role in OfficeRole:
        setattr(user, role.value, False)
    user.set_unusable_password()
    user.save()
    forget_in_history(User.history.filter(id=user.pk), email=user.email, display_name=ERASED_NAME)
    return user


def forget_invitations(user: User) -> None:
    invitations = Invitation.objects.filter(Q(user=user) | Q(email=user.email))
    ids = list(invitations.values_list("pk", flat=True))
    invitations.delete()
    forget_in_history(Invitation.history.filter(id__in=ids), email=f"{user.pk}{ERASED_DOMAIN}", display_name="")


def forget_mails(address: str) -> None:
    """Mails to somebody are rows for a while; ``to`` is a list, which not every database can search."""
    mails = OutgoingMail.objects.only("to").iterator()
    OutgoingMail.objects.filter(pk__in=[mail.pk for mail in mails if address in mail.to]).delete()


def forget_in_history(rows: Any, **values: str) -> None:
    rows.update(**values)
