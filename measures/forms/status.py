"""The status of a measure: what the table and the database ask for, said at the field where it can be mended."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bildungsnetz.web.forms import ModelForm
from measures.models import STATUSES_WITH_REASON, Measure, Status
from measures.workflow import STATUS

from .choices import STATUS_CHOICES

PUBLIC_LATER = "Öffentlich, sobald die Maßnahme freigegeben ist; ohne Ihren Namen"


class StatusFields:
    """For forms with status, status_reason and completed_on; ``today`` is the form's."""

    fields: dict[str, Any]
    instance: Any
    cleaned_data: dict[str, Any]
    errors: Any
    add_error: Any
    today: date

    def offer_statuses(self) -> None:
        self.before = self.instance.status
        self.fields["status"].choices = STATUS_CHOICES

    def check_status(self) -> None:
        status, completed_on = self.cleaned_data.get("status"), self.cleaned_data.get("completed_on")
        if status is None:
            return
        way = next((way for way in STATUS if (way.source, way.target) == (self.before, status)), None)
        if status != self.before and way is None:
            self.add_error("status", f"Von „{Status(self.before).label}“ führt kein Weg zu „{Status(status).label}“.")
        needs_reason = way.needs_reason if way else status in STATUSES_WITH_REASON
        if needs_reason and not self.cleaned_data.get("status_reason"):
            self.complain("status_reason", "Bitte nennen Sie den Grund für diesen Umsetzungsstand.")
        if status == Status.DONE:
            self.check_completion(completed_on)
        elif completed_on:
            self.complain("completed_on", "Ein Abschluss gehört nur zum Umsetzungsstand „abgeschlossen“.")

    def check_completion(self, completed_on: date | None) -> None:
        if completed_on is None:
            self.complain("completed_on", "Bitte nennen Sie den Tag, an dem die Maßnahme abgeschlossen wurde.")
        elif completed_on > self.today:
            self.complain("completed_on", "Dieser Tag liegt in der Zukunft.")
        elif completed_on < (self.cleaned_data.get("started_on") or self.instance.started_on or completed_on):
            self.complain("completed_on", "Der Abschluss liegt vor dem Beginn.")

    def complain(self, field: str, message: str) -> None:
        """One complaint a field: what could not be read is not also missing."""
        if field not in self.errors:
            self.add_error(field, message)

    def validate_constraints(self) -> None:
        """What has been said at a field is not said a second time for the whole form."""
        if not self.errors:
            super().validate_constraints()  # type: ignore[misc]


def precedes(data: dict[str, Any], later: str, earlier: str) -> bool:
    return bool(data.get(later) and data.get(earlier) and data[later] < data[earlier])


class ProgressForm(StatusFields, ModelForm):
    """How a measure stands, in four answers."""

    reported_on = forms.DateField(label="Stand vom")
    text = forms.CharField(
        label="Was hat sich getan?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Zwei oder drei Sätze reichen.",
        max_length=8000,
    )
    appears = dict.fromkeys(("status", "status_reason", "text"), PUBLIC_LATER)
    field_order = ["status", "status_reason", "completed_on", "text", "reported_on"]

    class Meta:
        model = Measure
        fields = ["status", "status_reason", "completed_on"]
        widgets = {"status": forms.RadioSelect, "status_reason": forms.Textarea(attrs={"rows": 3})}
        labels = {"status": "Wie steht es?", "status_reason": "Grund", "completed_on": "abgeschlossen am"}
        help_texts = {
            "status_reason": "Nötig bei „gefährdet“, „verzögert“, „ruht“ und „eingestellt“ und wenn es nach einem "
            "Abschluss doch weitergeht.",
            "completed_on": "Nur bei „abgeschlossen“.",
        }

    def __init__(self, *args: Any, today: date, unchanged: bool = False, **kwargs: Any) -> None:
        """``unchanged`` says that somebody confirmed the state as it is, which needs no sentence."""
        super().__init__(*args, **kwargs)
        self.today = today
        self.unchanged = unchanged
        self.offer_statuses()
        self.fields["reported_on"].initial = today

    def clean_reported_on(self) -> date:
        day: date = self.cleaned_data["reported_on"]
        if day > self.today:
            raise ValidationError("Dieser Tag liegt in der Zukunft.")
        newest = self.instance.progress_notes.values_list("reported_on", flat=True).first()
        if newest and day < newest:
            raise ValidationError(f"Es gibt schon einen neueren Sachstand, vom {newest:%d.%m.%Y}.")
        return day

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.check_status()
        silent = not self.cleaned_data.get("text") and not self.unchanged
        if silent and self.cleaned_data.get("status") == self.before:
            self.complain("text", "Bitte schreiben Sie einen Satz, oder bestätigen Sie den Stand unten unverändert.")
        return self.cleaned_data
