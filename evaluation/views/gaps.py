"""The list of rating differences: what is to be talked over, in this order."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from bildungsnetz.access import get_permitted
from bildungsnetz.web.views import DetailView, person
from evaluation import agenda
from evaluation.actions import reflections as actions
from evaluation.forms.reflections import LimitForm
from evaluation.models import EvaluationRound
from evaluation.rules.rounds import REVEALED

POINTS = 12  # on a page: each is a card with all that was said


class RoundGaps(DetailView):
    """Both voices side by side, the largest differences first; before that, who has not handed in."""

    model = EvaluationRound
    context_object_name = "round"
    asks = ("edit", "reflect")

    def get_lookup(self) -> dict[str, Any]:
        return {"serial": self.kwargs["serial"]}

    def get_queryset(self) -> Any:
        return EvaluationRound.objects.all()

    @property
    def revealed(self) -> bool:
        return self.object.state in REVEALED

    def get_template_names(self) -> list[str]:
        return ["evaluation/gaps.html" if self.revealed else "evaluation/gaps_missing.html"]

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        if self.revealed:
            found = agenda.read(self.object, self.request.GET, POINTS)
            context |= {"agenda": found, "sessions": agenda.sessions_of(self.object)}
        else:
            page = Paginator(agenda.owed(self.object), 50).get_page(self.request.GET.get("page"))
            context |= {"page": page, "handed_in": agenda.handed_in(self.object)}
        return super().get_context_data(**context)


@require_POST
def set_limit(request: HttpRequest, serial: int) -> HttpResponse:
    """Keeps the limit that the page was looked at with."""
    found = get_permitted(EvaluationRound.objects.all(), request.user, "edit", serial=serial)
    form = LimitForm(request.POST, instance=found)
    if form.is_valid():
        actions.set_gap_limit(form.instance, by=person(request))
        messages.success(request, f"Abweichungen stehen jetzt ab {found.gap_from} auf der Tagesordnung.")
    return redirect(reverse("evaluation:round_gaps", args=[found.serial]))
