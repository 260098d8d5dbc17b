"""``{% load questions %}``: how far questions of committees and items of resolutions are."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template
from django.db.models import Model
from django.utils import timezone

from bildungsnetz import access
from bildungsnetz.web.templatetags.web import status_badge
from evaluation.executions import with_execution
from evaluation.models import CommitteeQuestion, Execution, ResolutionCheck
from goals.models import Paper, ResolutionItem

register = template.Library()

EXECUTION_TONES = {Execution.OPEN: "planned", Execution.RUNNING: "good", Execution.DONE: "done"}
FIELDS = {"committee": "committee", "goal": "goal", "measure": "measure"}


@register.inclusion_tag("components/status_badge.html")
def question_state(question: CommitteeQuestion, today: date) -> dict[str, Any]:
    """``{% question_state question today %}``: what is owed too late is said so."""
    if question.answered_on:
        return status_badge("answered", "beantwortet", "done")
    if question.due_on and question.due_on < today:
        return status_badge("late", "überfällig", "late")
    return status_badge("open", "offen", "planned")


@register.inclusion_tag("components/status_badge.html")
def execution_state(check: ResolutionCheck | None) -> dict[str, Any]:
    """``{% execution_state item.execution %}``: how far a Beschlusspunkt is; without a row it is open."""
    state = Execution(check.state) if check else Execution.OPEN
    return status_badge(state.value, str(state.label), EXECUTION_TONES[state])


@register.simple_tag(takes_context=True)
def with_states(context: template.Context, items: Iterable[ResolutionItem]) -> list[Any]:
    """``{% with_states resolution_items as items %}``: Beschlusspunkte with state and backing, as far as the reader may
    know.
    """
    return with_execution(items, context["request"].user)


@register.inclusion_tag("evaluation/execution.html", takes_context=True)
def execution(context: template.Context, item: Any, paper: Paper) -> dict[str, Any]:
    """``{% execution item paper %}``: below the text of a Beschlusspunkt, how far it is."""
    return {"item": item, "paper": paper, "may_edit": access.may(context["request"].user, "add", ResolutionCheck)}


@register.inclusion_tag("evaluation/open_questions.html", takes_context=True)
def open_questions(context: template.Context, about: Model) -> dict[str, Any]:
    """The open questions about a committee, a goal or a measure, for those who may read them."""
    rows = CommitteeQuestion.objects.permitted("view", context["request"].user).open()
    name = FIELDS[str(about._meta.model_name)]
    found = rows.filter(**{name: about}).select_related("committee").order_by("due_on", "asked_on", "serial")[:6]
    return {"questions": list(found), "about": about, "kind": name, "today": timezone.localdate()}
