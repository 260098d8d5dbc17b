"""The Steckbrief of a measure as plain data: what its page says, nothing internal; papers keep it as it is."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from bildungsnetz.web.words import day_with_precision, money
from goals.models import Goal
from measures.models import STATUS_DEFINITIONS, Measure, ProgressNote, Status

NEWEST_NOTES = 5
PARTS = (
    *("stages", "transitions", "target_groups", "districts", "participations__actor", "milestones"),
    *("funding_items", "budget_lines"),
)
TIMES = (
    ("Geplanter Beginn", "planned_start"),
    ("Geplantes Ende", "planned_end"),
    ("Begonnen", "started"),
    ("Abgeschlossen", "completed"),
)
WORDS_OF = (
    ("Bildungsphasen", "stages"),
    ("Übergänge", "transitions"),
    ("Zielgruppen", "target_groups"),
    ("Stadtbezirke", "districts"),
)


def profile(
    measure: Measure,
    *,
    leading_goal: Goal | None,
    further_goals: Sequence[Goal],
    notes: Iterable[ProgressNote],
) -> dict[str, Any]:
    """Everything that the Steckbrief shows but the periods before; goals and notes are those its reader may see."""
    return {
        "number": measure.number,
        "title": measure.title,
        "summary": measure.summary,
        "facts": [list(row) for row in facts(measure, leading_goal, further_goals)],
        "participations": [
            f"{share.actor}: {share.contribution}" if share.contribution else str(share.actor)
            for share in measure.participations.all()
        ],
        "chain": effect_chain(measure),
        "milestones": [
            {
                "title": step.title,
                "due": day_with_precision(step.due_on, step.due_precision, step.due_words),
                "reached": f"{step.reached_on:%d.%m.%Y}" if step.reached_on else "–",
            }
            for step in measure.milestones.all()
        ],
        **costs(measure),
        "notes": [note(one) for one in notes],
        "marked": [f"{field_name(field)}: {label}" for field, label in measure.origin_marks.items()],
        "sources": measure.sources,
    }


def facts(measure: Measure, leading_goal: Goal | None, further_goals: Sequence[Goal]) -> Iterator[tuple[str, str]]:
    """Label and value, one below the other."""
    yield "Handlungsziel", numbered(leading_goal) if leading_goal else "noch nicht zugeordnet"
    if further_goals:
        yield "Trägt auch bei zu", "; ".join(map(numbered, further_goals))
    yield "Federführung", str(measure.lead)
    status = Status(measure.status)
    reason = f"\nGrund: {measure.status_reason}" if measure.status_reason else ""
    yield "Umsetzungsstand", f"{status.label} – {STATUS_DEFINITIONS[status]}{reason}"
    if measure.last_confirmed_on:
        yield "Zuletzt bestätigt", f"{measure.last_confirmed_on:%d.%m.%Y}"
    for label, name in TIMES:
        day, words = getattr(measure, f"{name}_on"), getattr(measure, f"{name}_words")
        if name == "planned_end" and measure.is_ongoing:
            yield "Dauer", "Daueraufgabe"
        elif day or words:
            yield label, day_with_precision(day, getattr(measure, f"{name}_precision"), words)
    if measure.reach:
        yield "Reichweite", measure.reach
    for label, name in WORDS_OF:
        if chosen := ", ".join(map(str, getattr(measure, name).all())):
            yield label, chosen


def numbered(goal: Goal) -> str:
    return f"{goal.number} – {goal.title}"


def costs(measure: Measure) -> dict[str, Any]:
    """The money in words."""
    found = money_of(measure)
    return {
        "funding": [
            {
                "year": f"{item.year}" if item.year else "ohne Jahr",
                "source": f"{item.source} ({item.note})" if item.note else item.source,
                "kind": str(item.get_kind_display()),
                "amount": money(item.amount),
            }
            for group in found["funding_years"]
            for item in group["items"]
        ],
        "funding_total": money(found["funding_total"]),
        "budget_plans": [
            {
                "name": str(plan["name"]),
                "lines": [
                    {
                        "year": f"{line.year}" if line.year else "–",
                        "product": f"{line.product_number} {line.product_name}",
                        "account_group": f"{line.account_group_number} {line.account_group_name}",
                        "amount": money(line.amount),
                    }
                    for line in plan["lines"]
                ],
            }
            for plan in found["budget_plans"]
        ],
    }


def note(row: ProgressNote) -> dict[str, str]:
    example = " (Beispiel)" if row.origin == "invented" else ""
    return {
        "heading": f"{row.reported_on:%d.%m.%Y}: {row.get_status_display()}{example}",
        "text": row.text or ("" if row.reason else "Unverändert bestätigt."),
        "reason": row.reason,
    }


def field_name(field: str) -> str:
    """The German name of one of the measure's columns."""
    return str(Measure._meta.get_field(field).verbose_name)  # type: ignore[union-attr]


def money_of(measure: Measure) -> dict[str, Any]:
    """Funding by year with sums, and the lines of the budget by plan."""
    items = sorted(measure.funding_items.all(), key=lambda item: (item.year or 9999, item.source))
    years = [(year or None, list(members)) for year, members in groupby(items, key=lambda item: item.year)]
    lines = sorted(measure.budget_lines.all(), key=lambda line: line.plan, reverse=True)
    return {
        "funding_years": [{"year": year, "items": members, "sum": total(members)} for year, members in years],
        "funding_total": total(items),
        "budget_plans": [
            {"name": name, "lines": list(members)}
            for name, members in groupby(lines, key=lambda line: line.get_plan_display())
        ],
    }


def total(items: list[Any]) -> Any:
    """The sum of the known amounts; None where nothing is planned."""
    known = [item.amount for item in items if item.amount is not None]
    return sum(known) if known else None


def effect_chain(measure: Measure) -> list[dict[str, str]]:
    """The four steps with the question that each answers, if any of them is filled."""
    chain = [
        ("Input", "Was setzen wir ein?", measure.input_text),
        ("Output", "Was tun wir, und wen erreichen wir?", measure.output_text),
        ("Outcome", "Was ändert sich bei der Zielgruppe?", measure.outcome_text),
        ("Impact", "Was ändert sich auf lange Sicht in Herne?", measure.impact_text),
    ]
    shown = [{"name": name, "question": question, "text": text} for name, question, text in chain]
    return shown if any(step["text"] for step in shown) else []
