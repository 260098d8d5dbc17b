"""What a proposal holds and what accepting it does, without its pages."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connections, transaction
from django.http import QueryDict
from django.utils import timezone

from bildungsnetz.accounts import personal_data
from bildungsnetz.accounts.erasure import erase_user
from measures import actions, proposals
from measures.comparison import compare
from measures.forms.measure import MeasureForm
from measures.models import Comment, Measure, Proposal
from measures.proposals import changes_of
from measures.uploads import Upload
from tests import make

from .typed import row, values_of

TODAY = make.TODAY


def blank(measure, user):
    return MeasureForm(instance=Measure.objects.get(pk=measure.pk), user=user, today=TODAY)


def filled(measure, user, **changes):
    """The form as a browser would send it, with some fields changed."""
    form = blank(measure, user)
    typed = values_of(form)
    for rows in form.row_sets:
        typed |= values_of(rows.management_form)
        for one in rows.forms:
            typed |= values_of(one)
    typed |= changes
    data = QueryDict(mutable=True)
    for name, value in typed.items():
        if value is not None:
            data.setlist(name, [str(one) for one in value] if isinstance(value, list) else [str(value)])
    return MeasureForm(data, instance=Measure.objects.get(pk=measure.pk), user=user, today=TODAY)


def changed(measure, user, **changes):
    form = filled(measure, user, **changes)
    assert form.is_valid(), (form.errors, [rows.errors for rows in form.row_sets])
    return changes_of(form)


def proposed(measure, user, message="", **changes):
    return actions.propose(
        measure, kind="edit", changes=changed(measure, user, **changes), by=user, message=message, now=timezone.now()
    )


def accepted(proposal, cast, **options):
    options = {"today": TODAY, "now": timezone.now(), **options}
    return actions.accept_proposal(proposal, by=cast.office, **options)


@pytest.fixture
def measure(cast):
    measure = make.measure(lead=cast.vhs, title="Leseclub", summary="Kinder lesen.\r\nJede Woche.")
    measure.stages.add(make.stage())
    make.milestone(measure, title="Auftakt")
    make.milestone(measure, title="Fest")
    make.funding_item(measure, amount="1234.50")
    make.participation(measure, cast.library, contribution="Räume")
    return measure


def test_a_form_left_alone_changes_nothing(cast, measure):
    assert changed(measure, cast.vhs_editor) == {}


def test_only_what_differs_is_kept(cast, measure):
    stage = make.stage("Kita")
    changes = changed(measure, cast.vhs_editor, title="Leseclubs", stages=[make.stage().pk, stage.pk])
    assert changes == {
        "fields": {
            "title": {"old": ["Leseclub"], "new": ["Leseclubs"]},
            "stages": {"old": [str(make.stage().pk)], "new": [str(make.stage().pk), str(stage.pk)]},
        }
    }


def test_rows_that_come_change_and_go(cast, measure):
    start, feast = measure.milestones.all()
    changes = changed(
        measure,
        cast.vhs_editor,
        **{"milestones-0-title": "Start", "milestones-1-DELETE": "on", "funding-0-amount": "2.000,00"},
        **row("milestones", 2, title="Bilanz", due_on="2027-06-01", due_precision="day"),
    )
    came = {"id": None, "old": None, "new": {"title": ["Bilanz"], "due_on": ["2027-06-01"], "due_precision": ["day"]}}
    milestones = changes["rows"]["milestones"]
    assert [(one["id"], bool(one["old"]), bool(one["new"])) for one in milestones] == [
        (start.pk, True, True),
        (feast.pk, True, False),
        (None, False, True),
    ]
    assert milestones[2] == came
    assert changes["rows"]["funding"][0]["new"]["amount"] == ["2.000,00"]
    assert list(changes["rows"]) == ["milestones", "funding"]


def test_the_public_sees_the_old_state_until_the_office_accepts(cast, client, measure):
    proposal = proposed(measure, cast.vhs_editor, title="Leseclubs")
    assert proposal.state == "waiting"
    assert "Leseclubs" not in client.get(measure.get_absolute_url()).content.decode()
    accepted(proposal, cast)
    assert "Leseclubs" in client.get(measure.get_absolute_url()).content.decode()


def test_accepting_writes_fields_and_rows_in_the_name_of_the_author(cast, measure):
    proposal = proposed(
        measure,
        cast.vhs_editor,
        **{"title": "Leseclubs", "milestones-0-title": "Start", "milestones-1-DELETE": "on"},
        **row("milestones", 2, title="Bilanz", due_on="2027-06-01", due_precision="month"),
    )
    done = accepted(proposal, cast)
    measure.refresh_from_db()
    assert measure.title == "Leseclubs"
    assert [(one.title, one.due_on) for one in measure.milestones.all()] == [
        ("Start", date(2026, 9, 1)),
        ("Bilanz", date(2027, 6, 30)),
    ]
    assert (done.state, done.decided_by) == ("accepted", cast.office)
    newest = measure.history.first()
    assert newest.history_user == cast.vhs_editor
    assert "angenommen" in newest.history_change_reason
    assert measure.milestones.get(title="Bilanz").history.first().history_user == cast.vhs_editor
    assert measure.summary == "Kinder lesen.\r\nJede Woche." or measure.summary == "Kinder lesen.\nJede Woche."


def test_what_changed_underneath_holds_unless_the_office_decides_otherwise(cast, measure):
    proposal = proposed(measure, cast.vhs_editor, title="Leseclubs", reach="30 Kinder")
    measure.title = "Lesekreis"
    measure.save()
    found = compare(blank(measure, cast.office), proposal.changes)
    assert found.conflicts == {"fields.title"}
    (title,) = [one for one in found.fields if one.is_conflict]
    assert (title.old, title.new, title.now) == ("Leseclub", "Leseclubs", "Lesekreis")
    accepted(proposal, cast)
    measure.refresh_from_db()
    assert (measure.title, measure.reach) == ("Lesekreis", "30 Kinder")


def test_the_office_may_let_the_proposal_hold(cast, measure):
    proposal = proposed(measure, cast.vhs_editor, title="Leseclubs")
    measure.title = "Lesekreis"
    measure.save()
    accepted(proposal, cast, take={"fields.title"})
    measure.refresh_from_db()
    assert measure.title == "Leseclubs"


@pytest.mark.parametrize("take", [(), {"rows.milestones.0"}])
def test_a_row_that_somebody_removed_comes_back_only_when_wanted(cast, measure, take):
    start = measure.milestones.first()
    proposal = proposed(measure, cast.vhs_editor, **{"milestones-0-title": "Start"})
    start.delete()
    found = compare(blank(measure, cast.office), proposal.changes)
    assert found.conflicts == {"rows.milestones.0"}
    accepted(proposal, cast, take=take)
    assert measure.milestones.filter(title="Start").exists() == bool(take)


@pytest.mark.parametrize("take", [(), {"rows.milestones.0"}])
def test_a_row_that_changed_meanwhile_is_not_removed_silently(cast, measure, take):
    proposal = proposed(measure, cast.vhs_editor, **{"milestones-0-DELETE": "on"})
    start = measure.milestones.first()
    start.reached_on = TODAY
    start.save()
    found = compare(blank(measure, cast.office), proposal.changes)
    assert found.conflicts == {"rows.milestones.0"}
    accepted(proposal, cast, take=take)
    assert measure.milestones.filter(title="Auftakt").exists() != bool(take)


def test_cells_of_a_row_that_nobody_proposed_to_change_keep_todays_value(cast, measure):
    proposal = proposed(measure, cast.vhs_editor, **{"milestones-0-title": "Start"})
    start = measure.milestones.first()
    start.due_on = date(2026, 10, 1)
    start.save()
    accepted(proposal, cast)
    start.refresh_from_db()
    assert (start.title, start.due_on) == ("Start", date(2026, 10, 1))


def test_what_no_longer_fits_is_refused_whole(cast, measure):
    vhs_joins = proposed(
        measure, cast.vhs_editor, title="Neu", **{"participations-0-actor": make.actor("Turnverein").pk}
    )
    Measure.objects.filter(pk=measure.pk).update(lead=make.measure().lead)
    measure.refresh_from_db()
    measure.lead = measure.participations.model.objects.get(measure=measure).actor
    measure.save()
    proposal = Proposal.objects.get(pk=vhs_joins.pk)
    proposal.changes["rows"]["participations"][0]["new"]["actor"] = [str(measure.lead_id)]
    proposal.save()
    with pytest.raises(actions.NotAcceptable) as refusal:
        accepted(proposal, cast)
    assert refusal.value.form.has_row_errors
    measure.refresh_from_db()
    assert measure.title == "Leseclub"
    proposal.refresh_from_db()
    assert proposal.state == "waiting"


def test_a_member_prepares_and_an_editor_hands_in(cast, measure):
    proposal = proposed(measure, cast.vhs_member, title="Leseclubs")
    assert (proposal.state, proposal.submitted_at) == ("draft", None)
    with pytest.raises(PermissionDenied):
        actions.submit_proposal(proposal, by=cast.vhs_member, now=timezone.now())
    assert actions.submit_proposal(proposal, by=cast.vhs_editor, now=timezone.now()).state == "waiting"
    with pytest.raises(PermissionDenied):
        proposed(measure, cast.vhs_member, title="Leseclub e. V.")


def test_a_members_report_goes_straight_to_the_office(cast, measure):
    report = proposals.unchanged_report(measure, TODAY)
    made = actions.propose(measure, kind="progress", changes={"report": report}, by=cast.vhs_member, now=timezone.now())
    assert made.state == "waiting"
    assert made.is_unchanged


def test_editing_again_is_the_same_proposal(cast, measure):
    first = proposed(measure, cast.vhs_editor, title="Leseclubs")
    second = proposed(measure, cast.vhs_editor, title="Lesekreise")
    assert (second.pk, second.revision_no) == (first.pk, 2)
    assert first.history.count() == 2


def test_a_returned_proposal_is_sent_again(cast, measure):
    proposal = proposed(measure, cast.vhs_editor, title="Leseclubs")
    actions.return_proposal(proposal, by=cast.office, note="Warum?", now=timezone.now())
    again = proposed(measure, cast.vhs_editor, title="Leseclubs", message="Weil es drei sind.")
    assert (again.pk, again.state, again.decided_at) == (proposal.pk, "waiting", None)


@pytest.mark.parametrize("note", ["", "  "])
def test_a_return_needs_a_note(cast, measure, note):
    proposal = proposed(measure, cast.vhs_editor, title="Leseclubs")
    with pytest.raises(ValidationError):
        actions.return_proposal(proposal, by=cast.office, note=note, now=timezone.now())


def test_the_second_to_decide_is_told(cast, measure):
    proposal = proposed(measure, cast.vhs_editor, title="Leseclubs")
    accepted(proposal, cast)
    with pytest.raises(actions.Decided):
        accepted(proposal, cast)
    with pytest.raises(actions.Decided):
        actions.return_proposal(proposal, by=cast.office, note="x", now=timezone.now())
    with pytest.raises(actions.Decided):
        actions.withdraw_proposal(proposal, by=cast.vhs_editor)
    measure.refresh_from_db()
    assert measure.revision_no == 2


def test_strangers_propose_and_decide_nothing(cast, measure):
    proposal = proposed(measure, cast.vhs_editor, title="Leseclubs")
    for person in (cast.library_editor, cast.council, cast.clerk, cast.operator, cast.stranger, cast.office):
        with pytest.raises(PermissionDenied):
            actions.propose(measure, kind="edit", changes=proposal.changes, by=person, now=timezone.now())
        if person != cast.office:
            with pytest.raises(PermissionDenied):
                actions.accept_proposal(proposal, by=person, today=TODAY, now=timezone.now())
            with pytest.raises(PermissionDenied):
                actions.return_proposal(proposal, by=person, note="x", now=timezone.now())
        with pytest.raises(PermissionDenied):
            actions.withdraw_proposal(proposal, by=person)
    with pytest.raises(PermissionDenied):
        actions.accept_proposal(proposal, by=cast.vhs_editor, today=TODAY, now=timezone.now())


def test_nothing_is_accepted_on_a_measure_that_is_no_longer_public(cast, measure):
    proposal = proposed(measure, cast.vhs_editor, title="Leseclubs")
    actions.change_publication(measure, "withdrawn", by=cast.office, now=timezone.now(), reason="Überholt")
    with pytest.raises(ValidationError):
        accepted(proposal, cast)
    assert actions.return_proposal(proposal, by=cast.office, note="Zurückgezogen", now=timezone.now())
    with pytest.raises(ValidationError):
        actions.submit_proposal(proposal, by=cast.vhs_editor, now=timezone.now())
    assert actions.withdraw_proposal(proposal, by=cast.vhs_editor).state == "withdrawn"


def test_no_change_is_no_proposal(cast, measure):
    with pytest.raises(ValidationError):
        proposed(measure, cast.vhs_editor)


def test_a_report_becomes_a_note_of_its_author(cast, measure):
    measure.status_since = date(2025, 1, 1)
    measure.save()
    proposal = make.reported(measure, status="delayed", reason="Raum fehlt", text="Wir suchen.")
    proposal.author = cast.vhs_member
    proposal.save()
    done = accepted(proposal, cast)
    note = measure.progress_notes.get()
    assert (note.text, note.author, note.reported_on) == ("Wir suchen.", cast.vhs_member, TODAY)
    assert done.progress_note == note
    measure.refresh_from_db()
    assert (measure.status, measure.status_reason, measure.last_confirmed_on) == ("delayed", "Raum fehlt", TODAY)
    assert measure.history.first().history_user == cast.vhs_member


def test_the_office_may_correct_the_status(cast, measure):
    proposal = make.reported(measure, status="delayed", reason="Raum fehlt")
    accepted(proposal, cast, said={"status": "at_risk", "status_reason": "Raum fehlt noch"})
    measure.refresh_from_db()
    assert (measure.status, measure.status_reason) == ("at_risk", "Raum fehlt noch")


def test_a_report_older_than_the_newest_note_is_refused(cast, measure):
    proposal = make.reported(measure)
    make.progress_note(measure, reported_on=date(2026, 5, 5))
    with pytest.raises(actions.NotAcceptable) as refusal:
        accepted(proposal, cast, today=date(2026, 5, 6))
    assert "reported_on" in refusal.value.form.errors


def test_a_report_can_move_a_milestone(cast, measure):
    start = measure.milestones.first()
    changes = changed(measure, cast.vhs_editor, **{"milestones-0-due_on": "2026-12-01"})
    report = make.reported(measure, status="delayed", reason="Raum fehlt")
    report.changes |= changes
    report.save()
    accepted(report, cast)
    start.refresh_from_db()
    measure.refresh_from_db()
    assert (start.due_on, measure.status) == (date(2026, 12, 1), "delayed")


def test_a_call_for_help_becomes_a_message_and_a_file_a_document(cast, measure):
    report = {
        **proposals.unchanged_report(measure, TODAY),
        "answer": "stuck",
        "text": "Es fehlt Geld.",
        "help": "500 Euro",
    }
    upload = Upload("plan.txt", "text/plain", b"Plan")
    proposal = actions.propose(
        measure,
        kind="progress",
        changes={"report": report},
        by=None,
        sender="Sekretariat VHS",
        address="sekretariat@example.org",
        upload=upload,
        now=timezone.now(),
    )
    assert not measure.attachments.exists()
    assert not Comment.objects.exists()
    accepted(proposal, cast)
    comment = measure.comments.get()
    assert (comment.sender, comment.author, comment.is_internal) == ("Sekretariat VHS", None, False)
    assert "500 Euro" in comment.text
    document = measure.attachments.get()
    with document.file.open() as file:
        assert (document.file_name, document.is_public, file.read()) == ("plan.txt", False, b"Plan")
    note = measure.progress_notes.get()
    assert (note.author, note.proposal.sender) == (None, "Sekretariat VHS")


def test_a_withdrawn_proposal_loses_its_file(cast, measure, django_capture_on_commit_callbacks):
    proposal = make.reported(measure)
    with django_capture_on_commit_callbacks(execute=True):
        proposal = actions.propose(
            measure,
            kind="progress",
            changes=proposal.changes,
            by=cast.vhs_editor,
            upload=Upload("plan.txt", "text/plain", b"Plan"),
            now=timezone.now(),
        )
    storage, name = proposal.file.storage, proposal.file.name
    assert storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw_proposal(proposal, by=cast.vhs_editor)
    assert not storage.exists(name)


def test_all_unchanged_in_one_press(cast):
    measures = [make.measure(lead=cast.vhs) for _ in range(4)]
    for one in measures[:3]:
        make.proposal(one, kind="progress", changes={"report": proposals.unchanged_report(one, TODAY)})
    make.reported(measures[3], text="Neues")
    Measure.objects.filter(pk=measures[2].pk).update(status="planned")
    rows = Proposal.objects.waiting().unchanged().select_related("measure")
    assert rows.count() == 3
    assert actions.accept_all_unchanged(rows, by=cast.office, today=TODAY, now=timezone.now()) == (2, 1)
    assert Proposal.objects.waiting().count() == 2
    measures[0].refresh_from_db()
    assert measures[0].last_confirmed_on == TODAY


def test_unchanged_with_more_to_it_is_looked_at(cast, measure):
    report = proposals.unchanged_report(measure, TODAY)
    for fields in ({"message": "Bitte anrufen"}, {"file": "x.txt"}):
        proposal = make.proposal(measure, kind="progress", changes={"report": report}, **fields)
        assert not proposal.is_unchanged
        assert not Proposal.objects.unchanged().exists()
        proposal.delete()
    make.proposal(measure, kind="progress", changes={"report": report, "rows": {"milestones": []}})
    assert not Proposal.objects.unchanged().exists()


def test_a_hook_hears_of_what_reaches_the_office(cast, measure, monkeypatch):
    heard = []
    monkeypatch.setattr(proposals, "on_submitted", [lambda measure, proposal: heard.append((measure, proposal))])
    prepared = proposed(measure, cast.vhs_member, title="Leseclubs")
    assert heard == []
    actions.submit_proposal(prepared, by=cast.vhs_editor, now=timezone.now())
    assert heard == [(measure, prepared)]


def test_one_proposal_of_a_kind_is_open(cast, measure):
    make.proposal(measure, state="accepted")
    make.proposal(measure)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.proposal(measure, state="returned")
    make.reported(measure)


def test_erasing_a_person_takes_the_name_off_what_it_sent(cast, measure):
    proposal = make.reported(measure, text="Es läuft.")
    proposal.sender, proposal.address = "Sekretariat", cast.stranger.email
    proposal.save()
    make.comment(measure, sender="Sekretariat", text="Hilfe")
    held = personal_data.export_of(cast.stranger)
    assert held["Vorschläge"][0]["Maßnahme"] == measure.number
    erase_user(cast.stranger, by=None)
    proposal.refresh_from_db()
    assert (proposal.sender, proposal.address) == ("", "")
    assert set(Proposal.history.values_list("sender", "address")) == {("", "")}
    assert set(Comment.history.values_list("sender")) == {("",)}
    assert measure.comments.get().sender == ""
    assert proposal.report["text"] == "Es läuft."


def test_the_proposals_of_an_account_outlive_its_name(cast, measure):
    proposal = proposed(measure, cast.vhs_editor, title="Leseclubs")
    erase_user(cast.vhs_editor, by=None)
    done = accepted(proposal, cast)
    assert done.author.is_erased


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_the_same_moment_apply_it_once(cast, measure):
    proposal = proposed(measure, cast.vhs_editor, title="Leseclubs")
    together, outcomes = Barrier(2), []

    def decide() -> None:
        try:
            together.wait(timeout=10)
            accepted(proposal, cast)
            outcomes.append("accepted")
        except actions.Decided:
            outcomes.append("decided")
        finally:
            connections.close_all()

    threads = [Thread(target=decide) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["accepted", "decided"]
    measure.refresh_from_db()
    assert measure.revision_no == 2
