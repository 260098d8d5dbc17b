"""Opening a Sachstandsabfrage in a process that is killed on the way: nobody is forgotten, nobody written to twice."""

import signal

import pytest

from bildungsnetz.outbox.models import OutgoingMail
from measures.models import ReportingMail, ReportingRequest
from tests import make
from tests.elsewhere import run_elsewhere

PEOPLE = 6

# Writes to the people of the window and dies while the mail of one of them is being stored, before or after its row.
KILLED = """
from measures import jobs, window_mails
die_in(window_mails, "queue", sys.argv[2])
jobs.write(Quiet(), window=int(sys.argv[1]))
"""


@pytest.mark.django_db(transaction=True)
def test_a_killed_opening_goes_on_where_it_was(cast):
    for number in range(PEOPLE):
        lead = make.actor()
        make.contact(lead, email=f"schule{number}@example.org")
        make.measure(lead=lead)
    window = make.open_window()

    def run(point):
        return run_elsewhere(KILLED, str(window.pk), point)

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
