"""Übertragung in die neue Periode: a draft beside the running period. Nothing of it touches a period, a goal or a
measure until it is adopted, so that everything can be undone until then.
"""

from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from bildungsnetz.access import PermittedQuerySet
from bildungsnetz.records import Origin, Revised
from goals.models import Goal, Paper, Period, SuccessionKind
from measures.models import Measure

# What can become of a goal; "neu" is said of draft goals that no goal leads to.
GOAL_KINDS = [choice for choice in SuccessionKind.choices if choice[0] != SuccessionKind.NEW]
KINDS_WITH_REASON = (SuccessionKind.ADAPTED, SuccessionKind.MERGED, SuccessionKind.SPLIT, SuccessionKind.ENDED)
KINDS_INTO_ONE = (SuccessionKind.CONTINUED, SuccessionKind.ADAPTED, SuccessionKind.MERGED)


class CarryOverState(models.TextChoices):
    DRAFT = "draft", "Entwurf"
    ADOPTED = "adopted", "beschlossen"


class CarryOver(Revised):
    """The way from ``period`` to the next one, which exists from the day on which this is adopted."""

    period = models.OneToOneField(
        Period, verbose_name="bisherige Zielperiode", on_delete=models.PROTECT, related_name="carry_over"
    )
    key = models.CharField(
        "neuer Zeitraum",
        max_length=9,
        unique=True,
        validators=[RegexValidator(r"\A\d{4}-\d{4}\Z", "Bitte in der Form 2028-2032 angeben.")],
        error_messages={"unique": "Dieser Zeitraum wird schon vorbereitet."},
    )
    title = models.CharField("Titel der neuen Zielperiode", max_length=200)
    starts_on = models.DateField("Beginn")
    ends_on = models.DateField("Ende")
    state = models.CharField(
        "Stand", max_length=8, choices=CarryOverState, default=CarryOverState.DRAFT, editable=False
    )
    adopted_on = models.DateField("beschlossen am", null=True, blank=True)
    paper = models.ForeignKey(
        Paper,
        verbose_name="beschlossen mit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="carry_overs",
    )
    new_period = models.OneToOneField(
        Period,
        verbose_name="neue Zielperiode",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="carried_from",
    )
    origin = models.CharField("Herkunft", max_length=12, choices=Origin, default=Origin.OWN, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="angelegt von",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="carry_overs",
    )

    objects = PermittedQuerySet.as_manager()
    history = HistoricalRecords()
    history_parts = ("draft_goals", "goal_plans", "measure_plans")

    class Meta:
        verbose_name = "Übertragung in die neue Periode"
        verbose_name_plural = "Übertragungen in die neue Periode"
        ordering = ("-period__starts_on",)
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="carry_over_ends_after_start",
                violation_error_message="Das Ende liegt vor dem Beginn.",
            ),
            models.CheckConstraint(
                condition=Q(state=CarryOverState.DRAFT, adopted_on=None, paper=None, new_period=None)
                | Q(
                    state=CarryOverState.ADOPTED,
                    adopted_on__isnull=False,
                    paper__isnull=False,
                    new_period__isnull=False,
                ),
                name="carry_over_adopted_with_paper",
                violation_error_message="Ein Beschluss hat eine Vorlage und ein Datum.",
            ),
        )

    def __str__(self) -> str:
        return f"Übertragung {self.period} in {self.new_key}"

    def get_absolute_url(self) -> str:
        return reverse("evaluation:carry_over", args=[self.period.key])

    @property
    def new_key(self) -> str:
        """2028–2032, as people write it."""
        return self.key.replace("-", "–")

    @property
    def is_draft(self) -> bool:
        return self.state == CarryOverState.DRAFT


class DraftGoal(Revised):
    """A goal of the next period as the office proposes it. Its number is decided here."""

    carry_over = models.ForeignKey(
        CarryOver, verbose_name="Übertragung", on_delete=models.CASCADE, related_name="draft_goals"
    )
    number = models.PositiveSmallIntegerField("Nummer", validators=[MinValueValidator(1)])
    title = models.CharField("Titel", max_length=300)
    text = models.TextField("Wortlaut des Ziels", null=True, blank=True)
    plain_text = models.TextField("in einfachen Worten", blank=True)
    reason = models.TextField("Begründung", blank=True)
    is_public = models.BooleanField("öffentlich", default=True)
    goal = models.OneToOneField(
        Goal,
        verbose_name="Handlungsziel",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="drafted_as",
    )

    objects = PermittedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "Ziel im Entwurf"
        verbose_name_plural = "Ziele im Entwurf"
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(
                fields=["carry_over", "number"],
                name="draft_goal_number_unique",
                violation_error_message="Diese Nummer ist im Entwurf schon vergeben.",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="draft_goal_number_positive",
                violation_error_message="Handlungsziele zählen ab 1.",
            ),
        )

    def __str__(self) -> str:
        return f"Ziel {self.number} (Entwurf): {self.title}"


