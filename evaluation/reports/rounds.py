"""How far the goals were reached, round after round: read as plain data, drawn as a chart with its table."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from bildungsnetz.documents import charts
from evaluation.attainment import MOST_ROUNDS, short_name
from evaluation.models import Attainment, EvaluationRound, GoalReflection, Report, RoundState

from .drawings import WIDTH, batched
from .findings import rounds_of
from .kind import Part, Values

STRIPS = 2  # goals in a chart


def closed_until(report: Report) -> list[EvaluationRound]:
    """The closed rounds of the period up to the one that ``report`` tells of, the oldest first."""
    told = rounds_of(report)
    rows = EvaluationRound.objects.filter(period=report.period, state=RoundState.CLOSED)
    return list(rows.filter(serial__lte=told[0].serial).order_by("serial")) if told else []


def about(rounds: Sequence[EvaluationRound]) -> list[dict[str, str]]:
    return [
        {"title": one.title, "short": short_name(one), "reference_on": one.reference_on.isoformat()} for one in rounds
    ]


def attained(rounds: Sequence[EvaluationRound], goals: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """``goals``, each with what every round said about it (``attained``): 0 to 4, None where it said nothing."""
    said = {
        (row.goal.number, row.round_id): row.attainment
        for row in GoalReflection.objects.filter(round__in=rounds, goal__is_public=True).select_related("goal")
    }
    return [{**goal, "attained": [said.get((goal["number"], one.pk)) for one in rounds]} for goal in goals]


def attainment_part(values: Values) -> Part:
    """Chart and table over all rounds; a sentence where there is none."""
    shown = values["rounds"][-MOST_ROUNDS:]
    rows = [{**one, "reference": date.fromisoformat(one["reference_on"])} for one in shown]
    drawn = [attainment_chart(shown, some) for some in batched(values["goals"], STRIPS)]
    context = {"rounds": rows, "charts": drawn, "goals": goal_rows(values, len(shown))}
    return Part("pdf/report_attainment.html", context, 1 + len(drawn))


def attainment_chart(shown: Sequence[dict[str, Any]], goals: Sequence[dict[str, Any]]) -> charts.AttainmentRounds:
    """The course of some goals: a chart of all would leave half a page empty before it, or be taller than a page."""
    numbers = [str(goal["number"]) for goal in goals]
    named = f"Handlungsziel{'e' if len(numbers) > 1 else ''} {' und '.join(numbers)}"
    return charts.AttainmentRounds(
        f"Zielerreichung je Bewertungsrunde, {named}",
        tuple(one["short"] for one in shown),
        tuple(
            charts.GoalRounds(goal["number"], goal["title"], tuple(goal["attained"][-MOST_ROUNDS:])) for goal in goals
        ),
        width=WIDTH,
    )


def goal_rows(values: Values, most: int) -> list[dict[str, Any]]:
    """Each goal with its steps in words, for the last ``most`` rounds."""
    return [
        {
            "number": goal["number"],
            "title": goal["title"],
            "steps": [step_words(value) for value in goal["attained"][-most:]] if most else [],
        }
        for goal in values["goals"]
    ]


def step_words(value: int | None) -> str:
    return "nicht bewertet" if value is None else f"{value} – {Attainment(value).label}"


def last_attained(goal: dict[str, Any]) -> int | None:
    return goal["attained"][-1] if goal["attained"] else None
