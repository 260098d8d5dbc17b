"""Whom a Sachstandsabfrage writes to, how they can be reached, and what they have not heard of yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from bildungsnetz.outbox import notices
from bildungsnetz.outbox.models import HeldBack, MailStatus

from .models import Actor, ReportingMail, ReportingRequest, ReportingWindow
from .people import Person, addressees
from .windows import STOP_KIND, not_asked_yet, owed

TODAY_ALREADY = "heute schon angeschrieben"


@dataclass(frozen=True)
class Asked:
    """One person and what this person is asked about; ``held_because`` is why no mail can go there."""

    person: Person
    requests: list[ReportingRequest]
    held_because: str = ""


@dataclass(frozen=True)
class Circle:
    """The people behind ``requests``, by actor; ``held`` says of an address why no mail can go there."""

    requests: list[ReportingRequest]
    people: dict[int, list[Person]]
    held: dict[str, str]

    @cached_property
    def asked(self) -> list[Asked]:
        """Each person once, with all that the person is asked about."""
        first: dict[str, Person] = {}
        wanted: dict[str, list[ReportingRequest]] = {}
        for request in self.requests:
            for person in self.people[request.measure.lead_id]:
                first.setdefault(person.address, person)
                wanted.setdefault(person.address, []).append(request)
        return [Asked(first[address], asks, self.held.get(address, "")) for address, asks in wanted.items()]

    @cached_property
    def leads(self) -> dict[int, Actor]:
        return {request.measure.lead_id: request.measure.lead for request in self.requests}

    @property
    def unreachable(self) -> list[Actor]:
        """The actors whom no mail reaches: they get a letter."""
        silent = [lead for pk, lead in self.leads.items() if all(one.address in self.held for one in self.people[pk])]
        return sorted(silent, key=lambda lead: lead.sort_key)


def circle_of(requests: Iterable[ReportingRequest]) -> Circle:
    """Who is to be asked about ``requests``. A constant number of queries."""
    requests = list(requests)
    people = addressees({request.measure.lead_id for request in requests})
    return Circle(requests, people, blocked(person.address for members in people.values() for person in members))


def blocked(addresses: Iterable[str]) -> dict[str, str]:
    """Address -> why no mail of a Sachstandsabfrage can go there, for those where something stands against it."""
    reasons = notices.deliverable(addresses, STOP_KIND)
    return {address: str(reason.label) for address, reason in reasons.items() if reason}


@dataclass(frozen=True)
class Preview:
    """Whom a window would ask, before anybody is written to; ``example`` is the person with most to answer."""

    measures: int
    actors: int
    people: int
    unreachable: list[Actor]
    example: Asked | None


def preview(window: ReportingWindow) -> Preview:
    measures = not_asked_yet(window).select_related("lead").order_by("serial")
    circle = circle_of(ReportingRequest(window=window, measure=measure) for measure in measures)
    reachable = [asked for asked in circle.asked if not asked.held_because]
    example = max(reachable, key=lambda asked: len(asked.requests), default=None)
    return Preview(len(circle.requests), len(circle.leads), len(reachable), circle.unreachable, example)


@dataclass(frozen=True)
class Contacted:
    """One person of an actor as the window's page shows it: what was sent last, and what stands against a mail."""

    person: Person
    last_mail: ReportingMail | None
    held_because: str

    @property
    def bounced(self) -> bool:
        return self.held_because == HeldBack.BOUNCED.label


def contacts_of(window: ReportingWindow, people: dict[int, list[Person]]) -> dict[int, list[Contacted]]:
    """Actor id -> its people with what became of their mails. A constant number of queries."""
    addresses = {person.address for members in people.values() for person in members}
    held = blocked(addresses)
    mails = ReportingMail.objects.filter(window=window, address__in=addresses).select_related("mail")
    last = {mail.address: mail for mail in mails.order_by("created_at", "pk")}
    return {
        actor: [contacted(person, last.get(person.address), held) for person in members]
        for actor, members in people.items()
    }


def contacted(person: Person, last: ReportingMail | None, held: dict[str, str]) -> Contacted:
    failed = last is not None and last.mail is not None and last.mail.status == MailStatus.FAILED
    reason = held.get(person.address) or (str(HeldBack.BOUNCED.label) if failed else "")
    return Contacted(person, last, reason)


def still_to_tell(window: ReportingWindow, circle: Circle) -> list[Asked]:
    """The people who were not yet written to about all that they owe, each with what is new to them."""
    through: Any = ReportingMail.requests.through
    sent = through.objects.filter(reportingmail__window=window, reportingmail__held_because="")
    told = set(sent.values_list("reportingmail__address", "reportingrequest"))
    found = []
    for asked in circle.asked:
        fresh = [request for request in asked.requests if (asked.person.address, request.pk) not in told]
        if fresh:
            found.append(Asked(asked.person, fresh, asked.held_because))
    return found


@dataclass(frozen=True)
class Nudges:
    """Whom a reminder would reach today, and why it would not reach how many others."""

    ready: list[Asked]
    held: dict[str, int]


def nudges(window: ReportingWindow, circle: Circle, today: date) -> Nudges:
    rows = ReportingMail.objects.filter(window=window, day=today, held_because="")
    written = set(rows.values_list("address", flat=True))
    ready: list[Asked] = []
    held: dict[str, int] = {}
    for asked in circle.asked:
        reason = TODAY_ALREADY if asked.person.address in written else asked.held_because
        if reason:
            held[reason] = held.get(reason, 0) + 1
        else:
            ready.append(asked)
    return Nudges(ready, held)


def actors_with_bounces(window: ReportingWindow, circle: Circle) -> list[int]:
    """The actors that owe something and somebody of whom a mail did not reach."""
    contacts = contacts_of(window, circle.people)
    return [actor for actor, people in contacts.items() if any(person.bounced for person in people)]


def owing_circle(window: ReportingWindow) -> Circle:
    """The people who still owe something."""
    return circle_of(owed(window))


def held_back(window: ReportingWindow, most: int = 50) -> list[ReportingMail]:
    """The mails that could not go out, the newest first."""
    rows = ReportingMail.objects.filter(window=window).exclude(held_because="")
    return list(rows.order_by("-day", "address")[:most])
