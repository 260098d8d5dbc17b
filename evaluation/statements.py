"""Whose measures and words are in a report, what each actor gets to read of it, and who has not answered yet."""

from datetime import date
from typing import Any

from django.db.models import Count, Min, Q

from evaluation.models import PENDING, Report, ReportVersion, StatementRequest
from evaluation.reports import findings, readings
from measures.models import Actor, Measure
from measures.people import addressees


def is_frozen(report: Report) -> bool:
    return ReportVersion.objects.filter(variant__report=report).exists()


def told(report: Report) -> Any:
    """The measures that the report tells of: those of its period, or of its goal alone."""
    rows = Measure.objects.released().filter(leading_goal__period=report.period_id, leading_goal__is_public=True)
    return rows.filter(leading_goal=report.goal_id) if report.goal_id else rows


def concerned(report: Report) -> Any:
    """The actors that lead a measure of the report, or whose words stand in it, by name."""
    measures = told(report)
    last = findings.rounds_of(report)[:1]
    sheets = [sheet for one in last for sheet in findings.spoken(one).filter(rated__measure__in=measures)]
    speaking = [sheet.actor_id for sheet in sheets if sheet.actor_id]
    return Actor.objects.filter(Q(pk__in=measures.values("lead")) | Q(pk__in=speaking)).order_by("sort_key", "pk")


def not_asked_yet(report: Report) -> Any:
    asked = StatementRequest.objects.filter(report=report).values("actor")
    return concerned(report).exclude(pk__in=asked)


def reached(actors: set[int]) -> set[int]:
    """Those of ``actors`` for which somebody can sign in: nobody else can read and answer."""
    people = addressees(actors)
    return {actor for actor in actors if any(person.user_id for person in people[actor])}


def part_of(report: Report, actor: Actor) -> list[dict[str, Any]]:
    """What the paper says about ``actor``: its measures with both voices, under their goals with what was found.

    Made of the same readings as the paper itself.
    """
    wanted = Q(lead=actor) | Q(pk__in=findings.spoken_by(report, actor))
    found = findings.findings(report)
    goals = [found.of_goal(goal) for goal in readings.goals(report.period, wanted, goal=report.goal)]
    return [goal for goal in goals if goal["measures"]]


def measures_of(report: Report, actor: Actor) -> Any:
    """The measures about which ``actor`` can say something, in the order of the paper."""
    wanted = Q(lead=actor) | Q(pk__in=findings.spoken_by(report, actor))
    return told(report).filter(wanted).order_by("leading_goal__number", "serial")


def owed(report: Report) -> tuple[list[str], date | None]:
    """The names of the actors that have not answered, and the first day that any of them has left."""
    rows = StatementRequest.objects.filter(report=report, answer__in=PENDING)
    names = list(rows.order_by("actor__sort_key", "pk").values_list("actor__name", flat=True))
    return names, rows.aggregate(first=Min("due_on"))["first"]


def waiting_reports(today: date) -> Any:
    """Reports for which statements can still come, the first to end on top, each with asked and owing."""
    asked = Count("statement_requests")
    owing = Count("statement_requests", filter=Q(statement_requests__answer__in=PENDING))
    open_ones = StatementRequest.objects.open_on(today).values("report")
    rows = Report.objects.filter(pk__in=open_ones).annotate(asked=asked, owing=owing)
    return rows.annotate(first_due=Min("statement_requests__due_on")).order_by("first_due", "pk")
