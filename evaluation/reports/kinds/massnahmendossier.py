"""The Maßnahmendossier: the Steckbriefe of all released measures of a period, or of one goal."""

from datetime import date

from evaluation.models import Report
from evaluation.reports import drawings, findings, profiles, readings, wording
from evaluation.reports.kind import ReportKind, Section, Values, Written

PROCEDURE = (
    "Das Dossier enthält für jede freigegebene Maßnahme einen Steckbrief mit Zuordnung, Federführung, Umsetzungsstand, "
    "Meilensteinen, Wirkungskette und Finanzierung, wie ihn die Bildungsakteure gemeldet haben und wie er "
    "veröffentlicht ist. Angaben, die nicht aus einer Quelle stammen, sind gekennzeichnet."
)
NONE = "Es sind noch keine Maßnahmen freigegeben."


def subject(report: Report) -> str:
    about = f"Handlungsziel {report.goal.number} ({report.period})" if report.goal else f"den Zielen {report.period}"
    return f"Maßnahmendossier zu {about} für das Herner Bildungsnetzwerk"


def figures(report: Report, reference: date) -> Values:
    goals = readings.goals(report.period, goal=report.goal)
    by_measure, general = findings.statements(report)
    found = profiles.profiles(report.period, report.goal) if goals else []
    return {
        "goals": goals,
        "profiles": [{**one, "statement": by_measure.get(one["number"])} for one in found],
        "statements": general,
        "narrowed": report.goal.number if report.goal else None,
    }


def written(values: Values) -> list[Written]:
    return wording.frame(
        values,
        resolution=resolution(values),
        procedure=PROCEDURE,
        outlook=wording.outlook(values),
        own=[Written("measures", "Überblick über die Maßnahmen", overview(values), "3. Maßnahmen")],
    )


def resolution(values: Values) -> str:
    return f"{wording.body_with_article(values['head']['committee'])} nimmt das Maßnahmendossier zur Kenntnis."


def overview(values: Values) -> str:
    total = len(values["profiles"])
    if not total:
        return NONE
    are = "ist" if total == 1 else "sind"
    goal = f" zum Handlungsziel {values['narrowed']}" if values["narrowed"] else ""
    return f"In der Anlage {are} {wording.measures_word(total)}{goal} mit Steckbrief aufgeführt."


def sections(values: Values) -> list[Section]:
    told = [wording.text_part(values, "measures"), *drawings.statements_parts(values), drawings.overview_part(values)]
    return [Section("Maßnahmen", [*told, *drawings.measures_parts(values)] if values["profiles"] else told)]


def annexes(values: Values) -> list[Section]:
    return [profiles.annex(values["profiles"])] if values["profiles"] else []


KIND = ReportKind(
    key="massnahmendossier",
    label="Maßnahmendossier",
    explanation="Die Steckbriefe aller freigegebenen Maßnahmen einer Zielperiode oder nur eines Handlungsziels.",
    subject=subject,
    figures=figures,
    written=written,
    sections=sections,
    annexes=annexes,
    takes=("goal",),
    position=60,
)
