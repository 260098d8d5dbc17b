"""The pages of the carry-over desk: who reaches them, what they show, what a press or a form does."""

import pytest
from django.urls import reverse

from bildungsnetz.operations.models import Job
from evaluation.jobs import adopt_next_period
from evaluation.models import CarryOver
from goals.models import Period
from tests import make

DESK = "/auswertung/uebertragung/2023-2027/"


@pytest.fixture
def carry_over(db):
    return make.carry_over(period=make.goal(1, title="Sprache fördern", text="Alle sprechen.").period)


@pytest.fixture
def goal(carry_over):
    return carry_over.period.goals.get()


@pytest.fixture
def office(client, cast):
    client.force_login(cast.office)
    return client


def text(response):
    return response.content.decode()


def test_the_desk_shows_what_is_and_what_is_open(office, goal):
    make.measure(leading_goal=goal)
    page = text(office.get(DESK))
    assert "Von 2023–2027 nach 2028–2032" in page
    assert "Noch zu entscheiden: 1 von 1 Zielen, 1 Maßnahme" in page
    assert "Sprache fördern" in page


def test_the_committee_office_reads_without_buttons(client, cast, goal):
    client.force_login(cast.clerk)
    page = text(client.get(DESK))
    assert "Sprache fördern" in page
    assert "Unverändert fortführen" not in page
    assert client.post(f"{DESK}ziele/1/fortfuehren/").status_code == 403


@pytest.mark.parametrize("who", ["council", "stranger", "vhs_editor", "operator"])
def test_for_all_others_there_is_no_desk(client, cast, goal, who):
    client.force_login(getattr(cast, who))
    for path in ("", "massnahmen/", "ziele/1/", "beschliessen/", "entwurf/neu/"):
        assert client.get(DESK + path).status_code == 404, path
    assert client.get("/auswertung/uebertragung/").status_code == 404


def test_beginning_proposes_the_span_that_follows(office, db):
    make.period("2023-2027")
    add = reverse("evaluation:carry_over_add")
    form = office.get(add).context["form"]
    said = {name: form[name].value() for name in form.fields}
    assert said["key"] == "2028-2032"
    assert office.post(add, said).status_code == 302
    assert CarryOver.objects.get().title == "Handlungsziele 2028–2032"


def test_a_period_that_exists_is_not_prepared_again(office, carry_over):
    make.period("2028-2032")
    form = office.get(f"{DESK}bearbeiten/").context["form"]
    said = {name: form[name].value() for name in form.fields}
    page = text(office.post(f"{DESK}bearbeiten/", {**said, "revision_no": 1}))
    assert "Diese Zielperiode gibt es schon." in page


def test_one_press_continues_a_goal(office, carry_over, goal):
    answer = office.post(f"{DESK}ziele/1/fortfuehren/", follow=True)
    assert "fortgeführt" in text(answer)
    assert carry_over.draft_goals.get().title == "Sprache fördern"
    office.post(f"{DESK}ziele/1/zuruecknehmen/")
    assert not carry_over.goal_plans.get().kind


def decide(client, number=1, revision_no=1, **said):
    said = {"kind": "adapted", "into": ["copy"], "reason": "Größer", "measures": "follow", **said}
    return client.post(f"{DESK}ziele/{number}/", {**said, "revision_no": revision_no})


def test_an_adapted_goal_leads_on_to_its_new_wording(office, carry_over, goal):
    answer = decide(office)
    draft = carry_over.draft_goals.get()
    assert answer.url == f"{DESK}entwurf/{draft.pk}/bearbeiten/"
    assert carry_over.goal_plans.get().measures_to == draft


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"reason": ""}, "Bitte begründen Sie"),
        ({"into": []}, "genau ein Ziel"),
        ({"kind": "split"}, "mindestens zwei"),
        ({"kind": "split", "into": ["copy", "second-copy"]}, "nicht ein Ziel, dem alle folgen"),
        ({"kind": "ended"}, "geht in keines ein"),
        ({"measures": "end"}, "nur mit einem Ziel, das beendet wird"),
        ({"kind": ""}, "Bitte machen Sie hier eine Angabe."),
    ],
)
def test_what_does_not_fit_together_is_said_at_the_field(office, carry_over, goal, said, words):
    answer = decide(office, **said)
    assert answer.status_code == 200
    assert words in text(answer)
    assert not carry_over.goal_plans.exists()
    assert not carry_over.draft_goals.exists()


