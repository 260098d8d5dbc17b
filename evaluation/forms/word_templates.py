"""Uploading a look for Word files."""

from django import forms
from django.core.exceptions import ValidationError

from bildungsnetz.documents.word import look
from bildungsnetz.documents.word.checking import UnfitTemplateError, check
from bildungsnetz.web.forms import Form
from evaluation.models import WordTemplate
from measures.uploads import LARGEST, readable_name

LONGEST_NAME = WordTemplate._meta.get_field("file_name").max_length or 0


class WordTemplateForm(Form):
    file = forms.FileField(
        label="Word-Datei (.docx)",
        max_length=255,
        help_text="Höchstens 10 MB, ohne Makros, Links und eingebettete Objekte. Ihr Text wird nicht übernommen.",
    )

    def clean_file(self) -> tuple[str, bytes]:
        """The name to show, and of the content the look alone."""
        file = self.cleaned_data["file"]
        name = readable_name(file.name or "")
        if not name.lower().endswith(".docx"):
            raise ValidationError("Bitte wählen Sie eine Datei, deren Name auf .docx endet.")
        if file.size > LARGEST:
            raise ValidationError("Die Datei ist größer als 10 MB.")
        content = file.read()
        try:
            check(content)
        except UnfitTemplateError as error:
            raise ValidationError(str(error)) from error
        return name[-LONGEST_NAME:], look.bare(content)
