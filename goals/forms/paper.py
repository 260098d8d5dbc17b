from typing import Any

from django import forms
from django.utils.functional import cached_property

from bildungsnetz.web.forms import ModelForm
from bildungsnetz.web.rows import PartRows, Row, WithRows, rows_of
from goals.models import Committee, Consultation, Paper, ResolutionItem

from .fields import SOURCES_HELP, PaperField, SourcedForm

VOTES = ("votes_for", "votes_against", "abstentions")
PUBLIC = "Öffentlich auf der Seite der Vorlage"


class ConsultationRow(Row):
    class Meta:
        model = Consultation
        fields = ("position", "committee", "committee_name", "role", "held_on", "agenda_item", "result", *VOTES)
        labels = {"committee_name": "Damaliger Name", "agenda_item": "TOP"}


class Consultations(PartRows):
    heading = "Beratungsfolge"
    hint = (
        "In der Reihenfolge der Vorlage, die nicht immer die der Sitzungstage ist. Ein damaliger Name steht nur da,"
        " wenn das Gremium anders hieß. Ergebnis im Wortlaut, etwa „beschlossen“ oder „(offen)“; leer heißt: nicht"
        " bekannt."
    )
    row_name = "Beratung"

    @cached_property
    def committees(self) -> list[tuple[int | str, str]]:
        """Read once for all rows."""
        return [("", "---------"), *Committee.objects.values_list("pk", "name")]

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["committee"].choices = self.committees


class ResolutionItemRow(Row):
    class Meta:
        model = ResolutionItem
        fields = ("number", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}


class ResolutionItems(PartRows):
    heading = "Beschlusspunkte"
    hint = "Jeder nummerierte Punkt des Beschlussvorschlags für sich."
    row_name = "Beschlusspunkt"


class PaperForm(SourcedForm, WithRows, ModelForm):
    groups = [
        ("Kopf der Vorlage", "", ["number", "subject", ("paper_type", "paper_type_words"), "lead_department"]),
        ("Inhalt", "", ["resolution_summary", "facts", "financial_effects", "predecessor", "note"]),
        ("Sichtbarkeit und Herkunft", "", ["is_public", "source_urls"]),
    ]
    appears = {"subject": PUBLIC, "resolution_summary": PUBLIC, "facts": PUBLIC, "note": PUBLIC}
    row_classes = {
        "resolution_items": rows_of(Paper, ResolutionItemRow, ResolutionItems),
        "consultations": rows_of(Paper, ConsultationRow, Consultations),
    }

    class Meta:
        model = Paper
        fields = (
            "number",
            "subject",
            "paper_type",
            "paper_type_words",
            "lead_department",
            "resolution_summary",
            "facts",
            "financial_effects",
            "predecessor",
            "note",
            "is_public",
            "source_urls",
        )
        field_classes = {"predecessor": PaperField}
        help_texts = {
            "number": "In der langen Form, zum Beispiel 2022/1106.",
            "paper_type_words": "Wenn das Ratsinformationssystem es anders nennt, etwa „öffentliche Beschlussvorlage“.",
            "lead_department": "Zum Beispiel „FB 31 - Schule und Weiterbildung“.",
            "resolution_summary": "In eigenen Worten, was beschlossen werden soll oder wurde.",
            "financial_effects": "Zum Beispiel „keine“.",
            "predecessor": "Die frühere Vorlage, die diese fortsetzt.",
            "is_public": "Nicht öffentliche Vorlagen sehen nur Bildungsbüro, Gremienadministration und Rat.",
            "source_urls": SOURCES_HELP,
        }
        widgets = {"source_urls": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices: Any = self.fields["predecessor"]
        choices.queryset = Paper.objects.exclude(pk=self.instance.pk).only("number", "subject")
