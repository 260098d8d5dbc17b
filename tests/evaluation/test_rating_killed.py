"""Opening a round in a process that is killed on the way: nobody is forgotten, nobody written to twice."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bildungsnetz.outbox.models import OutgoingMail
from evaluation.models import RatingMail
from tests import make
from tests.elsewhere import database_url

ROOT = Path(__file__).parents[2]
PEOPLE = 6

# Writes to the people of the round and dies while the mail of one of them is being stored, before or after its row.
KILLED = """
import os, signal, sys
import django
django.setup()
from evaluation import jobs, rating_mails
evaluation_round, point = int(sys.argv[1]), sys.argv[2]
number, moment = (int(point[1:]), point[0]) if point != "never" else (0, "")
queue, seen = rating_mails.queue, []

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

rating_mails.queue = deadly
jobs.write_to_people(Quiet(), evaluation_round=evaluation_round)
"""


@pytest.mark.django_db(transaction=True)
def test_a_killed_opening_goes_on_where_it_was(cast):
    for number in range(PEOPLE):
        lead = make.actor()
        make.contact(lead, email=f"schule{number}@example.org")
        make.measure(lead=lead)
    made = make.evaluation_round()
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "BILDUNGSNETZ_MODE": "demo",
        "DJANGO_SETTINGS_MODULE": "bildungsnetz.settings",
    }

    def run(point):
        arguments = [sys.executable, "-c", KILLED, str(made.pk), point]
        return subprocess.run(arguments, env=environment, cwd=ROOT, capture_output=True, timeout=120)

    for point, written in (("b1", 0), ("a2", 1), ("b3", 3)):
        done = run(point)
        assert done.returncode == -signal.SIGKILL, (point, done.stderr[-2000:])
        rows = RatingMail.objects.filter(mail__isnull=False).count()
        assert (rows, OutgoingMail.objects.count()) == (written, written), point
    done = run("never")
    assert done.returncode == 0, done.stderr[-2000:]
    receivers = sorted(mail.to[0] for mail in OutgoingMail.objects.all())
    assert receivers == [f"schule{number}@example.org" for number in range(PEOPLE)]
