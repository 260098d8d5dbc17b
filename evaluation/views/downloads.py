"""What stands beside the PDF of a report: the Word file, its measures as a spreadsheet, its texts to paste."""

import base64
from hashlib import sha256
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from bildungsnetz.access import get_permitted
from bildungsnetz.documents.word.paper import CONTENT_TYPE as DOCX
from bildungsnetz.operations import jobs
from bildungsnetz.sheets.writing import CONTENT_TYPE as XLSX
from bildungsnetz.web.views import DetailView, person
from evaluation import freezing
from evaluation.models import ReportVariant, ReportVersion
from evaluation.reports import Values
from evaluation.reports.blocks import as_file, blocks
from evaluation.reports.word import render_word
from evaluation.reports.workbook import has_measures, workbook

from . import variants
from .variants import OneVariant


def file_response(request: HttpRequest, content: bytes, name: str, tag: str, content_type: str) -> HttpResponse:
    """A file: a PDF to look at, all else to keep. A browser that has it already is told so."""
    way = "inline" if content_type == "application/pdf" else "attachment"
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'{way}; filename="{name}"'
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = f'"{tag}"'
    return get_conditional_response(request, etag=response["ETag"], response=response) or response  # type: ignore[return-value]


def with_digest(response: HttpResponse, digest: str) -> HttpResponse:
    """Says by which SHA-256 (in hex) the stored bytes can be told."""
    response["Repr-Digest"] = f"sha-256=:{base64.b64encode(bytes.fromhex(digest)).decode()}:"
    return response


def draft(request: HttpRequest, serial: int, committee: str) -> tuple[ReportVariant, Values]:
    """The variant, and what its draft would show now."""
    rows = ReportVariant.objects.select_related(*freezing.READ_WITH)
    variant = get_permitted(rows, request.user, report__serial=serial, committee__key=committee)
    return variant, freezing.current_values(variant, timezone.localdate())


def frozen(request: HttpRequest, serial: int, committee: str, number: int) -> ReportVersion:
    version: ReportVersion = get_permitted(
        ReportVersion.objects.defer("pdf"),
        request.user,
        variant__report__serial=serial,
        variant__committee__key=committee,
        number=number,
    )
    return version


@require_safe
def preview_docx(request: HttpRequest, serial: int, committee: str) -> HttpResponse:
    """A long draft is written by a worker first (2,000 Steckbriefe take eight seconds)."""
    variant, values = draft(request, serial, committee)
    template = freezing.look()
    if freezing.is_big(values, variants.DIRECTLY):
        stored = freezing.stored_word(variant, values, template)
        if stored is None:
            arguments = {"variant": variant.pk}
            started = jobs.start("report_word", f"Word-Datei: {variant}"[:200], arguments, by=person(request))
            return redirect(started.get_absolute_url())
        content = bytes(stored.docx)
    else:
        content = render_word(values, template)
    return file_response(request, content, f"entwurf-{serial}-{committee}.docx", sha256(content).hexdigest(), DOCX)


@require_safe
@login_not_required
def version_docx(request: HttpRequest, serial: int, committee: str, number: int) -> HttpResponse:
    """The stored bytes. A version from before there were Word files has none."""
    version = frozen(request, serial, committee, number)
    if version.docx is None:
        raise Http404
    digest = str(version.docx_sha256)
    name = f"bericht-{serial}-{committee}-v{number}.docx"
    return with_digest(file_response(request, bytes(version.docx), name, digest, DOCX), digest)


@require_safe
def preview_xlsx(request: HttpRequest, serial: int, committee: str) -> HttpResponse:
    _, values = draft(request, serial, committee)
    return measures_of(request, values, f"entwurf-{serial}-{committee}")


@require_safe
@login_not_required
def version_xlsx(request: HttpRequest, serial: int, committee: str, number: int) -> HttpResponse:
    version = frozen(request, serial, committee, number)
    return measures_of(request, version.values, f"bericht-{serial}-{committee}-v{number}")


def measures_of(request: HttpRequest, values: Values, name: str) -> HttpResponse:
    if not has_measures(values):
        raise Http404
    content = workbook(values)
    return file_response(request, content, f"{name}-massnahmen.xlsx", sha256(content).hexdigest(), XLSX)


class VariantTexts(OneVariant, DetailView):
    """Each text of the paper in a field of its own, to be pasted elsewhere: as it is now, or as it was frozen."""

    template_name = "evaluation/variant_texts.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        versions = self.object.versions.defer("pdf", "docx", "values").order_by("-number")
        chosen, values = chosen_values(self.request, self.object)
        return super().get_context_data(**context, blocks=blocks(values), versions=versions, chosen=chosen)


def chosen_values(request: HttpRequest, variant: ReportVariant) -> tuple[int | None, Values]:
    """The number of the version that the address asks for (``?version=2``) and its values; without one, the draft's."""
    asked = request.GET.get("version", "")
    if not asked:
        return None, freezing.current_values(variant, timezone.localdate())
    version = variant.versions.defer("pdf", "docx").filter(number=int(asked) if asked.isdecimal() else 0).first()
    if version is None:
        raise Http404
    return version.number, version.values


@require_safe
def texts_file(request: HttpRequest, serial: int, committee: str) -> HttpResponse:
    """The same in one file."""
    rows = ReportVariant.objects.select_related(*freezing.READ_WITH)
    variant = get_permitted(rows, request.user, report__serial=serial, committee__key=committee)
    chosen, values = chosen_values(request, variant)
    content, state = as_file(values).encode(), f"-v{chosen}" if chosen else ""
    name = f"texte-{serial}-{committee}{state}.txt"
    return file_response(request, content, name, sha256(content).hexdigest(), "text/plain; charset=utf-8")
