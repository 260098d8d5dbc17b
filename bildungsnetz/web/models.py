"""Pages that every public body must have and that the office words itself."""

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from bildungsnetz.access import PermittedQuerySet
from bildungsnetz.records import Revised


class LegalPage(Revised):
    """Impressum, Datenschutz, Erklärung zur Barrierefreiheit. Plain text; a line that begins with "# " is a heading."""

    key = models.SlugField("Adresse", unique=True, max_length=40)
    title = models.CharField("Titel", max_length=120)
    text = models.TextField("Text")
    position = models.PositiveSmallIntegerField("Reihenfolge", default=100)

    objects = PermittedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "rechtliche Seite"
        verbose_name_plural = "rechtliche Seiten"
        ordering = ("position", "key")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse(f"web:{self.key}")

    @property
    def sections(self) -> list[tuple[str, str]]:
        """The text cut at its headings: heading (empty before the first one) and what stands below it."""
        sections = [("", "")]
        for line in self.text.splitlines():
            if line.startswith("# "):
                sections.append((line[2:].strip(), ""))
            else:
                heading, text = sections[-1]
                sections[-1] = heading, f"{text}\n{line}"
        return [(heading, text.strip()) for heading, text in sections if heading or text.strip()]
