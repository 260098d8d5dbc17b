"""Reading Sachstandsabfragen: who is asked, who owes what, who can be reached."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, OuterRef, Q, QuerySet, Subquery, TextChoices, Value, When
from django.db.models.functions import Coalesce

from bildungsnetz.outbox import notices
from bildungsnetz.outbox.models import MailStatus

from .models import Actor, Measure, ProposalState, Publication, ReportingMail, ReportingRequest, ReportingWindow
from .people import Person, addressees
from .workflow import FINISHED

STOP_KIND = "window"  # the kind of mail that a stop link for Sachstandsabfragen stops


class RequestState(TextChoices):
    """How a request stands, those that owe something first."""

    OWED = "owed", "steht aus"
    OPENED = "opened", "geöffnet, noch nicht beantwortet"
    RETURNED = "returned", "zurückgegeben, Antwort steht aus"
    WAITING = "waiting", "liegt beim Bildungsbüro"
    ANSWERED = "answered", "beantwortet"
    DROPPED = "dropped", "entfällt"


TAKEN_BACK = Q(proposal__state__in=[ProposalState.RETURNED, ProposalState.WITHDRAWN, ProposalState.DRAFT])
UNANSWERED = Q(answered_at=None) | TAKEN_BACK
ASKED = Q(measure__publication=Publication.RELEASED) & ~Q(measure__status__in=FINISHED)
OWED = UNANSWERED & ASKED

# The first condition that holds names the state; without any the request is answered.
CONDITIONS = {
    RequestState.DROPPED: UNANSWERED & ~ASKED,
    RequestState.RETURNED: TAKEN_BACK,
    RequestState.OPENED: UNANSWERED & Q(opened_at__isnull=False),
    RequestState.OWED: UNANSWERED,
    RequestState.WAITING: Q(proposal__state=ProposalState.WAITING),
}
OWING = (RequestState.OWED, RequestState.OPENED, RequestState.RETURNED)


def audience(window: ReportingWindow) -> QuerySet[Measure]:
    """The released, running measures that the window asks about."""
    rows = Measure.objects.released().running()
    if goals := [goal.pk for goal in window.goals.all()] if window.pk else []:
        rows = rows.filter(leading_goal__in=goals)
    if window.actor_kinds:
        rows = rows.filter(lead__kind__in=window.actor_kinds)
    if window.statuses:
        rows = rows.filter(status__in=window.statuses)
    return rows


def not_asked_yet(window: ReportingWindow) -> QuerySet[Measure]:
    """Measures that fit and have no request: all of them before the opening, later what was released meanwhile."""
    return audience(window).exclude(pk__in=ReportingRequest.objects.filter(window=window).values("measure"))


def with_state(requests: QuerySet) -> QuerySet:
    """Each request with its ``state`` and with ``place``, its order: who owes something comes first."""
    cases = [When(condition, then=Value(state.value)) for state, condition in CONDITIONS.items()]
    state = Case(*cases, default=Value(RequestState.ANSWERED.value), output_field=CharField())
    rows = requests.annotate(state=state)
    order = [When(state=one.value, then=Value(place)) for place, one in enumerate(RequestState)]
    return rows.annotate(place=Case(*order, default=Value(len(order))))


def counts(window: ReportingWindow) -> dict[str, int]:
    """State -> number of requests."""
    rows = with_state(ReportingRequest.objects.filter(window=window)).order_by().values("state")
    return {row["state"]: row["n"] for row in rows.annotate(n=Count("pk"))}


def with_counts(rows: QuerySet) -> QuerySet:
    """Windows with ``asked``, how many measures they ask about, and ``owing``, how many still owe an answer."""
    requests = ReportingRequest.objects.filter(window=OuterRef("pk")).order_by().values("window")
    asked = requests.annotate(n=Count("pk")).values("n")
    owing = requests.filter(OWED).annotate(n=Count("pk")).values("n")
    return rows.annotate(asked=Coalesce(Subquery(asked), 0), owing=Coalesce(Subquery(owing), 0))


def owed(window: ReportingWindow) -> list[ReportingRequest]:
    """What still has to be answered, by number."""
    rows = ReportingRequest.objects.filter(OWED, window=window).select_related("measure__lead")
    return list(rows.order_by("measure__serial"))


@dataclass(frozen=True)
class Asked:
    """One person and what this person is asked about; ``held_because`` is why no mail can go there."""

    person: Person
    requests: list[ReportingRequest]
    held_because: str = ""


def asked_people(requests: Iterable[ReportingRequest]) -> dict[str, Asked]:
    """Address -> who is asked about which of ``requests``. A constant number of queries."""
    requests = list(requests)
    people = addressees({request.measure.lead_id for request in requests})
    first: dict[str, Person] = {}
    wanted: dict[str, list[ReportingRequest]] = {}
    for request in requests:
        for person in people[request.measure.lead_id]:
            first.setdefault(person.address, person)
            wanted.setdefault(person.address, []).append(request)
    held = blocked(first)
    return {address: Asked(first[address], asks, held.get(address, "")) for address, asks in wanted.items()}


def blocked(addresses: Iterable[str]) -> dict[str, str]:
    """Address -> why no mail of a Sachstandsabfrage can go there, for those where something stands against it."""
    reasons = notices.deliverable(addresses, STOP_KIND)
    return {address: str(reason.label) for address, reason in reasons.items() if reason}


@dataclass(frozen=True)
class Preview:
    """Whom a window would ask, before anybody is written to."""

    measures: int
    actors: int
    people: int
    unreachable: list[Actor]
    example: Asked | None


def preview(window: ReportingWindow) -> Preview:
    measures = list(not_asked_yet(window).select_related("lead").order_by("serial"))
    asks = asked_people([ReportingRequest(window=window, measure=measure) for measure in measures])
    leads = {measure.lead_id: measure.lead for measure in measures}
    reached = {request.measure.lead_id for ask in asks.values() if not ask.held_because for request in ask.requests}
    silent = sorted((lead for pk, lead in leads.items() if pk not in reached), key=lambda lead: lead.sort_key)
    reachable = [ask for ask in asks.values() if not ask.held_because]
    example = max(reachable, key=lambda ask: len(ask.requests), default=None)
    return Preview(len(measures), len(leads), len(reachable), silent, example)


@dataclass
class Reach:
    """Whether an actor can be reached by mail: the people as the window's page shows them, and what was sent them."""

    people: list["Contacted"] = field(default_factory=list)

    @property
    def is_reachable(self) -> bool:
        return any(not person.held_because for person in self.people)

    @property
    def has_bounced(self) -> bool:
        return any(person.bounced for person in self.people)


