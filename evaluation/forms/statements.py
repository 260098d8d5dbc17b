"""Asking for statements on a report, writing one, asking back."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bildungsnetz.web.forms import Form, ModelForm, prepare
from evaluation.models import StatementRequest
from measures.models import Measure

LONGEST = 4000
PRINTED = "Steht unverändert im Bericht, neben den Worten des Bildungsbüros"
GENERAL = "general"


def in_time(day: date, today: date) -> date:
    if day < today:
        raise ValidationError("Der Tag liegt in der Vergangenheit.")
    return day


class AskForm(Form):
    due_on = forms.DateField(
        label="Stellungnahme bis", help_text="Bis zu diesem Tag können die Akteure schreiben und abgeben."
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_due_on(self) -> date:
        return in_time(self.cleaned_data["due_on"], self.today)


class AskBackForm(ModelForm):
    """Date and question. The words of the actor are no part of any form of the office."""

    class Meta:
        model = StatementRequest
        fields = ("question", "due_on")
        widgets = {"question": forms.Textarea({"rows": 4})}
        help_texts = {
            "question": "Die Menschen des Akteurs lesen sie auf dieser Seite und in ihrer nächsten Sammelmail. "
            "Leer: keine Rückfrage (mehr).",
        }


class StatementForm(ModelForm):
    """One text about all and one per measure; all may stay empty."""

    instance: StatementRequest

    class Meta:
        model = StatementRequest
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, measures: list[Measure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measures = measures
        written = {row.measure_id: row.text for row in self.instance.statements.all()}
        self.fields[GENERAL] = text_field("Zum Bericht im Ganzen", written.get(None, ""))
        for measure in measures:
            label = f"{measure.number} {measure.title}"
            self.fields[f"measure_{measure.pk}"] = text_field(label, written.get(measure.pk, ""))
        self.appears = dict.fromkeys(self.fields, PRINTED)

    @property
    def groups(self) -> list[Any]:  # type: ignore[override]
        of_measures = [name for name in self.fields if name != GENERAL]
        return [("Allgemein", "", [GENERAL]), ("Zu einzelnen Maßnahmen", "", of_measures)]

    def texts(self) -> dict[int | None, str]:
        """What was typed, by measure; None is about all."""
        typed = {None: self.cleaned_data[GENERAL]}
        return typed | {one.pk: self.cleaned_data[f"measure_{one.pk}"] for one in self.measures}


def text_field(label: str, written: str) -> forms.CharField:
    field = forms.CharField(
        label=label, initial=written, required=False, max_length=LONGEST, widget=forms.Textarea({"rows": 4})
    )
    prepare(field)
    return field
