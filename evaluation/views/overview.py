"""The start page: where the goals stand, what is coming, what changed. Public, for what is released."""

from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from bildungsnetz.web.views import Public
from evaluation import figures


class Overview(Public, TemplateView):
    template_name = "evaluation/overview.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        today, user = timezone.localdate(), self.request.user
        rows = figures.goal_rows(user, today)
        period = rows[0].period if rows else ""
        return super().get_context_data(
            today=today,
            rows=rows,
            period=period.replace("-", "–"),
            headline=figures.headline(rows, period, user) if period else None,
            coming=figures.coming(user, today),
            changes=figures.changes(),
            **context,
        )
