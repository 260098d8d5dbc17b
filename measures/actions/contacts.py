"""Contact persons: named before they have an account, linked to it once they have one."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from bildungsnetz import access
from bildungsnetz.accounts.models import Invitation, User, normalise_email
from bildungsnetz.outbox import notices
from measures.models import Actor, Contact
from measures.people import addressees


@transaction.atomic
def save_contacts(form: Any, *, by: User) -> Actor:
    """Stores a valid form of an actor's contact persons, by the office or by the actor's own Redaktion."""
    actor: Actor = form.instance
    if not access.may(by, "edit_contacts", actor):
        raise PermissionDenied
    actor.revision_no += 1
    keep_up(actor, form.save)
    return actor


def keep_up(actor: Actor, write: Callable[[], Any]) -> None:
    """Does ``write``, which may change who stands at ``actor``, and draws what follows.

    Who has an account is linked to it; an invitation to an address that no longer stands here ends; whoever has left
    is not told what was still to be said.
    """
    people, entries = addresses_of(actor), entered(actor)
    write()
    link_to_accounts(actor.contacts.exclude(email=""))
    end_invitations(actor, entries - entered(actor))
    for address in people - addresses_of(actor):
        notices.forget_scope(address, f"actor:{actor.pk}")


def addresses_of(actor: Actor) -> set[str]:
    return {person.address for person in addressees([actor.pk])[actor.pk]} if actor.pk else set()


def entered(actor: Actor) -> set[str]:
    """The addresses of the contact persons."""
    return {normalise_email(email) for email in actor.contacts.values_list("email", flat=True)} if actor.pk else set()


def link_to_accounts(contacts: Any) -> None:
    """Links each of ``contacts`` to the active account with its address, and unlinks those whose address changed."""
    rows = list(contacts)
    addresses = {normalise_email(contact.email) for contact in rows}
    accounts = {user.email: user for user in User.objects.active().filter(email__in=addresses)}
    for contact in rows:
        user = accounts.get(normalise_email(contact.email))
        if contact.user_id != (user.pk if user else None):
            contact.user = user
            contact.save()


def link_entries_of(user: User) -> None:
    """Links every contact person with the address of ``user``, at whichever actor."""
    link_to_accounts(Contact.objects.filter(email__iexact=user.email))


def end_invitations(actor: Actor, addresses: set[str]) -> None:
    """An invitation to an address that was taken out or corrected is nobody's any more."""
    now = timezone.now()
    rows = Invitation.objects.open(now).filter(memberships__actor=actor, email__in=addresses)
    for invitation in rows.select_for_update(of=("self",)):
        invitation.revoked_at = now
        invitation.save()
