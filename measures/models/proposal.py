"""What an actor's people want changed on a released measure, until the office has decided."""

from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from bildungsnetz.access import PermittedQuerySet
from bildungsnetz.records import Origin, Revised

from .measure import Measure
from .parts import ProgressNote


class ProposalKind(models.TextChoices):
    EDIT = "edit", "Änderung"
    PROGRESS = "progress", "Sachstand"


class ProposalState(models.TextChoices):
    DRAFT = "draft", "vorbereitet"
    WAITING = "waiting", "liegt beim Bildungsbüro"
    RETURNED = "returned", "zurückgegeben"
    ACCEPTED = "accepted", "angenommen"
    WITHDRAWN = "withdrawn", "zurückgezogen"


OPEN_STATES = (ProposalState.DRAFT, ProposalState.WAITING, ProposalState.RETURNED)
DECIDED_STATES = (ProposalState.ACCEPTED, ProposalState.RETURNED)


class ProposalQuerySet(PermittedQuerySet):
    def open(self) -> "ProposalQuerySet":
        return self.filter(state__in=OPEN_STATES)

    def waiting(self) -> "ProposalQuerySet":
        """What the office has to decide, the oldest first."""
        return self.filter(state=ProposalState.WAITING).order_by("submitted_at", "pk")

    def unchanged(self) -> "ProposalQuerySet":
        """Reports that say: all is as it was, and bring nothing else."""
        alone = self.filter(kind=ProposalKind.PROGRESS, changes__report__answer="unchanged", file="")
        return alone.filter(changes__fields__isnull=True, changes__rows__isnull=True, message="")


def proposal_path(proposal: "Proposal", filename: str) -> str:
    """A random path: names of files are data, not places."""
    return f"proposals/{uuid4().hex}{Path(filename).suffix.lower()[:10]}"


class Proposal(Revised):
    """A change or a report from outside (Vorschlag). Never public; one of each kind is open per measure.

    ``changes`` holds what differs, in the notation of the form that will check it again (see ``measures.proposals``).
    ``author`` is the account it comes from; without one, ``sender`` and ``address`` say who answered a signed link.
    """

    measure = models.ForeignKey(Measure, verbose_name="Maßnahme", on_delete=models.CASCADE, related_name="proposals")
    kind = models.CharField("Art", max_length=8, choices=ProposalKind)
    changes = models.JSONField("Änderungen", default=dict)
    message = models.TextField("Nachricht an das Bildungsbüro", blank=True)
    state = models.CharField("Stand", max_length=9, choices=ProposalState, default=ProposalState.WAITING)
    return_note = models.TextField("Hinweis bei der Rückgabe", blank=True)
    origin = models.CharField("Herkunft", max_length=12, choices=Origin, default=Origin.OWN)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="von",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="proposals",
    )
    sender = models.CharField("Absender ohne Konto", max_length=200, blank=True)
    address = models.EmailField("E-Mail-Adresse", blank=True)
    base_revision_no = models.PositiveIntegerField("Bearbeitungsstand der Maßnahme")
    created_at = models.DateTimeField("begonnen am", default=timezone.now, editable=False)
    submitted_at = models.DateTimeField("vorgelegt am", null=True, blank=True)
    decided_at = models.DateTimeField("entschieden am", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="entschieden von",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="proposals_decided",
    )
    progress_note = models.OneToOneField(
        ProgressNote,
        verbose_name="Sachstand",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="proposal",
    )
    file = models.FileField("Datei", upload_to=proposal_path, blank=True)
    file_name = models.CharField("Dateiname", max_length=200, blank=True, editable=False)
    content_type = models.CharField("Dateityp", max_length=100, blank=True, editable=False)
    size = models.PositiveIntegerField("Größe in Byte", null=True, blank=True, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)

    objects = ProposalQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["file"])

    class Meta:
        verbose_name = "Vorschlag"
        verbose_name_plural = "Vorschläge"
        ordering = ("-created_at", "-pk")
        indexes = (models.Index(fields=["state", "submitted_at", "id"], name="proposal_waiting"),)
        constraints = (
            models.UniqueConstraint(
                fields=["measure", "kind"],
                condition=Q(state__in=OPEN_STATES),
                name="proposal_one_open",
                violation_error_message="Zu dieser Maßnahme liegt schon ein Vorschlag vor.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ProposalKind.values),
                name="proposal_kind_known",
                violation_error_message="Diese Art von Vorschlag gibt es nicht.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ProposalState.values),
                name="proposal_state_known",
                violation_error_message="Diesen Stand gibt es nicht.",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.WAITING) | Q(submitted_at__isnull=False),
                name="proposal_waiting_has_date",
                violation_error_message="Ein vorgelegter Vorschlag hat ein Datum der Vorlage.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=DECIDED_STATES) | Q(decided_at__isnull=False),
                name="proposal_decided_has_date",
                violation_error_message="Ein entschiedener Vorschlag hat ein Datum der Entscheidung.",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.RETURNED) | ~Q(return_note=""),
                name="proposal_returned_has_note",
                violation_error_message="Eine Rückgabe braucht einen Hinweis.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} zu {self.measure.number}"

    def get_absolute_url(self) -> str:
        return reverse("measures:proposal", args=[self.measure.number, self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.state == ProposalState.WAITING

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def report(self) -> dict[str, str]:
        """What a progress proposal says; empty for an edit."""
        return self.changes.get("report", {})

    @property
    def is_unchanged(self) -> bool:
        """Whether it says no more than: all is as it was."""
        more = self.changes.get("fields") or self.changes.get("rows") or self.file or self.message
        return self.report.get("answer") == "unchanged" and not more

    @property
    def says_how_it_stands(self) -> bool:
        """Whether it is a report, or an edit by the full form that sets the status or its reason."""
        fields = self.changes.get("fields", {})
        return self.kind == ProposalKind.PROGRESS or "status" in fields or "status_reason" in fields

    @property
    def what(self) -> str:
        """Its kind in words, as a list shows it."""
        answers = {"unchanged": "Sachstand: unverändert", "stuck": "Sachstand: es klemmt"}
        return answers.get(self.report.get("answer", ""), str(self.get_kind_display()))
