"""Who is reminded of a Sachstandsabfrage, by which link, and when it is the office's turn."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from measures import links, reminders, window_reminders
from measures.models import Status
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = date(2026, 9, 15)


@pytest.fixture
def secretary(cast):
    return make.contact(cast.vhs, email="sekretariat@example.org")


def asked(actor, closes_on, **fields):
    window = make.window(title="Herbst", opens_on=date(2026, 5, 1), closes_on=closes_on, **fields)
    return make.request(window, make.measure(lead=actor, last_confirmed_on=date(2026, 3, 1)))


def addresses(source):
    return sorted(notice.address for notice in source(TODAY))


DOERS = ["mitglied.vhs@example.org", "sekretariat@example.org"]
EDITOR = ["redaktion.vhs@example.org"]
OFFICE = ["bildungsbuero@example.org"]


@pytest.mark.parametrize(("days", "told"), [(8, []), (7, DOERS), (0, DOERS), (-1, [])])
def test_the_end_of_a_window_is_announced_in_its_last_week(cast, secretary, days, told):
    asked(cast.vhs, TODAY + days * DAY)
    assert addresses(window_reminders.windows_closing) == told


@pytest.mark.parametrize(("days", "told"), [(0, []), (1, EDITOR), (13, EDITOR), (14, OFFICE), (84, OFFICE), (85, [])])
def test_what_was_missed_is_told_the_editor_then_the_office_and_then_nobody(cast, secretary, days, told):
    asked(cast.vhs, TODAY - days * DAY)
    assert addresses(window_reminders.windows_missed) == told


@pytest.mark.parametrize("source", [window_reminders.windows_closing, window_reminders.windows_missed])
def test_nobody_is_reminded_of_what_is_answered_closed_or_over(cast, secretary, source):
    day = TODAY + DAY if source is window_reminders.windows_closing else TODAY - DAY
    answered = asked(cast.vhs, day)
    answered.answered_at, answered.answered_by_way = timezone.now(), "link"
    answered.save()
    asked(cast.vhs, day, closed_at=timezone.now())
    over = asked(cast.vhs, day).measure
    over.status, over.status_reason = Status.CANCELLED, "Aus"
    over.save()
    assert addresses(source) == []


def test_the_line_leads_to_the_link_that_needs_no_account(cast, secretary):
    request = asked(cast.vhs, TODAY + DAY)
    make.reporting_mail(request, address="sekretariat@example.org")
    latest = make.reporting_mail(request, address="sekretariat@example.org", kind="nudge")
    paths = {notice.address: notice.url for notice in window_reminders.windows_closing(TODAY)}
    assert paths["sekretariat@example.org"] == f"/sachstand/{links.mail_token(request, latest)}/"
    assert paths["mitglied.vhs@example.org"] == request.measure.get_absolute_url()


def test_a_longer_window_is_announced_anew(cast, secretary):
    request = asked(cast.vhs, TODAY + DAY)
    before = {notice.key for notice in window_reminders.windows_closing(TODAY)}
    request.window.closes_on = TODAY + 3 * DAY
    request.window.save()
    assert before.isdisjoint(notice.key for notice in window_reminders.windows_closing(TODAY))


def test_whom_a_window_asks_is_not_also_asked_whether_the_report_still_holds(cast, secretary):
    asked(cast.vhs, TODAY + 30 * DAY)
    assert addresses(reminders.not_updated) == []
    asked(cast.vhs, TODAY - DAY)
    assert addresses(reminders.not_updated) == DOERS


@pytest.mark.parametrize("source", [window_reminders.windows_closing, window_reminders.windows_missed])
def test_a_batch_costs_the_same_however_full_it_is(cast, secretary, source):
    day = TODAY + DAY if source is window_reminders.windows_closing else TODAY - DAY

    def queries():
        with CaptureQueriesContext(connection) as counted:
            assert list(source(TODAY))
        return len(counted)

    asked(cast.vhs, day)
    one = queries()
    for _ in range(4):
        request = asked(make.actor(), day)
        make.contact(request.measure.lead, email=f"a{request.pk}@example.org")
        make.reporting_mail(request, address=f"a{request.pk}@example.org")
    assert queries() == one
