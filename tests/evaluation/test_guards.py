"""What the database refuses in a round, whoever asks."""

import pytest
from django.db import IntegrityError, connection, transaction

from evaluation import guards
from evaluation.models import Assessment, Criterion, Evidence, GoalAssessment, RatingSheet, ReflectionItem
from tests import make


@pytest.fixture
def world(db):
    """A round in reflection that has one row of everything."""
    made = make.evaluation_round(make.criterion(), make.criterion(), make.criterion(applies_to="goal"))
    rated = make.rated(made)
    sheet = make.sheet(rated, "lead", 3)
    Evidence.objects.create(assessment=sheet.assessments.get(), file="x.txt", size=1)
    make.move(made, "reflection")
    session = make.reflection(made)
    make.item(rated, session)
    goal_criterion = made.round_criteria.get(criterion__applies_to="goal")
    GoalAssessment.objects.create(goal_reflection=made.goal_reflections.first(), criterion=goal_criterion, value=2)
    return made


def refused(write, message):
    with pytest.raises(IntegrityError, match=message), transaction.atomic():
        write()


CHANGES = {
    "a rating is changed": lambda made: Assessment.objects.update(value=0),
    "a rating is deleted": lambda made: Assessment.objects.all().delete(),
    "a rating is added": lambda made: make.assessment(make.rated(made).sheets.get(voice="office"), criterion_of(made)),
    "evidence is deleted": lambda made: Evidence.objects.all().delete(),
    "a text is changed": lambda made: RatingSheet.objects.update(worked="Anders"),
    "a sheet is handed in": lambda made: make.sheet(make.rated(made), "office", state="draft"),
}
CHANGES_WHEN_CLOSED = {
    "a measure is taken out": lambda made: made.rated_measures.all()._raw_delete("default"),
    "an outcome is changed": lambda made: ReflectionItem.objects.update(agreed_value=0),
    "an outcome is deleted": lambda made: ReflectionItem.objects.all().delete(),
    "an outcome is added": lambda made: make.item(
        make.rated(made), made.reflections.get(), criterion=make.measure_criteria(made)[1]
    ),
    "a session is added": make.reflection,
    "a session is changed": lambda made: made.reflections.update(place="anderswo"),
    "attainment is changed": lambda made: made.goal_reflections.update(attainment=4),
    "a goal's value is changed": lambda made: GoalAssessment.objects.update(value=4),
}


def criterion_of(made):
    return make.measure_criteria(made)[0]


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("state", ["reflection", "closed"])
def test_after_the_rating_no_voice_changes(world, state, change):
    make.move(world, state)
    refused(lambda: change(world), "nimmt zurzeit keine Bewertungen an")


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_while_the_round_takes_ratings_they_change(world, change):
    make.move(world, "rating")
    change(world)


@pytest.mark.parametrize("change", CHANGES_WHEN_CLOSED.values(), ids=CHANGES_WHEN_CLOSED)
def test_a_closed_round_takes_nothing(world, change):
    make.move(world, "closed")
    refused(lambda: change(world), "abgeschlossen und nimmt nichts mehr an")


@pytest.mark.parametrize(
    "change", [change for name, change in CHANGES_WHEN_CLOSED.items() if name != "a measure is taken out"]
)
def test_a_round_in_reflection_takes_what_a_session_says(world, change):
    change(world)


@pytest.mark.parametrize(
    "change",
    [
        lambda made: made.round_criteria.update(weight=0),
        lambda made: made.round_criteria.filter(criterion__applies_to="goal").delete(),
        lambda made: made.round_criteria.create(criterion=make.criterion()),
    ],
    ids=["another weight", "one less", "one more"],
)
def test_the_criteria_of_an_opened_round_are_fixed(world, change):
    make.move(world, "rating")
    refused(lambda: change(world), "stehen fest")


@pytest.mark.parametrize("column", Criterion.worded)
def test_a_criterion_that_was_asked_keeps_its_wording(world, column):
    used = criterion_of(world).criterion
    value = "impact" if column == "effect_stage" else "goal"
    refused(lambda: Criterion.objects.filter(pk=used.pk).update(**{column: value}), "sein Wortlaut bleibt")


def test_a_criterion_that_was_asked_can_be_retired_and_weigh_otherwise(world):
    Criterion.objects.update(retired_on=make.TODAY, weight=3, position=1)


def test_a_criterion_of_a_prepared_round_can_be_worded_anew(db):
    made = make.prepared_round()
    Criterion.objects.update(question="Wie gut ist es wirklich?")
    made.round_criteria.update(weight=2)


def test_a_person_can_be_forgotten_in_a_closed_round(world, cast):
    make.move(world, "rating")
    RatingSheet.objects.update(author=cast.vhs_editor, sender="Redaktion VHS")
    make.move(world, "closed")
    RatingSheet.objects.update(author=None, sender="")
    assert not RatingSheet.objects.exclude(author=None, sender="").exists()


def test_guards_come_back_when_a_migration_has_lost_them(world):
    table = " ON evaluation_goalreflection" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER guard_goal_update{table}")
    guards.install()
    make.move(world, "closed")
    refused(lambda: world.goal_reflections.update(attainment=4), "abgeschlossen")


def test_no_guard_stands_in_the_way_of_a_migration(world):
    """Only SQLite rebuilds tables; elsewhere the guards keep standing meanwhile."""
    make.move(world, "closed")
    guards.lift()
    if connection.vendor == "sqlite":
        world.goal_reflections.update(attainment=4)
    else:
        refused(lambda: world.goal_reflections.update(attainment=4), "abgeschlossen")
    guards.install()
    refused(lambda: world.goal_reflections.update(attainment=3), "abgeschlossen")
