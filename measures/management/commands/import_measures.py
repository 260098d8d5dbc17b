import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand
from django.utils import timezone

from bildungsnetz.sheets.limits import Refused
from measures import actions
from measures.imports import files
from measures.imports.planning import Line, Plan
from measures.management.given import content_of, mapping
from measures.models import ImportRun, Outcome, measure_number

ACCEPT, PARTIAL, REJECT = "accept", "partial", "reject"
EXIT = {ACCEPT: 0, PARTIAL: 1, REJECT: 2}


class Command(BaseCommand):
    help = (
        "Liest Maßnahmen aus einer Tabelle (XLSX, XLS, ODS, CSV). Ohne --apply wird nur gesagt, was geschähe. "
        "Rückgabe: 0 alle Zeilen lesbar, 1 ein Teil abgelehnt, 2 Datei abgelehnt."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="die Tabelle")
        parser.add_argument(
            "--sheet", default="", help="Name des Blattes; sonst das mit den bekanntesten Überschriften"
        )
        parser.add_argument(
            "--mapping",
            type=Path,
            help='JSON: {"columns": {"Überschrift": "Spalte"}, "values": {"actor": {"Schreibweise": "Name"}}, '
            '"rows": "together"} (weitere Zeilen ergänzen die Maßnahme) oder "apart" (sie werden abgelehnt)',
        )
        parser.add_argument("--apply", action="store_true", help="schreiben, wenn alle Zeilen lesbar sind")
        parser.add_argument("--partial", action="store_true", help="mit --apply: die lesbaren Zeilen schreiben")
        parser.add_argument("--json", action="store_true", help="das Ergebnis als JSON")
        parser.add_argument("--create-actors", action="store_true", help="unbekannte Akteure anlegen statt ablehnen")

    def handle(self, **options: Any) -> None:
        try:
            told = self.work(**options)
        except (Refused, ValidationError) as error:
            told = rejected(" ".join(error.messages) if isinstance(error, ValidationError) else str(error))
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) if options["json"] else in_words(told))
        if code := EXIT[told["status"]]:
            self.stdout.flush()
            sys.exit(code)

    def work(self, **options: Any) -> dict[str, Any]:
        path: Path = options["file"]
        choices = mapping(options["mapping"]) | {"sheet": options["sheet"]}
        today = timezone.localdate()
        create = options["create_actors"]
        content = content_of(path)
        run = ImportRun(file_name=path.name[-200:], content=content, choices=choices)
        plan = files.plan_of(run, today=today, user=None, create_actors=create)
        told = report(plan)
        if options["apply"] and (told["status"] == ACCEPT or (told["status"] == PARTIAL and options["partial"])):
            kept = actions.keep_file(content, name=path.name, by=None, choices=choices)
            actions.show(kept, plan)
            try:
                plan = actions.apply_import(kept, by=None, today=today, shown=plan.digest, create_actors=create)
            except actions.Moved as error:
                raise ValidationError("Die Daten wurden gleichzeitig geändert. Bitte noch einmal starten.") from error
            told = report(plan) | {"applied": True, "run": kept.pk}
        return told


def report(plan: Plan) -> dict[str, Any]:
    counts = plan.counts
    updated = counts["changed"] + counts["added"]
    valid = counts["new"] + updated + counts["unchanged"]
    invalid = counts["refused"]
    return {
        "status": ACCEPT if not invalid else PARTIAL if valid else REJECT,
        "rows_total": len(plan.lines),
        "rows_valid": valid,
        "rows_invalid": invalid,
        "skipped": counts["skipped"],
        "created": counts["new"],
        "updated": updated,
        "unchanged": counts["unchanged"],
        "sheet": plan.sheet,
        "applied": False,
        "remarks": plan.remarks,
        "errors": [
            {"row": line.number, "column": problem.column, "message": problem.message}
            for line in plan.lines
            for problem in line.problems
        ],
        "rows": [row(line) for line in plan.lines],
    }


def row(line: Line) -> dict[str, Any]:
    """A row that adds to the measure of another one, ``of``, counts as changed."""
    serial = (line.head or line).serial
    return {
        "row": line.number,
        "outcome": Outcome.CHANGED.value if line.outcome == Outcome.ADDED else line.outcome.value,
        "of": line.head.number if line.head else None,
        "values": line.values or {head: new for head, _, new in line.changes},
        "title": line.title,
        "number": serial and measure_number(serial),
        "remarks": line.remarks,
    }


def rejected(reason: str) -> dict[str, Any]:
    numbers = ("rows_total", "rows_valid", "rows_invalid", "skipped", "created", "updated", "unchanged")
    return {
        "status": REJECT, **dict.fromkeys(numbers, 0), "sheet": "", "applied": False, "remarks": [],
        "errors": [{"row": None, "column": None, "message": reason}], "rows": [],
    }  # fmt: skip


def in_words(told: dict[str, Any]) -> str:
    lines = [
        f"Blatt „{told['sheet']}“: {told['rows_total']} Zeilen, {told['created']} neu, {told['updated']} geändert, "
        f"{told['unchanged']} unverändert, {told['rows_invalid']} abgelehnt, {told['skipped']} übersprungen."
    ] * bool(told["rows_total"])
    lines += told["remarks"]
    for error in told["errors"]:
        place = [f"Zeile {error['row']}"] * bool(error["row"]) + [f"Spalte „{error['column']}“"] * bool(error["column"])
        lines.append(": ".join(filter(None, (", ".join(place), error["message"]))))
    return "\n".join([*lines, "Geschrieben." if told["applied"] else "Es wurde nichts geschrieben."])
