"""The pages of results: who reads what, numbers that lead to as many rows, nothing that gives one actor away."""

from datetime import date, timedelta
from html import unescape
from re import DOTALL, findall

import pytest
from django.utils import timezone

from goals.models import GoalSuccession
from tests import make

pytestmark = pytest.mark.django_db
PAST = date(2020, 1, 1)


def rated_round(measures=6, state="closed", public_from=PAST, **fields):
    """Two goals: the first with so many measures of as many actors, the second with one. Both voices spoke."""
    first, second = make.goal(1, title="Lernen"), make.goal(2, title="Übergänge")
    for n in range(measures):
        make.measure(leading_goal=first, lead=make.actor(f"Akteur {n}"))
    make.measure(leading_goal=second, lead=make.actor("Allein auf weiter Flur"))
    made = make.open_round(make.criterion("Wirkung"), make.criterion("Reichweite"), **fields)
    for rated in made.rated_measures.order_by("pk"):
        make.sheet(rated, "lead", 4, None)
        make.sheet(rated, "office", 2, 3)
    make.goal_reflection(made, first, attainment=3, attainment_reason="Vieles läuft.", strengths="Gute Gruppen")
    make.move(made, state)
    made.results_public_from = public_from
    made.save()
    return made


def url(made, page="ergebnisse"):
    return f"/auswertung/runden/{made.serial}/{page}/"


def see(client, user):
    if user:
        client.force_login(user)
    return client


class TestWhoReads:
    @pytest.mark.parametrize(
        ("state", "public_from", "expected"),
        [
            ("closed", PAST, {"public": 200, "vhs_editor": 200, "council": 200, "office": 200, "clerk": 200}),
            ("closed", None, {"public": 404, "vhs_editor": 404, "council": 200, "office": 200, "clerk": 200}),
            ("reflection", None, {"public": 404, "vhs_editor": 404, "council": 404, "office": 200, "clerk": 200}),
        ],
    )
    def test_the_results_of_a_round(self, client, cast, state, public_from, expected):
        made = rated_round(state=state, public_from=public_from)
        for role, status in expected.items():
            client.logout()
            assert see(client, cast.people()[role]).get(url(made)).status_code == status, role

    def test_results_become_public_on_their_day(self, client, cast):
        made = rated_round(public_from=timezone.localdate() + timedelta(days=1))
        assert client.get(url(made)).status_code == 404
        assert "Noch keine Ergebnisse" in client.get("/auswertung/").text

    def test_while_the_rating_runs_there_are_none(self, client, cast):
        page = see(client, cast.office).get(url(make.open_round()))
        assert "Die Bewertung läuft noch" in page.text

    @pytest.mark.parametrize("role", ["council", "vhs_editor", "stranger"])
    def test_single_ratings_are_for_the_offices(self, client, cast, role):
        assert see(client, cast.people()[role]).get(url(rated_round(), "bewertungen")).status_code == 404


class TestForReaders:
    def test_a_small_goal_shows_attainment_and_no_figure_and_neither_does_the_total(self, client):
        context = client.get(url(rated_round())).context
        assert [one["figures"] is not None for one in context["goals"]] == [True, False]
        assert context["results"].total is None
        assert all(one.figures is None for one in context["criteria"])

    def test_no_number_leads_to_single_ratings(self, client):
        page = client.get(url(rated_round())).text
        assert "/bewertungen/" not in page
        assert "3,0" in page  # the mean of (4 + 2) / 2 and 3

    def test_the_council_sees_no_more_than_the_public(self, client, cast):
        made = rated_round()
        public = client.get(url(made)).context["drawn"]
        assert see(client, cast.council).get(url(made)).context["drawn"] == public
        assert see(client, cast.office).get(url(made)).context["drawn"] != public

    def test_what_was_drawn_once_is_drawn_anew_when_a_figure_changes(self, client, cast):
        made = rated_round(state="reflection")
        page = see(client, cast.office).get(url(made)).context["drawn"]
        assert client.get(url(made)).context["drawn"] == page
        item = make.item(make.rated(made), make.reflection(made), agreed_value=0)
        changed = client.get(url(made)).context["drawn"]
        item.agreed_value = 1
        item.save()
        assert len({page, changed, client.get(url(made)).context["drawn"]}) == 3

    def test_offices_see_the_small_goal_too(self, client, cast):
        context = see(client, cast.office).get(url(rated_round())).context
        assert all(one["figures"] is not None for one in context["goals"])
        assert context["withheld"] is False

    def test_a_goal_that_is_not_public_is_not_told_of(self, client, cast):
        made = rated_round()
        goal = made.goal_reflections.get(goal__number=1).goal
        goal.is_public, goal.title = False, "Noch geheim"
        goal.save()
        assert "Noch geheim" not in client.get(url(made)).text
        assert "Noch geheim" not in client.get("/auswertung/").text


