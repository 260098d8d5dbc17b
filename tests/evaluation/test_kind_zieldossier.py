"""The Zieldossier: one goal with all that is known of it, and nothing of the others."""

from datetime import date

from evaluation.reports import frame
from evaluation.reports.rendering import render
from goals.models import GoalRevision
from tests import make
from tests.pdf import reading


def test_it_tells_of_one_goal_alone(world):
    values = world.values("zieldossier")
    [goal] = values["goals"]
    assert (goal["number"], len(goal["measures"]), goal["related"]) == (1, 3, ["M-004"])
    assert "Übergangslotsen" not in reading.text(render(values))
    assert values["finance"]["measures"] == ["M-001", "M-002"]


def test_the_introduction_counts_all_goals_of_the_period(world):
    assert "zwei Handlungsziele festgelegt" in world.values("zieldossier")["texts"]["introduction"]


def test_origin_revisions_rounds_and_recommendations_are_told(world):
    goal = world.circle.goals[0]
    GoalRevision.objects.create(
        goal=goal, revised_on=date(2026, 2, 1), previous_title="Früher", new_title=goal.title, reason="Neuer Erlass",
        paper=make.paper("2025/0998", is_public=False),
    )  # fmt: skip
    values = world.values("zieldossier")
    assert [step["goal"] for step in values["origin"]["origins"]] == ["2018–2022, Ziel 7: Vorläuferziel"]
    assert values["goals"][0]["attained"] == [2, 3]
    assert [row["text"] for row in values["follow_up"]] == ["Erste Empfehlung"]
    text = reading.text(render(values))
    assert "01.02.2026 Begründung: Neuer Erlass" in text
    assert "2 – teilweise erreicht 3 – weitgehend erreicht" in text
    assert "Zweite Empfehlung" in text
    assert "2025/0998" not in text


def test_the_wording_stands_once(world):
    goal = world.circle.goals[0]
    goal.text = "Alle lernen ein Leben lang."
    goal.save()
    assert reading.text(render(world.values("zieldossier"))).count("Alle lernen ein Leben lang.") == 1


def test_a_goal_that_is_no_longer_public_is_not_told_of(world):
    variant = world.variant("zieldossier")
    goal = world.circle.goals[0]
    goal.is_public = False
    goal.save()
    values = frame.figures(variant, make.TODAY)
    assert (values["goals"], values["origin"], values["follow_up"]) == ([], None, [])
    assert "derzeit nicht öffentlich" in reading.text(render(values))
