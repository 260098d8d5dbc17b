"""The signed link to one request, for one person: looked up anew each time, so that it dies when it should.

The token names the request and the mail that brought it, or, on a letter, the actor it was printed for; no address
stands in it. Opening a link changes nothing.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.conf import settings
from django.core import signing
from django.urls import reverse

from bildungsnetz.accounts.models import User

from .models import Actor, Measure, Proposal, ProposalKind, Publication, ReportingMail, ReportingRequest
from .people import actors_of_address, addressees
from .windows import RequestState, owed, with_state
from .workflow import FINISHED

signer = signing.Signer(salt="measures.reporting")
MAIL, LETTER = "m", "b"


class Unusable(Exception):  # noqa: N818  an outcome that has a page, not a fault
    """Why a link leads nowhere: ``status`` is the HTTP status, the message a German sentence for the page."""

    def __init__(self, message: str, status: int = 410) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class Sender:
    """Who answers: ``words`` for the office, ``address`` where a mail brought the link; ``mark`` goes into tokens."""

    words: str
    address: str
    mark: str


@dataclass(frozen=True)
class Link:
    request: ReportingRequest
    sender: Sender

    @property
    def measure(self) -> Measure:
        return self.request.measure

    @cached_property
    def waiting(self) -> Proposal | None:
        """The report on the measure that the office has not decided on yet, whoever sent it."""
        return self.measure.proposals.waiting().filter(kind=ProposalKind.PROGRESS).first()

    @property
    def seen(self) -> str:
        """Names the answer of today, so that a later page can tell whether it is still the latest."""
        return f"{self.waiting.pk}-{self.waiting.revision_no}" if self.waiting else ""

    def token_for(self, request: ReportingRequest) -> str:
        """The same person's token for another request."""
        return sign(request, self.sender.mark)


def sign(request: ReportingRequest, mark: str) -> str:
    return signer.sign(f"{request.pk}-{mark}")


def mail_token(request: ReportingRequest, mail: ReportingMail) -> str:
    return sign(request, f"{MAIL}{mail.pk}")


def letter_token(request: ReportingRequest) -> str:
    return sign(request, f"{LETTER}{request.measure.lead_id}")


def address_of(token: str) -> str:
    """The full address for a mail or a QR code."""
    return settings.SITE_URL + reverse("measures:answer", args=[token])


def read(token: str, today: date) -> Link:
    """The link behind a token, if it can still be used on that day. Raises Unusable."""
    link = decode(token)
    refuse_ended(link, today)
    return link


def decode(token: str) -> Link:
    """The link behind a token, whether its window is open or not. Raises Unusable."""
    unknown = Unusable("Diese Adresse ist unvollständig oder gehört zu keiner Anfrage.", status=404)
    try:
        pk, mark = signer.unsign(token).split("-")
        request = with_state(ReportingRequest.objects.select_related("window", "measure__lead")).get(pk=int(pk))
    except (signing.BadSignature, ReportingRequest.DoesNotExist, ValueError):
        raise unknown from None
    sender = sender_of(request, mark)
    if sender is None:
        raise unknown
    return Link(request, sender)


def sender_of(request: ReportingRequest, mark: str) -> Sender | None:
    """Who was given the link, as far as that person is still to be asked. Raises Unusable where not."""
    lead = request.measure.lead
    if mark.startswith(LETTER):
        return sender_by_letter(lead, mark)
    mail = ReportingMail.objects.filter(pk=int(mark[1:]), window=request.window_id).first()
    if mail is None:
        return None
    return sender_by_mail(mail.address, lead, mark)


def sender_by_letter(actor: Actor, mark: str) -> Sender:
    """Whoever holds the letter that was printed for ``actor``. Raises Unusable where another one is asked today."""
    if str(actor.pk) != mark[1:]:
        raise Unusable("Für diese Maßnahme ist inzwischen ein anderer Akteur zuständig.")
    return Sender(f"{actor}, mit dem Link aus einem Brief", "", mark)


def sender_by_mail(address: str, actor: Actor, mark: str) -> Sender:
    """Who was written to at ``address`` on behalf of ``actor``. Raises Unusable where that is no longer right."""
    people = {person.address: person for person in addressees([actor.pk])[actor.pk]}
    if address not in people:
        if User.objects.filter(email=address, is_active=False).exists():
            raise Unusable("Das Konto zu dieser E-Mail-Adresse ist gesperrt.")
        raise Unusable(f"Die E-Mail-Adresse, an die dieser Link ging, ist für {actor} nicht mehr hinterlegt.")
    return Sender(f"{people[address].name or address} ({actor})", address, mark)


def refuse_ended(link: Link, today: date) -> None:
    window = link.request.window
    if not window.is_open(today):
        if window.closed_at is None and window.opens_on and window.closes_on < today:
            raise Unusable(f"Die Frist für diese Sachstandsabfrage ist am {window.closes_on:%d.%m.%Y} abgelaufen.")
        raise Unusable("Diese Sachstandsabfrage ist geschlossen.")
    if link.measure.publication != Publication.RELEASED:
        raise Unusable("Diese Maßnahme ist zurzeit nicht veröffentlicht; ein Sachstand wird nicht mehr gebraucht.")
    if link.request.state == RequestState.ANSWERED:  # type: ignore[attr-defined]
        raise Unusable("Ihr Sachstand zu dieser Maßnahme ist schon übernommen. Vielen Dank.")
    if link.measure.status in FINISHED:
        raise Unusable("Diese Maßnahme ist inzwischen beendet; ein Sachstand wird nicht mehr gebraucht.")


def again(link: Link, today: date) -> Link:
    """The link as things stand now. Raises Unusable where it has ended since it was read."""
    return read(link.token_for(link.request), today)


def others(link: Link) -> list[ReportingRequest]:
    """What the same person still owes in the same window."""
    actors = actors_of_address(link.sender.address) if link.sender.address else {link.measure.lead_id}
    rows = owed(link.request.window)
    return [row for row in rows if row.measure.lead_id in actors and row.pk != link.request.pk]
