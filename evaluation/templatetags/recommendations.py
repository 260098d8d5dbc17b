"""``{% load recommendations %}``: recommendations on the pages of goals, measures, rounds and people."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from bildungsnetz.history.kept import kept, version_of
from bildungsnetz.web.templatetags.web import status_badge
from evaluation.models import EvaluationRound, Recommendation
from evaluation.recommendations import (
    TONES,
    open_before,
    open_of_goal,
    open_of_measure,
    previous_round,
    standing_of,
    visible,
    wanted_from,
)
from goals.models import Goal, GoalRevision, Period
from measures.models import Actor, Measure

register = template.Library()

SHOWN = 10
TOLD_OF = (Recommendation, EvaluationRound, Period, Goal, Measure, Actor)


@register.inclusion_tag("components/status_badge.html")
def recommendation_standing(row: Recommendation, today: date) -> dict[str, Any]:
    """``{% recommendation_standing recommendation today %}``: decision and progress in one word."""
    standing = standing_of(row, today)
    return status_badge(standing.value, str(standing.label), TONES[standing])


def listed(rows: Any, **more: Any) -> dict[str, Any]:
    """The first rows of a list that a page shows in passing."""
    found = list(rows[: SHOWN + 1])
    return {"recommendations": found[:SHOWN], "more": len(found) > SHOWN, "today": timezone.localdate(), **more}


@register.inclusion_tag("evaluation/recommendations_of_goal.html", takes_context=True)
def goal_recommendations(context: template.Context, goal: Goal) -> dict[str, Any]:
    """What was recommended about a goal and is still open."""
    rows = open_of_goal(goal, context["request"].user)
    return listed(rows, goal=goal)


@register.inclusion_tag("evaluation/recommendations_of_measure.html", takes_context=True)
def measure_recommendations(context: template.Context, measure: Measure) -> dict[str, Any]:
    """What was recommended about a measure and is still open."""
    return listed(open_of_measure(measure, context["request"].user))


class OfRound(NamedTuple):
    """Parts of a round's page: what is still open from the rounds before it, and what it recommends itself."""

    earlier: SafeString
    own: SafeString


@register.simple_tag(takes_context=True)
def recommendations_of(context: template.Context, evaluation_round: EvaluationRound) -> OfRound:
    """``{% recommendations_of round as recommended %}`` on a page with ``allowed.recommend``; drawn again for its
    reader when something changed that they tell of, and on another day."""
    user, may_add, today = context["request"].user, context["allowed"]["recommend"], timezone.localdate()

    def draw() -> OfRound:
        previous = previous_round(evaluation_round)
        earlier = listed(open_before(evaluation_round, user) if previous else [])
        found = visible(user).filter(round=evaluation_round).order_by("goal__number", "serial")
        own = {"recommendations": found, "may_add": may_add, "today": today}
        return OfRound(
            render_to_string(
                "evaluation/earlier_recommendations.html",
                {**earlier, "round": evaluation_round, "previous": previous},
            ),
            render_to_string("evaluation/recommendations_of_round.html", {**own, "round": evaluation_round}),
        )

    name = f"recommendations-{evaluation_round.pk}-{user.pk}-{may_add}"
    return kept(name, f"{version_of(*TOLD_OF)}:{today}", draw)


@register.simple_tag(takes_context=True)
def wanted_recommendations(context: template.Context, actors: Iterable[Any]) -> list[Recommendation]:
    """What these actors have to carry out: ``{% wanted_recommendations actors as tasks %}``."""
    return list(wanted_from([actor.pk for actor in actors], context["request"].user))


@register.simple_tag(takes_context=True)
def with_recommendations(context: template.Context, revisions: Iterable[GoalRevision]) -> list[GoalRevision]:
    """The revisions of a goal, each with ``asked_for_by``: the recommendations that led to it."""
    found = list(revisions)
    led = defaultdict(list)
    if found:
        for row in Recommendation.objects.permitted("view", context["request"].user).filter(goal_revision__in=found):
            led[row.goal_revision_id].append(row)
    for revision in found:
        revision.asked_for_by = led[revision.pk]  # type: ignore[attr-defined]
    return found
