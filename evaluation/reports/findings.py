"""What a report tells of the joint evaluation: the last closed round, each voice's own words, what became of it all.

Nothing of single ratings is read, nor what a sheet says beside ``for_report``: these words are written for committee
and public. Recommendations stand here whatever was decided, for the paper is how a committee hears of them; the pages
of the site show the public adopted ones alone.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from evaluation.models import (
    ADOPTED,
    UNFINISHED,
    Answer,
    Attainment,
    EvaluationRound,
    GoalReflection,
    RatingSheet,
    Recommendation,
    Report,
    RoundState,
    SheetState,
    Statement,
    Voice,
)
from measures.models import Actor, Publication

WRITTEN = ("attainment_reason", "strengths", "weaknesses", "opportunities")
SPEAKING = (Voice.LEAD, Voice.OFFICE)


@dataclass(frozen=True)
class Findings:
    """By number of goal or measure, as plain data; ``round`` is None where no round was closed."""

    round: dict[str, str] | None
    goals: dict[int, dict[str, Any]] = field(default_factory=dict)
    voices: dict[str, dict[str, Any]] = field(default_factory=dict)
    statements: dict[str, dict[str, str]] = field(default_factory=dict)
    general: list[dict[str, str]] = field(default_factory=list)
    recommendations: dict[int, list[dict[str, str]]] = field(default_factory=dict)
    follow_up: list[dict[str, str]] = field(default_factory=list)

    def of_goal(self, goal: Mapping[str, Any]) -> dict[str, Any]:
        """``goal`` with what was found about it and its measures."""
        number = goal["number"]
        return {
            **goal,
            "evaluation": self.goals.get(number),
            "recommendations": self.recommendations.get(number, []),
            "measures": [self.of_measure(row) for row in goal["measures"]],
        }

    def of_measure(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Only what there is: most measures have no words beside their row."""
        number = row["number"]
        said = {"voices": self.voices.get(number), "statement": self.statements.get(number)}
        return {**row, **{name: value for name, value in said.items() if value}}


def rounds_of(report: Report) -> list[EvaluationRound]:
    """The closed round that ``report`` tells of, its own or the last one of its period, and the one before it.

    None at all where its own is open again: what it found does not stand yet.
    """
    rows = EvaluationRound.objects.filter(period=report.period, state=RoundState.CLOSED)
    if report.round is None:
        return list(rows.order_by("-serial")[:2])
    found = list(rows.filter(serial__lte=report.round.serial).order_by("-serial")[:2])
    return found if found[:1] == [report.round] else []


def findings(report: Report) -> Findings:
    """Everything for the paper of ``report``, which may not be stored yet."""
    rounds = rounds_of(report)
    last = rounds[0] if rounds else None
    measures, general = statements(report)
    return Findings(
        round=about(last) if last else None,
        goals=goals(last) if last else {},
        voices=voices(last) if last else {},
        statements=measures,
        general=general,
        recommendations=by_goal(listed(rounds).open()),
        follow_up=follow_up(rounds),
    )


def about(last: EvaluationRound) -> dict[str, str]:
    return {"title": last.title, "reference_on": last.reference_on.isoformat()}


def goals(last: EvaluationRound) -> dict[int, dict[str, Any]]:
    """What the session found about each goal; a goal of which it said nothing is left out."""
    rows = GoalReflection.objects.filter(round=last, goal__is_public=True).select_related("goal")
    return {row.goal.number: found for row in rows if (found := goal_finding(row))}


def goal_finding(row: GoalReflection) -> dict[str, Any] | None:
    texts = {name: getattr(row, name).strip() for name in WRITTEN}
    if row.attainment is None and not any(texts.values()):
        return None
    return {
        "attainment": row.attainment,
        "attainment_words": str(Attainment(row.attainment).label) if row.attainment is not None else "nicht bewertet",
        **texts,
    }


def spoken(last: EvaluationRound) -> Any:
    """The handed in sheets of ``last`` with words for the report: one of the lead, one of the office a measure."""
    rows = RatingSheet.objects.filter(rated__round=last, voice__in=SPEAKING, state=SheetState.SUBMITTED)
    return rows.exclude(for_report="").select_related("rated__measure", "actor")