def test_a_split_goal_goes_into_two_new_ones(office, carry_over, goal):
    assert decide(office, kind="split", into=["copy", "second-copy"], measures="each").status_code == 302
    assert carry_over.goal_plans.get().targets.count() == 2


def test_two_who_decide_at_once_lose_no_words(office, carry_over, goal):
    decide(office, reason="Von mir")
    answer = decide(office, reason="Von dir")
    assert answer.status_code == 409
    assert "Von mir" in text(answer)
    assert "Von dir" in text(answer)
    assert carry_over.goal_plans.get().reason == "Von mir"


def test_a_decision_that_was_taken_back_still_counts_as_a_change(office, carry_over, goal):
    decide(office, reason="Von mir")
    office.post(f"{DESK}ziele/1/zuruecknehmen/")
    assert decide(office, revision_no=2, reason="Von dir").status_code == 409


def test_a_goal_without_predecessor_is_written(office, carry_over):
    answer = office.post(f"{DESK}entwurf/neu/", {"number": 6, "title": "Digitales", "reason": "Neu", "is_public": "on"})
    assert answer.status_code == 302
    assert carry_over.draft_goals.get().number == 6


def test_a_number_is_given_once(office, carry_over):
    make.draft_goal(carry_over, 6)
    page = text(office.post(f"{DESK}entwurf/neu/", {"number": 6, "title": "Digitales"}))
    assert "schon vergeben" in page


def test_measures_are_narrowed_and_paged(office, carry_over, goal):
    for _ in range(52):
        make.measure(leading_goal=goal)
    special = make.measure(leading_goal=goal, title="Vorlesen in der Bibliothek")
    page = office.get(f"{DESK}massnahmen/")
    assert len(page.context["rows"]) == 50
    assert "53 Maßnahmen" in text(page)
    [row] = office.get(f"{DESK}massnahmen/", {"q": "vorlesen", "goal": "1", "standing": "undecided"}).context["rows"]
    assert row["measure"] == special
    assert office.get(f"{DESK}massnahmen/", {"goal": "77", "page": "x"}).status_code == 200


def test_several_measures_are_decided_at_once(office, carry_over, goal):
    draft = make.draft_goal(carry_over, 4)
    rows = [make.measure(leading_goal=goal) for _ in range(3)]
    said = {"what": "to-4", "measure": [row.serial for row in rows[:2]]} | {f"seen-{row.serial}": 0 for row in rows}
    assert office.post(f"{DESK}massnahmen/", said).status_code == 302
    assert set(carry_over.measure_plans.values_list("measure", "draft_goal")) == {
        (row.pk, draft.pk) for row in rows[:2]
    }


def test_all_that_the_filter_shows_are_decided_at_once(office, carry_over, goal):
    for _ in range(3):
        make.measure(leading_goal=goal)
    office.post(f"{DESK}massnahmen/?standing=undecided", {"what": "end", "reason": "Aus", "everything": "on"})
    assert carry_over.measure_plans.filter(kind="ended", reason="Aus").count() == 3


def test_an_end_needs_a_reason_and_a_choice_needs_measures(office, carry_over, goal):
    measure = make.measure(leading_goal=goal)
    assert "Bitte begründen Sie" in text(office.post(f"{DESK}massnahmen/", {"what": "end", "measure": measure.serial}))
    assert "mindestens eine Maßnahme" in text(office.post(f"{DESK}massnahmen/", {"what": "reset"}))


