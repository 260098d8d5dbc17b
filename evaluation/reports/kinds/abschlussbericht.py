"""The Abschlussbericht: what a period has brought in the end, and what is carried on into the next one."""

from datetime import date

from evaluation.models import CarryOver, CarryOverState, Report
from evaluation.reports import balance, synopses, wording
from evaluation.reports.kind import Part, ReportKind, Section, Values, Written

PROCEDURE = (
    "Der Abschlussbericht zieht Bilanz über die gesamte Zielperiode. Grundlage sind die von den Bildungsakteuren "
    "gemeldeten und vom Kommunalen Bildungsbüro freigegebenen Maßnahmen, die Kennzahlen zu den Handlungszielen sowie "
    "alle abgeschlossenen gemeinsamen Bewertungsrunden. Dargestellt ist auch, welche Handlungsziele und Maßnahmen "
    "fortgeführt werden."
)
CARRIED = "Was fortgeführt wird"
UNDECIDED = "Über die Fortführung der Handlungsziele und Maßnahmen ist noch nicht entschieden."


def subject(report: Report) -> str:
    return f"Abschlussbericht zu den Handlungszielen {report.period} für das Herner Bildungsnetzwerk"


def figures(report: Report, reference: date) -> Values:
    carry_over = carried(report)
    return {
        **balance.figures(report, reference),
        "synopsis": synopses.reading(carry_over) if carry_over else None,
    }


def carried(report: Report) -> CarryOver | None:
    """The carry-over that was chosen, which can be a draft; else the adopted one, if there is one."""
    rows = CarryOver.objects.filter(period=report.period, state=CarryOverState.ADOPTED).select_related(
        "period", "paper"
    )
    return report.carry_over or rows.first()


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
        f"1. {committee} nimmt den Abschlussbericht zu den Handlungszielen {values['period']['label']} zur Kenntnis.\n"
        "2. Die Verwaltung wird beauftragt, die Ergebnisse bei der Umsetzung der folgenden Handlungsziele zu "
        "berücksichtigen."
    )


def outlook(values: Values) -> str:
    reached, synopsis = balance.reached_sentence(values), values["synopsis"]
    new = synopsis["new_period"] if synopsis else ""
    next_one = f"Die Handlungsziele {new} bauen auf diesen Ergebnissen auf." if new else UNDECIDED
    return (
        f"{f'{reached} ' if reached else ''}{next_one} Die offenen Empfehlungen der gemeinsamen Bewertung werden bei "
        "der weiteren Arbeit des Herner Bildungsnetzwerks berücksichtigt."
    )


def sections(values: Values) -> list[Section]:
    synopsis = values["synopsis"]
    told = synopses.decisions_part(synopsis) if synopsis else Part("pdf/report_note.html", {"text": UNDECIDED})
    return [*balance.sections(values), Section(CARRIED, [told])]


def annexes(values: Values) -> list[Section]:
    found = balance.annexes(values)
    return [*found, synopses.annex(values["synopsis"])] if values["synopsis"] else found


KIND = ReportKind(
    key="abschlussbericht",
    label="Abschlussbericht",
    explanation="Was eine Zielperiode am Ende gebracht hat, und was in die nächste fortgeführt wird.",
    subject=subject,
    figures=figures,
    written=written,
    sections=sections,
    annexes=annexes,
    takes=("carry_over",),
    tells_all=True,
    position=40,
)
