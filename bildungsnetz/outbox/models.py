"""Mails as rows: what was to be sent, whether it was, and why not. Notices: what goes into somebody's next digest."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from bildungsnetz.access import PermittedQuerySet
from bildungsnetz.accounts.models import normalise_email

DIGEST = "digest:"  # what the keys of digests begin with


class MailStatus(models.TextChoices):
    QUEUED = "queued", "wartet"
    SENDING = "sending", "wird zugestellt"
    SENT = "sent", "zugestellt"
    FAILED = "failed", "nicht zugestellt"


class OutgoingMailQuerySet(PermittedQuerySet):
    def due(self, now: datetime) -> Self:
        return self.filter(status=MailStatus.QUEUED, not_before__lte=now)

    def abandoned(self, claimed_before: datetime) -> Self:
        """Mails whose worker ended between taking and sending them."""
        return self.filter(status=MailStatus.SENDING, claimed_at__lt=claimed_before)

    def failed(self) -> Self:
        return self.filter(status=MailStatus.FAILED)

    def finished_before(self, moment: datetime) -> Self:
        return self.filter(status__in=(MailStatus.SENT, MailStatus.FAILED), queued_at__lt=moment)


class OutgoingMail(models.Model):
    """One mail. Text and HTML are blanked as soon as it is sent or given up: mails carry sign-in codes and links."""

    key = models.CharField("Schlüssel", max_length=300, null=True, unique=True, editable=False)
    message_id = models.CharField("Message-ID", max_length=255, unique=True)
    to = models.JSONField("an")
    cc = models.JSONField("Kopie", default=list)
    from_email = models.CharField("von", max_length=320)
    reply_to = models.JSONField("Antwort an", default=list)
    subject = models.CharField("Betreff", max_length=998)
    text = models.TextField("Text", blank=True)
    html = models.TextField("HTML", blank=True)
    headers = models.JSONField("Kopfzeilen", default=dict)
    status = models.CharField("Stand", max_length=10, choices=MailStatus, default=MailStatus.QUEUED)
    queued_at = models.DateTimeField("eingereiht am", default=timezone.now, db_index=True)
    not_before = models.DateTimeField("nicht vor", default=timezone.now)
    claimed_at = models.DateTimeField("übernommen am", null=True)
    attempts = models.PositiveSmallIntegerField("Versuche", default=0)
    last_error = models.TextField("letzter Fehler", blank=True)
    sent_at = models.DateTimeField("zugestellt am", null=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = "ausgehende Mail"
        verbose_name_plural = "Postausgang"
        ordering = ("-queued_at", "-pk")
        indexes = (models.Index(fields=("status", "not_before"), name="outbox_due"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(status=MailStatus.SENT, sent_at__isnull=False)
                | (~Q(status=MailStatus.SENT) & Q(sent_at=None)),
                name="outgoingmail_sent_with_moment",
                violation_error_message="Eine zugestellte Mail hat einen Zeitpunkt, jede andere keinen.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=(MailStatus.SENT, MailStatus.FAILED)) | Q(text="", html=""),
                name="outgoingmail_forgets_content",
                violation_error_message="Der Inhalt einer erledigten Mail wird nicht aufbewahrt.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject} an {', '.join(self.to)}"

    @property
    def is_digest(self) -> bool:
        return (self.key or "").startswith(DIGEST)


ALL_KINDS = "*"  # in ``stopped_kinds``: nothing of any kind, also of kinds that do not exist yet


class HeldBack(models.TextChoices):
    """Why somebody is not written to."""

    STOPPED = "stopped", "abbestellt"
    BOUNCED = "bounced", "Adresse nicht erreichbar"
    LOCKED = "locked", "Konto gesperrt"
    NO_SCHOOL_DAY = "no_school_day", "kein Schultag"
    DIGEST_TODAY = "digest_today", "heute schon eine Mail bekommen"


class RecipientQuerySet(PermittedQuerySet):
    def of(self, addresses: Iterable[str]) -> Self:
        return self.filter(address__in={normalise_email(address) for address in addresses})

    def bounced(self) -> Self:
        return self.filter(bounced_at__isnull=False)


class Recipient(models.Model):
    """What is known about an address that mails go to, with or without an account: what it wants, whether it works."""

    address = models.EmailField("E-Mail-Adresse", unique=True)
    bounced_at = models.DateTimeField("nicht erreichbar seit", null=True, blank=True)
    bounce_reason = models.CharField("Grund", max_length=300, blank=True)
    bounced_by_hand = models.BooleanField("von Hand vermerkt", default=False)
    stopped_kinds = models.JSONField("abbestellt", default=list, blank=True)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        verbose_name = "Empfangsadresse"
        verbose_name_plural = "Empfangsadressen"
        ordering = ("address",)
        constraints = (
            models.CheckConstraint(
                condition=Q(bounced_at__isnull=False) | Q(bounce_reason="", bounced_by_hand=False),
                name="recipient_bounce_with_moment",
                violation_error_message="Eine nicht erreichbare Adresse hat einen Zeitpunkt.",
            ),
        )

    def __str__(self) -> str:
        return self.address

    def save(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]
        self.address = normalise_email(self.address)
        super().save(*args, **kwargs)

    def has_stopped(self, kind: str) -> bool:
        return ALL_KINDS in self.stopped_kinds or kind in self.stopped_kinds


class NoticeQuerySet(PermittedQuerySet):
    def open(self) -> Self:
        return self.filter(bundled_at=None)

    def outdated(self, today: date) -> Self:
        """Open notices that a source found on another day and not today: what they say is over."""
        return self.open().filter(found_on__isnull=False).exclude(found_on=today)


class Notice(models.Model):
    """One line of somebody's next digest. Each thing is said to each address once: (address, key) is unique.

    Nobody is asked to read what is over: a notice that a source found carries the day on which it was last found.
    """

    address = models.EmailField("E-Mail-Adresse")
    kind = models.CharField("Art", max_length=40)
    key = models.CharField("Schlüssel", max_length=200)
    text = models.CharField("Text", max_length=500)
    url = models.CharField("Pfad", max_length=1000)
    why = models.CharField("Grund", max_length=300)
    scope = models.CharField("Bereich", max_length=60, blank=True)
    created_at = models.DateTimeField("entstanden am", default=timezone.now)
    found_on = models.DateField("zuletzt gefunden am", null=True)
    bundled_at = models.DateTimeField("verschickt am", null=True, db_index=True)
    digest = models.CharField("Schlüssel der Sammelmail", max_length=300, blank=True)
    held_because = models.CharField("zurückgehalten, weil", max_length=20, choices=HeldBack, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "Hinweis"
        verbose_name_plural = "Hinweise"
        ordering = ("address", "kind", "pk")
        indexes = (models.Index(fields=("address", "kind"), condition=Q(bundled_at=None), name="notice_open"),)
        constraints = (
            models.UniqueConstraint(
                fields=("address", "key"),
                name="notice_once",
                violation_error_message="Diesen Hinweis gibt es für diese Adresse schon.",
            ),
            models.CheckConstraint(
                condition=Q(bundled_at=None, digest="")
                | (Q(bundled_at__isnull=False, held_because="") & ~Q(digest="")),
                name="notice_bundled_into_digest",
                violation_error_message="Ein verschickter Hinweis gehört zu einer Sammelmail, ein offener zu keiner.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.text} ({self.address})"


class ReminderRun(models.Model):
    """One day's reminding: the row lets one worker of all begin it, and keeps what came of it."""

    day = models.DateField("Tag", unique=True)
    started_at = models.DateTimeField("begonnen am")
    finished_at = models.DateTimeField("beendet am", null=True)
    result = models.JSONField("Ergebnis", default=dict)

    class Meta:
        verbose_name = "Erinnerungslauf"
        verbose_name_plural = "Erinnerungsläufe"
        ordering = ("-day",)

    def __str__(self) -> str:
        return f"Erinnerungen vom {self.day:%d.%m.%Y}"
