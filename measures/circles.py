"""The people around what is asked: each person once, with all that the person is asked about.

A Sachstandsabfrage asks about measures, a Bewertungsrunde for rating sheets; both write one mail a person and keep one
row a mail, with ``address``, ``day``, ``mail`` and ``held_because``. What differs stands in ``asking`` and its like.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

from bildungsnetz.outbox import notices
from bildungsnetz.outbox.models import HeldBack, MailStatus

from .models import Actor
from .people import Person, addressees

TODAY_ALREADY = "heute schon angeschrieben"

Item = TypeVar("Item")


@dataclass(frozen=True)
class Asked(Generic[Item]):
    """One person and what this person is asked about; ``held_because`` is why no mail can go there."""

    person: Person
    items: list[Item]
    held_because: str = ""


@dataclass(frozen=True)
class Circle(Generic[Item]):
    """The people behind ``pairs`` of an actor and what it is asked; ``held`` says of an address why no mail can go."""

    pairs: list[tuple[Actor, Item]]
    people: dict[int, list[Person]]
    held: dict[str, str]

    @cached_property
    def asked(self) -> list[Asked[Item]]:
        """Each person once, with all that the person is asked about."""
        first: dict[str, Person] = {}
        wanted: dict[str, list[Item]] = {}
        for actor, item in self.pairs:
            for person in self.people[actor.pk]:
                first.setdefault(person.address, person)
                wanted.setdefault(person.address, []).append(item)
        return [Asked(first[address], items, self.held.get(address, "")) for address, items in wanted.items()]

    @property
    def items(self) -> list[Item]:
        return [item for _, item in self.pairs]

    @cached_property
    def actors(self) -> dict[int, Actor]:
        return {actor.pk: actor for actor, _ in self.pairs}

    @property
    def unreachable(self) -> list[Actor]:
        """The actors whom no mail reaches."""
        silent = [
            actor for pk, actor in self.actors.items() if all(one.address in self.held for one in self.people[pk])
        ]
        return sorted(silent, key=lambda actor: actor.sort_key)


def circle_of(pairs: Iterable[tuple[Actor, Item]], stop_kind: str) -> Circle[Item]:
    """Who is to be asked about ``pairs``. A constant number of queries."""
    pairs = list(pairs)
    people = addressees({actor.pk for actor, _ in pairs})
    return Circle(pairs, people, blocked((one.address for persons in people.values() for one in persons), stop_kind))


def blocked(addresses: Iterable[str], stop_kind: str) -> dict[str, str]:
    """Address -> why no mail of this kind can go there, for those where something stands against it."""
    reasons = notices.deliverable(addresses, stop_kind)
    return {address: str(reason.label) for address, reason in reasons.items() if reason}


@dataclass(frozen=True)
class Contacted:
    """One person of an actor as an office's page shows it: what was sent last, and what stands against a mail."""

    person: Person
    last_mail: Any
    held_because: str

    @property
    def bounced(self) -> bool:
        return self.held_because == HeldBack.BOUNCED.label


def contacts_of(mails: QuerySet, people: dict[int, list[Person]], stop_kind: str) -> dict[int, list[Contacted]]:
    """Actor id -> its people with what became of their ``mails``. A constant number of queries."""
    addresses = {person.address for persons in people.values() for person in persons}
    held = blocked(addresses, stop_kind)
    rows = mails.filter(address__in=addresses).select_related("mail").order_by("created_at", "pk")
    last = {row.address: row for row in rows.only("address", "kind", "day", "held_because", "mail__status")}
    return {
        actor: [contacted(person, last.get(person.address), held) for person in persons]
        for actor, persons in people.items()
    }


def contacted(person: Person, last: Any, held: dict[str, str]) -> Contacted:
    failed = last is not None and last.mail is not None and last.mail.status == MailStatus.FAILED
    reason = held.get(person.address) or (str(HeldBack.BOUNCED.label) if failed else "")
    return Contacted(person, last, reason)


def untold(circle: Circle[Any], told: set[tuple[str, int]]) -> list[Asked[Any]]:
    """The people who were not yet written to about all that they owe, each with what is new to them; ``told`` are
    pairs of an address and the key of an item."""
    found = []
    for asked in circle.asked:
        fresh = [item for item in asked.items if (asked.person.address, item.pk) not in told]
        if fresh:
            found.append(Asked(asked.person, fresh, asked.held_because))
    return found


@dataclass(frozen=True)
class Nudges:
    """Whom a reminder would reach today, and why it would not reach how many others."""

    ready: list[Asked[Any]]
    held: dict[str, int]


def nudges(mails: QuerySet, circle: Circle[Any], today: date) -> Nudges:
    """Nobody is written to twice a day."""
    written = set(mails.filter(day=today, held_because="").values_list("address", flat=True))
    ready: list[Asked[Any]] = []
    held: dict[str, int] = {}
    for asked in circle.asked:
        reason = TODAY_ALREADY if asked.person.address in written else asked.held_because
        if reason:
            held[reason] = held.get(reason, 0) + 1
        else:
            ready.append(asked)
    return Nudges(ready, held)


def held_back(mails: QuerySet, most: int = 50) -> list[Any]:
    """The mails that could not go out, the newest first."""
    return list(mails.exclude(held_because="").order_by("-day", "address")[:most])
