"""What a committee asked or ordered, and the answer."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from bildungsnetz.web.forms import ModelForm
from evaluation.models import CommitteeQuestion
from goals.forms.fields import GoalField
from goals.models import Committee, Goal
from measures.models import Measure, measure_number

IN_PAPER = "Steht im nächsten Bericht an dieses Gremium"
NUMBER = r"(?:[mM]-?)?0*(\d{1,9})"


class QuestionForm(ModelForm):
    """The question as it was asked, with what it is about."""

    instance: CommitteeQuestion
    groups = [
        ("Sitzung", "", [("committee", "asked_on"), ("agenda_item", "asked_by")]),
        ("Frage oder Auftrag", "", ["kind", "text", "due_on"]),
        ("Worauf sie sich bezieht", "", ["goal", "measure_number"]),
    ]
    appears = {"text": IN_PAPER}
    measure_number = forms.RegexField(
        rf"\A{NUMBER}\Z",
        label="Maßnahme",
        required=False,
        max_length=12,
        help_text="Ihre Nummer, zum Beispiel M-017.",
        error_messages={"invalid": "Bitte geben Sie die Nummer einer Maßnahme an, zum Beispiel M-017."},
    )

    class Meta:
        model = CommitteeQuestion
        fields = ("kind", "committee", "asked_on", "agenda_item", "asked_by", "text", "goal", "due_on")
        field_classes = {"goal": GoalField}
        widgets = {"kind": forms.RadioSelect, "text": forms.Textarea({"rows": 5})}
        help_texts = {
            "asked_by": "Eine Fraktion, eine Gruppe oder eine Funktion, kein Name einer Person.",
            "due_on": "Bis wann das Gremium eine Antwort erwartet.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = [choice for choice in fields["kind"].choices if choice[0]]
        fields["goal"].queryset = Goal.objects.select_related("period").order_by("-period__starts_on", "number")
        fields["committee"].queryset = Committee.objects.filter(is_active=True).order_by("position", "name")
        if self.instance.measure:
            self.initial["measure_number"] = self.instance.measure.number

    def clean_measure_number(self) -> str:
        typed = self.cleaned_data["measure_number"].strip()
        digits = typed.lstrip("mM-").lstrip("0")
        self.instance.measure = Measure.objects.filter(serial=int(digits)).first() if digits else None
        if typed and self.instance.measure is None:
            raise ValidationError(f"Eine Maßnahme {measure_number(int(digits or 0))} gibt es nicht.")
        return str(typed)


class AnswerForm(ModelForm):
    """What the committee is told."""

    instance: CommitteeQuestion

    appears = {"answer": IN_PAPER}

    class Meta:
        model = CommitteeQuestion
        fields = ("answer", "answered_on")
        widgets = {"answer": forms.Textarea({"rows": 8})}
        help_texts = {
            "answer": "Eine Leerzeile beginnt einen Absatz. Ohne Antwort ist die Frage wieder offen.",
            "answered_on": "Leer: heute.",
        }

    def clean(self) -> dict[str, Any]:
        """With words it is answered, since today unless a day is given; without them it is open again."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["answer"] = cleaned.get("answer", "").strip()
        cleaned["answered_on"] = (cleaned.get("answered_on") or timezone.localdate()) if cleaned["answer"] else None
        if cleaned["answered_on"] and cleaned["answered_on"] < self.instance.asked_on:
            self.add_error("answered_on", "Die Antwort kann nicht vor der Sitzung liegen.")
        return cleaned
