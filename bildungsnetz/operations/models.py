"""Running numbers, long work that a person waits for, and the workers that do it."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from bildungsnetz.access import PermittedQuerySet


class SequenceManager(models.Manager["Sequence"]):
    def next(self, key: str) -> int:
        """The next number of ``key``, counted from 1 and never given twice, even if its record is deleted.

        Call it inside the transaction that uses the number.
        """
        return self.take(key, 1)

    def take(self, key: str, count: int) -> int:
        """``count`` numbers in a row; returns the first."""
        self.get_or_create(key=key)
        self.filter(key=key).update(last=F("last") + count)
        return self.get(key=key).last - count + 1


class Sequence(models.Model):
    """The last number given out for one kind of record."""

    key = models.CharField(max_length=40, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    objects = SequenceManager()

    class Meta:
        verbose_name = "Nummernkreis"
        verbose_name_plural = "Nummernkreise"

    def __str__(self) -> str:
        return f"{self.key}: {self.last}"


class JobStatus(models.TextChoices):
    QUEUED = "queued", "wartet"
    RUNNING = "running", "läuft"
    DONE = "done", "fertig"
    FAILED = "failed", "fehlgeschlagen"
    CANCELLED = "cancelled", "abgebrochen"


class JobQuerySet(PermittedQuerySet):
    def unfinished(self) -> Self:
        return self.filter(status__in=[JobStatus.QUEUED, JobStatus.RUNNING])


class Job(models.Model):
    """Long work: a task with progress, cancelling, and a heartbeat by which a killed worker is noticed."""

    kind = models.CharField("Art", max_length=40)
    title = models.CharField("Titel", max_length=200)
    arguments = models.JSONField("Angaben", default=dict)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="gestartet von",
        on_delete=models.SET_NULL,
        null=True,
        related_name="jobs",
    )
    status = models.CharField("Stand", max_length=10, choices=JobStatus, default=JobStatus.QUEUED)
    attempts = models.PositiveSmallIntegerField("Versuche", default=0)
    done_steps = models.PositiveIntegerField("erledigt", default=0)
    all_steps = models.PositiveIntegerField("insgesamt", default=0)
    message = models.CharField("Meldung", max_length=500, blank=True)
    result_url = models.CharField("Ergebnis", max_length=300, blank=True)
    cancel_requested = models.BooleanField("Abbruch verlangt", default=False)
    created_at = models.DateTimeField("angelegt am", default=timezone.now, editable=False)
    heartbeat_at = models.DateTimeField("zuletzt gemeldet", null=True, blank=True)
    finished_at = models.DateTimeField("beendet am", null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "Auftrag"
        verbose_name_plural = "Aufträge"
        ordering = ("-created_at", "-pk")
        indexes = (models.Index(fields=["status", "heartbeat_at"], name="job_status"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=[JobStatus.QUEUED, JobStatus.RUNNING], finished_at=None)
                | Q(status__in=[JobStatus.DONE, JobStatus.FAILED, JobStatus.CANCELLED], finished_at__isnull=False),
                name="job_finished_at_fits_status",
                violation_error_message="Ein beendeter Auftrag hat einen Zeitpunkt, ein laufender keinen.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("operations:job", args=[self.pk])

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None

    @property
    def tone(self) -> str:
        """The colour and glyph of the status."""
        return {
            JobStatus.QUEUED: "planned",
            JobStatus.RUNNING: "info",
            JobStatus.DONE: "done",
            JobStatus.FAILED: "late",
            JobStatus.CANCELLED: "off",
        }[JobStatus(self.status)]


class WorkerBeatQuerySet(models.QuerySet):
    def seen_since(self, moment: datetime) -> Self:
        return self.filter(seen_at__gte=moment)


class WorkerBeat(models.Model):
    """The last sign of life of one worker process. A worker that stops in order removes its row."""

    worker_id = models.CharField("Kennung", max_length=64, primary_key=True)
    queues = models.CharField("Warteschlangen", max_length=200)
    host = models.CharField("Rechner", max_length=200)
    started_at = models.DateTimeField("gestartet am")
    seen_at = models.DateTimeField("zuletzt gesehen am", db_index=True)

    objects = WorkerBeatQuerySet.as_manager()

    class Meta:
        verbose_name = "Lebenszeichen"
        verbose_name_plural = "Lebenszeichen"
        ordering = ("worker_id",)

    def __str__(self) -> str:
        return f"{self.worker_id} ({self.queues})"
