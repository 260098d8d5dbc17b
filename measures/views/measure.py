"""The page of one measure."""

from typing import Any

from bildungsnetz.web.views import DetailView, Public
from measures.models import Measure


class MeasurePage(Public, DetailView):
    model = Measure
    template_name = "measures/measure.html"

    def get_queryset(self) -> Any:
        return Measure.objects.select_related("lead", "leading_goal__period")

    def get_lookup(self) -> dict[str, Any]:
        return {"serial": self.kwargs["serial"]}
