"""Who is reminded of recommendations, when it goes to the next person, and which dates reach calendars."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bildungsnetz.accounts.personal_data import export_of
from evaluation import calendars
from evaluation import recommendation_reminders as reminders
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = date(2026, 9, 15)
DOERS = ["mitglied.vhs@example.org"]


def addresses(source, today=TODAY):
    return sorted(notice.address for notice in source(today))


@pytest.fixture
def closed(cast):
    return make.open_round(state="closed")


def test_it_is_announced_a_month_ahead_to_those_who_do_the_work(cast, closed):
    make.adopted(closed, responsible=cast.vhs, due_on=TODAY + 30 * DAY)
    make.adopted(closed, responsible=cast.library, due_on=TODAY + 31 * DAY)
    assert addresses(reminders.recommendations_due) == DOERS


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
def test_what_stays_late_rises_to_the_editor_and_then_to_the_office(cast, closed, days, told):
    make.adopted(closed, responsible=cast.vhs, due_on=TODAY - days * DAY)
    assert addresses(reminders.recommendations_late) == told


@pytest.mark.parametrize("source", [reminders.recommendations_due, reminders.recommendations_late])
def test_nobody_is_told_of_what_is_finished_undecided_or_not_closed(cast, closed, source):
    due = {"responsible": cast.vhs, "due_on": TODAY + DAY if source is reminders.recommendations_due else TODAY - DAY}
    make.adopted(closed, progress="done", finished_on=TODAY, **due)
    make.recommendation(closed, **due)
    make.adopted(make.open_round(state="reflection"), **due)
    assert addresses(source) == []


def test_each_stage_and_each_new_date_is_a_notice_of_its_own(cast, closed):
    row = make.adopted(closed, responsible=cast.library, due_on=TODAY - DAY)
    keys = {notice.key for notice in reminders.recommendations_late(TODAY)}
    keys |= {notice.key for notice in reminders.recommendations_late(TODAY + 14 * DAY)}
    row.due_on = TODAY - 2 * DAY
    row.save()
    keys |= {notice.key for notice in reminders.recommendations_late(TODAY)}
    assert len(keys) == 3


def test_the_office_gets_one_line_a_week_about_all(cast, closed):
    rows = [make.adopted(closed, responsible=cast.vhs, due_on=TODAY - 40 * DAY) for _ in range(4)]
    (notice,) = reminders.recommendations_late(TODAY)
    assert notice.text.startswith(", ".join(row.number for row in rows[:3]) + " und weitere: ")
    assert {one.key for one in reminders.recommendations_late(TODAY + DAY)} == {notice.key}
    assert {one.key for one in reminders.recommendations_late(TODAY + 7 * DAY)} != {notice.key}


@pytest.mark.parametrize("source", [reminders.recommendations_due, reminders.recommendations_late])
def test_a_batch_costs_the_same_however_full_it_is(cast, closed, source):
    due = TODAY + DAY if source is reminders.recommendations_due else TODAY - DAY

    def fill():
        actor = make.actor()
        make.contact(actor, email=f"a{actor.pk}@example.org")
        make.adopted(closed, responsible=actor, due_on=due)

    def queries():
        with CaptureQueriesContext(connection) as counted:
            assert list(source(TODAY))
        return len(counted)

    fill()
    one = queries()
    for _ in range(4):
        fill()
    assert queries() == one


def test_calendars_hold_what_the_actor_has_to_carry_out(cast, closed):
    mine = make.adopted(closed, responsible=cast.vhs, due_on=TODAY + DAY, text="Ein Konzept schreiben")
    make.adopted(closed, responsible=cast.library, due_on=TODAY + DAY)
    make.adopted(closed, responsible=cast.vhs, due_on=TODAY, progress="done", finished_on=TODAY)
    (event,) = calendars.recommendations_due(cast.vhs_member, "", TODAY)
    assert (event.day, event.text) == (mine.due_on, "Ein Konzept schreiben")
    assert list(calendars.recommendations_due(cast.stranger, "", TODAY)) == []


def test_calendars_hold_until_when_a_statement_is_possible(cast):
    today = timezone.localdate()
    asked = make.statement_request(make.report(), cast.vhs, due_on=today + DAY)
    make.statement_request(make.report(), cast.vhs, due_on=today - DAY)
    (event,) = calendars.statements_due(cast.vhs_member, "", today)
    assert (event.day, event.path) == (asked.due_on, asked.get_absolute_url())
    assert list(calendars.statements_due(cast.library_editor, "", today)) == []


def test_whoever_handed_in_a_statement_finds_it_among_their_data(cast):
    asked = make.statement_request(
        make.report(), cast.vhs, answer="submitted", answered_at=timezone.now(), author=cast.vhs_editor
    )
    make.statement(asked, text="Das sehen wir anders.")
    (entry,) = export_of(cast.vhs_editor)["Stellungnahmen zu Berichten"]
    assert entry["Text"] == "Das sehen wir anders."
    assert export_of(cast.vhs_member)["Stellungnahmen zu Berichten"] == []
