"""What must hold holds in the database, whoever writes: each constraint refuses once.

That forms answer the same in German is in the tests of the forms; the last test here sees that none is forgotten.
"""

from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from measures.models import (
    Actor,
    BudgetLine,
    Comment,
    FundingItem,
    LearnedHead,
    LearnedValue,
    Measure,
    Membership,
    ProgressNote,
    StageTransition,
)
from tests import make

DAY = date(2026, 5, 4)


def measure_with(**fields):
    return lambda cast: make.draft(lead=cast.vhs, **fields)


def twice(build):
    def again(cast):
        build(cast)
        build(cast)

    return again


def self_part(cast):
    Actor.objects.filter(pk=cast.vhs.pk).update(part_of=cast.vhs.pk)


def same_stage(cast):
    stage = make.stage()
    StageTransition.objects.create(key="x", name="x", from_stage=stage, to_stage=stage)


def invited_twice(cast):
    invitation = make.invitation()
    for _ in range(2):
        invitation.memberships.create(actor=cast.vhs)


def share_twice(cast):
    measure = make.draft(lead=cast.vhs)
    for _ in range(2):
        make.participation(measure, cast.library)


def proposal_with(**fields):
    return lambda cast: make.proposal(make.measure(lead=cast.vhs), **fields)


def proposed_twice(cast):
    measure = make.measure(lead=cast.vhs)
    for state in ("waiting", "returned"):
        make.proposal(measure, state=state)


def asked(cast):
    return make.request(make.open_window(), make.measure(lead=cast.vhs))


def asked_twice(cast):
    request = asked(cast)
    make.request(request.window, request.measure)


def written_to_twice(kind, day):
    def write(cast):
        request = asked(cast)
        make.reporting_mail(request, "a@example.org", kind=kind)
        make.reporting_mail(request, "a@example.org", kind=kind, day=day)

    return write


BROKEN = {
    "measure_done_has_completion_date": measure_with(status="done"),
    "measure_status_has_reason": measure_with(status="at_risk"),
    "measure_planned_end_after_start": measure_with(planned_start_on=DAY, planned_end_on=date(2026, 5, 3)),
    "measure_completed_after_start": measure_with(status="done", started_on=DAY, completed_on=date(2026, 5, 3)),
    "measure_ongoing_has_no_end": measure_with(is_ongoing=True, planned_end_on=DAY),
    "measure_released_has_goal": measure_with(publication="released", released_at=timezone.now()),
    "measure_submitted_has_date": measure_with(publication="submitted"),
    "measure_returned_has_note": measure_with(publication="returned"),
    "measure_status_known": measure_with(status="prima"),
    "measure_publication_known": measure_with(publication="prima"),
    "actor_school_type_of_schools": lambda cast: make.actor(kind="culture", school_type="primary"),
    "actor_kind_known": lambda cast: make.actor(kind="prima"),
    "actor_not_part_of_itself": self_part,
    "contact_email_unique": twice(lambda cast: make.contact(cast.vhs, email="a@example.org")),
    "membership_unique": lambda cast: make.membership(cast.vhs_member, cast.vhs),
    "membership_role_known": lambda cast: make.membership(cast.stranger, cast.vhs, "chef"),
    "invited_membership_unique": invited_twice,
    "participation_unique": share_twice,
    "funding_amount_not_negative": lambda cast: make.funding_item(make.draft(lead=cast.vhs), amount=-1),
    "funding_kind_known": lambda cast: make.funding_item(make.draft(lead=cast.vhs), kind="prima"),
    "budget_plan_known": lambda cast: make.budget_line(make.draft(lead=cast.vhs), plan="prima"),
    "progress_note_status_known": lambda cast: make.progress_note(make.draft(lead=cast.vhs), status="prima"),
    "proposal_one_open": proposed_twice,
    "proposal_kind_known": proposal_with(kind="wish"),
    "proposal_state_known": proposal_with(state="lost"),
    "proposal_waiting_has_date": proposal_with(submitted_at=None),
    "proposal_decided_has_date": proposal_with(state="accepted", decided_at=None),
    "proposal_returned_has_note": proposal_with(state="returned", return_note=""),
    "comment_has_text": lambda cast: make.comment(make.draft(lead=cast.vhs), text=""),
    "stage_transition_two_stages": same_stage,
    "window_closes_after_opening": lambda cast: make.window(opens_on=DAY, closes_on=date(2026, 5, 3)),
    "window_closed_was_open": lambda cast: make.window(closed_at=timezone.now()),
    "reporting_request_unique": asked_twice,
    "reporting_request_answer_has_way": lambda cast: make.request(
        make.open_window(), make.measure(lead=cast.vhs), answered_at=timezone.now()
    ),
    "reporting_mail_once_a_day": written_to_twice("nudge", timezone.localdate()),
    "reporting_mail_one_opening": written_to_twice("opening", DAY),
    "reporting_mail_kind_known": lambda cast: make.reporting_mail(asked(cast), "a@example.org", kind="prima"),
    "import_run_moments_fit_state": lambda cast: make.import_run(state="done"),
    "import_row_outcome_known": lambda cast: make.import_row(outcome="vanished"),
    "learned_head_unique": twice(lambda cast: LearnedHead.objects.create(key="wer", head="Wer", column="lead")),
    "learned_value_unique": twice(
        lambda cast: LearnedValue.objects.create(field="status", key="gelb", spelling="gelb", target="planned")
    ),
}


TRIED_IN_TEST_FRESHNESS = {
    *("freshness_policy_is_one", "freshness_policy_in_bounds", "freshness_policy_due_before_stale"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(cast, name):
    with pytest.raises(IntegrityError), transaction.atomic():
        BROKEN[name](cast)


def test_every_constraint_is_tried():
    models = apps.get_app_config("measures").get_models()
    ours = {one.name for model in models if "Historical" not in model.__name__ for one in model._meta.constraints}
    assert ours - set(BROKEN) == TRIED_IN_TEST_FRESHNESS


@pytest.mark.parametrize("model", [Measure, Actor, Membership, FundingItem, BudgetLine, Comment, ProgressNote])
def test_every_constraint_speaks_german(model):
    for constraint in model._meta.constraints:
        assert "constraint" not in str(constraint.get_violation_error_message()).casefold()
        assert str(constraint.get_violation_error_message()).endswith(".")


def test_one_number_one_measure(cast):
    first = make.draft(lead=cast.vhs)
    with pytest.raises(IntegrityError), transaction.atomic():
        Measure.objects.create(serial=first.serial, title="Zweite", lead=cast.vhs)
