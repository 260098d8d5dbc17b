"""The Beschlusskontrolle: every item of the resolutions of a period, whether it is carried out, and what backs that."""

from datetime import date

from evaluation.models import Execution, Report
from evaluation.reports import drawings, execution, findings, wording
from evaluation.reports.kind import Part, ReportKind, Section, Values, Written

PROCEDURE = (
    "Aufgeführt sind alle Beschlusspunkte der Vorlagen, mit denen die Handlungsziele dieser Zielperiode festgelegt, "
    "fortgeschrieben und berichtet worden sind, sowie der daran anknüpfenden Vorlagen. Für jeden Beschlusspunkt ist "
    "angegeben, ob er offen, in Arbeit oder erledigt ist, und worauf sich diese Angabe stützt. Nicht geprüfte "
    "Beschlusspunkte gelten als offen."
)


def subject(report: Report) -> str:
    return f"Beschlusskontrolle zu den Handlungszielen {report.period} für das Herner Bildungsnetzwerk"


def figures(report: Report, reference: date) -> Values:
    return {
        "resolutions": execution.resolutions(report.period, reference),
        "statements": findings.every_statement(report),
    }


def written(values: Values) -> list[Written]:
    return wording.frame(
        values,
        resolution=resolution(values),
        procedure=PROCEDURE,
        outlook=outlook(values),
        own=[Written("state", "Stand der Umsetzung", state(values), "3. Stand der Umsetzung", rows=4)],
    )


def resolution(values: Values) -> str:
    committee = wording.body_with_article(values["head"]["committee"])
    return (
        f"1. {committee} nimmt den Stand der Umsetzung der Beschlüsse zur Kenntnis.\n"
        "2. Die Verwaltung wird beauftragt, die offenen und die in Arbeit befindlichen Beschlusspunkte weiter "
        "umzusetzen und erneut zu berichten."
    )


def state(values: Values) -> str:
    """ "Von 4 Beschlusspunkten ist 1 offen, 2 in Arbeit und 1 erledigt."""
    counted = [(label, count) for label, count in execution.counted(values) if count]
    if not counted:
        return "Zu den Vorlagen dieser Zielperiode sind keine Beschlusspunkte erfasst."
    (label, first), *others = counted
    if not others:
        return f"Der eine Beschlusspunkt ist {label}." if first == 1 else f"Alle {first} Beschlusspunkte sind {label}."
    states = wording.listed(f"{count} {label}" for label, count in counted)
    total = sum(count for _, count in counted)
    return f"Von {total} Beschlusspunkten {'ist' if first == 1 else 'sind'} {states}."


def outlook(values: Values) -> str:
    left = execution.counts(values["resolutions"])
    if not left[Execution.OPEN] + left[Execution.RUNNING]:
        return "Alle Beschlusspunkte sind erledigt; eine weitere Beschlusskontrolle ist nicht erforderlich."
    return (
        "Die noch nicht erledigten Beschlusspunkte werden weiterverfolgt. Über ihren Stand wird den Gremien in der "
        "nächsten Beschlusskontrolle berichtet."
    )


def sections(values: Values) -> list[Section]:
    told = [wording.text_part(values, "state"), execution.overview_part(values), *drawings.statements_parts(values)]
    found = [Section("Stand der Umsetzung", told)]
    if values["resolutions"]:
        found.append(Section("Beschlusspunkte im Einzelnen", execution.paper_parts(values)))
    return found


def annexes(values: Values) -> list[Section]:
    rows = [(f"Vorlage {one['number']}", one["sources"]) for one in values["resolutions"] if one["sources"]]
    return [Section("Quellen der Angaben", [Part("pdf/report_sources.html", {"sources": rows})])] if rows else []


KIND = ReportKind(
    key="beschlusskontrolle",
    label="Beschlusskontrolle",
    explanation="Jeder Beschlusspunkt einer Zielperiode: offen, in Arbeit oder erledigt, und was das belegt.",
    subject=subject,
    figures=figures,
    written=written,
    sections=sections,
    annexes=annexes,
    position=80,
)
