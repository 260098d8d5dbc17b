"""What was read from spreadsheets, and what was learned from it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from bildungsnetz.access import PermittedQuerySet


class ImportState(models.TextChoices):
    OPEN = "open", "in Vorbereitung"
    DONE = "done", "eingelesen"
    UNDONE = "undone", "zurückgenommen"


class Outcome(models.TextChoices):
    """What becomes of a row of a spreadsheet."""

    NEW = "new", "neu"
    CHANGED = "changed", "geändert"
    ADDED = "added", "ergänzt"  # a further row of a measure
    UNCHANGED = "unchanged", "unverändert"
    REFUSED = "refused", "abgelehnt"
    SKIPPED = "skipped", "übersprungen"


class RunKind(models.TextChoices):
    """What a run was made from."""

    MEASURES = "measures", "Einlesen"
    MANY = "many", "Sammeländerung"


class ImportRun(models.Model):
    """What changed many measures in one step, and can be taken back in one: a spreadsheet as it came, how it is
    understood, what it changed; or what the office chose for several at once, with its reason as ``file_name``.

    ``choices`` is how somebody corrected what was understood. ``shown`` is a digest of what was shown last: only that
    may be written. ``marks`` are the last rows of each history before the run wrote its own.
    """

    kind = models.CharField("Art", max_length=20, choices=RunKind, default=RunKind.MEASURES)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="von",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="import_runs",
    )
    file_name = models.CharField("Datei", max_length=200)
    content = models.BinaryField("Inhalt der Datei")
    sha256 = models.CharField("SHA-256", max_length=64)
    sheet = models.CharField("Blatt", max_length=200, blank=True)
    choices = models.JSONField("Zuordnung", default=dict, blank=True)
    state = models.CharField("Stand", max_length=8, choices=ImportState, default=ImportState.OPEN)
    counts = models.JSONField("Zahlen", default=dict, blank=True)
    remarks = models.JSONField("Was an der Datei auffiel", default=list, blank=True)
    unknown = models.JSONField("Offene Wörter", default=list, blank=True)  # [[field, spelling, *suggestions], …]
    shown = models.CharField("Prüfwert der Vorschau", max_length=64, blank=True)
    marks = models.JSONField("Stand der Verläufe", default=dict, blank=True)
    created_at = models.DateTimeField("hochgeladen am", default=timezone.now)
    applied_at = models.DateTimeField("eingelesen am", null=True, blank=True)
    undone_at = models.DateTimeField("zurückgenommen am", null=True, blank=True)

    objects = PermittedQuerySet.as_manager()

    class Meta:
        verbose_name = "Einlesen"
        verbose_name_plural = "Eingelesene Dateien"
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state=ImportState.OPEN, applied_at=None, undone_at=None)
                | Q(state=ImportState.DONE, applied_at__isnull=False, undone_at=None)
                | Q(state=ImportState.UNDONE, applied_at__isnull=False, undone_at__isnull=False),
                name="import_run_moments_fit_state",
                violation_error_message="Stand und Zeitpunkte passen nicht zusammen.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} Nr. {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("measures:import", args=[self.pk])

    def next_url(self, *, words: bool) -> str:
        """Where it goes on once it is planned: to what is open, ``words`` too, else to the preview."""
        if words and self.unknown:
            return reverse("measures:import_values", args=[self.pk])
        return reverse("measures:import_same", args=[self.pk]) if self.counts.get("open") else self.get_absolute_url()

    @property
    def outcomes(self) -> str:
        """How many rows became what: "3 neu, 2 geändert, 4 ergänzt, 1 abgelehnt"."""
        told = (f"{count} {one.label}" for one in Outcome if (count := self.counts.get(one.value)))
        return ", ".join(told) or "–"

    @property
    def reason(self) -> str:
        """What the history says of each change of the run."""
        return f"{self}: {self.file_name}"[:100]

    @property
    def undo_reason(self) -> str:
        return f"{self} zurückgenommen"

    @property
    def is_list(self) -> bool:
        return self.kind == RunKind.MEASURES


class ImportRow(models.Model):
    """What is to become, or became, of one row of the sheet. ``number`` is the sheet's own."""

    run = models.ForeignKey(ImportRun, verbose_name="Einlesen", on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField("Zeile")
    outcome = models.CharField("Ergebnis", max_length=10, choices=Outcome)
    title = models.CharField("Maßnahme", max_length=200, blank=True)
    serial = models.PositiveIntegerField("laufende Nummer", null=True, blank=True)
    told = models.JSONField("Einzelheiten", default=dict)  # {"changes": […], "errors": […], "remarks": […], "of": row}

    class Meta:
        verbose_name = "gelesene Zeile"
        verbose_name_plural = "gelesene Zeilen"
        ordering = ("run", "number", "pk")
        indexes = (models.Index(fields=["run", "outcome", "number"], name="import_row_outcome"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values),
                name="import_row_outcome_known",
                violation_error_message="Dieses Ergebnis gibt es nicht.",
            ),
        )

    def __str__(self) -> str:
        return f"Zeile {self.number}"


class LearnedHead(models.Model):
    """A heading that somebody said means a column. ``key`` is its sort key; an empty ``column`` is left out."""

    kind = models.CharField("Art", max_length=20, default="measures")
    key = models.CharField("Schlüssel", max_length=200)
    head = models.CharField("Überschrift", max_length=200)
    column = models.CharField("Spalte", max_length=40, blank=True)

    class Meta:
        verbose_name = "gelernte Überschrift"
        verbose_name_plural = "gelernte Überschriften"
        ordering = ("head",)
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "key"],
                name="learned_head_unique",
                violation_error_message="Diese Überschrift ist schon zugeordnet.",
            ),
        )

    def __str__(self) -> str:
        return self.head


class LearnedValue(models.Model):
    """A spelling that somebody said stands for something: ``target`` is its key. Spellings of actors are aliases."""

    field = models.CharField("Angabe", max_length=40)
    key = models.CharField("Schlüssel", max_length=200)
    spelling = models.CharField("Schreibweise", max_length=200)
    target = models.CharField("gemeint ist", max_length=40)

    class Meta:
        verbose_name = "gelernte Schreibweise"
        verbose_name_plural = "gelernte Schreibweisen"
        ordering = ("field", "spelling")
        constraints = (
            models.UniqueConstraint(
                fields=["field", "key"],
                name="learned_value_unique",
                violation_error_message="Diese Schreibweise ist schon zugeordnet.",
            ),
        )

    def __str__(self) -> str:
        return self.spelling
