"""After how long a measure must be confirmed again."""

from typing import Any

from django.urls import reverse

from bildungsnetz.web.views import UpdateView
from measures import actions
from measures.forms.policy import FreshnessPolicyForm
from measures.models import FreshnessPolicy
from measures.models.policy import ONLY


class FreshnessPolicyEdit(UpdateView):
    model = FreshnessPolicy
    form_class = FreshnessPolicyForm
    template_name = "measures/freshness.html"
    heading = "Aktualität der Maßnahmen"

    def get_lookup(self) -> dict[str, Any]:
        return {"pk": ONLY}

    def get_cancel_url(self) -> str:
        return reverse("measures:list")

    def get_back_label(self) -> str:
        return "Maßnahmen"

    def save(self, form: Any) -> FreshnessPolicy:
        return actions.set_freshness_policy(form, by=self.request.user)  # type: ignore[arg-type]
