"""``{% load lineage %}``: where goals and measures came from and went to when a new period was adopted.

The pages of goals and measures show it through these tags; neither app knows that there is an evaluation.
"""

from typing import Any

from django import template
from django.db.models import Q
from django.urls import reverse

from evaluation.models import CarryOver, MeasureKind, MeasurePlan
from goals.models import Goal, Period
from goals.rules import is_either_office
from measures.models import Measure

register = template.Library()

MOST = 50


def lineage(user: Any) -> Any:
    """Rows of adopted carry-overs that ``user`` may see, the newest last."""
    rows = MeasurePlan.objects.permitted("view", user).filter(carry_over__new_period__isnull=False).exclude(kind="")
    return rows.select_related("from_goal__period", "draft_goal__goal__period", "carry_over").order_by(
        "carry_over__starts_on", "measure__serial"
    )


def shown(goal: Goal | None, user: Any) -> Goal | None:
    """``goal``, if the reader may know of it."""
    return goal if goal and (goal.is_public or is_either_office(user)) else None


@register.inclusion_tag("evaluation/measure_lineage.html", takes_context=True)
def measure_lineage(context: template.Context, measure: Measure) -> dict[str, Any]:
    """Which goals a measure belonged to in earlier periods, or that it was not to go on."""
    return {"steps": steps_of(measure, context["request"].user)}


@register.simple_tag
def earlier_periods(measure: Measure, reader: Any) -> list[str]:
    """``{% earlier_periods measure reader as earlier %}``: the same in words, for a paper that no request came for."""
    return [words_of(step["row"], step["goal"]) for step in steps_of(measure, reader)]


def words_of(row: MeasurePlan, goal: Goal | None) -> str:
    """Where a measure was in an earlier period; ``goal`` as far as the reader may know it."""
    if row.kind == MeasureKind.ENDED:
        return f"Sollte mit der Periode {row.carry_over.period} enden: {row.reason}"
    if goal is None:
        return f"bis {row.carry_over.period} unter einem anderen Ziel"
    return f"{goal.period}: Ziel {goal.number} – {goal.title}"


def steps_of(measure: Measure, user: Any) -> list[dict[str, Any]]:
    return [{"row": row, "goal": shown(row.from_goal, user)} for row in lineage(user).filter(measure=measure)]


@register.inclusion_tag("evaluation/goal_lineage.html", takes_context=True)
def goal_lineage(context: template.Context, goal: Goal) -> dict[str, Any]:
    """The measures that a goal had, each with where it went; those that it was given, each with where from."""
    user = context["request"].user
    rows = lineage(user).filter(Q(from_goal=goal) | Q(draft_goal__goal=goal)).select_related("measure")
    rows = list(rows.select_related("carry_over__new_period")[: MOST + 1])
    left, brought = [], []
    for row in rows[:MOST]:
        new = row.draft_goal.goal if row.draft_goal else None
        if row.from_goal_id == goal.pk:
            left.append({"row": row, "is_left": True, "goal": shown(new, user)})
        else:
            brought.append({"row": row, "is_left": False, "goal": shown(row.from_goal, user)})
    more = rows[MOST:]
    synopsis = reverse("evaluation:synopsis", args=[more[0].carry_over.new_period.key]) if more else ""
    return {"left": left, "brought": brought, "more": bool(more), "synopsis": synopsis}


@register.inclusion_tag("evaluation/period_lineage.html", takes_context=True)
def period_lineage(context: template.Context, period: Period) -> dict[str, Any]:
    """The ways to the comparisons with the period before and after."""
    rows = CarryOver.objects.permitted("view_synopsis", context["request"].user).filter(new_period__isnull=False)
    rows = rows.filter(Q(period=period) | Q(new_period=period)).select_related("period", "new_period")
    return {"carry_overs": rows.order_by("starts_on")}
