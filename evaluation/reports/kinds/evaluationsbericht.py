"""The Evaluationsbericht: what one closed round found about the goals of its period, told to one committee."""

from datetime import date
from typing import Any

from evaluation.models import Attainment, Report
from evaluation.reports import drawings, findings, readings, round_figures, rounds, wording
from evaluation.reports.kind import Part, ReportKind, Section, Values, Written

GOALS = "Ergebnisse zu den Handlungszielen"
NOT_CLOSED = "Die Bewertungsrunde ist nicht abgeschlossen; ihre Ergebnisse stehen noch nicht fest."
PROCEDURE = (
    "Die federführenden Bildungsakteure und das Kommunale Bildungsbüro haben die Maßnahmen unabhängig voneinander "
    "nach gemeinsam vereinbarten Kriterien auf einer Skala von 0 bis 4 bewertet und angegeben, worauf sich jede "
    "Bewertung stützt. Abweichende Bewertungen sind anschließend in einer gemeinsamen Sitzung besprochen worden; dort "
    "ist auch vereinbart worden, wie weit die Handlungsziele erreicht sind.\n\n"
    "Die Zielerreichung wird nicht errechnet. Der Mittelwert fasst die Bewertungen der Maßnahmen zusammen, jedes "
    "Kriterium mit seinem Gewicht. Die Übereinstimmung beträgt 100 %, wo Bildungsakteure und Bildungsbüro überall "
    "denselben Wert angegeben haben."
)


def subject(report: Report) -> str:
    title = report.round.title if report.round else ""
    return f"Evaluationsbericht zu den Handlungszielen {report.period} für das Herner Bildungsnetzwerk: {title}"[:300]


def figures(report: Report, reference: date) -> Values:
    found, told, own = findings.findings(report), rounds.closed_until(report), findings.rounds_of(report)
    if not own:
        return {"goals": [], "round": None, "rounds": [], "results": None, "statements": [], "follow_up": []}
    recommended = findings.by_goal(findings.listed(own).filter(round=own[0]))
    goals = [found.of_goal(goal) for goal in readings.goals(report.period)]
    goals = [{**goal, "recommendations": recommended.get(goal["number"], [])} for goal in goals]
    return {
        "goals": rounds.attained(told, goals),
        "round": found.round,
        "rounds": rounds.about(told),
        "results": round_figures.round_figures(own[0]),
        "statements": found.general,
        "follow_up": findings.follow_up(own, told=own[:1]),
    }


def written(values: Values) -> list[Written]:
    return wording.frame(
        values,
        resolution=resolution(values),
        procedure=PROCEDURE,
        outlook=outlook(values),
        own=[
            Written(f"goal-{goal['number']}", f"Ziel {goal['number']}: {goal['title']}", summary(goal), f"4. {GOALS}")
            for goal in values["goals"]
        ],
    )


def resolution(values: Values) -> str:
    committee, label = wording.body_with_article(values["head"]["committee"]), values["period"]["label"]
    return (
        f"1. {committee} nimmt den Evaluationsbericht zu den Handlungszielen {label} zur Kenntnis.\n"
        "2. Die Verwaltung wird beauftragt, die angenommenen Empfehlungen gemeinsam mit den Herner Bildungsakteuren "
        "umzusetzen und über den Fortgang zu berichten."
    )


def outlook(values: Values) -> str:
    open_ones = sum(not row["decision"] for goal in values["goals"] for row in goal["recommendations"])
    words = {0: "", 1: "Über eine Empfehlung ist noch zu entscheiden. "}
    undecided = words.get(open_ones, f"Über {wording.number_word(open_ones)} Empfehlungen ist noch zu entscheiden. ")
    return (
        f"{undecided}Die angenommenen Empfehlungen werden von den benannten verantwortlichen Stellen umgesetzt. Die "
        "nächste Bewertungsrunde greift sie auf; was aus ihnen geworden ist, wird den Gremien berichtet."
    )


def summary(goal: dict[str, Any]) -> str:
    """How far the goal is reached, and whether that is more or less than in the round before."""
    *before, last = goal["attained"] or [None]
    if last is None:
        return "Die Zielerreichung ist in dieser Runde nicht bewertet worden."
    said = f"Die gemeinsame Bewertung ist: {Attainment(last).label} ({last} von 4)."
    previous = next((value for value in reversed(before) if value is not None), None)
    if previous is None:
        return said
    if previous == last:
        return f"{said} Gegenüber der vorangegangenen Bewertung ist das unverändert."
    way = "höher" if last > previous else "niedriger"
    return f"{said} Das ist {way} als in der vorangegangenen Bewertung ({previous} von 4)."


def sections(values: Values) -> list[Section]:
    if values["round"] is None:
        return [Section("Zielerreichung", [Part("pdf/report_note.html", {"text": NOT_CLOSED})])]
    goals = [*(goal_part(values, goal) for goal in values["goals"]), *drawings.statements_parts(values)]
    found = [
        Section("Zielerreichung", [rounds.attainment_part(values), round_figures.attained_part(values)]),
        Section(GOALS, goals),
        Section("Ergebnisse nach Kriterien", [round_figures.criteria_part(values)]),
        Section("Worauf sich die Bewertungen stützen", [round_figures.backing_part(values)]),
        Section("Beteiligung", [round_figures.coverage_part(values)]),
    ]
    if values["follow_up"]:
        title = "Was aus den vorangegangenen Empfehlungen geworden ist"
        found.append(Section(title, [drawings.follow_up_part(values)]))
    return found


def goal_part(values: Values, goal: dict[str, Any]) -> Part:
    drawn = drawings.goal_section(goal, values["texts"].get(f"goal-{goal['number']}", ""))
    context = {
        "goal": drawn,
        "evaluated": None,  # the whole paper is about this round
        "recommended": "Empfehlungen dieser Runde",
        "distribution": round_figures.distribution(goal, values["results"]["goals"].get(str(goal["number"]))),
    }
    return Part("pdf/report_evaluated_goal.html", context, 1 + len(drawn["voiced"]))


def annexes(values: Values) -> list[Section]:
    return [Section("Verzeichnis der Maßnahmen", drawings.measures_parts(values))] if values["goals"] else []


KIND = ReportKind(
    key="evaluationsbericht",
    label="Evaluationsbericht",
    explanation="Was eine abgeschlossene Bewertungsrunde ergeben hat: Zielerreichung, beide Sichten, Empfehlungen.",
    subject=subject,
    figures=figures,
    written=written,
    sections=sections,
    annexes=annexes,
    needs=("round",),
    position=20,
)
