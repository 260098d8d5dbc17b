"""Runs all tests: ``./run test [--db sqlite|postgres|both|browser] [pytest arguments]``.

Without ``--db`` there are three runs: unit and view tests on SQLite, those that ask a database again on a PostgreSQL
cluster that lives only as long as this process, and the browser tests on SQLite. The last line sums them up:
``N passed, N failed``.

Each database is migrated once; the processes that test copy it.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
NO_TESTS = 5  # pytest's exit status when a selection matches nothing
RUNS = {"sqlite": ["sqlite"], "postgres": ["postgres"], "both": ["sqlite", "postgres"], "browser": ["browser"]}
EVERYTHING = ["sqlite", "postgres", "browser"]
SELECTION = {"sqlite": "not browser", "postgres": "database and not browser", "browser": "browser"}


@dataclass
class Outcome:
    """What one run of pytest said."""

    status: int
    passed: int = 0
    failed: int = 0
    skipped: int = 0


def main() -> int:
    options, pytest_arguments = arguments().parse_known_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    runs = RUNS[options.db] if options.db else EVERYTHING
    with temporary_directory() as scratch, environments(runs, scratch) as of:
        outcomes = [run(name, of[name], scratch, pytest_arguments) for name in runs]
        # A selection covers what it covers; only the complete run has to reach the threshold.
        covered = report_coverage(scratch) if not options.db and not pytest_arguments else 0
    passed, failed = sum(o.passed for o in outcomes), sum(o.failed for o in outcomes)
    skipped = sum(o.skipped for o in outcomes)
    broken = [o.status for o in outcomes if o.status not in (0, NO_TESTS)]
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""), flush=True)
    if broken:
        return broken[0]
    return covered if passed else NO_TESTS


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./run test", description=__doc__.splitlines()[0], allow_abbrev=False)
    parser.add_argument("--db", choices=sorted(RUNS), help="only these runs instead of all three")
    return parser


def run(name: str, environment: dict[str, str], scratch: Path, pytest_arguments: list[str]) -> Outcome:
    """One run of pytest, in an environment of its own."""
    print(f"\n=== {name} ===", flush=True)
    report = scratch / f"{name}.xml"
    # Measuring takes a third of a run, and the others lead through the same lines.
    measured = () if name != "sqlite" else ("-m", "coverage", "run", f"--data-file={scratch / 'coverage'}")
    command = [
        *(sys.executable, *measured, "-m", "pytest"),
        *("--durations=10", f"--junitxml={report}", "-m", SELECTION[name]),
        *("-n", "2", "--dist", "worksteal"),
        *pytest_arguments,
    ]
    status = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    return read_outcome(report, status)


@contextmanager
def environments(runs: list[str], scratch: Path) -> Iterator[dict[str, dict[str, str]]]:
    """By run, the environment in which its pytest finds a migrated database: the file MIGRATED, or the template1 of
    the cluster, which PostgreSQL copies by itself. Bytecode is kept for the many processes that tests start."""
    ours = ("DATABASE_URL", "SITE_URL", "PORT", "PYTHONDONTWRITEBYTECODE")
    common = {key: value for key, value in os.environ.items() if key not in ours}
    common |= {"BILDUNGSNETZ_MODE": "demo", "PYTHONUNBUFFERED": "1", "PYTHONPYCACHEPREFIX": str(scratch / "bytecode")}
    file = scratch / "migrated.sqlite3"
    of = {name: common | {"BILDUNGSNETZ_VAR": str(scratch / f"var-{name}"), "MIGRATED": str(file)} for name in runs}
    templates = {f"sqlite:///{file}"} if {"sqlite", "browser"} & set(runs) else set()
    with ExitStack() as stack:
        if "postgres" in runs:
            cluster = stack.enter_context(postgres_cluster())
            of["postgres"]["DATABASE_URL"] = f"{cluster}/postgres"
            templates.add(f"{cluster}/template1")
        migrate(templates, common | {"BILDUNGSNETZ_VAR": str(scratch / "var")})
        yield of


def migrate(templates: set[str], environment: dict[str, str]) -> None:
    """Brings the databases at these addresses to the newest state, all at once. Where that fails, the first test that
    asks its copy goes on with it and says why."""
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    started = [
        subprocess.Popen(command, cwd=ROOT, env=environment | {"DATABASE_URL": address}) for address in templates
    ]
    for process in started:
        process.wait()


@contextmanager
def postgres_cluster() -> Iterator[str]:
    """Starts an empty PostgreSQL cluster that only this machine's unix socket reaches; yields its address."""
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    owner = "postgres" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
    with temporary_directory() as folder:
        if owner:
            shutil.chown(folder, owner)
        data = folder / "data"
        options = f"-k {folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off -c synchronous_commit=off"

        def control(*command: str) -> None:
            subprocess.run(command, check=True, user=owner, cwd=folder, stdout=subprocess.DEVNULL)

        control(
            f"{programs}/initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"
        )
        try:
            control(f"{programs}/pg_ctl", "-D", str(data), "-l", str(folder / "log"), "-o", options, "-w", "start")
            yield f"postgres://postgres@{str(folder).replace('/', '%2F')}"
        finally:
            control(f"{programs}/pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")


@contextmanager
def temporary_directory() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="bildungsnetz-", dir="/tmp", ignore_cleanup_errors=True) as name:
        yield Path(name)


def read_outcome(report: Path, status: int) -> Outcome:
    """The counts of a run. A run that died before it could report has failed once."""
    if not report.exists():
        return Outcome(status or 1, failed=1)
    suites = list(ElementTree.parse(report).getroot().iter("testsuite"))  # our own file
    count = {key: sum(int(suite.get(key, 0)) for suite in suites) for key in ("tests", "failures", "errors", "skipped")}
    failed = count["failures"] + count["errors"]
    return Outcome(status, max(count["tests"] - failed - count["skipped"], 0), failed, count["skipped"])


def report_coverage(scratch: Path) -> int:
    """Joins the measurements of all processes, prints them, and says by its status whether too little is covered."""
    least = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["bildungsnetz"]["least_coverage"]
    command = [sys.executable, "-m", "coverage"]
    data = f"--data-file={scratch / 'coverage'}"
    subprocess.run([*command, "combine", "--quiet", data, str(scratch)], cwd=ROOT, check=False)
    return subprocess.run([*command, "report", data, f"--fail-under={least}"], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