def spoken_by(report: Report, actor: Actor) -> Any:
    """The ids of the measures beside which the paper prints words of ``actor``."""
    last = rounds_of(report)[:1]
    rows = RatingSheet.objects.filter(rated__round__in=last, voice=Voice.LEAD, actor=actor, state=SheetState.SUBMITTED)
    return rows.exclude(for_report="").values("rated__measure")


def voices(last: EvaluationRound) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for sheet in spoken(last):
        words = {"name": sheet.speaker, "text": sheet.for_report}
        found[sheet.rated.measure.number]["office" if sheet.voice == Voice.OFFICE else "actor"] = words
    return dict(found)


def statements(report: Report) -> tuple[dict[str, dict[str, str]], list[dict[str, str]]]:
    """What actors handed in about their measures, and about all of it; in their own words."""
    if not report.pk:
        return {}, []
    rows = Statement.objects.filter(request__report=report, request__answer=Answer.SUBMITTED)
    by_measure, general = {}, []
    for row in rows.select_related("request__actor", "measure").order_by("request__actor__sort_key", "request"):
        said = {"name": row.request.actor.name, "text": row.text}
        if row.measure:
            by_measure[row.measure.number] = said
        else:
            general.append(said)
    return by_measure, general


def every_statement(report: Report) -> list[dict[str, str]]:
    """All that actors handed in, for a paper that has no row for each measure."""
    by_measure, general = statements(report)
    return [*general, *({**said, "name": f"{said['name']}, zu {number}"} for number, said in by_measure.items())]


def listed(rounds: list[EvaluationRound]) -> Any:
    """The recommendations about public goals from the first of ``rounds`` and all closed ones before it."""
    rows = Recommendation.objects.filter(goal__is_public=True, round__state=RoundState.CLOSED)
    found = (
        rows.filter(round__period=rounds[0].period_id, round__serial__lte=rounds[0].serial) if rounds else rows.none()
    )
    return found.select_related("goal", "measure", "responsible", "committee", "paper", "round")


def by_goal(rows: Any) -> dict[int, list[dict[str, str]]]:
    """The number of a goal -> its recommendations."""
    found = defaultdict(list)
    for row in rows.order_by("serial"):
        found[row.goal.number].append(recommendation(row))
    return dict(found)


def follow_up(rounds: list[EvaluationRound], told: Sequence[EvaluationRound] = ()) -> list[dict[str, str]]:
    """What became of the recommendations of ``rounds``, and of older ones that still run; without those of ``told``."""
    decided = listed(rounds).exclude(decision="").exclude(round__in=told)
    unfinished = Q(decision__in=ADOPTED, progress__in=UNFINISHED)
    return outcomes(decided.filter(unfinished | Q(round__in=rounds)))


def outcomes(rows: Any) -> list[dict[str, str]]:
    """Recommendations with what became of them."""
    rows = rows.order_by("goal__number", "serial")
    return [{**recommendation(row), "outcome": row.outcome_text} for row in rows]


def recommendation(row: Recommendation) -> dict[str, str]:
    """A recommendation in words; a measure or paper that is not public is not named."""
    measure = row.measure if row.measure and row.measure.publication == Publication.RELEASED else None
    paper = row.paper if row.paper and row.paper.is_public else None
    return {
        "number": row.number,
        "goal": str(row.goal.number),
        "measure": measure.number if measure else "",
        "text": row.wording,
        "round": row.round.title,
        "decision": str(row.get_decision_display()) if row.decision else "",
        "decided": f"{row.decided_by_words}, {row.decided_on:%d.%m.%Y}" if row.decided_on else "",
        "paper": paper.number if paper else "",
        "responsible": row.responsible.name if row.responsible else "",
        "due_on": f"{row.due_on:%d.%m.%Y}" if row.due_on else "",
        "progress": str(row.get_progress_display()) if row.is_adopted else "",
        "finished_on": f"{row.finished_on:%d.%m.%Y}" if row.finished_on else "",
    }
