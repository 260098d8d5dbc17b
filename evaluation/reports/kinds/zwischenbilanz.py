"""The Zwischenbilanz: where the goals stand half-way, which are at risk, and what must be steered."""

from datetime import date

from evaluation.models import Report
from evaluation.reports import balance, rounds, verdicts, wording
from evaluation.reports.kind import ReportKind, Section, Values, Written

PROCEDURE = (
    "Die Zwischenbilanz fasst zusammen, was seit Beginn der Zielperiode erreicht worden ist. Grundlage sind die von "
    "den Bildungsakteuren gemeldeten und vom Kommunalen Bildungsbüro freigegebenen Maßnahmen, die Kennzahlen zu den "
    "Handlungszielen sowie die gemeinsamen Bewertungsrunden, in denen Bildungsakteure und Bildungsbüro vereinbart "
    "haben, wie weit die Handlungsziele erreicht sind."
)
STANDING = balance.Column("Stand je Handlungsziel", "Einschätzung", lambda one: one.risk, verdicts.RISK_RULE)
NOTHING = (
    "Kein Handlungsziel ist gefährdet, keine Maßnahme ist verzögert, und keine Kennzahl entfernt sich vom Zielwert."
)


def subject(report: Report) -> str:
    return f"Zwischenbilanz zu den Handlungszielen {report.period} für das Herner Bildungsnetzwerk"


def written(values: Values) -> list[Written]:
    return wording.frame(
        values,
        resolution=resolution(values),
        procedure=PROCEDURE,
        outlook=outlook(values),
        own=[
            Written("steering", "Handlungsbedarf", steering(values), "4. Wo gesteuert werden muss"),
            *balance.texts_of_goals(values, "6. Die Handlungsziele im Einzelnen"),
        ],
    )


def resolution(values: Values) -> str:
    committee = wording.body_with_article(values["head"]["committee"])
    return (
        f"1. {committee} nimmt die Zwischenbilanz zu den Handlungszielen {values['period']['label']} zur Kenntnis.\n"
        "2. Die Verwaltung wird beauftragt, den in Abschnitt 4 dargestellten Handlungsbedarf mit den federführenden "
        "Akteuren zu klären und darüber zu berichten.\n"
        "3. Die Verwaltung wird beauftragt, die Umsetzung im Dialog mit den Herner Bildungsakteuren bis zum Ende der "
        "Zielperiode fortzuführen und abschließend zu berichten."
    )


def steering(values: Values) -> str:
    """Which goals are at risk or to be watched, and what follows."""
    found = balance.goals_by(values, STANDING.verdict)
    told = [
        f"{words} {wording.goals_are(found[key])}."
        for key, words in ((verdicts.AT_RISK, "Gefährdet"), (verdicts.WATCH, "Zu beobachten"))
        if key in found
    ]
    if not told:
        return "Alle Handlungsziele sind auf Kurs. Ein Eingreifen der Gremien ist nicht erforderlich."
    return (
        f"{' '.join(told)} Die Verwaltung stimmt mit den federführenden Akteuren ab, wie die Umsetzung gesichert wird, "
        "und berichtet dem Gremium über das Ergebnis."
    )


def outlook(values: Values) -> str:
    reached, end = balance.reached_sentence(values), values["period"]["ends_on"][:4]
    return (
        f"{f'{reached} ' if reached else ''}Bis zum Ende der Zielperiode {end} werden die laufenden Maßnahmen "
        "weitergeführt; wo die Umsetzung gefährdet oder verzögert ist, sucht die Verwaltung gemeinsam mit den "
        "federführenden Akteuren nach Lösungen. Nach Ablauf der Zielperiode wird den Gremien ein Abschlussbericht "
        "vorgelegt."
    )


def sections(values: Values) -> list[Section]:
    standing = balance.standing_part(values, verdicts.running_words, STANDING, passed(values))
    needs = balance.findings_part(values, verdicts.risks, STANDING, NOTHING)
    return [
        Section("Wo die Handlungsziele stehen", [standing, rounds.attainment_part(values)]),
        Section("Wo gesteuert werden muss", [wording.text_part(values, "steering"), needs]),
        balance.measures_section(values),
        Section("Die Handlungsziele im Einzelnen", balance.goal_parts(values)),
        Section("Kennzahlen auf dem Weg zum Zielwert", [balance.targets_part(values, verdicts.on_the_way)]),
        balance.ended_section(values, "Bisher beendete Maßnahmen"),
        *balance.follow_up_sections(values),
    ]


def passed(values: Values) -> str:
    """How much of the period is over; nothing before it begins, and nothing in versions that do not say when."""
    begin, end, day = (
        date.fromisoformat(text) if text else None
        for text in (values["period"].get("starts_on"), values["period"]["ends_on"], values["reference_on"])
    )
    if begin is None or end is None or day is None or day < begin:
        return ""
    share = round(100 * ((min(day, end) - begin).days + 1) / ((end - begin).days + 1))
    return f"Am {day:%d.%m.%Y} sind {share} % der Zielperiode {values['period']['label']} vergangen."


KIND = ReportKind(
    key="zwischenbilanz",
    label="Zwischenbilanz",
    explanation="Wo die Handlungsziele mitten in der Zielperiode stehen, welche gefährdet sind und was zu steuern ist.",
    subject=subject,
    figures=balance.figures,
    written=written,
    sections=sections,
    annexes=balance.annexes,
    tells_all=True,
    position=30,
)
