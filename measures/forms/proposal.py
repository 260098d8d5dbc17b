"""The forms in which an actor's people propose, and those by which the office decides."""

from typing import Any

from django import forms

from bildungsnetz.web.forms import Form
from measures import uploads
from measures.models import ProposalKind

from .measure import MeasureForm
from .status import ProgressForm

MESSAGE_HINT = "Sieht nur das Bildungsbüro, zum Beispiel warum sich etwas ändert."


def message_field() -> forms.CharField:
    return forms.CharField(
        label="Nachricht an das Bildungsbüro",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=MESSAGE_HINT,
    )


class ProposedMeasureForm(MeasureForm):
    """The measure as an actor's people want it, with a word to the office."""

    message = message_field()
    groups = [*MeasureForm.groups, ("Für das Bildungsbüro", "Erscheint nie öffentlich.", ["message"])]


class ProposedProgressForm(ProgressForm):
    """A report for a released measure: the office adds it to the story, the file to the documents."""

    file = forms.FileField(
        label="Datei",
        required=False,
        max_length=255,
        help_text=f"{uploads.ENDINGS}; höchstens 10 MB. Das Bildungsbüro legt sie zu den Dokumenten, nicht öffentlich.",
    )
    message = message_field()
    field_order = [*ProgressForm.field_order, "file", "message"]

    def clean_file(self) -> uploads.Upload | None:
        file = self.cleaned_data["file"]
        return uploads.check(file) if file else None


class AcceptedReportForm(ProgressForm):
    """What the office may correct in a report before it accepts it; the sentences stay the actor's own."""

    class Meta(ProgressForm.Meta):
        widgets = {"status": forms.Select, "status_reason": forms.Textarea(attrs={"rows": 2})}
        labels = {**ProgressForm.Meta.labels, "status": "Umsetzungsstand"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget = forms.HiddenInput()


class ReturnForm(Form):
    reason = forms.CharField(
        label="Hinweis für den Akteur",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        help_text="Was fehlt, oder was stimmt nicht? Der Akteur liest Ihren Hinweis.",
    )


KINDS = [
    ("", "alle"),
    (ProposalKind.EDIT.value, "Änderungen"),
    ("unchanged", "Sachstand: unverändert"),
    ("stuck", "Sachstand: es klemmt"),
    (ProposalKind.PROGRESS.value, "alle Sachstände"),
]


class ProposalFilter(forms.Form):
    """What the list of proposals is narrowed by; an unknown value is as good as none."""

    kind = forms.ChoiceField(label="Was", required=False, choices=KINDS)

    def wanted(self) -> str:
        return self.cleaned_data.get("kind", "") if self.is_valid() else ""
