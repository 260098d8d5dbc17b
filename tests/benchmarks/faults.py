"""Kills at random moments: ``python -m tests.benchmarks.faults freezing|importing KILLS`` prints what it found as JSON.

``… freeze VARIANT`` and ``… import RUN`` are the victims: they say "now" and do it.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from datetime import date
from hashlib import sha256

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bildungsnetz.settings")

import django

django.setup()

from django.core.management import call_command
from django.utils import timezone

from evaluation import actions, freezing
from evaluation.models import ReportVariant, ReportVersion
from goals.models import Committee, Period
from measures.actions import apply_import, keep_file, show
from measures.imports.files import plan_of
from measures.imports.undoing import Written
from measures.models import ImportRun, ImportState, Measure, Milestone, ProgressNote, measure_number

MEASURES = 120
HEADS = "Nr.;Maßnahme;Federführung;Reichweite;Meilensteine;Stand vom;Sachstand"


def victim(what: str, pk: int) -> None:
    if what == "import":
        run, today = ImportRun.objects.get(pk=pk), timezone.localdate()
        print("now", flush=True)
        apply_import(run, by=None, today=today, shown=run.shown)
    else:
        variant = ReportVariant.objects.get(pk=pk)
        print("now", flush=True)
        freezing.freeze(variant, reason="Noch einmal")


def start(what: str, pk: int) -> subprocess.Popen[str]:
    """The victim, at the moment when it begins."""
    command = [sys.executable, "-m", "tests.benchmarks.faults", what, str(pk)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8")
    assert process.stdout
    assert process.stdout.readline() == "now\n"
    return process


def undisturbed(what: str, pk: int) -> float:
    """How long it takes, without the start of its process."""
    with start(what, pk) as process:
        started = time.perf_counter()
        assert process.wait() == 0
    return time.perf_counter() - started


def new_variant() -> ReportVariant:
    call_command("migrate", verbosity=0)
    call_command("fill", measures=MEASURES)
    committee = Committee.objects.first() or Committee.objects.create(name="Ausschuss", key="ausschuss")
    period = Period.objects.filter(goals__isnull=False).latest("starts_on")
    new = ReportVariant(committee=committee, session_on=date(2026, 6, 11), paper_type="resolution")
    return actions.create_report(variant=new, kind="sachstandsbericht", period=period, today=date(2026, 6, 1), by=None)


def is_whole(version: ReportVersion) -> bool:
    pdf = bytes(version.pdf)
    return sha256(pdf).hexdigest() == version.sha256 and len(pdf) == version.size and pdf.rstrip().endswith(b"%%EOF")


def killed(what: str, pk: int, after: float) -> bool:
    """Whether the victim was still at it when it was killed."""
    with start(what, pk) as process:
        time.sleep(after)
        alive = process.poll() is None
        process.send_signal(signal.SIGKILL)
    return alive


def frozen(kills: int) -> dict[str, float]:
    variant, dice = new_variant(), random.Random(20261124)
    longest = undisturbed("freeze", variant.pk)
    done = 0
    for _ in range(4 * kills):  # on a machine that is quicker by now, some are done before they are killed
        if done == kills:
            break
        done += killed("freeze", variant.pk, dice.uniform(0, longest))
    undisturbed("freeze", variant.pk)
    versions = list(ReportVersion.objects.filter(variant=variant).order_by("number"))
    numbers = [version.number for version in versions]
    return {
        "kills": done,
        "versions": len(versions),
        "half": sum(not is_whole(version) for version in versions),
        "gaps": len(set(range(1, len(versions) + 1)) - set(numbers)),
    }


def new_run(number: int) -> ImportRun:
    """A list that changes each measure that was there at first, and brings as many new ones, each with two rows."""
    rows = []
    for serial, title, lead in Measure.objects.order_by("serial").values_list("serial", "title", "lead__name")[
        :MEASURES
    ]:
        rows.append(
            (measure_number(serial), "", "", f"Lauf {number}", f"Schritt {number} | 2030", "2020", f"Lauf {number}")
        )
        new = f"Lauf {number}: {title} {serial}"
        rows += [("", new, lead, "", "", year, "Ein Satz.") for year in ("2020", "2021")]
    content = "\n".join([HEADS, *(";".join(row) for row in rows)]).encode()
    run = keep_file(content, name=f"lauf-{number}.csv", by=None)
    plan = plan_of(run, today=timezone.localdate(), user=None)
    assert not plan.counts["refused"], plan.counts
    show(run, plan)
    return run


def traces(run: ImportRun) -> tuple[int, ...]:
    """What a run wrote, in the histories and in its own record."""
    found = Written(run)
    came = [found.history(model).filter(history_type="+").count() for model in (Milestone, ProgressNote)]
    numbered = run.rows.filter(outcome="new").exclude(serial=None).count()
    return int(run.state == ImportState.DONE), len(found.new), len(found.changed), *came, numbered


def imported(kills: int) -> dict[str, float]:
    """Runs one after the other, each killed; then all must be whole or not there, and so must what they wrote."""
    call_command("migrate", verbosity=0)
    call_command("fill", measures=MEASURES)
    before = ProgressNote.objects.count()
    dice, first = random.Random(20261129), new_run(0)
    longest = undisturbed("import", first.pk)
    first.refresh_from_db()
    whole, nothing = traces(first), (0, 0, 0, 0, 0, 0)
    runs, done = [first], 0
    while done < kills and len(runs) < 4 * kills:
        runs.append(new_run(len(runs)))
        done += killed("import", runs[-1].pk, dice.uniform(0, longest))
        runs[-1].refresh_from_db()
    found = [traces(run) for run in runs]
    written = found.count(whole)
    return {
        "kills": done,
        "read in": written,
        "not at all": found.count(nothing),
        "half": sum(one not in (whole, nothing) for one in found),
        "stray measures": Measure.objects.count() - MEASURES - written * MEASURES,
        "stray notes": ProgressNote.objects.count() - before - written * 3 * MEASURES,
    }


if __name__ == "__main__":
    if sys.argv[1] in ("freeze", "import"):
        victim(sys.argv[1], int(sys.argv[2]))
    else:
        print(json.dumps({"freezing": frozen, "importing": imported}[sys.argv[1]](int(sys.argv[2]))))
