"""Values in, a file for word processors out: the paper as the PDF shows it, for a clerk who goes on writing in it."""

from django.template.loader import render_to_string

from bildungsnetz.documents.word.paper import render_docx

from .kind import Values
from .paper import document
from .rendering import ISSUER, about, has_contents, made_at


def render_word(values: Values, template: bytes | None = None) -> bytes:
    """The DOCX of the paper that ``values`` describe, in the look of ``template`` or in our own."""
    title, subject = values["head"]["subject"], about(values)
    context = {**document(values), "title": title, "with_contents": has_contents(values)}
    html = render_to_string("pdf/report.html", context)
    return render_docx(html, title=title, subject=subject, author=ISSUER, created_at=made_at(values), template=template)
