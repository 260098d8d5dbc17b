"""What office and actors are told about each other's doings, in their digest: nobody hears of a deed of their own.

A decision and a message go to the Redaktion of the lead (or to whoever else is there), and to whoever had proposed.
What waits for the office is one line for everybody in it, new only when something new waits or a week is over.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Max
from django.utils import timezone

from bildungsnetz.accounts.models import User, normalise_email
from bildungsnetz.outbox.notices import NewNotice, register_kind, source, tell, withdraw

from .models import Comment, Measure, MembershipRole, Proposal, ProposalState, Publication
from .people import addressees

DECIDED, MESSAGE, WAITING = "decided", "message", "waiting"
A_WEEK = timedelta(days=7)
NAMED = 3  # of what waits, the oldest are named

DECISIONS = {
    Publication.RELEASED: "ist freigegeben und jetzt öffentlich.",
    Publication.RETURNED: "ist zurückgegeben:",
    Publication.WITHDRAWN: "ist nicht mehr öffentlich:",
}


def register() -> None:
    """The headings under which these lines stand in a digest."""
    register_kind(DECIDED, "Entscheidungen des Bildungsbüros", order=10, url="/meine-massnahmen/")
    register_kind(MESSAGE, "Neue Nachrichten", order=15, url="/meine-massnahmen/")
    register_kind(WAITING, "Wartet auf die Entscheidung des Bildungsbüros", order=20, url="/heute/")


def office_addresses() -> list[str]:
    return list(User.objects.active().filter(coordination_office=True).values_list("email", flat=True))


def tell_actor(measure: Measure, by: User, also: Iterable[str] = (), **line: Any) -> None:
    """Tells the Redaktion of the lead, or all its people where it has none, and those of ``also`` who belong to it."""
    people = addressees([measure.lead_id])[measure.lead_id]
    editors = [person for person in people if person.role == MembershipRole.EDITOR] or people
    wanted = {normalise_email(address) for address in also if address}
    chosen = [person.address for person in people if person in editors or person.address in wanted]
    tell(
        [address for address in chosen if address != by.email],
        why=f"weil Sie für {measure.lead} eingetragen sind",
        scope=f"actor:{measure.lead_id}",
        **line,
    )


def publication_decided(measure: Measure, by: User) -> None:
    """The actor hears that a measure was released, returned or withdrawn, and why."""
    said = DECISIONS[Publication(measure.publication)]
    reason = "" if measure.publication == Publication.RELEASED else f" {measure.return_note}"
    tell_actor(
        measure,
        by,
        kind=DECIDED,
        key=f"publication:{measure.pk}:{measure.revision_no}",
        text=f"{named(measure)} {said}{reason}",
        url=measure.get_absolute_url(),
    )


def proposal_decided(proposal: Proposal, by: User) -> None:
    """The actor hears whether a proposal was accepted, or what is missing."""
    if proposal.is_unchanged and not proposal.is_open:
        return  # who confirmed that nothing changed waits for no answer
    said = f"ist zurückgegeben: {proposal.return_note}" if proposal.is_open else "ist angenommen."
    tell_actor(
        proposal.measure,
        by,
        also=[proposal.author.email if proposal.author else proposal.address],
        kind=DECIDED,
        key=f"proposal:{proposal.pk}:{proposal.revision_no}",
        text=f"Ihr Vorschlag ({proposal.what}) zu {named(proposal.measure)} {said}",
        url=proposal.get_absolute_url(),
    )


def prepared(proposal: Proposal, by: User) -> None:
    """The Redaktion hears that a member has prepared a change, which only the Redaktion can hand in."""
    tell_actor(
        proposal.measure,
        by,
        kind=MESSAGE,
        key=f"prepared:{proposal.pk}:{proposal.revision_no}",
        text=f"{by} hat eine Änderung an {named(proposal.measure)} vorbereitet. Bitte legen Sie sie vor.",
        url=proposal.get_absolute_url(),
    )


def handed_in(proposal: Proposal) -> None:
    """What was said of its former state and not sent yet is over."""
    withdraw(f"proposal:{proposal.pk}:{proposal.revision_no}", f"prepared:{proposal.pk}:{proposal.revision_no}")


def message_written(comment: Comment, by: User) -> None:
    """The other side hears of a message; what the office wrote for itself stays in the office."""
    measure = comment.measure
    line = {
        "kind": MESSAGE,
        "key": message_key(comment),
        "text": f"{named(measure)}: {comment.text}",
        "url": f"{measure.get_absolute_url()}dialog/",
    }
    if by.coordination_office and not comment.is_internal:
        tell_actor(measure, by, **line)
    elif not comment.is_internal:
        to = [address for address in office_addresses() if address != by.email]
        tell(to, why="weil Sie im Bildungsbüro arbeiten", **line)


def message_settled(comment: Comment) -> None:
    """What is dealt with need not be told any more."""
    withdraw(message_key(comment))


def message_key(comment: Comment) -> str:
    return f"comment:{comment.pk}"


def named(measure: Measure) -> str:
    return f"{measure.number} „{measure.title}“"


@dataclass(frozen=True)
class Pile:
    """What of one kind waits: ``rows`` with the moment they were handed in, and how they are called."""

    rows: Any
    one: str
    many: str
    name: Callable[[Any], str]

    def oldest(self) -> list[tuple[datetime, str]]:
        return [(row.submitted_at, self.name(row)) for row in self.rows.order_by("submitted_at", "pk")[:NAMED]]

    def summary(self) -> dict[str, Any]:
        return self.rows.aggregate(count=Count("pk"), newest=Max("submitted_at"))


def piles() -> list[Pile]:
    submitted = Measure.objects.filter(publication=Publication.SUBMITTED)
    proposals = Proposal.objects.filter(state=ProposalState.WAITING).select_related("measure")
    return [
        Pile(proposals, "Vorschlag", "Vorschläge", lambda row: f"{row.what} zu {row.measure.number}"),
        Pile(submitted, "eingereichte Maßnahme", "eingereichte Maßnahmen", named),
    ]


@source
def waiting_for_the_office(today: date) -> Iterator[NewNotice]:
    """One line for everybody in the office: how much waits, since when, and what has waited longest."""
    found = [(pile, summary) for pile in piles() if (summary := pile.summary())["count"]]
    if not found:
        return
    amounts = [f"{told['count']} {pile.one if told['count'] == 1 else pile.many}" for pile, told in found]
    oldest = sorted(row for pile, _ in found for row in pile.oldest())
    since = timezone.localdate(oldest[0][0])
    year, week, _ = today.isocalendar()
    key = f"waiting:{max(told['newest'] for _, told in found):%Y%m%dT%H%M%S}"
    key += f":{year}-{week}" if since <= today - A_WEEK else ""
    titles = ", ".join(title for _, title in oldest[:NAMED])
    text = f"{' und '.join(amounts)}, am längsten seit dem {since:%d.%m.%Y}: {titles}"
    for address in office_addresses():
        yield NewNotice(address, WAITING, key, text, "/heute/", "weil Sie im Bildungsbüro arbeiten")
