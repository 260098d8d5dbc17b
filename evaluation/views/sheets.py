"""Rating sheets of people who are signed in: an actor's, the office's own, and opening one again."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from bildungsnetz.access import get_permitted
from bildungsnetz.web.views import person
from evaluation import actions
from evaluation.forms.ratings import ReopenForm, SheetFilter
from evaluation.models import Evidence, RatingSheet, Voice
from evaluation.sheets import next_of_office, open_of_office, owed
from measures.rules import actors_of
from measures.views.documents import as_download

from . import sheet_desk
from .rated import narrowed
from .sheet_desk import Desk


def desk_of(request: HttpRequest, number: int, pk: int) -> Desk:
    rows = RatingSheet.objects.with_parts()
    sheet: Any = get_permitted(rows, request.user, pk=pk, rated__round__serial=number)
    return Desk(
        request,
        sheet,
        person(request),
        sheet.get_absolute_url(),
        timezone.localdate(),
        may_answer=sheet.may_answer,
        may_edit=sheet.may_edit,
        may_submit=sheet.may_submit,
        chosen=chosen_in(request, sheet),
    )


def chosen_in(request: HttpRequest, sheet: RatingSheet) -> dict[str, str]:
    """How the office had narrowed its list when it opened one of its own sheets from it."""
    if sheet.voice != Voice.OFFICE or not request.GET.keys() & SheetFilter.base_fields.keys():
        return {}
    return SheetFilter(request.GET, goals=sheet.rated.round.period.goals.all()).chosen


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    return sheet_desk.page(desk_of(request, number, pk))


@require_safe
def sheet_sent(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Thanks and the next sheet; who asked for it is led there at once."""
    desk = desk_of(request, number, pk)
    own = desk.sheet
    end_of_choice = False
    if own.voice == Voice.OFFICE:
        rows = open_of_office(own, narrowed(own.rated.round.rated_measures.all(), desk.chosen))
        end_of_choice = bool(desk.chosen) and not rows.exists()
        if end_of_choice:
            desk.chosen, rows = {}, open_of_office(own)
        following, left = next_of_office(own, rows), rows.count()
    else:
        waiting = [one for one in owed(own.rated.round, actors_of(request.user)) if one.pk != pk]
        following, left = (waiting[0] if waiting else None), len(waiting)
    url = replace(desk, base=following.get_absolute_url()).address() if following else ""
    if following and own.is_submitted and "weiter" in request.GET and not end_of_choice:
        messages.success(request, f"{own.rated.measure.number} ist abgegeben. Noch {left} von Ihnen zu bewerten.")
        return redirect(url)
    return sheet_desk.sent(desk, following, url, left, end_of_choice=end_of_choice)


@require_http_methods(["GET", "HEAD", "POST"])
def sheet_evidence_add(request: HttpRequest, number: int, pk: int, criterion: int) -> HttpResponse:
    return sheet_desk.evidence_page(desk_of(request, number, pk), criterion)


@require_safe
def sheet_evidence(request: HttpRequest, number: int, pk: int, evidence: int) -> HttpResponse:
    """The file, never shown in the page's own name, to whoever may see the sheet it stands on."""
    lookup: dict[str, Any] = {
        "pk": evidence,
        "assessment__sheet": pk,
        "assessment__sheet__rated__round__serial": number,
    }
    return as_download(get_permitted(Evidence.objects.all(), request.user, **lookup))


@require_http_methods(["GET", "HEAD", "POST"])
def sheet_reopen(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """The office gives a sheet back, also one that it must not see yet: nothing of it stands here."""
    rows = RatingSheet.objects.with_parts().permitted("reopen", request.user)
    found = get_object_or_404(rows, pk=pk, rated__round__serial=number)
    form = ReopenForm(request.POST if request.method == "POST" else None)
    back = reverse("evaluation:sheets", args=[number])
    if request.method == "POST" and form.is_valid():
        actions.reopen_sheet(found, note=form.cleaned_data["note"], by=person(request), now=timezone.now())
        messages.success(request, f"Der Bogen ({found}) ist wieder geöffnet.")
        return redirect(back)
    context = {
        "form": form,
        "heading": "Bogen wieder öffnen",
        "intro": f"{found}. Er muss danach noch einmal abgegeben werden.",
        "submit_label": "Wieder öffnen",
        "cancel_url": back,
        "back_label": "Bewertungsbögen",
    }
    return render(request, "forms/page.html", context, status=422 if form.errors else 200)
