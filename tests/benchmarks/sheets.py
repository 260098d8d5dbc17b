"""What the list as a file costs, beside the least that could write it; prints a row as JSON.

``python -m tests.benchmarks.sheets WHAT``, each in a process of its own, so that its peak of memory is its own. The
database is that of ``DATABASE_URL``, filled. The floor of CSV is a cursor and ``csv.writer``, that of XLSX a cursor and
f-strings into a ZIP: the same columns, nothing translated, nothing guarded.
"""

import csv
import gc
import io
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bildungsnetz.settings")

import django

django.setup()

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from measures import exports
from measures.exports import AS_LISTED, Export
from measures.filters import MeasureFilter
from measures.models import Measure
from measures.options import filter_options
from measures.resources import MeasureResource

SQL = """SELECT m.serial, m.title, g.title, a.name, m.status, m.planned_end_on, m.is_ongoing, m.last_confirmed_on
    FROM measures_measure m JOIN measures_actor a ON a.id = m.lead_id LEFT JOIN goals_goal g ON g.id = m.leading_goal_id
    WHERE m.publication = 'released' ORDER BY m.serial"""
BATCH = 1_000


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


def export(keys: tuple[str, ...] | None = AS_LISTED) -> Export:
    user = AnonymousUser()
    filters = MeasureFilter(QueryDict(), Measure.objects.permitted("view", user), user=user, options=filter_options())
    columns = MeasureResource(user).columns(keys)
    return Export(filters, user, columns, "viele", "/massnahmen/", timezone.now())


WHAT: dict[str, Callable[[], int]] = {
    "raw_csv": raw_csv,
    "csv": lambda: sum(map(len, exports.csv(export(), plain=False))),
    "csv_all": lambda: sum(map(len, exports.csv(export(None), plain=False))),
    "raw_xlsx": raw_xlsx,
    "xlsx": lambda: len(exports.xlsx(export())),
    "xlsx_all": lambda: len(exports.xlsx(export(None))),
    "ods": lambda: len(exports.as_ods(export())),
}


def measured(what: str) -> dict[str, float]:
    """CPU seconds (the median of three), peak of memory beyond what the process had, size of the file."""
    function = WHAT[what]
    before = peak()
    times, size = [], 0
    for _ in range(1 if what.endswith("_all") else 3):
        gc.collect()
        start = time.process_time()
        size = function()
        times.append(time.process_time() - start)
    return {"seconds": sorted(times)[len(times) // 2], "peak_mb": peak(), "start_mb": before, "mb": size / 1e6}


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1])))
