"""What a report reads from the database, block by block, as plain data (text, whole numbers, lists, dicts).

Only what is public is read: released measures, public goals and indicators, small counts of children withheld.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, Q, Sum

from bildungsnetz.records import Origin, Sourced
from bildungsnetz.web.words import day_with_precision
from evaluation.models import ReportVariant
from goals.figures import Figure, indicator_figures
from goals.models import Goal, GoalRevision, Indicator, Paper, PaperType, Period
from goals.querysets import with_family
from measures.models import BudgetLine, BudgetPlan, Measure, Status

WORDS: dict[str, str] = {Origin.SUGGESTION: "Vorschlag", Origin.INVENTED: "Beispiel"}

# What the paper calls a field, where it shows it at all.
MARKED = {
    "goal": "Zuordnung",
    "leading_goal": "Zuordnung",
    "further_goals": "Zuordnung",
    "lead": "Federführung",
    "title": "Titel",
    "text": "Wortlaut",
    "status": "Stand",
    "status_reason": "Stand",
    "is_ongoing": "Zeitraum",
    "planned_start_on": "Zeitraum",
    "planned_end_on": "Zeitraum",
    "started_on": "Zeitraum",
    "completed_on": "Zeitraum",
    "last_confirmed_on": "Bestätigung",
    "baseline": "Ausgangswert",
    "target": "Zielwert",
    "values": "Werte",
}


# By what the finance table sums; the plan is which of its two parts.
BUDGET = ("plan", "product_number", "product_name", "account_group_number", "account_group_name")


def german_date(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""


def head(variant: ReportVariant) -> dict[str, Any]:
    """Label and value as in the head of a Vorlage."""
    return {
        "subject": variant.subject,
        "paper_number": variant.paper.number if variant.paper else "",
        "paper_type": variant.paper_type,
        "paper_type_label": str(PaperType(variant.paper_type).label),
        "lead_department": variant.lead_department,
        "committee": variant.committee.name,
        "session_on": german_date(variant.session_on),
    }


def consultations(variant: ReportVariant) -> list[dict[str, str]]:
    """The Beratungsfolge: that of the registered paper, else the sessions for which the report is prepared."""
    with_role = variant.paper_type == PaperType.RESOLUTION
    stations = list(variant.paper.consultations.select_related("committee")) if variant.paper else []
    if not stations:
        others = variant.report.variants.exclude(pk=variant.pk).select_related("committee") if variant.pk else ()
        ordered = sorted([variant, *others], key=lambda one: (one.session_on, one.committee.position, one.pk or 0))
        return [
            _station(one.committee.name, one.get_role_display() or "" if with_role else "", one.session_on)
            for one in ordered
        ]
    return [
        _station(one.shown_name, one.get_role_display() or "" if with_role else "", one.held_on) for one in stations
    ]


def _station(committee: str, role: str, held_on: date | None) -> dict[str, str]:
    return {"committee": committee, "role": role, "held_on": held_on.isoformat() if held_on else ""}


def resolution(period: Period) -> dict[str, Any] | None:
    """The paper with which the goals of ``period`` were adopted, as far as it is public."""
    paper = Paper.objects.filter(periods=period, is_public=True).select_related("predecessor").first()
    if paper is None:
        return None
    earlier = paper.predecessor if paper.predecessor and paper.predecessor.is_public else None
    return {
        "number": paper.number,
        "subject": paper.subject,
        "lead_department": paper.lead_department,
        "predecessor": earlier.number if earlier else "",
        "consultations": [
            {"committee": one.shown_name, "held_on": german_date(one.held_on), "result": one.result or ""}
            for one in paper.consultations.select_related("committee")
        ],
        "sources": paper.sources,
    }


def finance(period: Period, goal: Goal | None = None) -> dict[str, Any]:
    """The budget lines of the released measures of ``period``, or of ``goal`` alone, summed over measures and years."""
    measures = Measure.objects.released().filter(leading_goal__period=period)
    lines = BudgetLine.objects.filter(measure__in=measures.filter(leading_goal=goal) if goal else measures)
    rows = list(lines.order_by().values(*BUDGET, "year", "measure__serial").annotate(total=Sum("amount")))
    sums: dict[tuple[Any, ...], Decimal] = defaultdict(Decimal)
    for row in rows:
        sums[tuple(row[name] for name in BUDGET)] += row["total"]
    keys = sorted(sums, key=lambda key: [_filled(part) for part in key])
    return {
        "result_plan": [_line(key, sums[key]) for key in keys if key[0] == BudgetPlan.RESULT],
        "finance_plan": [_line(key, sums[key]) for key in keys if key[0] == BudgetPlan.FINANCE],
        "years": sorted({row["year"] for row in rows if row["year"]}),
        "measures": [f"M-{serial:03d}" for serial in sorted({row["measure__serial"] for row in rows})],
    }


def _filled(text: str) -> str:
    """Sorts as in a budget: Kontengruppe 2 before 16."""
    return re.sub(r"\d+", lambda found: found[0].zfill(20), text)


def _line(key: tuple[Any, ...], total: Decimal) -> dict[str, str]:
    return {name: str(value) for name, value in zip(BUDGET[1:], key[1:], strict=True)} | {"amount": f"{total:.2f}"}


def goals(period: Period, measures_that: Q | None = None, *, goal: Goal | None = None) -> list[dict[str, Any]]:
    """Every public goal of ``period`` with its indicators and its released measures, in the order of their numbers.

    ``measures_that`` narrows the measures, where only a part of the paper is wanted; with ``goal`` it is that alone.
    """
    indicators = Indicator.objects.filter(is_public=True).order_by("position", "title").prefetch_related("values")
    indicators = with_family(indicators)
    revisions = GoalRevision.objects.select_related("paper")
    found = Goal.objects.of_period(period).filter(is_public=True)
    found = found.prefetch_related(Prefetch("indicators", indicators), Prefetch("revisions", revisions))
    found = found.filter(pk=goal.pk) if goal else found
    measures, related = _measures(period, measures_that or Q())
    return [_goal(goal, measures[goal.pk], related[goal.pk]) for goal in found]


def _goal(goal: Goal, measures: list[dict[str, Any]], related: list[str]) -> dict[str, Any]:
    return {
        "number": goal.number,
        "title": goal.title,
        "text": goal.text or "",
        "plain_text": goal.plain_text,
        "marks": marks(goal),
        "counts": counts(measures),
        "measures": measures,
        "related": related,
        "revisions": [_revision(one) for one in goal.revisions.all()],
        "indicators": [_indicator(one) for one in goal.indicators.all()],
    }


def _revision(revision: GoalRevision) -> dict[str, Any]:
    """What was changed in a goal, and why; a paper that is not public is not named."""
    paper = revision.paper if revision.paper and revision.paper.is_public else None
    return {
        "revised_on": revision.revised_on.isoformat(),
        "previous_title": revision.previous_title,
        "previous_text": revision.previous_text or "",
        "new_title": revision.new_title,
        "new_text": revision.new_text or "",
        "reason": revision.reason,
        "paper": paper.number if paper else "",
        "marks": marks(revision),
    }


def counts(measures: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """How many measures are in each status; every status is named."""
    found = dict.fromkeys(Status.values, 0)
    for measure in measures:
        found[measure["status"]] += 1
    return found


def marks(record: Sourced) -> list[str]:
    """What of a record is a suggestion or made up: ["Vorschlag: Zuordnung, Zeitraum", "Beispiel: Stand"]."""
    named = defaultdict(set)
    for name, origin in record.field_origins.items():
        if name in MARKED and origin in WORDS:
            named[WORDS[origin]].add(MARKED[name])
    whole = [WORDS[record.origin]] if record.origin in WORDS else []
    for word in whole:
        named.pop(word, None)
    return whole + [f"{word}: {', '.join(sorted(names))}" for word, names in sorted(named.items(), reverse=True)]


def _measures(period: Period, wanted: Q) -> tuple[dict[Any, list[dict[str, Any]]], dict[Any, list[str]]]:
    """Goal -> the measures that serve it first, and goal -> the numbers of those that serve it as well."""
    rows = (
        Measure.objects.released()
        .filter(wanted, leading_goal__period=period, leading_goal__is_public=True)
        .select_related("lead")
        .prefetch_related("further_goals")
        .order_by("serial")
    )
    own, related = defaultdict(list), defaultdict(list)
    for measure in rows:
        own[measure.leading_goal_id].append(_measure(measure))
        for goal in measure.further_goals.all():
            related[goal.pk].append(measure.number)
    return own, related


def _measure(measure: Measure) -> dict[str, Any]:
    return {
        "number": measure.number,
        "title": measure.title,
        "lead": measure.lead.name,
        "status": measure.status,
        "status_label": str(Status(measure.status).label),
        "reason": measure.status_reason,
        "from": shown_date(measure, "started") or shown_date(measure, "planned_start"),
        "until": _end(measure),
        "due_on": measure.planned_end_on.isoformat() if measure.planned_end_on else "",
        "confirmed_on": measure.last_confirmed_on.isoformat() if measure.last_confirmed_on else "",
        "marks": marks(measure),
    }


def _end(measure: Measure) -> str:
    if measure.is_ongoing:
        return "Daueraufgabe"
    return shown_date(measure, "completed") or shown_date(measure, "planned_end")


def shown_date(measure: Measure, name: str) -> str:
    """A date in as many words as it is known; nothing where it is not."""
    day, original = getattr(measure, f"{name}_on"), getattr(measure, f"{name}_words")
    if day is None and not original:
        return ""
    return day_with_precision(day, getattr(measure, f"{name}_precision"), original)


def _indicator(indicator: Indicator) -> dict[str, Any]:
    figures = indicator_figures(indicator, indicator.values.all(), small_numbers=False)
    return {
        "title": indicator.title,
        "unit": indicator.unit,
        "decimals": indicator.decimal_places,
        "definition": indicator.definition,
        "direction": indicator.direction,
        "note": indicator.note,
        "baseline": _figure(figures.baseline),
        "target": _figure(figures.target),
        "target_text": figures.target_text,
        "comparison": _figure(figures.comparison),
        "values": [_figure(one) for one in figures.values],
        "sources": indicator.sources,
        "marks": marks(indicator),
    }


def _figure(figure: Figure | None) -> dict[str, Any] | None:
    """A number and its words; withheld ones have words only."""
    if figure is None:
        return None
    return {
        "label": figure.label,
        "value": None if figure.value is None else f"{figure.value}",
        "text": figure.text,
        "note": figure.note,
        "mark": WORDS.get(figure.mark, ""),
    }
