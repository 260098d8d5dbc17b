"""Sessions: what they settle, what stands on stage, what two people at once cannot lose."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, connections, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluation.actions import reflections as actions
from evaluation.models import (
    GoalAssessment,
    GoalReflection,
    Reflection,
    ReflectionItem,
    ReflectionStage,
    RoundPaper,
)
from evaluation.views.live import fingerprint
from tests import make
from tests.test_constraints import refused_by

HTMX = {"HX-Request": "true"}


@pytest.fixture
def evaluation_round(cast):
    """Lesestart: 4 against 0 and 3 : 3; Sprachkurs: 2 : 2 twice."""
    goal = make.goal(1)
    for title in ("Lesestart", "Sprachkurs"):
        make.measure(title=title, leading_goal=goal, lead=cast.vhs)
    made = make.evaluation_round(
        make.criterion("Reichweite"), make.criterion("Wirkung"), make.criterion("Zielbezug", applies_to="goal")
    )
    for title, lead, office in (("Lesestart", (4, 3), (0, 3)), ("Sprachkurs", (2, 2), (2, 2))):
        for voice, values in (("lead", lead), ("office", office)):
            make.sheet(made.rated_measures.get(measure__title=title), voice, *values)
    return make.move(made, "reflection")


@pytest.fixture
def session(evaluation_round) -> Reflection:
    return make.reflection(evaluation_round)


@pytest.fixture
def office(client, cast) -> Client:
    client.force_login(cast.office)
    return client


def point(session, title="Lesestart", position=0):
    return session.round.rated_measures.get(measure__title=title), make.measure_criteria(session.round)[position]


def url(name, session, *point):
    return reverse(f"evaluation:{name}", args=[session.round.serial, session.pk, *(one.pk for one in point)])


def typed(**fields):
    return {"revision_no": "0", "kept": "", "result": "3", "actor_view": "", "office_view": "", "note": "", **fields}


class TestSettling:
    def test_an_agreed_value_is_recorded_and_the_next_open_point_comes_up(self, office, session):
        answer = office.post(url("reflection_item", session, *point(session)), typed(note="Nach Aussprache"))
        assert answer.status_code == 302
        item = ReflectionItem.objects.get()
        assert (item.outcome, item.agreed_value, item.note, item.reflection) == (
            "agreed",
            3,
            "Nach Aussprache",
            session,
        )
        page = office.get(answer.url)
        assert page.context["settled"].item.pk == item.pk
        assert page.context["point"].key != page.context["settled"].key

    def test_dissent_keeps_both_views_which_start_from_the_reasons_given(self, office, session):
        page = office.get(session.get_absolute_url()).content.decode()
        assert re.findall(r'<textarea[^>]* name="(\w+_view)"[^>]*>\s*([^<]*)</textarea>', page) == [
            ("actor_view", "Begründung"),
            ("office_view", "Begründung"),
        ]
        views = {"actor_view": "Wir erreichen alle.", "office_view": "Drei Schulen fehlen."}
        office.post(url("reflection_item", session, *point(session)), typed(result="dissent", **views))
        item = ReflectionItem.objects.get()
        assert (item.outcome, item.agreed_value) == ("dissent", None)
        assert (item.actor_view, item.office_view) == tuple(views.values())

    @pytest.mark.parametrize("missing", ["actor_view", "office_view"])
    def test_dissent_without_one_of_the_views_is_asked_again_with_what_was_typed(self, office, session, missing):
        views = {"actor_view": "Sicht A", "office_view": "Sicht B", missing: ""}
        answer = office.post(url("reflection_item", session, *point(session)), typed(result="dissent", **views))
        assert list(answer.context["form"].errors) == [missing]
        assert "Sicht" in answer.content.decode()
        assert not ReflectionItem.objects.exists()

    def test_without_a_result_nothing_is_recorded(self, office, session):
        answer = office.post(url("reflection_item", session, *point(session)), typed(result=""))
        assert "result" in answer.context["form"].errors

    def test_changing_a_result_counts_it_up_and_makes_it_a_talked_over_one(self, office, session):
        rated, criterion = point(session)
        make.item(rated, session, criterion=criterion, adopted=True)
        office.post(url("reflection_item", session, rated, criterion), typed(revision_no="1", result="1"))
        item = ReflectionItem.objects.get()
        assert (item.agreed_value, item.revision_no, item.adopted) == (1, 2, False)

    def test_a_withdrawn_measure_takes_no_result(self, office, cast, session):
        rated, criterion = point(session)
        rated.measure.publication = "withdrawn"
        rated.measure.save()
        assert office.post(url("reflection_item", session, rated, criterion), typed()).status_code == 404
        item = ReflectionItem(rated=rated, criterion=criterion, outcome="agreed", agreed_value=1)
        with pytest.raises(ValidationError):
            actions.settle(item, reflection=session, by=cast.office)

    def test_a_measure_that_ended_is_still_talked_over(self, office, session):
        rated, criterion = point(session)
        rated.measure.status, rated.measure.completed_on = "done", make.TODAY
        rated.measure.save()
        assert "inzwischen abgeschlossen" in office.get(session.get_absolute_url()).content.decode()
        assert office.post(url("reflection_item", session, rated, criterion), typed()).status_code == 302

    def test_an_actor_that_left_keeps_its_point_on_the_agenda(self, office, cast, session):
        cast.vhs.is_active = False
        cast.vhs.save()
        assert "Lesestart" in office.get(session.get_absolute_url()).content.decode()


class TestTwoAtOnce:
    def test_a_result_that_somebody_else_recorded_meanwhile_is_shown_beside_what_was_typed(self, office, session):
        rated, criterion = point(session)
        make.item(rated, session, criterion=criterion, agreed_value=1, note="Von der anderen")
        answer = office.post(url("reflection_item", session, rated, criterion), typed(note="Von mir"))
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "Von der anderen" in page
        assert "Von mir" in page
        assert ReflectionItem.objects.get().agreed_value == 1

    def test_saved_on_purpose_from_the_page_of_both_texts_it_counts(self, office, session):
        rated, criterion = point(session)
        make.item(rated, session, criterion=criterion, agreed_value=1)
        page = office.post(url("reflection_item", session, rated, criterion), typed()).content.decode()
        assert 'name="revision_no" value="1"' in page
        office.post(url("reflection_item", session, rated, criterion), typed(revision_no="1"))
        assert ReflectionItem.objects.get().agreed_value == 3

    def test_htmx_gets_the_whole_page_of_both_texts(self, office, session):
        rated, criterion = point(session)
        make.item(rated, session, criterion=criterion)
        answer = office.post(url("reflection_item", session, rated, criterion), typed(note="Von mir"), headers=HTMX)
        assert (answer.status_code, answer["HX-Retarget"], answer["HX-Reselect"]) == (200, "#inhalt", "#inhalt")

    @pytest.mark.django_db(transaction=True)
    def test_of_two_first_results_in_the_same_moment_one_counts_and_one_is_asked(self, cast, session):
        """Both have read that there is none yet; the second waits for the first and then sees it."""
        address = url("reflection_item", session, *point(session))
        start = threading.Barrier(2)

        def save(value):
            client = Client()
            client.force_login(cast.office)
            try:
                start.wait()
                return client.post(address, typed(result=value)).status_code
            finally:
                connections.close_all()

        with ThreadPoolExecutor(2) as pool:
            answers = sorted(pool.map(save, ("1", "2")))
        assert answers == [302, 409]
        assert ReflectionItem.objects.count() == 1

    def test_a_goal_that_somebody_else_saved_meanwhile_is_shown_beside_what_was_typed(self, office, session):
        make.goal_reflection(session.round, strengths="Von der anderen", revision_no=2)
        goal_url = reverse("evaluation:reflection_goal", args=[session.round.serial, session.pk, 1])
        answer = office.post(goal_url, {"revision_no": "1", "strengths": "Von mir"})
        assert answer.status_code == 409
        assert {"Von mir", "Von der anderen"} <= set(answer.content.decode().replace("<", ">").split(">"))


class TestUndo:
    def test_a_result_is_taken_back(self, office, session):
        rated, criterion = point(session)
        make.item(rated, session, criterion=criterion)
        office.post(url("reflection_item_undo", session, rated, criterion), {"revision_no": "1"})
        assert not ReflectionItem.objects.exists()

    def test_but_not_one_that_somebody_changed_meanwhile(self, office, session):
        rated, criterion = point(session)
        make.item(rated, session, criterion=criterion, revision_no=2)
        office.post(url("reflection_item_undo", session, rated, criterion), {"revision_no": "1"})
        assert ReflectionItem.objects.exists()


class TestAdopting:
    def test_what_both_value_alike_is_taken_over_in_one_press(self, office, session):
        office.post(url("reflection_adopt", session))
        found = {(item.rated.measure.title, item.agreed_value, item.adopted) for item in ReflectionItem.objects.all()}
        assert found == {("Lesestart", 3, True), ("Sprachkurs", 2, True)}
        assert ReflectionItem.objects.count() == 3
        assert ReflectionItem.history.count() == 3

    def test_what_is_settled_already_stays_as_it_is(self, cast, session):
        rated, criterion = point(session, position=1)
        mine = make.item(rated, session, criterion=criterion, agreed_value=0)
        actions.adopt_equal(session, by=cast.office)
        mine.refresh_from_db()
        assert mine.agreed_value == 0

    def test_taking_it_back_leaves_what_was_talked_over(self, office, cast, session):
        actions.adopt_equal(session, by=cast.office)
        touched = ReflectionItem.objects.filter(rated__measure__title="Lesestart").get()
        actions.settle(touched, reflection=session, by=cast.office)
        office.post(url("reflection_drop", session))
        assert list(ReflectionItem.objects.all()) == [touched]

    def test_taking_it_back_is_written_down_as_if_each_were_deleted(self, cast, session):
        actions.adopt_equal(session, by=cast.office)
        keys = set(ReflectionItem.objects.filter(adopted=True).values_list("pk", "agreed_value"))
        assert actions.drop_adopted(session, by=cast.office) == len(keys) == 3
        gone = ReflectionItem.history.filter(history_type="-", history_user=cast.office)
        assert set(gone.values_list("id", "agreed_value")) == keys

    def test_neither_asks_more_of_the_database_for_more_points(self, cast):
        def queries(measures):
            goal = make.goal(period=make.period(f"20{measures:02}-20{measures:02}"))
            for _ in range(measures):
                make.measure(leading_goal=goal)
            made = make.evaluation_round(period=goal.period)
            for rated in made.rated_measures.all():
                make.sheet(rated, "lead", 2)
                make.sheet(rated, "office", 2)
            session = make.reflection(make.move(made, "reflection"))
            with CaptureQueriesContext(connection) as adopting:
                assert actions.adopt_equal(session, by=cast.office) == measures
            with CaptureQueriesContext(connection) as dropping:
                assert actions.drop_adopted(session, by=cast.office) == measures
            return len(adopting), len(dropping)

        assert queries(2) == queries(20)

    def test_what_nobody_can_rate_is_not_taken_over(self, cast):
        goal = make.goal(1)
        make.measure(leading_goal=goal)
        made = make.evaluation_round()
        for voice in ("lead", "office"):
            make.sheet(make.rated(made), voice, None)
        make.move(made, "reflection")
        assert actions.adopt_equal(make.reflection(made), by=cast.office) == 0


class TestGoals:
    def test_attainment_texts_and_criteria_are_kept_with_the_session(self, office, session):
        question = session.round.round_criteria.get(criterion__applies_to="goal")
        goal_url = reverse("evaluation:reflection_goal", args=[session.round.serial, session.pk, 1])
        data = {"revision_no": "1", "attainment": "2", "attainment_reason": "Teils", "strengths": "Netz"}
        office.post(goal_url, {**data, f"value_{question.pk}": "4", f"reason_{question.pk}": "Darum"})
        result = GoalReflection.objects.get(goal__number=1)
        assert (result.attainment, result.strengths, result.reflection, result.revision_no) == (2, "Netz", session, 2)
        assert [(one.value, one.not_ratable, one.rationale) for one in result.values.all()] == [(4, False, "Darum")]
        office.post(goal_url, {**data, "revision_no": "2", "attainment": "", f"value_{question.pk}": "not_ratable"})
        answer = GoalAssessment.objects.get()
        assert (answer.value, answer.not_ratable) == (None, True)
        result.refresh_from_db()
        assert result.attainment is None


class TestStage:
    def test_the_office_puts_a_point_or_a_goal_on_the_projector_and_clears_it(self, office, session):
        rated, criterion = point(session)
        office.post(url("reflection_stage", session), {"point": f"{rated.pk}-{criterion.pk}"})
        assert "Reichweite" in office.get(url("reflection_live", session)).content.decode()
        office.post(url("reflection_stage", session), {"goal": "1"})
        assert ReflectionStage.objects.get().goal.number == 1
        assert "voll erreicht" in office.get(url("reflection_live", session)).content.decode()
        office.post(url("reflection_stage", session))
        assert not ReflectionStage.objects.exists()

    def test_a_point_of_another_round_is_none(self, office, session):
        other = make.rated(make.evaluation_round())
        criterion = make.measure_criteria(other.round)[0]
        answer = office.post(url("reflection_stage", session), {"point": f"{other.pk}-{criterion.pk}"})
        assert answer.status_code == 404

    @pytest.mark.parametrize("fields", [{}, {"rated": True}, {"rated": True, "criterion": True, "goal": True}])
    def test_one_thing_stands_on_stage(self, session, fields):
        rated, criterion = point(session)
        things = {"rated": rated, "criterion": criterion, "goal": rated.goal}
        chosen = {name: things[name] for name in fields}
        refused_by("reflection_stage_one_thing", lambda: ReflectionStage.objects.create(reflection=session, **chosen))

    def test_the_projector_is_told_nothing_while_nothing_changes(self, office, session):
        state = url("reflection_live_state", session)
        seen = fingerprint(session)
        assert office.get(state, {"seen": seen}, headers=HTMX).status_code == 204
        rated, criterion = point(session)
        office.post(url("reflection_item", session, rated, criterion), typed())
        answer = office.get(state, {"seen": seen}, headers=HTMX)
        assert answer.status_code == 200
        assert f"seen={fingerprint(session)}" in answer.content.decode()

    def test_who_opens_the_address_of_a_part_is_led_to_the_page(self, office, session):
        assert office.get(url("reflection_live_state", session)).url == url("reflection_live", session)

    @pytest.mark.parametrize("change", ["stage", "undo", "goal", "withdrawn"])
    def test_it_is_told_of_everything_that_it_shows(self, cast, session, change):
        rated, criterion = point(session)
        item = make.item(rated, session, criterion=criterion)
        seen = fingerprint(session)
        if change == "stage":
            actions.put_on_stage(session, point=(rated, criterion), by=cast.office)
        elif change == "undo":
            actions.unsettle(item, reflection=session, by=cast.office)
        elif change == "withdrawn":
            rated.measure.publication = "withdrawn"
            rated.measure.save()
        else:
            result = GoalReflection.objects.get()
            actions.save_goal_reflection(result, answers={}, reflection=session, by=cast.office)
        assert fingerprint(session) != seen


class TestTheSessionItself:
    def test_it_is_created_with_bodies_and_no_persons(self, office, cast, evaluation_round):
        address = reverse("evaluation:reflection_add", args=[evaluation_round.serial])
        assert "keine Personen" in office.get(address).content.decode()
        data = {"kind": "workshop", "held_on": "2026-05-04", "place": "VHS", "bodies": [cast.vhs.pk]}
        answer = office.post(address, {**data, "further_bodies": "Schulaufsicht"})
        made = Reflection.objects.get()
        assert answer.url == made.get_absolute_url()
        assert list(made.bodies.all()) == [cast.vhs]

    def test_one_that_has_settled_something_stays(self, cast, office, session):
        make.item(point(session)[0], session)
        with pytest.raises(ProtectedError):
            actions.delete_reflection(session, by=cast.office)
        assert office.post(url("reflection_delete", session)).status_code == 409

    def test_an_empty_one_may_go(self, office, session):
        office.post(url("reflection_delete", session))
        assert not Reflection.objects.exists()


class TestClosed:
    def test_the_page_says_so_and_shows_no_form(self, office, session):
        make.item(point(session)[0], session)
        make.move(session.round, "closed")
        page = office.get(session.get_absolute_url())
        assert "Diese Runde ist abgeschlossen." in page.content.decode()
        assert 'id="ergebnis"' not in page.content.decode()

    def test_nothing_can_be_written(self, office, cast, session):
        rated, criterion = point(session)
        make.move(session.round, "closed")
        assert office.post(url("reflection_item", session, rated, criterion), typed()).status_code == 403
        for write in (
            lambda: actions.adopt_equal(session, by=cast.office),
            lambda: actions.put_on_stage(session, by=cast.office),
            lambda: actions.save_reflection(session, bodies=[], by=cast.office),
        ):
            with pytest.raises(PermissionDenied):
                write()

    def test_the_database_refuses_too(self, session):
        make.move(session.round, "closed")
        with pytest.raises(IntegrityError, match="abgeschlossen"), transaction.atomic():
            make.item(point(session)[0], session)


class TestBeforeTheVoicesAreRevealed:
    def test_no_page_of_the_session_shows_a_value(self, office, session):
        make.move(session.round, "rating")
        gaps = reverse("evaluation:round_gaps", args=[session.round.serial])
        assert office.get(session.get_absolute_url()).url == gaps
        assert office.get(url("reflection_live", session)).url == gaps
        assert office.get(url("reflection_live_state", session), headers=HTMX).status_code == 204
        assert office.get(url("reflection_protocol", session)).status_code == 404
        assert office.get(reverse("evaluation:agenda_pdf", args=[session.round.serial])).status_code == 404


def test_long_papers_are_kept_once_each(session):
    first = RoundPaper.objects.create(round=session.round, key="agenda", file_name="a.pdf", pdf=b"x")
    refused_by(
        "round_paper_unique",
        lambda: RoundPaper.objects.create(round=session.round, key=first.key, file_name="b.pdf", pdf=b"y"),
    )
