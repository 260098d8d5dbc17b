"""Agenda, worksheets and protocol: readable for everyone, complete, and by a worker where they are long."""

import pytest
from django.urls import reverse
from django.utils import timezone

from evaluation import round_papers
from evaluation.actions import reflections as actions
from evaluation.models import RoundPaper
from evaluation.round_papers import Wanted
from tests import make
from tests.pdf import reading
from tests.pdf.verapdf import failed_rules

KINDS = ("agenda", "measures", "goals", "protocol")


@pytest.fixture
def session(cast):
    goal = make.goal(1, title="Lernen unterstützen")
    measure = make.measure(title="Lesestart", leading_goal=goal, lead=cast.vhs)
    rated, made = make.talked_over(
        measure, note="Drei Schulen fehlen.", place="Rathaus", further_bodies="Schulaufsicht"
    )
    make.recommendation(rated.round, goal=goal, reflection=made, text="Mehr Lesepaten gewinnen")
    return made


def rendered(kind, session):
    return round_papers.render(Wanted(kind, session.round_id, session=session.pk), timezone.now())


@pytest.mark.parametrize("kind", KINDS)
def test_each_is_pdf_ua(session, kind):
    assert failed_rules(rendered(kind, session)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_round_has_papers_too(cast, kind):
    session = make.reflection(make.evaluation_round(state="reflection"))
    assert failed_rules(rendered(kind, session)) == []


def test_the_agenda_has_both_values_in_words_and_their_reasons(session):
    text = reading.text(rendered("agenda", session))
    for words in ("4 – Stufe 4 in Worten", "0 – Stufe 0 in Worten", "Drei Schulen fehlen.", "Abweichung 4"):
        assert words in text


def test_the_agenda_keeps_the_points_of_a_measure_together(cast):
    """By agreement and difference they come up as first, second, first: on paper the first stands once."""
    goal = make.goal(1)
    measures = [make.measure(title=title, leading_goal=goal) for title in ("Lesestart", "Elterncafé")]
    of = make.evaluation_round(make.criterion("Reichweite"), make.criterion("Wirkung"))
    for measure, lead, office in zip(measures, ((3, 2), (2, 2)), ((2, 2), (2, 3)), strict=True):
        one = make.rated(of, measure)
        make.sheet(one, "lead", *lead)
        make.sheet(one, "office", *office)
    make.move(of, "reflection")
    text = reading.text(round_papers.render(Wanted("agenda", of.pk), timezone.now()))
    assert text.count("Lesestart") == text.count("Elterncafé") == 1


def test_what_is_missing_stands_there_in_short(cast):
    make.measure(title="Vorlesetag", leading_goal=make.goal(1))
    rated = make.rated(make.evaluation_round(make.criterion("Wirkung")))
    make.sheet(rated, "office", 2)
    make.move(rated.round, "reflection")
    text = reading.text(round_papers.render(Wanted("agenda", rated.round_id), timezone.now()))
    assert "Vorlesetag Wirkung nicht abgegeben 2" in text


def test_a_goal_has_a_leaf_with_room_to_write_overleaf(session):
    front, back = reading.text_of_pages(rendered("goals", session))
    assert "Wie weit ist das Ziel erreicht?" in front
    assert all(words in back for words in ("Ziel 1", "Stärken:", "Schwächen:", "Chancen:", "Empfehlung (was"))


def test_a_worksheet_has_the_scale_and_room_to_write(session):
    text = reading.text(rendered("measures", session))
    assert "Stufe 2 in Worten" in text
    assert "worin wir uns nicht einig sind" in text
    assert "weitgehend erreicht" in reading.text(rendered("goals", session))


def test_the_protocol_says_where_when_who_and_what(session):
    text = reading.text(rendered("protocol", session))
    for words in (
        *("Rathaus", "Volkshochschule Herne", "Schulaufsicht", "Vereinbart: 3 – Stufe 3 in Worten", "Keine Einigung"),
        *("Sicht des Akteurs", "Zielerreichung: 3 – weitgehend erreicht", "Mehr Lesepaten gewinnen"),
    ):
        assert words in text


def test_a_long_paper_is_made_by_a_worker_and_kept(client, cast, session, monkeypatch):
    monkeypatch.setattr(round_papers, "DIRECTLY", 0)
    client.force_login(cast.clerk)
    address = reverse("evaluation:agenda_pdf", args=[session.round.serial])
    for _ in range(2):
        job = client.get(client.get(address).url)
        assert job.status_code == 200
    paper = RoundPaper.objects.get()
    answer = client.get(paper.get_absolute_url())
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    actions.forget_papers(timezone.now())
    assert RoundPaper.objects.exists()
    actions.forget_papers(timezone.now() + actions.KEEP_PAPERS)
    assert not RoundPaper.objects.exists()


def test_a_short_one_comes_at_once(client, cast, session):
    client.force_login(cast.office)
    address = reverse("evaluation:measure_sheets_pdf", args=[session.round.serial])
    answer = client.get(address, {"goal": "1", "limit": "2"})
    assert answer["Content-Disposition"].endswith('-Arbeitsblaetter-Ziel-1.pdf"')
    assert "Lesestart" in reading.text(answer.content)
