"""What is read from files of sessions, and what is refused."""

import json
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from icalendar import Calendar, Event

from goals.meeting_files import LARGEST, MOST_AHEAD, MOST_IN_FILE, Session, read

TODAY = date(2027, 1, 1)


def ics(*events: str, head: str = "") -> bytes:
    body = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{head}{body}END:VCALENDAR\r\n".encode()


def meeting(**fields) -> dict:
    return {
        "id": "https://oparl.example.org/meeting/1",
        "type": "https://schema.oparl.org/1.1/Meeting",
        "name": "Schulausschuss",
        "start": "2027-01-14T16:00:00+01:00",
        **fields,
    }


def only(content: bytes) -> Session:
    (found,) = read(content, TODAY).sessions
    return found


def as_json(value) -> bytes:
    return json.dumps(value).encode()


def test_an_event_written_by_a_library_is_read():
    event = Event()
    event.add("uid", "sitzung-17@rat.example.org")
    event.add("summary", "Sitzung des Ausschusses für Schule, Sport und; ganz lange Namen " + "ä" * 100)
    event.add("dtstart", datetime(2027, 1, 14, 16, tzinfo=UTC))
    event.add("location", "Rathaus, Saal 2\nFriedrich-Ebert-Platz")
    event.add("url", "https://rat.example.org/si010.asp?ID=17")
    calendar = Calendar()
    calendar.add_component(event)
    found = only(calendar.to_ical())
    assert found.external_id == "sitzung-17@rat.example.org"
    assert found.name.startswith("Sitzung des Ausschusses für Schule, Sport und; ganz lange Namen ä")
    assert found.name.endswith("ä" * 100)
    assert (found.held_on, found.place) == (date(2027, 1, 14), "Rathaus, Saal 2 Friedrich-Ebert-Platz")
    assert found.url == "https://rat.example.org/si010.asp?ID=17"
    assert not found.is_cancelled


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("DTSTART;VALUE=DATE:20270114", 14),
        ("DTSTART:20270114T233000", 14),
        ("DTSTART;TZID=Europe/Berlin:20270114T233000", 14),
        ('DTSTART;TZID="W. Europe: Standard":20270114T233000', 14),
        ("DTSTART:20270114T233000Z", 15),
    ],
)
def test_a_session_is_on_the_day_that_it_is_here(stamp, day):
    assert only(ics(f"UID:1\r\n{stamp}")).held_on == date(2027, 1, day)


@pytest.mark.parametrize(
    "event", ["STATUS:CANCELLED", "SUMMARY:Schulausschuss (abgesagt)", "SUMMARY:Schulausschuss – entfällt"]
)
def test_a_session_that_is_called_off_says_so(event):
    assert only(ics(f"DTSTART:20270114\r\n{event}")).is_cancelled


def test_a_calendar_that_only_calls_off_says_so_for_all_its_events():
    assert only(ics("DTSTART:20270114", head="METHOD:CANCEL\r\n")).is_cancelled


def test_past_sessions_unreadable_series_and_what_has_no_day_are_counted_and_left_out():
    found = read(
        ics("DTSTART:20261231", "DTSTART:20270114\r\nRRULE:FREQ=HOURLY", "DTSTART:morgen", "DTSTART:20270101"), TODAY
    )
    assert (len(found.sessions), found.past, found.series, found.undated) == (1, 1, 1, 1)


def test_an_alarm_within_an_event_does_not_change_it():
    alarm = "BEGIN:VALARM\r\nSUMMARY:Wecker\r\nUID:2\r\nEND:VALARM"
    found = only(ics(f"UID:1\r\nDTSTART:20270114\r\nSUMMARY:Rat\r\n{alarm}"))
    assert (found.external_id, found.name) == ("1", "Rat")


@pytest.mark.parametrize(
    "value",
    [
        meeting(),
        [meeting()],
        {
            "data": [meeting()],
            "links": {"next": "https://oparl.example.org/?page=2"},
            "pagination": {"totalElements": 1},
        },
    ],
)
def test_a_meeting_a_list_and_a_page_of_a_list_are_read(value):
    found = only(as_json(value))
    assert found == Session("https://oparl.example.org/meeting/1", "Schulausschuss", date(2027, 1, 14))


