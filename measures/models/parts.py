"""What belongs to one measure and is edited with it."""

from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from bildungsnetz.access import PermittedQuerySet
from bildungsnetz.records import Origin, precision_field, words_field
from goals.models.indicator import YEARS

from .actor import Actor
from .measure import Measure, Status


class Participation(models.Model):
    """An actor that takes part (Mitwirkung), and what it contributes."""

    measure = models.ForeignKey(
        Measure, verbose_name="Maßnahme", on_delete=models.CASCADE, related_name="participations"
    )
    actor = models.ForeignKey(Actor, verbose_name="Akteur", on_delete=models.PROTECT, related_name="participations")
    contribution = models.CharField("Beitrag", max_length=300, blank=True)

    objects = PermittedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "Mitwirkung"
        verbose_name_plural = "Mitwirkungen"
        ordering = ("actor__sort_key", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["measure", "actor"],
                name="participation_unique",
                violation_error_message="Dieser Akteur wirkt schon mit.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.actor} bei {self.measure}"


class Milestone(models.Model):
    """A step that was agreed for a date (Meilenstein)."""

    measure = models.ForeignKey(Measure, verbose_name="Maßnahme", on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField("Meilenstein", max_length=200)
    due_on = models.DateField("geplant für")
    due_precision = precision_field("geplant für")
    due_words = words_field("geplant für")
    reached_on = models.DateField("erreicht am", null=True, blank=True)

    objects = PermittedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "Meilenstein"
        verbose_name_plural = "Meilensteine"
        ordering = ("due_on", "pk")
        indexes = (models.Index(fields=["due_on", "reached_on"], name="milestone_due"),)

    def __str__(self) -> str:
        return self.title


class FundingKind(models.TextChoices):
    OWN = "own", "Eigenmittel"
    CITY = "city", "Stadt Herne"
    STATE = "state", "Land"
    FEDERAL = "federal", "Bund"
    EU = "eu", "Europäische Union"
    FOUNDATION = "foundation", "Stiftung oder Spende"
    OTHER = "other", "Sonstige"


class FundingItem(models.Model):
    """Money for a measure: from whom, for which year. No amount means: not planned."""

    measure = models.ForeignKey(
        Measure, verbose_name="Maßnahme", on_delete=models.CASCADE, related_name="funding_items"
    )
    source = models.CharField("Mittelgeber oder Programm", max_length=200)
    kind = models.CharField("Herkunft der Mittel", max_length=10, choices=FundingKind, default=FundingKind.OTHER)
    year = models.PositiveSmallIntegerField("Jahr", null=True, blank=True, validators=YEARS)
    amount = models.DecimalField(
        "Betrag in Euro",
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    note = models.CharField("Anmerkung", max_length=300, blank=True)

    objects = PermittedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "Finanzierung"
        verbose_name_plural = "Finanzierung"
        ordering = ("year", "source", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0),
                name="funding_amount_not_negative",
                violation_error_message="Ein Betrag kann nicht negativ sein.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=FundingKind.values),
                name="funding_kind_known",
                violation_error_message="Diese Herkunft der Mittel gibt es nicht.",
            ),
        )

    def __str__(self) -> str:
        return self.source


class BudgetPlan(models.TextChoices):
    RESULT = "result", "Teilergebnisplan (konsumtiv)"
    FINANCE = "finance", "Teilfinanzplan (investiv)"


class BudgetLine(models.Model):
    """A line of the finance table of a Vorlage: income without sign, expense negative.

    In the Teilfinanzplan the product is what the budget calls "Maßnahme": an investment, not one of our measures.
    """

    measure = models.ForeignKey(Measure, verbose_name="Maßnahme", on_delete=models.CASCADE, related_name="budget_lines")
    plan = models.CharField("Plan", max_length=8, choices=BudgetPlan, default=BudgetPlan.RESULT)
    year = models.PositiveSmallIntegerField("Haushaltsjahr", null=True, blank=True, validators=YEARS)
    product_number = models.CharField("Produkt Nr.", max_length=20, blank=True)
    product_name = models.CharField("Produkt Bez.", max_length=160, blank=True)
    account_group_number = models.CharField("Kontengruppe Nr.", max_length=20, blank=True)
    account_group_name = models.CharField("Kontengruppe Bez.", max_length=160, blank=True)
    amount = models.DecimalField("Betrag in Euro (Aufwand mit Minus)", max_digits=14, decimal_places=2)

    objects = PermittedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "Haushaltszeile"
        verbose_name_plural = "Haushaltszeilen"
        ordering = ("plan", "year", "product_number", "account_group_number", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(plan__in=BudgetPlan.values),
                name="budget_plan_known",
                violation_error_message="Diesen Plan gibt es nicht.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.product_number} {self.account_group_number}"


class ProgressNote(models.Model):
    """One report on how a measure stands (Sachstand). Notes are added, never rewritten: together they are its story."""

    measure = models.ForeignKey(
        Measure, verbose_name="Maßnahme", on_delete=models.CASCADE, related_name="progress_notes"
    )
    reported_on = models.DateField("Stand vom")
    status = models.CharField("Umsetzungsstand", max_length=10, choices=Status)
    text = models.TextField("Sachstand", blank=True)
    reason = models.TextField("Grund", blank=True)
    origin = models.CharField("Herkunft", max_length=12, choices=Origin, default=Origin.OWN)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="gemeldet von",
        on_delete=models.SET_NULL,
        null=True,
        related_name="progress_notes",
    )
    created_at = models.DateTimeField("eingetragen am", default=timezone.now, editable=False)

    objects = PermittedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "Sachstand"
        verbose_name_plural = "Sachstände"
        ordering = ("-reported_on", "-pk")
        indexes = (models.Index(fields=["-created_at", "-id"], name="progress_note_recent"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=Status.values),
                name="progress_note_status_known",
                violation_error_message="Diesen Umsetzungsstand gibt es nicht.",
            ),
        )

    def __str__(self) -> str:
        return f"Sachstand vom {self.reported_on:%d.%m.%Y}"


