"""Differences, agreement and what is missing, as ``evaluation.ratings`` defines them."""

from itertools import chain

import pytest
from django.utils import timezone

from evaluation import actions, points, ratings
from evaluation.census import by_place, census
from evaluation.models import Comparison, EvaluationRound, Place, RatingSheet
from tests import make
from tests.test_constraints import refused_by


@pytest.fixture
def evaluation_round(db) -> EvaluationRound:
    """Three measures, three criteria; the last one has no weight."""
    goal = make.goal(1)
    for title in ("Lesestart", "Sprachkurs", "Elterncafé"):
        make.measure(title=title, leading_goal=goal)
    criteria = [make.criterion("Reichweite"), make.criterion("Wirkung"), make.criterion("Stimmung", weight=0)]
    return make.evaluation_round(*criteria, make.criterion("Zum Ziel", applies_to="goal"))


def rated(evaluation_round, title):
    return evaluation_round.rated_measures.get(measure__title=title)


def both(evaluation_round, title, lead, office):
    make.sheet(rated(evaluation_round, title), "lead", *lead)
    make.sheet(rated(evaluation_round, title), "office", *office)


def rows(evaluation_round):
    """All points in the order of the agenda."""
    found = ratings.rows_of(evaluation_round)
    parts = (found.at(place, evaluation_round.gap_from).values_list("pk", flat=True) for place in Place)
    return points.read(chain.from_iterable(parts))


def sums(found):
    return {place: sum(by_goal.values()) for place, by_goal in found.items()}


def told(rows):
    return [(row.title, row.asked, row.gap) for row in rows]


def agreement(evaluation_round, title):
    return set(Comparison.objects.filter(rated=rated(evaluation_round, title)).values_list("agreement", flat=True))


def test_the_agenda_begins_with_the_largest_differences_then_lowest_agreement_then_what_is_missing(evaluation_round):
    both(evaluation_round, "Lesestart", (4, 3, 2), (2, 3, 2))
    both(evaluation_round, "Sprachkurs", (3, 3, 2), (0, 3, 2))
    both(evaluation_round, "Elterncafé", (2, None, 2), (2, 2, 2))
    make.move(evaluation_round, "reflection")
    assert told(rows(evaluation_round)) == [
        ("Sprachkurs", "Reichweite", 3),
        ("Lesestart", "Reichweite", 2),
        ("Sprachkurs", "Wirkung", 0),
        ("Sprachkurs", "Stimmung", 0),
        ("Lesestart", "Wirkung", 0),
        ("Lesestart", "Stimmung", 0),
        ("Elterncafé", "Reichweite", 0),
        ("Elterncafé", "Stimmung", 0),
        ("Elterncafé", "Wirkung", None),
    ]


def test_another_limit_draws_another_line(evaluation_round):
    both(evaluation_round, "Lesestart", (4, 3, 2), (2, 2, 2))
    make.move(evaluation_round, "reflection")
    found, cells = ratings.rows_of(evaluation_round), census(evaluation_round).points.items()
    assert sums(by_place(cells, 2)) == {Place.GAP: 1, Place.CLOSE: 2, Place.MISSING: 6}
    assert sums(by_place(cells, 1)) == {Place.GAP: 2, Place.CLOSE: 1, Place.MISSING: 6}
    assert {place: found.at(place, 1).count() for place in Place} == sums(by_place(cells, 1))


def test_agreement_is_the_mean_difference_over_criteria_that_have_a_weight(evaluation_round):
    both(evaluation_round, "Lesestart", (4, 3, 4), (2, 3, 0))
    both(evaluation_round, "Sprachkurs", (4, 4, 4), (0, 0, 4))
    both(evaluation_round, "Elterncafé", (2, None, 4), (1, 3, 0))
    make.move(evaluation_round, "reflection")
    assert agreement(evaluation_round, "Lesestart") == {750}
    assert agreement(evaluation_round, "Sprachkurs") == {0}
    assert agreement(evaluation_round, "Elterncafé") == {750}


def test_nothing_to_compare_is_unknown_agreement_not_none_at_all(evaluation_round):
    both(evaluation_round, "Lesestart", (None, None, 3), (None, None, 3))
    make.move(evaluation_round, "reflection")
    assert agreement(evaluation_round, "Lesestart") == {None}
    assert points.percent(None) is None


def test_agreement_is_told_in_whole_per_cent():
    assert [points.percent(value) for value in (0, 666, 665, 1000)] == [0, 67, 67, 100]


def test_each_voice_says_a_value_cannot_say_or_has_not_handed_in(evaluation_round):
    both(evaluation_round, "Lesestart", (None, 3, 3), (2, 3, 3))
    make.sheet(rated(evaluation_round, "Sprachkurs"), "lead", 1, 1, 1, state="draft", submitted_at=None)
    make.move(evaluation_round, "reflection")
    first = Comparison.objects.get(rated=rated(evaluation_round, "Lesestart"), criterion__position=1)
    assert (first.lead_said, first.office_said, first.office_value) == ("not_ratable", "value", 2)
    draft = Comparison.objects.filter(rated=rated(evaluation_round, "Sprachkurs"))
    assert set(draft.values_list("lead_said", "office_said", "lead_value")) == {("missing", "missing", None)}


