"""Impressum, Datenschutz, Barrierefreiheit: read by everybody, worded by the office."""

from typing import Any

from django import forms

from .forms import ModelForm
from .models import LegalPage
from .views import DetailView, Public, UpdateView, save_revised


class LegalPageForm(ModelForm):
    class Meta:
        model = LegalPage
        fields = ("title", "text")
        help_texts = {
            "text": "Eine Leerzeile trennt Absätze. Eine Zeile, die mit „# “ beginnt, ist eine Überschrift;"
            " Zeilen, die mit „- “ beginnen, werden zur Liste."
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 24})}


class LegalPageView(Public, DetailView):
    model = LegalPage
    template_name = "web/legal.html"

    def get_lookup(self) -> dict[str, Any]:
        return {"key": self.kwargs["key"]}


class LegalPageEditView(UpdateView):
    model = LegalPage
    form_class = LegalPageForm
    heading = "Seite bearbeiten"

    def get_lookup(self) -> dict[str, Any]:
        return {"key": self.kwargs["key"]}

    def save(self, form: Any) -> Any:
        return save_revised(form)
