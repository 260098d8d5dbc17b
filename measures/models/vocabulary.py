from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords


class VocabularyQuerySet(models.QuerySet):
    def in_use(self) -> "VocabularyQuerySet":
        return self.filter(is_active=True)


class Vocabulary(models.Model):
    """A word to choose from; retired words stay on the records that have them."""

    key = models.SlugField("Kürzel", unique=True, max_length=60)
    name = models.CharField("Bezeichnung", max_length=120, unique=True)
    position = models.PositiveSmallIntegerField("Reihenfolge", default=100)
    is_active = models.BooleanField("wählbar", default=True)
    source_urls = models.TextField("Quellen (eine Adresse je Zeile)", blank=True)

    objects = VocabularyQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("position", "name")

    def __str__(self) -> str:
        return self.name


class EducationStage(Vocabulary):
    """A stage of the education chain (Bildungskette), from early childhood to further education."""

    history = HistoricalRecords()

    class Meta(Vocabulary.Meta):
        verbose_name = "Bildungsphase"
        verbose_name_plural = "Bildungsphasen"


class StageTransition(Vocabulary):
    """The way from one stage to the next."""

    from_stage = models.ForeignKey(
        EducationStage,
        verbose_name="von",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="transitions_out",
    )
    to_stage = models.ForeignKey(
        EducationStage,
        verbose_name="nach",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="transitions_in",
    )
    history = HistoricalRecords()

    class Meta(Vocabulary.Meta):
        verbose_name = "Übergang"
        verbose_name_plural = "Übergänge"
        constraints = (
            models.CheckConstraint(
                condition=Q(from_stage=None) | ~Q(from_stage=F("to_stage")),
                name="stage_transition_two_stages",
                violation_error_message="Ein Übergang führt von einer Phase in eine andere.",
            ),
        )


class TargetGroup(Vocabulary):
    """Whom a measure is for."""

    history = HistoricalRecords()

    class Meta(Vocabulary.Meta):
        verbose_name = "Zielgruppe"
        verbose_name_plural = "Zielgruppen"


class District(Vocabulary):
    """A Stadtbezirk."""

    history = HistoricalRecords()

    class Meta(Vocabulary.Meta):
        verbose_name = "Stadtbezirk"
        verbose_name_plural = "Stadtbezirke"
