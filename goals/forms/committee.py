from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bildungsnetz.web.forms import ModelForm
from bildungsnetz.web.rows import PartRows, Row, WithRows, rows_of
from goals.dates import papers_due_on
from goals.models import Committee, CommitteeName, Meeting

from .fields import SOURCES_HELP, SourcedForm


class CommitteeNameRow(Row):
    class Meta:
        model = CommitteeName
        fields = ("name", "used_until", "note")


class CommitteeNames(PartRows):
    heading = "Frühere Namen"
    hint = "Vorlagen aus der Zeit davor zeigen den Namen, den das Gremium damals hatte."
    row_name = "Früherer Name"


class CommitteeForm(SourcedForm, WithRows, ModelForm):
    groups = [
        ("Gremium", "", ["name", "genitive", "key"]),
        ("Einordnung", "", ["papers_due_days", "position", "is_active", "source_urls"]),
    ]
    row_classes = {"former_names": rows_of(Committee, CommitteeNameRow, CommitteeNames)}

    class Meta:
        model = Committee
        fields = ("name", "genitive", "key", "papers_due_days", "position", "is_active", "source_urls")
        help_texts = {
            "genitive": "So steht der Name im Satz, zum Beispiel „des Schulausschusses“.",
            "key": "Teil der Internetadresse: Kleinbuchstaben, Ziffern und Bindestriche. Bleibt bei einer Umbenennung.",
            "papers_due_days": "Daraus wird der Vorlagenschluss neuer Sitzungen errechnet; Wochenenden und Feiertage "
            "zählen nicht. Bleibt das Feld leer, wird er bei jeder Sitzung eingetragen.",
            "position": "Kleine Zahlen stehen in Listen oben.",
            "is_active": "Gremien, die nicht mehr tagen, bleiben bei ihren Vorlagen stehen.",
            "source_urls": SOURCES_HELP,
        }
        widgets = {"source_urls": forms.Textarea(attrs={"rows": 2})}
        error_messages = {
            "name": {"unique": "Ein Gremium mit diesem Namen gibt es schon."},
            "key": {
                "unique": "Dieses Kürzel ist schon vergeben.",
                "invalid": "Bitte nur Buchstaben ohne Umlaute, Ziffern und Bindestriche verwenden.",
            },
        }

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if key == "neu":
            raise ValidationError("Dieses Kürzel braucht die Seite selbst. Bitte wählen Sie ein anderes.")
        return key


class MeetingForm(SourcedForm, ModelForm):
    given = ("committee",)
    groups = [("Sitzung", "", [("held_on", "papers_due_on"), "place", "source_urls"])]

    class Meta:
        model = Meeting
        fields = ("held_on", "papers_due_on", "place", "source_urls")
        help_texts = {
            "papers_due_on": "Bis zu diesem Tag müssen Vorlagen für die Sitzung abgegeben sein.",
            "source_urls": SOURCES_HELP,
        }
        widgets = {"source_urls": forms.Textarea(attrs={"rows": 2})}

    instance: Meeting

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.is_new = self.instance.pk is None
        if self.is_new and (days := self.instance.committee.papers_due_days) is not None:
            rule = f" Bleibt das Feld leer, gilt: {days} Arbeitstage vor der Sitzung."
            self.fields["papers_due_on"].help_text += rule

    def clean(self) -> dict[str, Any]:
        """A new meeting gets the day that its committee's rule gives; whoever empties it later means it."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        held_on = cleaned.get("held_on")
        if self.is_new and held_on and "papers_due_on" in cleaned and not cleaned["papers_due_on"]:
            cleaned["papers_due_on"] = papers_due_on(self.instance.committee, held_on)
        return cleaned
