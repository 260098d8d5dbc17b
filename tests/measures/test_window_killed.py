"""Opening a Sachstandsabfrage in a process that is killed on the way: nobody is forgotten, nobody written to twice."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bildungsnetz.outbox.models import OutgoingMail
from measures.models import ReportingMail, ReportingRequest
from tests import make
from tests.elsewhere import database_url

ROOT = Path(__file__).parents[2]
PEOPLE = 6

# Writes to the people of the window and dies while the mail of one of them is being stored, before or after its row.
KILLED = """
import os, signal, sys
import django
django.setup()
from measures import jobs, window_mails
window, point = int(sys.argv[1]), sys.argv[2]
number, moment = (int(point[1:]), point[0]) if point != "never" else (0, "")
queue, seen = window_mails.queue, []

def deadly(*args, **options):
    seen.append(1)
    if moment == "b" and len(seen) == number:
        os.kill(os.getpid(), signal.SIGKILL)
    mail = queue(*args, **options)
    if moment == "a" and len(seen) == number:
        os.kill(os.getpid(), signal.SIGKILL)
    return mail

class Quiet:
    def step(self, *args):
        pass

window_mails.queue = deadly
jobs.write(Quiet(), window=window)
"""


@pytest.mark.django_db(transaction=True)
def test_a_killed_opening_goes_on_where_it_was(cast):
    for number in range(PEOPLE):
        lead = make.actor()
        make.contact(lead, email=f"schule{number}@example.org")
        make.measure(lead=lead)
    window = make.open_window()
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "BILDUNGSNETZ_MODE": "demo",
        "DJANGO_SETTINGS_MODULE": "bildungsnetz.settings",
    }

    def run(point):
        arguments = [sys.executable, "-c", KILLED, str(window.pk), point]
        return subprocess.run(arguments, env=environment, cwd=ROOT, capture_output=True, timeout=120)

    for point, written in (("b1", 0), ("a2", 1), ("b3", 3)):
        done = run(point)
        assert done.returncode == -signal.SIGKILL, (point, done.stderr[-2000:])
        rows = ReportingMail.objects.filter(mail__isnull=False).count()
        assert (rows, OutgoingMail.objects.count()) == (written, written), point
    done = run("never")
    assert done.returncode == 0, done.stderr[-2000:]
    assert ReportingRequest.objects.count() == PEOPLE
    receivers = sorted(mail.to[0] for mail in OutgoingMail.objects.all())
    assert receivers == [f"schule{number}@example.org" for number in range(PEOPLE)]
