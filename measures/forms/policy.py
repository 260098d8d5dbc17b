from bildungsnetz.web.forms import ModelForm
from measures.models import FreshnessPolicy


class FreshnessPolicyForm(ModelForm):
    groups = [("Fristen", "", [("due_after_months", "stale_after_months")])]

    class Meta:
        model = FreshnessPolicy
        fields = ("due_after_months", "stale_after_months")
        help_texts = {
            "due_after_months": "So viele Monate nach der letzten Bestätigung gilt eine Maßnahme als fällig.",
            "stale_after_months": "So viele Monate nach der letzten Bestätigung gilt sie als veraltet.",
        }
