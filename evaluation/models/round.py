"""Bewertungsrunden: what is asked, about which measures, until when, and where the round stands."""

from datetime import date
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from bildungsnetz.access import PermittedQuerySet
from bildungsnetz.records import Origin, Revised
from goals.models import Goal, Period
from measures.models import Actor, Measure


class RoundState(models.TextChoices):
    """Where a round stands; ``workflow.ROUND`` says who leads it from one to the next."""

    PREPARED = "prepared", "vorbereitet"
    RATING = "rating", "Bewertung läuft"
    REFLECTION = "reflection", "Reflexion"
    CLOSED = "closed", "abgeschlossen"


class RoundQuerySet(PermittedQuerySet):
    def rating_on(self, today: date) -> Self:
        """The rounds in which actors can rate on that day."""
        return self.filter(state=RoundState.RATING, closes_on__gte=today)

    def closed(self) -> Self:
        return self.filter(state=RoundState.CLOSED)


class EvaluationRound(Revised):
    """A Bewertungsrunde of one period. Its criteria and measures are fixed when it is opened.

    ``closes_on`` is the last day on which actors can rate; ``gap_from`` the difference between two voices from which a
    value is on the agenda; ``results_public_from`` the day from which everybody reads the results per goal.
    """

    serial = models.PositiveIntegerField("laufende Nummer", unique=True, editable=False)
    period = models.ForeignKey(Period, verbose_name="Zielperiode", on_delete=models.PROTECT, related_name="rounds")
    title = models.CharField("Titel", max_length=120)
    text = models.TextField("Text der Mail", blank=True)
    reference_on = models.DateField("Stichtag")
    closes_on = models.DateField("Bewerten bis")
    participants_rate = models.BooleanField("auch Mitwirkende bewerten", default=False)
    gap_from = models.PositiveSmallIntegerField(
        "Abweichung ab", default=2, validators=[MinValueValidator(1), MaxValueValidator(4)]
    )
    state = models.CharField("Stand", max_length=10, choices=RoundState, default=RoundState.PREPARED, editable=False)
    opened_at = models.DateTimeField("geöffnet am", null=True, blank=True, editable=False)
    rated_at = models.DateTimeField("Bewertung beendet am", null=True, blank=True, editable=False)
    closed_at = models.DateTimeField("abgeschlossen am", null=True, blank=True, editable=False)
    results_public_from = models.DateField("Ergebnisse öffentlich ab", null=True, blank=True)
    origin = models.CharField("Herkunft", max_length=12, choices=Origin, default=Origin.OWN, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="angelegt von",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="evaluation_rounds",
    )

    objects = RoundQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "Bewertungsrunde"
        verbose_name_plural = "Bewertungsrunden"
        ordering = ("-serial",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=RoundState.values),
                name="round_state_known",
                violation_error_message="Diesen Stand einer Runde gibt es nicht.",
            ),
            models.CheckConstraint(
                condition=Q(gap_from__gte=1, gap_from__lte=4),
                name="round_gap_in_range",
                violation_error_message="Eine Abweichung beginnt zwischen 1 und 4.",
            ),
            models.CheckConstraint(
                condition=Q(state=RoundState.PREPARED) | Q(opened_at__isnull=False),
                name="round_opened_has_date",
                violation_error_message="Eine geöffnete Runde hat einen Zeitpunkt der Öffnung.",
            ),
            models.CheckConstraint(
                condition=Q(state=RoundState.CLOSED, closed_at__isnull=False)
                | (~Q(state=RoundState.CLOSED) & Q(closed_at=None)),
                name="round_closed_has_date",
                violation_error_message="Eine abgeschlossene Runde hat einen Zeitpunkt des Abschlusses.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("evaluation:round", args=[self.serial])

    def takes_ratings_on(self, today: date) -> bool:
        """Whether actors can rate on that day; the office can as long as the state is RATING."""
        return self.state == RoundState.RATING and today <= self.closes_on

    @property
    def is_prepared(self) -> bool:
        return self.state == RoundState.PREPARED

    @property
    def is_rating(self) -> bool:
        return self.state == RoundState.RATING

    @property
    def in_reflection(self) -> bool:
        return self.state == RoundState.REFLECTION

    @property
    def is_closed(self) -> bool:
        return self.state == RoundState.CLOSED


class RatedMeasure(models.Model):
    """A measure in a round, with the goal and the lead it had when the round was opened.

    What happens to the measure meanwhile does not take it out: it is still rated when it has ended, and by its new lead
    when that changes. A measure that is no longer public takes no ratings (``dropped`` in the querysets).
    """

    round = models.ForeignKey(
        EvaluationRound, verbose_name="Bewertungsrunde", on_delete=models.CASCADE, related_name="rated_measures"
    )
    measure = models.ForeignKey(
        Measure, verbose_name="Maßnahme", on_delete=models.PROTECT, related_name="rated_measures"
    )
    goal = models.ForeignKey(
        Goal, verbose_name="Handlungsziel", on_delete=models.PROTECT, related_name="rated_measures"
    )
    lead = models.ForeignKey(
        Actor, verbose_name="Federführung", on_delete=models.PROTECT, related_name="rated_measures"
    )
    created_at = models.DateTimeField("aufgenommen am", default=timezone.now, editable=False)
    is_counted = models.BooleanField("zählt in den Ergebnissen", default=True, editable=False)

    objects = PermittedQuerySet.as_manager()

    class Meta:
        verbose_name = "Maßnahme der Runde"
        verbose_name_plural = "Maßnahmen der Runde"
        ordering = ("measure__serial",)
        indexes = (models.Index(fields=["round", "goal"], name="rated_measure_of_goal"),)
        constraints = (
            models.UniqueConstraint(
                fields=["round", "measure"],
                name="rated_measure_unique",
                violation_error_message="Diese Maßnahme ist in der Runde schon enthalten.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.round}: {self.measure.number}"
