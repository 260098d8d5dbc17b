"""Whom a Sachstandsabfrage writes to, how they can be reached, and what they have not heard of yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from . import circles
from .circles import Asked, Circle, Contacted, Nudges
from .models import Actor, ReportingMail, ReportingRequest, ReportingWindow
from .people import Person
from .windows import STOP_KIND, not_asked_yet, owed


def circle_of(requests: Iterable[ReportingRequest]) -> Circle[ReportingRequest]:
    """Who is to be asked about ``requests``: the people of the leading actors. A constant number of queries."""
    return circles.circle_of(((request.measure.lead, request) for request in requests), STOP_KIND)


def mails_of(window: ReportingWindow) -> Any:
    return ReportingMail.objects.filter(window=window)


@dataclass(frozen=True)
class Preview:
    """Whom a window would ask, before anybody is written to; ``example`` is the person with most to answer."""

    measures: int
    actors: int
    people: int
    unreachable: list[Actor]
    example: Asked[ReportingRequest] | None


def preview(window: ReportingWindow) -> Preview:
    measures = not_asked_yet(window).select_related("lead").order_by("serial")
    circle = circle_of(ReportingRequest(window=window, measure=measure) for measure in measures)
    reachable = [asked for asked in circle.asked if not asked.held_because]
    example = max(reachable, key=lambda asked: len(asked.items), default=None)
    return Preview(len(circle.pairs), len(circle.actors), len(reachable), circle.unreachable, example)


def contacts_of(window: ReportingWindow, people: dict[int, list[Person]]) -> dict[int, list[Contacted]]:
    """Actor id -> its people with what became of their mails. A constant number of queries."""
    return circles.contacts_of(mails_of(window), people, STOP_KIND)


def still_to_tell(window: ReportingWindow, circle: Circle[ReportingRequest]) -> list[Asked[ReportingRequest]]:
    """The people who were not yet written to about all that they owe, each with what is new to them."""
    through: Any = ReportingMail.requests.through
    sent = through.objects.filter(reportingmail__window=window, reportingmail__held_because="")
    return circles.untold(circle, set(sent.values_list("reportingmail__address", "reportingrequest")))


def nudges(window: ReportingWindow, circle: Circle[ReportingRequest], today: date) -> Nudges:
    """Whom a reminder would reach today."""
    return circles.nudges(mails_of(window), circle, today)


def actors_with_bounces(window: ReportingWindow, circle: Circle[ReportingRequest]) -> list[int]:
    """The actors that owe something and somebody of whom a mail did not reach."""
    contacts = contacts_of(window, circle.people)
    return [actor for actor, people in contacts.items() if any(person.bounced for person in people)]


def owing_circle(window: ReportingWindow) -> Circle[ReportingRequest]:
    """The people who still owe something."""
    return circle_of(owed(window))


def held_back(window: ReportingWindow) -> list[ReportingMail]:
    """The mails that could not go out, the newest first."""
    return circles.held_back(mails_of(window))
