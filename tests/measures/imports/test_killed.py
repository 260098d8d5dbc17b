"""Confirming in a process that is killed on the way: nothing is there, or everything."""

import signal

import pytest

from bildungsnetz.operations.models import Sequence
from measures import actions
from measures.imports import files
from measures.models import ImportRow, ImportState, Measure, Milestone
from tests import make
from tests.elsewhere import run_elsewhere

ROWS = 12

# Confirms the run and dies before or after one of the steps that write.
KILLED = """
from datetime import date
from bildungsnetz.accounts.models import User
from measures import actions
from measures.actions import imports
from measures.imports import writing
from measures.models import ImportRun
die_in({"learn": imports, "give_numbers": imports}.get(sys.argv[2], writing), sys.argv[2], sys.argv[3])
run = ImportRun.objects.get(pk=int(sys.argv[1]))
actions.apply_import(run, by=User.objects.get(pk=run.person_id), today=date(2026, 5, 4), shown=run.shown)
"""


@pytest.mark.django_db(transaction=True)
def test_a_killed_confirmation_leaves_nothing_behind(cast):
    old = make.measure(title="Alt", lead=cast.vhs, reach="30")
    rows = "".join(f";Maßnahme {number};{cast.vhs};;Auftakt | 2026\n" for number in range(ROWS))
    content = f"Nr.;Maßnahme;Federführung;Reichweite;Meilensteine\n{rows}{old.number};;;60;\n"
    run = actions.keep_file(content.encode(), name="liste.csv", by=cast.office)
    plan = files.plan_of(run, today=make.TODAY, user=cast.office)
    actions.show(run, plan)

    def state():
        run.refresh_from_db()
        old.refresh_from_db()
        return (
            run.state, Measure.objects.count(), Measure.history.count(), Milestone.objects.count(), old.reach,
            Sequence.objects.get(key="measure").last, ImportRow.objects.filter(serial=None).count(),
        )  # fmt: skip

    before = state()
    for step, point in (("insert", "a1"), ("record", "b1"), ("record", "a2"), ("write_parts", "a1"), ("learn", "a1")):
        done = run_elsewhere(KILLED, str(run.pk), step, point)
        assert done.returncode == -signal.SIGKILL, (step, point, done.stderr[-2000:])
        assert state() == before, (step, point)

    done = run_elsewhere(KILLED, str(run.pk), "learn", "never")
    assert done.returncode == 0, done.stderr[-2000:]
    assert state()[:5] == (ImportState.DONE, 1 + ROWS, 2 + ROWS, ROWS, "60")
