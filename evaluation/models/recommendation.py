"""What follows: a recommendation, the decision on it, who does it until when, and what became of it."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from bildungsnetz.access import PermittedQuerySet
from bildungsnetz.records import Revised
from goals.models import Committee, Goal, GoalRevision, Paper
from measures.models import Actor, Measure

from .reflection import Reflection
from .round import EvaluationRound


class Decision(models.TextChoices):
    ACCEPTED = "accepted", "angenommen"
    CHANGED = "changed", "geändert angenommen"
    REJECTED = "rejected", "abgelehnt"


class Progress(models.TextChoices):
    """How far an accepted recommendation is."""

    OPEN = "open", "offen"
    RUNNING = "running", "in Arbeit"
    DONE = "done", "umgesetzt"
    DROPPED = "dropped", "nicht weiterverfolgt"


def recommendation_number(serial: int) -> str:
    """E-001, E-002 …"""
    return f"E-{serial:03d}"


ADOPTED = (Decision.ACCEPTED, Decision.CHANGED)
UNFINISHED = (Progress.OPEN, Progress.RUNNING)


class RecommendationQuerySet(PermittedQuerySet):
    def undecided(self) -> Self:
        return self.filter(decision="")

    def open(self) -> Self:
        """What still asks something of somebody: a decision, or the work that was decided."""
        return self.filter(Q(decision="") | Q(decision__in=ADOPTED, progress__in=UNFINISHED))

    def unfinished(self) -> Self:
        """Adopted, and still to be done."""
        return self.filter(decision__in=ADOPTED, progress__in=UNFINISHED)

    def overdue(self, today: date) -> Self:
        return self.unfinished().filter(due_on__lt=today)

    def before(self, evaluation_round: EvaluationRound) -> Self:
        """Those of the rounds before this one."""
        return self.filter(round__serial__lt=evaluation_round.serial)


class Recommendation(Revised):
    """An Empfehlung of a round about a goal, perhaps about one measure of it. Numbers count through, never reused."""

    serial = models.PositiveIntegerField("laufende Nummer", unique=True, editable=False)
    round = models.ForeignKey(
        EvaluationRound, verbose_name="Bewertungsrunde", on_delete=models.PROTECT, related_name="recommendations"
    )
    reflection = models.ForeignKey(
        Reflection,
        verbose_name="Reflexion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
    )
    goal = models.ForeignKey(
        Goal, verbose_name="Handlungsziel", on_delete=models.PROTECT, related_name="recommendations"
    )
    measure = models.ForeignKey(
        Measure,
        verbose_name="Maßnahme",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
    )
    text = models.TextField("Empfehlung")
    reason = models.TextField("Begründung", blank=True)

    decision = models.CharField("Entscheidung", max_length=8, choices=Decision, blank=True)
    decided_on = models.DateField("entschieden am", null=True, blank=True)
    committee = models.ForeignKey(
        Committee,
        verbose_name="entschieden vom Gremium",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
    )
    decided_by = models.CharField("entschieden von (andere Stelle)", max_length=200, blank=True)
    paper = models.ForeignKey(
        Paper,
        verbose_name="auf Grundlage der Vorlage",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
    )
    decided_text = models.TextField("geänderter Wortlaut", blank=True)
    decision_note = models.TextField("Anmerkung zur Entscheidung", blank=True)

    responsible = models.ForeignKey(
        Actor,
        verbose_name="verantwortlich",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
    )
    due_on = models.DateField("bis", null=True, blank=True)
    progress = models.CharField("Umsetzung", max_length=8, choices=Progress, default=Progress.OPEN)
    finished_on = models.DateField("erledigt am", null=True, blank=True)
    outcome_text = models.TextField("Was daraus geworden ist", blank=True)
    goal_revision = models.ForeignKey(
        GoalRevision,
        verbose_name="Fortschreibung",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="recommendations",
    )

    objects = RecommendationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "Empfehlung"
        verbose_name_plural = "Empfehlungen"
        ordering = ("serial",)
        indexes = (
            models.Index(fields=["goal", "decision", "progress"], name="recommendation_of_goal"),
            models.Index(fields=["measure", "decision", "progress"], name="recommendation_of_measure"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(decision="", decided_on=None) | Q(decision__in=Decision.values, decided_on__isnull=False),
                name="recommendation_decision_has_date",
                violation_error_message="Eine Entscheidung hat ein Datum.",
            ),
            models.CheckConstraint(
                condition=Q(decision="") | Q(committee__isnull=False) | ~Q(decided_by=""),
                name="recommendation_decision_has_body",
                violation_error_message="Bitte geben Sie an, wer entschieden hat.",
            ),
            models.CheckConstraint(
                condition=~Q(decision=Decision.CHANGED) | ~Q(decided_text=""),
                name="recommendation_change_has_text",
                violation_error_message="Eine geänderte Empfehlung braucht den neuen Wortlaut.",
            ),
            models.CheckConstraint(
                condition=~Q(decision__in=ADOPTED) | Q(responsible__isnull=False, due_on__isnull=False),
                name="recommendation_adopted_has_responsible",
                violation_error_message="Was angenommen ist, braucht eine verantwortliche Stelle und ein Datum.",
            ),
            models.CheckConstraint(
                condition=Q(progress__in=UNFINISHED, finished_on=None)
                | Q(progress__in=[Progress.DONE, Progress.DROPPED], finished_on__isnull=False),
                name="recommendation_finished_has_date",
                violation_error_message="Was erledigt ist, hat ein Datum.",
            ),
        )

    def __str__(self) -> str:
        return f"Empfehlung {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("evaluation:recommendation", args=[self.number])

    @property
    def number(self) -> str:
        return recommendation_number(self.serial)

    @property
    def wording(self) -> str:
        """What holds: the changed wording where the decision changed it."""
        return self.decided_text if self.decision == Decision.CHANGED else self.text

    @property
    def is_adopted(self) -> bool:
        return self.decision in ADOPTED

    def is_overdue(self, today: date) -> bool:
        return self.is_adopted and self.progress in UNFINISHED and self.due_on is not None and self.due_on < today

    @property
    def is_open(self) -> bool:
        return not self.decision or (self.is_adopted and self.progress in UNFINISHED)

    @property
    def decided_by_words(self) -> str:
        return self.committee.name if self.committee else self.decided_by
