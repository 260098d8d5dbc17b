"""What a period has brought: its measures over the years, its indicators against their targets, what ended and why.

The model of Zwischenbilanz and Abschlussbericht, which differ in what comes after.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from evaluation.models import Report
from goals.models import Direction, Period
from measures.freshness import OVER
from measures.models import Measure, Status

from . import drawings, findings, readings, rounds
from .kind import Part, Section, Values

UNKNOWN_START = (
    "Maßnahmen ohne Angabe des Beginns zählen als von Anfang an laufend. „laufend“ sind die Maßnahmen, die am "
    "Jahresende oder, im laufenden Jahr, am Stichtag begonnen und nicht beendet sind."
)


def figures(report: Report, reference: date) -> Values:
    found, told = findings.findings(report), rounds.closed_until(report)
    goals = [found.of_goal(goal) for goal in readings.goals(report.period)]
    return {
        "goals": rounds.attained(told, goals),
        "round": found.round,
        "rounds": rounds.about(told),
        "years": years(report.period, reference),
        "ended": ended(report.period),
        "statements": found.general,
        "follow_up": found.follow_up,
    }


def measures_of(period: Period) -> Any:
    return Measure.objects.released().filter(leading_goal__period=period, leading_goal__is_public=True)


def years(period: Period, reference: date) -> list[dict[str, int]]:
    """For each year of ``period`` until ``reference``: how many measures began, were completed, were stopped, and how
    many were running at its end."""
    lives = [life(row) for row in measures_of(period).only(*LIFE)]
    found = []
    for year in range(period.starts_on.year, min(period.ends_on, reference).year + 1):
        last = min(date(year, 12, 31), reference)
        within = [
            (one, ended_as) for one, (_, end, ended_as) in enumerate(lives) if end and end.year == year and end <= last
        ]
        found.append(
            {
                "year": year,
                "begun": sum(begin is not None and begin.year == year and begin <= last for begin, _, _ in lives),
                "done": sum(ended_as == Status.DONE for _, ended_as in within),
                "cancelled": sum(ended_as == Status.CANCELLED for _, ended_as in within),
                "running": sum(runs_on(last, one) for one in lives),
            }
        )
    return found


LIFE = ("status", "status_since", "started_on", "planned_start_on", "completed_on")
Life = tuple[date | None, date | None, str]


def life(row: Measure) -> Life:
    """From when until when a measure ran, as far as that is known, and its status; planned ones have not begun."""
    begin = row.started_on or (row.planned_start_on if row.status != Status.PLANNED else date.max)
    end = (
        row.completed_on if row.status == Status.DONE else row.status_since if row.status == Status.CANCELLED else None
    )
    return begin, end, row.status


def runs_on(day: date, one: Life) -> bool:
    """What ended on an unknown day counts as not running any more."""
    begin, end, status = one
    is_over = status in OVER and (end is None or end <= day)
    return not is_over and (begin is None or begin <= day)


def ended(period: Period) -> list[dict[str, Any]]:
    """Every measure that is over, the last first."""
    rows = measures_of(period).filter(status__in=OVER).select_related("lead", "leading_goal")
    return [
        {
            "number": row.number,
            "title": row.title,
            "lead": row.lead.name,
            "goal": row.leading_goal.number if row.leading_goal else 0,
            "status_label": str(Status(row.status).label),
            "ended": readings.shown_date(row, "completed") or readings.german_date(row.status_since),
            "reason": row.status_reason,
            "marks": readings.marks(row),
        }
        for row in sorted(rows, key=lambda row: (life(row)[1] or date.min, row.serial), reverse=True)
    ]


def sections(values: Values) -> list[Section]:
    """What both papers tell, in its order."""
    goals = [*(goal_part(values, goal) for goal in values["goals"]), *drawings.statements_parts(values)]
    found = [
        Section("Zielerreichung", [rounds.attainment_part(values)]),
        Section("Maßnahmen der Zielperiode", [drawings.overview_part(values), years_part(values)]),
        Section("Bilanz der Handlungsziele", goals),
        Section("Kennzahlen und Zielwerte", [targets_part(values)]),
        Section("Beendete Maßnahmen", [Part("pdf/report_ended.html", {"ended": values["ended"]})]),
    ]
    if values["follow_up"]:
        found.append(Section("Was aus den Empfehlungen geworden ist", [drawings.follow_up_part(values)]))
    return found


def goal_part(values: Values, goal: dict[str, Any]) -> Part:
    drawn = drawings.goal_section(goal, values["texts"].get(f"goal-{goal['number']}", ""))
    context = {
        "goal": {**drawn, "voiced": [row for row in drawn["voiced"] if "statement" in row]},
        "evaluated": drawings.evaluated(values["round"]),
        "recommended": "Offene Empfehlungen",
    }
    return Part("pdf/report_evaluated_goal.html", context)


def annexes(values: Values) -> list[Section]:
    found = [Section("Verzeichnis der Maßnahmen", drawings.measures_parts(values))]
    if sources := drawings.sources(values):
        found.append(Section("Quellen der Angaben", [Part("pdf/report_sources.html", {"sources": sources})]))
    return found


def years_part(values: Values) -> Part:
    return Part("pdf/report_years.html", {"years": values["years"], "note": UNKNOWN_START})


def targets_part(values: Values) -> Part:
    rows = [
        {
            "goal": goal["number"],
            "title": row["title"],
            "baseline": said(row["baseline"]),
            "latest": said(row["values"][-1] if row["values"] else None),
            "target": said(row["target"]) if row["target"] else row["target_text"],
            "verdict": verdict(row),
        }
        for goal in values["goals"]
        for row in goal["indicators"]
    ]
    return Part("pdf/report_targets.html", {"rows": rows})


def said(figure: Mapping[str, Any] | None) -> str:
    return f"{figure['text']} ({figure['label']})" if figure else "–"


def verdict(row: Mapping[str, Any]) -> str:
    """Whether the last number has come up to the target; nothing where one of them is missing or has no direction."""
    target = drawings.decimal(row["target"])
    latest = drawings.decimal(row["values"][-1]) if row["values"] else None
    if target is None or latest is None or row["direction"] == Direction.NEUTRAL:
        return "–"
    reached = latest >= target if row["direction"] == Direction.UP else latest <= target
    return "erreicht" if reached else "noch nicht erreicht"


def reached_sentence(values: Values) -> str:
    """How many indicators have come up to their targets."""
    verdicts = [verdict(row) for goal in values["goals"] for row in goal["indicators"]]
    judged = [one for one in verdicts if one != "–"]
    if not judged:
        return ""
    reached = judged.count("erreicht")
    return f"Von {len(judged)} Kennzahlen mit Zielwert {'hat' if reached == 1 else 'haben'} {reached} ihn erreicht."
