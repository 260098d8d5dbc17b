"""``{% load statements %}``: what actors are asked to say to reports."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template
from django.utils import timezone

from bildungsnetz.web.templatetags.web import status_badge
from evaluation.models import PENDING, Answer, StatementRequest

register = template.Library()

TONES = {Answer.OPEN: "watch", Answer.SUBMITTED: "done", Answer.WAIVED: "off", Answer.WITHDRAWN: "watch"}


@register.inclusion_tag("components/status_badge.html")
def statement_answer(row: StatementRequest, today: date) -> dict[str, Any]:
    """``{% statement_answer request today %}``: how an answer stands; what is owed too late is said so."""
    if row.answer in PENDING and row.due_on < today:
        return status_badge("missed", "nicht abgegeben", "late")
    return status_badge(row.answer, str(row.get_answer_display()), TONES[Answer(row.answer)])


@register.simple_tag(takes_context=True)
def wanted_statements(context: template.Context, actors: Iterable[Any]) -> list[StatementRequest]:
    """What these actors are asked to read and may answer: ``{% wanted_statements actors as statements %}``."""
    rows = StatementRequest.objects.permitted("view", context["request"].user).open_on(timezone.localdate()).pending()
    found = rows.filter(actor__in=[actor.pk for actor in actors]).select_related("report", "actor")
    return list(found.order_by("due_on", "pk"))
