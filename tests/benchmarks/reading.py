"""What reading a spreadsheet costs, in the process that asks and in the one that parses: beside ``csv.reader`` alone,
and beside the bare reader of the format (that one again, or calamine).

``python -m tests.benchmarks.reading [ROWS]``: each format in a process of its own, so that its peaks are its own.
"""

import csv
import io
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta

from python_calamine import CalamineWorkbook

from bildungsnetz.sheets.reading import read
from tests.sheets import corpus
from tests.suite import ROOT

ROWS = 20_000
FORMATS = ("csv", "xlsx", "ods", "xls")
WORDS = "Sprachbildung Übergang Kita Schule Bibliothek Lesen Eltern Ganztag Herne Quartier".split()  # noqa: SIM905


def table(rows: int) -> list[list]:
    """Twenty columns of texts, days and amounts."""
    made = [[f"Spalte {number}" for number in range(20)]]
    for at in range(rows):
        texts = [f"{WORDS[(at + number) % 10]} {WORDS[(at * number) % 10]} {WORDS[at % 7]}" for number in range(8)]
        days = [date(2026, 1, 1) + timedelta(at % 900)] * 3
        made.append(
            [f"M-{at:05d}", f"Maßnahme {at}", *texts, *days, at + 0.25, at + 0.5, at, "ja", "x", "im Plan", "3"]
        )
    return made


def file_of(kind: str, rows: int) -> bytes:
    held = table(rows)
    if kind == "csv":
        target = io.StringIO()
        csv.writer(target, delimiter=";").writerows(held)
        return target.getvalue().encode()
    if kind == "xlsx":
        return corpus.xlsx(corpus.data(*held))
    return corpus.ods(corpus.table(*held)) if kind == "ods" else corpus.xls(*held)


def measured(kind: str, rows: int) -> dict[str, float]:
    """Of this process, which reads one file."""
    data = file_of(kind, rows)
    bare = cpu_of(bare_csv if kind == "csv" else bare_calamine, data)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    book = read(data)
    own, child = time.process_time() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    assert len(book.sheets[0].rows) == rows + 1
    return {
        "bare": bare,
        "size": len(data) / 2**20,
        "own": own,
        "child": child.ru_utime + child.ru_stime,
        "more": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024,
        "child_peak": child.ru_maxrss / 1024,
    }


def bare_csv(data: bytes) -> list[list]:
    return list(csv.reader(io.StringIO(data.decode(), newline=""), delimiter=";"))


def bare_calamine(data: bytes) -> list[list]:
    with CalamineWorkbook.from_object(io.BytesIO(data)) as book:
        return book.get_sheet_by_index(0).to_python(skip_empty_area=True)


def cpu_of(work: Callable[[bytes], list[list]], data: bytes) -> float:
    start = time.process_time()
    rows = work(data)
    needed = time.process_time() - start
    assert len(rows) > 1
    return needed


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    print(f"Reading {rows:,} rows of 20 columns; CPU in seconds, memory in MiB")
    print(f"{'':6}{'file':>8}{'× csv':>8}{'× bare':>8}{'own':>8}{'child':>8}{'own +':>8}{'child':>8}")
    floor = 0.0
    for kind in FORMATS:
        command = [sys.executable, "-m", __spec__.name, str(rows), kind]
        found = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout)
        floor = floor or found["bare"]
        needed = found["own"] + found["child"]
        print(
            f"{kind:6}{found['size']:8.1f}{needed / floor:8.1f}{needed / found['bare']:8.1f}"
            f"{found['own']:8.2f}{found['child']:8.2f}{found['more']:8.0f}{found['child_peak']:8.0f}"
        )


if __name__ == "__main__":
    if len(sys.argv) > 2:
        print(json.dumps(measured(sys.argv[2], int(sys.argv[1]))))
    else:
        main()
