"""The mails of a Sachstandsabfrage: one per person, with one signed link for each measure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from bildungsnetz import schooldays
from bildungsnetz.outbox import choices
from bildungsnetz.outbox.actions import queue_mail
from bildungsnetz.outbox.models import OutgoingMail

from . import links
from .asking import Asked
from .models import ReportingMail, ReportingMailKind, ReportingRequest, ReportingWindow
from .windows import STOP_KIND

MORNING = time(8)


@dataclass(frozen=True)
class Letter:
    """A mail before it is queued."""

    subject: str
    text: str
    html: str


def subject_of(window: ReportingWindow, kind: str, requests: list[ReportingRequest]) -> str:
    count = len(requests)
    measures = f"Maßnahme {requests[0].measure.number}" if count == 1 else f"{count} Maßnahmen"
    start = "Erinnerung: " if kind == ReportingMailKind.NUDGE else ""
    return f"{start}Wie steht es um Ihre {measures}? Bitte bis {window.closes_on:%d.%m.%Y}"


def compose(
    window: ReportingWindow, asked: Asked, kind: str, link_to: Callable[[ReportingRequest], str], stop_url: str = ""
) -> Letter:
    """The mail for one person; ``link_to`` gives the address behind each of the measures."""
    subject = subject_of(window, kind, asked.requests)
    told = {
        "window": window,
        "name": asked.person.name,
        "kind": kind,
        "items": [(request.measure, link_to(request)) for request in asked.requests],
        "subject": subject,
        "stop_url": stop_url,
        "SITE_NAME": settings.SITE_NAME,
        "SITE_URL": settings.SITE_URL,
    }
    text = render_to_string("emails/reporting_window.txt", told)
    return Letter(subject, text, render_to_string("emails/reporting_window.html", told))


def example(window: ReportingWindow, asked: Asked) -> Letter:
    """What a mail will look like; its links lead to a page that says that they are an example."""
    return compose(window, asked, ReportingMailKind.OPENING, lambda request: links.address_of("beispiel"))


def queue(window: ReportingWindow, asked: Asked, mail: ReportingMail, now: datetime) -> OutgoingMail:
    """Puts the mail into the outbox, in the caller's transaction; the key keeps a second one out."""
    stop_url = choices.link_for(asked.person.address, STOP_KIND)
    letter = compose(
        window, asked, mail.kind, lambda request: links.address_of(links.mail_token(request, mail)), stop_url
    )
    return queue_mail(
        to=[asked.person.address],
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        headers={"List-Unsubscribe": f"<{stop_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        not_before=next_morning(now) if mail.kind == ReportingMailKind.NUDGE else now,
        key=f"window:{window.serial}:{mail.pk}",
    )


def next_morning(now: datetime) -> datetime:
    """Now, or the morning of the next school day: nobody is reminded in the holidays."""
    today: date = timezone.localdate(now)
    day = schooldays.on_or_after(today)
    return now if day == today else timezone.make_aware(datetime.combine(day, MORNING))


def send_test(letter: Letter, address: str) -> OutgoingMail:
    """The example, to whoever prepares the window."""
    return queue_mail(to=[address], subject=f"[Test] {letter.subject}", text=letter.text, html=letter.html)
