"""A run is taken back as a whole, as long as nobody has touched what it wrote."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from measures import actions
from measures.imports import files
from measures.models import Actor, ImportRun, Measure
from tests import make
from tests.make import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure(cast):
    make.actor("Musikschule")
    made = make.measure(title="Leseclub", lead=cast.vhs, status="on_track", reach="30 Kinder")
    made.districts.add(make.district("Wanne"))
    make.milestone(made, title="Auftakt", due_on=date(2026, 9, 1))
    make.district("Eickel")
    return made


def applied(cast, measure):
    text = (
        "Nr.;Maßnahme;Federführung;Reichweite;Stadtbezirke;Meilensteine;Mitwirkung\n"
        f"{measure.number};Leseclub plus;;60 Kinder;Eickel;Abschluss | 2027;\n"
        ";Chor;Musikschule;;Wanne;;Turnverein 1900\n"
    )
    run = actions.keep_file(
        text.encode(), name="liste.csv", by=cast.office, choices={"create": {"Turnverein 1900": "association"}}
    )
    plan = files.plan_of(run, today=TODAY, user=cast.office)
    actions.show(run, plan)
    actions.apply_import(run, by=cast.office, today=TODAY, shown=plan.digest)
    run.refresh_from_db()
    assert run.counts["new"] == run.counts["changed"] == 1
    return run


def test_everything_is_as_it_was(cast, measure):
    run = applied(cast, measure)

    actions.undo_import(run, by=cast.office)

    measure.refresh_from_db()
    assert (measure.title, measure.reach, measure.revision_no) == ("Leseclub", "30 Kinder", 3)
    assert [one.name for one in measure.districts.all()] == ["Wanne"]
    assert [one.title for one in measure.milestones.all()] == ["Auftakt"]
    assert not Measure.objects.filter(title="Chor").exists()
    assert not Actor.objects.filter(name="Turnverein 1900").exists()
    assert measure.history.first().history_change_reason == f"Einlesen Nr. {run.pk} zurückgenommen"
    run.refresh_from_db()
    assert run.state == "undone"


def test_nothing_is_taken_back_twice(cast, measure):
    run = applied(cast, measure)
    actions.undo_import(run, by=cast.office)

    with pytest.raises(ValidationError):
        actions.undo_import(run, by=cast.office)


@pytest.mark.parametrize("touched", ["measure", "part", "comment"])
def test_what_somebody_touched_since_stays(cast, measure, touched):
    run = applied(cast, measure)
    measure.refresh_from_db()
    if touched == "measure":
        measure.save()
    elif touched == "part":
        make.funding_item(measure)
    else:
        make.comment(Measure.objects.get(title="Chor"), text="Frage")

    with pytest.raises(ValidationError, match="Maßnahmen"):
        actions.undo_import(run, by=cast.office)

    assert Measure.objects.filter(title="Chor").exists()


def test_only_the_office_takes_back(cast, measure):
    run = applied(cast, measure)

    with pytest.raises(PermissionDenied):
        actions.undo_import(run, by=cast.vhs_editor)


def test_a_file_is_applied_once(cast, measure):
    run = applied(cast, measure)

    with pytest.raises(ValidationError):
        actions.apply_import(run, by=cast.office, today=TODAY, shown=run.shown)


def test_what_was_not_shown_is_not_written(cast, measure):
    run = actions.keep_file(f"Nr.;Reichweite\n{measure.number};60\n".encode(), name="a.csv", by=cast.office)
    plan = files.plan_of(run, today=TODAY, user=cast.office)
    measure.reach = "45"
    measure.save()

    with pytest.raises(actions.Moved):
        actions.apply_import(run, by=cast.office, today=TODAY, shown=plan.digest)

    measure.refresh_from_db()
    assert measure.reach == "45"


def changing(measure, reach):
    """Somebody else, who writes just before what was looked through is written."""

    def step(done, of):
        found = Measure.objects.get(pk=measure.pk)
        found.reach = reach
        found.save()

    return step


def test_what_was_stored_while_the_file_was_looked_through_counts(cast, measure):
    run = actions.keep_file(f"Nr.;Reichweite\n{measure.number};60\n".encode(), name="a.csv", by=cast.office)
    plan = files.plan_of(run, today=TODAY, user=cast.office)

    with pytest.raises(actions.Moved):
        actions.apply_import(run, by=cast.office, today=TODAY, shown=plan.digest, writing=changing(measure, "45"))

    assert Measure.objects.get(pk=measure.pk).reach == "45"


def test_what_has_nothing_to_do_with_a_file_may_change_while_it_is_looked_through(cast, measure):
    other = make.measure(title="Chor", lead=cast.vhs)
    run = actions.keep_file(f"Nr.;Reichweite\n{measure.number};60\n".encode(), name="a.csv", by=cast.office)
    plan = files.plan_of(run, today=TODAY, user=cast.office)

    actions.apply_import(
        run,
        by=cast.office,
        today=TODAY,
        shown=plan.digest,
        checking=lambda done, of: Measure.objects.get(pk=other.pk).save(),
    )

    assert Measure.objects.get(pk=measure.pk).reach == "60"


@pytest.mark.parametrize("what", ["a new measure", "an actor", "a part"])
def test_a_plan_is_current_until_somebody_writes_what_it_was_made_of(cast, measure, what):
    other = make.measure(title="Chor", lead=cast.vhs)
    run = actions.keep_file(f"Nr.;Reichweite\n{measure.number};60\n".encode(), name="a.csv", by=cast.office)
    plan = files.plan_of(run, today=TODAY, user=cast.office)
    make.funding_item(other)
    other.save()
    assert plan.is_current

    if what == "an actor":
        make.actor("Turnverein")
    elif what == "a part":
        make.funding_item(measure)
    else:
        make.measure(title="Neu", lead=cast.vhs)

    assert not plan.is_current


def test_a_choice_made_in_another_window_meanwhile_is_not_forgotten(cast, measure):
    run = actions.keep_file(f"Nr.;Umfang\n{measure.number};60\n".encode(), name="a.csv", by=cast.office)
    plan = files.plan_of(run, today=TODAY, user=cast.office)
    ImportRun.objects.update(choices={"columns": {"Umfang": "reach"}})

    with pytest.raises(actions.Moved):
        actions.apply_import(run, by=cast.office, today=TODAY, shown=plan.digest)


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_while_a_file_is_looked_through(cast, measure):
    run = actions.keep_file(f"Nr.;Reichweite\n{measure.number};60\n".encode(), name="a.csv", by=cast.office)
    plan = files.plan_of(run, today=TODAY, user=cast.office)
    open_transactions = []

    def look(done, of):
        open_transactions.append(connection.in_atomic_block)

    actions.apply_import(run, by=cast.office, today=TODAY, shown=plan.digest, checking=look)

    assert open_transactions
    assert not any(open_transactions)
