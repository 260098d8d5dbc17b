"""No figure that readers see tells what a single actor said, alone or by difference."""

import pytest

from evaluation.disclosure import PARTS, for_readers
from evaluation.results import CriterionResult, Figures, GoalResult, RoundResults
from goals.models import Goal


def group(measures, actors, **parts):
    """The figures of a group of that size; ``parts`` differ."""
    numbers = {}
    for part, (of_measures, of_actors) in (dict.fromkeys(PARTS, (measures, actors)) | parts).items():
        numbers["size", f"{part} measures"], numbers["size", f"{part} actors"] = of_measures, of_actors
    return Figures(numbers)


def shown(goals, criteria=(), total=None):
    """For each goal and criterion and for the total whether it is shown."""
    found = for_readers(
        RoundResults(
            goals=tuple(GoalResult(Goal(pk=n), None, one) for n, one in enumerate(goals, start=1)),
            criteria=tuple(CriterionResult(None, one) for one in criteria),
            total=total or group(100, 50),
        )
    )
    return (
        [one.figures is not None for one in found.goals],
        [one.figures is not None for one in found.criteria],
        found.total is not None,
    )


LARGE = group(5, 3)


@pytest.mark.parametrize(("measures", "actors", "expected"), [(5, 3, True), (4, 4, False), (20, 2, False)])
def test_a_group_has_five_measures_of_three_actors(measures, actors, expected):
    assert shown([group(measures, actors)])[0] == [expected]


@pytest.mark.parametrize("part", PARTS)
def test_each_part_of_a_groups_figures_is_large_enough(part):
    assert shown([group(9, 9, **{part: (1, 1)})])[0] == [False]


def test_a_part_that_nobody_spoke_to_gives_nothing_away():
    assert shown([group(9, 9, office=(0, 0), pair=(0, 0))])[0] == [True]


def test_a_single_small_goal_does_not_follow_from_the_total():
    assert shown([LARGE, LARGE, group(3, 2)], [LARGE]) == ([True, True, False], [False], False)


def test_small_goals_that_are_large_together_leave_the_total():
    assert shown([LARGE, group(3, 3), group(3, 2)], [LARGE]) == ([True, False, False], [True], True)


def test_small_goals_of_the_same_two_actors_are_not_large_together():
    assert shown([LARGE, group(4, 2), group(4, 2)])[2] is False


def test_a_goal_without_answers_hides_nothing():
    assert shown([LARGE, group(0, 0)], [LARGE]) == ([True, True], [True], True)


def test_one_small_criterion_takes_the_others_with_it_but_not_the_goals():
    assert shown([LARGE, LARGE], [LARGE, group(2, 2)]) == ([True, True], [False, False], True)


def test_a_round_that_is_small_as_a_whole_shows_no_figure():
    assert shown([group(2, 2), group(2, 1)], [group(4, 3)], group(4, 3)) == ([False, False], [False], False)


def test_a_goal_that_is_not_public_counts_as_held_back():
    hidden, open_one = GoalResult(Goal(pk=1, is_public=False), None, group(3, 2)), GoalResult(Goal(pk=2), None, LARGE)
    found = for_readers(RoundResults((hidden, open_one), (), group(8, 5)))
    assert [one.goal.pk for one in found.goals] == [2]
    assert found.total is None
