"""Who is reminded of a round that ends, by which link; what "Heute" and calendars say of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bildungsnetz.calendars.models import CalendarFeed
from evaluation import links, round_reminders
from evaluation import today as sections
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


def closing_in(days, **fields):
    """A round that was opened a while ago."""
    now = timezone.now()
    made = make.evaluation_round(closes_on=timezone.localdate(now) + days * DAY, **fields)
    made.opened_at = now - timedelta(days=20)
    made.save()
    return made


def told(source, today):
    return {notice.address: notice for notice in source(today)}


class TestReminders:
    @pytest.mark.parametrize(("days", "is_told"), [(8, False), (7, True), (0, True), (-1, False)])
    def test_the_end_is_announced_in_its_last_week(self, cast, today, days, is_told):
        make.measure(lead=cast.vhs)
        closing_in(days)
        people = {cast.vhs_editor.email, cast.vhs_member.email} if is_told else set()
        assert told(round_reminders.rounds_closing, today).keys() == people

    def test_it_says_how_much_is_missing_in_one_line(self, cast, today):
        done, *_ = (make.measure(lead=cast.library) for _ in range(3))
        made = closing_in(3, title="Herbst")
        make.sheet(make.rated(made, done), "lead", 3)
        notice = told(round_reminders.rounds_closing, today)[cast.library_editor.email]
        assert notice.text == f"„Herbst“ endet in 3\u00a0Tagen: Von {cast.library} fehlen noch 2 Bewertungsbögen."
        assert notice.url == "/meine-massnahmen/"
        assert notice.scope == f"actor:{cast.library.pk}"

    def test_it_leads_to_the_sheet_by_the_link_that_a_mail_brought(self, cast, today):
        make.measure(lead=cast.library)
        sheet = make.rated(closing_in(3)).sheets.get(voice="lead")
        mail = make.rating_mail(sheet, cast.library_editor.email)
        notice = told(round_reminders.rounds_closing, today)[cast.library_editor.email]
        assert links.address_of(links.mail_token(sheet, mail)).endswith(notice.url)

    def test_who_has_handed_in_or_left_is_not_reminded(self, cast, today):
        done, left = make.measure(lead=cast.vhs), make.measure(lead=cast.library)
        made = closing_in(3)
        make.sheet(make.rated(made, done), "lead", 3)
        left.lead.is_active = False
        left.lead.save()
        assert told(round_reminders.rounds_closing, today) == {}

    def test_a_round_that_was_opened_today_reminds_nobody_yet(self, cast, today):
        make.measure(lead=cast.vhs)
        make.evaluation_round(closes_on=today + 3 * DAY)
        assert told(round_reminders.rounds_closing, today) == {}

    def test_the_office_hears_that_a_deadline_is_over(self, cast, today):
        make.measure(lead=cast.vhs)
        made = closing_in(-1)
        (address, notice) = told(round_reminders.rounds_over, today).popitem()
        assert address == cast.office.email
        assert "1 Bögen" not in notice.text
        assert "ein Bogen der Akteure fehlt" in notice.text
        make.move(made, "reflection")
        assert told(round_reminders.rounds_over, today) == {}

    def test_many_sheets_cost_as_many_queries_as_few(self, cast, today):
        make.measure(lead=cast.vhs)
        first = closing_in(3)
        with CaptureQueriesContext(connection) as few:
            told(round_reminders.rounds_closing, today)
        make.move(first, "reflection")
        for _ in range(20):
            make.measure(lead=make.actor())
        closing_in(3)
        with CaptureQueriesContext(connection) as many:
            told(round_reminders.rounds_closing, today)
        assert len(many) == len(few)


class TestToday:
    def section(self, user, today):
        return next(one for one in sections.sections(user, today) if one.key == "bewertungen")

    def test_a_round_under_way_says_what_is_missing(self, cast, today):
        measures = [make.measure(lead=cast.vhs) for _ in range(2)]
        made = closing_in(3, title="Herbst")
        make.sheet(make.rated(made, measures[0]), "lead", 3)
        (entry,) = self.section(cast.office, today).entries
        assert entry.title == "Herbst"
        assert entry.detail == "Offene Bögen: 1 der Akteure, 2 eigene; Frist in 3\u00a0Tagen"

    def test_a_deadline_that_is_over_and_a_reflection_say_what_comes_next(self, cast, today):
        make.measure(lead=cast.vhs)
        made = closing_in(-1)
        assert "Die Frist ist abgelaufen" in self.section(cast.office, today).entries[0].detail
        make.move(made, "reflection")
        (entry,) = self.section(cast.office, today).entries
        assert entry.detail.startswith("Reflexion")
        make.move(made, "closed")
        assert self.section(cast.office, today).entries == ()


class TestCalendars:
    def titles(self, client, user):
        feed = CalendarFeed.objects.get_or_create(user=user, topic="own")[0]
        text = client.get(f"/kalender/{feed.token}.ics").content.decode()
        return [line.partition(":")[2] for line in text.splitlines() if line.startswith("SUMMARY")]

    def test_the_last_day_stands_there_as_long_as_something_is_owed(self, cast, client):
        measure = make.measure(lead=cast.vhs)
        made = closing_in(3, title="Herbst")
        assert self.titles(client, cast.vhs_member) == ["Maßnahmen bewerten: Herbst"]
        assert self.titles(client, cast.library_editor) == []
        assert self.titles(client, cast.clerk) == ["Bewertung endet: Herbst"]
        make.sheet(make.rated(made, measure), "lead", 3)
        assert self.titles(client, cast.vhs_member) == []
