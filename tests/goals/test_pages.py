"""What the pages of goals, papers, committees and indicators show, and to whom."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from goals.models import GoalSuccession
from tests import make

pytestmark = pytest.mark.django_db


def page(client, record_or_path) -> str:
    path = record_or_path if isinstance(record_or_path, str) else record_or_path.get_absolute_url()
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_periods_stand_with_their_goals_and_the_running_one_first(client):
    make.goal(1, title="Früheres", period=make.period("2018-2022"))
    running = make.period("2023-2027", ends_on=timezone.localdate() + timedelta(days=400))
    make.goal(1, title="Laufendes", period=running)
    make.period("2090-2094")
    shown = page(client, "/ziele/")
    assert shown.index("Laufendes") < shown.index("2090–2094") < shown.index("Früheres")
    assert shown.count("laufend<") == 1


def test_a_period_without_public_wording_says_so_and_counts_its_goals(client):
    assert "14 Handlungsziele. Der Wortlaut ist nicht öffentlich" in page(client, make.period(number_of_goals=14))


def test_a_goal_shows_its_wording_or_that_there_is_none_to_read(client):
    assert "Alle Kinder lesen." in page(client, make.goal(1, text="Alle Kinder lesen."))
    assert "Wortlaut nicht öffentlich verfügbar" in page(client, make.goal(2))


def test_a_suggested_plain_text_is_marked(client):
    marked = make.goal(1, plain_text="Kurz.", field_origins={"plain_text": "suggestion"})
    assert "Vorschlag" in page(client, marked)
    assert "Vorschlag" not in page(client, make.goal(2, plain_text="Kurz."))


def test_a_goal_says_where_it_came_from_and_where_it_went(client):
    old, new = make.goal(3, period=make.period("2018-2022")), make.goal(1)
    GoalSuccession.objects.create(predecessor=old, successor=new, kind="adapted", reason="Enger gefasst")
    assert f'href="{old.get_absolute_url()}"' in page(client, new)
    assert "Enger gefasst" in page(client, new)
    assert f'href="{new.get_absolute_url()}"' in page(client, old)


def test_the_goal_page_lists_its_measures(client):
    goal = make.goal()
    measure = make.measure(leading_goal=goal, title="Leseclub")
    assert f'href="{measure.get_absolute_url()}"' in page(client, goal)


def test_an_indicator_without_target_says_so(client):
    indicator = make.indicator()
    make.indicator_value(indicator)
    assert "kein Zielwert beschlossen" in page(client, indicator)
    assert "Zielwert 2027" in page(client, make.indicator(target=60, target_year=2027))


def test_the_numbers_of_an_indicator_can_be_scrolled_by_keyboard(client):
    indicator = make.indicator(goal=make.goal(1), title="Abschlüsse")
    make.indicator_value(indicator, 2024)
    for address in (indicator.goal.get_absolute_url(), indicator.get_absolute_url()):
        frame = '<div class="table-frame" tabindex="0" role="region" aria-label="Zahlen: Abschlüsse">'
        assert frame in client.get(address).text


def test_a_paper_shows_its_way_in_its_own_order(client):
    paper = make.paper("2012/0367")
    late = make.committee("Integrationsrat")
    make.consultation(paper, committee=late, held_on=date(2012, 9, 19), result="zur Kenntnis genommen")
    make.consultation(paper, committee_name="Jugendhilfeausschuss", held_on=date(2012, 6, 27), role="hearing")
    make.resolution_item(paper, text="Der Bericht wird zur Kenntnis genommen.")
    shown = page(client, paper)
    assert shown.index("19.09.2012") < shown.index("27.06.2012")
    assert "Jugendhilfeausschuss" in shown
    assert "Anhörung" in shown
    assert "Der Bericht wird zur Kenntnis genommen." in shown


def test_an_unknown_result_is_not_an_open_one(client):
    paper = make.paper("2013/0502")
    make.consultation(paper, result=None)
    assert "nicht bekannt" in page(client, paper)
    other = make.paper("2009/0286")
    make.consultation(other, result="(offen)")
    assert "nicht bekannt" not in page(client, other)
    assert "(offen)" in page(client, other)


def test_a_paper_stands_in_its_chain(client):
    first = make.paper("2011/0702", subject="Leitbild")
    second = make.paper("2013/0502", subject="Ziele 2013", predecessor=first)
    third = make.paper("2018/0805", subject="Ziele 2018", predecessor=second)
    for paper in (first, second, third):
        shown = page(client, paper)
        chain = shown[shown.index("Vorgänger und Nachfolger") :]
        assert chain.index("Leitbild") < chain.index("Ziele 2013") < chain.index("Ziele 2018")


def test_papers_that_point_at_each_other_do_not_go_round_for_ever(client):
    first = make.paper("2011/0702")
    second = make.paper("2013/0502", predecessor=first)
    first.predecessor = second
    first.save()
    assert page(client, first).count(second.get_absolute_url()) == 1


def test_a_paper_names_the_goals_that_hang_on_it(client):
    paper = make.paper("2022/1106")
    goal = make.goal(1, period=make.period(paper=paper))
    assert f'href="{goal.get_absolute_url()}"' in page(client, paper)


def test_a_committee_shows_former_names_meetings_and_papers(client):
    committee = make.committee("Ausschuss für Jugend", key="jugend")
    committee.former_names.create(name="Jugendhilfeausschuss")
    day = timezone.localdate() + timedelta(days=30)
    make.meeting(committee=committee, held_on=day, papers_due_on=day - timedelta(days=14))
    paper = make.paper("2022/1106")
    make.consultation(paper, committee=committee)
    shown = page(client, committee)
    assert "Jugendhilfeausschuss" in shown
    assert f"{day:%d.%m.%Y}" in shown
    assert f"Vorlagenschluss {day - timedelta(days=14):%d.%m.%Y}" in shown
    assert f'href="{paper.get_absolute_url()}"' in shown
    assert "Jugendhilfeausschuss" in page(client, "/gremien/")


# --- Who sees what --------------------------------------------------------------------------------------------


def test_a_paper_that_is_not_public_leaks_nowhere(cast, client):
    secret = make.paper("2025/0001", subject="GEHEIM", is_public=False)
    make.consultation(secret)
    make.resolution_item(secret)
    public = make.paper("2026/0002", predecessor=secret)
    period = make.period(paper=secret)
    goal = make.goal(1, period=period)
    goal.revisions.create(
        revised_on=date(2025, 1, 1), previous_title="alt", new_title="neu", reason="Darum", paper=secret
    )
    paths = [one.get_absolute_url() for one in (public, period, goal, make.committee())]
    for path in [*paths, "/ziele/", "/vorlagen/", "/vorlagen/?q=geheim", "/vorlagen/?year=2025", "/gremien/"]:
        shown = page(client, path)
        assert "2025/0001" not in shown
        assert "GEHEIM" not in shown
        assert "2025-0001" not in shown
    assert client.get(secret.get_absolute_url()).status_code == 404
    for insider in (cast.office, cast.clerk, cast.council):
        client.force_login(insider)
        assert "GEHEIM" in page(client, secret)
        assert "2025/0001" in page(client, period)
    client.force_login(cast.vhs_editor)
    assert client.get(secret.get_absolute_url()).status_code == 404


def test_a_goal_that_is_not_public_leaks_nowhere(cast, client):
    secret = make.goal(1, title="GEHEIM", is_public=False, period=make.period(paper=make.paper("2022/1106")))
    old = make.goal(1, period=make.period("2018-2022"))
    GoalSuccession.objects.create(predecessor=old, successor=secret, kind="adapted", reason="GEHEIMER GRUND")
    indicator = make.indicator(goal=secret)
    for path in ("/ziele/", "/ziele/2023-2027/", "/vorlagen/2022-1106/", old.get_absolute_url(), "/kennzahlen/"):
        assert "GEHEIM" not in page(client, path)
    assert "GEHEIM" not in page(client, indicator)
    assert client.get(secret.get_absolute_url()).status_code == 404
    client.force_login(cast.clerk)
    assert "GEHEIM" in page(client, secret)
    assert "GEHEIMER GRUND" in page(client, old)


def test_an_indicator_that_is_not_public_leaks_nowhere(cast, client):
    secret = make.indicator(title="GEHEIM", is_public=False)
    make.indicator_value(secret)
    for path in (secret.goal.get_absolute_url(), "/kennzahlen/"):
        assert "GEHEIM" not in page(client, path)
    assert client.get(secret.get_absolute_url()).status_code == 404
    client.force_login(cast.office)
    assert "GEHEIM" in page(client, secret.goal)


BY_COORDINATION_OFFICE = [
    "/ziele/neu/",
    "/ziele/2023-2027/bearbeiten/",
    "/ziele/2023-2027/neu/",
    "/ziele/2023-2027/1/bearbeiten/",
    "/ziele/2023-2027/1/fortschreiben/",
    "/ziele/2023-2027/1/herkunft/neu/",
    "/kennzahlen/neu/",
    "/kennzahlen/{indicator}/bearbeiten/",
    "/kennzahlen/{indicator}/loeschen/",
]
BY_BOTH_OFFICES = [
    "/gremien/neu/",
    "/gremien/schulausschuss/bearbeiten/",
    "/gremien/schulausschuss/sitzungen/neu/",
    "/gremien/schulausschuss/sitzungen/{meeting}/bearbeiten/",
    "/gremien/schulausschuss/sitzungen/{meeting}/loeschen/",
    "/vorlagen/neu/",
    "/vorlagen/2022-1106/bearbeiten/",
]


@pytest.mark.parametrize("path", BY_COORDINATION_OFFICE + BY_BOTH_OFFICES)
def test_only_the_offices_get_to_the_forms(path, cast, client):
    indicator, meeting = make.indicator(goal=make.goal(1)), make.meeting()
    make.paper("2022/1106")
    path = path.format(indicator=indicator.pk, meeting=meeting.pk)
    assert client.get(path).status_code == 302
    offices = [cast.office, cast.clerk] if "/gremien/" in path or "/vorlagen/" in path else [cast.office]
    for user in (cast.office, cast.clerk, cast.council, cast.operator, cast.vhs_editor, cast.stranger):
        client.force_login(user)
        expected = 200 if user in offices else 403
        assert client.get(path).status_code == expected, user
        if expected == 403:
            assert client.post(path).status_code == 403, user


def test_a_connection_of_other_goals_is_not_found_below_this_one(cast, client):
    old, new, other = make.goal(1, period=make.period("2018-2022")), make.goal(1), make.goal(2)
    row = GoalSuccession.objects.create(predecessor=old, successor=new, kind="adapted")
    client.force_login(cast.office)
    assert client.get(f"{new.get_absolute_url()}herkunft/{row.pk}/bearbeiten/").status_code == 200
    assert client.get(f"{other.get_absolute_url()}herkunft/{row.pk}/bearbeiten/").status_code == 404


def test_a_meeting_of_another_committee_is_not_found(cast, client):
    meeting = make.meeting()
    other = make.committee("Rat")
    client.force_login(cast.office)
    assert client.get(f"{other.get_absolute_url()}sitzungen/{meeting.pk}/bearbeiten/").status_code == 404


# --- Filters --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"2022/1106", "2020/0964", "2011/0702"}),
        ("?q=uebergaenge", {"2022/1106"}),
        ("?q=ÜBERGÄNGE", {"2022/1106"}),
        ("?q=2011/702", {"2011/0702"}),
        ("?q=gibtesnicht", set()),
        ("?paper_type=report", {"2020/0964"}),
        ("?committee=integrationsrat", {"2011/0702"}),
        ("?year=2020", {"2020/0964"}),
        ("?year=1999", set()),
        ("?paper_type=poem", set()),
        ("?q=a%00b", 400),
        ("?page=99999999999999999999", 404),
    ],
)
def test_papers_are_narrowed_by_the_address(query, found, client):
    make.paper("2022/1106", subject="Übergänge gestalten")
    make.paper("2020/0964", subject="Bericht", paper_type="report")
    make.consultation(make.paper("2011/0702", subject="Leitbild"), committee=make.committee("Integrationsrat"))
    response = client.get(f"/vorlagen/{query}")
    if isinstance(found, int):
        assert response.status_code == found
        return
    assert {paper.number for paper in response.context["papers"]} == found


def test_the_newest_paper_stands_first(client):
    for number in ("2011/0702", "2022/1106", "2013/0502"):
        make.paper(number)
    numbers = [paper.number for paper in client.get("/vorlagen/").context["papers"]]
    assert numbers == ["2022/1106", "2013/0502", "2011/0702"]


def test_an_active_filter_can_be_taken_off_alone(client):
    make.paper("2022/1106")
    active = client.get("/vorlagen/?year=2022&paper_type=resolution").context["active"]
    assert {chip["label"]: chip["url"] for chip in active} == {
        "2022": "?paper_type=resolution",
        "Beschlussvorlage": "?year=2022",
    }


@pytest.mark.parametrize(
    "path", ["/ziele/2023-2027/99999999999999999999/", "/kennzahlen/99999999999999999999/", "/vorlagen/0000-0000/"]
)
def test_numbers_that_nothing_has_are_not_found(path, client):
    make.goal()
    assert client.get(path).status_code == 404


# --- Queries --------------------------------------------------------------------------------------------------


def fill(times: int) -> None:
    for _ in range(times):
        paper = make.paper(predecessor=make.paper())
        make.consultation(paper, held_on=date(2020, 1, 1))
        make.resolution_item(paper)
        goal = make.goal(plain_text="Kurz.")
        goal.revisions.create(revised_on=date(2025, 1, 1), previous_title="a", new_title="b", reason="c", paper=paper)
        make.indicator_value(make.indicator(goal=goal))
        make.indicator_value(make.indicator(goal=make.Goal.objects.get(number=1)))
        make.period(f"{2030 + make.Period.objects.count()}-{2034 + make.Period.objects.count()}", paper=paper)
        committee = make.committee(f"Ausschuss {make.Committee.objects.count()}")
        committee.former_names.create(name="Früher")
        make.meeting(committee=committee, held_on=date(2030, 1, 1) + timedelta(days=make.Meeting.objects.count()))
        make.meeting(held_on=date(2030, 1, 1) + timedelta(days=make.Meeting.objects.count()))
        first = make.Paper.objects.order_by("pk").first()
        make.consultation(first)
        make.resolution_item(first)


@pytest.mark.parametrize(
    "path",
    [
        "/ziele/",
        "/ziele/2023-2027/",
        "/ziele/2023-2027/1/",
        "/kennzahlen/",
        "/kennzahlen/{indicator}/",
        "/kennzahlen/{indicator}/bearbeiten/",
        "/gremien/",
        "/gremien/schulausschuss/",
        "/vorlagen/",
        "/vorlagen/{paper}/",
        "/vorlagen/{paper}/bearbeiten/",
    ],
)
def test_no_page_asks_more_questions_when_there_is_more_to_show(path, cast, client, django_assert_max_num_queries):
    client.force_login(cast.office)
    make.paper()
    make.committee()
    fill(2)
    paper, indicator = make.Paper.objects.order_by("pk").first(), make.Indicator.objects.order_by("pk").first()
    path = path.format(paper=paper.slug, indicator=indicator.pk)
    with django_assert_max_num_queries(99) as few:
        client.get(path)
    fill(4)
    with django_assert_max_num_queries(len(few)):
        client.get(path)
