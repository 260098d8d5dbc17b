"""Counting back from a session to the papers and to the actors' answers."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from bildungsnetz import schooldays
from goals.dates import countdown, due_days, papers_due_on
from goals.models import Meeting
from tests import make
from tests.goals.test_editing import save

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee():
    return make.committee(papers_due_days=12)


@pytest.fixture
def office(client, cast):
    client.force_login(cast.office)
    return client


def test_papers_are_due_so_many_working_days_before_the_session(committee):
    # Corpus Christi (4 June) and two weekends lie between.
    assert papers_due_on(committee, date(2026, 6, 11)) == date(2026, 5, 22)
    assert papers_due_on(make.committee("Rat"), date(2026, 6, 11)) is None


def test_the_window_closes_on_a_school_day_ten_school_days_before_the_papers_are_due(committee):
    found = countdown(make.meeting(committee=committee, held_on=date(2026, 11, 26)))
    assert found.papers_due_on == date(2026, 11, 10)
    assert found.window_closes_on == date(2026, 10, 13)  # the autumn holidays, 17 to 31 October, do not count
    assert schooldays.is_school_day(found.window_closes_on)
    assert found.doubt == ""


def test_what_was_entered_for_the_meeting_goes_before_the_rule(committee):
    meeting = make.meeting(committee=committee, held_on=date(2026, 11, 26), papers_due_on=date(2026, 11, 19))
    assert countdown(meeting, review_days=1).papers_due_on == date(2026, 11, 19)
    assert countdown(meeting, review_days=1).window_closes_on == date(2026, 11, 18)


def test_without_a_day_for_papers_it_is_counted_from_the_session():
    found = countdown(make.meeting(held_on=date(2026, 11, 26)), review_days=2)
    assert (found.papers_due_on, found.window_closes_on) == (None, date(2026, 11, 24))


def test_beyond_the_known_holidays_it_is_said_to_be_doubtful(committee):
    assert "Schulferien" in countdown(make.meeting(committee=committee, held_on=date(2050, 11, 24))).doubt


def test_counting_back_ends_with_the_calendar(committee):
    assert countdown(make.meeting(committee=committee, held_on=date(1, 1, 3))).window_closes_on == date.min


def test_a_new_meeting_gets_the_day_of_the_rule(office, committee):
    path = f"{committee.get_absolute_url()}sitzungen/neu/"
    assert "12 Arbeitstage vor der Sitzung" in office.get(path).text
    save(office, path, held_on="2026-06-11")
    assert Meeting.objects.get().papers_due_on == date(2026, 5, 22)


def test_a_day_that_was_typed_stays_and_one_that_was_emptied_stays_empty(office, committee):
    save(office, f"{committee.get_absolute_url()}sitzungen/neu/", held_on="2026-06-11", papers_due_on="2026-06-01")
    meeting = Meeting.objects.get()
    assert meeting.papers_due_on == date(2026, 6, 1)
    save(office, f"{committee.get_absolute_url()}sitzungen/{meeting.pk}/bearbeiten/", papers_due_on="")
    assert Meeting.objects.get().papers_due_on is None


def test_the_page_of_the_committee_tells_the_days_left(client, cast, committee):
    today = timezone.localdate()
    meeting = make.meeting(
        committee=committee, held_on=today + timedelta(days=40), papers_due_on=today + timedelta(days=26)
    )
    make.meeting(committee=committee, held_on=today - timedelta(days=3))
    text = client.get(committee.get_absolute_url()).text
    assert "noch 40\u00a0Tage" in text
    assert "noch 26\u00a0Tage" in text
    assert "Sachstände einholen" not in text
    client.force_login(cast.office)
    text = client.get(committee.get_absolute_url()).text
    assert f"Sachstände einholen bis {countdown(meeting).window_closes_on:%d.%m.%Y}" in text


def test_sessions_that_nobody_entered_have_the_day_of_the_rule(committee, django_assert_num_queries):
    other, session = make.committee("Rat"), date(2026, 11, 26)
    make.meeting(committee=committee, held_on=session, papers_due_on=date(2026, 11, 19))
    make.meeting(committee=other, held_on=session)
    day = session + timedelta(days=7)
    with django_assert_num_queries(1):
        found = due_days([(committee, session), (committee, day), (other, session)])
    assert found == {
        (committee.pk, session): date(2026, 11, 19),
        (committee.pk, day): papers_due_on(committee, day),
        (other.pk, session): None,
    }
