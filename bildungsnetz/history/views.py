"""The history of any object that keeps one, for those whom its rule "history" lets in."""

import re
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bildungsnetz import access

from . import actions
from .timeline import PER_PAGE, page_of, sources_of


def subject_or_404(request: HttpRequest, app_label: str, model: str, pk: int) -> Any:
    """The object of the address, if it keeps a history that the person may read."""
    try:
        found: Any = apps.get_model(app_label, model)
    except LookupError:
        raise Http404 from None
    if not hasattr(found, "history") or "history" not in access.actions_of(found):
        raise Http404
    return access.get_permitted(found.objects.all(), request.user, "history", pk=pk)


@require_safe
def history(request: HttpRequest, app_label: str, model: str, pk: int) -> HttpResponse:
    subject = subject_or_404(request, app_label, model, pk)
    number = page_number(request)
    entries, total = page_of(subject, request.user, number)
    if number > 1 and not entries and (number - 1) * PER_PAGE >= total:
        raise Http404
    context = {
        "subject": subject,
        "subject_url": subject.get_absolute_url() if hasattr(subject, "get_absolute_url") else "",
        "kind": subject._meta.verbose_name,
        "entries": entries,
        "allowed": access.Allowed(subject),
        "may_restore": getattr(subject, "may_restore", False),
        "restore_url": reverse("history:restore", args=[app_label, model, pk]),
        "page": Paginator(range(total), PER_PAGE).get_page(number),
    }
    return render(request, "history/history.html", context)


def page_number(request: HttpRequest) -> int:
    number = request.GET.get("page", "1")
    if not re.fullmatch("[1-9][0-9]{0,5}", number):
        raise Http404
    return int(number)


@require_POST
def restore(request: HttpRequest, app_label: str, model: str, pk: int) -> HttpResponse:
    """Brings back the state that ``state`` names: ``<app>.<model>:<history id>`` of the object or a part of it."""
    subject = subject_or_404(request, app_label, model, pk)
    row = chosen_row(subject, request)
    try:
        actions.restore(subject, row, by=request.user)  # type: ignore[arg-type]
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, "Der frühere Stand gilt wieder.")
    return redirect("history:history", app_label, model, pk)


def chosen_row(subject: Model, request: HttpRequest) -> Any:
    """The historical row, if it belongs to the history of ``subject``."""
    label, _, history_id = request.POST.get("state", "").partition(":")
    if re.fullmatch("[0-9]{1,9}", history_id):
        for source in sources_of(subject, request.user):
            if source.model._meta.label_lower == label:
                row = source.rows.filter(history_id=int(history_id)).first()
                if row is not None:
                    return row
    raise Http404