def test_a_row_that_changed_meanwhile_is_kept_and_what_was_typed_too(office, carry_over, goal):
    measure = make.measure(leading_goal=goal)
    make.measure_plan(carry_over, measure, reason="Schon entschieden")
    said = {"what": "end", "reason": "Mein langer Text", "measure": measure.serial, f"seen-{measure.serial}": 0}
    page = text(office.post(f"{DESK}massnahmen/", said))
    assert measure.number in page
    assert "Mein langer Text" in page
    assert carry_over.measure_plans.get().reason == "Schon entschieden"


def test_one_measure_is_decided_and_follows_its_goal_again(office, carry_over, goal):
    measure = make.measure(leading_goal=goal)
    make.draft_goal(carry_over, 1)
    address = f"{DESK}massnahmen/{measure.number}/"
    assert "Bitte wählen Sie, unter welchem Ziel" in text(office.post(address, {"kind": "continued", "revision_no": 1}))
    assert "Bitte begründen Sie" in text(office.post(address, {"kind": "ended", "revision_no": 1}))
    assert office.post(address, {"kind": "ended", "reason": "Aus", "revision_no": 1}).status_code == 302
    assert carry_over.measure_plans.get().kind == "ended"
    assert office.post(address, {"kind": "ended", "reason": "Anders", "revision_no": 1}).status_code == 409
    office.post(f"{address}zuruecknehmen/")
    assert not carry_over.measure_plans.get().kind


def test_adopting_asks_for_paper_day_and_certainty(office, carry_over, goal):
    make.goal_plan(carry_over, goal, make.draft_goal(carry_over, 1, title="Neu gefasst"))
    paper = make.paper("2027/0815")
    assert not office.post(f"{DESK}beschliessen/", {}).context["form"].is_valid()
    said = {"paper": paper.pk, "adopted_on": "2020-01-02", "sure": "on"}
    answer = office.post(f"{DESK}beschliessen/", said, follow=True)
    assert "Die Zielperiode 2028–2032 gilt" in text(answer)
    assert Period.objects.get(key="2028-2032").goals.get().title == "Neu gefasst"
    assert office.get(f"{DESK}bearbeiten/").status_code == 403


def test_many_measures_are_carried_over_by_a_worker(office, carry_over, goal, monkeypatch):
    monkeypatch.setattr("evaluation.views.carry_over.DIRECTLY", 0)
    make.goal_plan(carry_over, goal, make.draft_goal(carry_over, 1))
    measure = make.measure(leading_goal=goal)
    said = {"paper": make.paper("2027/0815").pk, "adopted_on": "2020-01-02", "sure": "on"}
    answer = office.post(f"{DESK}beschliessen/", said)
    job = Job.objects.get()
    assert answer.url == job.get_absolute_url()
    assert (job.status, job.result_url) == ("done", DESK)
    measure.refresh_from_db()
    assert measure.leading_goal.period.key == "2028-2032"
    adopt_next_period(NoProgress(), **job.arguments)  # a second try finds it done


class NoProgress:
    def step(self, *report):
        pass


def test_adopting_is_refused_while_something_is_open(office, carry_over, goal):
    page = text(office.get(f"{DESK}beschliessen/"))
    assert "Es ist noch nicht alles entschieden." in page
    said = {"paper": make.paper("2027/0815").pk, "adopted_on": "2020-01-02", "sure": "on"}
    assert office.post(f"{DESK}beschliessen/", said).status_code == 200
    assert not Period.objects.filter(key="2028-2032").exists()


def test_discarding_asks_first(office, carry_over):
    assert "wirklich löschen" in text(office.get(f"{DESK}verwerfen/"))
    office.post(f"{DESK}verwerfen/")
    assert not CarryOver.objects.exists()


def test_a_draft_that_a_report_tells_of_stays_and_the_page_says_so(office, carry_over):
    make.report(period=carry_over.period, carry_over=carry_over, kind="synopse")
    page = office.post(f"{DESK}verwerfen/")
    assert page.status_code == 409
    assert "Berichte (1)" in text(page)
    carry_over.refresh_from_db()
