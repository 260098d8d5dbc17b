from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from bildungsnetz.access import PermittedQuerySet
from bildungsnetz.records import Revised
from goals.models import Committee, ConsultationRole, Goal, Paper, PaperType, Period

from .carry_over import CarryOver
from .round import EvaluationRound


class Report(Revised):
    """One data set that becomes a paper for one or several committees.

    Besides its period it is about a round, a goal or a carry-over where its kind asks for one. ``with_profiles`` counts
    where its kind offers that annex.
    """

    serial = models.PositiveIntegerField("laufende Nummer", unique=True, editable=False)
    kind = models.CharField("Art", max_length=40, default="sachstandsbericht")
    title = models.CharField("Titel", max_length=200)
    period = models.ForeignKey(Period, verbose_name="Zielperiode", on_delete=models.PROTECT, related_name="reports")
    round = models.ForeignKey(
        EvaluationRound,
        verbose_name="Bewertungsrunde",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
    )
    goal = models.ForeignKey(
        Goal, verbose_name="Handlungsziel", on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    carry_over = models.ForeignKey(
        CarryOver,
        verbose_name="Übertragung",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
    )
    with_profiles = models.BooleanField("Steckbriefe aller Maßnahmen als Anlage", default=False)
    is_demo = models.BooleanField("Beispiel", default=False)
    created_at = models.DateTimeField("angelegt am", default=timezone.now, editable=False)

    objects = PermittedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "Bericht"
        verbose_name_plural = "Berichte"
        ordering = ("-serial",)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("evaluation:report", args=[self.serial])


class ReportVariant(Revised):
    """The report as one committee gets it: its session, kind of paper and wording."""

    report = models.ForeignKey(Report, verbose_name="Bericht", on_delete=models.CASCADE, related_name="variants")
    committee = models.ForeignKey(
        Committee, verbose_name="Gremium", on_delete=models.PROTECT, related_name="report_variants"
    )
    session_on = models.DateField("Sitzungstag")
    role = models.CharField("Rolle des Gremiums", max_length=12, choices=ConsultationRole, null=True, blank=True)
    paper_type = models.CharField(
        "Vorlage-Art",
        max_length=12,
        choices=[(kind.value, kind.label) for kind in (PaperType.REPORT, PaperType.RESOLUTION)],
        default=PaperType.REPORT,
    )
    paper = models.ForeignKey(
        Paper, verbose_name="Vorlage", on_delete=models.PROTECT, null=True, blank=True, related_name="report_variants"
    )
    subject = models.CharField("Betreff", max_length=300)
    lead_department = models.CharField("Federführend", max_length=160, blank=True)
    proposed_resolution = models.TextField("Beschlussvorschlag", blank=True)
    introduction = models.TextField("Ausgangs- und Beschlusslage", blank=True)
    procedure = models.TextField("Vorgehen", blank=True)
    outlook = models.TextField("Ausblick", blank=True)
    signature = models.TextField("Unterzeichnung", blank=True)
    public_from = models.DateField("öffentlich ab", null=True, blank=True)

    objects = PermittedQuerySet.as_manager()
    history = HistoricalRecords()
    history_parts = ("sections",)

    class Meta:
        verbose_name = "Fassung für ein Gremium"
        verbose_name_plural = "Fassungen für Gremien"
        ordering = ("report", "session_on", "committee__position")
        constraints = (
            models.UniqueConstraint(
                fields=["report", "committee"],
                name="report_variant_unique",
                violation_error_message="Für dieses Gremium gibt es den Bericht schon.",
            ),
            models.CheckConstraint(
                condition=Q(paper_type__in=[PaperType.REPORT, PaperType.RESOLUTION]),
                name="report_variant_paper_type",
                violation_error_message="Ein Bericht ist eine Berichts- oder eine Beschlussvorlage.",
            ),
            models.CheckConstraint(
                condition=Q(role=None) | Q(role__in=ConsultationRole.values),
                name="report_variant_role_known",
                violation_error_message="Diese Rolle gibt es nicht.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.report} ({self.committee})"

    def get_absolute_url(self) -> str:
        return reverse("evaluation:variant", args=[self.report.serial, self.committee.key])


class ReportSection(models.Model):
    """A text that a kind of report adds to those every paper has, such as ``goal-3`` for the third goal."""

    variant = models.ForeignKey(
        ReportVariant, verbose_name="Fassung", on_delete=models.CASCADE, related_name="sections"
    )
    key = models.CharField("Schlüssel", max_length=60)
    text = models.TextField("Text", blank=True)

    objects = PermittedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "Abschnitt"
        verbose_name_plural = "Abschnitte"
        ordering = ("variant", "key")
        constraints = (
            models.UniqueConstraint(
                fields=["variant", "key"],
                name="report_section_unique",
                violation_error_message="Diesen Abschnitt gibt es schon.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.variant}: {self.key}"


class ReportVersion(models.Model):
    """A frozen version (ausgefertigte Fassung): every value it shows, its bytes, their hash. It never changes.

    It names roles, not people, and has no foreign key but its variant: nothing outside can alter what it says.
    Triggers in the database refuse UPDATE and DELETE.
    """

    variant = models.ForeignKey(
        ReportVariant, verbose_name="Fassung", on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveSmallIntegerField("Version", validators=[MaxValueValidator(999)])
    reason = models.TextField("Grund der Berichtigung", blank=True)
    frozen_at = models.DateTimeField("festgeschrieben am")
    frozen_by = models.CharField("festgeschrieben von (Rolle)", max_length=80)
    code = models.CharField("Prüfcode", max_length=24, unique=True)
    values = models.JSONField("Werte")
    pdf = models.BinaryField("PDF")
    size = models.PositiveIntegerField("Größe in Byte")
    sha256 = models.CharField("SHA-256", max_length=64)
    # Versions from before there was a file for word processors have none.
    docx = models.BinaryField("DOCX", null=True)
    docx_sha256 = models.CharField("SHA-256 der DOCX-Datei", max_length=64, null=True)

    objects = PermittedQuerySet.as_manager()

    class Meta:
        verbose_name = "ausgefertigte Fassung"
        verbose_name_plural = "ausgefertigte Fassungen"
        ordering = ("variant", "-number")
        constraints = (
            models.UniqueConstraint(
                fields=["variant", "number"],
                name="report_version_number_unique",
                violation_error_message="Diese Version gibt es schon.",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""),
                name="report_version_correction_has_reason",
                violation_error_message="Eine Berichtigung braucht einen Grund.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.variant}, Version {self.number}"


class ReportPreview(models.Model):
    """The last rendering of a variant that is not frozen, kept under the hash of the values it shows."""

    variant = models.OneToOneField(
        ReportVariant, verbose_name="Fassung", on_delete=models.CASCADE, related_name="preview"
    )
    values_sha256 = models.CharField("Hash der Werte", max_length=64)
    pdf = models.BinaryField("PDF")
    rendered_at = models.DateTimeField("erzeugt am", default=timezone.now)

    objects = PermittedQuerySet.as_manager()

    class Meta:
        verbose_name = "Vorschau"
        verbose_name_plural = "Vorschauen"

    def __str__(self) -> str:
        return f"Vorschau {self.variant}"


class WordPreview(models.Model):
    """The last Word file of a draft that was too long for a page to wait for, under the hash of all that it shows."""

    variant = models.OneToOneField(
        ReportVariant, verbose_name="Fassung", on_delete=models.CASCADE, related_name="word_preview"
    )
    made_from = models.CharField("Hash der Werte und der Word-Vorlage", max_length=64)
    docx = models.BinaryField("DOCX")
    rendered_at = models.DateTimeField("erzeugt am", default=timezone.now)

    objects = PermittedQuerySet.as_manager()

    class Meta:
        verbose_name = "Entwurf als Word-Datei"
        verbose_name_plural = "Entwürfe als Word-Dateien"

    def __str__(self) -> str:
        return f"Word-Datei {self.variant}"


class RenderedChapter(models.Model):
    """A chapter of a paper as it was set, under the hash of all that went into it: unchanged it is not set again."""

    key = models.CharField("Schlüssel", max_length=64, unique=True)
    pdf = models.BinaryField("PDF")
    outline = models.JSONField("Seiten und Überschriften")
    used_at = models.DateTimeField("zuletzt gebraucht", default=timezone.now, db_index=True)

    objects = PermittedQuerySet.as_manager()

    class Meta:
        verbose_name = "gesetztes Kapitel"
        verbose_name_plural = "gesetzte Kapitel"

    def __str__(self) -> str:
        return self.key


class WordTemplate(models.Model):
    """The office's own look for DOCX files: a document whose styles are taken. The newest one counts."""

    file_name = models.CharField("Dateiname", max_length=120)
    content = models.BinaryField("Datei")
    size = models.PositiveIntegerField("Größe in Byte")
    uploaded_at = models.DateTimeField("hochgeladen am", default=timezone.now)

    objects = PermittedQuerySet.as_manager()

    class Meta:
        verbose_name = "Word-Vorlage"
        verbose_name_plural = "Word-Vorlagen"
        ordering = ("-uploaded_at", "-pk")

    def __str__(self) -> str:
        return self.file_name
