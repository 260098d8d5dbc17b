"""What a committee decided about a report."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bildungsnetz.web.forms import ModelForm
from evaluation.actions.session_results import items_of
from evaluation.models import ReportVariant
from goals.models import Consultation, Paper, PaperType

RESULTS = ("ungeändert beschlossen", "geändert beschlossen", "zur Kenntnis genommen", "abgelehnt", "vertagt")


class SessionResultForm(ModelForm):
    """Result and votes of one session; the number of the Vorlage and what was resolved, while they are not known."""

    instance: Consultation

    groups = [
        ("Vorlage", "", ["number"]),
        ("Ergebnis", "", [("result", "agenda_item"), ("votes_for", "votes_against", "abstentions")]),
        ("Beschluss", "", ["items"]),
    ]
    appears = {
        "result": "Öffentlich auf der Seite der Vorlage",
        "items": "Öffentlich auf der Seite der Vorlage",
    }
    number = forms.CharField(
        label="Vorlagennummer",
        max_length=9,
        help_text="In der langen Form, zum Beispiel 2026/0815. Gibt es die Vorlage noch nicht, wird sie mit ihrer "
        "Beratungsfolge angelegt.",
    )
    items = forms.CharField(
        label="Beschlusspunkte",
        required=False,
        widget=forms.Textarea({"rows": 8}),
        help_text="Der beschlossene Wortlaut, jeder Punkt mit seiner Nummer am Anfang der Zeile.",
    )

    class Meta:
        model = Consultation
        fields = ("agenda_item", "result", "votes_for", "votes_against", "abstentions")
        labels = {"agenda_item": "TOP", "result": "Ergebnis im Wortlaut"}

    def __init__(self, *args: Any, variant: ReportVariant, proposed: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.variant = variant
        self.fields["result"].required = True
        self.fields["result"].help_text = f"Zum Beispiel: {', '.join(RESULTS)}."
        paper = variant.paper
        if paper:
            del self.fields["number"]
        if variant.paper_type != PaperType.RESOLUTION or (paper and paper.resolution_items.exists()):
            del self.fields["items"]
        else:
            self.initial["items"] = proposed

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"].strip()
        for validate in Paper._meta.get_field("number").validators:
            validate(number)
        used = Paper.objects.filter(number=number).first()
        if used and used.paper_type != self.variant.paper_type:
            kind = used.get_paper_type_display()
            raise ValidationError(f"Die Nummer gehört zu einer anderen Art von Vorlage ({kind}).")
        return number

    @property
    def number_of_paper(self) -> str:
        return self.cleaned_data.get("number", "")

    def resolved(self) -> list[str]:
        return items_of(self.cleaned_data.get("items", ""))
