"""Actors and the people who act for them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from bildungsnetz import access
from bildungsnetz.accounts.models import Invitation, User
from measures.models import Actor, InvitedMembership, Measure, Membership

from .contacts import keep_up, link_entries_of


@transaction.atomic
def save_actor(form: Any, *, by: User) -> Actor:
    """Stores a valid form, new or not; a new name reaches the search of the actor's measures."""
    actor = form.instance
    if not access.may(by, "edit", actor if actor.pk else Actor):
        raise PermissionDenied
    renamed = actor.pk and "name" in form.changed_data
    if actor.pk:
        actor.revision_no += 1
    keep_up(actor, form.save)
    if renamed:
        refresh_search_of_measures(actor)
    return actor


def refresh_search_of_measures(actor: Actor) -> None:
    """Measures are found by the name of their lead: when it changes, so does their search text."""
    measures = list(Measure.objects.filter(lead=actor).select_related("lead"))
    for measure in measures:
        measure.search_text = measure.make_search_text()
    Measure.objects.bulk_update(measures, ["search_text"], batch_size=500)


@transaction.atomic
def invite_to_actor(actor: Actor, *, by: User, email: str, display_name: str, role: str) -> Invitation:
    """Asks a person to join who will belong to ``actor`` from the moment of accepting."""
    from bildungsnetz.accounts.actions import invite

    if not access.may(by, "invite", actor):
        raise PermissionDenied
    invitation = invite(email=email, display_name=display_name, roles=(), by=by)
    InvitedMembership.objects.create(invitation=invitation, actor=actor, role=role)
    return invitation


def accept_membership(invitation: Invitation, user: User) -> None:
    """The step of acceptance that is ours: whoever accepts belongs to the actors of the invitation.

    Somebody who belongs to an actor already keeps the role of today. Who was named as a contact before is linked.
    """
    for invited in invitation.memberships.all():
        Membership.objects.get_or_create(user=user, actor=invited.actor, defaults={"role": invited.role})
    link_entries_of(user)


@transaction.atomic
def add_membership(form: Any, *, by: User) -> Membership:
    """Stores a valid form's membership: a person with an account joins an actor."""
    if not access.may(by, "add", Membership):
        raise PermissionDenied
    membership: Membership = form.save()
    return membership


@transaction.atomic
def change_membership_role(membership: Membership, *, by: User, role: str) -> None:
    if not access.may(by, "edit", membership):
        raise PermissionDenied
    membership.role = role
    membership.save()


@transaction.atomic
def remove_membership(membership: Membership, *, by: User) -> None:
    """The person keeps the account and loses what the actor has not released."""
    if not access.may(by, "delete", membership):
        raise PermissionDenied
    keep_up(membership.actor, membership.delete)
