"""Reading lists of actors, values and progress notes: upload, look at what would change, confirm, take back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from bildungsnetz.sheets import csv_reading, writing
from bildungsnetz.sheets.handback import Fault, annotated
from bildungsnetz.web.views import person
from measures.actions import learn_heads
from measures.forms.list_file import ListColumnsForm, ListFileForm, sealed, unsealed
from measures.imports.heads import Unassigned
from measures.lists import runs
from measures.lists.base import Line, ListKind, Outcome, digest, words
from measures.lists.reading import Listing
from measures.sheet_template import Template
from measures.views.export import to_fill_in
from measures.views.imports import ASSIGN, MOVED, TAKEN_BACK

TOO_OLD = "Diese Vorschau ist abgelaufen. Bitte laden Sie die Datei noch einmal hoch."
AS_STORED = "Ist derselbe gemeint, schreiben Sie den Namen in der Liste so wie den vorhandenen."
ORDER = (Outcome.REFUSED, Outcome.NEW, Outcome.CHANGED, Outcome.SKIPPED, Outcome.SAME)  # what needs somebody first
SHOWN = 200  # lines of one outcome


def require(request: HttpRequest, kind: type[ListKind]) -> None:
    if not kind.allows(request.user):
        raise PermissionDenied


def page(kind: type[ListKind]) -> str:
    return reverse(f"measures:import_{kind.key}")


class ListImport(FormView):
    """Between upload and confirmation nothing is stored: the page carries, signed, what was read from the file."""

    template_name = "measures/list_import.html"
    form_class: Any = ListFileForm
    kind: Any = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            require(request, self.kind)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"kind": self.kind, "by": self.request.user}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        undo = f"measures:import_{self.kind.key}_undo"
        found = [(run, reverse(undo, args=[run.number])) for run in runs.latest_runs(self.kind.key)]
        templates = [
            (name, reverse(f"measures:import_{self.kind.key}_template_{ending}"))
            for name, ending in (("Excel", "xlsx"), ("LibreOffice", "ods"))
        ]
        return super().get_context_data(
            list_kind=self.kind, home_url=reverse(self.kind.home), runs=found, templates=templates, **context
        )

    def form_valid(self, form: Any) -> HttpResponse:
        return self.unless_unassigned(self.preview, form.file_name, form.listing)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The pages after the upload carry the list, and in ``step`` what is wanted of it."""
        if "listing" not in request.POST:
            return super().post(request, *args, **kwargs)
        try:
            carried = unsealed(request.POST["listing"], self.kind, person(request))
        except signing.BadSignature:
            messages.error(request, TOO_OLD)
            return redirect(page(self.kind))
        steps = {"columns": self.columns, "assign": self.assign, "refused": self.refused}
        return self.unless_unassigned(steps.get(request.POST.get("step", ""), self.confirm), *carried)

    def lines(self, listing: Listing, *, locking: bool = False) -> list[Line]:
        return listing.lines(self.kind(by=person(self.request), today=timezone.localdate(), locking=locking))

    def unless_unassigned(
        self, step: Callable[[str, Listing], HttpResponse], file_name: str, listing: Listing
    ) -> HttpResponse:
        """Whatever is wanted of a list needs to know its columns; until then they are asked."""
        try:
            return step(file_name, listing)
        except Unassigned as error:
            messages.warning(self.request, f"{error} {ASSIGN}")
            return self.columns(file_name, listing)

    def preview(self, file_name: str, listing: Listing) -> HttpResponse:
        return self.shown(file_name, listing, self.lines(listing))

    def columns(self, file_name: str, listing: Listing) -> HttpResponse:
        """Asks which column is which."""
        return self.asked(file_name, listing, ListColumnsForm(listing=listing, kind=self.kind))

    def assign(self, file_name: str, listing: Listing) -> HttpResponse:
        form = ListColumnsForm(self.request.POST, listing=listing, kind=self.kind)
        if form.is_valid():
            return self.preview(file_name, form.assigned())
        return self.asked(file_name, listing, form)

    def asked(self, file_name: str, listing: Listing, form: ListColumnsForm) -> HttpResponse:
        carried = {"listing": self.seal(file_name, listing), "step": "assign"}
        return self.answer("columns", {"file_name": file_name, "form": form, "carried": carried})

    def refused(self, file_name: str, listing: Listing) -> HttpResponse:
        """The rows that are refused, as they came, with what is wrong: to be mended and read again."""
        told = {line.number: line.problems for line in self.lines(listing) if line.outcome == Outcome.REFUSED}
        rows = [row for row in listing.table.rows if row.number in told]
        faults = [Fault(number, *problem) for number, problems in told.items() for problem in problems]
        content = annotated("Abgelehnt", listing.table.columns, rows, faults)
        return workbook(content, f"{self.kind.key}-abgelehnt.xlsx")

    def confirm(self, file_name: str, listing: Listing) -> HttpResponse:
        """Writes exactly what was shown; if that is not what it would be now, it is shown anew."""
        try:
            with transaction.atomic():
                lines = self.lines(listing, locking=True)
                if digest(lines) == self.request.POST.get("shown"):
                    runs.write(lines, file_name=file_name, by=person(self.request))
                    learn_heads(self.kind.key, listing.chosen)
                    messages.success(self.request, f"Eingelesen: {words(lines)}.")
                    return redirect(page(self.kind))
        except (IntegrityError, ValidationError):
            lines = self.lines(listing)  # somebody has written the same meanwhile
        messages.warning(self.request, MOVED)
        return self.shown(file_name, listing, lines)

    def shown(self, file_name: str, listing: Listing, lines: list[Line]) -> HttpResponse:
        looked_at = sorted(lines, key=lambda line: not line.doubts)
        groups = [(outcome, [line for line in looked_at if line.outcome == outcome]) for outcome in ORDER]
        context = {
            "file_name": file_name,
            "sheet": "" if listing.sheet == csv_reading.SHEET else listing.sheet,
            "remarks": [*listing.table.remarks, *listing.understood(self.kind)[1]],
            "carried": self.seal(file_name, listing),
            "digest": digest(lines),
            "total": len(lines),
            "counted": words(lines),
            "refused": sum(line.outcome == Outcome.REFUSED for line in lines),
            "doubt": doubt(lines),
            "groups": [(one, found[:SHOWN], len(found), len(found) - SHOWN) for one, found in groups if found],
        }
        return self.answer("preview", context)

    def seal(self, file_name: str, listing: Listing) -> str:
        return sealed(listing, file_name, self.kind, person(self.request))

    def answer(self, name: str, context: dict[str, Any]) -> HttpResponse:
        context |= {"list_kind": self.kind, "home_url": reverse(self.kind.home), "back_url": page(self.kind)}
        template = f"measures/list_import_{name}.html"
        return self.response_class(self.request, [template], context, using=self.template_engine)


def doubt(lines: list[Line]) -> str:
    """What to say of new entries that may be there already, or nothing."""
    count = sum(bool(line.doubts) for line in lines if line.outcome == Outcome.NEW)
    if not count:
        return ""
    named = "Ein neuer Eintrag heißt ähnlich wie ein vorhandener und steht unten zuerst."
    if count > 1:
        named = f"{count} neue Einträge heißen ähnlich wie vorhandene und stehen unten zuerst."
    return f"{named} {AS_STORED}"


@require_POST
def take_back(request: HttpRequest, number: int, kind: type[ListKind]) -> HttpResponse:
    require(request, kind)
    if not runs.rows_of(number, kind.key):
        raise Http404
    try:
        runs.take_back(number, kind, by=person(request))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, TAKEN_BACK.format("dem Einlesen"))
    return redirect(page(kind))


def template(request: HttpRequest, kind: type[ListKind], ending: str) -> HttpResponseBase:
    """The empty spreadsheet to fill in."""
    require(request, kind)
    made = Template(kind.plural, kind.offered(), kind.choices(person(request)), {}, kind.loose)
    return to_fill_in(made, kind.key, ending)


def workbook(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=writing.CONTENT_TYPE, headers=headers)
