"""Short forms about a measure: a reason, a message, a document."""

from django import forms

from bildungsnetz.web.forms import Form
from measures import uploads


class ReasonForm(Form):
    reason = forms.CharField(label="Grund", widget=forms.Textarea(attrs={"rows": 5}), max_length=4000)


class CommentForm(Form):
    text = forms.CharField(label="Nachricht", widget=forms.Textarea(attrs={"rows": 3}), max_length=8000)


class OfficeCommentForm(CommentForm):
    is_internal = forms.BooleanField(
        label="Nur für das Bildungsbüro", required=False, help_text="Der Akteur sieht die Nachricht nicht."
    )


class AttachmentForm(Form):
    title = forms.CharField(label="Bezeichnung", max_length=200)
    file = forms.FileField(
        label="Datei",
        max_length=255,
        help_text=f"{uploads.ENDINGS}; höchstens 10 MB. Bilder werden ohne Aufnahmedaten gespeichert; andere Dateien "
        "behalten ihre Eigenschaften, zum Beispiel den Namen der Person, die sie erstellt hat.",
    )
    is_public = forms.BooleanField(
        label="Öffentlich",
        required=False,
        help_text="Alle können das Dokument herunterladen, sobald die Maßnahme freigegeben ist.",
    )

    def clean_file(self) -> uploads.Upload:
        return uploads.check(self.cleaned_data["file"])
