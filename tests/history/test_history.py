"""The history page tells who changed what, and brings earlier states back as new changes."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from bildungsnetz.history import timeline
from bildungsnetz.history.actions import restore
from bildungsnetz.history.authors import acting_as
from bildungsnetz.history.timeline import page_of
from measures.models import Milestone
from tests import make


def address(subject) -> str:
    return f"/verlauf/{subject._meta.app_label}/{subject._meta.model_name}/{subject.pk}/"


def told(subject, viewer) -> dict[str, tuple[str, str]]:
    """label -> (before, after) of all changes on the first page, the newest winning."""
    entries, _ = page_of(subject, viewer, 1)
    found: dict[str, tuple[str, str]] = {}
    for entry in entries:
        for what in entry.subjects:
            if what.kind == "~":
                for change in what.changes:
                    found.setdefault(change.label, (change.before, change.after))
    return found


@pytest.fixture(autouse=True)
def every_row_is_an_entry(monkeypatch):
    monkeypatch.setattr(timeline, "ONE_SAVE", timedelta(0))


@pytest.fixture
def measure(cast):
    with acting_as(cast.office):
        return make.measure(lead=cast.vhs, title="Elterncafé", publication="draft")


def change(measure, by, **fields):
    with acting_as(by):
        for name, value in fields.items():
            setattr(measure, name, value)
        measure.save()


def test_a_change_is_told_in_words(measure, cast):
    change(measure, cast.office, status="at_risk", status_reason="Personal fehlt", is_ongoing=True, lead=cast.library)
    changes = told(measure, cast.office)
    assert changes["Umsetzungsstand"][1] == "gefährdet"
    assert changes["Daueraufgabe"] == ("nein", "ja")
    assert changes["Federführung"] == ("Volkshochschule Herne", "Stadtbibliothek Herne")


def test_many_to_many_changes_are_told_by_name(measure, cast):
    goal = make.goal(title="Sprache")
    with acting_as(cast.office):
        measure.further_goals.add(goal)
    assert told(measure, cast.office)["Weitere Handlungsziele"] == ("", str(goal))


def test_long_texts_show_the_words_that_differ(measure, cast):
    change(measure, cast.office, summary="Ein Café für Eltern")
    change(measure, cast.office, summary="Ein Treff für Eltern")
    entries, _ = page_of(measure, cast.office, 1)
    pieces = entries[0].subjects[0].changes[0].pieces
    assert ("gone", "Café") in pieces
    assert ("new", "Treff") in pieces


def test_parts_are_told_with_their_whole(measure, cast):
    with acting_as(cast.office):
        milestone = make.milestone(measure, title="Räume gefunden")
        milestone.delete()
    entries, _ = page_of(measure, cast.office, 1)
    kinds = [(what.what, what.kind_label) for entry in entries for what in entry.subjects]
    assert ("Meilenstein „Räume gefunden“", "gelöscht") in kinds


def test_one_save_is_one_entry(measure, cast, monkeypatch):
    monkeypatch.setattr(timeline, "ONE_SAVE", timedelta(minutes=1))
    change(measure, cast.office, title="Elterntreff")
    with acting_as(cast.office):
        measure.further_goals.add(make.goal())
    entries, rows = page_of(measure, cast.office, 1)
    assert rows == 3
    assert len(entries) == 1


def test_another_author_is_another_entry(measure, cast):
    change(measure, cast.vhs_editor, title="Elterntreff")
    entries, _ = page_of(measure, cast.office, 1)
    assert [entry.author for entry in entries] == ["Redaktion VHS", "Sie"]


def test_actors_read_the_role_and_never_the_name(measure, cast):
    change(measure, cast.library_editor, title="Elterntreff")
    entries, _ = page_of(measure, cast.vhs_editor, 1)
    assert [entry.author for entry in entries] == ["Bildungsakteur", "Bildungsbüro"]


def test_internal_fields_are_told_to_the_office_alone(measure, cast):
    change(measure, cast.office, internal_note="KANARIE")
    assert told(measure, cast.office)["Interne Notiz des Bildungsbüros"] == ("", "KANARIE")
    assert told(measure, cast.vhs_editor) == {}


def test_pages_are_of_fifty_rows_newest_first(measure, cast, client):
    for number in range(60):
        measure.title = f"Titel {number}"
        measure._history_date = measure.created_at + timedelta(minutes=number)
        measure.save()
    client.force_login(cast.office)
    first = client.get(address(measure))
    assert first.context["entries"][0].subjects[0].changes[0].after == "Titel 59"
    assert len(first.context["entries"]) == 50
    assert len(client.get(f"{address(measure)}?page=2").context["entries"]) == 11
    for bad in ("3", "0", "x", "-1", "99999999999999999999"):
        assert client.get(f"{address(measure)}?page={bad}").status_code == 404


def test_queries_do_not_grow_with_the_history(measure, cast, client):
    client.force_login(cast.office)

    def queries() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(
            connection,
        ) as caught:
            client.get(address(measure))
        return len(caught)

    make.milestone(measure, title="Null")
    change(measure, cast.office, lead=cast.library)
    queries()  # what is kept per process is read now
    few = queries()
    for number in range(8):
        make.milestone(measure, title=f"Schritt {number}")
        change(measure, cast.office, lead=cast.vhs if number % 2 else cast.library)
    assert queries() == few


def test_foreign_unknown_and_unhistorical_objects_are_not_found(measure, cast, client):
    client.force_login(cast.library_editor)
    assert client.get(address(measure)).status_code == 404
    client.force_login(cast.office)
    for path in ("measures/measure/999999", "measures/unsinn/1", "operations/job/1", "unsinn/measure/1"):
        assert client.get(f"/verlauf/{path}/").status_code == 404


def test_what_may_be_seen_may_still_hide_its_history(cast, client):
    measure = make.measure(lead=cast.vhs, publication="released")
    client.force_login(cast.library_editor)
    assert client.get(address(measure)).status_code == 403


def test_restoring_brings_fields_and_lists_back_as_a_new_revision(measure, cast, client):
    goal, other = make.goal(), make.goal()
    measure.further_goals.set([goal])
    then = measure.history.first()
    change(measure, cast.office, title="Anders")
    measure.further_goals.set([other])
    client.force_login(cast.office)
    answer = client.post(f"{address(measure)}wiederherstellen/", {"state": f"measures.measure:{then.history_id}"})
    assert answer.status_code == 302
    measure.refresh_from_db()
    assert measure.title == "Elterncafé"
    assert list(measure.further_goals.all()) == [goal]
    assert measure.revision_no == 2
    newest = measure.history.first()
    assert newest.history_user == cast.office
    assert "hergestellt" in newest.history_change_reason


def test_restoring_does_not_take_back_a_release(measure, cast):
    then = measure.history.first()
    change(measure, cast.office, title="Anders", publication="released")
    restore(measure, then, by=cast.office)
    measure.refresh_from_db()
    assert (measure.title, measure.publication) == ("Elterncafé", "released")


def test_a_deleted_part_comes_back(measure, cast):
    milestone = make.milestone(measure, title="Räume gefunden")
    milestone.delete()
    gone = Milestone.history.filter(history_type="-").get()
    restore(measure, gone, by=cast.office)
    assert measure.milestones.get().title == "Räume gefunden"


def test_a_state_that_contradicts_today_is_refused_in_words(measure, cast, client):
    lead = make.actor("Verein auf Zeit")
    change(measure, cast.office, lead=lead)
    then = measure.history.first()
    change(measure, cast.office, lead=cast.vhs)
    lead.delete()
    with pytest.raises(ValidationError, match="Federführung"):
        restore(measure, then, by=cast.office)
    client.force_login(cast.office)
    page = client.post(
        f"{address(measure)}wiederherstellen/", {"state": f"measures.measure:{then.history_id}"}, follow=True
    )
    assert "gibt es nicht mehr" in page.content.decode()


def test_restoring_is_for_those_whom_the_rule_lets(measure, cast, client):
    then = measure.history.first()
    with pytest.raises(PermissionDenied):
        restore(measure, then, by=cast.vhs_editor)
    client.force_login(cast.vhs_editor)
    state = {"state": f"measures.measure:{then.history_id}"}
    assert client.post(f"{address(measure)}wiederherstellen/", state).status_code == 403
    assert client.get(f"{address(measure)}wiederherstellen/").status_code == 405


def test_a_state_of_another_object_is_not_found(measure, cast, client):
    other = make.measure(lead=cast.library)
    foreign = other.history.first().history_id
    client.force_login(cast.office)
    for state in (
        f"measures.measure:{foreign}",
        "measures.measure:x",
        "accounts.user:1",
        "",
        "measures.measure:" + "9" * 30,
    ):
        assert client.post(f"{address(measure)}wiederherstellen/", {"state": state}).status_code == 404


def test_models_without_a_restore_rule_cannot_be_restored(cast):
    with pytest.raises(PermissionDenied):
        restore(cast.stranger, cast.stranger.history.first(), by=cast.operator)
