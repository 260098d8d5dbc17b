"""The offices' start page."""

from typing import Any

from django.contrib.auth.mixins import UserPassesTestMixin
from django.utils import timezone
from django.views.generic import TemplateView

from evaluation.today import sections
from goals.rules import is_either_office


class Today(UserPassesTestMixin, TemplateView):
    """What must be done today: what waits for a decision first, then what is late, then what is coming."""

    template_name = "evaluation/today.html"
    raise_exception = True

    def test_func(self) -> bool:
        return is_either_office(self.request.user)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        today = timezone.localdate()
        found = sections(self.request.user, today)
        busy, quiet = [one for one in found if one.count], [one for one in found if not one.count]
        return super().get_context_data(today=today, busy=busy, quiet=quiet, **context)
