"""What the list as a file costs, beside the least that could write it; prints a row as JSON.

``python -m tests.benchmarks.sheets WHAT``: memory, each in a process of its own, so that its peak is its own;
``… WHAT BARE``: time, both in one process. The database is that of ``DATABASE_URL``, filled. The floor of CSV is a
cursor and ``csv.writer``, that of XLSX a cursor and f-strings into a ZIP: the same columns, nothing translated, nothing
guarded.
"""

import csv
import gc
import io
import json
import os
import resource
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bildungsnetz.settings")

import django

django.setup()

from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.http import QueryDict
from django.utils import timezone
from psycopg.types.json import Jsonb

from bildungsnetz.sheets.reading import read
from bildungsnetz.sheets.writing import Column, Sheet, write
from bildungsnetz.words import search_text
from measures import actions, exports
from measures.exports import AS_LISTED, Export
from measures.filters import MeasureFilter
from measures.imports.files import plan_of
from measures.models import ImportRun, Measure, measure_number
from measures.options import filter_options
from measures.resources import MeasureResource
from tests.benchmarks.reading import bare_calamine

SQL = """SELECT m.serial, m.title, g.title, a.name, m.status, m.planned_end_on, m.is_ongoing, m.last_confirmed_on
    FROM measures_measure m JOIN measures_actor a ON a.id = m.lead_id LEFT JOIN goals_goal g ON g.id = m.leading_goal_id
    WHERE m.publication = 'released' ORDER BY m.serial"""
BATCH = 1_000
MOST_READ = 20_000  # rows that reading takes at most
IMPORTED = 10_000
Task = Callable[[], int]


def rows() -> Any:
    """All rows of the floor, in batches."""
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        while batch := cursor.fetchmany(BATCH):
            yield batch


def raw_csv() -> int:
    size, target = 0, io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";")
    for batch in rows():
        writer.writerows(batch)
        size += len(target.getvalue().encode())
        target.seek(0)
        target.truncate()
    return size


def cell(value: Any) -> str:
    return f'<c t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'


def raw_xlsx() -> int:
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive, archive.open("xl/worksheets/sheet1.xml", "w") as part:
        part.write(b"<worksheet><sheetData>")
        for batch in rows():
            part.write("".join(f"<row>{''.join(map(cell, row))}</row>" for row in batch).encode())
        part.write(b"</sheetData></worksheet>")
    return len(target.getvalue())


def table(count: int) -> list[tuple[str, str, str, str]]:
    """The first measures as a list that somebody has worked on: each has another summary."""
    stored = Measure.objects.order_by("serial").values_list("serial", "title", "lead__name")[:count]
    return [(measure_number(serial), title, lead, f"Neu gefasst: {title}") for serial, title, lead in stored]


def as_xlsx(rows: list[tuple[str, str, str, str]]) -> bytes:
    heads = [Column(title) for title in ("Nr.", "Maßnahme", "Federführung", "Kurzbeschreibung")]
    return write([Sheet("Liste", heads, rows)])


def raw_read() -> Task:
    """What calamine alone needs for the same file."""
    content = as_xlsx(table(MOST_READ))
    return lambda: len(bare_calamine(content))


def read_xlsx() -> Task:
    content = as_xlsx(table(MOST_READ))
    return lambda: len(read(content).sheets[0].rows)


def raw_import() -> Task:
    """The same rows as an upsert by ``executemany``, without history, checks or a word of explanation; taken back.

    What is searched changes with the summary, so that the index of words has the same to do.
    """
    names = [field.column for field in Measure._meta.concrete_fields]
    listed = ", ".join(names)
    places, summary, words = ", ".join(["%s"] * len(names)), names.index("summary"), names.index("search_text")
    changed = ", ".join(f"{name} = excluded.{name}" for name in ("summary", "search_text", "updated_at", "revision_no"))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {listed} FROM measures_measure ORDER BY serial LIMIT {IMPORTED}")
        rows = [list(row) for row in cursor.fetchall()]
    for row in rows:
        row[summary] = f"Neu gefasst: {row[summary]}"
        row[words] = f"{row[words]} {search_text(row[summary])}"
    if connection.vendor == "postgresql":
        rows = [[Jsonb(value) if isinstance(value, dict) else value for value in row] for row in rows]
    upsert = f"INSERT INTO measures_measure ({listed}) VALUES ({places}) ON CONFLICT (id) DO UPDATE SET {changed}"

    def work() -> int:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(upsert, rows)
            transaction.set_rollback(True)
        return len(rows)

    return work


def preview(run: ImportRun, today: date) -> str:
    """A request of its own, whose plan is gone when somebody confirms."""
    plan = plan_of(run, today=today, user=None)
    actions.show(run, plan)
    return plan.digest


def whole_import() -> Task:
    """The same rows from an XLSX: planned for the preview, planned again and written with history; taken back."""
    content, today = as_xlsx(table(IMPORTED)), timezone.localdate()

    def work() -> int:
        with transaction.atomic():
            run = actions.keep_file(content, name="bench.xlsx", by=None, choices={})
            run.shown = preview(run, today)
            made = actions.apply_import(run, by=None, today=today, shown=run.shown)
            transaction.set_rollback(True)
        return made.counts["changed"]

    return work


def export(keys: tuple[str, ...] | None = AS_LISTED) -> Export:
    user = AnonymousUser()
    filters = MeasureFilter(QueryDict(), Measure.objects.permitted("view", user), user=user, options=filter_options())
    columns = MeasureResource(user).columns(keys)
    return Export(filters, user, columns, "viele", "/massnahmen/", timezone.now())


# Each prepares what is not measured and gives the work, which returns how much there was of it.
WHAT: dict[str, Callable[[], Task]] = {
    "raw_csv": lambda: raw_csv,
    "csv": lambda: lambda: sum(map(len, exports.csv(export(), plain=False))),
    "csv_all": lambda: lambda: sum(map(len, exports.csv(export(None), plain=False))),
    "raw_xlsx": lambda: raw_xlsx,
    "xlsx": lambda: lambda: len(exports.xlsx(export())),
    "xlsx_all": lambda: lambda: len(exports.xlsx(export(None))),
    "ods": lambda: lambda: len(exports.as_ods(export())),
    "raw_read": raw_read,
    "read": read_xlsx,
    "raw_import": raw_import,
    "import": whole_import,
}
ONCE = ("csv_all", "xlsx_all", "import")


def measured(what: str) -> dict[str, float]:
    """The peak of memory beyond the beginning, of doing it once, and how much of it there was."""
    work = WHAT[what]()
    before = peak()
    found = work()
    return {"more_mib": peak() - before, "found": found}


def timed(whats: Sequence[str]) -> dict[str, float]:
    """Median CPU seconds of each, with those of child processes. They take turns: machines are noisy."""
    works = {what: WHAT[what]() for what in whats}
    times: dict[str, list[float]] = {what: [] for what in whats}
    for _ in range(1 if set(ONCE) & set(whats) else 5):
        for what, work in works.items():
            gc.collect()
            start = cpu()
            work()
            times[what].append(cpu() - start)
    return {what: median(found) for what, found in times.items()}


def cpu() -> float:
    """CPU seconds of this process, of its children that have ended, and of the PostgreSQL process that serves it."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    served = 0
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text()
        served = sum(map(int, stat.rpartition(")")[2].split()[11:13]))  # utime and stime, proc(5)
    return sum(one.ru_utime + one.ru_stime for one in used) + served / os.sysconf("SC_CLK_TCK")


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1]) if len(sys.argv) == 2 else timed([*filter(None, sys.argv[1:])])))
