"""What office and actor write to each other about a measure."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from bildungsnetz.access import get_permitted
from bildungsnetz.accounts.rules import is_coordination_office
from measures import actions
from measures.forms.short import CommentForm, OfficeCommentForm
from measures.models import Comment, Measure


class Dialogue(FormView):
    """All messages that the reader may see, and the form for the next."""

    template_name = "measures/dialogue.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.measure = get_permitted(Measure.objects.all(), request.user, "comment", serial=kwargs["serial"])
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self) -> Any:
        return OfficeCommentForm if is_coordination_office(self.request.user) else CommentForm

    def form_valid(self, form: Any) -> HttpResponse:
        actions.write_comment(self.measure, by=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        messages.success(self.request, "Die Nachricht ist gespeichert.")
        return redirect(reverse("measures:dialogue", args=[self.measure.number]))

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        comments = list(self.measure.comments.permitted("view", self.request.user).select_related("author"))
        return super().get_context_data(
            measure=self.measure, comments=comments, open_messages=open_among(comments), **context
        )


def open_among(comments: list[Comment]) -> int:
    """How many messages nobody has dealt with yet."""
    return sum(comment.resolved_at is None for comment in comments)


@require_POST
def resolve(request: HttpRequest, serial: int, pk: int) -> HttpResponse:
    comment = get_permitted(Comment.objects.all(), request.user, "resolve", pk=pk, measure__serial=serial)
    actions.resolve_comment(comment, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    messages.success(request, "Die Nachricht ist erledigt.")
    return redirect("measures:dialogue", serial)


@require_POST
def reopen(request: HttpRequest, serial: int, pk: int) -> HttpResponse:
    comment = get_permitted(Comment.objects.all(), request.user, "resolve", pk=pk, measure__serial=serial)
    actions.reopen_comment(comment, by=request.user)  # type: ignore[arg-type]
    messages.success(request, "Die Nachricht ist wieder offen.")
    return redirect("measures:dialogue", serial)
