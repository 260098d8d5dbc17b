"""What must hold in a round holds in the database, whoever writes: each constraint refuses once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from evaluation.models import CriteriaSet, Criterion, GoalAssessment, GoalReflection, RatingMail, RatingSheet
from tests import make
from tests.test_constraints import refused_by

NOW = timezone.now()


@pytest.fixture
def round_in_reflection(db):
    return make.evaluation_round(state="reflection")


@pytest.fixture
def rated(db):
    return make.rated(make.evaluation_round())


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("criterion_applies_to_known", {"applies_to": "actor"}),
        ("criterion_effect_stage_known", {"effect_stage": "profit"}),
        ("criterion_weight_in_range", {"weight": -1}),
        ("criterion_weight_in_range", {"weight": 11}),
    ],
)
def test_criteria(db, name, fields):
    refused_by(name, lambda: make.criterion(**fields))


def test_sets_have_different_titles(db):
    make.criteria_set(title="Lenkungskreis")
    refused_by("title", lambda: CriteriaSet.objects.create(title="Lenkungskreis"))


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("round_state_known", {"state": "paused", "opened_at": NOW}),
        ("round_gap_in_range", {"gap_from": 0}),
        ("round_gap_in_range", {"gap_from": 5}),
        ("round_opened_has_date", {"state": "rating"}),
        ("round_closed_has_date", {"state": "closed", "opened_at": NOW}),
        ("round_closed_has_date", {"closed_at": NOW}),
    ],
)
def test_rounds(db, name, fields):
    refused_by(name, lambda: make.prepared_round(**fields))


def test_a_round_asks_a_criterion_once(db):
    criterion = make.criterion()
    refused_by("round_criterion_unique", lambda: make.prepared_round(criterion, criterion))


def test_a_criterion_weighs_at_most_ten_in_a_round(db):
    made = make.prepared_round()
    refused_by("round_criterion_weight_in_range", lambda: made.round_criteria.update(weight=11))


def test_a_round_has_a_measure_once(rated):
    again = {"round": rated.round, "measure": rated.measure, "goal": rated.goal, "lead": rated.lead}
    refused_by("rated_measure_unique", lambda: type(rated).objects.create(**again))


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("rating_sheet_one_of_office", {"voice": "office"}),
        ("rating_sheet_voice_has_actor", {"voice": "participant"}),
    ],
)
def test_sheets(rated, name, fields):
    refused_by(name, lambda: RatingSheet.objects.create(rated=rated, **fields))


def test_an_actor_has_one_sheet_on_a_measure(rated):
    refused_by(
        "rating_sheet_unique",
        lambda: RatingSheet.objects.create(rated=rated, voice="participant", actor=rated.lead),
    )


def test_a_sheet_that_was_handed_in_has_a_date(rated):
    refused_by("rating_sheet_submitted_has_date", lambda: rated.sheets.update(state="submitted"))


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("assessment_value_in_range", {"value": 5}),
        ("assessment_value_in_range", {"value": 2, "not_ratable": True}),
        ("assessment_backing_known", {"backing": "rumour"}),
    ],
)
def test_assessments(rated, name, fields):
    sheet, (criterion,) = make.sheet(rated), make.measure_criteria(rated.round)
    refused_by(name, lambda: make.assessment(sheet, criterion, **fields))


def test_a_sheet_answers_a_criterion_once(rated):
    sheet = make.sheet(rated, "lead", 3)
    refused_by("assessment_unique", lambda: make.assessment(sheet, make.measure_criteria(rated.round)[0]))


def mail(rated, kind, day):
    return RatingMail.objects.create(round=rated.round, address="a@example.org", kind=kind, day=day)


@pytest.mark.parametrize(
    ("name", "kind", "days"),
    [
        ("rating_mail_once_a_day", "nudge", (make.TODAY, make.TODAY)),
        ("rating_mail_one_opening", "opening", (make.TODAY, make.TODAY + timedelta(days=1))),
        ("rating_mail_kind_known", "chain", (make.TODAY,)),
    ],
)
def test_mails(rated, name, kind, days):
    refused_by(name, lambda: [mail(rated, kind, day) for day in days])


def test_sessions_are_of_a_known_kind(round_in_reflection):
    refused_by("reflection_kind_known", lambda: make.reflection(round_in_reflection, kind="party"))


@pytest.mark.parametrize(
    "fields",
    [
        {"outcome": "agreed", "agreed_value": None},
        {"outcome": "agreed", "agreed_value": 5},
        {"outcome": "dissent", "agreed_value": None, "actor_view": "gut"},
        {"outcome": "dissent", "agreed_value": 2, "actor_view": "gut", "office_view": "schlecht"},
        {"outcome": "later"},
    ],
)
def test_what_a_session_says(round_in_reflection, fields):
    rated, session = make.rated(round_in_reflection), make.reflection(round_in_reflection)
    refused_by("reflection_item_value_or_views", lambda: make.item(rated, session, **fields))


def test_a_point_has_one_outcome(round_in_reflection):
    rated, session = make.rated(round_in_reflection), make.reflection(round_in_reflection)
    make.item(rated, session)
    refused_by("reflection_item_unique", lambda: make.item(rated, session))


def test_attainment_is_0_to_4(round_in_reflection):
    refused_by("goal_reflection_attainment_in_range", lambda: make.goal_reflection(round_in_reflection, attainment=5))


def test_a_goal_has_one_result_in_a_round(round_in_reflection):
    goal = round_in_reflection.goal_reflections.first().goal
    refused_by("goal_reflection_unique", lambda: GoalReflection.objects.create(round=round_in_reflection, goal=goal))


def test_values_of_goals(db):
    made = make.evaluation_round(make.criterion(), make.criterion(applies_to="goal"), state="reflection")
    criterion = made.round_criteria.get(criterion__applies_to="goal")
    row = {"goal_reflection": made.goal_reflections.first(), "criterion": criterion}
    refused_by("goal_assessment_value_in_range", lambda: GoalAssessment.objects.create(**row, value=7))
    GoalAssessment.objects.create(**row, value=3)
    refused_by("goal_assessment_unique", lambda: GoalAssessment.objects.create(**row, value=3))


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("recommendation_decision_has_date", {"decision": "rejected", "decided_by": "Rat"}),
        ("recommendation_decision_has_body", {"decision": "rejected", "decided_on": make.TODAY}),
        (
            "recommendation_change_has_text",
            {"decision": "changed", "decided_on": make.TODAY, "decided_by": "Rat", "due_on": make.TODAY},
        ),
        (
            "recommendation_adopted_has_responsible",
            {"decision": "accepted", "decided_on": make.TODAY, "decided_by": "R"},
        ),
        ("recommendation_finished_has_date", {"progress": "done"}),
        ("recommendation_finished_has_date", {"finished_on": make.TODAY}),
    ],
)
def test_recommendations(round_in_reflection, name, fields):
    if "due_on" in fields:
        fields = {**fields, "responsible": make.actor()}
    refused_by(name, lambda: make.recommendation(round_in_reflection, **fields))


@pytest.mark.parametrize("fields", [{"answer": "submitted"}, {"answer": "open", "answered_at": NOW}])
def test_statement_requests(db, fields):
    refused_by(
        "statement_request_answered_has_date", lambda: make.statement_request(make.report(), make.actor(), **fields)
    )


def test_an_actor_is_asked_once_about_a_report(db):
    asked = make.statement_request(make.report(), make.actor())
    refused_by("statement_request_unique", lambda: make.statement_request(asked.report, asked.actor))


def test_statements(db):
    asked, measure = make.statement_request(make.report(), make.actor()), make.measure()
    make.statement(asked, measure)
    make.statement(asked)
    refused_by("statement_unique", lambda: make.statement(asked, measure))
    refused_by("statement_one_for_all", lambda: make.statement(asked))
    refused_by("statement_has_text", lambda: make.statement(asked, make.measure(), text=""))


def test_criteria_are_found_by_their_use(db):
    used, unused = make.criterion(), make.criterion()
    make.evaluation_round(used)
    make.prepared_round(unused)
    assert {row.pk: row.used for row in Criterion.objects.with_used()} == {used.pk: True, unused.pk: False}
