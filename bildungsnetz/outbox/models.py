"""Mails as rows: what was to be sent, whether it was, and why not."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from bildungsnetz.access import PermittedQuerySet


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

    key = models.CharField("Schlüssel", max_length=200, null=True, unique=True, editable=False)
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
