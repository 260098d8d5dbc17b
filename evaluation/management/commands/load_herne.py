from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from evaluation import fixtures


class Command(BaseCommand):
    help = "Lädt Hernes öffentliche Vorlagen, Ziele, Akteure und Maßnahmen in eine leere Datenbank."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="dazu erfundene Sachstände, Sitzungen und Konten")
        parser.add_argument("--if-empty", action="store_true", help="nichts tun, wenn schon etwas da ist")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["demo"] and not settings.DEMO:
            raise CommandError("Beispieldaten gibt es nur im Modus „demo“ (BILDUNGSNETZ_MODE=demo).")
        if options["if_empty"] and not fixtures.is_empty():
            return
        try:
            loaded = fixtures.load_demo(timezone.localdate()) if options["demo"] else fixtures.load_records()
        except fixtures.NotEmptyError:
            raise CommandError(
                "Es gibt schon Vorlagen oder Maßnahmen; geladen wird nur in eine leere Datenbank."
            ) from None
        self.stdout.write(f"{loaded} Datensätze geladen.")
