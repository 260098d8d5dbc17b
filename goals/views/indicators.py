"""Indicators with their values."""

from typing import Any

from django.urls import reverse

from bildungsnetz.web.views import DetailView, ListView, Public
from goals.forms import IndicatorForm
from goals.models import Goal, Indicator
from goals.querysets import figures_of, with_values
from goals.rules import is_either_office

from .base import CreateView, DeleteView, UpdateView


class IndicatorList(Public, ListView):
    model = Indicator
    template_name = "goals/indicator_list.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        order = ("-goal__period__starts_on", "goal__number", "position", "title", "pk")
        return with_values(super().get_queryset(), self.request.user).order_by(*order)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        context = super().get_context_data(**context)
        return context | {"indicators": figures_of(context["page_obj"], self.request.user)}


class IndicatorPage(Public, DetailView):
    model = Indicator
    template_name = "goals/indicator.html"

    def get_queryset(self) -> Any:
        return with_values(Indicator.objects.all(), self.request.user)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        one, user = self.object, self.request.user
        context["figures"] = figures_of([one], user)[0]
        context["whole"] = one.part_of if one.part_of and visible(one.part_of, user) else None
        context["parts"] = [part for part in one.parts.all() if visible(part, user)]
        return super().get_context_data(**context)


def visible(indicator: Indicator, user: Any) -> bool:
    return indicator.is_public or is_either_office(user)


class IndicatorCreate(CreateView):
    """A new indicator; ``?goal=`` names the goal whose page the button was on."""

    model = Indicator
    form_class = IndicatorForm
    heading = "Kennzahl anlegen"

    def get_initial(self) -> dict[str, Any]:
        wanted = self.request.GET.get("goal", "")
        return {"goal": int(wanted)} if wanted.isascii() and wanted.isdigit() and len(wanted) < 10 else {}

    def get_cancel_url(self) -> str:
        wanted = Goal.objects.permitted("view", self.request.user).filter(pk=self.get_initial().get("goal", 0))
        goal = wanted.select_related("period").first()
        return goal.get_absolute_url() if goal else reverse("goals:indicator_list")


class IndicatorUpdate(UpdateView):
    model = Indicator
    form_class = IndicatorForm
    heading = "Kennzahl bearbeiten"


class IndicatorDelete(DeleteView):
    model = Indicator
    heading = "Kennzahl löschen"
    consequence = "Ihre Messwerte werden mit gelöscht."

    def get_success_url(self) -> str:
        goal = self.object.goal
        return goal.get_absolute_url() if goal else reverse("goals:indicator_list")
