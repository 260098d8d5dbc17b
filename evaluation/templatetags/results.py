"""``{% load results %}``: what the joint evaluation found, on the pages of results and of goals."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import template

from bildungsnetz.documents.charts import AttainmentScale
from bildungsnetz.web.colours import GOAL_COLOURS
from evaluation.attainment import last_of_goal
from evaluation.models import Attainment
from goals.models import Goal

register = template.Library()


@register.filter
def attainment_words(value: int) -> str:
    """``{{ said.attainment|attainment_words }}``: how far a goal is reached, in words."""
    return str(Attainment(value).label)


@register.filter
def goal_class(number: int) -> str:
    """The class that gives a card the colour of its goal."""
    return f"goal-{(number - 1) % len(GOAL_COLOURS) + 1}"


@register.filter
def beside(values: Iterable[Any], headings: Iterable[str]) -> Iterator[tuple[Any, str]]:
    """Each value with the heading of its column: ``{% for count, heading in line.counts|beside:headings %}``."""
    return zip(values, headings, strict=True)


@register.inclusion_tag("evaluation/goal_evaluation.html", takes_context=True)
def goal_evaluation(context: template.Context, goal: Goal) -> dict[str, Any]:
    """What the last round that the reader may know of said about a goal: ``{% goal_evaluation goal %}``."""
    said = last_of_goal(goal, context["request"].user)
    if said:
        said.goal = goal
    value = said.attainment if said else None
    return {"said": said, "chart": AttainmentScale("Zielerreichung", value, goal=goal.number)}
