"""Sachstandsabfragen: the office asks, each affected measure owes one answer."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from bildungsnetz.access import PermittedQuerySet
from bildungsnetz.outbox.models import OutgoingMail
from bildungsnetz.records import Origin, Revised
from goals.models import Goal, Meeting

from .actor import ActorKind
from .measure import Measure, Status
from .proposal import Proposal


class ReportingWindowQuerySet(PermittedQuerySet):
    def open_on(self, today: date) -> Self:
        """The windows in which answers are taken on that day."""
        return self.filter(open_on(today))


def open_on(today: date, path: str = "") -> Q:
    """The condition of an open window; ``path`` leads from another model to it."""
    conditions = {"opens_on__lte": today, "closes_on__gte": today, "closed_at": None}
    return Q(**{path + name: value for name, value in conditions.items()})


class ReportingWindow(Revised):
    """A Sachstandsabfrage: prepared (no ``opens_on``), open until ``closes_on``, or closed, by hand even earlier.

    Empty ``goals``, ``actor_kinds`` and ``statuses`` ask everybody; what is named narrows the circle.
    """

    serial = models.PositiveIntegerField("laufende Nummer", unique=True, editable=False)
    title = models.CharField("Titel", max_length=120)
    text = models.TextField("Text der Mail", blank=True)
    return_address = models.TextField("Rücksendeadresse für Briefe", blank=True)
    goals = models.ManyToManyField(Goal, verbose_name="Handlungsziele", blank=True, related_name="reporting_windows")
    actor_kinds = models.JSONField("Art des Akteurs", default=list, blank=True)
    statuses = models.JSONField("Umsetzungsstand", default=list, blank=True)
    meeting = models.ForeignKey(
        Meeting,
        verbose_name="für die Sitzung",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="reporting_windows",
    )
    opens_on = models.DateField("geöffnet am", null=True, blank=True, editable=False)
    closes_on = models.DateField("Antwort bis")
    closed_at = models.DateTimeField("geschlossen am", null=True, blank=True, editable=False)
    origin = models.CharField("Herkunft", max_length=12, choices=Origin, default=Origin.OWN, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="angelegt von",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="reporting_windows",
    )

    objects = ReportingWindowQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[goals])

    class Meta:
        verbose_name = "Sachstandsabfrage"
        verbose_name_plural = "Sachstandsabfragen"
        ordering = ("-serial",)
        constraints = (
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(closes_on__gte=F("opens_on")),
                name="window_closes_after_opening",
                violation_error_message="Die Frist liegt vor der Öffnung.",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(opens_on__isnull=False),
                name="window_closed_was_open",
                violation_error_message="Nur eine geöffnete Abfrage kann geschlossen werden.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("measures:window", args=[self.serial])

    def is_open(self, today: date) -> bool:
        return self.opens_on is not None and self.closed_at is None and self.opens_on <= today <= self.closes_on

    @property
    def is_prepared(self) -> bool:
        return self.opens_on is None

    @property
    def circle(self) -> list[str]:
        """Who is asked, in words; empty where all are."""
        kinds, statuses = map(set, (self.actor_kinds, self.statuses))
        return [
            *(f"Handlungsziel {goal.number} ({goal.period})" for goal in self.goals.all()),
            *(str(kind.label) for kind in ActorKind if kind in kinds),
            *(f"Umsetzungsstand „{status.label}“" for status in Status if status in statuses),
        ]


class AnswerWay(models.TextChoices):
    LINK = "link", "über den Link"
    ACCOUNT = "account", "angemeldet"
    OFFICE = "office", "durch das Bildungsbüro"


class ReportingRequest(models.Model):
    """One measure asked about in one window. ``opened_at`` is the first sign of life from the link's page."""

    window = models.ForeignKey(
        ReportingWindow, verbose_name="Sachstandsabfrage", on_delete=models.CASCADE, related_name="requests"
    )
    measure = models.ForeignKey(
        Measure, verbose_name="Maßnahme", on_delete=models.CASCADE, related_name="reporting_requests"
    )
    created_at = models.DateTimeField("angefragt am", default=timezone.now, editable=False)
    opened_at = models.DateTimeField("geöffnet am", null=True, blank=True)
    answered_at = models.DateTimeField("beantwortet am", null=True, blank=True)
    answered_by_way = models.CharField("beantwortet", max_length=8, choices=AnswerWay, blank=True)
    proposal = models.ForeignKey(
        Proposal,
        verbose_name="Vorschlag",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="reporting_requests",
    )

    objects = PermittedQuerySet.as_manager()

    class Meta:
        verbose_name = "Anfrage"
        verbose_name_plural = "Anfragen"
        ordering = ("measure__serial",)
        indexes = (models.Index(fields=["measure", "answered_at"], name="reporting_request_owed"),)
        constraints = (
            models.UniqueConstraint(
                fields=["window", "measure"],
                name="reporting_request_unique",
                violation_error_message="Diese Maßnahme ist schon angefragt.",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by_way="")
                | Q(answered_at__isnull=False, answered_by_way__in=AnswerWay.values),
                name="reporting_request_answer_has_way",
                violation_error_message="Eine Antwort hat einen Zeitpunkt und einen Weg.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.window}: {self.measure.number}"


class ReportingMailKind(models.TextChoices):
    OPENING = "opening", "Anschreiben"
    ADDITION = "addition", "Nachtrag"
    NUDGE = "nudge", "Erinnerung"


class ReportingMail(models.Model):
    """What one address was sent about a window, or why it was not. Its id is part of the signed links it brought."""

    window = models.ForeignKey(
        ReportingWindow, verbose_name="Sachstandsabfrage", on_delete=models.CASCADE, related_name="mails"
    )
    address = models.EmailField("E-Mail-Adresse")
    name = models.CharField("Name oder Funktion", max_length=120, blank=True)
    kind = models.CharField("Art", max_length=8, choices=ReportingMailKind)
    day = models.DateField("Tag")
    requests = models.ManyToManyField(ReportingRequest, verbose_name="Anfragen", related_name="mails")
    mail = models.ForeignKey(
        OutgoingMail, verbose_name="Mail", on_delete=models.SET_NULL, null=True, related_name="reporting_mails"
    )
    held_because = models.CharField("zurückgehalten, weil", max_length=200, blank=True)
    created_at = models.DateTimeField("eingereiht am", default=timezone.now, editable=False)

    objects = PermittedQuerySet.as_manager()

    class Meta:
        verbose_name = "Mail der Sachstandsabfrage"
        verbose_name_plural = "Mails der Sachstandsabfrage"
        ordering = ("created_at", "pk")
        indexes = (models.Index(fields=["address"], name="reporting_mail_address"),)
        constraints = (
            models.UniqueConstraint(
                fields=["window", "address", "kind", "day"],
                name="reporting_mail_once_a_day",
                violation_error_message="Diese Adresse hat heute schon eine solche Mail bekommen.",
            ),
            models.UniqueConstraint(
                fields=["window", "address"],
                condition=Q(kind=ReportingMailKind.OPENING),
                name="reporting_mail_one_opening",
                violation_error_message="Diese Adresse ist schon angeschrieben.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ReportingMailKind.values),
                name="reporting_mail_kind_known",
                violation_error_message="Diese Art von Mail gibt es nicht.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} an {self.address}"
