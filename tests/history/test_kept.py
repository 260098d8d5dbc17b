"""What is kept per process for as long as the histories that it is made of stay as they are."""

import pytest

from bildungsnetz.history.kept import kept, version_of
from goals.models import Goal
from measures.models import Measure
from tests import make


def titles():
    return kept("titles", version_of(Goal), lambda: list(Goal.objects.values_list("title", flat=True)))


def test_it_is_read_once_while_nothing_is_written(db, django_assert_num_queries):
    make.goal(1, title="Lernen")
    assert titles() == ["Lernen"]
    with django_assert_num_queries(1):
        assert titles() == ["Lernen"]


@pytest.mark.parametrize("change", ["add", "edit", "delete"])
def test_any_change_has_it_read_again(db, change):
    one = make.goal(1, title="Lernen")
    assert titles() == ["Lernen"]
    if change == "add":
        make.goal(2, title="Lesen")
    elif change == "edit":
        one.title = "Lernen!"
        one.save()
    else:
        one.delete()
    assert titles() == list(Goal.objects.values_list("title", flat=True)) != ["Lernen"]


def test_changes_of_other_objects_do_not_count(db):
    before = version_of(Measure)
    make.goal(1)
    assert version_of(Measure) == before
