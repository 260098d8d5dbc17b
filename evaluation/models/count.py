"""The results of a round, counted once by the database when its rating ends and again when it is closed."""

from django.db import models
from django.db.models import Q

from bildungsnetz.access import PermittedQuerySet
from goals.models import Goal

from .criterion import RoundCriterion
from .round import EvaluationRound


class CountKind(models.TextChoices):
    """What is counted; the docstring of ``evaluation.counting`` says which keys each has."""

    LEAD = "lead", "Bewertungen der Federführung"
    PARTICIPANT = "participant", "Bewertungen der Mitwirkenden"
    OFFICE = "office", "Bewertungen des Bildungsbüros"
    BACKING = "backing", "Belege"
    GAP = "gap", "Abweichungen"
    MEAN = "mean", "Mittelwert"
    SIZE = "size", "Größe der Gruppe"
    SHEETS = "sheets", "Bögen"


class RoundCount(models.Model):
    """One number of one group (Auszählung): a goal's answers, a criterion's, those of both, or all of the round.

    No goal means all goals, no criterion all criteria. A year of ratings is some hundred rows here, so that a page of
    results costs the same for 20 and for 2,000 measures. Written by ``evaluation.counting`` alone; it cannot go stale,
    because the database takes no ratings after the rating has ended.
    """

    round = models.ForeignKey(
        EvaluationRound, verbose_name="Bewertungsrunde", on_delete=models.CASCADE, related_name="counts"
    )
    goal = models.ForeignKey(
        Goal, verbose_name="Handlungsziel", on_delete=models.CASCADE, null=True, related_name="round_counts"
    )
    criterion = models.ForeignKey(
        RoundCriterion, verbose_name="Kriterium", on_delete=models.CASCADE, null=True, related_name="counts"
    )
    kind = models.CharField("Art", max_length=11, choices=CountKind)
    key = models.CharField("Schlüssel", max_length=40, blank=True)
    n = models.BigIntegerField("Anzahl")

    objects = PermittedQuerySet.as_manager()

    class Meta:
        verbose_name = "Auszählung"
        verbose_name_plural = "Auszählungen"
        ordering = ("round", "goal", "criterion", "kind", "key")
        indexes = (models.Index(fields=["round", "criterion", "goal"], name="round_count_of_group"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=CountKind.values),
                name="round_count_kind_known",
                violation_error_message="Diese Art von Zahl gibt es nicht.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.key}: {self.n}"
