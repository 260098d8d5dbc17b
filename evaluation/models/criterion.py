"""What is asked of a measure or a goal: rows of a catalogue, never re-worded once a round has used them."""

from datetime import date
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from bildungsnetz.access import PermittedQuerySet
from bildungsnetz.records import Revised, Sourced

LEVELS = range(5)  # 0 … 4
HEAVIEST = 10


class AppliesTo(models.TextChoices):
    MEASURE = "measure", "Maßnahme"
    GOAL = "goal", "Handlungsziel"


class EffectStage(models.TextChoices):
    """Where in the effect chain a criterion looks."""

    INPUT = "input", "Ressourcen (Input)"
    OUTPUT = "output", "Leistungen (Output)"
    OUTCOME = "outcome", "Wirkung bei der Zielgruppe (Outcome)"
    IMPACT = "impact", "gesellschaftliche Wirkung (Impact)"


class CriterionQuerySet(PermittedQuerySet):
    def in_use_on(self, day: date) -> Self:
        """The criteria that a new round may choose."""
        return self.filter(Q(retired_on=None) | Q(retired_on__gt=day))

    def with_used(self) -> Self:
        """Each with ``used``: whether a round that was opened asks it, so that its wording stands."""
        asked = RoundCriterion.objects.filter(criterion=OuterRef("pk")).exclude(round__opened_at=None)
        return self.annotate(used=Exists(asked))


class Criterion(Sourced, Revised):
    """A question with five answers in words. The database refuses another wording once a round was opened with it."""

    title = models.CharField("Kriterium", max_length=120)
    question = models.TextField("Frage")
    guidance = models.TextField("Hinweise zum Bewerten", blank=True)
    level_0 = models.CharField("0 bedeutet", max_length=300)
    level_1 = models.CharField("1 bedeutet", max_length=300)
    level_2 = models.CharField("2 bedeutet", max_length=300)
    level_3 = models.CharField("3 bedeutet", max_length=300)
    level_4 = models.CharField("4 bedeutet", max_length=300)
    applies_to = models.CharField("gilt für", max_length=8, choices=AppliesTo, default=AppliesTo.MEASURE)
    effect_stage = models.CharField("Stelle der Wirkungskette", max_length=8, choices=EffectStage, blank=True)
    weight = models.DecimalField(
        "Gewicht",
        max_digits=4,
        decimal_places=2,
        default=1,
        validators=[MinValueValidator(0), MaxValueValidator(HEAVIEST)],
    )
    position = models.PositiveSmallIntegerField("Reihenfolge", default=100)
    retired_on = models.DateField("nicht mehr verwenden ab", null=True, blank=True)

    objects = CriterionQuerySet.as_manager()
    history = HistoricalRecords()

    # What the database keeps as it is once a round has used it; weight and order are copied into the round.
    worded = ("title", "question", "guidance", *(f"level_{level}" for level in LEVELS), "applies_to", "effect_stage")

    class Meta:
        verbose_name = "Kriterium"
        verbose_name_plural = "Kriterien"
        ordering = ("applies_to", "position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(applies_to__in=AppliesTo.values),
                name="criterion_applies_to_known",
                violation_error_message="Ein Kriterium gilt für Maßnahmen oder für Handlungsziele.",
            ),
            models.CheckConstraint(
                condition=Q(effect_stage__in=["", *EffectStage.values]),
                name="criterion_effect_stage_known",
                violation_error_message="Diese Stelle der Wirkungskette gibt es nicht.",
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=0, weight__lte=HEAVIEST),
                name="criterion_weight_in_range",
                violation_error_message=f"Das Gewicht liegt zwischen 0 und {HEAVIEST}.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("evaluation:criterion", args=[self.pk])

    @property
    def levels(self) -> list[tuple[int, str]]:
        """0–4, each with what it means."""
        return [(level, getattr(self, f"level_{level}")) for level in LEVELS]


class CriteriaSet(Sourced, Revised):
    """A ready selection to start a round from (Vorlage für Runden)."""

    title = models.CharField("Titel", max_length=120, unique=True)
    description = models.TextField("Wofür sie gedacht ist", blank=True)
    criteria: Any = models.ManyToManyField(Criterion, verbose_name="Kriterien", related_name="sets", blank=True)
    position = models.PositiveSmallIntegerField("Reihenfolge", default=100)

    objects = PermittedQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[criteria])

    class Meta:
        verbose_name = "Kriteriensatz"
        verbose_name_plural = "Kriteriensätze"
        ordering = ("position", "title")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("evaluation:criteria_set", args=[self.pk])


class RoundCriterion(models.Model):
    """A criterion as a round asks it, with the weight that holds there. Fixed once the round is open."""

    round = models.ForeignKey(
        "evaluation.EvaluationRound",
        verbose_name="Bewertungsrunde",
        on_delete=models.CASCADE,
        related_name="round_criteria",
    )
    criterion = models.ForeignKey(
        Criterion, verbose_name="Kriterium", on_delete=models.PROTECT, related_name="round_criteria"
    )
    weight = models.DecimalField(
        "Gewicht",
        max_digits=4,
        decimal_places=2,
        default=1,
        validators=[MinValueValidator(0), MaxValueValidator(HEAVIEST)],
    )
    position = models.PositiveSmallIntegerField("Reihenfolge", default=100)

    objects = PermittedQuerySet.as_manager()

    class Meta:
        verbose_name = "Kriterium der Runde"
        verbose_name_plural = "Kriterien der Runde"
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["round", "criterion"],
                name="round_criterion_unique",
                violation_error_message="Dieses Kriterium ist in der Runde schon gewählt.",
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=0, weight__lte=HEAVIEST),
                name="round_criterion_weight_in_range",
                violation_error_message=f"Das Gewicht liegt zwischen 0 und {HEAVIEST}.",
            ),
        )

    def __str__(self) -> str:
        return str(self.criterion)
