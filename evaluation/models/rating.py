"""Ratings: one sheet per measure and voice, on it one assessment per criterion."""

from pathlib import Path
from typing import Any, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from bildungsnetz.access import PermittedQuerySet
from bildungsnetz.outbox.models import OutgoingMail
from bildungsnetz.records import Revised
from measures.models import Actor, AnswerWay, Publication

from .criterion import RoundCriterion
from .round import EvaluationRound, RatedMeasure


class Voice(models.TextChoices):
    """Who speaks: the lead actor, an actor that takes part, or the Bildungsbüro."""

    LEAD = "lead", "Federführung"
    PARTICIPANT = "participant", "Mitwirkung"
    OFFICE = "office", "Bildungsbüro"


class SheetState(models.TextChoices):
    OPEN = "open", "steht aus"
    DRAFT = "draft", "begonnen"
    SUBMITTED = "submitted", "abgegeben"


class RatingSheetQuerySet(PermittedQuerySet):
    def with_parts(self) -> Self:
        """Each with its round, measure and actors, which every page of a sheet shows."""
        return self.select_related("rated__round", "rated__measure__lead", "rated__lead", "rated__goal", "actor")

    def answered_by(self, actors: Any) -> Self:
        """The sheets that the people of ``actors`` fill in today: those of a lead are for whoever leads now."""
        return self.filter(answered_by(actors))

    def owed_by(self, actors: Any) -> Self:
        """What ``actors`` have not handed in yet, on measures that are still public."""
        public = self.filter(rated__measure__publication=Publication.RELEASED)
        return public.exclude(state=SheetState.SUBMITTED).answered_by(actors)


def answered_by(actors: Any, path: str = "") -> Q:
    """The condition of ``RatingSheetQuerySet.answered_by``; ``path`` leads from another model to the sheet."""
    lead = Q(**{f"{path}voice": Voice.LEAD, f"{path}rated__measure__lead__in": actors})
    return lead | Q(**{f"{path}voice": Voice.PARTICIPANT, f"{path}actor__in": actors})


