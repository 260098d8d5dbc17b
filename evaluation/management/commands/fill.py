from argparse import ArgumentParser
from pathlib import PurePath
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from evaluation.filling import fill, fill_rounds
from measures.models import Measure


class Command(BaseCommand):
    help = (
        "Füllt eine leere oder nach ihrem Zweck benannte Datenbank („bench“ im Namen) mit Maßnahmen und"
        " Bewertungsrunden zum Messen."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--measures", type=int, default=100_000, help="Zahl der Maßnahmen")
        parser.add_argument("--seed", type=int, default=1, help="gleiche Zahl, gleiche Daten")

    def handle(self, **options: Any) -> None:
        if options["measures"] < 1:
            raise CommandError("Mindestens eine Maßnahme.")
        if Measure.objects.exists() and not is_for_benches():
            raise CommandError(
                "In dieser Datenbank stehen Maßnahmen."
                " Gefüllt wird nur eine leere oder eine, deren Name „bench“ enthält."
            )
        fill(options["measures"], timezone.localdate(), options["seed"])
        fill_rounds(timezone.localdate(), options["seed"])
        self.stdout.write(f"{Measure.objects.count()} Maßnahmen.")


def is_for_benches() -> bool:
    """Whether the database's own name (for a file: its last part) says so."""
    return "bench" in PurePath(str(connection.settings_dict["NAME"])).name
