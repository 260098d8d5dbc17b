"""When a measure is current, due or stale, who says so, and where people see it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from measures import figures
from measures.freshness import ASKED_FOR, Freshness, freshness_of, months_before
from measures.models import FreshnessPolicy, Measure, Status
from tests import make
from tests.test_constraints import refused_by

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
POLICY = FreshnessPolicy(due_after_months=6, stale_after_months=12)
URL = "/massnahmen/aktualitaet/"
GRADES = [
    (date(2026, 11, 24), "current"),
    (date(2026, 5, 25), "current"),
    (date(2026, 5, 24), "due"),
    (date(2025, 11, 25), "due"),
    (date(2025, 11, 24), "stale"),
    (None, "stale"),
]


@pytest.fixture
def of_each():
    """A released measure of each freshness, as of the day on which the tests run."""
    today = timezone.localdate()
    days = {"current": today, "due": today - timedelta(days=200), "stale": today - timedelta(days=400)}
    rows = {kind: make.measure(title=kind, last_confirmed_on=day) for kind, day in days.items()}
    over = make.measure(title="none", status=Status.CANCELLED, status_reason="Kein Geld", last_confirmed_on=None)
    return rows | {"none": over}


@pytest.mark.parametrize(("confirmed_on", "expected"), GRADES)
def test_freshness_follows_from_the_last_confirmation(confirmed_on, expected):
    assert freshness_of(Measure(last_confirmed_on=confirmed_on), TODAY, POLICY) == expected


@pytest.mark.parametrize("status", [Status.DONE, Status.CANCELLED])
def test_what_is_over_has_no_freshness(status):
    assert freshness_of(Measure(status=status), TODAY, POLICY) == Freshness.NONE


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 8, 31), 6, date(2026, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2028, 2, 29), 12, date(2027, 2, 28)),
        (date(2026, 11, 24), 60, date(2021, 11, 24)),
    ],
)
def test_months_are_counted_back_within_shorter_months(day, months, expected):
    assert months_before(day, months) == expected


def test_the_database_grades_as_freshness_of_does():
    for number, (day, _) in enumerate(GRADES):
        over = {"status": Status.DONE, "completed_on": TODAY}
        make.measure(title=f"läuft {number}", last_confirmed_on=day)
        make.measure(title=f"fertig {number}", last_confirmed_on=day, **over)
    for kind in Freshness:
        found = set(Measure.objects.fresh_as(kind, TODAY, POLICY))
        assert found == {row for row in Measure.objects.all() if freshness_of(row, TODAY, POLICY) == kind}, kind
        assert found


def titles(client, query):
    response = client.get(f"/massnahmen/{query}")
    return [row.title for row in response.context["rows"]], response.context["total"]


@pytest.mark.parametrize("kind", ASKED_FOR)
def test_the_list_can_be_asked_for_each(client, of_each, kind):
    assert titles(client, f"?freshness={kind}") == ([kind.value], 1)


def test_the_list_names_the_freshness_of_each_row_and_the_filter_as_a_chip(client, of_each):
    page = client.get("/massnahmen/?freshness=due")
    assert [chip["label"] for chip in page.context["chips"]] == ["Aktualität: fällig"]
    words = {row.title: row.freshness for row in client.get("/massnahmen/").context["rows"]}
    assert words == {kind: kind for kind in ("current", "due", "stale", "none")}
    assert ">fällig</span>" in page.text
    assert ">veraltet</span>" not in page.text


@pytest.mark.parametrize("role", [None, "vhs_editor", "office"])
def test_many_of_a_freshness_are_counted_without_being_read(client, cast, monkeypatch, role):
    """As it is beyond LIMIT: the total is exact, and nothing is said by status."""
    second = make.goal(2, period=make.goal(1).period)
    make.measure(last_confirmed_on=None)
    for _ in range(2):
        make.measure(leading_goal=second, last_confirmed_on=None)
    make.draft(lead=cast.library, leading_goal=second)
    monkeypatch.setattr(figures, "LIMIT", 1)
    if role:
        client.force_login(getattr(cast, role))
    query = "&publication=released" if role else ""
    shown = client.get(f"/massnahmen/?freshness=stale{query}").context
    assert shown["total"] == 3
    assert [facet["count"] for facet in shown["goal_facets"]] == [1, 2]
    assert {facet["count"] for facet in shown["status_facets"]} == {None}
    assert client.get(f"/massnahmen/?freshness=stale&goal=2023-2027-2{query}").context["total"] == 2


def test_asking_for_a_freshness_takes_no_more_queries_than_the_list(client, cast, ratchet):
    make.measure(last_confirmed_on=None)
    client.force_login(cast.office)
    ratchet(
        "measures:list by freshness",
        "office",
        client.get,
        "/massnahmen/?freshness=stale",
        grow=lambda: [make.measure(last_confirmed_on=None) for _ in range(3)],
    )


def test_the_tally_is_not_asked_for_what_it_does_not_know(client, cast, monkeypatch):
    """Whose the drafts are: those of another actor are not counted."""
    make.draft(lead=cast.vhs)
    make.draft(lead=cast.library)
    monkeypatch.setattr(figures, "LIMIT", 0)
    client.force_login(cast.vhs_editor)
    shown = client.get("/massnahmen/?freshness=stale&publication=draft").context
    assert (shown["total"], len(shown["rows"])) == ("10000+", 1)
    client.force_login(cast.office)
    assert client.get("/massnahmen/?freshness=stale&publication=draft").context["total"] == 2


def test_a_freshness_that_does_not_exist_is_refused_in_words(client, of_each):
    assert "gibt es hier nicht" in client.get("/massnahmen/?freshness=none").text


def test_everybody_sees_it_on_the_measure(client, of_each):
    page = client.get(of_each["due"].get_absolute_url())
    assert page.context["freshness"] == "due"
    assert 'data-value="due"' in page.text
    assert 'data-value="none"' not in client.get(of_each["none"].get_absolute_url()).text


def test_actors_see_it_beside_their_measures(client, cast):
    make.measure(lead=cast.vhs, last_confirmed_on=None)
    client.force_login(cast.vhs_member)
    assert 'data-value="stale"' in client.get("/meine-massnahmen/").text


def test_the_office_sets_the_intervals_and_the_list_follows_at_once(client, cast, of_each):
    client.force_login(cast.office)
    assert titles(client, "?freshness=due") == (["due"], 1)
    response = client.post(URL, {"revision_no": 1, "due_after_months": 1, "stale_after_months": 6})
    assert response.status_code == 302
    assert titles(client, "?freshness=due") == ([], 0)
    assert titles(client, "?freshness=stale") == (["due", "stale"], 2)
    policy = FreshnessPolicy.current()
    assert policy.revision_no == 2
    assert policy.history.first().history_user == cast.office


@pytest.mark.parametrize(("due", "stale"), [(6, 6), (12, 6), (0, 6), (6, 61), ("", 6)])
def test_intervals_that_make_no_sense_are_refused_at_the_field(client, cast, due, stale):
    client.force_login(cast.office)
    response = client.post(URL, {"revision_no": 1, "due_after_months": due, "stale_after_months": stale})
    assert response.status_code == 200
    assert response.context["form"].errors
    assert FreshnessPolicy.current().stale_after_months == 12


def test_an_interval_changed_meanwhile_is_not_overwritten(client, cast):
    client.force_login(cast.office)
    answers = [
        client.post(URL, {"revision_no": 1, "due_after_months": months, "stale_after_months": 12}) for months in (3, 4)
    ]
    assert [answer.status_code for answer in answers] == [302, 409]
    assert FreshnessPolicy.current().due_after_months == 3


@pytest.mark.parametrize(("role", "status"), [("clerk", 403), ("council", 404), ("vhs_editor", 404), ("operator", 404)])
def test_nobody_else_sets_them(client, cast, role, status):
    client.force_login(getattr(cast, role))
    assert client.get(URL).status_code == status
    assert client.post(URL, {"revision_no": 1, "due_after_months": 1, "stale_after_months": 2}).status_code == status
    assert FreshnessPolicy.current().due_after_months == 6


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("freshness_policy_is_one", {"pk": 2}),
        ("freshness_policy_in_bounds", {"due_after_months": 0}),
        ("freshness_policy_in_bounds", {"stale_after_months": 61}),
        ("freshness_policy_due_before_stale", {"due_after_months": 12}),
    ],
)
def test_the_database_refuses_it_too(name, fields):
    FreshnessPolicy.objects.all().delete()
    refused_by(name, lambda: FreshnessPolicy.objects.create(**{"pk": 1, **fields}))


def test_the_row_is_put_back_after_each_migrate():
    FreshnessPolicy.objects.all().delete()
    FreshnessPolicy.make()
    assert FreshnessPolicy.current().due_after_months == 6
