"""What actors say to the part of a report that is about them, before it is frozen (Stellungnahme, Gegendarstellung)."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from bildungsnetz.access import PermittedQuerySet
from bildungsnetz.records import Revised
from measures.models import Actor, Measure

from .report import Report, ReportVersion


class Answer(models.TextChoices):
    """How an actor's answer stands; ``workflow.STATEMENT`` says who leads it from one to the next."""

    OPEN = "open", "steht aus"
    SUBMITTED = "submitted", "abgegeben"
    WAIVED = "waived", "keine Stellungnahme"
    WITHDRAWN = "withdrawn", "zurückgezogen"


PENDING = (Answer.OPEN, Answer.WITHDRAWN)


def is_frozen(path: str = "") -> Exists:
    """Whether a paper was made of the report: from then on it says what it says."""
    return Exists(ReportVersion.objects.filter(variant__report=OuterRef(f"{path}report")))


class StatementRequestQuerySet(PermittedQuerySet):
    def open_on(self, today: date) -> Self:
        """Those that can be answered on that day."""
        return self.filter(~is_frozen(), due_on__gte=today)

    def pending(self) -> Self:
        return self.filter(answer__in=PENDING)


class StatementRequest(Revised):
    """One actor, asked about its part of one report until a day: what is owed is a row.

    ``question`` is what the office wants to know about a statement: it asks back and never edits.
    """

    report = models.ForeignKey(
        Report, verbose_name="Bericht", on_delete=models.CASCADE, related_name="statement_requests"
    )
    actor = models.ForeignKey(Actor, verbose_name="Akteur", on_delete=models.PROTECT, related_name="statement_requests")
    due_on = models.DateField("Stellungnahme bis")
    asked_at = models.DateTimeField("gebeten am", default=timezone.now, editable=False)
    answer = models.CharField("Stand", max_length=9, choices=Answer, default=Answer.OPEN, editable=False)
    answered_at = models.DateTimeField("abgegeben am", null=True, blank=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="abgegeben von",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="statement_requests",
    )
    question = models.TextField("Rückfrage des Bildungsbüros", blank=True)

    objects = StatementRequestQuerySet.as_manager()
    history = HistoricalRecords()
    history_parts = ("statements",)

    class Meta:
        verbose_name = "Bitte um Stellungnahme"
        verbose_name_plural = "Bitten um Stellungnahme"
        ordering = ("report", "actor__sort_key", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["report", "actor"],
                name="statement_request_unique",
                violation_error_message="Dieser Akteur ist zu diesem Bericht schon gebeten.",
            ),
            models.CheckConstraint(
                condition=Q(answer__in=[Answer.SUBMITTED, Answer.WAIVED], answered_at__isnull=False)
                | Q(answer__in=PENDING, answered_at=None),
                name="statement_request_answered_has_date",
                violation_error_message="Was beantwortet ist, hat einen Zeitpunkt.",
            ),
        )

    def __str__(self) -> str:
        return f"Stellungnahme {self.actor.name} zu „{self.report}“"

    def get_absolute_url(self) -> str:
        return reverse("evaluation:statement", args=[self.report.serial, self.actor_id])

    @property
    def is_submitted(self) -> bool:
        return self.answer == Answer.SUBMITTED


class Statement(models.Model):
    """The actor's own words about one of its measures or, without one, about all. Nobody else changes them."""

    request = models.ForeignKey(
        StatementRequest, verbose_name="Bitte um Stellungnahme", on_delete=models.CASCADE, related_name="statements"
    )
    measure = models.ForeignKey(
        Measure,
        verbose_name="Maßnahme",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="statements",
    )
    text = models.TextField("Stellungnahme")

    objects = PermittedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "Stellungnahme"
        verbose_name_plural = "Stellungnahmen"
        ordering = ("request", "measure__serial", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["request", "measure"],
                name="statement_unique",
                violation_error_message="Zu dieser Maßnahme gibt es schon eine Stellungnahme.",
            ),
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(measure=None),
                name="statement_one_for_all",
                violation_error_message="Eine allgemeine Stellungnahme gibt es schon.",
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="statement_has_text",
                violation_error_message="Eine Stellungnahme hat einen Text.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.measure.number if self.measure else 'Allgemein'}: {self.text[:60]}"
