"""Constraints of the ground and of reports, each refused by the database once; those of the other apps stand with them.

The last test counts: a constraint that no test names fails.
"""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from bildungsnetz.operations.models import Job
from bildungsnetz.outbox.models import OutgoingMail
from evaluation.models import ReportSection, ResolutionEvidence
from tests import make

NOW = timezone.now()
OURS = {"accounts", "calendars", "operations", "outbox", "web", "goals", "measures", "evaluation"}


def refused_by(name: str, write) -> None:
    """``write`` must fail on exactly this constraint; SQLite names columns instead of unique constraints."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        write()
    assert name in str(refusal.value) or "UNIQUE constraint failed" in str(refusal.value)


def mail(**fields):
    return OutgoingMail.objects.create(to=["a@example.org"], from_email="b@example.org", subject="Betreff", **fields)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("invitation_accepted_or_revoked", {"accepted_at": NOW, "revoked_at": NOW}),
        ("invitation_expires_later", {"created_at": NOW, "expires_at": NOW - timedelta(days=1)}),
    ],
)
def test_invitations(db, name, fields):
    refused_by(name, lambda: make.invitation(**fields))


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("outgoingmail_sent_with_moment", {"status": "sent"}),
        ("outgoingmail_sent_with_moment", {"status": "queued", "sent_at": NOW}),
        ("outgoingmail_forgets_content", {"status": "sent", "sent_at": NOW, "text": "Ihr Code"}),
        ("outgoingmail_forgets_content", {"status": "failed", "html": "<p>Ihr Code</p>"}),
    ],
)
def test_mails(db, name, fields):
    refused_by(name, lambda: mail(message_id="<1@example.org>", **fields))


@pytest.mark.parametrize("fields", [{"bounce_reason": "550 unbekannt"}, {"bounced_by_hand": True}])
def test_recipients(db, fields):
    refused_by("recipient_bounce_with_moment", lambda: make.recipient(**fields))


@pytest.mark.parametrize(
    "fields",
    [
        {"bundled_at": NOW},
        {"digest": "digest:a@example.org:2026-05-04"},
        {"bundled_at": NOW, "digest": "digest:a@example.org:2026-05-04", "held_because": "stopped"},
    ],
)
def test_notices(db, fields):
    refused_by("notice_bundled_into_digest", lambda: make.notice(**fields))


def test_a_thing_is_said_to_an_address_once(db):
    make.notice("a@example.org", key="measure_overdue:7")
    refused_by("notice_once", lambda: make.notice("a@example.org", key="measure_overdue:7"))


def test_calendars(cast):
    refused_by("calendar_feed_once", lambda: [cast.office.calendar_feeds.create(topic="own") for _ in range(2)])


@pytest.mark.parametrize("fields", [{"status": "done"}, {"status": "running", "finished_at": NOW}])
def test_jobs(db, fields):
    refused_by("job_finished_at_fits_status", lambda: Job.objects.create(kind="example", title="Probe", **fields))


@pytest.mark.parametrize(
    ("name", "fields"),
    [("report_variant_paper_type", {"paper_type": "motion"}), ("report_variant_role_known", {"role": "chair"})],
)
def test_report_variants(db, name, fields):
    refused_by(name, lambda: make.variant(**fields))


def test_one_variant_per_committee(db):
    variant = make.variant()
    refused_by("report_variant_unique", lambda: make.variant(report=variant.report))


def test_one_section_per_key(db):
    variant = make.variant()
    ReportSection.objects.create(variant=variant, key="goal-1")
    refused_by("report_section_unique", lambda: ReportSection.objects.create(variant=variant, key="goal-1"))


def test_a_question_has_a_known_kind(db):
    refused_by("committee_question_kind_known", lambda: make.question(kind="rumour"))


def test_an_answered_question_has_words(db):
    refused_by("committee_question_answered_with_words", lambda: make.question(answered_on=date(2026, 4, 1)))


def test_an_answer_comes_after_the_session(db):
    day = date(2026, 3, 11)
    refused_by("committee_question_answered_later", lambda: make.question(answer="Zwölf.", answered_on=day))


def test_a_question_is_due_after_the_session(db):
    refused_by("committee_question_due_later", lambda: make.question(due_on=date(2026, 3, 11)))


def test_a_resolution_item_has_a_known_state(db):
    item = make.resolution_item(make.paper())
    refused_by("resolution_check_state_known", lambda: make.resolution_check(item, state="forgotten"))


@pytest.mark.parametrize("number", [0, 2])
def test_evidence_is_exactly_one_thing(db, number):
    row = make.resolution_check(make.resolution_item(make.paper()))
    given = [("goal", make.goal()), ("measure", make.measure())][:number]
    refused_by("resolution_evidence_is_one", lambda: ResolutionEvidence.objects.create(check_row=row, **dict(given)))


def test_versions_count_on(db):
    version = make.version(make.variant())
    refused_by("report_version_number_unique", lambda: make.version(version.variant, number=1))


def test_a_correction_has_a_reason(db):
    version = make.version(make.variant())
    refused_by("report_version_correction_has_reason", lambda: make.version(version.variant, number=2, reason=""))


def test_no_constraint_goes_untested():
    here = Path(__file__).parent
    tests = "".join(path.read_text() for path in here.rglob("test_*.py"))
    names = {
        constraint.name
        for model in apps.get_models()
        if model._meta.app_label in OURS
        for constraint in model._meta.constraints
    }
    assert {name for name in names if name not in tests} == set()
