"""What a committee asked or ordered in a session, and what it is told."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from bildungsnetz.access import PermittedQuerySet
from bildungsnetz.records import Revised
from goals.models import Committee, Goal
from measures.models import Measure


class QuestionKind(models.TextChoices):
    QUESTION = "question", "Frage"
    MANDATE = "mandate", "Auftrag"


class CommitteeQuestionQuerySet(PermittedQuerySet):
    def open(self):  # type: ignore[no-untyped-def]
        return self.filter(answered_on=None)


class CommitteeQuestion(Revised):
    """A question or a mandate from a session. Who asked is a group or an office, never a person's name."""

    serial = models.PositiveIntegerField("laufende Nummer", unique=True, editable=False)
    kind = models.CharField("Art", max_length=10, choices=QuestionKind, default=QuestionKind.QUESTION)
    committee = models.ForeignKey(Committee, verbose_name="Gremium", on_delete=models.PROTECT, related_name="questions")
    asked_on = models.DateField("Sitzung vom")
    agenda_item = models.CharField("Tagesordnungspunkt", max_length=20, blank=True)
    asked_by = models.CharField("gefragt von (Fraktion oder Funktion)", max_length=120, blank=True)
    text = models.TextField("Frage oder Auftrag")
    goal = models.ForeignKey(
        Goal, verbose_name="Handlungsziel", on_delete=models.PROTECT, null=True, blank=True, related_name="questions"
    )
    measure = models.ForeignKey(
        Measure, verbose_name="Maßnahme", on_delete=models.PROTECT, null=True, blank=True, related_name="questions"
    )
    due_on = models.DateField("zu erledigen bis", null=True, blank=True)
    answer = models.TextField("Antwort", blank=True)
    answered_on = models.DateField("beantwortet am", null=True, blank=True)
    is_demo = models.BooleanField("Beispiel", default=False)
    created_at = models.DateTimeField("angelegt am", default=timezone.now, editable=False)

    objects = CommitteeQuestionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "Frage oder Auftrag"
        verbose_name_plural = "Fragen und Aufträge"
        ordering = ("-asked_on", "-serial")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=QuestionKind.values),
                name="committee_question_kind_known",
                violation_error_message="Diese Art gibt es nicht.",
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) | ~Q(answer=""),
                name="committee_question_answered_with_words",
                violation_error_message="Ohne eine Antwort ist die Frage nicht beantwortet.",
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(answered_on__gte=models.F("asked_on")),
                name="committee_question_answered_later",
                violation_error_message="Die Antwort kann nicht vor der Sitzung liegen.",
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__gte=models.F("asked_on")),
                name="committee_question_due_later",
                violation_error_message="Die Frist kann nicht vor der Sitzung liegen.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} ({self.committee}, {self.asked_on:%d.%m.%Y})"

    @property
    def number(self) -> str:
        return f"F-{self.serial:03d}"

    def get_absolute_url(self) -> str:
        return reverse("evaluation:question", args=[self.serial])
