"""The Sachstandsbericht: how the goals of a period stand, told to one committee."""

from datetime import date

from evaluation.models import Report
from evaluation.reports import drawings, findings, profiles, readings, synopses, wording
from evaluation.reports.kind import Part, ReportKind, Section, Values, Written


def subject(report: Report) -> str:
    return f"Sachstandsbericht zu den Handlungszielen {report.period} für das Herner Bildungsnetzwerk"


def figures(report: Report, reference: date) -> Values:
    found = findings.findings(report)
    return {
        "goals": [found.of_goal(goal) for goal in readings.goals(report.period)],
        "round": found.round,
        "statements": found.general,
        "follow_up": found.follow_up,
        "synopsis": synopses.reading(report.carry_over) if report.carry_over else None,
        "profiles": profiles.profiles(report.period) if report.with_profiles else [],
    }


def written(values: Values) -> list[Written]:
    return wording.frame(
        values,
        resolution=wording.takes_note(values, f"Sachstand der Handlungsziele {values['period']['label']}"),
        procedure=wording.PROCEDURE,
        outlook=wording.outlook(values),
        own=[wording.of_goal(goal) for goal in values["goals"]],
    )


def sections(values: Values) -> list[Section]:
    stand = [drawings.overview_part(values), *drawings.goal_parts(values), *drawings.statements_parts(values)]
    found = [Section("Stand der Handlungsziele", stand)]
    if values.get("follow_up"):
        found.append(Section("Was aus den Empfehlungen geworden ist", [drawings.follow_up_part(values)]))
    return found


def annexes(values: Values) -> list[Section]:
    found = [Section("Verzeichnis der Maßnahmen", drawings.measures_parts(values))]
    if sources := drawings.sources(values):
        found.append(Section("Quellen der Angaben", [Part("pdf/report_sources.html", {"sources": sources})]))
    if synopsis := values.get("synopsis"):  # versions from before know neither of these
        found.append(synopses.annex(synopsis))
    if told := values.get("profiles"):
        found.append(profiles.annex(told))
    return found


KIND = ReportKind(
    key="sachstandsbericht",
    label="Sachstandsbericht",
    explanation="Wie die Handlungsziele einer Zielperiode stehen: Maßnahmen, Kennzahlen und Empfehlungen je Ziel.",
    subject=subject,
    figures=figures,
    written=written,
    sections=sections,
    annexes=annexes,
    takes=("carry_over",),
    offers=("with_profiles",),
    tells_all=True,
    position=10,
)
