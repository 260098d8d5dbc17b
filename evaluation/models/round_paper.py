"""Long papers of a round, rendered by a worker and kept for a while."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from bildungsnetz.access import PermittedQuerySet

from .round import EvaluationRound


class RoundPaper(models.Model):
    """The last rendering of an agenda, of worksheets or of a protocol that was too long for a page to wait for.

    ``key`` says of what it is: rendering the same again takes the place of the one before.
    """

    round = models.ForeignKey(
        EvaluationRound, verbose_name="Bewertungsrunde", on_delete=models.CASCADE, related_name="papers"
    )
    key = models.CharField("Schlüssel", max_length=80)
    file_name = models.CharField("Dateiname", max_length=120)
    pdf = models.BinaryField("PDF")
    rendered_at = models.DateTimeField("erzeugt am", default=timezone.now)

    objects = PermittedQuerySet.as_manager()

    class Meta:
        verbose_name = "Papier der Runde"
        verbose_name_plural = "Papiere der Runde"
        constraints = (
            models.UniqueConstraint(
                fields=["round", "key"],
                name="round_paper_unique",
                violation_error_message="Dieses Papier gibt es schon.",
            ),
        )

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("evaluation:round_paper", args=[self.round.serial, self.pk])
