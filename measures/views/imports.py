"""Reading measures from a spreadsheet: upload, columns, words, preview, confirm, take back."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bildungsnetz import access
from bildungsnetz.access import get_permitted
from bildungsnetz.operations.jobs import start
from bildungsnetz.sheets import writing
from bildungsnetz.sheets.heads import Table
from bildungsnetz.sheets.limits import Refused
from bildungsnetz.sheets.reading import read
from bildungsnetz.web.views import person
from measures import actions
from measures.forms.imports import (
    MOST_ASKED,
    WITHOUT,
    ColumnsForm,
    FallbacksForm,
    MeasureFileForm,
    SameForm,
    ValuesForm,
    without,
)
from measures.imports import files, handback
from measures.imports.files import AT_ONCE
from measures.imports.grouping import question
from measures.imports.heads import Unassigned
from measures.imports.known import read_known
from measures.imports.lookalikes import NEW
from measures.imports.planning import Plan
from measures.models import ImportRow, ImportRun, ImportState, Measure, Outcome, RunKind, measure_number
from measures.resources import MeasureResource

WRITTEN = (Outcome.NEW, Outcome.CHANGED, Outcome.ADDED)
PER_PAGE = 50
TONES = {
    Outcome.NEW: "good",
    Outcome.CHANGED: "info",
    Outcome.ADDED: "info",
    Outcome.UNCHANGED: "off",
    Outcome.REFUSED: "late",
    Outcome.SKIPPED: "planned",
}
COLUMNS, WORDS, SAME, GAPS = "Spalten prüfen", "Was ist gemeint?", "Neu oder schon da?", "Was die Liste nicht sagt"
LEARNED = (
    "Diese Wörter der Liste sind nicht bekannt oder nicht eindeutig. Was Sie zuordnen, wird für das nächste Mal "
    "gelernt; Zeilen mit offenen Wörtern werden abgelehnt."
)
ALIKE = (
    "Diese Zeilen haben keine Nummer und ähneln Maßnahmen, die es gibt. Ist es eine davon, so ändert die Zeile sie. "
    "Was Sie antworten, gilt auch das nächste Mal."
)
FILL_IN = (
    "Ohne diese Angaben lässt sich keine Maßnahme speichern. Was Sie hier sagen, gilt für alle Zeilen dieser Liste, in "
    "denen nichts steht; es ersetzt nichts."
)
ASSIGN = "Bitte sagen Sie, welche Spalte das ist."
ROWS_ASKED = "Mehrere Zeilen gehören vielleicht zu einer Maßnahme. Bitte sehen Sie unten nach, wie sie gelesen werden."
TAKEN_BACK = "Zurückgenommen. Alles steht wieder, wie es vor {} war."
MOVED = "Inzwischen hat sich etwas geändert. Bitte prüfen Sie die Vorschau noch einmal."
GONE = "Diese Datei gibt es nicht mehr: Sie wurde verworfen. Es wurde nichts gespeichert."
SETTLED = {
    ImportState.OPEN: "Noch nicht übernommen: Hier steht, was gespeichert würde.",
    ImportState.DONE: "Schon übernommen: Hier steht, was gespeichert wurde.",
    ImportState.UNDONE: "Schon zurückgenommen: Alles steht wieder, wie es vorher war.",
}


class Settled(Exception):  # noqa: N818
    """Somebody, or another tab, was quicker: ``run`` is past the step."""

    def __init__(self, run: ImportRun) -> None:
        super().__init__()
        self.run = run


def telling_why(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What cannot be done any more is a sentence, never an error page: of a file that was read once and is too much
    on a busy day, and of a button that was pressed twice or in two tabs."""

    @wraps(view)
    def told(request: HttpRequest, pk: int) -> HttpResponse:
        try:
            return view(request, pk)
        except Refused as error:
            messages.error(request, str(error))
        except Settled as late:
            messages.info(request, SETTLED[ImportState(late.run.state)])
            return redirect(late.run)
        except Http404:
            if not access.may(request.user, "add", ImportRun):
                raise
            messages.info(request, GONE)
        return redirect("measures:imports")

    return told


