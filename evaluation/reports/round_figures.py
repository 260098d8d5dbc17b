"""The figures of a round in a paper: as plain data, as far as everybody may read them, and drawn.

What is withheld is decided in ``evaluation.disclosure`` alone; a paper is public sooner or later.
"""

from collections.abc import Mapping
from typing import Any

from bildungsnetz.documents.charts import Group, ShareBars
from bildungsnetz.documents.charts.shares import VALUE_STEPS
from bildungsnetz.documents.text import german_number
from evaluation import result_tables
from evaluation.disclosure import LEAST_ACTORS, LEAST_MEASURES, for_readers
from evaluation.models import EvaluationRound
from evaluation.result_tables import BACKING_STEPS, STANDINGS, Rows
from evaluation.results import Figures, results

from .drawings import WIDTH
from .kind import Part, Values
from .rounds import last_attained, step_words

WITHHELD = (
    f"Niemand soll ablesen können, wie ein einzelner Akteur bewertet hat. Zahlen zu weniger als {LEAST_MEASURES} "
    f"Maßnahmen oder weniger als {LEAST_ACTORS} Akteuren, und solche, aus denen sie sich errechnen ließen, werden "
    "deshalb nicht genannt (–)."
)


def round_figures(one: EvaluationRound) -> Values:
    """What the round found in figures: of each goal by its number, of each criterion and of all."""
    everything = results(one)
    found, counted = for_readers(everything), everything.total or Figures()
    return {
        "submitted": counted.submitted,
        "owed": counted.submitted + counted.owing,
        "coverage": [
            [line.label, [count.n for count in line.counts]] for line in result_tables.coverage(counted, Rows())
        ],
        "goals": {str(row.goal.number): group(row.figures) for row in found.goals},
        "criteria": [{"title": row.asked.criterion.title, "figures": group(row.figures)} for row in found.criteria],
        "total": group(found.total),
    }


def group(figures: Figures | None) -> dict[str, Any] | None:
    """The numbers of a group; None where they are withheld."""
    if figures is None:
        return None
    return {
        "mean": None if figures.mean is None else str(figures.mean),
        "agreement": figures.agreement,
        "firm": result_tables.firm(figures),
        "answers": [[name, list(answers)] for _, name, answers in result_tables.voices(figures)],
        "backing": list(figures.backing),
    }


def attained_part(values: Values) -> Part:
    """A line for each goal: what the session said beside what the ratings say."""
    found = values["results"]
    lines = [line(f"{goal['number']} {goal['title']}", found["goals"].get(str(goal["number"])), goal)
             for goal in values["goals"]]  # fmt: skip
    return Part(
        "pdf/report_results.html",
        {
            "first": "Handlungsziel",
            "with_attainment": True,
            "lines": [*lines, line("alle Ziele", found["total"])],
            "note": WITHHELD if None in (*found["goals"].values(), found["total"]) else "",
        },
    )


def criteria_part(values: Values) -> Part:
    found = values["results"]["criteria"]
    return Part(
        "pdf/report_results.html",
        {
            "first": "Kriterium",
            "with_attainment": False,
            "lines": [line(one["title"], one["figures"]) for one in found],
            "note": WITHHELD if any(one["figures"] is None for one in found) else "",
        },
    )


def line(label: str, figures: Mapping[str, Any] | None, goal: dict[str, Any] | None = None) -> dict[str, str]:
    """Mean, agreement and backing in words; "–" where there is nothing to say."""
    shown = figures or {}
    agreement, firm, mean = shown.get("agreement"), shown.get("firm"), shown.get("mean")
    return {
        "label": label,
        "attained": step_words(last_attained(goal)) if goal else "–",
        "mean": mean.replace(".", ",") if mean else "–",
        "agreement": "–" if agreement is None else f"{agreement} %",
        "firm": "–" if firm is None else f"{firm} %",
    }


def distribution(goal: Mapping[str, Any], figures: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """How the answers about a goal's measures divide, by voice: chart and table; None where nothing may be told."""
    groups = [Group(name, tuple(counts)) for name, counts in (figures or {}).get("answers", ()) if any(counts)]
    if not groups:
        return None
    chart = ShareBars(f"Bewertungen zu Handlungsziel {goal['number']}", tuple(groups), width=WIDTH)
    return {"chart": chart, "table": table("Stimme", [step.label for step in VALUE_STEPS], groups)}


def backing_part(values: Values) -> Part:
    """What the values rest on, of each goal that may be shown and of all."""
    found = values["results"]
    named = [(f"Ziel {number}", figures) for number, figures in found["goals"].items()]
    rows = [(name, figures) for name, figures in [*named, ("alle Ziele", found["total"])] if figures]
    groups = [Group(name, tuple(figures["backing"])) for name, figures in rows if any(figures["backing"])]
    chart = ShareBars(
        "Worauf sich die Bewertungen stützen", tuple(groups), BACKING_STEPS, group_name="Handlungsziel", width=WIDTH
    )
    context = {
        "chart": chart if groups else None,
        "table": table("Handlungsziel", [step.label for step in BACKING_STEPS], groups),
        "firm": found["total"]["firm"] if found["total"] else None,
    }
    return Part("pdf/report_backing.html", context)


def coverage_part(values: Values) -> Part:
    found = values["results"]
    groups = [Group(label, tuple(counts)) for label, counts in found["coverage"]]
    context = {
        "submitted": german_number(found["submitted"]),
        "owed": german_number(found["owed"]),
        "table": table("Bögen", [str(one.label) for one in STANDINGS], groups),
    }
    return Part("pdf/report_coverage.html", context)


def table(first: str, headings: list[str], groups: list[Group]) -> dict[str, Any]:
    rows = [(one.label, [german_number(count) for count in one.counts], german_number(one.total)) for one in groups]
    return {"first": first, "headings": headings, "rows": rows}
