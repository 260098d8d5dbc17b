"""From the bytes of a run to its plan: choosing the sheet, finding the table, reading its rows."""

from datetime import date

from django.utils.text import Truncator

from bildungsnetz.accounts.models import User
from bildungsnetz.operations.progress import Step, nobody_waits
from bildungsnetz.sheets.heads import Table, find_table
from bildungsnetz.sheets.limits import Refused
from bildungsnetz.sheets.reading import read
from bildungsnetz.sheets.tables import Sheet, Workbook
from measures.models import ImportRun

from .heads import Heads, Unassigned, lacking, measure_heads
from .planning import Plan, plan

NO_SHEET = "Ein Blatt „{}“ gibt es nicht. Vorhanden sind: {}."
NEEDS = (("number", "title"),)
AT_ONCE = 500  # rows; more are planned and written by a worker, with progress
SAMPLE = 40  # characters of a cell that stand for it
NO_ROWS = "Die Datei enthält keine Zeilen mit Daten."
OTHERS = "Gelesen wird das Blatt „{}“. Weitere Blätter: {}."


def plan_of(
    run: ImportRun,
    *,
    today: date,
    user: User | None,
    create_actors: bool = False,
    workbook: Workbook | None = None,
    step: Step = nobody_waits,
) -> Plan:
    """Reads the file of ``run`` as its choices say. Raises Refused where nothing in it can be read."""
    book = workbook or read(bytes(run.content), run.file_name)
    heads = heads_of(run, user)
    sheet, table = choose(book, run.choices.get("sheet", ""), heads)
    if not table.columns:
        raise Refused(NO_ROWS)
    found = plan(
        table, today=today, user=user, choices=run.choices, create_actors=create_actors,
        sheet=sheet.name, step=step,
    )  # fmt: skip
    if said := lacking(NEEDS, (one.key for one in found.columns), heads.titles):
        raise Unassigned(said)
    if not table.rows:
        raise Refused(NO_ROWS)
    found.remarks = [*book.remarks, *others(book, sheet), *found.remarks]
    return found


def is_long(run: ImportRun, workbook: Workbook, user: User | None) -> bool:
    """Whether planning takes a worker. Raises as ``plan_of`` does where there is nothing to plan."""
    heads = heads_of(run, user)
    _, table = choose(workbook, run.choices.get("sheet", ""), heads)
    if len(table.rows) <= AT_ONCE:
        return False
    understood, _ = heads.understand(table)
    if said := lacking(NEEDS, (one.key for one in understood), heads.titles):
        raise Unassigned(said)
    return True


def heads_of(run: ImportRun, user: User | None) -> Heads:
    return measure_heads(user, run.choices.get("columns"))


def samples(table: Table) -> dict[int, str]:
    """Position of a column -> the first things that stand in it."""
    found: dict[int, list[str]] = {}
    for row in table.rows[:50]:
        for place, cell in enumerate(row.cells):
            words = Truncator(" ".join(cell.shown.split())).chars(SAMPLE)
            if words and words not in found.setdefault(place, []) and len(found[place]) < 3:
                found[place].append(words)
    return {place: " · ".join(words) for place, words in found.items()}


def others(book: Workbook, chosen: Sheet) -> list[str]:
    """A remark on the sheets that are not read."""
    names = [f"„{one.name}“" for one in book.sheets if one is not chosen and one.rows]
    return [OTHERS.format(chosen.name, ", ".join(names))] if names else []


def choose(book: Workbook, name: str, heads: Heads) -> tuple[Sheet, Table]:
    """The sheet of this ``name``, else the one whose head says most that is known; hidden ones come last.

    Raises Refused where there is none.
    """
    if name:
        found = next((one for one in book.sheets if one.name == name), None) or next(
            (one for one in book.sheets if one.name.strip().casefold() == name.strip().casefold()), None
        )
        if found is None:
            raise Refused(NO_SHEET.format(name[:60], ", ".join(f"„{one.name}“" for one in book.sheets)))
        return found, find_table(found, heads.known, heads.joins)
    if not book.sheets:
        raise Refused(NO_ROWS)
    tables = [(sheet, table, sum(map(heads.known, table.columns))) for sheet in book.sheets
              for table in (find_table(sheet, heads.known, heads.joins),)]  # fmt: skip
    most = max((hits for sheet, _, hits in tables if not sheet.hidden), default=0)

    def fits(one: tuple[Sheet, Table, int]) -> tuple[bool, bool, int, bool]:
        """A few known words above rows are no list where another sheet has many more of them."""
        sheet, table, hits = one
        return bool(table.rows) and 2 * hits >= max(most, 1), not sheet.hidden, hits, bool(table.rows)

    sheet, table, _ = max(tables, key=fits)
    return sheet, table