class GoalPlan(Revised):
    """What becomes of one goal, and, unless decided one by one, of its running measures.

    ``kind`` is empty where a decision was taken back. ``measures_to`` takes all running measures along that have no
    decision of their own; ``measures_end`` lets them end with the goal. On adoption the goal's wording of then is kept.
    """

    carry_over = models.ForeignKey(
        CarryOver, verbose_name="Übertragung", on_delete=models.CASCADE, related_name="goal_plans"
    )
    goal = models.ForeignKey(
        Goal, verbose_name="bisheriges Ziel", on_delete=models.PROTECT, related_name="carry_over_plans"
    )
    kind = models.CharField("Was wird aus dem Ziel?", max_length=12, choices=GOAL_KINDS, blank=True)
    reason = models.TextField("Begründung", blank=True)
    targets: Any = models.ManyToManyField(
        DraftGoal, verbose_name="geht ein in", blank=True, related_name="predecessor_plans"
    )
    measures_to = models.ForeignKey(
        DraftGoal,
        verbose_name="Maßnahmen folgen in",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="following_plans",
    )
    measures_end = models.BooleanField("Maßnahmen enden mit dem Ziel", default=False)
    previous_title = models.CharField("bisheriger Titel", max_length=300, blank=True, editable=False)
    previous_text = models.TextField("bisheriger Wortlaut", null=True, blank=True, editable=False)

    objects = PermittedQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[targets])

    class Meta:
        verbose_name = "Entscheidung über ein Ziel"
        verbose_name_plural = "Entscheidungen über Ziele"
        ordering = ("goal__number",)
        constraints = (
            models.UniqueConstraint(
                fields=["carry_over", "goal"],
                name="goal_plan_unique",
                violation_error_message="Über dieses Ziel ist schon entschieden.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["", *(kind for kind, _ in GOAL_KINDS)]),
                name="goal_plan_kind_known",
                violation_error_message="Diese Entscheidung gibt es nicht.",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=KINDS_WITH_REASON) | ~Q(reason=""),
                name="goal_plan_has_reason",
                violation_error_message="Bitte begründen Sie, warum das Ziel nicht unverändert fortgeführt wird.",
            ),
            models.CheckConstraint(
                condition=Q(measures_end=False) | Q(kind=SuccessionKind.ENDED, measures_to=None),
                name="goal_plan_measures_end_with_goal",
                violation_error_message="Maßnahmen enden nur mit einem Ziel, das beendet wird.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.goal}: {self.get_kind_display() or 'offen'}"


class MeasureKind(models.TextChoices):
    """What becomes of a measure."""

    CONTINUED = "continued", "geht weiter"
    ENDED = "ended", "endet"


class MeasurePlan(Revised):
    """What becomes of one measure, where it does not simply follow its goal; ``kind`` is empty where taken back.

    On adoption there is a row for every measure that was decided about, with the goal it came from: the lineage.
    """

    carry_over = models.ForeignKey(
        CarryOver, verbose_name="Übertragung", on_delete=models.CASCADE, related_name="measure_plans"
    )
    measure = models.ForeignKey(
        Measure, verbose_name="Maßnahme", on_delete=models.PROTECT, related_name="carry_over_plans"
    )
    kind = models.CharField("Was wird aus der Maßnahme?", max_length=10, choices=MeasureKind, blank=True)
    draft_goal = models.ForeignKey(
        DraftGoal,
        verbose_name="weiter unter",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="measure_plans",
    )
    reason = models.TextField("Begründung", blank=True)
    from_goal = models.ForeignKey(
        Goal,
        verbose_name="bisheriges Ziel",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="left_by_measures",
    )

    objects = PermittedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "Entscheidung über eine Maßnahme"
        verbose_name_plural = "Entscheidungen über Maßnahmen"
        ordering = ("measure__serial",)
        indexes = (models.Index(fields=["measure", "kind"], name="measure_plan_of_measure"),)
        constraints = (
            models.UniqueConstraint(
                fields=["carry_over", "measure"],
                name="measure_plan_unique",
                violation_error_message="Über diese Maßnahme ist schon entschieden.",
            ),
            models.CheckConstraint(
                condition=Q(kind=MeasureKind.CONTINUED, draft_goal__isnull=False)
                | Q(kind__in=["", MeasureKind.ENDED], draft_goal=None),
                name="measure_plan_continues_under_goal",
                violation_error_message="Bitte wählen Sie, unter welchem Ziel die Maßnahme weitergeht.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=MeasureKind.ENDED) | ~Q(reason=""),
                name="measure_plan_end_has_reason",
                violation_error_message="Bitte begründen Sie, warum die Maßnahme endet.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.measure.number}: {self.get_kind_display() or 'offen'}"
