from datetime import date
from typing import Self

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from bildungsnetz.access import PermittedQuerySet
from bildungsnetz.records import Revised, Sourced

from .paper import Paper


class PeriodQuerySet(PermittedQuerySet):
    def current(self, today: date) -> Self:
        """The period that runs today or, between two, the last one that began."""
        return self.filter(starts_on__lte=today).order_by("-starts_on")[:1]


class Period(Sourced, Revised):
    """A span of years for which the council adopted goals."""

    key = models.CharField(
        "Zeitraum",
        max_length=9,
        unique=True,
        validators=[RegexValidator(r"\A\d{4}-\d{4}\Z", "Bitte in der Form 2023-2027 angeben.")],
        error_messages={"unique": "Diesen Zeitraum gibt es schon."},
    )
    title = models.CharField("Titel", max_length=200)
    starts_on = models.DateField("Beginn")
    ends_on = models.DateField("Ende")
    number_of_goals = models.PositiveSmallIntegerField("Zahl der Handlungsziele", null=True, blank=True)
    paper = models.ForeignKey(
        Paper, verbose_name="beschlossen mit", on_delete=models.PROTECT, null=True, blank=True, related_name="periods"
    )
    mission_statement = models.TextField("Leitbild", blank=True)
    note = models.TextField("Anmerkung", blank=True)

    objects = PeriodQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "Zielperiode"
        verbose_name_plural = "Zielperioden"
        ordering = ("-starts_on",)
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="period_ends_after_start",
                violation_error_message="Das Ende liegt vor dem Beginn.",
            ),
        )

    def __str__(self) -> str:
        return self.key.replace("-", "–")

    def get_absolute_url(self) -> str:
        return reverse("goals:period", args=[self.key])


class GoalQuerySet(PermittedQuerySet):
    def of_period(self, period: Period) -> Self:
        return self.filter(period=period).order_by("number")


class Goal(Sourced, Revised):
    """A Handlungsziel: what the council wants to reach in a period."""

    period = models.ForeignKey(Period, verbose_name="Zielperiode", on_delete=models.PROTECT, related_name="goals")
    number = models.PositiveSmallIntegerField("Nummer", validators=[MinValueValidator(1)])
    title = models.CharField("Titel", max_length=300)
    text = models.TextField("Wortlaut des Ziels", null=True, blank=True)
    plain_text = models.TextField("in einfachen Worten", blank=True)
    is_public = models.BooleanField("öffentlich", default=True)

    objects = GoalQuerySet.as_manager()
    history = HistoricalRecords()
    history_parts = ("revisions",)

    class Meta:
        verbose_name = "Handlungsziel"
        verbose_name_plural = "Handlungsziele"
        ordering = ("-period__starts_on", "number")
        constraints = (
            models.UniqueConstraint(
                fields=["period", "number"],
                name="goal_number_unique",
                violation_error_message="Diese Nummer ist in der Zielperiode schon vergeben.",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="goal_number_positive",
                violation_error_message="Handlungsziele zählen ab 1.",
            ),
        )

    def __str__(self) -> str:
        return f"Ziel {self.number}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("goals:goal", args=[self.period.key, self.number])


class GoalRevision(Sourced):
    """What a goal said before it was changed within its period (Fortschreibung), and why it was."""

    goal = models.ForeignKey(Goal, verbose_name="Handlungsziel", on_delete=models.CASCADE, related_name="revisions")
    revised_on = models.DateField("fortgeschrieben am")
    previous_title = models.CharField("bisheriger Titel", max_length=300)
    previous_text = models.TextField("bisheriger Wortlaut", null=True, blank=True)
    new_title = models.CharField("neuer Titel", max_length=300)
    new_text = models.TextField("neuer Wortlaut", null=True, blank=True)
    reason = models.TextField("Begründung")
    paper = models.ForeignKey(
        Paper, verbose_name="beschlossen mit", on_delete=models.PROTECT, null=True, blank=True, related_name="revisions"
    )

    objects = PermittedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "Fortschreibung"
        verbose_name_plural = "Fortschreibungen"
        ordering = ("-revised_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="goal_revision_reason",
                violation_error_message="Eine Fortschreibung braucht eine Begründung.",
            ),
        )

    def __str__(self) -> str:
        return f"Fortschreibung vom {self.revised_on:%d.%m.%Y}"


class SuccessionKind(models.TextChoices):
    CONTINUED = "continued", "fortgeführt"
    ADAPTED = "adapted", "angepasst"
    MERGED = "merged", "zusammengeführt"
    SPLIT = "split", "aufgeteilt"
    ENDED = "ended", "beendet"
    NEW = "new", "neu"


class GoalSuccession(Sourced, Revised):
    """Where a goal came from and what became of it in the next period."""

    predecessor = models.ForeignKey(
        Goal,
        verbose_name="bisheriges Ziel",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="followed_by",
    )
    successor = models.ForeignKey(
        Goal, verbose_name="neues Ziel", on_delete=models.CASCADE, null=True, blank=True, related_name="follows"
    )
    kind = models.CharField("Art", max_length=12, choices=SuccessionKind)
    reason = models.TextField("Begründung", blank=True)

    objects = PermittedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "Herkunft alt–neu"
        verbose_name_plural = "Herkunft alt–neu"
        ordering = ("predecessor__number", "successor__number", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind=SuccessionKind.NEW, predecessor=None, successor__isnull=False)
                | Q(kind=SuccessionKind.ENDED, predecessor__isnull=False, successor=None)
                | Q(
                    kind__in=[
                        SuccessionKind.CONTINUED,
                        SuccessionKind.ADAPTED,
                        SuccessionKind.MERGED,
                        SuccessionKind.SPLIT,
                    ],
                    predecessor__isnull=False,
                    successor__isnull=False,
                ),
                name="goal_succession_ends_fit_kind",
                violation_error_message="„neu“ hat kein bisheriges, „beendet“ kein neues Ziel; sonst sind beide nötig.",
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="goal_succession_two_goals",
                violation_error_message="Ein Ziel kann nicht aus sich selbst hervorgehen.",
            ),
            models.UniqueConstraint(
                fields=["predecessor", "successor"],
                name="goal_succession_unique",
                violation_error_message="Diese Verbindung ist schon eingetragen.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.predecessor or '–'} → {self.successor or '–'}"
