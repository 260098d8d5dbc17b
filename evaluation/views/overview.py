"""The start page: where the goals stand, what is coming, what changed. Public, for what is released."""

from datetime import date
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.generic import TemplateView

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
        return super().get_context_data(drawn=drawn(today, *shown.items()), **shown, **context)


@lru_cache(maxsize=50)
def drawn(today: date, *shown: tuple[str, Any]) -> SafeString:
    """The figures as HTML. They are read anew for each visitor, but the same figures are drawn once."""
    return render_to_string("evaluation/overview_figures.html", {"today": today, **dict(shown)})
