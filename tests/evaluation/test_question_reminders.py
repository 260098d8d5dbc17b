"""The offices hear of questions that committees are owed an answer to: in their digest and in their calendars."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluation import calendars
from evaluation.question_reminders import questions_due
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = date(2026, 9, 15)
OFFICES = ["bildungsbuero@example.org", "gremien@example.org"]


def told(today=TODAY):
    return list(questions_due(today))


@pytest.mark.parametrize(("days", "words"), [(14, "ist bis"), (0, "ist bis"), (-1, "war bis"), (-200, "war bis")])
def test_both_offices_are_told_two_weeks_before_the_day_and_after_it(cast, days, words):
    due = TODAY + days * DAY
    make.question(asked_on=date(2026, 1, 1), due_on=due, text="Wie viele Kinder werden erreicht?")
    assert sorted(notice.address for notice in told()) == OFFICES
    assert words in told()[0].text
    assert "Wie viele Kinder werden erreicht?" in told()[0].text


def test_nobody_is_told_of_what_is_answered_far_away_or_without_a_day(cast):
    make.question(due_on=TODAY, answer="Ja.")
    make.question(due_on=TODAY + 15 * DAY)
    make.question()
    assert told() == []


def test_an_office_that_left_is_not_told(cast):
    make.question(due_on=TODAY)
    cast.office.is_active = False
    cast.office.save()
    assert [notice.address for notice in told()] == ["gremien@example.org"]


def test_a_new_day_and_its_passing_are_notices_of_their_own(cast):
    question = make.question(due_on=TODAY + DAY)
    keys = {notice.key for notice in (*told(), *told(TODAY + DAY), *told(TODAY + 2 * DAY))}
    question.due_on = TODAY
    question.save()
    keys |= {notice.key for notice in told()}
    assert len(keys) == 3


def test_a_batch_costs_the_same_however_full_it_is(cast):
    def queries():
        with CaptureQueriesContext(connection) as counted:
            assert told()
        return len(counted)

    make.question(due_on=TODAY)
    few = queries()
    for _ in range(5):
        make.question(due_on=TODAY, committee=make.committee(f"Ausschuss {make.CommitteeQuestion.objects.count()}"))
    assert queries() == few


def test_the_offices_calendars_hold_the_day_of_what_is_open(cast):
    question = make.question(due_on=TODAY + DAY, text="Wie viele Kinder?")
    make.question(due_on=TODAY, answer="Ja.")
    make.question()
    for person in (cast.office, cast.clerk):
        (event,) = calendars.questions_due(person, "", TODAY)
        assert (event.day, event.title, event.text) == (
            TODAY + DAY,
            "Antwort an Schulausschuss: F-001",
            "Wie viele Kinder?",
        )
        assert event.path == question.get_absolute_url()
    for person in (cast.council, cast.vhs_editor, cast.stranger):
        assert list(calendars.questions_due(person, "", TODAY)) == []
