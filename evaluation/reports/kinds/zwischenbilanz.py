"""The Zwischenbilanz: what a period has brought so far, on the way to its end."""

from evaluation.models import Report
from evaluation.reports import balance, wording
from evaluation.reports.kind import ReportKind, Values, Written

PROCEDURE = (
    "Die Zwischenbilanz fasst zusammen, was seit Beginn der Zielperiode erreicht worden ist. Grundlage sind die von "
    "den Bildungsakteuren gemeldeten und vom Kommunalen Bildungsbüro freigegebenen Maßnahmen, die Kennzahlen zu den "
    "Handlungszielen sowie die gemeinsamen Bewertungsrunden, in denen Bildungsakteure und Bildungsbüro vereinbart "
    "haben, wie weit die Handlungsziele erreicht sind."
)


def subject(report: Report) -> str:
    return f"Zwischenbilanz zu den Handlungszielen {report.period} für das Herner Bildungsnetzwerk"


def written(values: Values) -> list[Written]:
    return wording.frame(
        values,
        resolution=resolution(values),
        procedure=PROCEDURE,
        outlook=outlook(values),
        own=[wording.of_goal(goal, "5. Bilanz der Handlungsziele") for goal in values["goals"]],
    )


def resolution(values: Values) -> str:
    committee = wording.body_with_article(values["head"]["committee"])
    return (
        f"1. {committee} nimmt die Zwischenbilanz zu den Handlungszielen {values['period']['label']} zur Kenntnis.\n"
        "2. Die Verwaltung wird beauftragt, die Umsetzung im Dialog mit den Herner Bildungsakteuren bis zum Ende der "
        "Zielperiode fortzuführen und abschließend zu berichten."
    )


def outlook(values: Values) -> str:
    reached, end = balance.reached_sentence(values), values["period"]["ends_on"][:4]
    return (
        f"{f'{reached} ' if reached else ''}Bis zum Ende der Zielperiode {end} werden die laufenden Maßnahmen "
        "weitergeführt; wo die Umsetzung gefährdet oder verzögert ist, sucht die Verwaltung gemeinsam mit den "
        "federführenden Akteuren nach Lösungen. Nach Ablauf der Zielperiode wird den Gremien ein Abschlussbericht "
        "vorgelegt."
    )


KIND = ReportKind(
    key="zwischenbilanz",
    label="Zwischenbilanz",
    explanation="Was eine laufende Zielperiode bisher gebracht hat: Zielerreichung, Maßnahmen, Kennzahlen.",
    subject=subject,
    figures=balance.figures,
    written=written,
    sections=balance.sections,
    annexes=balance.annexes,
    tells_all=True,
    position=30,
)