class RatingSheet(Revised):
    """How one voice rates one measure (Bewertungsbogen). Sheets are made when the round opens: what is owed is a row.

    ``worked``, ``did_not_work`` and ``needs`` are never public. ``for_report`` is what this voice wants the committee
    and the public to read, in its own words; nobody else changes it.
    """

    rated = models.ForeignKey(
        RatedMeasure, verbose_name="Maßnahme der Runde", on_delete=models.CASCADE, related_name="sheets"
    )
    voice = models.CharField("Stimme", max_length=11, choices=Voice)
    actor = models.ForeignKey(
        Actor, verbose_name="Akteur", on_delete=models.PROTECT, null=True, blank=True, related_name="rating_sheets"
    )
    state = models.CharField("Stand", max_length=9, choices=SheetState, default=SheetState.OPEN, editable=False)
    worked = models.TextField("Was hat gut geklappt?", blank=True)
    did_not_work = models.TextField("Was hat nicht geklappt?", blank=True)
    needs = models.TextField("Was brauchen wir?", blank=True)
    for_report = models.TextField("Für den Bericht", blank=True)
    opened_at = models.DateTimeField("geöffnet am", null=True, blank=True, editable=False)
    saved_at = models.DateTimeField("zuletzt gespeichert am", null=True, blank=True, editable=False)
    submitted_at = models.DateTimeField("abgegeben am", null=True, blank=True, editable=False)
    submitted_by_way = models.CharField("abgegeben", max_length=8, choices=AnswerWay, blank=True, editable=False)
    reopen_note = models.TextField("Hinweis beim Wiederöffnen", blank=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="bewertet von",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="rating_sheets",
    )
    sender = models.CharField("Absender ohne Konto", max_length=200, blank=True, editable=False)
    address = models.EmailField("E-Mail-Adresse des Absenders", blank=True, editable=False)

    objects = RatingSheetQuerySet.as_manager()
    history = HistoricalRecords()
    history_parts = ("assessments",)
    history_internal = {"author": "see_author", "sender": "see_author", "address": "see_author"}

    # What the database refuses to change unless the round takes ratings.
    said = ("state", "worked", "did_not_work", "needs", "for_report", "submitted_at", "voice", "actor_id", "rated_id")

    class Meta:
        verbose_name = "Bewertungsbogen"
        verbose_name_plural = "Bewertungsbögen"
        ordering = ("rated__measure__serial", "voice", "actor__sort_key", "pk")
        indexes = (models.Index(fields=["actor", "state"], name="rating_sheet_owed"),)
        constraints = (
            models.UniqueConstraint(
                fields=["rated", "actor"],
                name="rating_sheet_unique",
                violation_error_message="Dieser Akteur hat zu dieser Maßnahme schon einen Bogen.",
            ),
            models.UniqueConstraint(
                fields=["rated"],
                condition=Q(voice=Voice.OFFICE),
                name="rating_sheet_one_of_office",
                violation_error_message="Das Bildungsbüro bewertet jede Maßnahme einmal.",
            ),
            models.CheckConstraint(
                condition=Q(voice=Voice.OFFICE, actor=None)
                | Q(voice__in=[Voice.LEAD, Voice.PARTICIPANT], actor__isnull=False),
                name="rating_sheet_voice_has_actor",
                violation_error_message="Ein Bogen gehört einem Akteur oder dem Bildungsbüro.",
            ),
            models.CheckConstraint(
                condition=Q(state=SheetState.SUBMITTED, submitted_at__isnull=False)
                | Q(state__in=[SheetState.OPEN, SheetState.DRAFT], submitted_at=None),
                name="rating_sheet_submitted_has_date",
                violation_error_message="Ein abgegebener Bogen hat einen Zeitpunkt der Abgabe.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.rated.measure.number}: {self.speaker}"

    def get_absolute_url(self) -> str:
        return reverse("evaluation:sheet", args=[self.rated.round.serial, self.pk])

    @property
    def speaker(self) -> str:
        """Who speaks, by name."""
        return self.actor.name if self.actor else str(Voice.OFFICE.label)

    @property
    def respondent(self) -> Actor | None:
        """Whose people fill it in today: a lead's sheet goes with the lead. None for the office's own."""
        return self.rated.measure.lead if self.voice == Voice.LEAD else self.actor

    @property
    def is_submitted(self) -> bool:
        return self.state == SheetState.SUBMITTED


class Backing(models.TextChoices):
    """What a value rests on, the firmest first."""

    FIGURE = "figure", "Zahl"
    DOCUMENT = "document", "Dokument"
    SELF_ASSESSMENT = "self_assessment", "Selbsteinschätzung"
    IMPRESSION = "impression", "Eindruck"


LOW, HIGH = 1, 4  # up to and from these values a rationale is needed
HIGHEST = 4


class Assessment(models.Model):
    """One voice's answer to one criterion (Bewertung): 0–4, or not ratable; neither while it is still open."""

    sheet = models.ForeignKey(
        RatingSheet, verbose_name="Bewertungsbogen", on_delete=models.CASCADE, related_name="assessments"
    )
    criterion = models.ForeignKey(
        RoundCriterion, verbose_name="Kriterium", on_delete=models.CASCADE, related_name="assessments"
    )
    value = models.PositiveSmallIntegerField("Bewertung", null=True, blank=True)
    not_ratable = models.BooleanField("nicht bewertbar", default=False)
    rationale = models.TextField("Begründung", blank=True)
    backing = models.CharField("stützt sich auf", max_length=15, choices=Backing, blank=True)

    objects = PermittedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "Bewertung"
        verbose_name_plural = "Bewertungen"
        ordering = ("criterion__position", "criterion__pk")
        indexes = (models.Index(fields=["criterion", "value"], name="assessment_by_value"),)
        constraints = (
            models.UniqueConstraint(
                fields=["sheet", "criterion"],
                name="assessment_unique",
                violation_error_message="Zu diesem Kriterium gibt es schon eine Bewertung.",
            ),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__lte=HIGHEST, not_ratable=False),
                name="assessment_value_in_range",
                violation_error_message="Bewertet wird mit 0 bis 4 oder „nicht bewertbar“.",
            ),
            models.CheckConstraint(
                condition=Q(backing__in=["", *Backing.values]),
                name="assessment_backing_known",
                violation_error_message="Diese Art von Beleg gibt es nicht.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.criterion}: {'nicht bewertbar' if self.not_ratable else self.value}"


def evidence_path(evidence: "Evidence", filename: str) -> str:
    """A random path: names of files are data, not places."""
    return f"evidence/{uuid4().hex}{Path(filename).suffix.lower()[:10]}"


class Evidence(models.Model):
    """A file that backs an assessment. Never public."""

    assessment = models.ForeignKey(
        Assessment, verbose_name="Bewertung", on_delete=models.CASCADE, related_name="evidence"
    )
    file = models.FileField("Datei", upload_to=evidence_path)
    file_name = models.CharField("Dateiname", max_length=200, editable=False)
    content_type = models.CharField("Dateityp", max_length=100, editable=False)
    size = models.PositiveIntegerField("Größe in Byte", editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    added_at = models.DateTimeField("hochgeladen am", default=timezone.now, editable=False)

    objects = PermittedQuerySet.as_manager()

    class Meta:
        verbose_name = "Beleg"
        verbose_name_plural = "Belege"
        ordering = ("added_at", "pk")

    def __str__(self) -> str:
        return self.file_name


class RatingMailKind(models.TextChoices):
    OPENING = "opening", "Anschreiben"
    NUDGE = "nudge", "Erinnerung"


class RatingMail(models.Model):
    """What one address was sent about a round, or why it was not. Its id is part of the signed links it brought."""

    round = models.ForeignKey(
        EvaluationRound, verbose_name="Bewertungsrunde", on_delete=models.CASCADE, related_name="mails"
    )
    address = models.EmailField("E-Mail-Adresse")
    name = models.CharField("Name oder Funktion", max_length=120, blank=True)
    kind = models.CharField("Art", max_length=8, choices=RatingMailKind)
    day = models.DateField("Tag")
    sheets = models.ManyToManyField(RatingSheet, verbose_name="Bewertungsbögen", related_name="mails")
    mail = models.ForeignKey(
        OutgoingMail, verbose_name="Mail", on_delete=models.SET_NULL, null=True, related_name="rating_mails"
    )
    held_because = models.CharField("zurückgehalten, weil", max_length=200, blank=True)
    created_at = models.DateTimeField("eingereiht am", default=timezone.now, editable=False)

    objects = PermittedQuerySet.as_manager()

    class Meta:
        verbose_name = "Mail der Bewertungsrunde"
        verbose_name_plural = "Mails der Bewertungsrunde"
        ordering = ("created_at", "pk")
        indexes = (models.Index(fields=["address"], name="rating_mail_address"),)
        constraints = (
            models.UniqueConstraint(
                fields=["round", "address", "kind", "day"],
                name="rating_mail_once_a_day",
                violation_error_message="Diese Adresse hat heute schon eine solche Mail bekommen.",
            ),
            models.UniqueConstraint(
                fields=["round", "address"],
                condition=Q(kind=RatingMailKind.OPENING),
                name="rating_mail_one_opening",
                violation_error_message="Diese Adresse ist schon angeschrieben.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=RatingMailKind.values),
                name="rating_mail_kind_known",
                violation_error_message="Diese Art von Mail gibt es nicht.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} an {self.address}"
