"""The start page: where the goals stand, what is coming, what changed. Public, for what is released."""

from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from bildungsnetz.web.drawing import drawn
from bildungsnetz.web.views import Public
from evaluation import figures


class Overview(Public, TemplateView):
    template_name = "evaluation/overview.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        today, user = timezone.localdate(), self.request.user
        rows = tuple(figures.goal_rows(user, today))
        period = rows[0].period if rows else ""
        shown = {
            "rows": rows,
            "period": period.replace("-", "–"),
            "headline": figures.headline(rows, period, user) if period else None,
            "coming": tuple(figures.coming(user, today)),
            "changes": tuple(figures.changes()),
        }
        figures_drawn = drawn("evaluation/overview_figures.html", today=today, **shown)
        return super().get_context_data(drawn=figures_drawn, **shown, **context)
