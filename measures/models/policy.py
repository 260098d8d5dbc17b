from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import connection, models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from bildungsnetz.access import PermittedQuerySet
from bildungsnetz.records import Revised

ONLY = 1  # the key of the one row
MOST_MONTHS = 60


class FreshnessPolicy(Revised):
    """After how long a measure must be confirmed again: one row, kept by the office."""

    due_after_months = models.PositiveSmallIntegerField(
        "fällig nach (Monate)", default=6, validators=[MinValueValidator(1), MaxValueValidator(MOST_MONTHS)]
    )
    stale_after_months = models.PositiveSmallIntegerField(
        "veraltet nach (Monate)", default=12, validators=[MinValueValidator(1), MaxValueValidator(MOST_MONTHS)]
    )

    objects = PermittedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "Aktualität der Maßnahmen"
        verbose_name_plural = "Aktualität der Maßnahmen"
        constraints = (
            models.CheckConstraint(condition=Q(pk=ONLY), name="freshness_policy_is_one"),
            models.CheckConstraint(
                condition=Q(due_after_months__gte=1, stale_after_months__lte=MOST_MONTHS),
                name="freshness_policy_in_bounds",
                violation_error_message=f"Bitte 1 bis {MOST_MONTHS} Monate.",
            ),
            models.CheckConstraint(
                condition=Q(stale_after_months__gt=F("due_after_months")),
                name="freshness_policy_due_before_stale",
                violation_error_message="„veraltet“ muss nach „fällig“ kommen.",
            ),
        )

    def __str__(self) -> str:
        return "Aktualität der Maßnahmen"

    def get_absolute_url(self) -> str:
        return reverse("measures:freshness")

    @classmethod
    def current(cls) -> "FreshnessPolicy":
        return cls.objects.get(pk=ONLY)

    @classmethod
    def make(cls, **kwargs: Any) -> None:
        """The one row is there after every ``migrate``."""
        if {cls._meta.db_table, cls.history.model._meta.db_table} <= set(connection.introspection.table_names()):
            cls.objects.get_or_create(pk=ONLY)
