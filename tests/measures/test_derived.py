"""The count and the word index follow every write, whichever way it comes."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from measures import derived, tallies
from measures.models import ConfirmationTally, Measure, MeasureTally, Status
from tests import make

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 4)


def counts() -> dict[tuple[str, str], int]:
    return {(row["publication"], row["status"]): row["count"] for row in MeasureTally.objects.counted()}


def confirmations() -> dict[tuple[str, bool, date | None], int]:
    found: dict[tuple[str, bool, date | None], int] = {}
    for publication, running, day, n in ConfirmationTally.objects.values_list(
        "publication", "is_running", "last_confirmed_on", "n"
    ):
        found[publication, running, day] = found.get((publication, running, day), 0) + n
    return {key: n for key, n in found.items() if n}


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
    assert tallies.STATUSES.compact() == 7
    assert counts() == before
    assert MeasureTally.objects.count() == 1


def test_healing_counts_anew_where_the_count_is_wrong():
    make.draft()
    MeasureTally.objects.all().delete()
    derived.heal()
    assert counts() == {("draft", "planned"): 1}


def test_confirmations_are_counted_by_day_and_by_whether_the_measure_runs():
    measure = make.measure(last_confirmed_on=DAY)
    make.draft()
    assert confirmations() == {("released", True, DAY): 1, ("draft", True, None): 1}
    rows = Measure.objects.filter(pk=measure.pk)
    rows.update(status=Status.PAUSED, status_reason="Umbau")
    assert ConfirmationTally.objects.count() == 2  # it runs still: nothing was appended
    rows.update(last_confirmed_on=None)
    assert confirmations() == {("released", True, None): 1, ("draft", True, None): 1}
    rows.update(status=Status.CANCELLED)
    assert confirmations() == {("released", False, None): 1, ("draft", True, None): 1}
    Measure.objects.all().delete()
    assert confirmations() == {}


def test_compacting_confirmations_keeps_their_counts():
    measure = make.measure(last_confirmed_on=DAY)
    for day in (None, DAY, None):
        Measure.objects.filter(pk=measure.pk).update(last_confirmed_on=day)
    before = confirmations()
    assert tallies.CONFIRMATIONS.compact() == 7
    assert confirmations() == before == {("released", True, None): 1}
    assert ConfirmationTally.objects.count() == 1


def test_it_is_only_worth_compacting_where_rows_can_be_folded(monkeypatch):
    for n in range(4):
        make.measure(last_confirmed_on=DAY + timedelta(days=n))
    monkeypatch.setattr(tallies, "MANY", 2)
    derived.compact_tallies(timezone.now())
    assert (MeasureTally.objects.count(), ConfirmationTally.objects.count()) == (1, 4)


def test_healing_counts_confirmations_anew_where_they_are_wrong():
    make.measure(last_confirmed_on=DAY)
    ConfirmationTally.objects.update(n=7)
    derived.heal()
    assert confirmations() == {("released", True, DAY): 1}


@pytest.mark.django_db(transaction=True)
def test_healing_puts_lost_triggers_back():
    derived.remove()
    make.draft()
    assert counts() == {}
    derived.heal()
    make.draft()
    assert counts() == {("draft", "planned"): 2}
