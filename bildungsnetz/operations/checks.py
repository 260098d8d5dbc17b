"""What the machine must have, said in words that name the cure."""

import ctypes.util
import sqlite3
from collections.abc import Sequence
from datetime import date, timedelta

from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Caution
from django.db import connections
from django.utils import timezone

from bildungsnetz import schooldays

LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
SQLITE_LEAST = (3, 38)
AHEAD = timedelta(days=180)  # reporting windows and committee dates are planned half a year ahead


@register(Tags.compatibility)
def pango_is_there(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """WeasyPrint draws PDFs with Pango."""
    missing = [package for library, package in LIBRARIES.items() if not ctypes.util.find_library(library)]
    if not missing:
        return []
    return [
        Error(
            "Für PDF fehlen Systembibliotheken.",
            hint=f"apt-get install {' '.join(missing)}",
            id="operations.E001",
        )
    ]


@register(Tags.database)
def database_can_search(
    app_configs: object, databases: Sequence[str] | None = None, **kwargs: object
) -> list[CheckMessage]:
    """Search needs trigrams: an extension in PostgreSQL, a tokenizer in SQLite."""
    messages: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        if connection.vendor == "sqlite":
            messages += sqlite_has_trigrams()
        elif connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'")
                messages += postgres_has_trigrams(cursor.fetchone() is not None)
    return messages


def sqlite_has_trigrams() -> list[CheckMessage]:
    """Asks the library itself: distributions leave FTS5 out or ship one that is too old."""
    try:
        if sqlite3.sqlite_version_info < SQLITE_LEAST:
            raise sqlite3.OperationalError(f"SQLite {sqlite3.sqlite_version} ist zu alt")
        with sqlite3.connect(":memory:") as probe:
            probe.execute("CREATE VIRTUAL TABLE probe USING fts5(words, tokenize='trigram')")
        probe.close()
    except sqlite3.OperationalError as error:
        return [
            Error(
                f"SQLite kann hier nicht in Wortteilen suchen ({error}).",
                hint=f"Nötig: SQLite ab {'.'.join(map(str, SQLITE_LEAST))} mit FTS5 und Trigrammen, oder PostgreSQL.",
                id="operations.E002",
            )
        ]
    return []


def postgres_has_trigrams(available: bool) -> list[CheckMessage]:
    if available:
        return []
    return [
        Error(
            "PostgreSQL fehlt die Erweiterung pg_trgm.",
            hint="Debian: apt-get install postgresql-contrib; danach bindet migrate sie ein.",
            id="operations.E003",
        )
    ]


@register(Tags.compatibility)
def school_holidays_are_known(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """Deadlines and reminders keep to school days; the library's years end some day."""
    return holidays_running_out(timezone.localdate())


def holidays_running_out(today: date) -> list[CheckMessage]:
    if today + AHEAD <= schooldays.known_until():
        return []
    return [
        Caution(
            f"Schulferien sind nur bis {schooldays.known_until():%d.%m.%Y} hinterlegt.",
            hint="Die Bibliothek holidays erneuern: ./run lock. Bis dahin zählen danach nur Wochenenden und Feiertage.",
            id="operations.W004",
        )
    ]
