"""Whom to write to about the measures of an actor."""

from collections.abc import Iterable
from dataclasses import dataclass

from bildungsnetz.accounts.models import User, normalise_email

from .models import Contact, Membership, MembershipRole

CONTACT = "contact"
ORDER = (MembershipRole.EDITOR.value, MembershipRole.MEMBER.value, CONTACT)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be written to: ``role`` is "editor", "member" or "contact", ``user_id`` the account if any."""

    address: str
    name: str
    role: str
    user_id: int | None


def addressees(actor_ids: Iterable[int]) -> dict[int, list[Person]]:
    """Actor id -> the people of each of ``actor_ids``, Redaktion first, then members, then contact persons.

    Each address stands once per actor, compared without case, in the strongest role it has. Disabled accounts are left
    out, also where their address is named as a contact. Three queries, however many actors.
    """
    wanted = set(actor_ids)
    people: dict[int, dict[str, Person]] = {actor: {} for actor in wanted}
    for actor, person in sorted((*members(wanted), *contacts(wanted)), key=lambda found: ORDER.index(found[1].role)):
        people[actor].setdefault(person.address, person)
    return {actor: list(found.values()) for actor, found in people.items()}


def members(actors: set[int]) -> list[tuple[int, Person]]:
    """The active accounts that act for one of ``actors``."""
    rows = Membership.objects.filter(actor__in=actors, user__is_active=True).order_by("user__email")
    columns = rows.values_list("actor", "user__email", "user__display_name", "role", "user")
    return [(actor, Person(normalise_email(email), name, role, user)) for actor, email, name, role, user in columns]


def contacts(actors: set[int]) -> list[tuple[int, Person]]:
    """The contact persons with an address; one that belongs to a disabled account does not count."""
    rows = Contact.objects.filter(actor__in=actors).exclude(email="").order_by("name", "pk")
    entries = [
        (actor, normalise_email(email), name) for actor, email, name in rows.values_list("actor", "email", "name")
    ]
    accounts = accounts_of({address for _, address, _ in entries})
    return [
        (actor, Person(address, name, CONTACT, accounts.get(address, (None, True))[0]))
        for actor, address, name in entries
        if accounts.get(address, (None, True))[1]
    ]


def accounts_of(addresses: set[str]) -> dict[str, tuple[int, bool]]:
    """Address -> (id, whether active) of the accounts with one of ``addresses``."""
    rows = User.objects.filter(email__in=addresses).values_list("email", "pk", "is_active")
    return {email: (pk, is_active) for email, pk, is_active in rows}


def actors_of_address(address: str) -> set[int]:
    """The actors that somebody with this address is written to about."""
    address = normalise_email(address)
    acts_for = Membership.objects.filter(user__email=address, user__is_active=True).values_list("actor", flat=True)
    named_by = Contact.objects.filter(email__iexact=address).values_list("actor", flat=True)
    locked = User.objects.filter(email=address, is_active=False).exists()
    return set() if locked else {*acts_for, *named_by}
