"""``./run bench [--sizes 1000,100000] [--papers 36,2000] [--load] [--sheets] [--remind] [--faults]`` times what we do.

Times are medians of one run; what counts are the ratios. "× bare" is the page against a bare page of as many bytes.
CPU is that of the web process; the time from request to answer ("ms") has PostgreSQL's own work in it.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from itertools import product
from pathlib import Path

from tests.benchmarks import load
from tests.suite import ROOT, postgres_cluster, temporary_directory

Row = dict[str, float | str]

KILLS = 50


def main() -> None:
    options = arguments().parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    with temporary_directory() as scratch:
        papers(
            [int(size) for size in options.papers.split(",") if size],
            environment(f"sqlite:///{scratch / 'papers.sqlite3'}", scratch),
        )
        for name in options.db.split(","):
            with databases(name, scratch) as address:
                results = {size: measured(name, size, address(size), scratch) for size in sizes}
                flatness(name, results)
                if options.load:
                    load.report(environment(address(sizes[-1]), scratch), results[sizes[-1]], options.seconds)
                if options.sheets:
                    spreadsheets(name, sizes[-1], environment(address(sizes[-1]), scratch))
                if options.faults:
                    faults(name, address, scratch)
                if options.remind:
                    reminded(name, address, scratch)


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="1000,100000", help="numbers of measures, ascending (default: %(default)s)")
    parser.add_argument("--db", default="sqlite,postgres", help="which databases (default: %(default)s)")
    parser.add_argument("--load", action="store_true", help="also run gunicorn with 2 workers under 16 connections")
    parser.add_argument("--sheets", action="store_true", help="also export, read and import spreadsheets")
    parser.add_argument("--remind", action="store_true", help="also remind 500 people of 1,000 and 10,000 measures")
    parser.add_argument(
        "--papers", default="36,100,500,2000", help='papers of so many measures, "" for none (default: %(default)s)'
    )
    parser.add_argument(
        "--faults", action="store_true", help="also kill freezing and importing 50 times on each database"
    )
    parser.add_argument("--seconds", type=int, default=10, help="how long each page is loaded")
    return parser


@contextmanager
def databases(name: str, scratch: Path) -> Iterator:
    """A function from a size to the address of an empty database for it."""
    with postgres_cluster() if name == "postgres" else nullcontext("") as cluster:

        def address(size: int) -> str:
            if not cluster:
                return f"sqlite:///{scratch / f'bench-{size}.sqlite3'}"
            return f"{cluster}/bench_{size}"

        yield address


def environment(address: str, scratch: Path) -> dict[str, str]:
    own = {"DATABASE_URL": address, "BILDUNGSNETZ_MODE": "demo", "BILDUNGSNETZ_VAR": str(scratch / "var")}
    return {**os.environ, **own, "ALLOWED_HOSTS": "testserver,127.0.0.1", "PYTHONPATH": str(ROOT)}


def measured(name: str, size: int, address: str, scratch: Path) -> list[Row]:
    """Fills a database of ``size`` measures, times the pages in a process of their own, prints the table."""
    env = environment(address, scratch)
    if name == "postgres":
        create_database(address)
    for command in (["migrate", "-v0"], ["fill", "--measures", str(size)], ["collectstatic", "-v0", "--noinput"]):
        subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL
        )
    answer = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.pages"], cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE
    )
    rows: list[Row] = json.loads(answer.stdout)
    print(f"\n{name}, {size:,} measures".replace(",", "."))
    print(f"{'page':<34}{'queries':>8}{'KiB':>7}{'CPU ms':>9}{'× bare':>8}{'ms':>9}{'× bare':>8}")
    for row in rows:
        print(
            f"{row['page']:<34}{row['queries']:>8}{row['kib']:>7.1f}{row['cpu']:>9.2f}{row['cpu_ratio']:>8.1f}"
            f"{row['wall']:>9.2f}{row['wall_ratio']:>8.1f}"
        )
    sys.stdout.flush()
    return rows


def papers(sizes: list[int], env: dict[str, str]) -> None:
    """Prints what papers cost in chapters, beside one call of WeasyPrint, and again after one measure changed: the
    Sachstandsbericht, and the dossier, which has more than a page for each measure."""
    columns = (
        "pages",
        "pages/s",
        "CPU ms/page",
        "press MiB",
        "own MiB",
        "KiB",
        "again ×",
        "one call ms/page",
        "MiB",
        "×",
    )
    if sizes:
        print(f"\n{'paper of … measures':<20}" + "".join(f"{column:>{len(column) + 2}}" for column in columns))
    for kind, size in product(("", "dossier"), sizes):
        own, plain = (asked(["papers", str(size), kind, *more], env) for more in ([], ["plain"]))
        per_page, plain_per_page = (1000 * one["cpu"] / one["pages"] for one in (own, plain))
        figures = (
            *(f"{own['pages']:.0f}", f"{own['pages'] / own['seconds']:.1f}", f"{per_page:.0f}"),
            *(f"{own['press_mib']:.0f}", f"{own['own_mib']:.0f}", f"{own['kib']:.0f}"),
            *(f"{own['again'] / own['cpu']:.2f}", f"{plain_per_page:.0f}", f"{plain['own_mib']:.0f}"),
            f"{per_page / plain_per_page:.2f}",
        )
        print(
            f"{f'{size} {kind}':<20}"
            + "".join(f"{x:>{len(column) + 2}}" for x, column in zip(figures, columns, strict=True))
        )
        sys.stdout.flush()


def faults(name: str, address: Callable[[int], str], scratch: Path) -> None:
    """Prints what 50 kills of each kind left behind."""
    for number, what in enumerate(("freezing", "importing"), KILLS):
        if name == "postgres":
            create_database(address(number))
        found = asked(["faults", what, str(KILLS)], environment(address(number), scratch))
        print(f"\n{name}, {what} killed: " + ", ".join(f"{key} {value:.0f}" for key, value in found.items()))


# what is measured, its words, the floor that it is compared with
SPREADSHEETS = (
    ("csv", "list as CSV", "raw_csv"),
    ("xlsx", "list as XLSX", "raw_xlsx"),
    ("ods", "list as ODS", "raw_xlsx"),
    ("csv_all", "all columns as CSV", ""),
    ("xlsx_all", "all columns as XLSX", ""),
    ("read", "reading 20.000 rows of XLSX", "raw_read"),
    ("import", "import of 10.000 rows", "raw_import"),
)


def spreadsheets(name: str, size: int, env: dict[str, str]) -> None:
    """Prints what exporting, reading and importing costs, beside a bare writer, ``csv`` and ``executemany``."""
    print(f"\n{name}, spreadsheets of {size:,} measures".replace(",", "."))
    print(f"{'':<30}{'CPU s':>8}{'× bare':>8}{'more MiB':>10}{'bare MiB':>10}")
    for what, words, bare in SPREADSHEETS:
        found, times = asked(["sheets", what], env), asked(["sheets", what, bare], env)
        floor = asked(["sheets", bare], env) if bare else {}
        ratio = f"{times[what] / times[bare]:.2f}" if bare else "–"
        least = f"{floor['more_mib']:.0f}" if bare else "–"
        print(f"{words:<30}{times[what]:>8.2f}{ratio:>8}{found['more_mib']:>10.0f}{least:>10}")
        sys.stdout.flush()


def asked(command: list[str], env: dict[str, str]) -> dict[str, float]:
    """The answer of a benchmark that runs in a process of its own."""
    module, *arguments = command
    call = [sys.executable, "-m", f"tests.benchmarks.{module}", *arguments]
    answer = subprocess.run(call, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE)
    found: dict[str, float] = json.loads(answer.stdout.splitlines()[-1])
    return found


def reminded(name: str, address: Callable[[int], str], scratch: Path) -> None:
    """Prints what the first and the second run of the reminders cost; the sizes differ from those of the pages."""
    columns = ("found", "mails", "lines", "queries", "seconds", "more_mib", "peak_mib")
    print(f"\n{name}, reminders" + "".join(f"{column:>10}" for column in columns))
    for size in (1_001, 10_001):
        if name == "postgres":
            create_database(address(size))
        command = [sys.executable, "-m", "tests.benchmarks.reminders", str(size)]
        answer = subprocess.run(command, cwd=ROOT, env=environment(address(size), scratch), check=True, stdout=-1)
        for run, row in zip(("first", "second"), json.loads(answer.stdout.splitlines()[-1]), strict=True):
            print(f"{size:,} {run:<10}" + "".join(f"{row[column]:>10.0f}" for column in columns))


def create_database(address: str) -> None:
    """Made by psycopg from the cluster's own database."""
    import psycopg

    server, _, database = address.rpartition("/")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{database}"')


def flatness(name: str, results: dict[int, list[Row]]) -> None:
    """How much dearer each page is with the most measures than with the fewest."""
    sizes = sorted(results)
    if len(sizes) < 2:
        return
    print(f"\n{name}, {sizes[-1]:,} against {sizes[0]:,} measures".replace(",", "."))
    for few, many in zip(results[sizes[0]], results[sizes[-1]], strict=True):
        cpu = float(many["cpu_ratio"]) / float(few["cpu_ratio"])
        wall = float(many["wall_ratio"]) / float(few["wall_ratio"])
        print(f"{few['page']:<34}{'CPU':>8}{cpu:>6.2f} ×{'time':>8}{wall:>6.2f} ×")


if __name__ == "__main__":
    main()
