from django import forms
from django.core.exceptions import ValidationError

from bildungsnetz.web.forms import ModelForm
from bildungsnetz.web.rows import PartRows, Row, WithRows, rows_of
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
        ("Einordnung", "", ["position", "is_active", "source_urls"]),
    ]
    row_classes = {"former_names": rows_of(Committee, CommitteeNameRow, CommitteeNames)}

    class Meta:
        model = Committee
        fields = ("name", "genitive", "key", "position", "is_active", "source_urls")
        help_texts = {
            "genitive": "So steht der Name im Satz, zum Beispiel „des Schulausschusses“.",
            "key": "Teil der Internetadresse: Kleinbuchstaben, Ziffern und Bindestriche. Bleibt bei einer Umbenennung.",
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
