"""How far a Beschlusspunkt is, and what backs that."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from bildungsnetz.web.forms import ModelForm
from evaluation.models import EvaluationRound, Report, ResolutionCheck, RoundState
from goals.models import Goal, Paper
from measures.models import Measure, measure_number

FEW = 12  # measures are named by their numbers: there may be thousands


class ResolutionCheckForm(ModelForm):
    """State and remark, and everything that shows it."""

    instance: ResolutionCheck
    groups = [
        ("Stand", "", ["state", "remark", "checked_on"]),
        ("Belege", "Woran man den Stand sieht.", ["measures", "goals", "rounds", "reports", "papers"]),
    ]
    appears = {"remark": "Steht im Bericht zur Beschlusskontrolle"}
    measures = forms.CharField(
        label="Maßnahmen",
        required=False,
        max_length=600,
        help_text="Ihre Nummern, zum Beispiel M-003, M-017.",
    )
    goals = forms.ModelMultipleChoiceField(Goal.objects.none(), label="Handlungsziele", required=False)
    rounds = forms.ModelMultipleChoiceField(
        EvaluationRound.objects.filter(state=RoundState.CLOSED), label="Bewertungsrunden", required=False
    )
    reports = forms.ModelMultipleChoiceField(
        Report.objects.filter(variants__versions__isnull=False).distinct(), label="Berichte", required=False
    )
    papers = forms.ModelMultipleChoiceField(Paper.objects.none(), label="Vorlagen", required=False)

    class Meta:
        model = ResolutionCheck
        fields = ("state", "remark", "checked_on")
        widgets = {"state": forms.RadioSelect, "remark": forms.Textarea({"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        paper = self.instance.item.paper
        goals = Goal.objects.filter(period__paper=paper) | Goal.objects.filter(period__paper=paper.predecessor_id)
        fields["goals"].queryset = goals.select_related("period").order_by("period", "number")
        fields["papers"].queryset = Paper.objects.filter(predecessor=paper).newest_first()
        fields["papers"].label_from_instance = lambda one: f"{one.number} {one.subject}"
        for name in ("goals", "rounds", "reports", "papers"):
            if not fields[name].queryset.exists():
                del fields[name]
        if not self.instance.pk:
            self.initial["checked_on"] = timezone.localdate()
            return
        rows = list(self.instance.evidence.select_related("measure"))
        self.initial["measures"] = ", ".join(row.measure.number for row in rows if row.measure)
        for name, column in (("goals", "goal"), ("rounds", "round"), ("reports", "report"), ("papers", "paper")):
            self.initial[name] = [key for row in rows if (key := getattr(row, f"{column}_id"))]

    def clean_measures(self) -> list[Measure]:
        serials = [int(digits) for digits in re.findall(r"\d{1,9}", self.cleaned_data["measures"])]
        found = {one.serial: one for one in Measure.objects.filter(serial__in=serials)}
        missing = [measure_number(serial) for serial in serials if serial not in found]
        if missing:
            raise ValidationError(f"Diese Maßnahmen gibt es nicht: {', '.join(missing[:FEW])}.")
        return list(found.values())

    def backing(self) -> list[tuple[str, models.Model]]:
        """Each thing chosen, with the field of the evidence that names it."""
        kinds = {"measures": "measure", "goals": "goal", "rounds": "round", "reports": "report", "papers": "paper"}
        return [(column, thing) for name, column in kinds.items() for thing in self.cleaned_data.get(name, ())]
