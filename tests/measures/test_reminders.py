"""Who is reminded of what, when it goes to the next person, and what is not said."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from measures import reminders
from measures.models import Status
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = date(2026, 9, 15)


@pytest.fixture
def secretary(cast):
    """A contact person of the VHS without an account."""
    return make.contact(cast.vhs, email="sekretariat@example.org")


def lines(source, today=TODAY):
    return {(notice.address, notice.key.rpartition(":")[2]) for notice in source(today)}


def addresses(source, today=TODAY):
    return [notice.address for notice in source(today)]


DOERS = ["mitglied.vhs@example.org", "sekretariat@example.org"]


def test_a_milestone_is_announced_two_weeks_ahead_to_those_who_do_the_work(cast, secretary):
    make.milestone(make.measure(lead=cast.vhs), due_on=TODAY + 14 * DAY)
    assert sorted(addresses(reminders.milestones_due)) == DOERS


def test_nobody_is_told_of_milestones_that_are_far_reached_or_not_public(cast, secretary):
    measure = make.measure(lead=cast.vhs)
    make.milestone(measure, due_on=TODAY + 15 * DAY)
    make.milestone(measure, due_on=TODAY, reached_on=TODAY)
    make.milestone(make.draft(lead=cast.vhs), due_on=TODAY)
    make.milestone(make.measure(lead=cast.vhs, status=Status.CANCELLED, status_reason="Aus"), due_on=TODAY)
    assert addresses(reminders.milestones_due) == []


def test_an_end_is_announced_a_month_ahead(cast, secretary):
    make.measure(lead=cast.vhs, planned_end_on=TODAY + 30 * DAY)
    make.measure(lead=cast.vhs, planned_end_on=TODAY + 31 * DAY)
    assert sorted(addresses(reminders.ends_due)) == DOERS


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (1, DOERS),
        (13, DOERS),
        (14, ["redaktion.vhs@example.org"]),
        (27, ["redaktion.vhs@example.org"]),
        (28, ["bildungsbuero@example.org"]),
        (400, ["bildungsbuero@example.org"]),
    ],
)
@pytest.mark.parametrize("source", [reminders.past_their_end, reminders.milestones_passed])
def test_what_stays_late_rises_to_the_editor_and_then_to_the_office(cast, secretary, source, days, told):
    measure = make.measure(lead=cast.vhs)
    if source is reminders.past_their_end:
        measure.planned_end_on = TODAY - days * DAY
        measure.save()
    else:
        make.milestone(measure, due_on=TODAY - days * DAY)
    assert sorted(addresses(source)) == told


def test_where_nobody_but_the_editor_belongs_to_an_actor_the_editor_is_told_first(cast):
    make.measure(lead=cast.library, planned_end_on=TODAY - DAY)
    assert addresses(reminders.past_their_end) == ["redaktion.bibliothek@example.org"]


def test_a_disabled_account_is_told_nothing(cast):
    cast.library_editor.is_active = False
    cast.library_editor.save()
    make.measure(lead=cast.library, planned_end_on=TODAY - DAY)
    assert addresses(reminders.past_their_end) == []


def test_the_next_person_is_told_under_a_key_of_its_own(cast):
    """The same key would count as said already where the doer and the editor are one person."""
    measure = make.measure(lead=cast.library, planned_end_on=TODAY - DAY)
    first = {notice.key for notice in reminders.past_their_end(TODAY)}
    later = {notice.key for notice in reminders.past_their_end(TODAY + 14 * DAY)}
    assert len(first | later) == 2
    assert all(str(measure.pk) in key for key in first | later)


def test_a_new_date_is_a_new_matter(cast):
    milestone = make.milestone(make.measure(lead=cast.vhs), due_on=TODAY - DAY)
    before = {notice.key for notice in reminders.milestones_passed(TODAY)}
    milestone.due_on = TODAY - 2 * DAY
    milestone.save()
    assert before.isdisjoint(notice.key for notice in reminders.milestones_passed(TODAY))


def test_the_office_gets_one_line_a_week_about_all(cast):
    for _ in range(5):
        make.measure(lead=cast.vhs, planned_end_on=TODAY - 40 * DAY)
    (notice,) = reminders.past_their_end(TODAY)
    assert notice.text.startswith("M-001, M-002, M-003 und 2 weitere: ")
    assert {one.key for one in reminders.past_their_end(TODAY + DAY)} == {notice.key}
    assert {one.key for one in reminders.past_their_end(TODAY + 7 * DAY)} != {notice.key}


def test_each_line_says_why_it_comes(cast, secretary):
    make.measure(lead=cast.vhs, planned_end_on=TODAY - 14 * DAY)
    (notice,) = reminders.past_their_end(TODAY)
    assert notice.why == (
        "weil Sie die Redaktion von Volkshochschule Herne sind und sich seit zwei Wochen nichts getan hat"
    )


@pytest.mark.parametrize(
    ("confirmed", "told"),
    [
        (date(2026, 3, 16), []),  # not yet six months
        (date(2026, 3, 15), DOERS),  # due
        (date(2025, 9, 16), DOERS),
        (date(2025, 9, 15), ["redaktion.vhs@example.org"]),  # stale
        (date(2025, 8, 19), ["redaktion.vhs@example.org"]),
        (date(2025, 8, 18), ["bildungsbuero@example.org"]),  # stale for four weeks
        (None, ["bildungsbuero@example.org"]),
    ],
)
def test_what_nobody_confirms_rises_from_the_doers_to_the_office(cast, secretary, confirmed, told):
    make.measure(lead=cast.vhs, last_confirmed_on=confirmed)
    make.measure(lead=cast.vhs, last_confirmed_on=TODAY)
    make.draft(lead=cast.vhs)
    make.measure(lead=cast.vhs, status=Status.DONE, completed_on=TODAY)
    assert sorted(addresses(reminders.not_updated)) == told


def test_a_new_confirmation_lets_the_next_silence_be_told_again(cast):
    measure = make.measure(lead=cast.vhs, last_confirmed_on=date(2026, 3, 1))
    before = {notice.key for notice in reminders.not_updated(TODAY)}
    measure.last_confirmed_on = date(2026, 3, 2)
    measure.save()
    assert before.isdisjoint(notice.key for notice in reminders.not_updated(TODAY))


@pytest.mark.parametrize(
    "source", [reminders.past_their_end, reminders.milestones_passed, reminders.ends_due, reminders.milestones_due]
)
def test_a_batch_costs_the_same_however_full_it_is(cast, secretary, source):
    def fill():
        measure = make.measure(lead=make.actor(), planned_end_on=TODAY - DAY)
        make.contact(measure.lead, email=f"a{measure.pk}@example.org")
        make.milestone(measure, due_on=TODAY - DAY)
        make.milestone(measure, due_on=TODAY + DAY)
        make.measure(lead=measure.lead, planned_end_on=TODAY + DAY)

    def queries():
        with CaptureQueriesContext(connection) as counted:
            assert list(source(TODAY))
        return len(counted)

    fill()
    one = queries()
    for _ in range(4):
        fill()
    assert queries() == one
