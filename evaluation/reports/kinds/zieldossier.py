"""The Zieldossier: everything about one goal, from its resolution to what was recommended last."""

from datetime import date
from typing import Any

from evaluation.models import Report
from evaluation.reports import drawings, findings, origins, readings, rounds, wording
from evaluation.reports.kind import Part, ReportKind, Section, Values, Written

HIDDEN = "Das Handlungsziel ist derzeit nicht öffentlich; dieses Dossier enthält daher keine Angaben dazu."
PROCEDURE = (
    "Dieses Dossier stellt zusammen, was zu dem Handlungsziel vorliegt: den beschlossenen Wortlaut und seine Herkunft, "
    "die freigegebenen Maßnahmen mit dem von den Bildungsakteuren gemeldeten Umsetzungsstand, die Kennzahlen sowie die "
    "Ergebnisse der gemeinsamen Bewertung. Zahlen, aus denen auf einzelne Kinder geschlossen werden könnte, werden "
    "nicht genannt."
)
STATE = "Stand des Handlungsziels"


def subject(report: Report) -> str:
    goal = f"Handlungsziel {report.goal.number}: {report.goal.title}" if report.goal else "Handlungsziel"
    return f"Dossier zum {goal} ({report.period})"[:300]


def figures(report: Report, reference: date) -> Values:
    found, told = findings.findings(report), rounds.closed_until(report)
    goals = [found.of_goal(goal) for goal in readings.goals(report.period, goal=report.goal)]
    decided = findings.listed(findings.rounds_of(report)).filter(goal=report.goal).exclude(decision="")
    return {
        "goals": rounds.attained(told, goals),
        "origin": origins.origin(report.goal) if goals and report.goal else None,
        "round": found.round,
        "rounds": rounds.about(told),
        "statements": found.general,
        "follow_up": findings.outcomes(decided) if goals else [],
    }


def written(values: Values) -> list[Written]:
    goal = the_goal(values)
    name = f"Handlungsziel {goal['number']}" if goal else "Handlungsziel"
    return wording.frame(
        values,
        resolution=resolution(values, name),
        procedure=PROCEDURE,
        outlook=wording.outlook(values),
        own=[wording.of_goal(goal)] if goal else [],
    )


def resolution(values: Values, name: str) -> str:
    committee = wording.body_with_article(values["head"]["committee"])
    return (
        f"1. {committee} nimmt das Dossier zum {name} zur Kenntnis.\n"
        "2. Die Verwaltung wird beauftragt, die Umsetzung der zugeordneten Maßnahmen mit den Bildungsakteuren "
        "fortzuführen und über den Fortgang erneut zu berichten."
    )


def the_goal(values: Values) -> dict[str, Any] | None:
    return next(iter(values["goals"]), None)


def sections(values: Values) -> list[Section]:
    goal = the_goal(values)
    if goal is None:
        return [Section(STATE, [Part("pdf/report_note.html", {"text": HIDDEN})])]
    told = {**values, "goals": [{**goal, "wording_told": True}]}
    found = [
        Section(
            "Wortlaut, Herkunft und Fortschreibungen",
            [
                Part(
                    "pdf/report_goal_origin.html",
                    {"goal": goal, **values["origin"], "revisions": drawings.revisions(goal)},
                )
            ],
        ),
        Section(STATE, [*drawings.goal_parts(told), *drawings.statements_parts(values)]),
        Section("Zielerreichung in den Bewertungsrunden", [rounds.attainment_part(values)]),
    ]
    if values["follow_up"]:
        found.append(Section("Empfehlungen und was aus ihnen geworden ist", [drawings.follow_up_part(values)]))
    return found


def annexes(values: Values) -> list[Section]:
    found = drawings.sources(values)
    if values["origin"] and values["origin"]["sources"]:
        found.append(("Wortlaut des Handlungsziels", values["origin"]["sources"]))
    return [Section("Quellen der Angaben", [Part("pdf/report_sources.html", {"sources": found})])] if found else []


KIND = ReportKind(
    key="zieldossier",
    label="Zieldossier",
    explanation="Alles zu einem Handlungsziel: Wortlaut und Herkunft, Maßnahmen, Kennzahlen, Bewertung, Empfehlungen.",
    subject=subject,
    figures=figures,
    written=written,
    sections=sections,
    annexes=annexes,
    needs=("goal",),
    position=50,
)
