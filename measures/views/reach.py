"""Whom nobody reaches, and what each actor is asked to do: for the offices."""

from typing import Any

from django.utils import timezone
from django.views.generic import ListView

from bildungsnetz import access
from bildungsnetz.schooldays import school_year
from measures.models import Actor
from measures.reachability import WHAT_HELPS, Lost, busy_actors, leading_actors, loads, lost_among


class Reach(ListView):
    """First the actors that lead running measures and whom nobody reaches; then what each is asked for."""

    template_name = "measures/reach.html"
    paginate_by = 100

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        access.require(request.user, "see_load", Actor)
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        return busy_actors().permitted("see_load", self.request.user)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        context = super().get_context_data(**context)
        year = school_year(timezone.localdate())
        load = loads([actor.pk for actor in context["object_list"]], year)
        rows = [{"actor": actor, "load": load[actor.pk]} for actor in context["object_list"]]
        return context | {"year": year, "rows": rows, "lost": lost_groups()}


def lost_groups() -> list[dict[str, Any]]:
    """The actors that lead running measures and cannot be reached, grouped by the reason."""
    actors = list(leading_actors())
    reasons = lost_among(actor.pk for actor in actors)
    lost = [actor for actor in actors if actor.pk in reasons]
    load = loads([actor.pk for actor in lost], school_year(timezone.localdate()))
    return [
        {
            "label": reason.label,
            "help": WHAT_HELPS[reason],
            "rows": [{"actor": actor, "load": load[actor.pk]} for actor in lost if reasons[actor.pk] == reason],
        }
        for reason in Lost
        if reason in reasons.values()
    ]