def numbers_with_links(page):
    """(number, address) of every cell that leads to the list of ratings."""
    cells = findall(r'<a href="([^"]*/bewertungen/\?[^"]*)">(\d+)</a>', page)
    return [(int(number), unescape(address)) for address, number in cells]


class TestEveryFigureLeadsToItsRows:
    def test_of_all_goals_and_of_one(self, client, cast):
        made = rated_round(measures=2, state="reflection")
        make.item(make.rated(made), make.reflection(made), agreed_value=2)
        see(client, cast.office)
        for query in ("", "?goal=1"):
            found = numbers_with_links(client.get(url(made) + query).text)
            assert len(found) > 20
            for number, address in found:
                assert client.get(address).context["total"] == str(number), address

    def test_each_number_names_its_heading_for_a_phone(self, client, cast):
        page = see(client, cast.office).get(url(rated_round(state="reflection"))).text
        tables = findall(r'<table class="[^"]*table--counts.*?</table>', page, flags=DOTALL)
        assert tables
        for table in tables:
            headings = findall(r'<th scope="col"[^>]*>([^<]*)</th>', table)
            named = findall(r'data-label="([^"]*)"', table)
            assert named
            assert {unescape(one) for one in named} <= {unescape(one).replace("\xad", "") for one in headings}

    def test_sheets_that_are_missing(self, client, cast):
        made = make.open_round()
        make.sheet(make.rated(made), "lead", 2)
        make.move(made, "reflection")
        found = numbers_with_links(see(client, cast.office).get(url(made)).text)
        (missing,) = [address for _, address in found if "standing=open" in address]
        assert [row.speaker for row in client.get(missing).context["sheets"]] == ["Bildungsbüro"]

    def test_an_actors_missing_sheet_is_listed_as_the_offices_own(self, client, cast):
        made = make.open_round()
        rated = make.rated(made)
        page = see(client, cast.office).get(url(made, "bewertungen") + "?standing=open")
        assert [row.speaker for row in page.context["sheets"]] == [rated.measure.lead.name, "Bildungsbüro"]

    def test_what_was_agreed_and_what_stayed_contested(self, client, cast):
        made = rated_round(measures=2, state="reflection")
        session = make.reflection(made)
        make.item(make.rated(made), session, agreed_value=2)
        rows = see(client, cast.office).get(url(made, "bewertungen") + "?outcome=agreed").context["ratings"]
        assert [row.value for row in rows] == ["4", "2"]
        assert client.get(url(made, "bewertungen") + "?outcome=dissent").context["ratings"] == []


