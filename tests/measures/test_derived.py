"""The count and the word index follow every write, whichever way it comes."""

import pytest

from measures import derived
from measures.models import Measure, MeasureTally, Status
from tests import make

pytestmark = pytest.mark.django_db


def counts() -> dict[tuple[str, str], int]:
    return {(row["publication"], row["status"]): row["count"] for row in MeasureTally.objects.counted()}


def test_a_new_measure_is_counted():
    make.draft()
    assert counts() == {("draft", "planned"): 1}


def test_a_changed_measure_moves():
    measure = make.measure()
    Measure.objects.filter(pk=measure.pk).update(status=Status.DELAYED, status_reason="Personal fehlt")
    assert counts() == {("released", "delayed"): 1}


def test_a_change_of_something_else_appends_nothing():
    measure = make.measure()
    Measure.objects.filter(pk=measure.pk).update(title="Anderer Titel", status=measure.status)
    assert MeasureTally.objects.count() == 1


def test_a_deleted_measure_is_counted_no_more():
    make.draft().delete()
    assert counts() == {}


def test_bulk_writes_are_counted():
    make.draft()
    Measure.objects.bulk_create([Measure(serial=100 + n, title="x", lead=make.actor()) for n in range(3)])
    assert counts() == {("draft", "planned"): 4}


def test_compacting_keeps_the_counts_and_drops_the_steps():
    measure = make.measure()
    for status in (Status.PLANNED, Status.ON_TRACK, Status.PLANNED):
        Measure.objects.filter(pk=measure.pk).update(status=status)
    before = counts()
    assert derived.compact() == 7
    assert counts() == before
    assert MeasureTally.objects.count() == 1


def test_healing_counts_anew_where_the_count_is_wrong():
    make.draft()
    MeasureTally.objects.all().delete()
    derived.heal()
    assert counts() == {("draft", "planned"): 1}


@pytest.mark.django_db(transaction=True)
def test_healing_puts_lost_triggers_back():
    derived.remove()
    make.draft()
    assert counts() == {}
    derived.heal()
    make.draft()
    assert counts() == {("draft", "planned"): 2}
