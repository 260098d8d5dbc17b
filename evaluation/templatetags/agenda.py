"""``{% load agenda %}``: points of a round and the agenda's filter. What says the same is drawn once per process."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from evaluation.agenda import Agenda
from evaluation.forms.reflections import AgendaFilter, ItemForm
from evaluation.models import EvaluationRound
from evaluation.points import Point

register = template.Library()


@register.simple_tag
def agenda_point(evaluation_round: EvaluationRound, point: Point) -> SafeString:
    """``{% agenda_point round point %}``: a point with everything that was said about it."""
    return drawn_point(evaluation_round.serial, point)


@lru_cache(maxsize=500)
def drawn_point(serial: int, point: Point) -> SafeString:
    return render_to_string("evaluation/agenda_point.html", {"serial": serial, "point": point})


@register.simple_tag
def agenda_filter(agenda: Agenda) -> SafeString:
    """``{% agenda_filter agenda %}``: the form, and the differences of each goal as links."""
    return drawn_filter(agenda.filter, agenda.by_goal)


@lru_cache(maxsize=50)
def drawn_filter(form: AgendaFilter, by_goal: tuple[tuple[int, int], ...]) -> SafeString:
    goals = [(number, count, form.address(number)) for number, count in by_goal]
    context = {"form": form, "goals": goals, "everything": form.address(None)}
    return render_to_string("evaluation/agenda_filter.html", context)


@register.simple_tag
def settle_fields(point: Point, form: ItemForm | None) -> SafeString:
    """``{% settle_fields point form %}``: the fields for the result of a point; ``form`` if they were filled in."""
    return drawn_fields(point) if form is None else fields_of(form)


@lru_cache(maxsize=100)
def drawn_fields(point: Point) -> SafeString:
    return fields_of(ItemForm(point))


def fields_of(form: ItemForm) -> SafeString:
    return render_to_string("evaluation/settle_fields.html", {"form": form})
