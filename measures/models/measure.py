from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from bildungsnetz.records import Revised, SortKeyField, Sourced, precision_field, words_field
from bildungsnetz.words import search_text
from goals.models import Goal
from measures.ordering import LAST_CONFIRMED, PLANNED_END, URGENCY
from measures.querysets import MeasureQuerySet

from .actor import Actor
from .vocabulary import District, EducationStage, StageTransition, TargetGroup


class Status(models.TextChoices):
    """How a measure is going (Umsetzungsstand)."""

    PLANNED = "planned", "geplant"
    ON_TRACK = "on_track", "im Plan"
    AT_RISK = "at_risk", "gefährdet"
    DELAYED = "delayed", "verzögert"
    PAUSED = "paused", "ruht"
    DONE = "done", "abgeschlossen"
    CANCELLED = "cancelled", "eingestellt"


STATUS_DEFINITIONS = {
    Status.PLANNED: "Die Maßnahme ist verabredet, hat aber noch nicht begonnen.",
    Status.ON_TRACK: "Die Maßnahme läuft; Zeit, Geld und Umfang sind wie verabredet.",
    Status.AT_RISK: "Die Maßnahme läuft, aber Zeit, Geld oder Umfang sind ohne Gegensteuern nicht zu halten.",
    Status.DELAYED: "Ein verabredeter Zeitpunkt ist verpasst; die Maßnahme wird weiterverfolgt.",
    Status.PAUSED: "Die Maßnahme ist unterbrochen und soll wieder aufgenommen werden.",
    Status.DONE: "Die Maßnahme ist beendet; was verabredet war, ist getan.",
    Status.CANCELLED: "Die Maßnahme wird nicht weiterverfolgt.",
}
STATUSES_WITH_REASON = (Status.AT_RISK, Status.DELAYED, Status.PAUSED, Status.CANCELLED)


class Publication(models.TextChoices):
    """Who can see a measure (Veröffentlichungsstand)."""

    DRAFT = "draft", "Entwurf"
    SUBMITTED = "submitted", "eingereicht"
    RETURNED = "returned", "zurückgegeben"
    RELEASED = "released", "freigegeben"
    WITHDRAWN = "withdrawn", "zurückgezogen"


