"""Results with numbers small enough to work out by hand."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from evaluation import actions
from evaluation.models import RatedMeasure, RoundCount
from evaluation.results import results
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def rated_round(db):
    """Two goals; criteria of weight 2, 1 and 0; three measures of the first goal, one of the second."""
    goals = [make.goal(1), make.goal(2)]
    criteria = [make.criterion(title, weight=weight) for title, weight in (("A", 2), ("B", 1), ("Nur gezeigt", 0))]
    for n, goal in enumerate((goals[0], goals[0], goals[0], goals[1])):
        make.measure(leading_goal=goal, lead=make.actor(f"Akteur {'abca'[n]}{n}"))
    return make.evaluation_round(*criteria)


def rate(rated_round, *voices):
    """``voices``: per measure the values of the lead and of the office; None hands nothing in, "n" is not ratable."""
    for rated, (lead, office) in zip(rated_round.rated_measures.order_by("pk"), voices, strict=False):
        for voice, values in (("lead", lead), ("office", office)):
            if values:
                make.sheet(rated, voice, *(None if value == "n" else value for value in values))
    return make.move(rated_round, "reflection")


KNOWN = (
    # goal 1: weights      2  1  0     2  1  0
    ((4, "n", 0), (2, 1, 0)),
    ((1, 3, 4), None),
    (("n", "n", "n"), ("n", "n", 2)),
    # goal 2
    (None, ("n", "n", 4)),
)


def goal_figures(rated_round, number=1):
    return next(one.figures for one in results(rated_round).goals if one.goal.number == number)


def criterion_figures(rated_round, title, goal=None):
    return next(one.figures for one in results(rated_round, goal).criteria if str(one.asked) == title)


class TestMean:
    def test_is_that_of_both_voices_or_of_the_one_each_criterion_with_its_weight(self, rated_round):
        rate(rated_round, *KNOWN)
        # A: (4 + 2) / 2 = 3 and 1, weight 2 each; B: 1 (office alone) and 3 (lead alone), weight 1 each.
        assert goal_figures(rated_round).mean == Decimal("2.0")  # (2·3 + 2·1 + 1 + 3) / 6

    def test_where_all_is_not_ratable_there_is_none(self, rated_round):
        rate(rated_round, *KNOWN)
        assert goal_figures(rated_round, 2).mean is None
        assert goal_figures(rated_round, 2).answered == 3

    def test_a_criterion_of_weight_0_has_its_own_but_counts_in_no_other(self, rated_round):
        rate(rated_round, *KNOWN)
        assert criterion_figures(rated_round, "Nur gezeigt").mean == Decimal("2.5")  # (0 + 4 + 2 + 4) / 4
        assert results(rated_round).total.mean == Decimal("2.0")

    def test_what_a_session_agreed_upon_takes_the_place_of_the_voices(self, rated_round):
        rate(rated_round, *KNOWN)
        make.item(make.rated(rated_round), make.reflection(rated_round), agreed_value=0)
        assert goal_figures(rated_round).mean == Decimal("1.0")  # (2·0 + 2·1 + 1 + 3) / 6
        assert results(rated_round).total.mean == Decimal("1.0")

    def test_what_was_agreed_counts_where_no_voice_gave_a_value(self, rated_round):
        rate(rated_round, *KNOWN)
        make.item(rated_round.rated_measures.order_by("pk")[3], make.reflection(rated_round), agreed_value=4)
        assert goal_figures(rated_round, 2).mean == Decimal("4.0")

    def test_dissent_leaves_no_value(self, rated_round):
        rate(rated_round, *KNOWN)
        views = {"agreed_value": None, "actor_view": "Gelungen.", "office_view": "Kaum begonnen."}
        make.item(make.rated(rated_round), make.reflection(rated_round), outcome="dissent", **views)
        assert goal_figures(rated_round).mean == Decimal("1.5")  # (2·1 + 1 + 3) / 4
        assert (goal_figures(rated_round).settled.agreed, goal_figures(rated_round).settled.dissent) == (0, 1)

    def test_halves_are_rounded_up_on_both_databases(self, rated_round):
        rate(rated_round, ((0, 0, 0), (0, 1, 0)))
        # A 0 with weight 2, B 0.5 with weight 1: 0.5 / 3 = 0.1666…
        assert goal_figures(rated_round).mean == Decimal("0.2")


class TestDistribution:
    def test_counts_each_voice_by_itself_with_what_is_not_ratable(self, rated_round):
        rate(rated_round, *KNOWN)
        assert goal_figures(rated_round).lead == (1, 1, 0, 1, 2, 4)
        assert goal_figures(rated_round).office == (1, 1, 2, 0, 0, 2)

    def test_of_a_criterion_under_one_goal(self, rated_round):
        rate(rated_round, *KNOWN)
        goal = rated_round.goal_reflections.get(goal__number=2).goal
        assert criterion_figures(rated_round, "Nur gezeigt").office == (1, 0, 1, 0, 1, 0)
        assert criterion_figures(rated_round, "Nur gezeigt", goal).office == (0, 0, 0, 0, 1, 0)

    def test_what_was_begun_and_not_handed_in_says_nothing(self, rated_round):
        make.sheet(make.rated(rated_round), "lead", 4, 4, 4, state="draft", submitted_at=None)
        rate(rated_round)
        assert goal_figures(rated_round).answered == 0
        assert goal_figures(rated_round).mean is None

    def test_backing_is_that_of_values_alone(self, rated_round):
        rate(rated_round, *KNOWN)
        assert goal_figures(rated_round).backing == (9, 0, 0, 0, 0)
        assert goal_figures(rated_round, 2).backing == (1, 0, 0, 0, 0)


class TestAgreement:
    def test_is_the_mean_difference_of_pairs_on_criteria_that_count(self, rated_round):
        rate(rated_round, ((4, 1, 0), (2, 1, 4)), ((3, "n", 0), (2, 2, 0)))
        assert goal_figures(rated_round).gaps == (1, 1, 1, 0, 0)  # A: 2 and 1, B: 0
        assert goal_figures(rated_round).agreement == 75

    def test_is_unknown_where_never_both_gave_a_value(self, rated_round):
        rate(rated_round, ((4, 4, 4), None), (None, (0, 0, 0)))
        assert goal_figures(rated_round).agreement is None

    def test_a_criterion_of_weight_0_has_its_own(self, rated_round):
        rate(rated_round, ((4, 1, 0), (2, 1, 4)))
        assert criterion_figures(rated_round, "Nur gezeigt").agreement == 0


class TestCoverage:
    def test_says_what_was_handed_in_and_what_is_owed(self, rated_round):
        rate(rated_round, *KNOWN)
        assert (goal_figures(rated_round).submitted, goal_figures(rated_round).owing) == (5, 1)
        assert (results(rated_round).total.submitted, results(rated_round).total.owing) == (6, 2)

    def test_an_actor_that_has_left_owes_nothing_but_what_it_handed_in_counts(self, rated_round):
        first, second = (rated.lead for rated in rated_round.rated_measures.order_by("pk")[:2])
        for lead in (first, second):
            lead.is_active = False
            lead.save()
        rate(rated_round, ((4, 4, 4), None))
        assert (goal_figures(rated_round).left, goal_figures(rated_round).submitted) == (1, 1)
        assert goal_figures(rated_round).mean == Decimal("4.0")

    def test_a_measure_withdrawn_during_the_round_drops_out(self, rated_round):
        measure = make.rated(rated_round).measure
        measure.publication = "withdrawn"
        measure.save()
        rate(rated_round, *KNOWN)
        assert goal_figures(rated_round).dropped == 2
        assert goal_figures(rated_round).lead == (0, 1, 0, 1, 1, 3)
        assert not RatedMeasure.objects.get(measure=measure).is_counted

    def test_a_measure_withdrawn_after_the_round_changes_nothing(self, rated_round, cast):
        rate(rated_round, *KNOWN)
        before = goal_figures(rated_round)
        actions.move_round(rated_round, "closed", by=cast.office, now=timezone.now())
        measure = make.rated(rated_round).measure
        measure.publication = "withdrawn"
        measure.save()
        assert goal_figures(rated_round) == before


def test_the_figures_ask_the_same_number_of_queries_for_any_number_of_rows(rated_round, django_assert_num_queries):
    rate(rated_round, *KNOWN)
    with django_assert_num_queries(4):
        results(rated_round)


def test_the_database_refuses_a_number_of_an_unknown_kind(rated_round):
    with pytest.raises(IntegrityError, match="round_count_kind_known"), transaction.atomic():
        RoundCount.objects.create(round=rated_round, kind="guess", n=1)
