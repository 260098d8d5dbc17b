"""The drawn parts of papers: goals with charts and tables, the overview, the list of measures. Reads only values."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from bildungsnetz.documents import charts
from measures.models import Status
from measures.tones import STATUS_TONES

from .kind import Part, Values
from .wording import assigned

WIDTH, HALF = 620, 370
MEASURES, LINES = 80, 150  # at most so many in a part, those with reason and time and those in one line
LINES_A_MEASURE = 3  # so many lines are as much paper as a measure with reason and time


def overview_part(values: Values) -> Part:
    """All goals at a glance: how many measures in which status."""
    shown = [Status(key) for key, count in all_counts(values).items() if count]
    total = sum(len(goal["measures"]) for goal in values["goals"])
    day, label = date.fromisoformat(values["reference_on"]), values["period"]["label"]
    context = {
        "lead_in": assigned(day, label, total, len(values["goals"])),
        "total": total,
        "overview_chart": status_bar("Alle Maßnahmen nach Umsetzungsstand", all_counts(values)),
        "overview": overview(values, shown),
    }
    return Part("pdf/report_overview.html", context)


def goal_parts(values: Values) -> list[Part]:
    """A part for each goal, with its summary; more of them where its measures fill very many pages."""
    found = evaluated(values.get("round"))
    return [
        part
        for goal in values["goals"]
        for part in parts_of_goal(goal_section(goal, values["texts"].get(f"goal-{goal['number']}", "")), found)
    ]


def parts_of_goal(goal: dict[str, Any], found: dict[str, Any] | None) -> Iterator[Part]:
    pages = list(batched(goal["measures"], MEASURES)) or [[]]
    for place, measures in enumerate(pages):
        context = {"goal": goal | {"measures": measures}, "evaluated": found, "goes_on": place < len(pages) - 1}
        yield Part(f"pdf/report_goal{'_more' if place else ''}.html", context, 1 + len(measures))


def measures_parts(values: Values) -> list[Part]:
    """Every measure in one line."""
    rows = sorted(all_measures(values), key=lambda row: (len(row["number"]), row["number"]))
    return [
        Part("pdf/report_measures.html", {"measures": some, "again": place > 0}, 1 + len(some) // LINES_A_MEASURE)
        for place, some in enumerate(list(batched(rows, LINES)) or [[]])
    ]


def batched(rows: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    return (rows[start : start + size] for start in range(0, len(rows), size))


def statements_parts(values: Values) -> list[Part]:
    """What actors said about all of the paper; none where nobody did."""
    said = values.get("statements")
    return [Part("pdf/report_statements.html", {"statements": said}, 1 + len(said) // 2)] if said else []


def follow_up_part(values: Values) -> Part:
    """What became of recommendations."""
    return Part("pdf/report_follow_up.html", {"follow_up": values["follow_up"]}, 1 + len(values["follow_up"]) // 4)


def revisions(goal: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{**one, "day": date.fromisoformat(one["revised_on"])} for one in goal["revisions"]]


def evaluated(found: Mapping[str, str] | None) -> dict[str, Any] | None:
    """The round whose findings the paper tells; versions from before there were any have none."""
    return {**found, "reference": date.fromisoformat(found["reference_on"])} if found else None


def all_measures(values: Values) -> Iterable[dict[str, Any]]:
    """Every measure once, with the numbers of all goals it serves."""
    further = {}
    for goal in values["goals"]:
        for number in goal["related"]:
            further.setdefault(number, []).append(goal["number"])
    for goal in values["goals"]:
        for measure in goal["measures"]:
            others = [number for number in further.get(measure["number"], []) if number != goal["number"]]
            yield measure | {"goals": ", ".join(map(str, [goal["number"], *others]))}


def all_counts(values: Values) -> dict[str, int]:
    counts: dict[str, int] = dict.fromkeys(Status.values, 0)
    for goal in values["goals"]:
        for key, count in goal["counts"].items():
            counts[key] += count
    return counts


def status_bar(title: str, counts: Mapping[str, int]) -> charts.StatusBar:
    segments = tuple(charts.Segment(str(key.label), counts[key], STATUS_TONES[key]) for key in Status)
    return charts.StatusBar(title, segments, width=WIDTH)


def overview(values: Values, shown: list[Status]) -> dict[str, Any]:
    """Goals × status, with sums; a status that no measure has gets no column."""
    rows = [
        {
            "number": goal["number"],
            "title": goal["title"],
            "cells": [goal["counts"][key] for key in shown],
            "total": len(goal["measures"]),
        }
        for goal in values["goals"]
    ]
    sums = [sum(row["cells"][column] for row in rows) for column in range(len(shown))]
    return {"states": [str(key.label) for key in shown], "rows": rows, "sums": sums}


def goal_section(goal: Mapping[str, Any], summary: str) -> dict[str, Any]:
    """One goal: its values, its charts, its measures with time and confirmation in words."""
    return {
        **goal,
        "summary": summary,
        "chart": status_bar(f"Ziel {goal['number']}: Maßnahmen nach Umsetzungsstand", goal["counts"]),
        "states": [(str(key.label), goal["counts"][key]) for key in Status if goal["counts"][key]],
        "indicators": [indicator(row, goal["number"]) for row in goal["indicators"]],
        "measures": [measure | {"time": time_span(measure)} for measure in map(with_date, goal["measures"])],
        "related": ", ".join(goal["related"]),
        "voiced": [measure for measure in goal["measures"] if "voices" in measure or "statement" in measure],
    }


def with_date(measure: Mapping[str, Any]) -> dict[str, Any]:
    day = measure["confirmed_on"]
    return {**measure, "confirmed": f"{date.fromisoformat(day):%d.%m.%Y}" if day else ""}


def time_span(measure: Mapping[str, str]) -> str:
    start, end = (measure[name].replace("\N{NO-BREAK SPACE}", " ") for name in ("from", "until"))
    if start and end and start != end:
        return f"seit {start}, {end}" if end == "Daueraufgabe" else f"{start} – {end}"
    return end or (f"ab {start}" if start else "offen")


def indicator(row: Mapping[str, Any], goal: int) -> dict[str, Any]:
    """An indicator's chart, if it has two points to join, and the table of its numbers."""
    chart = charts.IndicatorChart(
        row["title"],
        tuple(point(value) for value in row["values"]),
        row["unit"],
        row["decimals"],
        decimal(row["target"]),
        decimal(row["baseline"]),
        goal=goal,
        width=HALF,
    )
    return {
        "chart": chart,
        "drawn": len(chart.measured) > 1,
        "table": number_table(row),
        "remarks": remarks(row),
    }


