"""The Synopse alt–neu: the draft for the offices, the adopted one for everybody; as page, PDF and DOCX."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bildungsnetz.documents.docx import Document
from bildungsnetz.documents.pdf import render_template_pdf
from evaluation.models import CarryOver
from evaluation.synopsis import OPEN, Pieces, Side, Synopsis, synopsis_of

from .carry_over import carry_over_of

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MARKS = (
    "Wo sich ein Wortlaut ändert, steht links in Klammern und durchgestrichen, was entfällt, und rechts in Klammern und"
    " unterstrichen, was neu ist."
)


def adopted_of(request: HttpRequest, key: str) -> CarryOver:
    """The adopted carry-over that led to the period of the address."""
    rows = CarryOver.objects.permitted("view_synopsis", request.user).filter(new_period__isnull=False)
    found: CarryOver = get_object_or_404(rows.select_related("period", "paper", "new_period"), new_period__key=key)
    return found


def page_of(request: HttpRequest, carry_over: CarryOver, name: str, key: str) -> HttpResponse:
    context = {
        "carry_over": carry_over,
        "synopsis": synopsis_of(carry_over, request.user),
        "pdf_url": reverse(f"evaluation:{name}_pdf", args=[key]),
        "docx_url": reverse(f"evaluation:{name}_docx", args=[key]),
    }
    return render(request, "evaluation/synopsis.html", context)


def pdf_of(request: HttpRequest, carry_over: CarryOver) -> HttpResponse:
    """The paper; of a draft every page says so."""
    synopsis = synopsis_of(carry_over, request.user)
    title = title_of(synopsis)
    context = {"synopsis": synopsis, "draft": synopsis.is_draft, "running_head": title}
    pdf = render_template_pdf(
        "pdf/synopsis.html", context, title=title, created_at=moment_of(carry_over), keep=not synopsis.is_draft
    )
    return download(pdf, "application/pdf", f"Synopse-{carry_over.key}.pdf")


def docx_of(request: HttpRequest, carry_over: CarryOver) -> HttpResponse:
    """The same for the clerk, who goes on writing in it."""
    synopsis = synopsis_of(carry_over, request.user)
    content = written(synopsis, moment_of(carry_over))
    return download(content, DOCX, f"Synopse-{carry_over.key}.docx")


def written(synopsis: Synopsis, moment: Any) -> bytes:
    paper = Document(title_of(synopsis), created_at=moment)
    paper.heading(title_of(synopsis), 0)
    if synopsis.is_draft:
        paper.paragraph("ENTWURF – noch nicht beschlossen.", bold=True)
    else:
        words = f" mit der Vorlage {synopsis.paper}" if synopsis.paper else ""
        paper.paragraph(f"Beschlossen am {synopsis.adopted_on}{words}.")
    if synopsis.has_marks:
        paper.paragraph(MARKS)
    header = (f"Bisher ({synopsis.old_period})", f"Neu ({synopsis.new_period})")
    for pair in synopsis.pairs:
        paper.heading(pair.heading)
        none = "Noch nicht entschieden." if pair.kind == OPEN else "Kein Ziel der neuen Periode."
        paper.table(header, [(cell(pair.old, "Kein Vorläufer."), cell(pair.new, none))])
        if pair.reason:
            paper.labelled("Begründung", pair.reason)
        if pair.measures:
            paper.heading("Maßnahmen", 2)
            paper.items(" – ".join(filter(None, (f"{one.number} {one.title}", one.words))) for one in pair.measures)
    return paper.content()


def cell(side: Side | None, words: str) -> list[Pieces]:
    """The paragraphs of a cell: number and title, then the wording."""
    if side is None:
        return [[("kept", words)]]
    return [[("kept", f"Ziel {side.number}: "), *side.title], side.text]


def title_of(synopsis: Synopsis) -> str:
    return f"Synopse der Handlungsziele {synopsis.old_period} und {synopsis.new_period}"


def moment_of(carry_over: CarryOver) -> Any:
    """When it was last written: the same file for the same state."""
    last = carry_over.history.order_by("-history_date").values_list("history_date", flat=True).first()
    return last or timezone.now()


def download(content: bytes, content_type: str, name: str) -> HttpResponse:
    way = "inline" if content_type == "application/pdf" else "attachment"
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'{way}; filename="{name}"'}
    )


@require_safe
def draft_page(request: HttpRequest, key: str) -> HttpResponse:
    return page_of(request, carry_over_of(request, key), "carry_over_synopsis", key)


@require_safe
def draft_pdf(request: HttpRequest, key: str) -> HttpResponse:
    return pdf_of(request, carry_over_of(request, key))


@login_not_required
@require_safe
def page(request: HttpRequest, key: str) -> HttpResponse:
    return page_of(request, adopted_of(request, key), "synopsis", key)


@login_not_required
@require_safe
def pdf(request: HttpRequest, key: str) -> HttpResponse:
    return pdf_of(request, adopted_of(request, key))


@require_safe
def draft_docx(request: HttpRequest, key: str) -> HttpResponse:
    return docx_of(request, carry_over_of(request, key))


@login_not_required
@require_safe
def docx(request: HttpRequest, key: str) -> HttpResponse:
    return docx_of(request, adopted_of(request, key))
