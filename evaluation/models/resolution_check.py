"""Beschlusskontrolle: how far an item of a resolution is carried out, and what backs that."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from bildungsnetz.access import PermittedQuerySet
from bildungsnetz.records import Revised
from goals.models import Goal, Paper, ResolutionItem
from measures.models import Measure

from .report import Report
from .round import EvaluationRound


class Execution(models.TextChoices):
    OPEN = "open", "offen"
    RUNNING = "running", "in Arbeit"
    DONE = "done", "erledigt"


class ResolutionCheck(Revised):
    """The state of one Beschlusspunkt. An item without a row is open."""

    item = models.OneToOneField(
        ResolutionItem, verbose_name="Beschlusspunkt", on_delete=models.CASCADE, related_name="execution"
    )
    state = models.CharField("Stand", max_length=10, choices=Execution, default=Execution.OPEN)
    remark = models.TextField("Erläuterung", blank=True)
    checked_on = models.DateField("geprüft am")

    objects = PermittedQuerySet.as_manager()
    history = HistoricalRecords()
    history_parts = ("evidence",)

    class Meta:
        verbose_name = "Stand eines Beschlusspunkts"
        verbose_name_plural = "Stände der Beschlusspunkte"
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=Execution.values),
                name="resolution_check_state_known",
                violation_error_message="Diesen Stand gibt es nicht.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.item}: {self.get_state_display()}"


BACKED_BY = ("goal", "measure", "round", "report", "paper")


def only(name: str) -> Q:
    """The condition that of BACKED_BY only ``name`` is filled."""
    return Q(**{f"{other}__isnull": other != name for other in BACKED_BY})


class ResolutionEvidence(models.Model):
    """What backs the state of a Beschlusspunkt: exactly one goal, measure, round, report or paper."""

    check_row = models.ForeignKey(
        ResolutionCheck, verbose_name="Stand", on_delete=models.CASCADE, related_name="evidence"
    )
    goal = models.ForeignKey(
        Goal, verbose_name="Handlungsziel", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    measure = models.ForeignKey(
        Measure, verbose_name="Maßnahme", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    round = models.ForeignKey(
        EvaluationRound,
        verbose_name="Bewertungsrunde",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    report = models.ForeignKey(
        Report, verbose_name="Bericht", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    paper = models.ForeignKey(
        Paper, verbose_name="Vorlage", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = PermittedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "Beleg"
        verbose_name_plural = "Belege"
        ordering = ("check_row", "pk")
        constraints = (
            models.CheckConstraint(
                condition=only("goal") | only("measure") | only("round") | only("report") | only("paper"),
                name="resolution_evidence_is_one",
                violation_error_message="Ein Beleg ist genau ein Ziel, eine Maßnahme, Runde, Vorlage oder ein Bericht.",
            ),
        )

    def __str__(self) -> str:
        return str(self.backing)

    @property
    def backed_by(self) -> str:
        """The name of the one field that is filled."""
        return next(name for name in BACKED_BY if getattr(self, f"{name}_id") is not None)

    @property
    def backing(self) -> models.Model:
        found: models.Model = getattr(self, self.backed_by)
        return found
