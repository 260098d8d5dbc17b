from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from bildungsnetz.access import PermittedQuerySet
from bildungsnetz.records import Revised, Sourced

from .goal import Goal

YEARS = (MinValueValidator(1950), MaxValueValidator(2150))


class Direction(models.TextChoices):
    UP = "up", "soll steigen"
    DOWN = "down", "soll sinken"
    NEUTRAL = "neutral", "ohne Richtung"


class TimeReference(models.TextChoices):
    """What the year of a value means."""

    YEAR = "year", "Jahr"
    SCHOOL_YEAR = "school_year", "Schuljahr"
    REPORT = "report", "laut Bericht"


def year_label(year: int, reference: str) -> str:
    """2012 in words: "2012", "2012/13" or "Bericht 2012"."""
    match reference:
        case TimeReference.SCHOOL_YEAR:
            return f"{year}/{(year + 1) % 100:02d}"
        case TimeReference.REPORT:
            return f"Bericht {year}"
    return str(year)


class Indicator(Sourced, Revised):
    """A figure that tells whether a goal is being reached (Kennzahl)."""

    goal = models.ForeignKey(
        Goal, verbose_name="Handlungsziel", on_delete=models.PROTECT, null=True, blank=True, related_name="indicators"
    )
    title = models.CharField("Kennzahl", max_length=200)
    unit = models.CharField("Einheit", max_length=40)
    area = models.CharField("Bildungsbereich", max_length=120, blank=True)
    definition = models.TextField("Definition", blank=True)
    direction = models.CharField("Richtung", max_length=8, choices=Direction, default=Direction.NEUTRAL)
    decimal_places = models.PositiveSmallIntegerField("Nachkommastellen", default=1, validators=[MaxValueValidator(4)])
    baseline = models.DecimalField("Ausgangswert", max_digits=14, decimal_places=4, null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField("Jahr des Ausgangswerts", null=True, blank=True, validators=YEARS)
    target = models.DecimalField("Zielwert", max_digits=14, decimal_places=4, null=True, blank=True)
    target_year = models.PositiveSmallIntegerField("Jahr des Zielwerts", null=True, blank=True, validators=YEARS)
    comparison = models.DecimalField("Vergleichswert", max_digits=14, decimal_places=4, null=True, blank=True)
    comparison_label = models.CharField("Vergleich mit", max_length=120, blank=True)
    part_of = models.ForeignKey(
        "self",
        verbose_name="Teil von",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="parts",
    )
    counts_children = models.BooleanField("zählt Kinder oder Jugendliche", default=False)
    is_public = models.BooleanField("öffentlich", default=True)
    position = models.PositiveSmallIntegerField("Reihenfolge", default=100)
    note = models.TextField("Anmerkung", blank=True)

    objects = PermittedQuerySet.as_manager()
    history = HistoricalRecords()
    history_parts = ("values",)

    class Meta:
        verbose_name = "Kennzahl"
        verbose_name_plural = "Kennzahlen"
        ordering = ("goal__number", "position", "title")
        constraints = (
            models.UniqueConstraint(
                fields=["goal", "title"],
                name="indicator_title_unique",
                violation_error_message="Diese Kennzahl gibt es beim Handlungsziel schon.",
            ),
            models.CheckConstraint(
                condition=Q(baseline=None, baseline_year=None) | Q(baseline__isnull=False, baseline_year__isnull=False),
                name="indicator_baseline_with_year",
                violation_error_message="Ausgangswert und sein Jahr gehören zusammen.",
            ),
            models.CheckConstraint(
                condition=Q(target=None, target_year=None) | Q(target__isnull=False, target_year__isnull=False),
                name="indicator_target_with_year",
                violation_error_message="Zielwert und sein Jahr gehören zusammen.",
            ),
            models.CheckConstraint(
                condition=Q(direction__in=Direction.values),
                name="indicator_direction_known",
                violation_error_message="Diese Richtung gibt es nicht.",
            ),
            models.CheckConstraint(
                condition=Q(part_of=None) | ~Q(part_of=F("pk")),
                name="indicator_not_part_of_itself",
                violation_error_message="Eine Kennzahl ist nicht Teil ihrer selbst.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("goals:indicator", args=[self.pk])


class IndicatorValue(Sourced):
    """A measured value (Messwert) of one year, school year or report."""

    indicator = models.ForeignKey(Indicator, verbose_name="Kennzahl", on_delete=models.CASCADE, related_name="values")
    year = models.PositiveSmallIntegerField("Jahr", validators=YEARS)
    time_reference = models.CharField("Zeitbezug", max_length=12, choices=TimeReference, default=TimeReference.YEAR)
    value = models.DecimalField("Messwert", max_digits=14, decimal_places=4)
    note = models.CharField("Anmerkung", max_length=300, blank=True)

    objects = PermittedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "Messwert"
        verbose_name_plural = "Messwerte"
        ordering = ("indicator", "year", "time_reference")
        constraints = (
            models.UniqueConstraint(
                fields=["indicator", "year", "time_reference"],
                name="indicator_value_unique",
                violation_error_message="Für dieses Jahr gibt es schon einen Messwert.",
            ),
            models.CheckConstraint(
                condition=Q(time_reference__in=TimeReference.values),
                name="indicator_value_reference_known",
                violation_error_message="Diesen Zeitbezug gibt es nicht.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator}: {self.value} ({self.label})"

    @property
    def label(self) -> str:
        return year_label(self.year, self.time_reference)
