from django.core.validators import MaxValueValidator
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from bildungsnetz.access import PermittedQuerySet
from bildungsnetz.records import Revised, Sourced

MOST_DAYS = 100


class Committee(Sourced, Revised):
    """A body of the council (OParl: Organization). It keeps its key when it is renamed."""

    key = models.SlugField("Kürzel", unique=True, max_length=80)
    name = models.CharField("Name", max_length=200, unique=True)
    genitive = models.CharField("Name im Genitiv", max_length=220, blank=True)
    position = models.PositiveSmallIntegerField("Reihenfolge", default=100)
    is_active = models.BooleanField("tagt", default=True)
    papers_due_days = models.PositiveSmallIntegerField(
        "Vorlagenschluss: Arbeitstage vor der Sitzung", null=True, blank=True, validators=[MaxValueValidator(MOST_DAYS)]
    )

    objects = PermittedQuerySet.as_manager()
    history = HistoricalRecords()
    history_parts = ("former_names",)

    class Meta:
        verbose_name = "Gremium"
        verbose_name_plural = "Gremien"
        ordering = ("position", "name")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(papers_due_days=None) | models.Q(papers_due_days__lte=MOST_DAYS),
                name="committee_papers_due_days",
                violation_error_message=f"Bitte höchstens {MOST_DAYS} Arbeitstage.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("goals:committee", args=[self.key])


class CommitteeName(models.Model):
    """A former name. Papers of that time show it."""

    committee = models.ForeignKey(
        Committee, verbose_name="Gremium", on_delete=models.CASCADE, related_name="former_names"
    )
    name = models.CharField("früherer Name", max_length=200)
    used_until = models.DateField("geführt bis", null=True, blank=True)
    note = models.CharField("Anmerkung", max_length=300, blank=True)

    objects = PermittedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "früherer Name"
        verbose_name_plural = "frühere Namen"
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                fields=["committee", "name"],
                name="committee_name_unique",
                violation_error_message="Dieser frühere Name ist schon eingetragen.",
            ),
        )

    def __str__(self) -> str:
        return self.name


class MeetingQuerySet(PermittedQuerySet):
    def upcoming(self, today):  # type: ignore[no-untyped-def]
        return self.filter(held_on__gte=today).order_by("held_on", "pk")


class Meeting(Sourced, Revised):
    """A session of a committee (OParl: Meeting), with the day by which its papers must be handed in."""

    committee = models.ForeignKey(Committee, verbose_name="Gremium", on_delete=models.CASCADE, related_name="meetings")
    held_on = models.DateField("Sitzungstag")
    papers_due_on = models.DateField("Vorlagenschluss", null=True, blank=True)
    place = models.CharField("Ort", max_length=200, blank=True)
    external_id = models.CharField("Kennung im Sitzungskalender", max_length=300, blank=True, editable=False)

    objects = MeetingQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "Sitzung"
        verbose_name_plural = "Sitzungen"
        ordering = ("held_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["committee", "held_on"],
                name="meeting_unique",
                violation_error_message="Für diesen Tag ist schon eine Sitzung des Gremiums eingetragen.",
            ),
            models.CheckConstraint(
                condition=models.Q(papers_due_on=None) | models.Q(papers_due_on__lte=models.F("held_on")),
                name="meeting_papers_due_before",
                violation_error_message="Der Vorlagenschluss muss vor der Sitzung liegen.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.committee}, {self.held_on:%d.%m.%Y}"
