"""The papers of a round: agenda, worksheets for the workshop, protocol of a session. Long ones are made by a worker."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils import timezone

from bildungsnetz.documents.pdf import render_template_pdf

from . import points, ratings
from .models import (
    AppliesTo,
    Attainment,
    EvaluationRound,
    GoalReflection,
    Outcome,
    Place,
    Reflection,
    ReflectionItem,
    RoundCriterion,
    RoundPaper,
    Said,
)
from .models.comparison import ComparisonQuerySet
from .points import Point, said

DIRECTLY = 60  # points up to which a page waits for its paper (about 25 ms a point)


@dataclass(frozen=True)
class Wanted:
    """Which paper: ``kind`` is agenda, measures, goals or protocol; ``goal`` the number of one goal, None for all."""

    kind: str
    round: int
    session: int | None = None
    goal: int | None = None
    gap_from: int | None = None

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.session or ''}:{self.goal or ''}:{self.gap_from or ''}"

    @property
    def arguments(self) -> dict[str, Any]:
        return asdict(self)


TITLES = {
    "agenda": "Tagesordnung der Reflexion",
    "measures": "Arbeitsblätter zu den Maßnahmen",
    "goals": "Arbeitsblätter zu den Handlungszielen",
    "protocol": "Protokoll der Reflexion",
}


def file_name(wanted: Wanted, evaluation_round: EvaluationRound) -> str:
    names = {"agenda": "Tagesordnung", "measures": "Arbeitsblaetter", "goals": "Zielblaetter", "protocol": "Protokoll"}
    narrowed = f"-Ziel-{wanted.goal}" if wanted.goal else ""
    return f"Runde-{evaluation_round.serial}-{names[wanted.kind]}{narrowed}.pdf"


def size(wanted: Wanted) -> int:
    """How many points the paper has."""
    if wanted.kind == "protocol":
        return ReflectionItem.objects.filter(reflection=wanted.session, adopted=False).count()
    if wanted.kind == "agenda":
        return rows_of(wanted).count()
    return rows_of(wanted).at(Place.GAP, limit_of(wanted)).count()


def limit_of(wanted: Wanted) -> int:
    return wanted.gap_from or EvaluationRound.objects.get(pk=wanted.round).gap_from


def rows_of(wanted: Wanted) -> ComparisonQuerySet:
    rows = ratings.rows_of(EvaluationRound(pk=wanted.round))
    return rows.filter(goal__number=wanted.goal) if wanted.goal else rows


def render(wanted: Wanted, now: datetime) -> bytes:
    """The paper as the data are now."""
    evaluation_round = EvaluationRound.objects.select_related("period").get(pk=wanted.round)
    context = {"round": evaluation_round, "written_on": timezone.localdate(now), "goal_number": wanted.goal}
    contents = {"agenda": agenda_of, "measures": measure_sheets, "goals": goal_sheets, "protocol": protocol_of}
    context |= contents[wanted.kind](wanted, evaluation_round)
    title = f"{TITLES[wanted.kind]}: {evaluation_round.title}"
    return render_template_pdf(f"evaluation/{wanted.kind}_pdf.html", context, title=title, created_at=now)


def store(wanted: Wanted, now: datetime) -> RoundPaper:
    """Renders a long paper and keeps it in place of the last one of its kind."""
    evaluation_round = EvaluationRound.objects.get(pk=wanted.round)
    fresh = {"pdf": render(wanted, now), "file_name": file_name(wanted, evaluation_round), "rendered_at": now}
    paper, _ = RoundPaper.objects.update_or_create(round=evaluation_round, key=wanted.key, defaults=fresh)
    return paper


def agenda_of(wanted: Wanted, evaluation_round: EvaluationRound) -> dict[str, Any]:
    """The points in their order: differences in full, the rest as tables."""
    limit = wanted.gap_from or evaluation_round.gap_from
    gaps, close, missing = (read(rows_of(wanted).at(place, limit)) for place in Place)
    return {"gap_from": limit, "gaps": gaps, "close": by_measure(close), "missing": missing}


def read(rows: ComparisonQuerySet) -> list[Point]:
    return points.read(rows.values_list("pk", flat=True))


def by_measure(found: Iterable[Point]) -> list[tuple[Point, list[Point]]]:
    """All points of one measure together, with its first one, in the order in which measures first come up."""
    groups: dict[int, list[Point]] = {}
    for point in found:
        groups.setdefault(point.rated, []).append(point)
    return [(of_measure[0], of_measure) for of_measure in groups.values()]


def measure_sheets(wanted: Wanted, evaluation_round: EvaluationRound) -> dict[str, Any]:
    """A page for each measure that has something on the agenda, with its criteria in words and room to write."""
    limit = wanted.gap_from or evaluation_round.gap_from
    rows = rows_of(wanted).at(Place.GAP, limit)
    ordered = rows.order_by("goal__number", "rated__measure__serial", "criterion__position", "criterion")
    return {"sheets": by_measure(read(ordered)), "gap_from": limit}


def goal_sheets(wanted: Wanted, evaluation_round: EvaluationRound) -> dict[str, Any]:
    """A page for each goal: the scale of attainment, the criteria for goals, what its measures are about."""
    limit = wanted.gap_from or evaluation_round.gap_from
    results = evaluation_round.goal_reflections.select_related("goal").order_by("goal__number")
    if wanted.goal:
        results = results.filter(goal__number=wanted.goal)
    gaps: dict[int, list[Point]] = {}
    for point in read(rows_of(wanted).at(Place.GAP, limit).order_by("rated__measure__serial", "criterion__position")):
        gaps.setdefault(point.goal, []).append(point)
    questions = evaluation_round.round_criteria.filter(criterion__applies_to=AppliesTo.GOAL)
    return {
        "sheets": [(result.goal, gaps.get(result.goal_id, [])) for result in results],
        "questions": list(questions.select_related("criterion")),
        "attainment": list(Attainment),
        "gap_from": limit,
    }


def protocol_of(wanted: Wanted, evaluation_round: EvaluationRound) -> dict[str, Any]:
    """What a session settled: goals with their texts, points with agreed value or both views, recommendations."""
    session = Reflection.objects.prefetch_related("bodies").get(round=evaluation_round, pk=wanted.session or 0)
    items = ReflectionItem.objects.filter(reflection=session).select_related(
        "rated__measure__lead", "rated__goal", "rated__lead", "criterion__criterion"
    )
    talked = list(items.filter(adopted=False).order_by("rated__goal__number", "rated__measure__serial", "criterion"))
    goals = GoalReflection.objects.filter(reflection=session).select_related("goal").order_by("goal__number")
    by_goal = {key: list(group) for key, group in groupby(talked, key=lambda item: item.rated.goal)}
    results = {result.goal: result for result in goals.prefetch_related("values__criterion__criterion")}
    recommended: dict[Any, list[Any]] = {}
    for one in session.recommendations.select_related("goal", "measure").order_by("serial"):
        recommended.setdefault(one.goal, []).append(one)
    named = sorted({*by_goal, *results, *recommended}, key=lambda goal: goal.number)
    return {
        "session": session,
        "goals": [
            {
                "goal": goal,
                "result": results.get(goal),
                "values": [words_of(value) for value in results[goal].values.all()] if goal in results else [],
                "items": [(item, result_of(item)) for item in by_goal.get(goal, [])],
                "recommendations": recommended.get(goal, []),
            }
            for goal in named
        ],
        "adopted": items.filter(adopted=True).count(),
        "dissents": sum(item.outcome == Outcome.DISSENT for item in talked),
        "agreed": sum(item.outcome == Outcome.AGREED for item in talked),
    }


def result_of(item: ReflectionItem) -> str:
    if item.outcome == Outcome.DISSENT:
        return "keine Einigung"
    return said(Said.VALUE, item.agreed_value, words_of_levels(item.criterion))


def words_of(value: Any) -> tuple[RoundCriterion, str, str]:
    """A criterion about a goal, the answer in words, the rationale."""
    what = Said.NOT_RATABLE if value.not_ratable else Said.VALUE
    open_words = "noch nicht bewertet"
    answered = value.not_ratable or value.value is not None
    return (
        value.criterion,
        said(what, value.value, words_of_levels(value.criterion)) if answered else open_words,
        value.rationale,
    )


def words_of_levels(asked: RoundCriterion) -> list[str]:
    return [words for _, words in asked.criterion.levels]
