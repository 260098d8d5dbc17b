"""Columns that several models share: where a record comes from, its version, its place in an alphabetical list."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from bildungsnetz.words import sort_key


class Origin(models.TextChoices):
    """Honest data: what is known, what we suggest, what is made up for the demonstration."""

    SOURCE = "source", "aus der Quelle"
    PARAPHRASE = "paraphrase", "sinngemäß nach der Quelle"
    OWN = "own", "eigene Angabe"
    SUGGESTION = "suggestion", "Vorschlag"
    INVENTED = "invented", "Beispiel (erfunden)"


class Sourced(models.Model):
    """A record that says where it comes from; single fields of another origin stand in ``field_origins``."""

    origin = models.CharField("Herkunft", max_length=12, choices=Origin, default=Origin.OWN)
    field_origins = models.JSONField("Herkunft einzelner Angaben", default=dict, blank=True)
    source_urls = models.TextField("Quellen (eine Adresse je Zeile)", blank=True)

    class Meta:
        abstract = True

    @property
    def sources(self) -> list[str]:
        return self.source_urls.split()

    @property
    def origin_marks(self) -> dict[str, str]:
        """field name -> label, for fields that are a suggestion or invented."""
        marked = (Origin.SUGGESTION, Origin.INVENTED)
        return {field: Origin(value).label for field, value in self.field_origins.items() if value in marked}

    def origin_of(self, field: str) -> Origin:
        return Origin(self.field_origins.get(field, self.origin))

    def mark_own(self, fields: Iterable[str]) -> None:
        """A person has written these fields: what source or suggestion said no longer stands there."""
        columns = {column.name for column in self._meta.concrete_fields}
        for field in columns.intersection(fields):
            self.field_origins.pop(field, None)
            if self.origin != Origin.OWN:
                self.field_origins[field] = Origin.OWN.value


class Revised(models.Model):
    """What two people can edit at once: the form carries ``revision_no``, saving raises it."""

    revision_no = models.PositiveIntegerField("Bearbeitungsstand", default=1, editable=False)

    class Meta:
        abstract = True


class SortKeyField(models.CharField):
    """Compared byte by byte on every database, whatever its locale: made from another field by DIN 5007-1."""

    def __init__(self, source: str = "", **options: Any) -> None:
        self.source = source
        options.update(max_length=200, editable=False, default="", blank=True)
        super().__init__(**options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        for fixed in ("max_length", "editable", "default", "blank"):
            options.pop(fixed, None)
        return name, path, args, {"source": self.source, **options}

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        collation = "C" if connection.vendor == "postgresql" else "BINARY"
        return {**super().db_parameters(connection), "collation": collation}

    def pre_save(self, instance: models.Model, add: bool) -> str:
        value = sort_key(getattr(instance, self.source))
        setattr(instance, self.attname, value)
        return value


class DatePrecision(models.TextChoices):
    """How exactly a date is known; a beginning is then kept as the first day of that span, an end as its last."""

    DAY = "day", "Tag"
    MONTH = "month", "Monat"
    SCHOOL_YEAR = "school_year", "Schuljahr"
    YEAR = "year", "Jahr"


def precision_field(of: str) -> models.CharField:
    return models.CharField(
        f"{of}: Genauigkeit", max_length=12, choices=DatePrecision, default=DatePrecision.DAY, blank=True
    )


def words_field(of: str) -> models.CharField:
    return models.CharField(f"{of}: Wortlaut der Quelle", max_length=200, blank=True)
