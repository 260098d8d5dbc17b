"""Changing many measures at once: what is to change, and the form that each of them then has to pass."""

from typing import Any

from django import forms

from bildungsnetz.access import Person
from bildungsnetz.records import DatePrecision
from bildungsnetz.web.forms import Form
from goals.models import Goal
from measures.models import Actor, EducationStage, Measure, Status

from .choices import by_period
from .measure import OfficeMeasureForm, date_trio

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
        max_length=100,
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

    def typed_for(self, measure: Measure, stages: set[int]) -> dict[str, list[str]]:
        """What the form of ``measure``, which has ``stages``, would be sent, of the fields that change."""
        said, typed = self.cleaned_data, dict[str, list[str]]()
        if said["status"] and (said["status"] != measure.status or said["status_reason"]):
            typed |= {"status": [said["status"]], "status_reason": text(said["status_reason"])}
            if said["completed_on"] or said["status"] != Status.DONE:
                typed |= dict(zip(date_trio("completed"), (day(said["completed_on"]), ["day"], []), strict=True))
        for name in ("leading_goal", "lead"):
            typed |= {name: [str(said[name].pk)]} if said[name] else {}
        for name in ROUGH:
            if said[f"{name}_on"]:
                precision = [said[f"{name}_precision"] or "day"]
                typed |= dict(zip(date_trio(name), (day(said[f"{name}_on"]), precision, []), strict=True))
        if said["is_ongoing"]:
            typed["is_ongoing"] = ["on"] if said["is_ongoing"] == "yes" else []
            if typed["is_ongoing"] and "planned_end_on" not in typed:
                typed |= dict(zip(date_trio("planned_end"), ([], ["day"], []), strict=True))
        if said["stages_how"]:
            typed["stages"] = sorted(map(str, self.stages_of(stages)), key=lambda key: (len(key), key))
        return typed

    def stages_of(self, stages: set[int]) -> set[int]:
        chosen = {stage.pk for stage in self.cleaned_data["stages"]}
        return {"add": stages | chosen, "set": chosen, "remove": stages - chosen}[self.cleaned_data["stages_how"]]


def text(value: str) -> list[str]:
    return [value] if value else []


def day(value: Any) -> list[str]:
    return [f"{value:%d.%m.%Y}"] if value else []


class OneOfManyForm(OfficeMeasureForm):
    """The office's form of a measure, reduced to what can be changed in many at once: the same checks, no rows."""

    row_classes: dict[str, Any] = {}

    class Meta(OfficeMeasureForm.Meta):
        fields = [
            "status", "status_reason", *date_trio("completed"), *date_trio("started"),
            "is_ongoing", *date_trio("planned_start"), *date_trio("planned_end"),
            "leading_goal", "further_goals", "lead", "stages",
        ]  # fmt: skip

    def offer_choices(self, user: Person) -> None:
        """All that there is: what may be chosen was asked before, of the form for all."""
        fields: Any = self.fields
        fields["leading_goal"].queryset = fields["further_goals"].queryset = Goal.objects.all()
        fields["lead"].queryset = Actor.objects.all()
        fields["stages"].queryset = EducationStage.objects.all()

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        lead, shares = data.get("lead"), self.instance.participations.all()
        if lead and "lead" in self.changed_data and any(share.actor_id == lead.pk for share in shares):
            self.add_error("lead", "Dieser Akteur wirkt hier schon mit. Bitte ändern Sie zuerst die Mitwirkung.")
        return data
