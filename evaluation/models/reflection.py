"""The conversation: sessions, what was agreed or stayed contested, and what it says about each goal."""

from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from bildungsnetz.access import PermittedQuerySet
from bildungsnetz.records import Revised
from goals.models import Goal
from measures.models import Actor

from .criterion import RoundCriterion
from .rating import HIGHEST
from .round import EvaluationRound, RatedMeasure


class ReflectionKind(models.TextChoices):
    STEERING_GROUP = "steering_group", "Sitzung des Lenkungskreises"
    WORKSHOP = "workshop", "Workshop"


class Reflection(Revised):
    """A session in which the voices are talked over. Bodies are recorded as present, never persons."""

    round = models.ForeignKey(
        EvaluationRound, verbose_name="Bewertungsrunde", on_delete=models.PROTECT, related_name="reflections"
    )
    kind = models.CharField("Art", max_length=14, choices=ReflectionKind, default=ReflectionKind.STEERING_GROUP)
    held_on = models.DateField("Tag")
    place = models.CharField("Ort", max_length=200, blank=True)
    bodies: Any = models.ManyToManyField(
        Actor, verbose_name="vertretene Akteure", blank=True, related_name="reflections"
    )
    further_bodies = models.TextField("weitere vertretene Stellen (eine je Zeile)", blank=True)
    note = models.TextField("Allgemeines", blank=True)

    objects = PermittedQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[bodies])

    class Meta:
        verbose_name = "Reflexion"
        verbose_name_plural = "Reflexionen"
        ordering = ("held_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=ReflectionKind.values),
                name="reflection_kind_known",
                violation_error_message="Diese Art von Sitzung gibt es nicht.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} am {self.held_on:%d.%m.%Y}"

    def get_absolute_url(self) -> str:
        return reverse("evaluation:reflection", args=[self.round.serial, self.pk])


class ReflectionStage(models.Model):
    """What the session is talking about now (auf der Bühne): a point of a measure, or a goal; the projector shows it.

    A row of its own, so that moving on is no edit of the session and leaves no line in its history.
    """

    reflection = models.OneToOneField(
        Reflection, verbose_name="Reflexion", on_delete=models.CASCADE, related_name="stage"
    )
    rated = models.ForeignKey(
        RatedMeasure,
        verbose_name="Maßnahme der Runde",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="stages",
    )
    criterion = models.ForeignKey(
        RoundCriterion, verbose_name="Kriterium", on_delete=models.CASCADE, null=True, blank=True, related_name="stages"
    )
    goal = models.ForeignKey(
        Goal, verbose_name="Handlungsziel", on_delete=models.PROTECT, null=True, blank=True, related_name="stages"
    )

    objects = PermittedQuerySet.as_manager()

    class Meta:
        verbose_name = "Bühne der Reflexion"
        verbose_name_plural = "Bühnen der Reflexionen"
        constraints = (
            models.CheckConstraint(
                condition=Q(rated__isnull=False, criterion__isnull=False, goal=None)
                | Q(rated=None, criterion=None, goal__isnull=False),
                name="reflection_stage_one_thing",
                violation_error_message="Auf der Bühne steht ein Punkt einer Maßnahme oder ein Handlungsziel.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.reflection}: {self.goal or self.criterion}"


class Outcome(models.TextChoices):
    AGREED = "agreed", "geeinigt"
    DISSENT = "dissent", "abweichende Meinungen"


class ReflectionItem(Revised):
    """What the session made of one criterion of one measure: an agreed value, or dissent with both views.

    ``adopted`` marks what was taken over in one press because both voices were equal.
    """

    rated = models.ForeignKey(
        RatedMeasure, verbose_name="Maßnahme der Runde", on_delete=models.CASCADE, related_name="items"
    )
    criterion = models.ForeignKey(
        RoundCriterion, verbose_name="Kriterium", on_delete=models.CASCADE, related_name="items"
    )
    reflection = models.ForeignKey(Reflection, verbose_name="Reflexion", on_delete=models.PROTECT, related_name="items")
    outcome = models.CharField("Ergebnis", max_length=8, choices=Outcome)
    agreed_value = models.PositiveSmallIntegerField("vereinbarte Bewertung", null=True, blank=True)
    actor_view = models.TextField("Sicht des Akteurs", blank=True)
    office_view = models.TextField("Sicht des Bildungsbüros", blank=True)
    note = models.TextField("Anmerkung", blank=True)
    adopted = models.BooleanField("ohne Aussprache übernommen", default=False, editable=False)

    objects = PermittedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "Ergebnis der Reflexion"
        verbose_name_plural = "Ergebnisse der Reflexion"
        ordering = ("rated__measure__serial", "criterion__position")
        constraints = (
            models.UniqueConstraint(
                fields=["rated", "criterion"],
                name="reflection_item_unique",
                violation_error_message="Zu diesem Punkt ist schon ein Ergebnis festgehalten.",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.AGREED, agreed_value__isnull=False, agreed_value__lte=HIGHEST)
                | (Q(outcome=Outcome.DISSENT, agreed_value=None) & ~Q(actor_view="") & ~Q(office_view="")),
                name="reflection_item_value_or_views",
                violation_error_message="Nötig ist eine vereinbarte Bewertung von 0 bis 4 oder beide Sichtweisen.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.rated.measure.number}, {self.criterion}: {self.get_outcome_display()}"


class Attainment(models.IntegerChoices):
    """How far a goal is reached. The one scale for sessions, results and reports; ``meaning`` says when a step fits."""

    NONE = 0, "nicht erreicht"
    BEGUN = 1, "in Ansätzen erreicht"
    PARTLY = 2, "teilweise erreicht"
    LARGELY = 3, "weitgehend erreicht"
    FULLY = 4, "voll erreicht"

    @property
    def meaning(self) -> str:
        return ATTAINED[self.value]


ATTAINED = (
    "Von dem, was das Ziel will, ist noch nichts eingetreten.",
    "Erste Schritte sind getan; eine Wirkung ist noch nicht zu erkennen.",
    "Ein Teil ist eingetreten; Wesentliches fehlt noch.",
    "Das meiste ist eingetreten; Einzelnes fehlt noch.",
    "Was das Ziel will, ist eingetreten.",
)


class GoalReflection(Revised):
    """What a round says about one goal. The texts are made to be read: with the results they become public.

    ``reflection`` is the session that said so last; its protocol shows it.
    """

    round = models.ForeignKey(
        EvaluationRound, verbose_name="Bewertungsrunde", on_delete=models.CASCADE, related_name="goal_reflections"
    )
    goal = models.ForeignKey(
        Goal, verbose_name="Handlungsziel", on_delete=models.PROTECT, related_name="goal_reflections"
    )
    reflection = models.ForeignKey(
        Reflection,
        verbose_name="Reflexion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="goal_reflections",
    )
    attainment = models.PositiveSmallIntegerField(
        "Zielerreichung", null=True, blank=True, choices=Attainment, validators=[MaxValueValidator(HIGHEST)]
    )
    attainment_reason = models.TextField("Begründung", blank=True)
    strengths = models.TextField("Stärken", blank=True)
    weaknesses = models.TextField("Schwächen", blank=True)
    opportunities = models.TextField("Chancen", blank=True)

    objects = PermittedQuerySet.as_manager()
    history = HistoricalRecords()
    history_parts = ("values",)

    class Meta:
        verbose_name = "Ergebnis zum Handlungsziel"
        verbose_name_plural = "Ergebnisse zu den Handlungszielen"
        ordering = ("round", "goal__number")
        constraints = (
            models.UniqueConstraint(
                fields=["round", "goal"],
                name="goal_reflection_unique",
                violation_error_message="Zu diesem Handlungsziel gibt es in der Runde schon ein Ergebnis.",
            ),
            models.CheckConstraint(
                condition=Q(attainment=None) | Q(attainment__lte=HIGHEST),
                name="goal_reflection_attainment_in_range",
                violation_error_message="Die Zielerreichung liegt zwischen 0 und 4.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.round}: {self.goal}"


class GoalAssessment(models.Model):
    """The session's answer to one criterion about one goal."""

    goal_reflection = models.ForeignKey(
        GoalReflection, verbose_name="Ergebnis zum Handlungsziel", on_delete=models.CASCADE, related_name="values"
    )
    criterion = models.ForeignKey(
        RoundCriterion, verbose_name="Kriterium", on_delete=models.CASCADE, related_name="goal_values"
    )
    value = models.PositiveSmallIntegerField("Bewertung", null=True, blank=True)
    not_ratable = models.BooleanField("nicht bewertbar", default=False)
    rationale = models.TextField("Begründung", blank=True)

    objects = PermittedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "Bewertung des Handlungsziels"
        verbose_name_plural = "Bewertungen des Handlungsziels"
        ordering = ("criterion__position", "criterion__pk")
        constraints = (
            models.UniqueConstraint(
                fields=["goal_reflection", "criterion"],
                name="goal_assessment_unique",
                violation_error_message="Zu diesem Kriterium gibt es schon eine Bewertung.",
            ),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__lte=HIGHEST, not_ratable=False),
                name="goal_assessment_value_in_range",
                violation_error_message="Bewertet wird mit 0 bis 4 oder „nicht bewertbar“.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.criterion}: {'nicht bewertbar' if self.not_ratable else self.value}"