@dataclass(frozen=True)
class Contacted:
    person: Person
    last_mail: ReportingMail | None
    held_because: str
    bounced: bool


def reach(window: ReportingWindow, actors: Iterable[int]) -> dict[int, Reach]:
    """Actor id -> how its people can be reached. A constant number of queries."""
    people = addressees(actors)
    addresses = {person.address for members in people.values() for person in members}
    held = blocked(addresses)
    mails = ReportingMail.objects.filter(window=window, address__in=addresses).select_related("mail")
    last = {mail.address: mail for mail in mails.order_by("created_at", "pk")}
    return {
        actor: Reach([contacted(person, last.get(person.address), held) for person in members])
        for actor, members in people.items()
    }


def contacted(person: Person, last: ReportingMail | None, held: dict[str, str]) -> Contacted:
    failed = bool(last and last.mail and last.mail.status == MailStatus.FAILED)
    reason = held.get(person.address) or ("nicht zustellbar" if failed else "")
    bounced = failed or reason == str(notices.HeldBack.BOUNCED.label)
    return Contacted(person, last, reason, bounced)


def still_to_tell(window: ReportingWindow) -> list[Asked]:
    """The people who were not yet written to about all that they owe, each with what is new to them."""
    through: Any = ReportingMail.requests.through
    sent = through.objects.filter(reportingmail__window=window, reportingmail__held_because="")
    told = set(sent.values_list("reportingmail__address", "reportingrequest"))
    found = []
    for address, asked in asked_people(owed(window)).items():
        fresh = [request for request in asked.requests if (address, request.pk) not in told]
        if fresh:
            found.append(Asked(asked.person, fresh, asked.held_because))
    return found


TODAY_ALREADY = "heute schon angeschrieben"


@dataclass(frozen=True)
class Nudges:
    """Whom a reminder would reach on ``day``, and why it would not reach the others."""

    ready: list[Asked]
    held: dict[str, int]


def nudges(window: ReportingWindow, today: date) -> Nudges:
    rows = ReportingMail.objects.filter(window=window, day=today, held_because="")
    written = set(rows.values_list("address", flat=True))
    ready, held = [], {}
    for address, asked in asked_people(owed(window)).items():
        reason = TODAY_ALREADY if address in written else asked.held_because
        if reason:
            held[reason] = held.get(reason, 0) + 1
        else:
            ready.append(asked)
    return Nudges(ready, held)


def shown(window: ReportingWindow, show: str) -> QuerySet:
    """The requests of the window's page, those that owe something first; ``show`` is one of the filter's choices."""
    rows = with_state(ReportingRequest.objects.filter(window=window)).select_related("measure__lead")
    if show == "owing":
        rows = rows.filter(state__in=OWING)
    elif show in RequestState.values:
        rows = rows.filter(state=show)
    elif show:
        reached = reach(window, leads_of(window))
        wanted = [
            actor for actor, one in reached.items() if (one.has_bounced if show == "bounced" else not one.is_reachable)
        ]
        rows = rows.filter(state__in=OWING, measure__lead__in=wanted)
    return rows.order_by("place", "measure__lead__sort_key", "measure__serial")


def leads_of(window: ReportingWindow) -> set[int]:
    """The actors that still owe something."""
    return set(ReportingRequest.objects.filter(OWED, window=window).values_list("measure__lead", flat=True))


def unreachable_actors(window: ReportingWindow) -> list[Actor]:
    """The actors that owe something and cannot be reached by mail: they get a letter."""
    silent = [actor for actor, one in reach(window, leads_of(window)).items() if not one.is_reachable]
    return list(Actor.objects.filter(pk__in=silent))


def held_back(window: ReportingWindow) -> list[ReportingMail]:
    """The mails that could not go out, the newest first."""
    return list(ReportingMail.objects.filter(window=window).exclude(held_because="").order_by("-day", "address")[:50])
