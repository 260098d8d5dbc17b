"""From a row to a mail server."""

import smtplib
from datetime import datetime
from functools import partial

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils import timezone

from . import actions
from .models import OutgoingMail

# The first that fits is told, so the narrower ones stand before the wider.
MEANINGS: dict[type[Exception], str] = {
    smtplib.SMTPSenderRefused: "Absenderadresse abgelehnt",
    smtplib.SMTPDataError: "Inhalt abgelehnt",
    smtplib.SMTPAuthenticationError: "Anmeldung am Mailserver abgelehnt",
    smtplib.SMTPServerDisconnected: "Der Mailserver hat die Verbindung beendet",
    smtplib.SMTPConnectError: "Der Mailserver hat die Verbindung abgelehnt",
    TimeoutError: "Der Mailserver antwortet nicht",
    ConnectionError: "Der Mailserver ist nicht erreichbar",
}


def deliver_one(pk: int) -> bool:
    """Sends the mail if it is due and nobody else has it. True when it went out."""
    mail = actions.claim(pk, timezone.now())
    if mail is None:
        return False
    try:
        message(mail).send()
    except smtplib.SMTPRecipientsRefused as error:
        final = all(code >= 500 for code, _ in error.recipients.values())
        failed = actions.mark_refused if final else partial(actions.put_back, now=timezone.now())
        failed(mail, describe(error))
        actions.note_bounces(error.recipients, timezone.now())
    except Exception as error:  # whatever a mail server does, the mail waits for its next attempt
        actions.put_back(mail, describe(error), timezone.now())
    else:
        actions.mark_sent(mail, timezone.now())
        return True
    return False


def deliver_due(now: datetime) -> int:
    """Sends all mails that are due, oldest first; returns how many went out."""
    keys = OutgoingMail.objects.due(now).order_by("not_before", "pk").values_list("pk", flat=True)
    return sum(deliver_one(pk) for pk in list(keys))


def message(mail: OutgoingMail) -> EmailMultiAlternatives:
    """The row as Django's message, bound to the backend that really sends."""
    result = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        from_email=mail.from_email,
        to=mail.to,
        cc=mail.cc,
        reply_to=mail.reply_to,
        headers={**mail.headers, "Message-ID": mail.message_id},
        connection=get_connection(settings.OUTBOX_DELIVERY_BACKEND),
    )
    if mail.html:
        result.attach_alternative(mail.html, "text/html")
    return result


def describe(error: Exception) -> str:
    """For whoever looks after mails; long server answers are cut."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        said = "; ".join(f"{code} {decoded(words)}" for code, words in error.recipients.values())
        return f"Adresse abgelehnt: {said}"[:1000]
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{MEANINGS.get(type(error), 'Abgelehnt')}: {error.smtp_code} {decoded(error.smtp_error)}"[:1000]
    cause = error.__context__ if isinstance(error.__context__, TimeoutError) else error  # smtplib takes it for an end
    meaning = next((words for kind, words in MEANINGS.items() if isinstance(cause, kind)), type(error).__name__)
    return f"{meaning}: {error}"[:1000]


def decoded(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words
