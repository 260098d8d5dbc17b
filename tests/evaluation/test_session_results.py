"""After the session: result and votes stand with the Vorlage, the frozen paper stays as it is."""

import pytest

from evaluation import freezing
from evaluation.actions.session_results import items_of
from evaluation.models import ReportVersion
from goals.models import Paper
from tests import make

ADDRESS = "/berichte/1/schulausschuss/ergebnis/"
GIVEN = {
    "number": "2026/0815",
    "result": "geändert beschlossen",
    "agenda_item": "Ö 11",
    "votes_for": "12",
    "votes_against": "3",
    "abstentions": "1",
    "items": "1. Der Bericht wird zur Kenntnis genommen.\n2. Es wird jährlich\nberichtet.",
}


@pytest.fixture
def version(circle, monkeypatch):
    monkeypatch.setattr(freezing, "render", lambda values: b"%PDF-1.7")
    variant = circle.variant()
    make.variant(report=variant.report, committee=make.committee("Rat der Stadt", key="rat"), session_on="2026-07-01")
    return freezing.freeze(variant)


def test_numbered_points_become_items_and_a_plain_text_is_one():
    assert items_of("1. Erstens\n2) Zweitens\nweiter\n\n3. Drittens") == ["Erstens", "Zweitens\nweiter", "Drittens"]
    assert items_of("Der Bericht wird zur Kenntnis genommen.") == ["Der Bericht wird zur Kenntnis genommen."]
    assert items_of(" ") == []


def test_the_result_makes_the_vorlage_with_its_beratungsfolge_and_the_next_link_of_the_chain(client, cast, version):
    client.force_login(cast.clerk)
    assert client.post(ADDRESS, GIVEN)["Location"] == "/berichte/1/schulausschuss/"
    paper = Paper.objects.get(number="2026/0815")
    assert paper.predecessor.number == "2022/1106"
    stations = list(paper.consultations.order_by("position"))
    assert [one.committee.key for one in stations] == ["schulausschuss", "rat"]
    assert (stations[0].result, stations[0].votes_words) == (
        "geändert beschlossen",
        "12 dafür, 3 dagegen, 1 Enthaltung",
    )
    assert stations[1].result is None
    assert [one.text for one in paper.resolution_items.order_by("number")] == [
        "Der Bericht wird zur Kenntnis genommen.",
        "Es wird jährlich\nberichtet.",
    ]
    assert {one.paper for one in version.variant.report.variants.all()} == {paper}


def test_the_frozen_version_knows_nothing_of_it(client, cast, version):
    before = ReportVersion.objects.values().get()
    client.force_login(cast.clerk)
    client.post(ADDRESS, GIVEN)
    assert ReportVersion.objects.values().get() == before


def test_the_page_of_the_vorlage_tells_everybody_how_the_committee_voted(client, cast, version):
    client.force_login(cast.clerk)
    client.post(ADDRESS, GIVEN)
    client.logout()
    page = client.get("/vorlagen/2026-0815/").content.decode()
    assert "geändert beschlossen" in page
    assert "12 dafür, 3 dagegen, 1 Enthaltung" in page


def test_a_second_result_changes_the_station_and_keeps_the_points(client, cast, version):
    client.force_login(cast.clerk)
    client.post(ADDRESS, GIVEN)
    form = client.get(ADDRESS).context["form"]
    assert not {"number", "items"} & set(form.fields)
    client.post(ADDRESS, {"result": "vertagt"})
    paper = Paper.objects.get(number="2026/0815")
    assert [one.result for one in paper.consultations.order_by("position")] == ["vertagt", None]
    assert paper.resolution_items.count() == 2


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"number": "815"}, "number"), ({"result": ""}, "result"), ({"votes_for": "-1"}, "votes_for")],
)
def test_wrong_answers_are_refused_at_their_field(client, cast, version, changed, field):
    client.force_login(cast.clerk)
    page = client.post(ADDRESS, GIVEN | changed)
    assert field in page.context["form"].errors
    assert not Paper.objects.filter(number="2026/0815").exists()


def test_a_number_that_belongs_to_another_kind_of_paper_is_refused(client, cast, version):
    make.paper("2026/0815", paper_type="motion")
    client.force_login(cast.clerk)
    page = client.post(ADDRESS, GIVEN)
    assert "ist eine Antrag" not in page.content.decode()
    assert "gehört zu einer anderen Art von Vorlage" in page.content.decode()


def test_before_something_is_frozen_there_is_no_result(client, cast, circle):
    circle.variant()
    client.force_login(cast.clerk)
    assert client.get(ADDRESS).status_code == 404


def test_only_the_offices_enter_it(client, cast, version):
    for person in (cast.council, cast.vhs_editor, cast.operator):
        client.force_login(person)
        assert client.post(ADDRESS, GIVEN).status_code == 404
    assert not Paper.objects.filter(number="2026/0815").exists()