def test_a_meeting_tells_its_body_its_place_and_its_page():
    found = only(
        as_json(
            meeting(
                name="12. Sitzung",
                organization=[{"id": "https://oparl.example.org/body/3", "name": "Integrationsrat"}],
                location={"room": "Saal 2", "streetAddress": "Friedrich-Ebert-Platz 2", "locality": 7},
                web="https://rat.example.org/si010.asp?ID=17",
                cancelled=True,
            )
        )
    )
    assert (found.name, found.place) == ("Integrationsrat", "Saal 2, Friedrich-Ebert-Platz 2")
    assert (found.url, found.is_cancelled) == ("https://rat.example.org/si010.asp?ID=17", True)


def test_a_body_that_is_only_an_address_leaves_the_name_of_the_session():
    assert only(as_json(meeting(organization=["https://oparl.example.org/body/3"]))).name == "Schulausschuss"


def test_a_moment_without_a_zone_is_ours_and_one_in_utc_is_turned():
    assert only(as_json(meeting(start="2027-01-14T23:30:00"))).held_on == date(2027, 1, 14)
    assert only(as_json(meeting(start="2027-01-14T23:30:00+00:00"))).held_on == date(2027, 1, 15)


def test_what_is_deleted_there_is_called_off_here():
    assert only(as_json(meeting(deleted=True))).is_cancelled


def test_what_is_no_meeting_is_passed_over():
    organization = {"id": "https://oparl.example.org/body/3", "type": "https://schema.oparl.org/1.1/Organization"}
    assert len(read(as_json([organization, meeting(), "Sitzung", None, 7]), TODAY).sessions) == 1


def test_characters_that_nobody_sees_do_not_come_along():
    found = only(as_json(meeting(name="Schul\u202eaus\u0000schuss\ud800\n  II", id="https://x.example.org/ \u200b1")))
    assert (found.name, found.external_id) == ("Schulausschuss II", "https://x.example.org/1")


def test_an_address_that_could_run_is_not_taken():
    assert only(as_json(meeting(web="javascript:alert(1)"))).url == ""


def test_long_values_are_cut_and_long_ids_stay_different():
    first, second = (only(as_json(meeting(id="x" * 400 + end, name="n" * 500))) for end in "ab")
    assert len(first.name) == 200
    assert len(first.external_id) <= 300
    assert first.external_id != second.external_id


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "weder eine Kalenderdatei"),
        (b"%PDF-1.7", "weder eine Kalenderdatei"),
        (b"<html>BEGIN:VCALENDAR</html>", "weder eine Kalenderdatei"),
        ("BEGIN:VCALENDAR\r\nSUMMARY:Prüfung".encode("latin-1"), "nicht in UTF-8"),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR", "keine Sitzung"),
        (b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\nEND:VCALENDAR\r\nEND:VCALENDAR", "keine Sitzung"),
        (b"[]", "keine Sitzung"),
        (b'{"type": "https://schema.oparl.org/1.1/System"}', "keine Sitzung"),
        (b'{"data": [', "nicht lesbar"),
        (b"[" * 100_000 + b"]" * 100_000, "nicht lesbar"),
        (b"[" + b"1" * 10_000 + b"]", "nicht lesbar"),
        (b"[" * 200_001, "zu groß"),
        (b" " * (LARGEST + 1), "größer als 10 MB"),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 20, "zu tief"),
        (ics(*["DTSTART:20200101"] * (MOST_IN_FILE + 1)), "mehr als 5.000 Termine"),
        (ics(*["DTSTART:20280101"] * (MOST_AHEAD + 1)), "mehr als 1.000 kommende"),
    ],
)
def test_what_cannot_be_read_is_refused_in_german(content, words):
    with pytest.raises(ValidationError, match=words):
        read(content, TODAY)


@pytest.mark.parametrize("value", ["99999999", "20270230", "20270114T256199", "00000101", "99991231T235959Z", "-1", ""])
def test_a_day_that_does_not_exist_is_no_day(value):
    assert read(ics(f"DTSTART:{value}"), TODAY).undated == 1


@pytest.mark.parametrize(
    "start", ["", "0001-01-01T00:00:00-23:59", "9999-12-31T23:59:59-12:00", 7, None, [], "gestern"]
)
def test_a_moment_that_does_not_exist_is_no_day(start):
    found = read(as_json([meeting(start=start), meeting()]), TODAY)
    assert (len(found.sessions), found.undated + found.past) == (1, 1)


def test_a_line_without_end_is_cut_and_folded_lines_are_one():
    folded = "SUMMARY:Schul\r\n ausschuss\r\n\t II\r\n"
    assert only(ics(f"{folded}DTSTART:20270114")).name == "Schulausschuss II"
    endless = "SUMMARY:" + "x" * 100 + "\r\n x" * 50_000
    assert len(only(ics(f"{endless}\r\nDTSTART:20270114")).name) == 200
