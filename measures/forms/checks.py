"""What must fit together in a measure, whoever fills it in: the form on its page, or a row of a spreadsheet."""

from typing import Any

from django.core.exceptions import ValidationError

from measures.dates import first_day, last_day

from .status import StatusFields, precedes

DATES = ("planned_start", "planned_end", "started", "completed")
BEGINNINGS = ("planned_start", "started")
GOAL_NEEDED = "Eine freigegebene Maßnahme braucht ein Handlungsziel."
LEADS_ALREADY = "Dieser Akteur hat die Federführung und wirkt damit schon mit."
MOST_ROWS = 60  # of each kind that a measure has


class MeasureChecks(StatusFields):
    """Complains through ``add_error``; brings dates that are known roughly to the edge of what is known."""

    def check(self) -> None:
        data = self.cleaned_data
        for name in DATES:
            data[f"{name}_precision"] = data.get(f"{name}_precision") or "day"
            if day := data.get(f"{name}_on"):
                edge = first_day if name in BEGINNINGS else last_day
                data[f"{name}_on"] = edge(day, data[f"{name}_precision"])
                if name == "completed" and day <= self.today:
                    data["completed_on"] = min(data["completed_on"], self.today)
        if data.get("leading_goal") in list(data.get("further_goals") or ()):
            self.add_error("further_goals", "Das Handlungsziel oben muss hier nicht noch einmal gewählt werden.")
        self.check_status()
        self.check_dates(data)

    def check_dates(self, data: dict[str, Any]) -> None:
        if data.get("is_ongoing") and data.get("planned_end_on"):
            self.add_error("planned_end_on", "Eine Daueraufgabe hat kein geplantes Ende.")
        if precedes(data, "planned_end_on", "planned_start_on"):
            self.add_error("planned_end_on", "Das geplante Ende liegt vor dem geplanten Beginn.")
        if data.get("started_on") and data["started_on"] > self.today:
            self.add_error("started_on", "Dieser Tag liegt in der Zukunft.")

    def clean_leading_goal(self) -> Any:
        goal = self.cleaned_data["leading_goal"]
        if goal is None and self.instance.is_released:
            raise ValidationError(GOAL_NEEDED)
        return goal


def clean_source_urls(text: str) -> str:
    """Addresses, one a line; they become links, so only those of web pages are taken."""
    for address in text.split():
        if not address.startswith(("https://", "http://")):
            raise ValidationError(f"„{address[:60]}“ ist keine Adresse, die mit https:// oder http:// beginnt.")
    return "\n".join(text.split())
