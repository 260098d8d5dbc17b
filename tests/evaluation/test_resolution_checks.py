"""Every Beschlusspunkt has a state and what backs it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluation.models import ResolutionCheck, ResolutionEvidence
from tests import make

ADDRESS = "/beschlusskontrolle/2022-1106/1/"


@pytest.fixture
def items(circle):
    paper = circle.period.paper
    return [make.resolution_item(paper, number=number, text=f"Punkt {number} wird getan.") for number in (1, 2, 3)]


@pytest.fixture
def office(client, cast):
    client.force_login(cast.office)
    return client


def given(circle, **changed):
    numbers = ", ".join(one.number for one in circle.measures[:2])
    filled = {"state": "running", "remark": "Es geht voran.", "checked_on": "2026-05-04", "measures": numbers}
    return {**filled, "goals": [circle.goals[0].pk], **changed}


def backing(check):
    return {str(row) for row in check.evidence.all()}


def test_the_first_look_at_an_item_makes_its_row_with_what_backs_it(office, circle, items):
    assert office.post(ADDRESS, given(circle))["Location"] == "/beschlusskontrolle/?paper=2022/1106"
    check = ResolutionCheck.objects.get()
    assert (check.item, check.state, check.remark) == (items[0], "running", "Es geht voran.")
    assert backing(check) == {str(circle.goals[0]), str(circle.measures[0]), str(circle.measures[1])}


def test_what_is_not_named_any_more_goes_and_the_rest_keeps_its_row(office, circle, items):
    office.post(ADDRESS, given(circle))
    kept = ResolutionEvidence.objects.get(measure=circle.measures[0]).pk
    office.post(ADDRESS, given(circle, measures=circle.measures[0].number, goals=[], state="done", revision_no=2))
    check = ResolutionCheck.objects.get()
    assert [row.pk for row in check.evidence.all()] == [kept]
    assert check.state == "done"


def test_a_measure_that_does_not_exist_is_named(office, circle, items):
    page = office.post(ADDRESS, given(circle, measures="M-001, M-777"))
    assert "Diese Maßnahmen gibt es nicht: M-777." in page.content.decode()
    assert not ResolutionCheck.objects.exists()


def test_the_list_tells_each_state_and_what_nobody_looked_at_is_open(office, items):
    make.resolution_check(items[0], state="done")
    make.resolution_check(items[1], state="open")

    def numbers(query):
        return [one.number for one in office.get(f"/beschlusskontrolle/?{query}").context["items"]]

    assert numbers("") == [1, 2, 3]
    assert numbers("state=open") == [2, 3]
    assert numbers("state=done&paper=2022/1106") == [1]


def test_who_saves_on_an_old_state_is_told(office, circle, items):
    office.post(ADDRESS, given(circle))
    office.post(ADDRESS, given(circle, remark="Von jemand anderem.", revision_no=2))
    page = office.post(ADDRESS, given(circle, remark="Meine Worte.", revision_no=1))
    assert page.status_code == 409
    assert "Von jemand anderem." in page.content.decode()


def test_the_page_of_the_vorlage_tells_state_and_what_backs_it(client, cast, circle, items):
    client.force_login(cast.office)
    client.post(ADDRESS, given(circle))
    page = client.get("/vorlagen/2022-1106/").text
    assert "in Arbeit" in page
    assert "Es geht voran." in page
    assert str(circle.measures[0]) in page
    assert page.count("Stand ändern: Punkt") == 3
    client.force_login(cast.council)
    page = client.get("/vorlagen/2022-1106/").text
    assert "Es geht voran." in page
    assert "Stand ändern" not in page
    client.logout()
    page = client.get("/vorlagen/2022-1106/").text
    assert "Punkt 1 wird getan." in page
    assert "Es geht voran." not in page
    assert "in Arbeit" not in page


def test_what_the_council_may_not_see_does_not_back_anything_for_it(client, cast, circle, items):
    secret = make.measure(title="Geheimer Entwurf", publication="draft")
    check = make.resolution_check(items[0])
    for thing in ({"measure": secret}, {"measure": circle.measures[0]}, {"goal": circle.goals[0]}):
        ResolutionEvidence.objects.create(check_row=check, **thing)
    for address in ("/vorlagen/2022-1106/", "/beschlusskontrolle/"):
        client.force_login(cast.office)
        assert "Geheimer Entwurf" in client.get(address).text
        client.force_login(cast.council)
        page = client.get(address).text
        assert "Geheimer Entwurf" not in page
        assert str(circle.measures[0]) in page


def test_more_points_and_evidence_ask_no_more(client, cast, circle, items):
    def queries():
        with CaptureQueriesContext(connection) as counted:
            assert client.get("/vorlagen/2022-1106/").status_code == 200
        return len(counted)

    client.force_login(cast.office)
    ResolutionEvidence.objects.create(check_row=make.resolution_check(items[0]), measure=circle.measures[0])
    queries()
    few = queries()
    for item, measure in zip(items[1:], circle.measures[1:3], strict=True):
        ResolutionEvidence.objects.create(check_row=make.resolution_check(item), measure=measure)
    assert queries() == few


def test_the_council_reads_and_only_the_offices_write(client, cast, circle, items):
    make.resolution_check(items[0], remark="Interne Worte.")
    client.force_login(cast.council)
    assert "Interne Worte." in client.get("/beschlusskontrolle/").content.decode()
    assert client.post(ADDRESS, given(circle)).status_code == 403
    client.force_login(cast.vhs_editor)
    assert client.get("/beschlusskontrolle/").status_code == 404
    assert "Interne Worte." not in client.get("/vorlagen/2022-1106/").content.decode()
    assert client.get("/beschlusskontrolle/2022-1106/2/").status_code in (403, 404)
