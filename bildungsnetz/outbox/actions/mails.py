"""A mail's way: queued, claimed by a worker, sent or refused; swept up where a worker was killed."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from bildungsnetz import access
from bildungsnetz.access import Person
from bildungsnetz.outbox.composition import compose
from bildungsnetz.outbox.models import MailStatus, Notice, OutgoingMail

from .recipients import clear_bounces

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
MOST_ATTEMPTS = 16  # the pauses between them add up to about two days and a half
CLAIM_LASTS = timedelta(minutes=5)  # a server is given EMAIL_TIMEOUT seconds, so a living worker is done by then
KEEP = timedelta(days=90)
UNHURRIED = -10  # digests wait in the queue behind sign-in codes and invitations


def queue_mail(**parts: Any) -> OutgoingMail:
    """Puts a mail into the outbox, in the caller's transaction: what is rolled back is never announced.

    Takes what ``compose`` takes. A second mail with the same ``key`` is not queued; the first one is returned.
    """
    mail = compose(**parts)
    try:
        with transaction.atomic():
            mail.save(force_insert=True)
    except IntegrityError:
        if mail.key is None:
            raise
        return OutgoingMail.objects.get(key=mail.key)
    transaction.on_commit(lambda: hand_to_worker(mail))
    return mail


def hand_to_worker(mail: OutgoingMail) -> None:
    """Asks a worker to deliver the mail when its time has come."""
    from bildungsnetz.outbox.tasks import deliver

    later = mail.not_before if mail.not_before > timezone.now() else None
    if later and not deliver.get_backend().supports_defer:
        return  # without a task database the sweep finds it
    priority = UNHURRIED if mail.is_digest else deliver.priority
    deliver.using(run_after=later, priority=priority).enqueue(mail.pk)


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


@transaction.atomic
def mark_sent(mail: OutgoingMail, now: datetime) -> None:
    settle(mail, MailStatus.SENT, error="", sent_at=now)
    clear_bounces([*mail.to, *mail.cc])


@transaction.atomic
def mark_refused(mail: OutgoingMail, error: str) -> None:
    """The server said a final no: another attempt would hear the same. What a digest told is open again."""
    settle(mail, MailStatus.FAILED, error=error, sent_at=None)
    if mail.is_digest:
        Notice.objects.filter(address__in=mail.to, digest=mail.key).update(bundled_at=None, digest="")


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


@transaction.atomic
def retry_now(mail: OutgoingMail, *, by: Person, now: datetime) -> None:
    """Does not wait out the pause that a failed attempt began."""
    if not access.may(by, "retry", mail):
        raise PermissionDenied
    if OutgoingMail.objects.filter(pk=mail.pk, status=MailStatus.QUEUED).update(not_before=now):
        mail.not_before = now
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
