"""The mails of a Sachstandsabfrage: one per person, with one signed link for each measure."""

from collections.abc import Callable
from datetime import datetime

from bildungsnetz.outbox import choices, letters
from bildungsnetz.outbox.letters import Letter
from bildungsnetz.outbox.models import OutgoingMail

from . import links
from .circles import Asked
from .models import ReportingMail, ReportingMailKind, ReportingRequest, ReportingWindow
from .windows import STOP_KIND


def subject_of(window: ReportingWindow, kind: str, requests: list[ReportingRequest]) -> str:
    count = len(requests)
    measures = f"Maßnahme {requests[0].measure.number}" if count == 1 else f"{count} Maßnahmen"
    start = "Erinnerung: " if kind == ReportingMailKind.NUDGE else ""
    return f"{start}Wie steht es um Ihre {measures}? Bitte bis {window.closes_on:%d.%m.%Y}"


def compose(
    window: ReportingWindow, asked: Asked, kind: str, link_to: Callable[[ReportingRequest], str], stop_url: str = ""
) -> Letter:
    """The mail for one person; ``link_to`` gives the address behind each of the measures."""
    return letters.write(
        "reporting_window",
        subject_of(window, kind, asked.items),
        window=window,
        name=asked.person.name,
        kind=kind,
        items=[(request.measure, link_to(request)) for request in asked.items],
        stop_url=stop_url,
    )


def example(window: ReportingWindow, asked: Asked) -> Letter:
    """What a mail will look like; its links lead to a page that says that they are an example."""
    return compose(window, asked, ReportingMailKind.OPENING, lambda request: links.address_of("beispiel"))


def queue(window: ReportingWindow, asked: Asked, mail: ReportingMail, now: datetime) -> OutgoingMail:
    """Puts the mail into the outbox, in the caller's transaction."""
    stop_url = choices.link_for(asked.person.address, STOP_KIND)
    letter = compose(
        window, asked, mail.kind, lambda request: links.address_of(links.mail_token(request, mail)), stop_url
    )
    return letters.post(
        letter,
        asked.person.address,
        stop_url=stop_url,
        key=f"window:{window.serial}:{mail.pk}",
        not_before=letters.next_morning(now) if mail.kind == ReportingMailKind.NUDGE else now,
    )
