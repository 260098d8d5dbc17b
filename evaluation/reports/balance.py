"""What a period has brought: its goals in a line each, its measures over the years, its indicators and targets.

Zwischenbilanz and Abschlussbericht are made of these parts: the one says what is at risk and must be steered, the other
what was reached, what was not and why.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from evaluation.models import Report
from goals.models import Period
from measures.freshness import OVER
from measures.models import Measure, Status

from . import drawings, findings, readings, rounds, verdicts, wording
from .kind import Part, Section, Values, Written
from .verdicts import Row, Verdict, is_reached, said

UNKNOWN_START = (
    "Maßnahmen ohne Angabe des Beginns zählen als von Anfang an laufend. „laufend“ sind die Maßnahmen, die am "
    "Jahresende oder, im laufenden Jahr, am Stichtag begonnen und nicht beendet sind."
)


@dataclass(frozen=True)
class Column:
    """The last column of the table of goals: its heading, the verdict in it, and the rule that is told below."""

    caption: str
    heading: str
    verdict: Callable[[Verdict], str]
    rule: str


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


def goal_parts(values: Values) -> list[Part]:
    """Each goal as the last round found it; what is said against all of it stands in a section of its own."""
    return [*(goal_part(values, goal) for goal in values["goals"]), *drawings.statements_parts(values)]


def measures_section(values: Values) -> Section:
    return Section("Maßnahmen der Zielperiode", [drawings.overview_part(values), years_part(values)])


def ended_section(values: Values, title: str) -> Section:
    return Section(title, [Part("pdf/report_ended.html", {"ended": values["ended"]})])


def follow_up_sections(values: Values) -> list[Section]:
    """None where no recommendation was decided on."""
    told = [drawings.follow_up_part(values)] if values["follow_up"] else []
    return [Section("Was aus den Empfehlungen geworden ist", told)] if told else []


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


def targets_part(values: Values, standing: Callable[[Row], str]) -> Part:
    """Every indicator beside its target; ``standing`` says how far it is."""
    rows = [
        {
            "goal": goal["number"],
            "title": row["title"],
            "baseline": said(row["baseline"]),
            "latest": said(row["values"][-1] if row["values"] else None),
            "target": said(row["target"]) if row["target"] else row["target_text"],
            "verdict": standing(row),
        }
        for goal in values["goals"]
        for row in goal["indicators"]
    ]
    return Part("pdf/report_targets.html", {"rows": rows})


def standing_part(values: Values, measures: Callable[[Verdict], str], last: Column, passed: str = "") -> Part:
    """Each goal in a line: rating, ``measures`` in words, indicators, and the verdict of the ``last`` column."""
    rows = [
        {
            "number": one.goal["number"],
            "title": one.goal["title"],
            "attained": verdicts.attained_words(one),
            "measures": measures(one),
            "indicators": verdicts.indicator_words(one),
            "verdict": last.verdict(one),
        }
        for one in verdicts.verdicts(values)
    ]
    context = {"rows": rows, "caption": last.caption, "result": last.heading, "rule": last.rule, "passed": passed}
    return Part("pdf/report_standing.html", context, 1 + len(rows) // 2)


def findings_part(values: Values, found: Callable[[Verdict], list[str]], last: Column, nothing: str) -> Part:
    """What there is to say against each goal; a goal against which nothing speaks is left out."""
    told = [(one, sentences) for one in verdicts.verdicts(values) if (sentences := found(one))]
    goals = [
        {"number": one.goal["number"], "title": one.goal["title"], "verdict": last.verdict(one), "findings": sentences}
        for one, sentences in told
    ]
    weight = 1 + sum(len(sentences) for _, sentences in told) // 3
    return Part("pdf/report_findings.html", {"goals": goals, "nothing": nothing}, weight)


def goals_by(values: Values, verdict: Callable[[Verdict], str]) -> dict[str, list[int]]:
    """The numbers of the goals of each verdict."""
    found: dict[str, list[int]] = {}
    for one in verdicts.verdicts(values):
        found.setdefault(verdict(one), []).append(one.goal["number"])
    return found


def texts_of_goals(values: Values, group: str) -> list[Written]:
    return [wording.of_goal(goal, group, wording.count_sentence(goal)) for goal in values["goals"]]


def reached_sentence(values: Values) -> str:
    """How many indicators have come up to their targets."""
    judged = [one for goal in values["goals"] for row in goal["indicators"] if (one := is_reached(row)) is not None]
    if not judged:
        return ""
    reached = sum(judged)
    return f"Von {len(judged)} Kennzahlen mit Zielwert {'hat' if reached == 1 else 'haben'} {reached} ihn erreicht."
