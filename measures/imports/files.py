"""From the bytes of a run to its plan: choosing the sheet, finding the table, reading its rows."""

from collections.abc import Callable
from datetime import date
from typing import Any

from bildungsnetz.accounts.models import User
from bildungsnetz.sheets.heads import Table, find_table
from bildungsnetz.sheets.limits import Refused
from bildungsnetz.sheets.reading import read
from bildungsnetz.sheets.tables import Sheet, Workbook
from measures.models import ImportRun
from measures.resources import MeasureResource

from .heads import Heads
from .planning import OFFICE, Plan, plan

NO_SHEET = "Ein Blatt „{}“ gibt es nicht. Vorhanden sind: {}."
NO_HEADS = "In der Datei steht keine Spaltenüberschrift, die zu Maßnahmen passt, zum Beispiel „Maßnahme“ oder „Nr.“."
NO_ROWS = "Die Datei enthält keine Zeilen mit Daten."
OTHERS = "Gelesen wird das Blatt „{}“. Weitere Blätter: {}."


def plan_of(
    run: ImportRun, *, today: date, user: User | None, create_actors: bool = False, workbook: Workbook | None = None
) -> Plan:
    """Reads the file of ``run`` as its choices say. Raises Refused where nothing in it can be read."""
    book = workbook or read(bytes(run.content), run.file_name)
    heads = heads_of(run, user)
    sheet, table = choose(book, run.choices.get("sheet", ""), heads.known)
    found = plan(
        table, today=today, user=user, choices=run.choices, create_actors=create_actors,
        sheet=sheet.name,
    )  # fmt: skip
    if not any(one.key in ("number", "title") for one in found.columns):
        raise Refused(NO_HEADS)
    if not table.rows:
        raise Refused(NO_ROWS)
    others = [f"„{one.name}“" for one in book.sheets if one is not sheet and one.rows]
    said = [OTHERS.format(sheet.name, ", ".join(others))] if others and len(book.sheets) > 1 else []
    found.remarks = [*book.remarks, *said, *found.remarks]
    return found


def heads_of(run: ImportRun, user: User | None) -> Heads:
    return Heads(MeasureResource(user or OFFICE), run.choices.get("columns"))


def samples(table: Table) -> dict[int, str]:
    """Position of a column -> the first things that stand in it."""
    found: dict[int, list[str]] = {}
    for row in table.rows[:50]:
        for place, cell in enumerate(row.cells):
            words = " ".join(cell.shown.split())[:40]
            if words and words not in found.setdefault(place, []) and len(found[place]) < 3:
                found[place].append(words)
    return {place: " · ".join(words) for place, words in found.items()}


def choose(book: Workbook, name: str, known: Callable[[str], bool]) -> tuple[Sheet, Table]:
    """The sheet of this ``name``, else the one whose head says most that is known; hidden ones come last."""
    if name:
        found = next((one for one in book.sheets if one.name == name), None) or next(
            (one for one in book.sheets if one.name.strip().casefold() == name.strip().casefold()), None
        )
        if found is None:
            raise Refused(NO_SHEET.format(name[:60], ", ".join(f"„{one.name}“" for one in book.sheets)))
        return found, find_table(found, known)
    tables: list[tuple[Any, Sheet, Table]] = []
    for place, sheet in enumerate(book.sheets):
        table = find_table(sheet, known)
        hits = sum(1 for head in table.columns if known(head))
        tables.append(
            ((bool(table.rows) and hits > 0, not sheet.hidden, hits, len(table.rows) > 0, -place), sheet, table)
        )
    if not tables:
        raise Refused(NO_ROWS)
    _, sheet, table = max(tables, key=lambda one: one[0])
    return sheet, table
