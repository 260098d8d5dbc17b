"""``{% load agenda %}``: points of a round and the agenda's filter."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from bildungsnetz.web.drawing import drawn
from evaluation.agenda import Agenda, GoalOfRound
from evaluation.forms.reflections import ItemForm
from evaluation.models import EvaluationRound, Reflection
from evaluation.points import Point

register = template.Library()

QUIET = SafeString(' class="agenda__quiet"')
CURRENT = SafeString(' aria-current="true"')


@register.simple_tag
def agenda_point(evaluation_round: EvaluationRound, point: Point) -> SafeString:
    """``{% agenda_point round point %}``: a point with everything that was said about it."""
    return drawn("evaluation/agenda_point.html", serial=evaluation_round.serial, point=point)


@register.simple_tag
def agenda_lines(agenda: Agenda, current: Point | None, way: str) -> SafeString:
    """``{% agenda_lines agenda point way %}``: the points of the page, each as a link: ``way`` and its key."""
    return format_html_join(
        "\n",
        '<li{}><a href="{}point={}#punkt"{}>{}</a></li>',
        (
            (
                QUIET if place else "",
                way,
                point.key,
                CURRENT if point == current else "",
                drawn("evaluation/agenda_line.html", point=point),
            )
            for place, point in agenda.parts
        ),
    )


@register.simple_tag
def session_goals(session: Reflection, goals: tuple[GoalOfRound, ...], editable: bool) -> SafeString:
    """``{% session_goals session agenda.goals allowed.edit %}``: what the round says about each goal so far."""
    return drawn(
        "evaluation/session_goals.html",
        serial=session.round.serial,
        session=session.pk,
        goals=goals,
        editable=editable,
    )


@register.simple_tag
def agenda_filter(agenda: Agenda) -> SafeString:
    """``{% agenda_filter agenda %}``: the form, and the differences of each goal as links."""
    form = agenda.filter
    goals = tuple((number, count, form.address(number)) for number, count in agenda.by_goal)
    return drawn("evaluation/agenda_filter.html", form=form, goals=goals, everything=form.address(None))


@register.simple_tag
def settle_fields(point: Point, form: ItemForm | None) -> SafeString:
    """``{% settle_fields point form %}``: the fields for the result of a point; ``form`` if they were filled in."""
    return drawn_fields(point) if form is None else fields_of(form)


@lru_cache(maxsize=100)
def drawn_fields(point: Point) -> SafeString:
    return fields_of(ItemForm(point))


def fields_of(form: ItemForm) -> SafeString:
    return render_to_string("evaluation/settle_fields.html", {"form": form})
