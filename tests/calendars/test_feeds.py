"""Subscribed calendars: what stands in them, for whom, and what their addresses are worth."""

import json
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.core import signing
from django.test import Client, override_settings
from django.utils import timezone
from icalendar import Calendar

from bildungsnetz.accounts.erasure import erase_user
from bildungsnetz.accounts.personal_data import export_of
from bildungsnetz.calendars import actions
from bildungsnetz.calendars.models import CalendarFeed
from bildungsnetz.calendars.topics import Event
from bildungsnetz.calendars.writing import ical
from goals.models import Meeting
from measures.models import Measure, ReportingWindow
from tests import make

pytestmark = pytest.mark.django_db
PAGE = "/konto/kalender/"


def soon(days: int = 30) -> date:
    return timezone.localdate() + timedelta(days=days)


def address(user, topic="own") -> str:
    return urlsplit(actions.subscribe(topic, by=user).address).path


def fetch(path: str, **headers):
    """As a calendar does: without a session."""
    return Client().get(path, headers=headers)


def read(path: str) -> dict[str, dict]:
    """The events of a feed by the first part of their UID, as a calendar understands them."""
    answer = fetch(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    return {str(event["UID"]).partition("@")[0]: event for event in calendar.walk("VEVENT")}


def titles(path: str) -> list[str]:
    return [str(event["SUMMARY"]) for event in read(path).values()]


# --- What stands in them -----------------------------------------------------------------------------------------


def test_a_persons_calendar_has_milestones_and_planned_ends_of_its_actors(cast):
    measure = make.measure(title="Lesepaten, groß; klein", lead=cast.vhs, planned_end_on=soon(60))
    step = make.milestone(measure, title="Auftakt", due_on=soon())
    make.milestone(measure, title="Erreicht", due_on=soon(), reached_on=soon(-1))
    make.measure(lead=cast.vhs, status="done", completed_on=soon(-3), planned_end_on=soon())
    events = read(address(cast.vhs_member))
    assert events.keys() == {f"milestone-{step.pk}", f"end-{measure.pk}"}
    event = events[f"milestone-{step.pk}"]
    assert event["SUMMARY"] == "Meilenstein: Auftakt"
    assert event["DESCRIPTION"] == f"{measure.number} Lesepaten, groß; klein"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (soon(), soon(31))
    assert not isinstance(event["DTSTART"].dt, type(timezone.now()))
    assert event["DTSTAMP"].dt == step.history.get().history_date.replace(microsecond=0)
    assert str(event["URL"]).endswith(measure.get_absolute_url())


def test_it_has_the_end_of_windows_in_which_answers_are_owed(cast):
    window = ReportingWindow.objects.create(serial=1, title="Herbst", opens_on=soon(-1), closes_on=soon(9))
    owed = [window.requests.create(measure=make.measure(lead=cast.vhs)) for _ in range(2)]
    window.requests.create(measure=make.measure(lead=cast.library), answered_at=timezone.now(), answered_by_way="link")
    path = address(cast.vhs_editor)
    (event,) = read(path).values()
    assert (event["SUMMARY"], event["DTSTART"].dt) == ("Sachstand melden: Herbst", soon(9))
    assert "2 Maßnahmen" in event["DESCRIPTION"]
    assert titles(address(cast.library_editor)) == []
    assert titles(address(cast.office)) == ["Sachstandsabfrage endet: Herbst"]
    for request in owed:
        request.answered_at, request.answered_by_way = timezone.now(), "link"
        request.save()
    assert read(path) == {}


@pytest.mark.parametrize(("role", "knows_papers"), [("office", True), ("clerk", True), ("council", False)])
def test_a_committees_calendar_has_its_meetings_and_for_the_offices_the_day_for_papers(cast, role, knows_papers):
    meeting = make.meeting(held_on=soon(), papers_due_on=soon(16), place="Rathaus, Saal 2")
    make.meeting(committee=make.committee("Rat"), held_on=soon())
    events = read(address(getattr(cast, role), "committee:schulausschuss"))
    assert events[f"meeting-{meeting.pk}"]["DESCRIPTION"] == "Rathaus, Saal 2"
    assert (f"papers-{meeting.pk}" in events) == knows_papers
    assert len(events) == 1 + knows_papers


def test_the_offices_have_all_meetings_among_their_own_dates(cast):
    make.meeting(held_on=soon(), papers_due_on=soon(16))
    make.meeting(committee=make.committee("Rat"), held_on=soon(40))
    expected = ["Vorlagenschluss: Schulausschuss", "Sitzung: Schulausschuss", "Sitzung: Rat"]
    assert titles(address(cast.office)) == titles(address(cast.clerk)) == expected
    assert titles(address(cast.vhs_member)) == []


def test_what_is_long_over_or_far_away_is_left_out(cast):
    for days in (-91, -89, 3 * 365 - 1, 3 * 365 + 1):
        make.meeting(held_on=soon(days))
    assert len(read(address(cast.council, "committee:schulausschuss"))) == 2


def test_an_event_that_is_moved_or_renamed_stays_the_same_event(cast):
    meeting = make.meeting(held_on=soon())
    path = address(cast.council, "committee:schulausschuss")
    before = read(path)
    meeting.held_on = soon(37)
    meeting.save()
    after = read(path)
    assert before.keys() == after.keys()
    assert [event["DTSTART"].dt for event in after.values()] == [soon(37)]


def test_titles_cannot_break_out_of_their_line(cast):
    hostile = "Ende\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:fremd, mit; \\ und Zeilen" + "ä" * 200
    content = ical("Titel\r\nX-FREMD:1", [Event("a-1", soon(), hostile, timezone.now(), hostile)])
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert str(event["SUMMARY"]).replace("\r", "") == hostile.replace("\r", "")
    assert b"\r\nX-FREMD" not in content
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


# --- For whom ----------------------------------------------------------------------------------------------------


def test_a_foreign_draft_is_never_in_it(cast):
    canary = "Nachtigall"
    for lead in (cast.library, cast.vhs):
        draft = make.draft(title=f"Entwurf {canary if lead == cast.library else 'eigen'}", lead=lead)
        Measure.objects.filter(pk=draft.pk).update(planned_end_on=soon(), internal_note=canary)
        make.milestone(draft, title=f"Schritt {canary if lead == cast.library else 'eigen'}", due_on=soon())
    for user in cast.people().values():
        if user and user != cast.library_editor:
            assert canary not in fetch(address(user)).text
    assert len(titles(address(cast.vhs_member))) == 2


def test_who_leaves_an_actor_finds_nothing_of_it_at_the_next_fetch(cast):
    make.milestone(make.measure(lead=cast.vhs), due_on=soon())
    path = address(cast.vhs_member)
    assert len(read(path)) == 1
    cast.vhs.memberships.get(user=cast.vhs_member).delete()
    assert read(path) == {}


def test_who_loses_the_office_no_longer_learns_when_papers_are_due(cast):
    make.meeting(held_on=soon(), papers_due_on=soon(16))
    paths = [address(cast.office), address(cast.office, "committee:schulausschuss")]
    assert [len(read(path)) for path in paths] == [2, 2]
    cast.office.coordination_office = False
    cast.office.save()
    assert [len(read(path)) for path in paths] == [0, 1]


def test_an_account_that_is_locked_has_no_calendar(cast):
    path = address(cast.vhs_member)
    cast.vhs_member.is_active = False
    cast.vhs_member.save()
    assert fetch(path).status_code == 404


def test_a_committee_that_is_gone_has_no_calendar(cast):
    path = address(cast.council, f"committee:{make.committee().key}")
    make.committee().delete()
    assert fetch(path).status_code == 404


# --- Addresses ---------------------------------------------------------------------------------------------------


def test_nobody_finds_a_calendar_by_guessing_or_with_the_database_alone(cast):
    feed = actions.subscribe("own", by=cast.office)
    path = urlsplit(feed.address).path
    forged = signing.Signer(salt="calendars.feed", sep=".", key="x" * 50).sign(feed.secret)
    for token in ("", "abc", feed.secret, f"{feed.secret}.", forged, feed.token + "x", feed.token.upper()):
        assert fetch(f"/kalender/{token}.ics").status_code == 404, token
    with override_settings(SECRET_KEY="y" * 50):  # another installation
        assert urlsplit(feed.address).path != path


def test_what_is_renewed_or_ended_is_gone_at_once(cast, client):
    client.force_login(cast.office)
    client.post(f"{PAGE}abonnieren/", {"topic": "own"})
    first = CalendarFeed.objects.get()
    assert fetch(urlsplit(first.address).path).status_code == 200
    client.post(f"{PAGE}{first.pk}/erneuern/")
    second = CalendarFeed.objects.get(revoked_at=None)
    assert fetch(urlsplit(first.address).path).status_code == 404
    assert fetch(urlsplit(second.address).path).status_code == 200
    assert client.post(f"{PAGE}{first.pk}/erneuern/").status_code == 404
    client.post(f"{PAGE}{second.pk}/beenden/")
    assert fetch(urlsplit(second.address).path).status_code == 404


def test_the_page_shows_addresses_to_their_owner_alone(cast, client):
    feed = actions.subscribe("own", by=cast.office)
    client.force_login(cast.clerk)
    assert feed.secret not in client.get(PAGE).text
    assert client.post(f"{PAGE}{feed.pk}/beenden/").status_code == 404
    client.force_login(cast.office)
    page = client.get(PAGE)
    assert f'value="{feed.address}"' in page.text
    assert "no-store" in page["Cache-Control"]


def test_subscribing_twice_gives_the_same_address(cast, client):
    client.force_login(cast.council)
    for _ in range(2):
        assert client.post(f"{PAGE}abonnieren/", {"topic": "own"}).status_code == 302
    assert CalendarFeed.objects.count() == 1


@pytest.mark.parametrize("topic", ["", "own:1", "committee:gibt-es-nicht", "committee", "alles", "x" * 500])
def test_a_topic_that_one_has_not_is_refused(cast, client, topic):
    client.force_login(cast.council)
    assert client.post(f"{PAGE}abonnieren/", {"topic": topic}).status_code == 403
    assert not CalendarFeed.objects.exists()


def test_the_page_of_a_committee_leads_to_its_calendar(cast, client):
    committee = make.committee()
    assert "abonnieren" not in client.get(committee.get_absolute_url()).text
    client.force_login(cast.council)
    link = f"{PAGE}?topic=committee:{committee.key}"
    assert link in client.get(committee.get_absolute_url()).text
    assert f'<option value="committee:{committee.key}" selected>' in client.get(link).text


# --- Fetching ----------------------------------------------------------------------------------------------------


def test_an_unchanged_calendar_is_not_sent_again(cast):
    meeting = make.meeting(held_on=soon())
    path = address(cast.council, "committee:schulausschuss")
    first = fetch(path)
    assert first["Cache-Control"] == "no-cache, private" or first["Cache-Control"] == "private, no-cache"
    again = fetch(path, if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    Meeting.objects.filter(pk=meeting.pk).update(place="Rathaus")
    assert fetch(path, if_none_match=first["ETag"]).status_code == 200


def test_a_feed_sets_no_cookie_and_takes_no_writes(cast):
    path = address(cast.council)
    assert not fetch(path).cookies
    assert Client().post(path).status_code == 405


@pytest.mark.parametrize("role", ["office", "vhs_member"])
def test_a_feed_asks_no_more_with_more_rows(cast, ratchet, role):
    def grow():
        for days in range(10, 40, 10):
            measure = make.measure(lead=cast.vhs, planned_end_on=soon(days))
            make.milestone(measure, due_on=soon(days))
            make.meeting(held_on=soon(days + len(Meeting.objects.all())), papers_due_on=soon(days))
            make.question(due_on=soon(days))

    grow()
    ratchet("calendars:feed", role, Client().get, address(getattr(cast, role)), grow=grow)


# --- Personal data -----------------------------------------------------------------------------------------------


def test_calendars_are_handed_out_without_their_addresses_and_go_with_the_account(cast):
    feed = actions.subscribe("own", by=cast.vhs_member)
    path = urlsplit(feed.address).path
    (row,) = export_of(cast.vhs_member)["Kalender-Abonnements"]
    assert row["Kalender"] == "Meine Termine"
    assert feed.secret not in json.dumps(export_of(cast.vhs_member), default=str)
    erase_user(cast.vhs_member, by=cast.vhs_member)
    assert not CalendarFeed.objects.exists()
    assert fetch(path).status_code == 404
