"""Who may see and change accounts: the office invites, the operator gives roles; neither opens content by it."""

from django.db.models import Q

from bildungsnetz.access import EVERYTHING, NOTHING, rule

from .models import Invitation, OfficeRole, User


def is_coordination_office(user) -> bool:
    return user.is_authenticated and user.coordination_office


def is_committee_office(user) -> bool:
    return user.is_authenticated and user.committee_office


def is_operator(user) -> bool:
    return user.is_authenticated and user.operator


def keeps_accounts(user) -> bool:
    """Who works with other people's accounts at all."""
    return user.is_authenticated and user.is_office


@rule(User, "view")
def view_user(user) -> Q:
    if is_coordination_office(user) or is_operator(user):
        return EVERYTHING
    if is_committee_office(user):
        return Q(council_reader=True) | Q(pk=user.pk)
    return Q(pk=user.pk) if user.is_authenticated else NOTHING


@rule(User, "edit")
def edit_user(user) -> Q:
    """Names and active state: of people below the office for the office, of everybody for the operator."""
    if is_operator(user):
        return EVERYTHING
    below = Q(coordination_office=False, committee_office=False, operator=False)
    if is_coordination_office(user):
        return below
    if is_committee_office(user):
        return below & Q(council_reader=True)
    return NOTHING


@rule(User, "disable")
def disable_user(user) -> Q:
    """Nobody locks themselves out."""
    others = ~Q(pk=user.pk)
    below = edit_user(user)
    return NOTHING if below == NOTHING else below & others


@rule(User, "erase")
def erase_user(user) -> Q:
    """Everybody may have their own account deleted; the operator does it for those who ask."""
    if is_operator(user):
        return EVERYTHING
    return Q(pk=user.pk) if user.is_authenticated else NOTHING


@rule(User, "give_roles", "reset_second_factor")
def give_roles(user) -> Q:
    return EVERYTHING if is_operator(user) else NOTHING


def givable_roles(user) -> list[OfficeRole]:
    """The office roles that ``user`` may offer with an invitation."""
    if is_operator(user):
        return list(OfficeRole)
    return [OfficeRole.COUNCIL_READER] if is_coordination_office(user) or is_committee_office(user) else []


@rule(User, "history")
def user_history(user) -> Q:
    return EVERYTHING if is_operator(user) or is_coordination_office(user) else NOTHING


@rule(Invitation, "view", "revoke")
def view_invitation(user) -> Q:
    if is_coordination_office(user) or is_operator(user):
        return EVERYTHING
    return Q(invited_by=user.pk) if user.is_authenticated else NOTHING


@rule(Invitation, "add")
def add_invitation(user) -> Q:
    allowed = is_coordination_office(user) or is_committee_office(user) or is_operator(user)
    return EVERYTHING if allowed else NOTHING
