import json
from datetime import date

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from bildungsnetz.outbox import actions
from bildungsnetz.outbox.actions import Summary
from bildungsnetz.outbox.models import HeldBack
from bildungsnetz.outbox.notices import kind_of


class Command(BaseCommand):
    """Can be called as often as one likes, also by cron: nobody gets a second mail on the same day."""

    help = "Findet, woran heute zu erinnern ist, und verschickt an jede Person höchstens eine Sammelmail."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--today", type=date.fromisoformat, metavar="JJJJ-MM-TT", help="so tun, als wäre dieser Tag"
        )
        parser.add_argument("--json", action="store_true", help="das Ergebnis als JSON drucken")

    def handle(self, *, today: date | None, json: bool, **options: object) -> None:
        now = timezone.now()
        summary = actions.remind(today or timezone.localdate(now), now)
        self.stdout.write(as_json(summary) if json else in_words(summary))
        if summary.failed_sources:
            raise CommandError(f"Nicht alles wurde gefragt, siehe Protokoll: {', '.join(summary.failed_sources)}")


def as_json(summary: Summary) -> str:
    return json.dumps(summary.as_json(), ensure_ascii=False, indent=2)


def in_words(summary: Summary) -> str:
    """The same for people."""
    lines = [
        f"Erinnerungen vom {summary.day:%d.%m.%Y}",
        f"  {counted(summary.mails, 'Mail', 'Mails')} an {counted(summary.mails, 'Person', 'Personen')} mit"
        f" {counted(summary.lines, 'Hinweis', 'Hinweisen')} in den Postausgang gelegt.",
        *(f"  neu gefunden: {kind_of(key).heading}: {n}" for key, n in sorted(summary.notices_found.items())),
        *(f"  zurückgehalten ({HeldBack(reason).label}): {n}" for reason, n in sorted(summary.held_back.items())),
    ]
    return "\n".join(lines)


def counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
