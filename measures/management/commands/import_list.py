"""Reads a list of actors, measured values or progress notes; says first what it would change."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from bildungsnetz.accounts.models import User
from bildungsnetz.sheets.limits import Refused
from measures.actions import learn_heads
from measures.lists import KINDS, runs
from measures.lists.base import Line, ListKind, Outcome, counts
from measures.lists.reading import listing_of
from measures.management.given import content_of, mapping

NOBODY = "Nennen Sie mit --by die E-Mail-Adresse eines Kontos, das das darf."
WORDS = {
    "created": "neu",
    "updated": "geändert",
    "unchanged": "unverändert",
    "rows_invalid": "abgelehnt",
    "skipped": "übersprungen",
}
EXIT = {"accept": 0, "partial": 1, "reject": 2}


class Command(BaseCommand):
    help = "Liest eine Liste (Akteure, Messwerte, Sachstände) aus einer Tabelle. Ohne --apply wird nichts gespeichert."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=KINDS, metavar="KIND", help=" | ".join(KINDS))
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", default="", help="E-Mail-Adresse, in deren Namen gespeichert wird")
        parser.add_argument("--sheet", default="", help="Name des Blatts")
        parser.add_argument("--mapping", type=Path, help='JSON: {"Überschrift": "Spalte"}')
        parser.add_argument("--apply", action="store_true", help="speichern, wenn alle Zeilen lesbar sind")
        parser.add_argument("--partial", action="store_true", help="auch speichern, wenn Zeilen abgelehnt sind")
        parser.add_argument("--json", action="store_true", help="Ergebnis als JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        kind = KINDS[options["kind"]]
        by = User.objects.active().filter(email__iexact=options["by"]).first() if options["by"] else None
        if options["apply"] and not (by and kind.allows(by)):
            raise CommandError(NOBODY)
        try:
            found = self.work(kind, by, options)
        except Refused as error:
            found = {"status": "reject", "errors": [{"row": None, "column": None, "message": str(error)}]}
        self.tell(found, options)
        if code := EXIT[found["status"]]:
            raise SystemExit(code)

    def work(self, kind: type[ListKind], by: User | None, options: dict[str, Any]) -> dict[str, Any]:
        path: Path = options["file"]
        chosen = mapping(options["mapping"]).get("columns")
        listing = listing_of(content_of(path), path.name, kind, options["sheet"], chosen)
        with transaction.atomic():
            lines = listing.lines(kind(by=by or User(), today=timezone.localdate(), locking=True))
            found = report(lines, listing.sheet)
            found["remarks"] = [*listing.table.remarks, *listing.understood(kind)[1]]
            ready = found["status"] == "accept" or (found["status"] == "partial" and options["partial"])
            found["applied"] = options["apply"] and ready
            if found["applied"] and by:
                if any(line.writes for line in lines):
                    found["run"] = runs.write(lines, file_name=path.name, by=by)
                learn_heads(kind.key, listing.chosen)
        return found

    def tell(self, found: dict[str, Any], options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
            return
        for error in found["errors"]:
            place = f"Zeile {error['row']}, {error['column'] or 'Zeile'}: " if error["row"] else ""
            self.stdout.write(f"{place}{error['message']}")
        if "rows" in found:
            self.stdout.write(", ".join(f"{found[key]} {word}" for key, word in WORDS.items() if found[key]))


def report(lines: list[Line], sheet: str) -> dict[str, Any]:
    """As ``import_measures`` says it: accept where every data row can be read, partial where some are refused."""
    number = counts(lines)
    valid = number[Outcome.NEW] + number[Outcome.CHANGED] + number[Outcome.SAME]
    refused = number[Outcome.REFUSED]
    return {
        "status": "accept" if not refused else "partial" if valid else "reject",
        "rows_total": len(lines),
        "rows_valid": valid,
        "rows_invalid": refused,
        "skipped": number[Outcome.SKIPPED],
        "created": number[Outcome.NEW],
        "updated": number[Outcome.CHANGED],
        "unchanged": number[Outcome.SAME],
        "sheet": sheet,
        "errors": [
            {"row": line.number, "column": head, "message": said} for line in lines for head, said in line.problems
        ],
        "rows": [
            {
                "row": line.number,
                "outcome": line.outcome,
                "title": line.title,
                "values": {head: after for head, _, after in line.changes},
                "note": line.note,
                "remarks": [*line.doubts, *line.remarks],
            }
            for line in lines
        ],
    }
