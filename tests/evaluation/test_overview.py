"""The start page: figures that agree with the lists behind them, and nothing that is not released."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from evaluation import figures
from measures.models import FreshnessPolicy, Measure, Status
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def period():
    year = TODAY().year
    return make.period(f"{year - 1}-{year + 3}")


@pytest.fixture
def goals(period):
    return [make.goal(number, period=period, title=f"Ziel {number}") for number in (1, 2)]


def test_each_goal_shows_its_measures_by_status(client, goals):
    make.measure(leading_goal=goals[0])
    make.measure(leading_goal=goals[0], status=Status.DELAYED, status_reason="Personal")
    first, second = client.get("/").context["rows"]
    assert {label: count for label, _, count, _ in first.parts if count} == {"im Plan": 1, "verzögert": 1}
    assert (first.total, second.total) == (2, 0)


def test_every_figure_leads_to_a_list_of_as_many(client, cast, goals):
    make.measure(leading_goal=goals[0])
    make.measure(leading_goal=goals[0], status=Status.AT_RISK, status_reason="Geld")
    make.measure(leading_goal=goals[1], status=Status.PLANNED)
    make.draft(leading_goal=goals[0], lead=cast.vhs)
    for user in (None, cast.office, cast.vhs_member):
        if user:
            client.force_login(user)
        context = client.get("/").context
        head = context["headline"]
        figures = [
            (head.total, head.total_url),
            (head.on_course, head.on_course_url),
            (head.attention, head.attention_url),
        ]
        figures += [(row.total, row.list_url) for row in context["rows"]]
        figures += [(count, url) for row in context["rows"] for _, _, count, url in row.parts]
        assert len(figures) == 3 + 2 + 3
        for count, url in figures:
            assert client.get(url).context["total"] == count, url


def test_only_goals_of_the_current_period_are_shown(client, goals):
    make.goal(1, period=make.period("2013-2017"), title="Längst vorbei")
    assert "Längst vorbei" not in client.get("/").text


def test_goals_that_are_not_public_stay_hidden(client, cast, period):
    make.goal(1, period=period, title="Noch geheim", is_public=False)
    assert "Noch geheim" not in client.get("/").text
    client.force_login(cast.office)
    assert "Noch geheim" in client.get("/").text


@pytest.fixture
def confirmed(goals):
    """Running measures of each freshness, one that is over, and a draft."""
    for days, n in ((3, 3), (200, 2), (500, 1)):
        for _ in range(n):
            make.measure(leading_goal=goals[0], last_confirmed_on=TODAY() - timedelta(days=days))
    make.measure(leading_goal=goals[0], last_confirmed_on=None)
    make.measure(leading_goal=goals[0], last_confirmed_on=None, status=Status.DONE, completed_on=TODAY())
    return make.draft(leading_goal=goals[0], last_confirmed_on=TODAY())


def freshness(client):
    return [(label, count) for label, _, count, _ in client.get("/").context["rows"][0].freshness]


def test_each_goal_shows_its_running_measures_by_freshness(client, confirmed):
    assert freshness(client) == [("aktuell", 3), ("fällig", 2), ("veraltet", 2)]
    assert client.get("/").context["rows"][0].total == 8


def test_the_freshness_changes_with_the_intervals_and_with_every_confirmation(client, confirmed, goals):
    policy = FreshnessPolicy.current()
    policy.due_after_months, policy.stale_after_months = 12, 24
    policy.save()
    assert freshness(client) == [("aktuell", 5), ("fällig", 1), ("veraltet", 1)]
    Measure.objects.filter(leading_goal=goals[0], status=Status.ON_TRACK).update(last_confirmed_on=TODAY())
    assert freshness(client) == [("aktuell", 7)]
    Measure.objects.filter(publication="released").update(status=Status.PLANNED, completed_on=None)
    assert freshness(client) == [("aktuell", 7), ("veraltet", 1)]


def test_the_freshness_changes_with_the_day(goals, confirmed):
    def counted(today):
        return [count for _, _, count, _ in figures.goal_rows(AnonymousUser(), today)[0].freshness]

    assert counted(TODAY()) == [3, 2, 2]
    assert counted(TODAY() + timedelta(days=200)) == [3, 4]


def test_every_freshness_leads_to_a_list_of_as_many(client, cast, confirmed):
    for user in (None, cast.office):
        if user:
            client.force_login(user)
        for _, _, count, url in client.get("/").context["rows"][0].freshness:
            assert client.get(url).context["total"] == count, url


def test_meetings_and_milestones_ahead_come_in_order(client, goals):
    meeting = make.meeting(held_on=TODAY() + timedelta(days=20), papers_due_on=TODAY() + timedelta(days=5))
    make.meeting(held_on=TODAY() - timedelta(days=1))
    measure = make.measure(leading_goal=goals[0])
    measure.milestones.create(title="Auftakt", due_on=TODAY() + timedelta(days=2))
    measure.milestones.create(title="Erreicht", due_on=TODAY() + timedelta(days=2), reached_on=TODAY())
    entries = client.get("/").context["coming"]
    assert [entry.title for entry in entries] == ["Auftakt", meeting.committee.name]
    assert entries[1].detail.startswith("Vorlagenschluss")


def test_changes_tell_notes_and_releases_without_names(client, cast, goals):
    measure = make.measure(leading_goal=goals[0], title="Lesepaten")
    measure.progress_notes.create(
        reported_on=TODAY(), status=Status.ON_TRACK, text="Läuft gut.", author=cast.vhs_editor
    )
    page = client.get("/")
    assert [(entry.kind, entry.title) for entry in page.context["changes"]] == [
        ("Sachstand", "Lesepaten"),
        ("neu veröffentlicht", "Lesepaten"),
    ]
    assert str(cast.vhs_editor) not in page.text


@pytest.mark.parametrize("role", [None, "office"])
def test_nothing_of_a_draft_is_told(client, cast, goals, role):
    draft = make.draft(title="Geheimer Entwurf", leading_goal=goals[0], lead=cast.vhs)
    draft.milestones.create(title="Geheimer Schritt", due_on=TODAY())
    draft.progress_notes.create(reported_on=TODAY(), status=Status.PLANNED, text="Geheime Notiz")
    if role:
        client.force_login(getattr(cast, role))
    assert not re.findall(r"Geheim\w* \w+", unescape(client.get("/").text))


def test_a_page_without_goals_says_so(client, db):
    assert "Noch keine Handlungsziele" in client.get("/").text


def published(goals, *values, day=None, **fields):
    """A closed round with these attainments, public since long ago or from ``day`` on."""
    made = make.open_round(period=goals[0].period, **fields)
    for goal, value in zip(goals, values, strict=True):
        make.goal_reflection(made, goal, attainment=value)
    make.move(made, "closed")
    made.results_public_from = day or TODAY() - timedelta(days=1)
    made.save()
    return made


def test_each_goal_shows_its_attainment_of_the_last_published_round(client, goals):
    published(goals, 3, 3, reference_on=TODAY() - timedelta(days=400))
    published(goals, 0, None, reference_on=TODAY() - timedelta(days=30))
    published(goals, 4, 4, reference_on=TODAY(), day=TODAY() + timedelta(days=1))
    first, second = client.get("/").context["rows"]
    assert (first.attainment, first.attained) == (0, "nicht erreicht")
    assert second.attainment is None
    assert first.total == 1


def test_the_attainment_leads_to_what_was_said_about_the_goal(client, goals):
    published(goals, 3, 1)
    path, _, anchor = client.get("/").context["rows"][1].results_url.partition("#")
    assert f'id="{anchor}"' in client.get(path).text