def found_run(request: HttpRequest, pk: int, *states: ImportState) -> ImportRun:
    """The run of the address; with ``states`` only in one of them. Its file is read when somebody asks for it."""
    runs = ImportRun.objects.defer("content").select_related("person")
    found: ImportRun = get_permitted(runs, request.user, "edit", pk=pk)
    if states and found.state not in states:
        raise Settled(found)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """The runs of the past, and the first step of the next one."""
    by = person(request)
    access.require(by, "add", ImportRun)
    form = MeasureFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        run = actions.keep_file(form.cleaned_data["file"], name=form.file_name, by=by)
        try:
            if not files.is_long(run, form.workbook, by):
                planned(run, request, workbook=form.workbook)
        except Unassigned as error:
            messages.warning(request, f"{error} {ASSIGN}")
            return redirect("measures:import_columns", run.pk)
        except Refused as error:
            run.delete()
            form.add_error("file", str(error))
        else:
            return redirect("measures:import_columns", run.pk)
    runs = (
        ImportRun.objects.permitted("view", by).filter(kind=RunKind.MEASURES).defer("content").select_related("person")
    )
    page = Paginator(runs, 20).get_page(request.GET.get("page"))
    columns = [column for column in MeasureResource(by).columns() if not column.readonly]
    context = {"form": form, "columns": columns, "page": page, **steps(request, page)}
    return render(request, "measures/imports.html", context)


def replanned(run: ImportRun, request: HttpRequest, *, long: bool, words: bool = False, workbook: Any = None) -> Any:
    """Plans the run as its choices stand now, a ``long`` list in a worker; where to go."""
    if long:
        actions.keep_choices(run)
        title = f"Vorschau: {run.file_name}"[:200]
        return start("measure_plan", title, {"run": run.pk, "words": words}, person(request))
    planned(run, request, workbook=workbook)
    return run.next_url(words=words)


def planned(run: ImportRun, request: HttpRequest, workbook: Any = None) -> Plan:
    """Plans the run as its choices stand, and keeps what pages show."""
    plan = files.plan_of(run, today=timezone.localdate(), user=person(request), workbook=workbook)
    actions.show(run, plan)
    return plan


@require_http_methods(["GET", "HEAD", "POST"])
@telling_why
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """How the columns are understood, for correction."""
    run = found_run(request, pk, ImportState.OPEN)
    book = read(bytes(run.content), run.file_name)
    heads = files.heads_of(run, person(request))
    sheet, table = files.choose(book, run.choices.get("sheet", ""), heads)
    understood, _ = heads.understand(table)
    form = ColumnsForm(
        request.POST or None,
        sheets=[one.name for one in book.sheets if one.rows],
        sheet=sheet.name,
        columns=understood,
        titles=heads.choices,
        told=heads.told_across,
        needs=files.NEEDS,
        samples=files.samples(table),
        question=question(table, understood),
        answer=run.choices.get("rows", ""),
    )
    if request.method == "POST" and form.is_valid():
        other = form.cleaned_data["sheet"] != sheet.name
        run.choices |= {"sheet": form.cleaned_data["sheet"], "columns": {} if other else form.chosen()}
        run.choices["rows"] = "" if other else form.cleaned_data.get("rows", "")
        if other or asks_about_rows(run, request, table):
            actions.keep_choices(run)
            return redirect("measures:import_columns", run.pk)
        try:
            return redirect(replanned(run, request, long=len(table.rows) > AT_ONCE, words=True, workbook=book))
        except Refused as error:
            form.add_error(None, str(error))
    return render(request, "measures/import_step.html", {"run": run, "form": form, "title": COLUMNS})