def point(value: Mapping[str, Any]) -> charts.Point:
    number = decimal(value)
    return charts.Point(value["label"], number, value["text"] if number is None else "")


def decimal(figure: Mapping[str, Any] | None) -> Decimal | None:
    return Decimal(figure["value"]) if figure and figure["value"] is not None else None


def number_table(row: Mapping[str, Any]) -> charts.Table:
    """All numbers in words; a withheld one says so."""
    figures = [*row["values"], *(row[name] for name in ("baseline", "comparison") if row[name])]
    rows = [(figure["label"], figure["text"]) for figure in figures]
    rows.append((row["target"]["label"] if row["target"] else "Zielwert", row["target_text"]))
    return charts.Table(row["title"], ("Zeitraum", "Wert"), tuple(rows))


def remarks(row: Mapping[str, Any]) -> str:
    """What one must know to read the figures of an indicator, in a line."""
    notes = [
        f"{value['label']}: {', '.join(part for part in (value['note'], value['mark']) if part)}"
        for value in row["values"]
        if value["note"] or value["mark"]
    ]
    parts = [row["definition"], *notes, *row["marks"]]
    return " ".join(f"{part.strip().rstrip('.')}." for part in parts if part.strip())


def sources(values: Values) -> list[tuple[str, list[str]]]:
    """What was taken from published documents, with their addresses."""
    paper = values["resolution"]
    found = [(f"Vorlage {paper['number']}", paper["sources"])] if paper else []
    for goal in values["goals"]:
        found += [(f"Kennzahl „{row['title']}“", row["sources"]) for row in goal["indicators"]]
    return [(name, addresses) for name, addresses in found if addresses]
