"""Mails that go to many people, each with words and links of their own: one letter a person, with its stop link."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from bildungsnetz import schooldays

from .actions import queue_mail
from .models import OutgoingMail

MORNING = time(8)


@dataclass(frozen=True)
class Letter:
    """A mail before it is queued."""

    subject: str
    text: str
    html: str


def write(template: str, subject: str, **told: object) -> Letter:
    """The letter from ``emails/<template>.txt`` and ``.html``, which are told the same."""
    context = {**told, "subject": subject, "SITE_NAME": settings.SITE_NAME, "SITE_URL": settings.SITE_URL}
    text, html = (render_to_string(f"emails/{template}.{ending}", context) for ending in ("txt", "html"))
    return Letter(subject, text, html)


def post(letter: Letter, address: str, *, stop_url: str, key: str, not_before: datetime) -> OutgoingMail:
    """Puts a letter into the outbox, in the caller's transaction; ``key`` keeps a second one out."""
    return queue_mail(
        to=[address],
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        headers={"List-Unsubscribe": f"<{stop_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        not_before=not_before,
        key=key,
    )


def post_test(letter: Letter, address: str) -> OutgoingMail:
    """An example, to whoever prepares the letters."""
    return queue_mail(to=[address], subject=f"[Test] {letter.subject}", text=letter.text, html=letter.html)


def next_morning(now: datetime) -> datetime:
    """Now, or the morning of the next school day: nobody is reminded in the holidays."""
    today: date = timezone.localdate(now)
    day = schooldays.on_or_after(today)
    return now if day == today else timezone.make_aware(datetime.combine(day, MORNING))
