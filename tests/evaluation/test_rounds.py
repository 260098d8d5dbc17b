"""A round from preparation to its end."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from evaluation import actions
from evaluation.actions.rounds import Chosen
from evaluation.models import EvaluationRound, RatingSheet
from tests import make

NOW = timezone.now()


@pytest.fixture
def prepared(cast):
    make.measure(lead=cast.vhs)
    return make.prepared_round()


def opened(made, cast):
    return actions.move_round(made, "rating", by=cast.office, now=NOW)


def test_opening_makes_one_sheet_for_each_voice(cast, prepared):
    measure = prepared.period.goals.get().leading_measures.get()
    make.participation(measure, cast.library)
    made = opened(prepared, cast)
    sheets = RatingSheet.objects.filter(rated__round=made)
    assert set(sheets.values_list("voice", "actor", "state")) == {
        ("lead", cast.vhs.pk, "open"),
        ("office", None, "open"),
    }


def test_participants_have_sheets_where_the_round_says_so(cast, prepared):
    measure = prepared.period.goals.get().leading_measures.get()
    for actor in (cast.library, cast.vhs):  # an actor that leads and also takes part rates once
        make.participation(measure, actor)
    prepared.participants_rate = True
    prepared.save()
    made = opened(prepared, cast)
    sheets = RatingSheet.objects.filter(rated__round=made, voice="participant")
    assert [sheet.actor for sheet in sheets] == [cast.library]


def test_a_round_is_about_the_released_measures_of_its_period(cast, prepared):
    goal = prepared.period.goals.get()
    make.draft(lead=cast.vhs, leading_goal=goal)
    make.measure(lead=cast.vhs, leading_goal=goal, status="cancelled", status_reason="kein Geld")
    make.measure(lead=cast.vhs, leading_goal=make.goal(period=make.period("2018-2022")))
    done = make.measure(lead=cast.vhs, leading_goal=goal, status="done", completed_on=date(2026, 1, 1))
    made = opened(prepared, cast)
    assert [row.measure for row in made.rated_measures.all()] == [goal.leading_measures.first(), done]


def test_what_was_done_before_the_last_round_is_not_asked_again(cast, prepared):
    goal = prepared.period.goals.get()
    earlier = {"reference_on": date(2026, 3, 1), "state": "closed"}
    for day in (date(2026, 2, 1), date(2026, 4, 1)):
        make.measure(lead=cast.vhs, leading_goal=goal, status="done", completed_on=day)
    make.evaluation_round(**earlier)
    made = opened(prepared, cast)
    assert [row.measure.completed_on for row in made.rated_measures.all()] == [None, date(2026, 4, 1)]


def test_each_goal_of_the_period_gets_a_place_for_its_result(cast, prepared):
    silent = make.goal(period=prepared.period)
    made = opened(prepared, cast)
    assert silent in {row.goal for row in made.goal_reflections.all()}


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda made: made.round_criteria.all().delete(), "mindestens ein Kriterium"),
        (lambda made: made.round_criteria.update(weight=0), "Gewicht über 0"),
        (lambda made: made.period.goals.get().leading_measures.update(publication="withdrawn"), "keine Maßnahme"),
    ],
)
def test_a_round_that_could_find_nothing_does_not_open(cast, prepared, spoil, sentence):
    spoil(prepared)
    with pytest.raises(ValidationError, match=sentence):
        opened(prepared, cast)
    assert EvaluationRound.objects.get().state == "prepared"


def test_a_round_goes_its_way_and_back_with_a_reason(cast, prepared):
    made = opened(prepared, cast)
    for target, reason in [
        ("reflection", ""),
        ("rating", "Eine Schule fehlte"),
        ("reflection", ""),
        ("closed", ""),
        ("reflection", "Zahl verwechselt"),
    ]:
        made = actions.move_round(made, target, reason=reason, by=cast.office, now=NOW)
    assert (made.state, made.closed_at) == ("reflection", None)
    assert made.history.first().history_change_reason == "Zahl verwechselt"


@pytest.mark.parametrize(("state", "target"), [("rating", "closed"), ("prepared", "closed"), ("closed", "rating")])
def test_no_step_is_skipped(cast, state, target):
    made = make.prepared_round() if state == "prepared" else make.evaluation_round(state=state)
    with pytest.raises(ValidationError, match="nicht möglich"):
        actions.move_round(made, target, reason="Grund", by=cast.office, now=NOW)


def test_going_back_needs_a_reason(cast):
    made = make.evaluation_round(state="closed")
    with pytest.raises(ValidationError, match="Grund"):
        actions.move_round(made, "reflection", by=cast.office, now=NOW)


def test_only_the_coordination_office_leads_a_round(cast, prepared):
    with pytest.raises(PermissionDenied):
        actions.move_round(prepared, "rating", by=cast.clerk, now=NOW)


def test_reopening_takes_the_results_out_of_sight(cast):
    made = make.evaluation_round(state="closed", results_public_from=make.TODAY)
    made = actions.move_round(made, "reflection", reason="Zahl verwechselt", by=cast.office, now=NOW)
    assert made.results_public_from is None


def test_criteria_are_chosen_until_the_round_opens(cast, prepared):
    chosen = [Chosen(make.criterion("Wirkung"), 2), Chosen(make.criterion("Teilhabe"), 1)]
    actions.save_round(prepared, criteria=chosen, by=cast.office)
    rows = prepared.round_criteria.values_list("criterion__title", "weight", "position")
    assert list(rows) == [("Wirkung", 2, 1), ("Teilhabe", 1, 2)]
    made = opened(prepared, cast)
    with pytest.raises(ValidationError, match="stehen fest"):
        actions.save_round(made, criteria=chosen[:1], by=cast.office)


def test_only_a_prepared_round_is_deleted(cast, prepared):
    actions.delete_round(prepared, by=cast.office)
    with pytest.raises(PermissionDenied):
        actions.delete_round(make.evaluation_round(), by=cast.office)
