"""Carrying over into the next period: what is decided, what is open, and what the adoption makes of it."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from evaluation import actions
from evaluation.carrying import Standing, desk_of, measures_of, to_be_closed
from evaluation.models import CarryOver, DraftGoal, GoalPlan, MeasurePlan
from goals.models import Goal, GoalSuccession, Period
from tests import make
from tests.test_constraints import refused_by

DAY = date(2027, 11, 4)


@pytest.fixture
def carry_over(db):
    return make.carry_over()


def standing(carry_over, measure):
    row = measures_of(carry_over).get(pk=measure.pk)
    return row.standing, row.target


def open_points(carry_over):
    return [text for text, _ in desk_of(carry_over).findings]


def refresh(carry_over):
    return CarryOver.objects.get(pk=carry_over.pk)


def adopt(carry_over, by):
    return actions.adopt(refresh(carry_over), paper=make.paper("2027/0815"), adopted_on=DAY, by=by)


class TestConstraints:
    @pytest.mark.parametrize(
        ("name", "fields"),
        [
            ("carry_over_ends_after_start", {"ends_on": date(2027, 1, 1)}),
            ("carry_over_adopted_with_paper", {"state": "adopted", "adopted_on": DAY}),
            ("carry_over_adopted_with_paper", {"adopted_on": DAY}),
        ],
    )
    def test_carry_overs(self, db, name, fields):
        refused_by(name, lambda: make.carry_over(**fields))

    def test_draft_goals_have_numbers_of_their_own(self, carry_over):
        make.draft_goal(carry_over, 1)
        refused_by("draft_goal_number_unique", lambda: make.draft_goal(carry_over, 1))

    def test_draft_goals_count_from_one(self, carry_over):
        refused_by("draft_goal_number_positive", lambda: DraftGoal.objects.create(carry_over=carry_over, number=0))

    @pytest.mark.parametrize(
        ("name", "fields"),
        [
            ("goal_plan_kind_known", {"kind": "new"}),
            ("goal_plan_has_reason", {"kind": "adapted"}),
            ("goal_plan_has_reason", {"kind": "ended"}),
            ("goal_plan_measures_end_with_goal", {"kind": "continued", "measures_end": True}),
        ],
    )
    def test_goal_plans(self, carry_over, name, fields):
        refused_by(name, lambda: make.goal_plan(carry_over, make.goal(), **fields))

    def test_a_goal_is_decided_once(self, carry_over):
        goal = make.goal()
        make.goal_plan(carry_over, goal)
        refused_by("goal_plan_unique", lambda: make.goal_plan(carry_over, goal))

    @pytest.mark.parametrize(
        ("name", "fields"),
        [
            ("measure_plan_end_has_reason", {"reason": ""}),
            ("measure_plan_continues_under_goal", {"kind": "continued"}),
        ],
    )
    def test_measure_plans(self, carry_over, name, fields):
        refused_by(name, lambda: make.measure_plan(carry_over, make.measure(), **fields))

    def test_a_measure_is_decided_once(self, carry_over):
        measure = make.measure()
        make.measure_plan(carry_over, measure)
        refused_by("measure_plan_unique", lambda: make.measure_plan(carry_over, measure))


class TestStanding:
    def test_a_measure_follows_its_goal(self, carry_over):
        measure = make.measure()
        draft = make.draft_goal(carry_over)
        make.goal_plan(carry_over, measure.leading_goal, draft)
        assert standing(carry_over, measure) == (Standing.CONTINUES, draft.pk)

    def test_its_own_decision_comes_first(self, carry_over):
        one, other = make.measure(), make.measure()
        first, second = make.draft_goal(carry_over), make.draft_goal(carry_over)
        make.goal_plan(carry_over, one.leading_goal, first)
        make.measure_plan(carry_over, one)
        make.measure_plan(carry_over, other, draft_goal=second)
        assert standing(carry_over, one) == (Standing.ENDS, None)
        assert standing(carry_over, other) == (Standing.CONTINUES, second.pk)

    def test_without_a_decision_it_is_open(self, carry_over):
        measure = make.measure()
        make.goal_plan(carry_over, measure.leading_goal)
        assert standing(carry_over, measure) == (Standing.UNDECIDED, None)

    def test_finished_measures_may_be_left(self, carry_over):
        measure = make.measure(status="done", completed_on=DAY)
        make.goal_plan(carry_over, measure.leading_goal, make.draft_goal(carry_over))
        assert standing(carry_over, measure) == (Standing.LEFT, None)

    def test_drafts_and_cancelled_measures_are_not_asked_about(self, carry_over):
        goal = make.goal()
        make.draft(leading_goal=goal)
        make.measure(leading_goal=goal, status="cancelled", status_reason="Kein Bedarf")
        assert not measures_of(carry_over).exists()


class TestDesk:
    def test_it_names_what_is_open(self, carry_over):
        goal = make.goal(1)
        make.measure(leading_goal=goal)
        assert open_points(carry_over) == [
            "Der Entwurf hat noch kein Ziel.",
            "Ziel 1: noch nicht entschieden.",
            "Ziel 1: 1 Maßnahme ist noch offen.",
        ]

    def test_it_is_complete_when_all_is_decided(self, carry_over):
        make.goal_plan(carry_over, make.goal(1), make.draft_goal(carry_over))
        assert desk_of(carry_over).is_complete

    def test_a_goal_that_is_split_needs_two(self, carry_over):
        make.goal_plan(carry_over, make.goal(1), make.draft_goal(carry_over), kind="split", reason="Zu groß")
        assert open_points(carry_over) == ["Ziel 1: Aufgeteilt wird in mindestens zwei Ziele."]

    def test_merging_alone_is_no_merging(self, carry_over):
        draft = make.draft_goal(carry_over)
        make.goal_plan(carry_over, make.goal(1), draft, kind="merged", reason="Passt zusammen")
        assert "also wird nichts zusammengeführt" in open_points(carry_over)[0]
        make.goal_plan(carry_over, make.goal(2), draft, kind="merged", reason="Passt zusammen")
        assert open_points(carry_over) == []

    def test_two_goals_that_go_on_in_one_are_merged(self, carry_over):
        draft = make.draft_goal(carry_over)
        make.goal_plan(carry_over, make.goal(1), draft)
        make.goal_plan(carry_over, make.goal(2), draft, kind="merged", reason="Passt zusammen")
        assert open_points(carry_over) == [
            "Ziel 1: In Ziel 1 (Entwurf) gehen mehrere ein; das heißt „zusammengeführt“."
        ]

    def test_it_shows_attainment_and_open_recommendations(self, carry_over):
        goal = make.goal(1)
        evaluation_round = make.evaluation_round(state="reflection")
        make.goal_reflection(evaluation_round, goal, attainment=3)
        recommendation = make.recommendation(evaluation_round, goal=goal)
        make.move(evaluation_round, "closed")
        [row] = desk_of(carry_over).goals
        assert row.attainment.attainment == 3
        assert row.recommendations == [recommendation]


class TestDecisions:
    def test_one_press_continues_a_goal_with_its_wording(self, carry_over, cast):
        goal = make.goal(3, text="Wir wollen.", plain_text="Einfach.")
        measure = make.measure(leading_goal=goal)
        actions.continue_goal(carry_over, goal, by=cast.office)
        draft = carry_over.draft_goals.get()
        assert (draft.number, draft.title, draft.text) == (3, goal.title, "Wir wollen.")
        assert standing(carry_over, measure) == (Standing.CONTINUES, draft.pk)

    def test_a_taken_number_becomes_the_next_one(self, carry_over, cast):
        make.draft_goal(carry_over, 3)
        actions.continue_goal(carry_over, make.goal(3), by=cast.office)
        assert sorted(carry_over.draft_goals.values_list("number", flat=True)) == [3, 4]

    def test_the_second_press_is_told_that_it_is_decided(self, carry_over, cast):
        goal = make.goal(1)
        actions.continue_goal(carry_over, goal, by=cast.office)
        with pytest.raises(ValidationError):
            actions.continue_goal(carry_over, goal, by=cast.office)

    def test_a_decision_can_be_taken_back(self, carry_over, cast):
        goal = make.goal(1)
        measure = make.measure(leading_goal=goal)
        plan = actions.continue_goal(carry_over, goal, by=cast.office)
        actions.reset_goal(GoalPlan.objects.get(pk=plan.pk), by=cast.office)
        assert not desk_of(carry_over).goals[0].is_decided
        assert standing(carry_over, measure)[0] == Standing.UNDECIDED

    def test_a_measure_follows_its_goal_again(self, carry_over, cast):
        measure = make.measure()
        draft = make.draft_goal(carry_over)
        make.goal_plan(carry_over, measure.leading_goal, draft)
        actions.reset_measure(make.measure_plan(carry_over, measure), by=cast.office)
        assert standing(carry_over, measure) == (Standing.CONTINUES, draft.pk)

    def test_deleting_a_draft_goal_opens_what_went_into_it(self, carry_over, cast):
        measure, other = make.measure(), make.measure()
        draft = make.draft_goal(carry_over)
        make.goal_plan(carry_over, measure.leading_goal, draft)
        make.measure_plan(carry_over, other, draft_goal=draft)
        actions.delete_draft_goal(draft, by=cast.office)
        assert standing(carry_over, measure)[0] == standing(carry_over, other)[0] == Standing.UNDECIDED
        assert "Ziel 1: Bitte wählen Sie, in welches Ziel es eingeht." in open_points(carry_over)

    def test_several_at_once_leave_alone_what_somebody_decided_meanwhile(self, carry_over, cast):
        one, other = make.measure(), make.measure()
        make.measure_plan(carry_over, other, reason="Von einer Kollegin entschieden")
        decision = MeasurePlan(kind="ended", reason="Läuft aus")
        seen = {one.pk: 0, other.pk: 0}
        skipped = actions.decide_measures(carry_over, decision, [one, other], seen, by=cast.office)
        assert skipped == [other]
        assert carry_over.measure_plans.get(measure=one).reason == "Läuft aus"
        assert carry_over.measure_plans.get(measure=other).reason == "Von einer Kollegin entschieden"

    def test_discarding_leaves_nothing_and_touches_nothing(self, carry_over, cast):
        measure = make.measure()
        draft = make.draft_goal(carry_over)
        make.goal_plan(carry_over, measure.leading_goal, draft)
        make.measure_plan(carry_over, measure, draft_goal=draft)
        before = Goal.objects.count(), Period.objects.count(), measure.revision_no
        actions.discard_carry_over(carry_over, by=cast.office)
        measure.refresh_from_db()
        assert not CarryOver.objects.exists()
        assert before == (Goal.objects.count(), Period.objects.count(), measure.revision_no)

    def test_only_the_office_decides(self, carry_over, cast):
        goal = make.goal(1)
        for nobody in (cast.clerk, cast.council, cast.vhs_editor):
            with pytest.raises(PermissionDenied):
                actions.continue_goal(carry_over, goal, by=nobody)


@pytest.fixture
def decided(carry_over):
    """Goal 1 goes on as 2, goals 2 and 3 are merged into 1, goal 4 is split into 3 and 4, 5 ends, 5 is new."""
    goals = [make.goal(number) for number in range(1, 6)]
    first, second, third, fourth = (make.draft_goal(carry_over, number) for number in range(1, 5))
    make.draft_goal(carry_over, 5, reason="Neu: Digitales")
    make.goal_plan(carry_over, goals[0], second)
    for goal in goals[1:3]:
        make.goal_plan(carry_over, goal, first, kind="merged", reason="Überschneiden sich")
    make.goal_plan(carry_over, goals[3], third, fourth, kind="split", reason="Zu groß")
    make.goal_plan(carry_over, goals[4], kind="ended", reason="Erreicht", measures_end=True)
    return goals


class TestAdoption:
    def test_it_creates_period_goals_and_lineage(self, carry_over, decided, cast):
        period = adopt(carry_over, cast.office)
        assert (period.key, period.number_of_goals, period.paper.number) == ("2028-2032", 5, "2027/0815")
        assert list(period.goals.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4, 5]
        lines = {
            (row.predecessor and row.predecessor.number, row.successor and row.successor.number, row.kind)
            for row in GoalSuccession.objects.all()
        }
        assert lines == {
            (1, 2, "continued"),
            (2, 1, "merged"),
            (3, 1, "merged"),
            (4, 3, "split"),
            (4, 4, "split"),
            (5, None, "ended"),
            (None, 5, "new"),
        }

    def test_measures_go_along_and_say_where_they_came_from(self, carry_over, decided, cast):
        measure = make.measure(leading_goal=decided[1])
        period = adopt(carry_over, cast.office)
        measure.refresh_from_db()
        assert measure.leading_goal == period.goals.get(number=1)
        lineage = MeasurePlan.objects.get(measure=measure)
        assert (lineage.from_goal, lineage.kind) == (decided[1], "continued")
        entry = measure.history.latest()
        assert entry.history_user == cast.office
        assert "2028–2032" in entry.history_change_reason

    def test_further_goals_follow_where_the_way_is_plain(self, carry_over, decided, cast):
        measure = make.measure(leading_goal=decided[0])
        measure.further_goals.set([decided[1], decided[3]])
        period = adopt(carry_over, cast.office)
        assert set(measure.further_goals.all()) == {period.goals.get(number=1), decided[3]}

    def test_a_measure_that_ends_keeps_goal_and_status_and_waits_to_be_closed(self, carry_over, decided, cast):
        measure = make.measure(leading_goal=decided[4])
        adopt(carry_over, cast.office)
        measure.refresh_from_db()
        assert (measure.leading_goal, measure.status) == (decided[4], "on_track")
        assert [row.measure for row in to_be_closed()] == [measure]
        assert to_be_closed().get().reason == "Endet mit dem Ziel: Erreicht"
        measure.status, measure.status_reason = "cancelled", "Periode zu Ende"
        measure.save()
        assert not to_be_closed().exists()

    def test_a_finished_measure_stays_with_its_goal(self, carry_over, decided, cast):
        measure = make.measure(leading_goal=decided[0], status="done", completed_on=DAY)
        adopt(carry_over, cast.office)
        measure.refresh_from_db()
        assert measure.leading_goal == decided[0]

    def test_what_is_open_is_refused_whole(self, carry_over, decided, cast):
        make.measure(leading_goal=decided[3])
        with pytest.raises(ValidationError):
            adopt(carry_over, cast.office)
        assert not Period.objects.filter(key="2028-2032").exists()

    def test_a_period_that_exists_already_is_refused(self, carry_over, decided, cast):
        make.period("2028-2032")
        with pytest.raises(ValidationError, match="gibt es schon"):
            adopt(carry_over, cast.office)

    def test_nothing_is_undone_afterwards(self, carry_over, decided, cast):
        adopt(carry_over, cast.office)
        plan = GoalPlan.objects.first()
        for step in (
            lambda: actions.reset_goal(plan, by=cast.office),
            lambda: actions.discard_carry_over(carry_over, by=cast.office),
            lambda: actions.delete_draft_goal(carry_over.draft_goals.first(), by=cast.office),
        ):
            with pytest.raises(PermissionDenied):
                step()

    def test_the_desk_still_tells_what_was_decided(self, carry_over, decided, cast):
        for goal in (decided[0], decided[4]):
            make.measure(leading_goal=goal)
        adopt(carry_over, cast.office)
        desk = desk_of(refresh(carry_over))
        assert desk.is_complete
        assert [row.measures for row in desk.goals if row.measures] == [{"continues": 1}, {"ends": 1}]
        assert {row.draft.number: row.measures for row in desk.drafts}[2] == 1
