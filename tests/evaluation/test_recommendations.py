"""What is recommended, what is decided on it, and what becomes of it; each step allowed once and refused once."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from bildungsnetz import access
from evaluation.actions import recommendations as actions
from evaluation.forms.recommendations import DecisionForm, FollowUpForm, RecommendationForm
from evaluation.models import Recommendation
from evaluation.recommendations import Standing, conditions, counts, standing_of, to_follow_up, visible, wanted_from
from goals.models import GoalRevision
from tests import make

pytestmark = pytest.mark.django_db
TODAY = make.TODAY
DAY = timedelta(days=1)


def seen_by(user):
    return set(Recommendation.objects.permitted("view", user))


def decided(row, **fields):
    """``row`` with what a form of the decision writes into it."""
    filled = {"decision": "accepted", "decided_on": TODAY, "decided_by": "Lenkungskreis", "due_on": TODAY + DAY}
    for name, value in {**filled, "responsible": make.actor(), **fields}.items():
        setattr(row, name, value)
    return row


def test_a_recommendation_gets_the_next_number(cast):
    running = make.open_round(state="reflection")
    texts = ("Mehr Zeit einplanen", "Weniger Anträge stellen")
    rows = [Recommendation(round=running, goal=running.period.goals.first(), text=text) for text in texts]
    numbers = [actions.save_recommendation(row, by=cast.office).number for row in rows]
    assert numbers == ["E-001", "E-002"]


def test_a_deleted_number_is_not_given_out_again(cast):
    running = make.open_round(state="reflection")
    first = make.recommendation(running)
    actions.delete_recommendation(first, by=cast.office)
    row = Recommendation(round=running, goal=running.period.goals.first(), text="Neu")
    assert actions.save_recommendation(row, by=cast.office).serial == first.serial + 1


@pytest.mark.parametrize("state", ["prepared", "closed"])
def test_a_round_that_does_not_run_takes_no_recommendation(cast, state):
    still = make.prepared_round() if state == "prepared" else make.open_round(state=state)
    row = Recommendation(round=still, goal=make.goal(period=still.period), text="Zu spät")
    with pytest.raises(ValidationError):
        actions.save_recommendation(row, by=cast.office)
    assert not Recommendation.objects.exists()


@pytest.mark.parametrize("name", ["clerk", "council", "vhs_editor", "stranger"])
def test_only_the_office_recommends_and_decides(cast, name):
    row = make.recommendation()
    person = cast.people()[name]
    for action in ("edit", "delete", "decide", "follow_up", "undo_decision", "revise_goal"):
        assert not access.may(person, action, row)
        assert not access.may(person, action, make.adopted(row.round, goal=row.goal))
    assert access.may(cast.office, "decide", row)


def test_the_wording_of_a_decided_recommendation_stays(cast):
    row = make.adopted()
    with pytest.raises(PermissionDenied):
        actions.save_recommendation(row, by=cast.office)


def test_the_wording_stays_when_the_round_is_closed(cast):
    row = make.recommendation(make.open_round(state="closed"))
    assert not access.may(cast.office, "edit", row)
    assert access.may(cast.office, "decide", row)


def test_a_decision_keeps_who_decided_on_which_paper(cast):
    paper = make.paper("2026/0815")
    row = decided(make.recommendation(), committee=make.committee(), decided_by="", paper=paper)
    actions.decide(row, by=cast.office)
    row.refresh_from_db()
    assert (row.decided_by_words, row.paper, row.is_open) == ("Schulausschuss", paper, True)


def test_what_is_decided_is_not_decided_again(cast):
    row = make.adopted()
    with pytest.raises(ValidationError):
        actions.decide(decided(row, decision="changed", decided_text="Anders"), by=cast.office)


def test_a_rejection_needs_a_reason(cast):
    row = decided(make.recommendation(), decision="rejected", responsible=None, due_on=None)
    with pytest.raises(ValidationError):
        actions.decide(row, by=cast.office)
    row.decision_note = "Dafür fehlt das Geld."
    actions.decide(row, by=cast.office)
    assert not Recommendation.objects.get().is_open


def test_taking_a_decision_back_empties_what_it_said(cast):
    row = make.adopted(decision="changed", decided_text="Anders", decision_note="Knapp", paper=make.paper())
    actions.undo_decision(row, by=cast.office)
    row.refresh_from_db()
    assert (row.decision, row.decided_text, row.decision_note, row.decided_by) == ("", "", "", "")
    assert [row.decided_on, row.committee, row.paper, row.responsible, row.due_on] == [None] * 5
    assert row.history.first().history_change_reason == "Entscheidung zurückgenommen"


@pytest.mark.parametrize("followed", [{"progress": "running"}, {"outcome_text": "Begonnen."}])
def test_a_decision_from_which_something_followed_stays(cast, followed):
    row = make.adopted(**followed)
    with pytest.raises(PermissionDenied):
        actions.undo_decision(row, by=cast.office)
    row.refresh_from_db()
    assert row.decision == "accepted"


def test_dropping_needs_a_reason_and_doing_does_not(cast):
    row = make.adopted()
    row.progress, row.finished_on = "dropped", TODAY
    with pytest.raises(ValidationError):
        actions.follow_up(row, by=cast.office)
    row.progress = "done"
    assert not actions.follow_up(row, by=cast.office).is_open


def test_an_undecided_one_is_not_followed_up(cast):
    with pytest.raises(PermissionDenied):
        actions.follow_up(make.recommendation(), by=cast.office)


def test_a_way_that_the_table_does_not_know_is_refused(cast):
    row = make.adopted(progress="done", finished_on=TODAY)
    row.progress, row.finished_on, row.outcome_text = "dropped", TODAY, "Grund"
    with pytest.raises(ValidationError):
        actions.follow_up(row, by=cast.office)


def test_each_reader_sees_what_the_rule_says(cast):
    published, closed = make.open_round(state="closed", results_public_from=TODAY), make.open_round(state="closed")
    running = make.open_round(state="reflection", period=closed.period)
    public = make.adopted(published)
    own = make.adopted(closed, responsible=cast.vhs)
    led = make.adopted(closed, measure=make.measure(lead=cast.library))
    undecided, rejected = (
        make.recommendation(published, **fields)
        for fields in ({}, {"decision": "rejected", "decided_on": TODAY, "decided_by": "Rat"})
    )
    early = make.adopted(running, responsible=cast.vhs)
    everything = {public, own, led, undecided, rejected, early}
    assert seen_by(cast.office) == seen_by(cast.clerk) == everything
    assert seen_by(cast.council) == everything - {early}
    assert seen_by(cast.vhs_member) == {public, own}
    assert seen_by(cast.library_editor) == {public, led}
    assert seen_by(cast.stranger) == {public}


def test_what_is_said_of_a_secret_goal_is_for_the_offices_alone(cast):
    closed = make.open_round(state="closed", results_public_from=TODAY)
    row = make.adopted(closed, goal=make.goal(period=closed.period, is_public=False))
    assert seen_by(cast.office) == {row}
    assert seen_by(cast.council) == seen_by(cast.stranger) == set()


def test_a_measure_that_is_not_public_is_not_named(cast):
    closed = make.open_round(state="closed", results_public_from=TODAY)
    measure = make.measure(lead=cast.vhs, publication="withdrawn")
    make.adopted(closed, measure=measure)
    assert visible(cast.stranger).get().measure is None
    assert visible(cast.vhs_member).get().measure == measure


def test_words_and_conditions_agree(db):
    today = date(2026, 12, 2)
    closed = make.open_round(state="closed")
    rows = [
        make.recommendation(closed),
        make.adopted(closed),
        make.adopted(closed, due_on=today),
        make.adopted(closed, due_on=today, progress="running"),
        make.adopted(closed, progress="done", finished_on=TODAY),
        make.adopted(closed, progress="dropped", finished_on=TODAY, outcome_text="Grund"),
        make.recommendation(closed, decision="rejected", decided_on=TODAY, decided_by="Rat"),
    ]
    words = [standing_of(row, today) for row in rows]
    assert words == [
        Standing(one) for one in ("undecided", "overdue", "open", "running", "done", "dropped", "rejected")
    ]
    assert counts(Recommendation.objects.all(), today) == dict.fromkeys(words, 1)
    for row, word in zip(rows, words, strict=True):
        assert row in Recommendation.objects.filter(conditions(today)[word])


def test_a_round_looks_back_on_the_one_before_and_on_what_is_still_open(cast):
    oldest, last = make.open_round(state="closed"), make.open_round(state="closed")
    now = make.open_round(state="reflection")
    make.adopted(oldest, progress="done", finished_on=TODAY)
    still_open = make.adopted(oldest)
    done, undecided = make.adopted(last, progress="done", finished_on=TODAY), make.recommendation(last)
    make.adopted(now)
    assert list(to_follow_up(now, cast.office)) == [done, undecided, still_open]


def test_an_actor_is_shown_what_it_has_to_do_the_most_urgent_first(cast):
    closed = make.open_round(state="closed")
    later = make.adopted(closed, responsible=cast.vhs, due_on=TODAY + 2 * DAY)
    first = make.adopted(closed, responsible=cast.vhs, due_on=TODAY)
    make.adopted(closed, responsible=cast.vhs, progress="done", finished_on=TODAY)
    make.adopted(closed, responsible=cast.library)
    make.adopted(make.open_round(state="reflection"), responsible=cast.vhs)
    assert list(wanted_from([cast.vhs.pk], cast.vhs_member)) == [first, later]


def test_a_goal_is_revised_and_everything_that_hung_on_it_stays(cast):
    closed = make.open_round(state="closed")
    row = make.adopted(closed, paper=make.paper("2027/0001"))
    goal = row.goal
    indicator, measure = make.indicator(goal=goal), make.measure(leading_goal=goal)
    key, title = goal.pk, goal.title
    revision = GoalRevision(revised_on=TODAY, new_title="Neuer Titel", new_text="Neuer Text", reason="Empfehlung")
    actions.revise_goal(row, goal, revision, by=cast.office)
    goal.refresh_from_db()
    row.refresh_from_db()
    indicator.refresh_from_db()
    measure.refresh_from_db()
    assert (goal.pk, goal.title, goal.text) == (key, "Neuer Titel", "Neuer Text")
    assert (indicator.goal, measure.leading_goal, row.goal) == (goal, goal, goal)
    assert row.goal_revision.previous_title == title
    assert closed.goal_reflections.filter(goal=goal).exists()


def test_a_goal_is_revised_once_from_one_recommendation(cast):
    row = make.adopted(make.open_round(state="closed"))
    for title in ("Erster Titel", "Zweiter Titel"):
        revision = GoalRevision(revised_on=TODAY, new_title=title, new_text=None, reason="Empfehlung")
        if title == "Erster Titel":
            actions.revise_goal(row, row.goal, revision, by=cast.office)
        else:
            with pytest.raises(PermissionDenied):
                actions.revise_goal(row, row.goal, revision, by=cast.office)
    row.goal.refresh_from_db()
    assert row.goal.title == "Erster Titel"


def test_an_undecided_recommendation_changes_no_goal(cast):
    row = make.recommendation(make.open_round(state="closed"))
    revision = GoalRevision(revised_on=TODAY, new_title="Neu", new_text=None, reason="Empfehlung")
    with pytest.raises(PermissionDenied):
        actions.revise_goal(row, row.goal, revision, by=cast.office)


def errors_of(form):
    form.is_valid()
    return set(form.errors)


def test_a_measure_belongs_to_the_goal_of_the_recommendation(db):
    running = make.open_round(state="reflection")
    measure = running.rated_measures.get().measure
    other = make.goal(period=running.period)
    typed = {"text": "Mehr", "goal": other.pk, "measure": measure.pk}
    assert errors_of(RecommendationForm(typed, instance=Recommendation(round=running))) == {"measure"}
    typed["goal"] = measure.leading_goal_id
    assert errors_of(RecommendationForm(typed, instance=Recommendation(round=running))) == set()


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({}, {"decision", "decided_on"}),
        ({"decision": "accepted", "decided_on": "04.05.2026"}, {"decided_by", "due_on"}),
        ({"decision": "changed", "decided_on": "04.05.2026", "decided_by": "Rat"}, {"decided_text", "due_on"}),
        ({"decision": "rejected", "decided_on": "04.05.2026", "decided_by": "Rat"}, {"decision_note"}),
        ({"decision": "rejected", "decided_on": "04.05.2026", "decided_by": "Rat", "decision_note": "Teuer"}, set()),
    ],
)
def test_the_form_of_a_decision_says_what_is_missing(db, typed, wrong):
    assert errors_of(DecisionForm(typed, instance=make.recommendation())) == wrong


def test_a_rejection_keeps_nobody_responsible(db):
    actor = make.actor()
    typed = {"decision": "rejected", "decided_on": "04.05.2026", "decided_by": "Rat", "decision_note": "Teuer"}
    form = DecisionForm({**typed, "responsible": actor.pk, "due_on": "01.12.2026"}, instance=make.recommendation())
    assert form.is_valid()
    assert (form.instance.responsible, form.instance.due_on) == (None, None)


def test_what_is_finished_without_a_date_is_finished_today(db):
    row = make.adopted()
    typed = {"progress": "done", "responsible": row.responsible_id, "due_on": "01.12.2026"}
    form = FollowUpForm(typed, instance=row, today=TODAY)
    assert form.is_valid(), form.errors
    assert form.instance.finished_on == TODAY


def test_the_form_offers_only_ways_that_the_table_knows(db):
    form = FollowUpForm(instance=make.adopted(progress="done", finished_on=TODAY), today=timezone.localdate())
    assert [key for key, _ in form.fields["progress"].choices] == ["running", "done"]


def test_dropping_without_a_reason_is_refused_in_the_form(db):
    row = make.adopted()
    typed = {"progress": "dropped", "responsible": row.responsible_id, "due_on": "01.12.2026"}
    assert errors_of(FollowUpForm(typed, instance=row, today=TODAY)) == {"outcome_text"}