class Measure(Sourced, Revised):
    """What an actor does for the goals: a Maßnahme, from draft to completion."""

    serial = models.PositiveIntegerField("laufende Nummer", unique=True, editable=False)
    title = models.CharField("Titel", max_length=200)
    summary = models.TextField("Kurzbeschreibung", blank=True)
    reach = models.CharField("Reichweite", max_length=300, blank=True)
    leading_goal = models.ForeignKey(
        Goal,
        verbose_name="Handlungsziel",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="leading_measures",
    )
    further_goals = models.ManyToManyField(
        Goal, verbose_name="weitere Handlungsziele", blank=True, related_name="further_measures"
    )
    lead = models.ForeignKey(
        Actor, verbose_name="Federführung", on_delete=models.PROTECT, related_name="leading_measures"
    )
    stages = models.ManyToManyField(EducationStage, verbose_name="Bildungsphasen", blank=True, related_name="measures")
    transitions = models.ManyToManyField(StageTransition, verbose_name="Übergänge", blank=True, related_name="measures")
    target_groups = models.ManyToManyField(TargetGroup, verbose_name="Zielgruppen", blank=True, related_name="measures")
    districts = models.ManyToManyField(District, verbose_name="Stadtbezirke", blank=True, related_name="measures")

    planned_start_on = models.DateField("geplanter Beginn", null=True, blank=True)
    planned_start_precision = precision_field("geplanter Beginn")
    planned_start_words = words_field("geplanter Beginn")
    planned_end_on = models.DateField("geplantes Ende", null=True, blank=True)
    planned_end_precision = precision_field("geplantes Ende")
    planned_end_words = words_field("geplantes Ende")
    started_on = models.DateField("begonnen", null=True, blank=True)
    started_precision = precision_field("begonnen")
    started_words = words_field("begonnen")
    completed_on = models.DateField("abgeschlossen", null=True, blank=True)
    completed_precision = precision_field("abgeschlossen")
    completed_words = words_field("abgeschlossen")
    is_ongoing = models.BooleanField("Daueraufgabe", default=False)

    status = models.CharField("Umsetzungsstand", max_length=10, choices=Status, default=Status.PLANNED)
    status_reason = models.TextField("Grund für den Umsetzungsstand", blank=True)
    status_since = models.DateField("Umsetzungsstand seit", null=True, blank=True, editable=False)
    last_confirmed_on = models.DateField("zuletzt bestätigt", null=True, blank=True, editable=False)

    input_text = models.TextField("Ressourcen (Input)", blank=True)
    output_text = models.TextField("Leistungen (Output)", blank=True)
    outcome_text = models.TextField("Wirkung bei der Zielgruppe (Outcome)", blank=True)
    impact_text = models.TextField("gesellschaftliche Wirkung (Impact)", blank=True)

    publication = models.CharField(
        "Veröffentlichungsstand", max_length=10, choices=Publication, default=Publication.DRAFT, editable=False
    )
    submitted_at = models.DateTimeField("eingereicht am", null=True, blank=True, editable=False)
    released_at = models.DateTimeField("freigegeben am", null=True, blank=True, editable=False)
    return_note = models.TextField("Hinweis bei der Rückgabe", blank=True, editable=False)
    internal_note = models.TextField("interne Notiz des Bildungsbüros", blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="angelegt von",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="measures_created",
    )
    created_at = models.DateTimeField("angelegt am", default=timezone.now, editable=False)
    updated_at = models.DateTimeField("geändert am", default=timezone.now, editable=False)

    sort_key = SortKeyField(source="title")
    search_text = models.TextField(editable=False, default="")

    objects = MeasureQuerySet.as_manager()
    history = HistoricalRecords(
        m2m_fields=[further_goals, stages, transitions, target_groups, districts],
        excluded_fields=["sort_key", "search_text"],
    )
    history_parts = ("participations", "milestones", "funding_items", "budget_lines", "progress_notes", "attachments")
    history_internal = {"internal_note": "see_internal"}
    history_restored = ("status_since", "last_confirmed_on")

    class Meta:
        verbose_name = "Maßnahme"
        verbose_name_plural = "Maßnahmen"
        ordering = ("serial",)
        # Each order of the list has an index that carries what is filtered most. Publication never comes early: so few
        # values, and SQLite would collect and sort nearly all measures instead of walking along an order.
        indexes = (
            models.Index(fields=["serial", "publication", "status", "leading_goal"], name="measure_by_number"),
            models.Index(fields=["sort_key", "id", "publication", "status", "leading_goal"], name="measure_by_title"),
            models.Index(
                fields=["updated_at", "id", "publication", "status", "leading_goal"], name="measure_by_change"
            ),
            models.Index(PLANNED_END, "id", "publication", "status", "leading_goal", name="measure_by_planned_end"),
            models.Index(LAST_CONFIRMED, "id", "publication", "status", "leading_goal", name="measure_by_confirmation"),
            models.Index(URGENCY, "id", "publication", "leading_goal", name="measure_by_urgency"),
            models.Index(fields=["planned_end_on", "status", "publication", "leading_goal"], name="measure_due"),
            models.Index(fields=["lead", "leading_goal", "status", "publication"], name="measure_of_lead"),
            models.Index(fields=["leading_goal", "last_confirmed_on", "publication"], name="measure_freshness"),
            models.Index(fields=["released_at", "publication"], name="measure_recent"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(status=Status.DONE, completed_on__isnull=False)
                | (~Q(status=Status.DONE) & Q(completed_on=None)),
                name="measure_done_has_completion_date",
                violation_error_message="„abgeschlossen“ und das Datum des Abschlusses gehören zusammen.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=STATUSES_WITH_REASON) | ~Q(status_reason=""),
                name="measure_status_has_reason",
                violation_error_message="Für diesen Umsetzungsstand ist ein Grund nötig.",
            ),
            models.CheckConstraint(
                condition=Q(planned_start_on=None)
                | Q(planned_end_on=None)
                | Q(planned_end_on__gte=F("planned_start_on")),
                name="measure_planned_end_after_start",
                violation_error_message="Das geplante Ende liegt vor dem geplanten Beginn.",
            ),
            models.CheckConstraint(
                condition=Q(started_on=None) | Q(completed_on=None) | Q(completed_on__gte=F("started_on")),
                name="measure_completed_after_start",
                violation_error_message="Der Abschluss liegt vor dem Beginn.",
            ),
            models.CheckConstraint(
                condition=Q(is_ongoing=False) | Q(planned_end_on=None),
                name="measure_ongoing_has_no_end",
                violation_error_message="Eine Daueraufgabe hat kein geplantes Ende.",
            ),
            models.CheckConstraint(
                condition=~Q(publication=Publication.RELEASED)
                | (Q(leading_goal__isnull=False) & Q(released_at__isnull=False)),
                name="measure_released_has_goal",
                violation_error_message="Vor der Freigabe muss das Handlungsziel feststehen.",
            ),
            models.CheckConstraint(
                condition=~Q(publication=Publication.SUBMITTED) | Q(submitted_at__isnull=False),
                name="measure_submitted_has_date",
                violation_error_message="Eine eingereichte Maßnahme hat ein Datum der Einreichung.",
            ),
            models.CheckConstraint(
                condition=~Q(publication=Publication.RETURNED) | ~Q(return_note=""),
                name="measure_returned_has_note",
                violation_error_message="Eine Rückgabe braucht einen Hinweis.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values),
                name="measure_status_known",
                violation_error_message="Diesen Umsetzungsstand gibt es nicht.",
            ),
            models.CheckConstraint(
                condition=Q(publication__in=Publication.values),
                name="measure_publication_known",
                violation_error_message="Diesen Veröffentlichungsstand gibt es nicht.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def save(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]
        self.search_text = self.make_search_text()
        self.updated_at = timezone.now()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_text", "sort_key", "updated_at"}
        super().save(*args, **kwargs)

    def make_search_text(self) -> str:
        return search_text(self.number, self.title, self.lead.name, self.summary, self.reach)

    def get_absolute_url(self) -> str:
        return reverse("measures:measure", args=[self.number])

    @property
    def number(self) -> str:
        """The number people use: M-001, M-002 … given once and never again."""
        return measure_number(self.serial)

    @property
    def is_released(self) -> bool:
        return self.publication == Publication.RELEASED


def measure_number(serial: int) -> str:
    return f"M-{serial:03d}"
