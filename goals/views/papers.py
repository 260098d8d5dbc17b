"""Council papers."""

from typing import Any

from django.urls import reverse

from bildungsnetz.web.views import DetailView, ListView, Public
from goals.filters import PaperFilter
from goals.forms import PaperForm
from goals.models import Consultation, Goal, GoalRevision, Paper, Period
from goals.querysets import chain_of, shown

from .base import CreateView, UpdateView


class PaperList(Public, ListView):
    """All papers, newest first; the filter stands in the address."""

    model = Paper
    context_object_name = "papers"
    template_name = "goals/paper_list.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        self.filter = PaperFilter(self.request.GET, super().get_queryset(), request=self.request)
        found = self.filter.qs if self.filter.is_valid() else self.filter.queryset.none()
        consultations = Consultation.objects.select_related("committee")
        return (
            found.newest_first()
            .defer("facts", "search_text")
            .prefetch_related(shown("consultations", consultations, self.request.user))
        )

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**context, filter=self.filter, active=self.filter.active())


class OnePaper:
    """In addresses a number is written 2022-1106."""

    kwargs: dict[str, Any]

    def get_lookup(self) -> dict[str, Any]:
        return {"number": self.kwargs["slug"].replace("-", "/")}


class PaperPage(Public, OnePaper, DetailView):
    model = Paper
    template_name = "goals/paper.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        paper, user = self.object, self.request.user
        goals = Goal.objects.order_by("number")
        revisions = GoalRevision.objects.permitted("view", user).filter(paper=paper)
        periods = Period.objects.permitted("view", user).filter(paper=paper)
        consultations = paper.consultations.permitted("view", user).select_related("committee")
        context |= {
            "resolution_items": paper.resolution_items.permitted("view", user).order_by("number"),
            "consultations": consultations.order_by("position"),
            "chain": chain_of(paper, user),
            "periods": periods.prefetch_related(shown("goals", goals, user)),
            "revisions": revisions.select_related("goal__period"),
        }
        return super().get_context_data(**context)


class PaperCreate(CreateView):
    model = Paper
    form_class = PaperForm
    heading = "Vorlage erfassen"

    def get_cancel_url(self) -> str:
        return reverse("goals:paper_list")


class PaperUpdate(OnePaper, UpdateView):
    model = Paper
    form_class = PaperForm
    heading = "Vorlage bearbeiten"
