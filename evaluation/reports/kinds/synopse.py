"""The Synopse: the goals of the old period beside those of the new one, for the committee that decides on them."""

from datetime import date

from evaluation.models import Report
from evaluation.reports import drawings, findings, synopses, wording
from evaluation.reports.kind import ReportKind, Section, Values, Written

PROCEDURE = (
    "Für jedes bisherige Handlungsziel ist gemeinsam mit den Bildungsakteuren geprüft worden, ob es fortgeführt, "
    "angepasst, zusammengeführt, aufgeteilt oder beendet wird. Grundlage waren die Ergebnisse der gemeinsamen "
    "Bewertung, die Kennzahlen und die Empfehlungen. Für die Maßnahmen ist festgehalten, ob sie in der neuen "
    "Zielperiode weitergeführt werden oder enden. Die Synopse in der Anlage stellt den bisherigen und den neuen "
    "Wortlaut gegenüber."
)


def subject(report: Report) -> str:
    new = report.carry_over.new_key if report.carry_over else ""
    return f"Synopse der Handlungsziele {report.period} und {new} für das Herner Bildungsnetzwerk"


def figures(report: Report, reference: date) -> Values:
    said = findings.every_statement(report)
    return {"synopsis": synopses.reading(report.carry_over), "statements": said} if report.carry_over else {}


def written(values: Values) -> list[Written]:
    return wording.frame(
        values,
        resolution=resolution(values),
        procedure=PROCEDURE,
        outlook=outlook(values["synopsis"]),
        own=[Written("decisions", "Einordnung der Entscheidungen", decisions(values["synopsis"]), "3. Entscheidungen")],
    )


def resolution(values: Values) -> str:
    synopsis, committee = values["synopsis"], wording.body_with_article(values["head"]["committee"])
    if synopsis["is_draft"]:
        return (
            f"1. {committee} beschließt die in der Anlage 1 dargestellten Handlungsziele {synopsis['new_period']} für "
            "das Herner Bildungsnetzwerk.\n"
            "2. Die Verwaltung wird beauftragt, die Handlungsziele gemeinsam mit den Herner Bildungsakteuren "
            "umzusetzen und über den Fortschritt regelmäßig zu berichten."
        )
    return f"{committee} nimmt die Synopse der Handlungsziele zur Kenntnis."


def outlook(synopsis: Values) -> str:
    if synopsis["is_draft"]:
        return (
            "Nach der Beschlussfassung werden die fortgeführten Maßnahmen den neuen Handlungszielen zugeordnet. Die "
            "Bildungsakteure werden über die Entscheidungen informiert und um weitere Maßnahmen gebeten."
        )
    return (
        "Die fortgeführten Maßnahmen sind den neuen Handlungszielen zugeordnet. Über ihre Umsetzung wird den Gremien "
        "regelmäßig berichtet."
    )


def decisions(synopsis: Values) -> str:
    """How many goals there were and are, and what was decided how often."""
    old = {one["old"]["number"] for one in synopsis["pairs"] if one["old"]}
    new = {one["new"]["number"] for one in synopsis["pairs"] if one["new"]}
    kinds = [one["kind"] for one in synopsis["pairs"]]
    each = wording.listed(f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds))
    were = "wird" if len(old) == 1 else "werden"
    counted = f"Aus {wording.goals_word(len(old), dative=True)} der Jahre {synopsis['old_period']} {were} "
    return f"{counted}{wording.goals_word(len(new))} für die Jahre {synopsis['new_period']} ({each})." if each else ""


def sections(values: Values) -> list[Section]:
    own = wording.text_part(values, "decisions")
    return [
        Section(
            synopses.DECIDED, [own, synopses.decisions_part(values["synopsis"]), *drawings.statements_parts(values)]
        )
    ]


def annexes(values: Values) -> list[Section]:
    return [synopses.annex(values["synopsis"])]


KIND = ReportKind(
    key="synopse",
    label="Synopse",
    explanation="Die bisherigen Handlungsziele neben denen der neuen Zielperiode, mit Begründung und Maßnahmen.",
    subject=subject,
    figures=figures,
    written=written,
    sections=sections,
    annexes=annexes,
    needs=("carry_over",),
    position=70,
)
