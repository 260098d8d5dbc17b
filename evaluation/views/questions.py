"""Questions and mandates of the committees: the list, one with its answer, and the steps to write them."""

from typing import Any

import django_filters
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bildungsnetz import access
from bildungsnetz.web.forms import Form
from bildungsnetz.web.views import CreateView, DeleteView, DetailView, ForViewers, ListView, UpdateView, person
from evaluation.actions import questions as actions
from evaluation.forms.questions import AnswerForm, QuestionForm
from evaluation.models import CommitteeQuestion, QuestionKind
from goals.models import Committee

OPEN, ANSWERED, LATE = "open", "answered", "late"
MOST_DELETED = 20  # so many can be brought back on the page
STATES = ((OPEN, "offen"), (LATE, "überfällig"), (ANSWERED, "beantwortet"))


class QuestionFilter(django_filters.FilterSet):
    """By committee, state and kind; every choice stands in the address."""

    committee = django_filters.ModelChoiceFilter(
        queryset=Committee.objects.filter(questions__isnull=False).distinct().order_by("position", "name"),
        label="Gremium",
        to_field_name="key",
        empty_label="alle Gremien",
    )
    state = django_filters.ChoiceFilter(label="Stand", choices=STATES, method="in_state", empty_label="alle")
    kind = django_filters.ChoiceFilter(label="Art", choices=QuestionKind.choices, empty_label="Fragen und Aufträge")

    class Meta:
        model = CommitteeQuestion
        fields: tuple[str, ...] = ()
        form = Form

    def in_state(self, rows: Any, name: str, value: str) -> Any:
        if value == LATE:
            return rows.open().filter(due_on__lt=timezone.localdate())
        return rows.filter(answered_on__isnull=value == OPEN)


class QuestionList(ForViewers, ListView):
    """What the committees wanted to know, the newest session first."""

    model = CommitteeQuestion
    context_object_name = "questions"
    template_name = "evaluation/question_list.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        self.filter = QuestionFilter(self.request.GET, super().get_queryset())
        found = self.filter.qs if self.filter.is_valid() else self.filter.queryset.none()
        return found.select_related("committee", "goal__period", "measure")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        may_add = access.may(self.request.user, "add", CommitteeQuestion)
        deleted = actions.deleted_questions().select_related("committee")[:MOST_DELETED] if may_add else ()
        return super().get_context_data(**context, filter=self.filter, deleted=deleted, today=timezone.localdate())


class OneQuestion:
    """Finds a question by its number."""

    kwargs: dict[str, Any]
    model = CommitteeQuestion

    def get_lookup(self) -> dict[str, Any]:
        return {"serial": self.kwargs["serial"]}

    def get_queryset(self) -> Any:
        return CommitteeQuestion.objects.select_related("committee", "goal__period", "measure")


class QuestionPage(OneQuestion, DetailView):
    template_name = "evaluation/question.html"
    context_object_name = "question"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**context, today=timezone.localdate())


class QuestionAdd(CreateView):
    model = CommitteeQuestion
    form_class = QuestionForm
    heading = "Frage oder Auftrag aufnehmen"
    done_message = "Die Frage ist aufgenommen."

    def get_initial(self) -> dict[str, Any]:
        """The committee whose page led here."""
        found = Committee.objects.filter(key=self.request.GET.get("committee", "")[:80]).first()
        return {"committee": found} if found else {}

    def save(self, form: Any) -> CommitteeQuestion:
        return actions.save_question(form.save(commit=False), by=person(self.request))

    def get_cancel_url(self) -> str:
        return reverse("evaluation:questions")


class QuestionEdit(OneQuestion, UpdateView):
    form_class = QuestionForm
    heading = "Frage oder Auftrag bearbeiten"

    def save(self, form: Any) -> CommitteeQuestion:
        return actions.save_question(form.save(commit=False), by=person(self.request))


class QuestionAnswer(OneQuestion, UpdateView):
    form_class = AnswerForm
    heading = "Antwort"
    submit_label = "Antwort speichern"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(intro=self.object.text, **context)

    def save(self, form: Any) -> CommitteeQuestion:
        return actions.save_question(form.save(commit=False), by=person(self.request))


class QuestionDelete(OneQuestion, DeleteView):
    heading = "Frage löschen"
    consequence = (
        "Ihre Nummer wird nicht noch einmal vergeben. In ausgefertigten Berichten bleibt sie stehen. "
        "Unter der Liste der Fragen lässt sie sich wiederherstellen."
    )
    done_message = "Die Frage ist gelöscht. Unter der Liste lässt sie sich wiederherstellen."

    def delete_object(self) -> None:
        actions.delete_question(self.object, by=person(self.request))

    def get_success_url(self) -> str:
        return reverse("evaluation:questions")


@require_POST
def bring_back(request: HttpRequest, serial: int) -> HttpResponse:
    """Takes a deletion back."""
    if not access.may(request.user, "view", CommitteeQuestion):
        raise Http404
    try:
        question = actions.bring_back_question(serial, by=person(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("evaluation:questions")
    messages.success(request, "Die Frage ist wieder da.")
    return redirect(question)
