"""Every write to the outbox: queue, claim, settle, sweep, forget."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from email.utils import make_msgid

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from .models import MailStatus, OutgoingMail

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
MOST_ATTEMPTS = 16  # the pauses between them add up to about two days and a half
CLAIM_LASTS = timedelta(minutes=5)  # a server is given EMAIL_TIMEOUT seconds, so a living worker is done by then
KEEP = timedelta(days=90)


def queue_mail(
    *,
    to: Sequence[str],
    subject: str,
    text: str,
    html: str = "",
    cc: Sequence[str] = (),
    reply_to: Sequence[str] = (),
    from_email: str = "",
    headers: Mapping[str, str] | None = None,
    not_before: datetime | None = None,
    key: str | None = None,
) -> OutgoingMail:
    """Puts a mail into the outbox, in the caller's transaction: what is rolled back is never announced.

    A second mail with the same ``key`` is not queued; the first one is returned.
    """
    sender = from_email or settings.DEFAULT_FROM_EMAIL
    mail = OutgoingMail(
        key=key,
        message_id=make_msgid(domain=sender.rpartition("@")[2].strip(" >") or "localhost"),
        to=list(to),
        cc=list(cc),
        reply_to=list(reply_to),
        from_email=sender,
        subject=" ".join(subject.split()),
        text=text,
        html=html,
        headers={"Auto-Submitted": "auto-generated", **(headers or {})},
        not_before=not_before or timezone.now(),
    )
    try:
        with transaction.atomic():
            mail.save(force_insert=True)
    except IntegrityError:
        if key is None:
            raise
        return OutgoingMail.objects.get(key=key)
    transaction.on_commit(lambda: hand_to_worker(mail))
    return mail


def hand_to_worker(mail: OutgoingMail) -> None:
    """Asks a worker to deliver the mail when its time has come."""
    from .tasks import deliver

    later = mail.not_before if mail.not_before > timezone.now() else None
    if later and not deliver.get_backend().supports_defer:
        return  # without a task database the sweep finds it
    deliver.using(run_after=later).enqueue(mail.pk)


@transaction.atomic
def claim(pk: int, now: datetime) -> OutgoingMail | None:
    """Takes the mail for this worker alone, or None where it is not due or another worker has it."""
    mail = OutgoingMail.objects.due(now).select_for_update(skip_locked=True).filter(pk=pk).first()
    if mail is None:
        return None
    mail.status = MailStatus.SENDING
    mail.claimed_at = now
    mail.attempts += 1
    mail.save(update_fields=["status", "claimed_at", "attempts"])
    return mail


def mark_sent(mail: OutgoingMail, now: datetime) -> None:
    settle(mail, MailStatus.SENT, error="", sent_at=now)


def mark_refused(mail: OutgoingMail, error: str) -> None:
    """The server said a final no: another attempt would hear the same."""
    settle(mail, MailStatus.FAILED, error=error, sent_at=None)


@transaction.atomic
def put_back(mail: OutgoingMail, error: str, now: datetime) -> None:
    """Waits twice as long as before, until there have been enough attempts."""
    if mail.attempts >= MOST_ATTEMPTS:
        mark_refused(mail, error)
        return
    mail.status = MailStatus.QUEUED
    mail.claimed_at = None
    mail.not_before = now + min(FIRST_PAUSE * 2 ** (mail.attempts - 1), LONGEST_PAUSE)
    mail.last_error = error
    mail.save(update_fields=["status", "claimed_at", "not_before", "last_error"])
    transaction.on_commit(lambda: hand_to_worker(mail))


def settle(mail: OutgoingMail, status: MailStatus, *, error: str, sent_at: datetime | None) -> None:
    """Ends the mail's way and forgets what it said."""
    mail.status, mail.last_error, mail.sent_at = status, error, sent_at
    mail.text = mail.html = ""
    mail.save(update_fields=["status", "last_error", "sent_at", "text", "html"])


def sweep(now: datetime) -> None:
    """Finds what a killed worker left: mails it had taken, mails whose task was lost, rows that are old enough.

    A mail that was taken is sent again under the same Message-ID. Nobody can know whether the server had it already;
    mail servers drop such twins, and a lost mail would be worse.
    """
    with transaction.atomic():
        for mail in OutgoingMail.objects.abandoned(now - CLAIM_LASTS).select_for_update(skip_locked=True):
            put_back(mail, "Der Aufgabenprozess endete während der Zustellung.", now)
    for mail in OutgoingMail.objects.due(now - CLAIM_LASTS):
        hand_again(mail, now)
    OutgoingMail.objects.finished_before(now - KEEP).delete()


def hand_again(mail: OutgoingMail, now: datetime) -> None:
    """Gives an overdue mail a new task, and time before it counts as overdue again: no second task every minute."""
    OutgoingMail.objects.filter(pk=mail.pk, status=MailStatus.QUEUED).update(not_before=now)
    hand_to_worker(mail)
