"""The Evaluationsbericht: one closed round in words and in the figures that everybody may read."""

import pytest

from evaluation import disclosure
from evaluation.reports import frame, rounds
from evaluation.reports.rendering import render
from tests import make
from tests.pdf import reading


@pytest.fixture
def small_groups_shown(monkeypatch):
    """Two measures of one actor are enough, so that figures can be compared by hand."""
    monkeypatch.setattr(disclosure, "LEAST_MEASURES", 1)
    monkeypatch.setattr(disclosure, "LEAST_ACTORS", 1)


def test_it_tells_of_its_round_and_of_those_before_alone(world):
    world.about["round"] = world.first
    values = world.values("evaluationsbericht")
    assert values["round"]["title"] == "Bewertung 2025"
    assert [one["title"] for one in values["rounds"]] == ["Bewertung 2025"]
    assert [row["text"] for row in values["goals"][0]["recommendations"]] == ["Erste Empfehlung"]
    text = reading.text(render(values))
    assert "Worte des Akteurs 2025" in text
    assert (
        "2026 " not in text.replace("2026 Seite", "").split("Zielerreichung je Bewertungsrunde")[1].split("Ausblick")[0]
    )


def test_attainment_goes_over_the_rounds_in_words(world):
    values = world.values("evaluationsbericht")
    assert [goal["attained"] for goal in values["goals"]] == [[2, 3], [None, 1]]
    texts = values["texts"]
    assert (
        "weitgehend erreicht (3 von 4). Das ist höher als in der vorangegangenen Bewertung (2 von 4)" in texts["goal-1"]
    )
    assert texts["goal-2"] == "Die gemeinsame Bewertung ist: in Ansätzen erreicht (1 von 4)."


def test_the_courses_of_many_goals_are_drawn_in_charts_that_fit_a_page(world):
    values = world.values("evaluationsbericht")
    first = values["goals"][0]
    values["goals"] = [{**first, "number": number} for number in range(1, 6)]
    drawn = rounds.attainment_part(values).context["charts"]
    assert [[goal.number for goal in chart.goals] for chart in drawn] == [[1, 2], [3, 4], [5]]
    assert [chart.title for chart in drawn][1:] == [
        "Zielerreichung je Bewertungsrunde, Handlungsziele 3 und 4",
        "Zielerreichung je Bewertungsrunde, Handlungsziel 5",
    ]


def test_its_figures_are_those_of_the_results(world, small_groups_shown):
    found = world.values("evaluationsbericht")["results"]
    assert (found["submitted"], found["owed"]) == (4, 8)
    goal = found["goals"]["1"]
    assert (goal["mean"], goal["agreement"], goal["firm"]) == ("2.8", 63, 100)
    assert goal["answers"] == [
        ["Federführende Akteure", [0, 0, 0, 1, 1, 0]],
        ["Bildungsbüro", [0, 0, 2, 0, 0, 0]],
    ]
    assert goal["backing"] == [4, 0, 0, 0, 0]
    assert [one["figures"]["mean"] for one in found["criteria"]] == ["2.8"]


def test_small_groups_are_withheld_and_said_to_be(world):
    values = world.values("evaluationsbericht")
    assert values["results"]["goals"]["1"] is None
    assert values["results"]["total"] is None
    assert [one["figures"] for one in values["results"]["criteria"]] == [None]
    text = reading.text(render(values))
    assert "Niemand soll ablesen können" in text
    assert "2,8" not in text
    assert "4 von 8 Bewertungsbögen sind abgegeben worden" in text


def test_what_became_of_the_recommendations_before_is_told_apart_from_the_new_ones(world):
    values = world.values("evaluationsbericht")
    assert [row["text"] for row in values["follow_up"]] == ["Erste Empfehlung"]
    assert [row["text"] for row in values["goals"][0]["recommendations"]] == ["Zweite Empfehlung"]
    assert "Über eine Empfehlung ist noch zu entscheiden." in values["texts"]["outlook"]


def test_a_round_that_is_open_again_has_no_results(world):
    variant = world.variant("evaluationsbericht")
    make.move(world.second, "reflection")
    variant.report.round.refresh_from_db()
    values = frame.figures(variant, make.TODAY)
    assert (values["round"], values["goals"]) == (None, [])
    assert "Bewertungsrunde ist nicht abgeschlossen" in reading.text(render(values))