def asks_about_rows(run: ImportRun, request: HttpRequest, table: Table) -> bool:
    """Whether the columns, as they are understood now, raise the question about further rows that nobody was asked."""
    understood, _ = files.heads_of(run, person(request)).understand(table)
    asked = not run.choices["rows"] and question(table, understood) is not None
    if asked:
        messages.info(request, ROWS_ASKED)
    return asked


@require_http_methods(["GET", "HEAD", "POST"])
@telling_why
def values(request: HttpRequest, pk: int) -> HttpResponse:
    """What the words stand for that nobody knows yet."""
    run = found_run(request, pk, ImportState.OPEN)
    if not run.unknown:
        return redirect(run)
    unknown = {(name, spelling): suggested for name, spelling, *suggested in run.unknown}
    form = ValuesForm(request.POST or None, unknown=unknown, known=read_known(timezone.localdate(), run.choices))
    if request.method == "POST" and form.is_valid():
        decided, create = form.decided()
        before = run.choices.get("values", {})
        merged = {name: before.get(name, {}) | decided.get(name, {}) for name in {*before, *decided}}
        run.choices |= {"values": merged, "create": run.choices.get("create", {}) | create}
        return redirect(replanned(run, request, long=length(run) > AT_ONCE))
    return render(request, "measures/import_step.html", {"run": run, "form": form, "title": WORDS, "lead": LEARNED})


