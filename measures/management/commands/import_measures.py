import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from bildungsnetz.sheets.limits import Refused
from measures import actions
from measures.imports import files
from measures.imports.planning import Line, Plan
from measures.management.given import content_of, mapping
from measures.models import ImportRun, Outcome, measure_number

ACCEPT, PARTIAL, REJECT = "accept", "partial", "reject"
READABLE = ("new", "changed", "added", "unchanged")
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
            '"rows": "together"} (weitere Zeilen ergänzen die Maßnahme) oder "apart" (sie werden abgelehnt); '
            '"fallbacks": {"lead": "Name", "completed_on": "2025-12-31", "status_reason": "…"} gilt, wo nichts steht',
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
        content = content_of(path)
        run = ImportRun(file_name=path.name[-200:], content=content, choices=choices)
        wanted = ((ACCEPT, PARTIAL) if options["partial"] else (ACCEPT,)) if options["apply"] else ()

        def planned() -> Plan:
            return files.plan_of(run, today=today, user=None, create_actors=options["create_actors"])

        plan = planned()
        if status_of(plan) not in wanted:
            return report(plan)
        with transaction.atomic():
            plan = plan if plan.is_current else planned()
            if status_of(plan) not in wanted:
                return report(plan)
            run = actions.keep_file(content, name=path.name, by=None, choices=choices)
            actions.show(run, plan)
            try:
                actions.carry_out(run, plan, by=None, today=today)
            except actions.Moved as error:
                raise ValidationError("Die Daten wurden gleichzeitig geändert. Bitte noch einmal starten.") from error
        return report(plan) | {"applied": True, "run": run.pk}


def status_of(plan: Plan) -> str:
    """Whether every data row can be read, some, or none."""
    if not plan.counts["refused"]:
        return ACCEPT
    return PARTIAL if any(plan.counts[one] for one in READABLE) else REJECT


def report(plan: Plan) -> dict[str, Any]:
    counts = plan.counts
    return {
        "status": status_of(plan),
        "rows_total": len(plan.lines),
        "rows_valid": sum(counts[one] for one in READABLE),
        "rows_invalid": counts["refused"],
        "skipped": counts["skipped"],
        "created": counts["new"],
        "updated": counts["changed"] + counts["added"],
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
