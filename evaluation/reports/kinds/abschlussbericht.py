"""The Abschlussbericht: the result of each goal, what was not reached and why, and what is carried on."""

from datetime import date

from evaluation.models import CarryOver, CarryOverState, Report
from evaluation.reports import balance, rounds, synopses, verdicts, wording
from evaluation.reports.kind import Part, ReportKind, Section, Values, Written

PROCEDURE = (
    "Der Abschlussbericht zieht Bilanz über die gesamte Zielperiode. Grundlage sind die von den Bildungsakteuren "
    "gemeldeten und vom Kommunalen Bildungsbüro freigegebenen Maßnahmen, die Kennzahlen zu den Handlungszielen sowie "
    "alle abgeschlossenen gemeinsamen Bewertungsrunden. Dargestellt ist auch, welche Handlungsziele und Maßnahmen "
    "fortgeführt werden."
)
RESULT = balance.Column(
    "Die Handlungsziele am Ende der Zielperiode", "Ergebnis", lambda one: one.result, verdicts.RESULT_RULE
)
NOTHING = "Alle Handlungsziele sind erreicht, alle Maßnahmen planmäßig beendet und alle Zielwerte eingehalten."
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
        own=[
            Written(
                "shortfalls", "Einordnung des Ergebnisses", results(values), "4. Was nicht erreicht wurde und warum"
            ),
            *balance.texts_of_goals(values, "6. Die Handlungsziele im Einzelnen"),
        ],
    )


def resolution(values: Values) -> str:
    committee = wording.body_with_article(values["head"]["committee"])
    return (
        f"1. {committee} nimmt den Abschlussbericht zu den Handlungszielen {values['period']['label']} zur Kenntnis.\n"
        "2. Die Verwaltung wird beauftragt, die Ergebnisse bei der Umsetzung der folgenden Handlungsziele zu "
        "berücksichtigen."
    )


def results(values: Values) -> str:
    """Which goals were reached, partly or not."""
    found = balance.goals_by(values, RESULT.verdict)
    order = (verdicts.REACHED, verdicts.PARTLY, verdicts.MISSED, verdicts.UNRATED)
    return " ".join(f"{key.capitalize()} {wording.goals_are(found[key])}." for key in order if key in found)


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
    result = balance.standing_part(values, verdicts.ended_words, RESULT)
    missed = balance.findings_part(values, verdicts.shortfalls, RESULT, NOTHING)
    return [
        Section("Ergebnis je Handlungsziel", [result, rounds.attainment_part(values)]),
        Section("Was nicht erreicht wurde und warum", [wording.text_part(values, "shortfalls"), missed]),
        balance.measures_section(values),
        Section("Die Handlungsziele im Einzelnen", balance.goal_parts(values)),
        Section("Kennzahlen und Zielwerte", [balance.targets_part(values, verdicts.in_the_end)]),
        balance.ended_section(values, "Abgeschlossene und eingestellte Maßnahmen"),
        *balance.follow_up_sections(values),
        Section(CARRIED, [told]),
    ]


def annexes(values: Values) -> list[Section]:
    found = balance.annexes(values)
    return [*found, synopses.annex(values["synopsis"])] if values["synopsis"] else found


KIND = ReportKind(
    key="abschlussbericht",
    label="Abschlussbericht",
    explanation="Das Ergebnis jedes Handlungsziels, was nicht erreicht wurde und warum, was fortgeführt wird.",
    subject=subject,
    figures=figures,
    written=written,
    sections=sections,
    annexes=annexes,
    takes=("carry_over",),
    tells_all=True,
    position=40,
)
