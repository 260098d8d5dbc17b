"""Sachstand: four answers, one note, and the status that follows from it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from measures import actions
from measures.models import Status
from measures.workflow import STATUS
from tests import make

from .typed import errors, page_form, send


def page(measure):
    return f"/massnahmen/{measure.number}/sachstand/"


@pytest.fixture
def measure(cast):
    return make.draft(lead=cast.vhs, status="on_track", status_since=date(2025, 1, 1))


def test_a_report_is_a_note_and_a_status(cast, client, measure):
    client.force_login(cast.vhs_member)
    today = timezone.localdate()
    answer = send(client, page(measure), status="delayed", status_reason="Raum fehlt", text="Wir suchen.")
    assert answer.url == measure.get_absolute_url()
    note = measure.progress_notes.get()
    assert (note.status, note.reason, note.text, note.author) == (
        "delayed",
        "Raum fehlt",
        "Wir suchen.",
        cast.vhs_member,
    )
    measure.refresh_from_db()
    assert (measure.status, measure.status_reason) == ("delayed", "Raum fehlt")
    assert measure.status_since == measure.last_confirmed_on == today
    assert measure.revision_no == 2


def test_the_same_status_keeps_its_age(cast, client, measure):
    client.force_login(cast.vhs_member)
    send(client, page(measure), text="Läuft.")
    measure.refresh_from_db()
    assert measure.status_since == date(2025, 1, 1)
    assert measure.last_confirmed_on == timezone.localdate()


def test_completion_and_reopening(cast, client, measure):
    client.force_login(cast.vhs_member)
    send(client, page(measure), status="done", completed_on="2025-06-30", text="Geschafft.")
    measure.refresh_from_db()
    assert measure.completed_on == date(2025, 6, 30)
    answer = send(client, page(measure), status="on_track", completed_on="", text="Doch weiter.")
    assert errors(answer, "status_reason")
    send(client, page(measure), status="on_track", completed_on="", status_reason="Neue Gruppe", text="Doch weiter.")
    measure.refresh_from_db()
    assert (measure.status, measure.completed_on) == ("on_track", None)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"status": "paused", "text": "x"}, "status_reason"),
        ({"status": "done", "text": "x"}, "completed_on"),
        ({"text": ""}, "text"),
        ({"text": "x", "reported_on": "2999-01-01"}, "reported_on"),
        ({"text": "x", "reported_on": "gestern"}, "reported_on"),
        ({"text": "x", "status": "prima"}, "status"),
        ({"text": "Nu\x00ll"}, "text"),
    ],
)
def test_wrong_input_is_answered_at_its_field(cast, client, measure, changes, field):
    client.force_login(cast.vhs_member)
    assert errors(send(client, page(measure), **changes), field)
    assert not measure.progress_notes.exists()


def test_the_story_only_goes_forward(cast, client, measure):
    make.progress_note(measure, reported_on=timezone.localdate())
    client.force_login(cast.vhs_member)
    yesterday = timezone.localdate() - timedelta(days=1)
    assert errors(send(client, page(measure), text="x", reported_on=yesterday.isoformat()), "reported_on")


def test_unchanged_in_one_press(cast, client, measure):
    client.force_login(cast.vhs_member)
    assert client.post(f"/massnahmen/{measure.number}/bestaetigen/").url == measure.get_absolute_url()
    measure.refresh_from_db()
    assert measure.last_confirmed_on == timezone.localdate()
    assert measure.status_since == date(2025, 1, 1)
    assert (measure.progress_notes.get().text, measure.progress_notes.get().status) == ("", "on_track")
    assert "Unverändert bestätigt." in client.get(measure.get_absolute_url()).content.decode()


def test_looking_confirms_nothing(cast, client, measure):
    client.force_login(cast.vhs_member)
    assert client.get(f"/massnahmen/{measure.number}/bestaetigen/").status_code == 405


def test_on_a_released_measure_only_the_office_reports(cast, client):
    measure = make.measure(lead=cast.vhs)
    for person, status in ((cast.library_editor, 403), (cast.clerk, 403), (cast.office, 200)):
        client.force_login(person)
        assert client.get(page(measure)).status_code == status
    client.force_login(cast.library_editor)
    assert client.post(f"/massnahmen/{measure.number}/bestaetigen/").status_code == 403
    client.force_login(cast.vhs_editor)
    client.post(f"/massnahmen/{measure.number}/bestaetigen/")
    assert not measure.progress_notes.exists()


@pytest.mark.parametrize("way", STATUS, ids=lambda way: f"{way.source}-{way.target}")
def test_every_way_of_the_table_can_be_reported(cast, measure, way):
    done = {"completed_on": date(2025, 3, 1)} if way.source == Status.DONE else {"completed_on": None}
    measure.status, measure.status_reason, measure.completed_on = way.source, "Grund", done["completed_on"]
    measure.save()
    if way.needs_reason:
        with pytest.raises(ValidationError):
            actions.report_progress(measure, by=cast.office, reported_on=make.TODAY, status=way.target)
        measure.refresh_from_db()
    actions.report_progress(
        measure,
        by=cast.office,
        reported_on=make.TODAY,
        status=way.target,
        reason="Grund",
        completed_on=date(2025, 4, 1) if way.target == Status.DONE else None,
    )
    measure.refresh_from_db()
    assert measure.status == way.target


def test_done_does_not_become_cancelled(cast, measure):
    measure.status, measure.completed_on = "done", date(2025, 3, 1)
    measure.save()
    with pytest.raises(ValidationError):
        actions.report_progress(measure, by=cast.office, reported_on=make.TODAY, status="cancelled", reason="x")


def test_the_action_itself_asks_the_rule(cast, measure):
    for status in ("on_track", "planned"):
        with pytest.raises(PermissionDenied):
            actions.report_progress(measure, by=cast.library_editor, reported_on=make.TODAY, status=status)


def test_a_parallel_report_is_not_lost(cast, client, measure):
    client.force_login(cast.vhs_member)
    typed, _ = page_form(client, page(measure))
    actions.confirm_unchanged(measure, by=cast.vhs_editor, today=timezone.localdate())
    answer = client.post(page(measure), {**typed, "text": "Mein Satz"})
    assert answer.status_code == 409
    assert "Mein Satz" in answer.content.decode()


def test_who_reported_is_not_public(cast, client):
    measure = make.measure(lead=cast.vhs)
    make.progress_note(measure, author=cast.vhs_member)
    for person in (None, cast.library_editor, cast.council, cast.clerk):
        if person:
            client.force_login(person)
        assert cast.vhs_member.display_name not in client.get(measure.get_absolute_url()).content.decode()
    client.force_login(cast.office)
    assert cast.vhs_member.display_name in client.get(measure.get_absolute_url()).content.decode()