class TestRows:
    def test_before_the_office_has_spoken_it_does_not_see_the_others_rating(self, client, cast):
        made = make.open_round()
        make.sheet(make.rated(made), "lead", 2)
        page = url(made, "bewertungen")
        assert see(client, cast.office).get(page).context["total"] == "0"
        make.sheet(make.rated(made), "office", 3)
        assert client.get(page).context["total"] == "2"

    def test_pages_go_on_and_back(self, client, cast, monkeypatch):
        monkeypatch.setattr("evaluation.rating_rows.PAGE_SIZE", 10)
        page = url(rated_round(), "bewertungen")
        first = see(client, cast.office).get(page)
        second = client.get(page + first.context["following"])
        third = client.get(page + second.context["following"])
        shown = [
            [(row.measure, row.speaker, row.criterion) for row in one.context["ratings"]]
            for one in (first, second, third)
        ]
        assert [len(rows) for rows in shown] == [10, 10, 8]
        assert len({row for rows in shown for row in rows}) == 28
        assert client.get(page + third.context["previous"]).context["ratings"] == second.context["ratings"]

    @pytest.mark.parametrize(
        "query", ["?value=9", "?goal=x", "?criterion=99999999999999999999", "?standing=gone", "?after=x~y&at=z"]
    )
    def test_what_is_not_offered_narrows_nothing(self, client, cast, query):
        made = rated_round(measures=1)
        assert see(client, cast.office).get(url(made, "bewertungen") + query).context["total"] == "8"

    def test_what_was_left_empty_in_the_form_leaves_the_address(self, client, cast):
        answer = see(client, cast.office).get(url(rated_round(measures=1), "bewertungen") + "?goal=1&value=")
        assert answer.url.endswith("?goal=1")


class TestOverRounds:
    def test_each_round_has_its_value(self, client):
        goal = make.goal(1, title="Lernen")
        make.measure(leading_goal=goal)
        for year, value in ((2024, 1), (2025, None), (2026, 3)):
            made = make.open_round(reference_on=date(year, 9, 30))
            make.goal_reflection(made, goal, attainment=value)
            make.move(made, "closed")
            made.results_public_from = PAST
            made.save()
        course = client.get("/auswertung/").context["course"]
        assert course.goals[0].values == (1, None, 3)
        assert course.chart.as_table.rows == (("1 Lernen", "1", "nicht bewertet", "3"),)

    def test_says_what_the_last_round_said(self, client):
        page = client.get("/auswertung/")
        assert "Noch keine Ergebnisse" in page.text
        rated_round()
        page = client.get("/auswertung/").text
        assert "weitgehend erreicht" in page
        assert "Gute Gruppen" in page
        assert "14 von 14 Bewertungsbögen" in page

    def test_what_was_adopted_is_named_and_what_was_rejected_is_not(self, client):
        made = rated_round(measures=1)
        made.state, made.closed_at = "reflection", None
        made.save()
        make.adopted(made, text="Mehr Plätze schaffen")
        make.recommendation(
            made, text="Alles einstellen", decision="rejected", decided_on=PAST, decided_by="Lenkungskreis"
        )
        make.move(made, "closed")
        page = client.get("/auswertung/").text
        assert "Mehr Plätze schaffen" in page
        assert "Alles einstellen" not in page

    def test_a_goal_knows_what_was_said_about_the_one_it_came_from(self, client):
        old = make.goal(4, period=make.period("2018-2022"), title="Früheres Ziel")
        make.measure(leading_goal=old)
        before = make.open_round(period=old.period, reference_on=date(2021, 5, 1))
        make.goal_reflection(before, old, attainment=1)
        make.move(before, "closed")
        before.results_public_from = PAST
        before.save()
        made = rated_round()
        goal = made.goal_reflections.get(goal__number=1).goal
        GoalSuccession.objects.create(predecessor=old, successor=goal, kind="continued")
        course = client.get("/auswertung/").context["course"]
        assert [one.reflection.attainment for one in course.goals[0].before] == [1]
        assert client.get("/auswertung/?period=2018-2022").context["course"].goals[0].values == (1,)


def test_the_goals_own_page_tells_its_last_evaluation(client):
    made = rated_round()
    goal = made.goal_reflections.get(goal__number=1).goal
    page = client.get(goal.get_absolute_url()).text
    assert "3 von 4: weitgehend erreicht" in page
    made.results_public_from = None
    made.save()
    assert "weitgehend erreicht" not in client.get(goal.get_absolute_url()).text
