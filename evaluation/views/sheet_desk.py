"""A rating sheet open before one person, signed in or by link: shown, saved, handed in, its files added and removed.

Both ways in lead here; they differ in who rates, which address the pages have, and what ends them.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from bildungsnetz.web.views import display
from evaluation import actions
from evaluation.actions.ratings import Rater
from evaluation.forms.ratings import EvidenceForm, SheetForm
from evaluation.models import Evidence, RatingSheet, RoundCriterion
from evaluation.sheets import TEXTS, criteria_of, points_of, refuse_fixed
from measures.links import Sender, Unusable
from measures.views.documents import as_download

SAVE, AUTOSAVE, SUBMIT, SUBMIT_NEXT = "save", "autosave", "submit", "submit_next"


@dataclass
class Desk:
    """``base`` is the address of the sheet, which those of its files and of the thanks begin with; ``chosen`` is how
    the list was narrowed from which the sheet was opened."""

    request: HttpRequest
    sheet: RatingSheet
    by: Rater
    base: str
    today: date
    may_answer: bool
    may_edit: bool
    may_submit: bool
    chosen: dict[str, str] = field(default_factory=dict)

    def address(self, tail: str = "", **query: str) -> str:
        """An address below the sheet's that keeps how the list was narrowed."""
        asked = urlencode(query | self.chosen)
        return f"{self.base}{tail}?{asked}" if asked else f"{self.base}{tail}"

    @property
    def by_link(self) -> bool:
        return isinstance(self.by, Sender)

    @cached_property
    def criteria(self) -> list[RoundCriterion]:
        return criteria_of(self.sheet.rated.round_id)

    def form(self, data: Any = None, *, complete: bool = False) -> SheetForm:
        return SheetForm(data, sheet=self.sheet, criteria=self.criteria, complete=complete)

    def render(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        known = {
            "desk": self,
            "sheet": self.sheet,
            "base": self.base,
            "by_link": self.by_link,
            "round": self.sheet.rated.round,
            "measure": self.sheet.rated.measure,
        }
        return render(self.request, f"evaluation/{template}.html", known | context, status=status)


def page(desk: Desk) -> HttpResponse:
    """The sheet: to be filled in, or to be read where it can no longer be changed. POST saves and hands in."""
    if desk.request.method != "POST":
        return show(desk, desk.form()) if desk.may_edit else read(desk)
    if not desk.may_answer:
        raise PermissionDenied
    todo = desk.request.POST.get("do", SAVE)
    form = desk.form(desk.request.POST)
    try:
        if not form.is_valid():
            return state(desk, form, invalid=True) if todo == AUTOSAVE else show(desk, form, status=422)
        desk.sheet = actions.save_draft(
            desk.sheet, form.said, by=desk.by, seen=seen(desk.request), today=desk.today, now=timezone.now()
        )
        return state(desk, form) if todo == AUTOSAVE else after_saving(desk, todo, form)
    except Unusable as reason:
        return state(desk, form, reason=reason) if todo == AUTOSAVE else refused(desk, form, reason)
    except actions.SomebodySaved:
        return state(desk, form, superseded=True) if todo == AUTOSAVE else conflict(desk, form)


def seen(request: HttpRequest) -> int:
    """The ``revision_no`` that the page was made from; what is no such number was never seen."""
    typed = request.POST.get("revision_no", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def after_saving(desk: Desk, todo: str, form: SheetForm) -> HttpResponse:
    """What the pressed button asks for beside saving."""
    verb, _, key = todo.partition("-")
    if verb in (SUBMIT, SUBMIT_NEXT):
        return hand_in(desk, follow=verb == SUBMIT_NEXT)
    if verb == "evidence" and key.isdecimal():
        return redirect(desk.address(f"kriterien/{key[:9]}/beleg/"))
    if verb == "remove" and key.isdecimal():
        evidence = get_object_or_404(files_of(desk.sheet), pk=int(key[:9]))
        criterion = evidence.assessment.criterion_id
        actions.remove_evidence(evidence, by=desk.by, today=desk.today)
        return redirect(f"{desk.address()}#kriterium-{criterion}")
    return redirect(f"{desk.address(gespeichert='1')}#stand")


def hand_in(desk: Desk, *, follow: bool) -> HttpResponse:
    form = desk.form(desk.request.POST, complete=True)
    if not form.is_valid():
        return show(desk, form, status=422)
    desk.sheet = actions.submit_sheet(
        desk.sheet, form.said, by=desk.by, seen=desk.sheet.revision_no, today=desk.today, now=timezone.now()
    )
    return redirect(desk.address("danke/", weiter="1") if follow else desk.address("danke/"))


def show(desk: Desk, form: SheetForm, *, status: int = 200, **more: Any) -> HttpResponse:
    return desk.render("sheet", {"form": form, "notes": notes_of(desk), **more}, status)


def notes_of(desk: Desk) -> list[Any]:
    return list(desk.sheet.rated.measure.progress_notes.all()[:3])


def state(desk: Desk, form: SheetForm, **problem: Any) -> HttpResponse:
    """The part of the page that says what is saved, for a page that saved by itself."""
    return desk.render("sheet_state", {"form": form, "moment": timezone.now(), "autosaved": True, **problem})


def conflict(desk: Desk, form: SheetForm) -> HttpResponse:
    """Both texts side by side, and the form with what was typed, now made from the latest state."""
    desk.sheet = RatingSheet.objects.with_parts().get(pk=desk.sheet.pk)
    return show(desk, form, status=409, differences=differences(form, desk.form()))


def differences(mine: SheetForm, theirs: SheetForm) -> list[dict[str, str]]:
    """The fields in which what was typed differs from what is stored, each with its criterion."""
    fields = [(f"{card.asked}: {part.label}", part) for card in mine.cards for part in card.fields]
    fields += [(str(mine[name].label), mine[name]) for name in TEXTS]
    rows = []
    for label, part in fields:
        shown = display(part.field, part.value()), display(part.field, theirs[part.name].value())
        if shown[0] != shown[1]:
            rows.append({"label": label, "mine": shown[0], "theirs": shown[1]})
    return rows


def refused(desk: Desk, form: SheetForm, reason: Unusable) -> HttpResponse:
    """Why nothing can be taken any more, with everything that was typed, to be copied."""
    desk.sheet = RatingSheet.objects.with_parts().get(pk=desk.sheet.pk)
    return desk.render("sheet_refused", {"reason": reason, "typed": differences(form, desk.form())}, reason.status)


def read(desk: Desk) -> HttpResponse:
    ended = ""
    try:
        refuse_fixed(desk.sheet, desk.today)
    except Unusable as reason:
        ended = str(reason)
    context = {"points": points_of(desk.sheet, desk.criteria), "ended": ended, "notes": notes_of(desk)}
    return desk.render("sheet_read", context)


def sent(
    desk: Desk, following: RatingSheet | None, following_url: str, left: int, *, end_of_choice: bool = False
) -> HttpResponse:
    """Thanks, and the next sheet of the same person; ``end_of_choice``: of what the list was narrowed to none is."""
    if not desk.sheet.is_submitted:
        return redirect(desk.base)
    context = {"following": following, "following_url": following_url, "left": left, "end_of_choice": end_of_choice}
    return desk.render("sheet_sent", context)


def evidence_page(desk: Desk, criterion: int) -> HttpResponse:
    """A file for one criterion, on a page of its own, so that no answer is larger than one file."""
    asked = next((one for one in desk.criteria if one.pk == criterion), None)
    if asked is None:
        raise Http404
    if not desk.may_edit:
        raise PermissionDenied
    form = EvidenceForm(*((desk.request.POST, desk.request.FILES) if desk.request.method == "POST" else ()))
    if form.is_valid():
        try:
            actions.add_evidence(desk.sheet, criterion, form.cleaned_data["file"], by=desk.by, today=desk.today)
        except (ValidationError, Unusable) as reason:
            form.add_error("file", reason if isinstance(reason, ValidationError) else str(reason))
        else:
            return redirect(f"{desk.address()}#kriterium-{criterion}")
    status = 422 if desk.request.method == "POST" else 200
    return desk.render("sheet_evidence", {"form": form, "asked": asked}, status)


def files_of(sheet: RatingSheet) -> Any:
    rows = Evidence.objects.filter(assessment__sheet=sheet)
    return rows.select_related("assessment__sheet")


def download(sheet: RatingSheet, evidence: int) -> HttpResponse:
    return as_download(get_object_or_404(files_of(sheet), pk=evidence))