class Comment(models.Model):
    """The dialogue between office and actor about a measure. Never public; internal ones are the office's alone."""

    measure = models.ForeignKey(Measure, verbose_name="Maßnahme", on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="von",
        on_delete=models.SET_NULL,
        null=True,
        related_name="comments",
    )
    sender = models.CharField("Absender ohne Konto", max_length=200, blank=True)
    text = models.TextField("Nachricht")
    is_internal = models.BooleanField("nur für das Bildungsbüro", default=False)
    written_at = models.DateTimeField("geschrieben am", default=timezone.now, editable=False)
    resolved_at = models.DateTimeField("erledigt am", null=True, blank=True)

    objects = PermittedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "Nachricht"
        verbose_name_plural = "Dialog"
        ordering = ("written_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(text=""),
                name="comment_has_text",
                violation_error_message="Bitte schreiben Sie eine Nachricht.",
            ),
        )

    def __str__(self) -> str:
        return f"Nachricht zu {self.measure.number}"


def attachment_path(attachment: "Attachment", filename: str) -> str:
    """A random path: names of files are data, not places."""
    return f"attachments/{uuid4().hex}{Path(filename).suffix.lower()[:10]}"


class Attachment(models.Model):
    """A document to a measure. Public only when somebody says so and the measure is released."""

    measure = models.ForeignKey(Measure, verbose_name="Maßnahme", on_delete=models.CASCADE, related_name="attachments")
    title = models.CharField("Bezeichnung", max_length=200)
    file = models.FileField("Datei", upload_to=attachment_path)
    file_name = models.CharField("Dateiname", max_length=200, editable=False)
    content_type = models.CharField("Dateityp", max_length=100, editable=False)
    size = models.PositiveIntegerField("Größe in Byte", editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    is_public = models.BooleanField("öffentlich", default=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="hochgeladen von",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="attachments",
    )
    added_at = models.DateTimeField("hochgeladen am", default=timezone.now, editable=False)

    objects = PermittedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "Dokument"
        verbose_name_plural = "Dokumente"
        ordering = ("title", "pk")

    def __str__(self) -> str:
        return self.title
