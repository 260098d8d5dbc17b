"""Drafts and frozen versions as files, and the page that tells whether a printed copy is genuine."""

from hashlib import sha256
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from bildungsnetz.access import get_permitted
from evaluation import freezing
from evaluation.forms.reports import CodeForm, FileForm
from evaluation.models import ReportVariant, ReportVersion
from evaluation.reports.workbook import has_measures

from .downloads import file_response, with_digest


@require_safe
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})  # type: ignore[arg-type]
def preview_pdf(request: HttpRequest, serial: int, committee: str) -> HttpResponse:
    """The draft as it is now, for the frame beside its texts."""
    rows = ReportVariant.objects.select_related(*freezing.READ_WITH)
    variant = get_permitted(rows, request.user, report__serial=serial, committee__key=committee)
    preview = freezing.preview(variant, timezone.localdate())
    return pdf_response(request, bytes(preview.pdf), f"entwurf-{serial}-{committee}.pdf", preview.values_sha256)


@require_safe
@login_not_required
def version_pdf(request: HttpRequest, serial: int, committee: str, number: int) -> HttpResponse:
    """The stored bytes, unchanged for ever."""
    version = get_permitted(
        ReportVersion.objects.defer("values", "docx"),
        request.user,
        variant__report__serial=serial,
        variant__committee__key=committee,
        number=number,
    )
    name = f"bericht-{serial}-{committee}-v{number}.pdf"
    return with_digest(pdf_response(request, bytes(version.pdf), name, version.sha256), version.sha256)


def pdf_response(request: HttpRequest, pdf: bytes, name: str, tag: str) -> HttpResponse:
    """A file to look at; a browser that has it already is told so."""
    return file_response(request, pdf, name, tag, "application/pdf")


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt
@login_not_required
def verify(request: HttpRequest) -> HttpResponse:
    """Asks for the code of a printed copy, or for a file. Neither changes anything, so a cookie is not needed."""
    if request.method == "POST":
        return verify_file(request)
    form = CodeForm(request.GET or None)
    if form.is_bound and form.is_valid():
        code = freezing.normal_code(form.cleaned_data["code"])
        if code:
            return redirect("evaluation:verify_code", code=code)
    return render(request, "evaluation/verify.html", {"form": form, "file_form": FileForm()})


def verify_file(request: HttpRequest) -> HttpResponse:
    """Whether a file is, byte for byte, one that was frozen."""
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "evaluation/verify.html", {"form": CodeForm(), "file_form": form})
    digest = sha256()
    for chunk in form.cleaned_data["file"].chunks():
        digest.update(chunk)
    found = digest.hexdigest()
    version = ReportVersion.objects.filter(Q(sha256=found) | Q(docx_sha256=found)).defer("pdf", "docx").first()
    if version is None:
        context = {"form": CodeForm(), "file_form": FileForm(), "altered": found}
        return render(request, "evaluation/verify.html", context, status=404)
    return render(request, "evaluation/verified.html", verified(request, version) | {"digest": found})


@require_safe
@login_not_required
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a code belongs to a genuine paper. What the paper says is shown only to those who may read it."""
    normal = freezing.normal_code(code)
    version = ReportVersion.objects.filter(code=normal).defer("pdf", "docx").first()
    if version is None:
        context = {"form": CodeForm(initial={"code": normal}), "file_form": FileForm(), "unknown": normal}
        return render(request, "evaluation/verify.html", context, status=404)
    return render(request, "evaluation/verified.html", verified(request, version))


def verified(request: HttpRequest, version: ReportVersion) -> dict[str, Any]:
    """What the page of a genuine paper shows."""
    newest = version.variant.versions.order_by("-number").values_list("number", flat=True).first()
    readable = ReportVersion.objects.permitted("view", request.user).filter(pk=version.pk).exists()
    return {
        "version": version,
        "readable": readable,
        "newest": newest,
        "values": version.values,
        "has_measures": has_measures(version.values),
    }