def test_participants_stand_beside_and_change_no_difference(evaluation_round):
    measure = rated(evaluation_round, "Lesestart")
    partner = RatingSheet.objects.create(rated=measure, voice="participant", actor=make.actor("Bücherei"))
    both(evaluation_round, "Lesestart", (3, 3, 3), (3, 3, 3))
    make.sheet(measure, "participant", 0, 0, 0)
    make.move(evaluation_round, "reflection")
    line = rows(evaluation_round)[0]
    assert (line.gap, line.lead.value, line.office.value) == (0, 3, 3)
    assert [(one.speaker, one.value) for one in line.participants] == [(partner.actor.name, 0)]


def test_a_withdrawn_measure_leaves_the_agenda_one_that_ended_stays(evaluation_round):
    both(evaluation_round, "Lesestart", (4, 4, 4), (0, 0, 0))
    both(evaluation_round, "Sprachkurs", (4, 4, 4), (0, 0, 0))
    make.move(evaluation_round, "reflection")
    gone, ended = rated(evaluation_round, "Lesestart").measure, rated(evaluation_round, "Sprachkurs").measure
    gone.publication = "withdrawn"
    gone.save()
    ended.status, ended.completed_on = "done", make.TODAY
    ended.save()
    assert {title for title, _, gap in told(rows(evaluation_round)) if gap} == {"Sprachkurs"}


def test_what_a_session_settled_is_no_longer_open(evaluation_round):
    both(evaluation_round, "Lesestart", (4, 0, 4), (0, 4, 4))
    make.move(evaluation_round, "reflection")
    make.item(rated(evaluation_round, "Lesestart"), make.reflection(evaluation_round))
    gaps = ratings.rows_of(evaluation_round).at(Place.GAP, 2)
    assert [row.criterion.criterion.title for row in gaps.undecided()] == ["Wirkung"]
    assert [bool(line.item) for line in points.read(gaps.values_list("pk", flat=True))] == [True, False]


def test_ending_the_rating_compares_and_doing_it_again_compares_anew(evaluation_round, cast):
    sheet = make.sheet(rated(evaluation_round, "Lesestart"), "lead", 4, 4, 4)
    make.sheet(rated(evaluation_round, "Lesestart"), "office", 0, 0, 0)

    def lead_to(state, reason=""):
        actions.move_round(evaluation_round, state, reason=reason, by=cast.office, now=timezone.now())

    lead_to("reflection")
    assert Comparison.objects.filter(gap=4).count() == 3
    lead_to("rating", "Nachtrag")
    sheet.assessments.update(value=1)
    lead_to("reflection")
    assert Comparison.objects.filter(round=evaluation_round).count() == 9
    assert Comparison.objects.filter(gap=1).count() == 3


def test_coverage_says_who_owes_who_left_and_what_dropped_out(evaluation_round):
    make.sheet(rated(evaluation_round, "Lesestart"), "lead", 4, 4, 4)
    leader = rated(evaluation_round, "Sprachkurs").lead
    leader.is_active = False
    leader.save()
    gone = rated(evaluation_round, "Elterncafé").measure
    gone.publication = "withdrawn"
    gone.save()
    assert ratings.coverage(evaluation_round) == {
        "lead": {"submitted": 1, "left": 1, "dropped": 1},
        "office": {"open": 2, "dropped": 1},
    }


def test_a_list_of_one_standing_holds_what_is_counted_as_such(evaluation_round):
    make.sheet(rated(evaluation_round, "Lesestart"), "lead", 4, 4, 4)
    make.sheet(rated(evaluation_round, "Lesestart"), "office", state="draft")
    leader = rated(evaluation_round, "Sprachkurs").lead
    leader.is_active = False
    leader.save()
    gone = rated(evaluation_round, "Elterncafé").measure
    gone.publication = "withdrawn"
    gone.save()
    sheets = ratings.sheets_with_standing(RatingSheet.objects.all())
    assert {one.standing for one in sheets} == set(ratings.Standing.values)
    for standing in ratings.Standing:
        wanted = {sheet.pk for sheet in sheets if sheet.standing == standing}
        assert set(sheets.filter(ratings.stands_as(standing)).values_list("pk", flat=True)) == wanted


def test_a_comparison_is_kept_once_and_needs_two_values(evaluation_round):
    make.move(evaluation_round, "reflection")
    one, nothing = Comparison.objects.first(), {"lead_said": "missing", "office_said": "missing"}
    refused_by(
        "comparison_unique",
        lambda: Comparison.objects.create(
            round=evaluation_round,
            goal=one.goal,
            rated=one.rated,
            criterion=one.criterion,
            **nothing,
        ),
    )
    refused_by("comparison_gap_has_values", lambda: Comparison.objects.filter(pk=one.pk).update(gap=1))
