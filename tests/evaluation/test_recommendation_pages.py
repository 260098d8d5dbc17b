"""The pages of recommendations: the list and its filters, the steps, and where open ones show up."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from evaluation.models import Recommendation
from tests import make

pytestmark = pytest.mark.django_db
TODAY = make.TODAY
LIST = "/auswertung/empfehlungen/"
LONG_AGO = date(2020, 1, 1)


@pytest.fixture
def closed(cast):
    """A closed round whose results everybody may read."""
    return make.open_round(state="closed", results_public_from=LONG_AGO)


@pytest.fixture
def office(client, cast):
    client.force_login(cast.office)
    return client


def numbers(client, query=""):
    return [row.number for row in client.get(LIST + query).context["recommendations"]]


def url(row, verb=""):
    return f"{LIST}{row.number}/{verb}"


def test_the_newest_recommendation_comes_first(office, closed):
    rows = [make.adopted(closed) for _ in range(2)]
    assert numbers(office) == [rows[1].number, rows[0].number]


def test_each_filter_narrows_the_list(office, closed, cast):
    other = make.open_round(state="reflection")
    goal = make.goal(period=closed.period)
    undecided = make.recommendation(other)
    of_goal = make.adopted(closed, goal=goal)
    of_vhs = make.adopted(closed, responsible=cast.vhs)
    late = make.adopted(closed, due_on=LONG_AGO)
    running = make.adopted(closed, progress="running")
    changed = make.adopted(closed, decision="changed", decided_text="Anders")
    narrowed = {
        f"?round={other.serial}": [undecided],
        f"?goal={goal.pk}": [of_goal],
        "?decision=none": [undecided],
        "?decision=changed": [changed],
        "?progress=running": [running],
        f"?responsible={cast.vhs.pk}": [of_vhs],
        "?overdue=yes": [late],
        "?standing=overdue": [late],
    }
    for query, rows in narrowed.items():
        assert numbers(office, query) == [row.number for row in rows], query


@pytest.mark.parametrize("query", ["?round=99", "?goal=x", "?standing=quatsch", "?responsible=99999999999999999999"])
def test_an_odd_filter_finds_nothing_and_breaks_nothing(office, closed, query):
    make.adopted(closed)
    assert numbers(office, query) == []


def test_a_filter_offers_nothing_that_the_reader_may_not_see(client, closed, cast):
    make.adopted(closed)
    secret = make.open_round(state="reflection", title="Geheime Runde")
    make.recommendation(secret)
    assert "Geheime Runde" not in client.get(LIST).text
    client.force_login(cast.office)
    assert "Geheime Runde" in client.get(LIST).text


def test_the_numbers_above_the_list_lead_to_their_rows(office, closed):
    make.adopted(closed, due_on=LONG_AGO)
    parts = {label: (count, link) for label, _, count, link in office.get(LIST).context["parts"]}
    count, link = parts["überfällig"]
    assert count == len(numbers(office, link.removeprefix(LIST))) == 1


def test_the_public_reads_the_outcome_but_no_remark_and_no_former_wording(client, closed, cast):
    row = make.adopted(
        closed,
        decision="changed",
        text="Ursprünglich gewünscht",
        decided_text="So beschlossen",
        decision_note="Nach langer Aussprache",
        outcome_text="Zwei Stellen besetzt",
    )
    page = client.get(url(row)).text
    assert "So beschlossen" in page
    assert "Zwei Stellen besetzt" in page
    assert "Ursprünglich gewünscht" not in page
    assert "Nach langer Aussprache" not in page
    client.force_login(cast.council)
    page = client.get(url(row)).text
    assert "Ursprünglich gewünscht" in page
    assert "Nach langer Aussprache" in page


def test_a_paper_that_is_not_public_is_not_named_to_the_public(client, closed, cast):
    row = make.adopted(closed, paper=make.paper("2026/0999", is_public=False))
    assert "2026/0999" not in client.get(url(row)).text
    client.force_login(cast.council)
    assert "2026/0999" in client.get(url(row)).text


def test_the_office_writes_down_a_recommendation_from_the_round(office):
    running = make.open_round(state="reflection")
    goal, session = running.period.goals.first(), make.reflection(running)
    address = reverse("evaluation:recommendation_add", args=[running.serial])
    form = office.get(f"{address}?goal={goal.pk}&reflection={session.pk}&measure=quatsch").context["form"]
    assert (form["goal"].value(), form["reflection"].value()) == (str(goal.pk), str(session.pk))
    office.post(address, {"text": "Mehr Plätze schaffen", "goal": goal.pk, "reflection": session.pk})
    row = Recommendation.objects.get()
    assert (row.text, row.goal, row.reflection, row.round) == ("Mehr Plätze schaffen", goal, session, running)


def test_a_closed_round_offers_no_form(office, closed):
    assert office.get(reverse("evaluation:recommendation_add", args=[closed.serial])).status_code == 403


def test_the_office_writes_down_a_decision(office, closed, cast):
    lead = cast.vhs
    row = make.recommendation(closed, measure=make.measure(lead=lead))
    form = office.get(url(row, "entscheiden/")).context["form"]
    assert form["responsible"].value() == lead.pk
    answer = office.post(
        url(row, "entscheiden/"),
        {
            "decision": "accepted",
            "decided_on": "04.05.2026",
            "committee": make.committee().pk,
            "responsible": lead.pk,
            "due_on": "01.12.2026",
            "revision_no": 1,
        },
        follow=True,
    )
    assert "Angenommen</strong> am 04.05.2026: Schulausschuss" in answer.text


def test_two_who_decide_at_once_see_both_texts(office, closed):
    row = make.recommendation(closed)
    typed = {"decision": "rejected", "decision_note": "Zu teuer", "decided_on": "04.05.2026", "decided_by": "Rat"}
    Recommendation.objects.filter(pk=row.pk).update(revision_no=2)
    answer = office.post(url(row, "entscheiden/"), {**typed, "revision_no": 1})
    assert answer.status_code == 409
    assert "Zu teuer" in answer.text


def test_a_decision_is_taken_back_by_one_press(office, closed):
    row = make.adopted(closed)
    assert "Entscheidung zurücknehmen" in office.get(url(row)).text
    office.post(url(row, "entscheidung-zuruecknehmen/"))
    row.refresh_from_db()
    assert row.decision == ""


def test_what_became_of_it_is_written_down(office, closed):
    row = make.adopted(closed)
    typed = {"progress": "done", "outcome_text": "Erledigt seit Mai", "responsible": row.responsible_id}
    answer = office.post(
        url(row, "umsetzung/"), {**typed, "due_on": "01.12.2026", "finished_on": "", "revision_no": 1}, follow=True
    )
    row.refresh_from_db()
    assert (row.progress, row.finished_on) == ("done", timezone.localdate())
    assert "Erledigt seit Mai" in answer.text


def test_a_goal_is_revised_with_reason_and_paper_of_the_recommendation(office, client, closed):
    paper = make.paper("2027/0001")
    row = make.adopted(closed, text="Das Ziel schärfen", paper=paper)
    goal = row.goal
    goal.text = "Alter Wortlaut"
    goal.save()
    form = office.get(url(row, "fortschreiben/")).context["form"]
    assert f"Empfehlung {row.number}" in form["reason"].value()
    assert form["paper"].value() == paper.pk
    typed = {"new_title": goal.title, "new_text": "Neuer Wortlaut", "revised_on": "04.05.2026", "reason": "Empfehlung"}
    answer = office.post(
        url(row, "fortschreiben/"), {**typed, "paper": paper.pk, "revision_no": goal.revision_no}, follow=True
    )
    for said in ("Alter Wortlaut", "Neuer Wortlaut", f'href="{url(row)}"'):
        assert said in answer.text
    row.refresh_from_db()
    assert row.goal_revision.goal == goal
    client.logout()
    assert f'href="{url(row)}"' in client.get(goal.get_absolute_url()).text
    assert "beide Fassungen lesen" in client.get(url(row)).text


def test_a_goal_that_changed_meanwhile_is_not_overwritten(office, closed):
    row = make.adopted(closed)
    type(row.goal).objects.filter(pk=row.goal_id).update(revision_no=7)
    typed = {"new_title": "Meiner", "new_text": "", "revised_on": "04.05.2026", "reason": "Grund", "revision_no": 1}
    assert office.post(url(row, "fortschreiben/"), typed).status_code == 409
    row.refresh_from_db()
    assert row.goal_revision is None


def test_open_ones_show_on_goal_and_measure(client, closed, cast):
    measure = make.measure(lead=cast.vhs, leading_goal=closed.period.goals.first())
    open_one = make.adopted(closed, measure=measure, text="Noch zu tun")
    make.adopted(closed, measure=measure, text="Schon getan", progress="done", finished_on=TODAY)
    make.recommendation(closed, measure=measure, text="Noch offen gelassen")
    for page in (open_one.goal.get_absolute_url(), measure.get_absolute_url()):
        text = client.get(page).text
        assert "Noch zu tun" in text
        assert "Schon getan" not in text
        assert "Noch offen gelassen" not in text
    client.force_login(cast.office)
    assert "Noch offen gelassen" in client.get(measure.get_absolute_url()).text


def test_the_responsible_actor_finds_it_among_what_is_wanted(client, cast):
    closed = make.open_round(state="closed")
    make.adopted(closed, responsible=cast.vhs, text="Ein Konzept schreiben")
    client.force_login(cast.vhs_member)
    assert "Ein Konzept schreiben" in client.get("/meine-massnahmen/").text
    client.force_login(cast.library_editor)
    assert "Ein Konzept schreiben" not in client.get("/meine-massnahmen/").text


def test_the_follow_up_of_a_round_is_read_by_whom_its_results_are_for(client, closed, cast):
    make.adopted(closed, text="Aus der ersten Runde", outcome_text="Das ist geschehen")
    second = make.open_round(state="closed")
    page = reverse("evaluation:follow_up", args=[second.serial])
    assert client.get(page).status_code == 404
    client.force_login(cast.council)
    text = client.get(page).text
    assert "Aus der ersten Runde" in text
    assert "Das ist geschehen" in text


def test_the_first_round_says_that_it_is_the_first(office, closed):
    assert "Dies ist die erste Runde." in office.get(reverse("evaluation:follow_up", args=[closed.serial])).text


@pytest.mark.parametrize("wrong", ["E-1", "E-0001", "E-999", "1"])
def test_another_spelling_of_a_number_is_no_address(office, closed, wrong):
    make.adopted(closed)
    assert office.get(f"{LIST}{wrong}/").status_code == 404


def test_the_pages_cost_the_same_with_many_rows(ratchet, client, cast, closed):
    client.force_login(cast.office)
    measure = make.measure(lead=cast.vhs, leading_goal=closed.period.goals.first())

    def grow():
        for _ in range(5):
            make.adopted(closed, measure=measure, due_on=TODAY + timedelta(days=1))

    grow()
    ratchet("evaluation:recommendations many", "office", client.get, LIST, grow=grow)
    ratchet("measures:measure recommended", "office", client.get, measure.get_absolute_url(), grow=grow)
    ratchet("goals:goal recommended", "office", client.get, measure.leading_goal.get_absolute_url(), grow=grow)
