"""Both voices on one criterion of one measure side by side, set down when the rating ends."""

from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from bildungsnetz.access import PermittedQuerySet
from goals.models import Goal

from .criterion import RoundCriterion
from .reflection import ReflectionItem
from .round import EvaluationRound, RatedMeasure


class Said(models.TextChoices):
    """What a voice said to a criterion. A sheet that was not handed in says nothing."""

    VALUE = "value", "bewertet"
    NOT_RATABLE = "not_ratable", "nicht bewertbar"
    MISSING = "missing", "nicht abgegeben"


class Place(models.IntegerChoices):
    """Where a row stands on the agenda."""

    GAP = 0, "Abweichungen"
    CLOSE = 1, "Übrige"
    MISSING = 2, "Unvollständig"


class ComparisonQuerySet(PermittedQuerySet):
    def without(self, dropped: Collection[int]) -> Self:
        """Without the measures of the round that take no part any more (``ratings.dropped``)."""
        return self.exclude(rated__in=dropped) if dropped else self

    def at(self, place: int, gap_from: int) -> Self:
        """The rows of one part of the agenda, when differences of ``gap_from`` and more come first, in its order: the
        largest differences; then the measures of lowest agreement; last what is missing, in the same order."""
        largest, lowest = F("gap").desc(), F("agreement").asc(nulls_last=True)
        conditions = {
            Place.GAP: (Q(gap__gte=gap_from), (largest, lowest)),
            Place.CLOSE: (Q(gap__lt=gap_from), (lowest, largest)),
            Place.MISSING: (Q(gap=None), (lowest,)),
        }
        condition, order = conditions[Place(place)]
        # Measures and criteria of a round were made in the order of their numbers: no join is needed to sort by them.
        return self.filter(condition).order_by(*order, "rated_id", "criterion_id")

    def undecided(self) -> Self:
        """What no session has settled yet."""
        return self.exclude(Exists(items_of_row()))


def items_of_row() -> models.QuerySet:
    return ReflectionItem.objects.filter(rated=OuterRef("rated"), criterion=OuterRef("criterion"))


class Comparison(models.Model):
    """Lead and office on one criterion (Gegenüberstellung). ``evaluation.ratings.compare`` writes it from the sheets.

    ``goal`` is that of the measure in the round. All this is kept, not computed at each look, so that the agenda of a
    town with 2,000 measures is read from one index; it cannot go stale, because the database takes ratings only while
    the round is being rated. ``agreement`` is that of the whole measure in thousandths; the formula stands in
    ``evaluation.ratings``.
    """

    round = models.ForeignKey(
        EvaluationRound, verbose_name="Bewertungsrunde", on_delete=models.CASCADE, related_name="comparisons"
    )
    rated = models.ForeignKey(
        RatedMeasure, verbose_name="Maßnahme der Runde", on_delete=models.CASCADE, related_name="comparisons"
    )
    criterion = models.ForeignKey(
        RoundCriterion, verbose_name="Kriterium", on_delete=models.CASCADE, related_name="comparisons"
    )
    goal = models.ForeignKey(
        Goal, verbose_name="Handlungsziel", on_delete=models.PROTECT, related_name="comparisons", db_index=False
    )
    lead_said = models.CharField("Federführung", max_length=11, choices=Said)
    office_said = models.CharField("Bildungsbüro", max_length=11, choices=Said)
    lead_value = models.PositiveSmallIntegerField("Bewertung der Federführung", null=True)
    office_value = models.PositiveSmallIntegerField("Bewertung des Bildungsbüros", null=True)
    gap = models.PositiveSmallIntegerField("Abweichung", null=True)
    agreement = models.PositiveSmallIntegerField("Übereinstimmung der Maßnahme in Promille", null=True)

    objects = ComparisonQuerySet.as_manager()

    class Meta:
        verbose_name = "Gegenüberstellung"
        verbose_name_plural = "Gegenüberstellungen"
        ordering = ("rated__measure__serial", "criterion__position", "criterion__pk")
        indexes = (
            models.Index(fields=["round", "gap", "agreement", "rated", "criterion"], name="comparison_agenda"),
            models.Index(fields=["round", "goal", "gap"], name="comparison_counts"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["rated", "criterion"],
                name="comparison_unique",
                violation_error_message="Diese Gegenüberstellung gibt es schon.",
            ),
            models.CheckConstraint(
                condition=Q(gap=None) | Q(lead_value__isnull=False, office_value__isnull=False),
                name="comparison_gap_has_values",
                violation_error_message="Eine Abweichung braucht zwei Bewertungen.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.rated}, {self.criterion}"

    @property
    def is_equal(self) -> bool:
        return self.gap == 0
