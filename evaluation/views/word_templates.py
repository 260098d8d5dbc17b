"""The offices' own look for Word files: take ours, change it, upload it, remove it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from bildungsnetz import access
from bildungsnetz.documents.word import look
from bildungsnetz.documents.word.paper import CONTENT_TYPE
from bildungsnetz.web.views import CreateView, DeleteView, ForViewers, ListView, person
from evaluation import actions
from evaluation.forms.word_templates import WordTemplateForm
from evaluation.models import WordTemplate


class WordTemplates(ForViewers, ListView):
    model = WordTemplate
    template_name = "evaluation/word_templates.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().defer("content")


class WordTemplateAdd(CreateView):
    model = WordTemplate
    form_class: Any = WordTemplateForm
    heading = "Word-Vorlage hochladen"
    submit_label = "Hochladen"
    done_message = "Die Vorlage ist hochgeladen. Word-Dateien von Berichten sehen ab jetzt so aus."

    def get_form_kwargs(self) -> dict[str, Any]:
        options = super().get_form_kwargs()
        del options["instance"]
        return options

    def save(self, form: Any) -> WordTemplate:
        name, content = form.cleaned_data["file"]
        return actions.add_word_template(name, content, by=person(self.request))

    def get_success_url(self) -> str:
        return reverse("evaluation:word_templates")

    def get_cancel_url(self) -> str:
        return reverse("evaluation:word_templates")


class WordTemplateDelete(DeleteView):
    model = WordTemplate
    heading = "Word-Vorlage entfernen"
    consequence = (
        "Danach gilt die nächstältere Vorlage, und wenn keine mehr da ist, die mitgelieferte. Ausgefertigte Fassungen "
        "bleiben, wie sie sind."
    )
    done_message = "Die Vorlage ist entfernt."

    def get_queryset(self) -> Any:
        return WordTemplate.objects.defer("content")

    def get_success_url(self) -> str:
        return reverse("evaluation:word_templates")

    def get_cancel_url(self) -> str:
        return reverse("evaluation:word_templates")


@require_safe
def standard(request: HttpRequest) -> HttpResponse:
    """Our own look, to begin with."""
    if not access.may(person(request), "view", WordTemplate):
        raise Http404
    return as_file(look.standard(), "word-vorlage-standard.docx")


@require_safe
def stored(request: HttpRequest, pk: int) -> HttpResponse:
    template = access.get_permitted(WordTemplate.objects.all(), request.user, pk=pk)
    return as_file(bytes(template.content), f"word-vorlage-{pk}.docx")


def as_file(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=CONTENT_TYPE, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
