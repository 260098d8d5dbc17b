from typing import Any

from django.db import models
from django.db.models import Sum

from goals.models import Goal


class TallyQuerySet(models.QuerySet):
    def counted(self) -> Any:
        """One row for each publication × status × goal that has measures, with their number as ``count``."""
        rows = self.order_by().values("publication", "status", "leading_goal").annotate(count=Sum("n"))
        return rows.filter(count__gt=0)


class MeasureTally(models.Model):
    """How many measures there are, kept by triggers so that counting never reads the measures themselves.

    A change of a measure appends rows of +1 and -1 (nobody waits for anybody's lock); the sum over them is the count:
    see ``measures.tallies``.
    """

    publication = models.CharField("Veröffentlichungsstand", max_length=10)
    status = models.CharField("Umsetzungsstand", max_length=10)
    leading_goal = models.ForeignKey(
        Goal,
        verbose_name="Handlungsziel",
        on_delete=models.DO_NOTHING,
        null=True,
        db_constraint=False,
        related_name="tallies",
    )
    n = models.IntegerField("Anzahl")

    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name = "Zählung der Maßnahmen"
        verbose_name_plural = "Zählung der Maßnahmen"

    def __str__(self) -> str:
        return f"{self.publication}, {self.status}, {self.leading_goal_id}: {self.n}"


class ConfirmationTally(models.Model):
    """How many measures were last confirmed on which day, by goal; kept like ``MeasureTally``.

    A table of its own: with the day in it the other would have hundreds of rows a status, and every list sums them.
    """

    publication = models.CharField("Veröffentlichungsstand", max_length=10)
    leading_goal = models.ForeignKey(
        Goal,
        verbose_name="Handlungsziel",
        on_delete=models.DO_NOTHING,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="confirmation_tallies",
    )
    is_running = models.BooleanField("läuft noch")
    last_confirmed_on = models.DateField("zuletzt bestätigt", null=True)
    n = models.IntegerField("Anzahl")

    class Meta:
        verbose_name = "Zählung der Bestätigungen"
        verbose_name_plural = "Zählung der Bestätigungen"
        indexes = (
            models.Index(
                fields=["publication", "is_running", "leading_goal", "last_confirmed_on", "n"], name="confirmations"
            ),
        )

    def __str__(self) -> str:
        return f"{self.publication}, {self.leading_goal_id}, {self.last_confirmed_on}: {self.n}"