@require_http_methods(["GET", "HEAD", "POST"])
@telling_why
def same(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether rows that look like measures that are there are these. What is open comes first."""
    run = found_run(request, pk, ImportState.OPEN)
    asked = list(ImportRow.objects.filter(run=run, told__has_key="like").order_by("told__answer", "pk"))
    rows, later = asked[:MOST_ASKED], [row for row in asked[MOST_ASKED:] if not row.told["answer"]]
    alike = Measure.objects.filter(serial__in={serial for row in rows for serial in row.told["alike"]})
    called = {
        serial: f"{measure_number(serial)} „{title}“ ({lead})"
        for serial, title, lead in alike.order_by().values_list("serial", "title", "lead__name")
    }
    form = SameForm(request.POST or None, rows=rows, measures=called, more=len(later))
    if request.method == "POST" and form.is_valid():
        decided = form.decided()
        if form.cleaned_data["others"]:
            decided |= {row.told["like"]: NEW for row in later}
        run.choices["same"] = run.choices.get("same", {}) | decided
        return redirect(replanned(run, request, long=length(run) > AT_ONCE))
    return render(request, "measures/import_step.html", {"run": run, "form": form, "title": SAME, "lead": ALIKE})


@require_http_methods(["GET", "HEAD", "POST"])
@telling_why
def fallbacks(request: HttpRequest, pk: int) -> HttpResponse:
    """What holds for rows that do not say it, of what no measure can be without."""
    run = found_run(request, pk, ImportState.OPEN)
    lacks, said = run.counts.get("lacks", {}), run.choices.get("fallbacks", {})
    if not (lacks or said):
        return redirect(run)
    form = FallbacksForm(request.POST or None, lacks=lacks, said=said, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        run.choices["fallbacks"] = form.said()
        return redirect(replanned(run, request, long=length(run) > AT_ONCE))
    context = {"run": run, "form": form, "title": GAPS, "lead": FILL_IN, "stacked": True}
    return render(request, "measures/import_step.html", context)


def length(run: ImportRun) -> int:
    """How many rows it has, as the last plan counted them."""
    return sum(run.counts.get(one.value, 0) for one in Outcome)


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """What the file would change, or has changed, row by row."""
    run = found_run(request, pk)
    if run.state == ImportState.OPEN and not run.shown:  # how it is understood has not been confirmed
        return redirect("measures:import_columns", run.pk)
    rows = ImportRow.objects.filter(run=run).order_by("pk")  # below the first row of their measure
    outcome = request.GET.get("outcome", "")
    if outcome in Outcome.values:
        rows = rows.filter(outcome=outcome)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    counts = {one: run.counts.get(one.value, 0) for one in Outcome}
    context = {
        "run": run,
        "page": page,
        **steps(request, page),
        "rows": [(row, Outcome(row.outcome), TONES[Outcome(row.outcome)], number_of(row, run)) for row in page],
        "outcome": outcome,
        "facets": [(one, TONES[one], counts[one]) for one in Outcome if counts[one]],
        "total": sum(counts.values()),
        "written": words(counts),
        "refused": counts[Outcome.REFUSED],
        "asked": run.counts.get("asked", 0),
        "open": run.counts.get("open", 0),
        "gaps": gaps(run.counts.get("lacks", {})),
        "undo_label": "Einlesen zurücknehmen" if run.is_list else "Rückgängig machen",
        "rows_label": "Zeilen" if run.is_list else "Maßnahmen",
        "is_open": run.state == ImportState.OPEN,
        "is_done": run.state == ImportState.DONE,
    }
    return render(request, "measures/import.html", context)


def gaps(lacks: dict[str, int]) -> str:
    """What somebody may say once for all rows that lack it."""
    found = ", ".join(without(count, WITHOUT[name]) for name, count in lacks.items())
    return f"{found}: Sagen Sie einmal für alle, was gilt, oder tragen Sie es in der Liste nach." if found else ""


def number_of(row: ImportRow, run: ImportRun) -> str:
    """The measure that the row leads to; those that were new in a run that was taken back are gone."""
    gone = run.state == ImportState.UNDONE and row.outcome == Outcome.NEW
    return measure_number(row.serial) if row.serial and not gone else ""


def steps(request: HttpRequest, page: Any) -> dict[str, str]:
    """The addresses of the neighbours of ``page``."""

    def address(number: int) -> str:
        query = request.GET.copy()
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    return {
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "following": address(page.next_page_number()) if page.has_next() else "",
    }


def words(counts: dict[Outcome, int]) -> str:
    """What is written: "3 neu, 2 geändert, 4 ergänzt"; empty where it is nothing."""
    said = ((counts[one], one.label) for one in WRITTEN)
    return ", ".join(f"{count} {label}" for count, label in said if count)


@require_POST
@telling_why
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Writes what the page has shown; a long list is written by a worker."""
    run = found_run(request, pk, ImportState.OPEN)
    shown = request.POST.get("shown", "")
    if length(run) > AT_ONCE:
        arguments = {"run": run.pk, "shown": shown[:64]}
        return redirect(start("measure_import", f"Einlesen: {run.file_name}"[:200], arguments, person(request)))
    try:
        plan = actions.apply_import(run, by=person(request), today=timezone.localdate(), shown=shown)
    except actions.Moved:
        planned(run, request)
        messages.warning(request, MOVED)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, f"Eingelesen: {words({one: plan.counts[one.value] for one in Outcome})}.")
    return redirect(run)


@require_POST
@telling_why
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    run = found_run(request, pk, ImportState.DONE)
    if length(run) > AT_ONCE:
        return redirect(start("measure_undo", f"Zurücknehmen: {run.file_name}"[:200], {"run": pk}, person(request)))
    try:
        actions.undo_import(run, by=person(request))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, TAKEN_BACK.format("dem Einlesen" if run.is_list else "der Änderung"))
    return redirect(run)


@require_POST
@telling_why
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Throws a file away that was not read in."""
    found_run(request, pk, ImportState.OPEN).delete()
    messages.success(request, "Die Datei ist verworfen. Es wurde nichts gespeichert.")
    return redirect("measures:imports")


@require_safe
@telling_why
def refused(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows that were refused, as they came, with what is wrong: to be mended and read again."""
    run = found_run(request, pk)
    content = handback.refused_rows(run, person(request))
    headers = {"Content-Disposition": f'attachment; filename="abgelehnt-{run.pk}.xlsx"'}
    return HttpResponse(content, content_type=writing.CONTENT_TYPE, headers=headers)
