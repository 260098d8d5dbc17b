"""Changing many measures at once: the same checks as one by one, a preview, one step, a reason, no lost update."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from measures import many
from measures.imports import writing
from measures.models import ImportRun, Measure
from tests import make

pytestmark = pytest.mark.django_db
URL = "/massnahmen/aendern/"


@pytest.fixture
def office(client, cast):
    client.force_login(cast.office)
    return client


def post(client, measures, step="preview", **said):
    data = {"number": [one.number for one in measures], "reason": "Jahresplanung", "step": step, **said}
    return client.post(URL, data)


def save(client, measures, **said):
    shown = post(client, measures, **said).context["plan"].digest
    return post(client, measures, "save", shown=shown, **said)


def test_the_preview_says_old_and_new_and_changes_nothing(office):
    one = make.measure(status="planned")

    plan = post(office, [one], status="on_track").context["plan"]

    assert plan.changed[0].changes == [("Umsetzungsstand", "geplant", "im Plan")]
    one.refresh_from_db()
    assert one.status == "planned"


def test_changes_are_told_in_the_order_of_spreadsheets(office):
    said = {"status": "delayed", "status_reason": "Die Stelle ist nicht besetzt."}
    plan = post(office, [make.measure()], **said).context["plan"]

    assert [head for head, _, _ in plan.changed[0].changes] == ["Umsetzungsstand", "Grund für den Umsetzungsstand"]


def test_all_are_changed_in_one_step_with_the_reason_in_each_history(office, cast):
    measures = [make.measure(status="planned") for _ in range(3)]
    other = make.measure(status="planned")
    before = [one.revision_no for one in measures]

    response = save(office, measures, status="on_track")

    assert response.status_code == 302
    for one, revision in zip(measures, before, strict=True):
        one.refresh_from_db()
        newest = one.history.first()
        assert (one.status, one.revision_no) == ("on_track", revision + 1)
        assert newest.history_user == cast.office
        assert newest.history_change_reason == f"{ImportRun.objects.get()}: Jahresplanung"
    other.refresh_from_db()
    assert other.status == "planned"


def test_what_the_form_refuses_is_refused_with_its_reason_and_the_others_go(office):
    done = make.measure(status="done", completed_on=date(2026, 3, 1))
    running = make.measure(status="on_track")
    said = {"status": "cancelled", "status_reason": "Kein Geld"}

    plan = post(office, [done, running], **said).context["plan"]
    save(office, [done, running], **said)

    assert plan.refused[0].problems == ["Umsetzungsstand: Von „abgeschlossen“ führt kein Weg zu „eingestellt“."]
    done.refresh_from_db()
    running.refresh_from_db()
    assert (done.status, running.status, running.status_reason) == ("done", "cancelled", "Kein Geld")


def test_a_status_that_needs_a_reason_is_refused_without_one(office):
    one = make.measure(status="on_track")

    plan = post(office, [one], status="delayed").context["plan"]

    assert plan.refused[0].problems == [
        "Grund für den Umsetzungsstand: Bitte nennen Sie den Grund für diesen Umsetzungsstand."
    ]


def test_a_new_status_takes_the_old_reason_along(office):
    one = make.measure(status="delayed", status_reason="Personal fehlt")

    save(office, [one], status="on_track")

    one.refresh_from_db()
    assert one.status_reason == ""


def test_who_has_the_status_already_stays_as_it_is(office):
    one = make.measure(status="delayed", status_reason="Personal fehlt")

    plan = post(office, [one], status="delayed").context["plan"]

    assert [unchanged.measure for unchanged in plan.unchanged] == [one]


@pytest.mark.parametrize(
    ("how", "wanted"),
    [("add", {"Primarstufe", "Weiterbildung"}), ("set", {"Weiterbildung"}), ("remove", {"Primarstufe"})],
)
def test_stages_are_added_replaced_or_removed(office, how, wanted):
    one, further = make.measure(), make.stage("Weiterbildung")
    one.stages.add(make.stage("Primarstufe"), *([further] if how == "remove" else []))

    save(office, [one], stages_how=how, stages=[further.pk])

    assert set(one.stages.values_list("name", flat=True)) == wanted


def test_goal_lead_and_dates(office):
    one, goal, actor = make.measure(), make.goal(4), make.actor("Musikschule")
    said = {"planned_end_on": "15.06.2027", "planned_end_precision": "month"}

    save(office, [one], leading_goal=goal.pk, lead=actor.pk, **said)

    one.refresh_from_db()
    assert (one.leading_goal, one.lead) == (goal, actor)
    assert (one.planned_end_on, one.planned_end_precision) == (date(2027, 6, 30), "month")


def test_a_measure_that_becomes_ongoing_loses_its_end(office):
    one = make.measure(planned_end_on=date(2027, 6, 30))

    changes = post(office, [one], is_ongoing="yes").context["plan"].changed[0].changes
    save(office, [one], is_ongoing="yes")

    one.refresh_from_db()
    assert ("Daueraufgabe", "nein", "ja") in changes
    assert ("Geplantes Ende", "30.06.2027", "–") in changes
    assert (one.is_ongoing, one.planned_end_on) == (True, None)


def test_an_actor_that_takes_part_does_not_become_the_lead_beside_it(office):
    one, actor = make.measure(), make.actor("Musikschule")
    make.participation(one, actor)

    plan = post(office, [one], lead=actor.pk).context["plan"]

    assert "wirkt damit schon mit" in plan.refused[0].problems[0]


def test_what_somebody_changed_since_the_preview_is_shown_again(office, cast):
    one, two = make.measure(status="planned"), make.measure(status="planned")
    shown = post(office, [one, two], status="on_track").context["plan"].digest
    Measure.objects.filter(pk=two.pk).update(revision_no=2, status="on_track")

    response = post(office, [one, two], "save", status="on_track", shown=shown)

    assert response.status_code == 409
    assert "Es ist noch nichts gespeichert." in response.content.decode()
    one.refresh_from_db()
    assert one.status == "planned"
    assert post(office, [one, two], "save", status="on_track", shown=response.context["plan"].digest).status_code == 302


def test_a_failure_in_the_middle_changes_nothing(office, monkeypatch):
    measures = [make.measure(status="planned") for _ in range(2)]
    shown = post(office, measures, status="on_track").context["plan"].digest

    def fail(*args, **options):
        raise RuntimeError("disk full")

    monkeypatch.setattr(writing, "write_parts", fail)
    with pytest.raises(RuntimeError):
        post(office, measures, "save", status="on_track", shown=shown)

    assert set(Measure.objects.values_list("status", flat=True)) == {"planned"}


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ({}, "Bitte wählen Sie, was sich ändern soll."),
        ({"stages_how": "add"}, "Bitte wählen Sie die Bildungsphasen."),
        ({"status": "on_track", "reason": ""}, "Grund der Änderung"),
        ({"status": "gibt-es-nicht"}, "Umsetzungsstand"),
    ],
)
def test_what_is_not_said_is_asked_for(office, said, complaint):
    response = post(office, [make.measure()], **said)

    assert response.templates[0].name == "measures/many.html"
    assert complaint in re.sub(r"\s+", " ", response.content.decode())
    assert response.context["form"].errors


def test_the_list_offers_it_to_the_office_alone(client, cast):
    make.measure()
    assert 'id="auswahl"' not in client.get("/massnahmen/").content.decode()
    client.force_login(cast.vhs_editor)
    assert 'name="number"' not in client.get("/massnahmen/").content.decode()
    client.force_login(cast.office)
    page = client.get("/massnahmen/?status=on_track&status=planned").content.decode()
    assert 'name="number" value="M-001" form="auswahl"' in page
    assert '<input type="hidden" name="status" value="planned">' in page


@pytest.mark.parametrize("who", ["clerk", "vhs_editor", "council", "stranger"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_else_may(client, cast, who, method):
    client.force_login(getattr(cast, who))

    assert getattr(client, method)(URL).status_code == 403


def test_what_is_ticked_or_all_that_the_filters_leave(office):
    one, two = make.measure(title="A", status="planned"), make.measure(title="B", status="on_track")

    def chosen(query):
        return [row["number"] for row in office.get(URL + query).context["chosen"]]

    assert chosen(f"?number={two.number}&number=M-999&number=unsinn") == [two.number]
    assert chosen("?status=planned&all=yes") == [one.number]
    assert chosen("") == []


def test_too_many_are_not_begun(office, monkeypatch):
    monkeypatch.setattr(many, "MOST", 2)
    for _ in range(3):
        make.measure()

    assert "Höchstens 2 Maßnahmen lassen sich zusammen ändern." in office.get(f"{URL}?all=yes").content.decode()


@pytest.mark.parametrize("step", ["preview", "save"])
def test_one_more_measure_costs_no_more_queries(office, step):
    measures = [make.measure(status="planned") for _ in range(7)]

    def queries(some):
        said = {"status": "on_track"}
        if step == "save":
            said["shown"] = post(office, some, **said).context["plan"].digest
        with CaptureQueriesContext(connection) as captured:
            assert post(office, some, step, **said).status_code in (200, 302)
        return len(captured)

    queries(measures[:1])  # what is kept afterwards
    assert queries(measures[1:6]) == queries(measures[6:])


def changed(office, measures, **said):
    """The run of the change, and its page."""
    response = save(office, measures, **said)
    run = ImportRun.objects.latest("pk")
    assert run.get_absolute_url() in office.get(response.url).content.decode()
    return run


def test_it_is_taken_back_as_a_whole(office):
    stage, goal = make.stage("Primarstufe"), make.goal(2)
    one = make.measure(status="delayed", status_reason="Personal fehlt", planned_end_on=date(2027, 6, 30))
    two = make.measure(status="planned")
    run = changed(
        office, [one, two], status="on_track", leading_goal=goal.pk, stages_how="add", stages=[stage.pk],
        is_ongoing="yes",
    )  # fmt: skip
    assert "Rückgängig machen" in office.get(run.get_absolute_url()).content.decode()

    answer = office.post(f"{run.get_absolute_url()}zuruecknehmen/", follow=True)

    assert "wie es vor der Änderung war" in answer.content.decode()
    for measure in (one, two):
        before = (measure.status, measure.status_reason, measure.planned_end_on, measure.leading_goal_id)
        measure.refresh_from_db()
        assert (measure.status, measure.status_reason, measure.planned_end_on, measure.leading_goal_id) == before
        assert (measure.is_ongoing, measure.stages.count()) == (False, 0)


def test_what_somebody_changed_since_stays(office):
    measures = [make.measure(status="planned") for _ in range(2)]
    run = changed(office, measures, status="on_track")
    Measure.objects.get(pk=measures[1].pk).save()

    answer = office.post(f"{run.get_absolute_url()}zuruecknehmen/", follow=True)

    assert "Seitdem wurde mindestens eine dieser Maßnahmen geändert" in answer.content.decode()
    assert set(Measure.objects.values_list("status", flat=True)) == {"on_track"}


def test_it_is_no_file_that_was_read_in(office):
    run = changed(office, [make.measure(status="planned")], status="on_track")

    assert run.get_absolute_url() not in office.get("/massnahmen/einlesen/").content.decode()
    assert "eingelesen" not in office.get(run.get_absolute_url()).content.decode()


def test_back_from_the_preview_what_was_chosen_is_still_there(office):
    stage = make.stage("Primarstufe")

    form = post(office, [make.measure()], "back", status="delayed", stages_how="add", stages=[stage.pk]).context["form"]

    assert form["status"].value() == "delayed"
    assert form["stages"].value() == [str(stage.pk)]
