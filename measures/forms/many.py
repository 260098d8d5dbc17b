"""Changing many measures at once: the form that says what is to change."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from bildungsnetz.access import Person
from bildungsnetz.records import DatePrecision
from bildungsnetz.sheets.values import RoughDate
from bildungsnetz.web.forms import Form
from goals.models import Goal
from measures.dates import first_day, last_day
from measures.models import Actor, EducationStage, Status

from .choices import by_period

AS_IT_IS = "unverändert lassen"
YES_NO = [("", AS_IT_IS), ("yes", "ja"), ("no", "nein")]
HOW = [("", AS_IT_IS), ("add", "diese hinzufügen"), ("set", "durch diese ersetzen"), ("remove", "diese entfernen")]
ROUGH = ("planned_start", "planned_end")
NOTHING = "Bitte wählen Sie, was sich ändern soll."


class ManyForm(Form):
    """What is left blank stays as it is in each measure."""

    groups = [
        (
            "Wie es steht",
            "Mit einem neuen Umsetzungsstand gilt dieser Grund; der bisherige entfällt.",
            ["status", "status_reason", "completed_on"],
        ),
        ("Zuordnung", "", ["leading_goal", "lead", "stages_how", "stages"]),
        (
            "Wann",
            "Eine Daueraufgabe verliert ihr geplantes Ende.",
            [
                "is_ongoing",
                ("planned_start_on", "planned_start_precision"),
                ("planned_end_on", "planned_end_precision"),
            ],
        ),
        ("Warum", "", ["reason"]),
    ]

    status = forms.ChoiceField(label="Umsetzungsstand", required=False, choices=[("", AS_IT_IS), *Status.choices])
    status_reason = forms.CharField(
        label="Grund für den Umsetzungsstand",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Öffentlich. Nötig bei „gefährdet“, „verzögert“, „ruht“ und „eingestellt“.",
    )
    completed_on = forms.DateField(label="Abgeschlossen am", required=False, help_text="Nur bei „abgeschlossen“.")
    leading_goal = forms.ModelChoiceField(
        Goal.objects.none(), label="Handlungsziel", required=False, empty_label=AS_IT_IS
    )
    lead = forms.ModelChoiceField(Actor.objects.none(), label="Federführung", required=False, empty_label=AS_IT_IS)
    stages_how = forms.ChoiceField(label="Bildungsphasen", required=False, choices=HOW)
    stages = forms.ModelMultipleChoiceField(
        EducationStage.objects.none(), label="Welche Bildungsphasen", required=False
    )
    is_ongoing = forms.ChoiceField(label="Daueraufgabe", required=False, choices=YES_NO)
    planned_start_on = forms.DateField(label="Geplanter Beginn", required=False)
    planned_start_precision = forms.ChoiceField(label="Genauigkeit", required=False, choices=DatePrecision.choices)
    planned_end_on = forms.DateField(label="Geplantes Ende", required=False)
    planned_end_precision = forms.ChoiceField(label="Genauigkeit", required=False, choices=DatePrecision.choices)
    reason = forms.CharField(
        label="Grund der Änderung",
        max_length=70,
        help_text="Steht im Änderungsverlauf jeder Maßnahme; nicht öffentlich.",
    )

    def __init__(self, *args: Any, user: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        goals: Any = Goal.objects.permitted("view", user).select_related("period")
        fields: Any = self.fields
        fields["leading_goal"].queryset = goals
        fields["leading_goal"].choices = [("", AS_IT_IS), *by_period(goals.order_by("-period__starts_on", "number"))]
        fields["lead"].queryset = Actor.objects.active()
        fields["stages"].queryset = EducationStage.objects.in_use()

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if data.get("stages_how") and not data.get("stages") and "stages" not in self.errors:
            self.add_error("stages", "Bitte wählen Sie die Bildungsphasen.")
        changes = ("status", "leading_goal", "lead", "stages_how", "is_ongoing", "planned_start_on", "planned_end_on")
        if not self.errors and not any(data.get(name) for name in changes):
            self.add_error(None, NOTHING)
        return data

    def said_of(self, stored: Mapping[str, Any]) -> dict[str, Any]:
        """What a row of a spreadsheet would say of a measure that is ``stored`` like this, of what changes."""
        chosen, values = self.cleaned_data, dict[str, Any]()
        if chosen["status"] and (chosen["status"] != stored["status"] or chosen["status_reason"]):
            values |= {"status": chosen["status"], "status_reason": chosen["status_reason"]}
            if chosen["completed_on"]:
                values["completed"] = rough(chosen["completed_on"], "day")
        values |= {name: chosen[name].pk for name in ("leading_goal", "lead") if chosen[name]}
        for name in ROUGH:
            if day := chosen[f"{name}_on"]:
                values[name] = rough(day, chosen[f"{name}_precision"] or "day")
        if chosen["is_ongoing"]:
            values["is_ongoing"] = chosen["is_ongoing"] == "yes"
            if values["is_ongoing"]:
                values.setdefault("planned_end", None)
        if chosen["stages_how"]:
            values["stages"] = self.stages_of(stored["stages"])
        return values

    def stages_of(self, stages: frozenset[int]) -> frozenset[int]:
        chosen = frozenset(stage.pk for stage in self.cleaned_data["stages"])
        return {"add": stages | chosen, "set": chosen, "remove": stages - chosen}[self.cleaned_data["stages_how"]]


def rough(day: date, precision: str) -> RoughDate:
    return RoughDate(first_day(day, precision), last_day(day, precision), precision, "")
