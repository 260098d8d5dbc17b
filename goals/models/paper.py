from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from bildungsnetz.access import PermittedQuerySet
from bildungsnetz.records import Revised, Sourced
from bildungsnetz.words import search_text, search_words

from .committee import Committee


class PaperType(models.TextChoices):
    RESOLUTION = "resolution", "Beschlussvorlage"
    REPORT = "report", "Berichtsvorlage"
    MOTION = "motion", "Antrag"
    QUESTION = "question", "Anfrage"


class PaperQuerySet(PermittedQuerySet):
    def newest_first(self) -> Self:
        return self.order_by("-number")

    def with_words(self, query: str) -> Self:
        """Papers that contain every word of ``query``, an umlaut in either spelling."""
        rows = self
        for word in search_words(query):
            rows = rows.filter(search_text__contains=word)
        return rows

    def linked(self) -> Self:
        """Papers that take up another one or are taken up."""
        return self.filter(Q(predecessor__isnull=False) | Q(successors__isnull=False)).distinct()


class Paper(Sourced, Revised):
    """A council paper (OParl: Paper; German: Vorlage)."""

    number = models.CharField(
        "Vorlagennummer",
        max_length=9,
        unique=True,
        validators=[RegexValidator(r"\A\d{4}/\d{4}\Z", "Bitte in der Form 2022/1106 angeben.")],
        error_messages={"unique": "Eine Vorlage mit dieser Nummer gibt es schon."},
    )
    subject = models.CharField("Betreff", max_length=300)
    paper_type = models.CharField("Vorlage-Art", max_length=12, choices=PaperType, default=PaperType.RESOLUTION)
    paper_type_words = models.CharField("Vorlage-Art im Wortlaut", max_length=80, blank=True)
    is_public = models.BooleanField("öffentlich", default=True)
    lead_department = models.CharField("Federführend", max_length=160, blank=True)
    predecessor = models.ForeignKey(
        "self", verbose_name="knüpft an", on_delete=models.PROTECT, null=True, blank=True, related_name="successors"
    )
    resolution_summary = models.TextField("Kern des Beschlusses", blank=True)
    facts = models.TextField("Sachverhalt", blank=True)
    financial_effects = models.CharField("Finanzielle Auswirkungen", max_length=200, blank=True)
    note = models.TextField("Anmerkung", blank=True)
    search_text = models.TextField("Suchtext", editable=False, default="", blank=True)

    objects = PaperQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search_text"])
    history_parts = ("consultations", "resolution_items")

    class Meta:
        verbose_name = "Vorlage"
        verbose_name_plural = "Vorlagen"
        ordering = ("-number",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(predecessor=F("id")),
                name="paper_not_its_own_predecessor",
                violation_error_message="Eine Vorlage kann nicht an sich selbst anknüpfen.",
            ),
            models.CheckConstraint(
                condition=Q(paper_type__in=PaperType.values),
                name="paper_type_known",
                violation_error_message="Diese Vorlage-Art gibt es nicht.",
            ),
        )

    def __str__(self) -> str:
        return f"Vorlage {self.number}"

    def save(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]
        year, _, serial = self.number.partition("/")
        short = f"{year}/{serial.lstrip('0')}"  # as running text writes it: 2011/702
        self.search_text = search_text(
            self.number, short, self.subject, self.lead_department, self.resolution_summary, self.facts
        )
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_text"}
        super().save(*args, **kwargs)

    @property
    def slug(self) -> str:
        return self.number.replace("/", "-")

    def get_absolute_url(self) -> str:
        return reverse("goals:paper", args=[self.slug])


class ConsultationRole(models.TextChoices):
    PRELIMINARY = "preliminary", "Vorberatung"
    DECIDING = "deciding", "Entscheidung"
    HEARING = "hearing", "Anhörung"
    INFORMATION = "information", "Kenntnisnahme"


class Consultation(models.Model):
    """One station of a paper on its way through the committees (OParl: Consultation), in the order of the paper."""

    paper = models.ForeignKey(Paper, verbose_name="Vorlage", on_delete=models.CASCADE, related_name="consultations")
    position = models.PositiveSmallIntegerField("Nr.", default=1)
    committee = models.ForeignKey(
        Committee, verbose_name="Gremium", on_delete=models.PROTECT, related_name="consultations"
    )
    committee_name = models.CharField("Name des Gremiums zu dieser Zeit", max_length=200, blank=True)
    role = models.CharField("Rolle", max_length=12, choices=ConsultationRole, null=True, blank=True)
    held_on = models.DateField("Sitzungstag", null=True, blank=True)
    agenda_item = models.CharField("Tagesordnungspunkt", max_length=20, blank=True)
    result = models.CharField("Ergebnis", max_length=120, null=True, blank=True)
    votes_for = models.PositiveSmallIntegerField("dafür", null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField("dagegen", null=True, blank=True)
    abstentions = models.PositiveSmallIntegerField("Enthaltungen", null=True, blank=True)

    objects = PermittedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "Beratung"
        verbose_name_plural = "Beratungsfolge"
        ordering = ("paper", "position")
        constraints = (
            models.UniqueConstraint(
                fields=["paper", "position"],
                name="consultation_position_unique",
                violation_error_message="Diese Nummer ist in der Beratungsfolge schon vergeben.",
            ),
            models.CheckConstraint(
                condition=Q(role=None) | Q(role__in=ConsultationRole.values),
                name="consultation_role_known",
                violation_error_message="Diese Rolle gibt es nicht.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.shown_name} ({self.paper.number})"

    @property
    def has_votes(self) -> bool:
        return any(count is not None for count in (self.votes_for, self.votes_against, self.abstentions))

    @property
    def votes_words(self) -> str:
        """ "12 dafür, 3 dagegen, 1 Enthaltung", as far as it is known."""
        abstained = "Enthaltung" if self.abstentions == 1 else "Enthaltungen"
        counts = ((self.votes_for, "dafür"), (self.votes_against, "dagegen"), (self.abstentions, abstained))
        return ", ".join(f"{count} {word}" for count, word in counts if count is not None)

    @property
    def shown_name(self) -> str:
        return self.committee_name or self.committee.name


class ResolutionItem(Sourced):
    """One numbered item of a resolution (Beschlusspunkt). Whether it was carried out is answered later, above."""

    paper = models.ForeignKey(Paper, verbose_name="Vorlage", on_delete=models.CASCADE, related_name="resolution_items")
    number = models.PositiveSmallIntegerField("Nr.")
    text = models.TextField("Beschlusspunkt")

    objects = PermittedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "Beschlusspunkt"
        verbose_name_plural = "Beschlusspunkte"
        ordering = ("paper", "number")
        constraints = (
            models.UniqueConstraint(
                fields=["paper", "number"],
                name="resolution_item_number_unique",
                violation_error_message="Diese Nummer ist schon vergeben.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.paper.number}, Punkt {self.number}"
