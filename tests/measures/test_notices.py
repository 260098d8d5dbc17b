"""What is told about decisions and what waits; each line to the right people, and to none who acted."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bildungsnetz.outbox.models import Notice
from measures import actions, proposals
from measures.notices import waiting_for_the_office
from tests import make

DAY = timedelta(days=1)


@pytest.fixture
def measure(cast):
    return make.measure(lead=cast.vhs, title="Leseclub")


def told():
    return sorted(Notice.objects.values_list("address", flat=True))


def test_a_decision_reaches_the_editors_and_whoever_proposed(cast, measure):
    proposal = make.proposal(measure, author=cast.vhs_member)
    actions.return_proposal(proposal, by=cast.office, note="Seit wann?", now=timezone.now())
    assert told() == [cast.vhs_member.email, cast.vhs_editor.email]
    notice = Notice.objects.first()
    assert "Seit wann?" in notice.text
    assert notice.url == proposal.get_absolute_url()


def test_whoever_answered_without_account_is_told_while_still_a_contact(cast, measure):
    contact = make.contact(cast.vhs, email="sekretariat@example.org")
    proposal = make.reported(measure, reported_on=timezone.localdate().isoformat())
    type(proposal).objects.filter(pk=proposal.pk).update(address="Sekretariat@example.org")
    actions.accept_proposal(proposal, by=cast.office, today=timezone.localdate(), now=timezone.now())
    assert told() == [cast.vhs_editor.email, "sekretariat@example.org"]
    Notice.objects.all().delete()
    contact.delete()
    again = make.proposal(measure, address="sekretariat@example.org")
    actions.accept_proposal(again, by=cast.office, today=timezone.localdate(), now=timezone.now())
    assert told() == [cast.vhs_editor.email]


def test_an_unchanged_report_needs_no_answer(cast, measure):
    report = proposals.unchanged_report(measure, timezone.localdate())
    proposal = make.proposal(measure, kind="progress", changes={"report": report})
    actions.accept_proposal(proposal, by=cast.office, today=timezone.localdate(), now=timezone.now())
    assert told() == []


def test_what_is_sent_again_takes_back_what_was_said_of_it(cast, measure):
    proposal = make.proposal(measure, author=cast.vhs_editor)
    actions.return_proposal(proposal, by=cast.office, note="Seit wann?", now=timezone.now())
    actions.submit_proposal(proposal, by=cast.vhs_editor, now=timezone.now())
    assert told() == []


def test_what_a_member_prepares_is_told_to_the_editors(cast, measure):
    changes = {"fields": {"title": {"old": ["Leseclub"], "new": ["Leseclubs"]}}}
    proposal = actions.propose(measure, kind="edit", changes=changes, by=cast.vhs_member, now=timezone.now())
    assert told() == [cast.vhs_editor.email]
    actions.submit_proposal(proposal, by=cast.vhs_editor, now=timezone.now())
    assert told() == []


def test_the_office_is_told_once_of_all_that_waits(cast, measure):
    now, today = timezone.now(), timezone.localdate()
    assert list(waiting_for_the_office(today)) == []
    make.proposal(measure, submitted_at=now - 2 * DAY)
    make.submitted(lead=cast.vhs, title="Entwurf", submitted_at=now - DAY)
    (line,) = waiting_for_the_office(today)
    assert line.address == cast.office.email
    assert line.text.startswith("1 Vorschlag und 1 eingereichte Maßnahme, am längsten seit dem")
    (again,) = waiting_for_the_office(today + DAY)
    assert again.key == line.key
    make.submitted(lead=cast.vhs, submitted_at=now)
    (newer,) = waiting_for_the_office(today)
    assert newer.key != line.key


def test_what_waits_for_a_week_is_said_again(cast, measure):
    today = timezone.localdate()
    make.proposal(measure, submitted_at=timezone.now())
    (first,) = waiting_for_the_office(today)
    (second,) = waiting_for_the_office(today + 7 * DAY)
    (third,) = waiting_for_the_office(today + 14 * DAY)
    assert len({first.key, second.key, third.key}) == 3


def test_prepared_and_returned_proposals_do_not_wait_for_the_office(cast, measure):
    make.proposal(measure, state="returned")
    assert list(waiting_for_the_office(timezone.localdate())) == []
