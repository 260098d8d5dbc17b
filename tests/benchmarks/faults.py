"""Kills freezing at random moments: ``python -m tests.benchmarks.faults KILLS`` prints what was found as JSON.

``… freeze VARIANT`` is the victim: it says "now" and freezes.
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

from evaluation import actions, freezing
from evaluation.models import ReportVariant, ReportVersion
from goals.models import Committee, Period

MEASURES = 120


def victim(pk: int) -> None:
    variant = ReportVariant.objects.get(pk=pk)
    print("now", flush=True)
    freezing.freeze(variant, reason="Noch einmal")


def start(pk: int) -> subprocess.Popen[str]:
    """The victim, at the moment when it begins to freeze."""
    command = [sys.executable, "-m", "tests.benchmarks.faults", "freeze", str(pk)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8")
    assert process.stdout
    assert process.stdout.readline() == "now\n"
    return process


def undisturbed(pk: int) -> float:
    """How long freezing takes, without the start of its process."""
    with start(pk) as process:
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


def report(kills: int) -> dict[str, float]:
    variant, dice = new_variant(), random.Random(20261124)
    longest = undisturbed(variant.pk)
    killed = 0
    for _ in range(4 * kills):  # on a machine that is quicker by now, some are done before they are killed
        if killed == kills:
            break
        with start(variant.pk) as process:
            time.sleep(dice.uniform(0, longest))
            killed += process.poll() is None
            process.send_signal(signal.SIGKILL)
    undisturbed(variant.pk)
    versions = list(ReportVersion.objects.filter(variant=variant).order_by("number"))
    numbers = [version.number for version in versions]
    return {
        "kills": killed,
        "versions": len(versions),
        "half": sum(not is_whole(version) for version in versions),
        "gaps": len(set(range(1, len(versions) + 1)) - set(numbers)),
    }


if __name__ == "__main__":
    if sys.argv[1] == "freeze":
        victim(int(sys.argv[2]))
    else:
        print(json.dumps(report(int(sys.argv[1]))))
