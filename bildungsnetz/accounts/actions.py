"""Every write about accounts and invitations.

``by`` is who does it; None is the operator at the command line, whom no rule holds back.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from bildungsnetz import access

from .invitations import account_of, refuse_unusable
from .mails import send_invitation
from .models import Invitation, OfficeRole, User, in_two_weeks, normalise_email
from .rules import givable_roles

# What an app adds to an account when its invitation is accepted; registered in AppConfig.ready().
acceptance_steps: list[Callable[[Invitation, User], None]] = []


@dataclass(frozen=True)
class Acceptance:
    """``is_new``: the account was made by accepting, so whoever did it holds the only key to it."""

    user: User
    is_new: bool


def require(by: User | None, action: str, subject: Model) -> None:
    """Raises PermissionDenied unless ``by`` may do ``action`` to ``subject``."""
    if by is not None and not access.may(by, action, subject):
        raise PermissionDenied


@transaction.atomic
def invite(
    *,
    email: str,
    display_name: str = "",
    roles: Iterable[str] = (),
    attach: Callable[[Invitation], None] | None = None,
    by: User | None,
) -> Invitation:
    """Stores an invitation and mails its link. An existing account is offered the roles on top of its own.

    ``attach`` adds what belongs to the invitation (a membership) before the mail that names it is written. Checks
    that ``by`` may give the roles; an invitation without roles brings no more than an account, and whoever attaches
    something to it checks the right to do that.
    """
    wanted = {OfficeRole(role) for role in roles}
    if by is not None and not wanted.issubset(givable_roles(by)):
        raise PermissionDenied
    email = normalise_email(email)
    invitation = Invitation(
        email=email,
        display_name=display_name.strip(),
        invited_by=by,
        user=User.objects.filter(email=email).first(),
        **{role.value: True for role in wanted},
    )
    if invitation.user and not invitation.user.is_active:
        raise ValidationError({"email": "Das Konto zu dieser Adresse ist gesperrt. Bitte entsperren Sie es zuerst."})
    invitation.full_clean()
    invitation.save()
    if attach:
        attach(invitation)
    send_invitation(invitation)
    return invitation


@transaction.atomic
def renew_invitation(invitation: Invitation, *, by: User | None) -> Invitation:
    """Gives an unanswered invitation two more weeks and mails its link again."""
    require(by, "revoke", invitation)
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if invitation.accepted_at or invitation.revoked_at:
        raise ValidationError("Diese Einladung ist schon angenommen oder zurückgezogen.")
    invitation.expires_at = in_two_weeks()
    invitation.save()
    send_invitation(invitation)
    return invitation


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by: User | None) -> Invitation:
    """The link stops working. What was accepted already stays."""
    require(by, "revoke", invitation)
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if invitation.accepted_at:
        raise ValidationError("Diese Einladung wurde schon angenommen.")
    if not invitation.revoked_at:
        invitation.revoked_at = timezone.now()
        invitation.save()
    return invitation


@transaction.atomic
def accept_invitation(invitation: Invitation, *, display_name: str = "", password: str | None = None) -> Acceptance:
    """Makes the account, or adds to the one that the address has, and runs the steps of the apps.

    The row's lock lets one of several simultaneous answers through; the others find it used. Raises
    ``invitations.Unusable``. An existing account keeps its name and password: the link is no key to it.
    """
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    refuse_unusable(invitation)
    user = account_of(invitation)
    is_new = user is None
    if user is None:
        user = User.objects.create_user(
            invitation.email, password, display_name=(display_name or invitation.display_name).strip()
        )
    if invitation.roles:
        for role in invitation.roles:
            setattr(user, role.value, True)
        user.save()
    invitation.user, invitation.accepted_at = user, timezone.now()
    invitation.save()
    for step in acceptance_steps:
        step(invitation, user)
    return Acceptance(user, is_new)


@transaction.atomic
def set_roles(user: User, *, roles: Iterable[str], by: User | None) -> User:
    """Gives exactly these office roles."""
    require(by, "give_roles", user)
    wanted = {OfficeRole(role) for role in roles}
    user = locked(user)
    if OfficeRole.OPERATOR not in wanted:
        keep_an_operator(user)
    for role in OfficeRole:
        setattr(user, role.value, role in wanted)
    user.save()
    return user


@transaction.atomic
def disable_user(user: User, *, by: User | None) -> User:
    """Locks the account and ends its sessions."""
    require(by, "disable", user)
    user = locked(user)
    keep_an_operator(user)
    user.is_active = False
    user.save()
    end_sessions(user)
    return user


@transaction.atomic
def enable_user(user: User, *, by: User | None) -> User:
    require(by, "disable", user)
    user = locked(user)
    user.is_active = True
    user.save()
    return user


@transaction.atomic
def reset_second_factor(user: User, *, by: User | None) -> None:
    """Takes the second factor off an account whose owner lost it; the next sign-in leads to a new one."""
    require(by, "reset_second_factor", user)
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)


def end_sessions(user: User) -> None:
    for session in UserSession.objects.filter(user=user):
        session.end()


def locked(user: User) -> User:
    return User.objects.select_for_update().get(pk=user.pk)


def keep_an_operator(user: User) -> None:
    """Raises ValidationError where ``user`` is the last one who can give roles."""
    operators = User.objects.active().with_role(OfficeRole.OPERATOR).select_for_update()
    if [operator.pk for operator in operators] == [user.pk]:
        raise ValidationError("Mindestens ein aktives Konto braucht die Rolle „Betrieb“.")
