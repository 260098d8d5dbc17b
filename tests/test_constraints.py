"""Constraints of the ground and of reports, each refused by the database once; those of the other apps stand with them.

The last test counts: a constraint that no test names fails.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from bildungsnetz.operations.models import Job
from bildungsnetz.outbox.models import OutgoingMail
from evaluation.models import ReportSection
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


def test_one_section_per_goal(db):
    variant, goal = make.variant(), make.goal()
    ReportSection.objects.create(variant=variant, goal=goal)
    refused_by("report_section_unique", lambda: ReportSection.objects.create(variant=variant, goal=goal))


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
