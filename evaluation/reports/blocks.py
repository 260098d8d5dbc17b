"""The texts of a paper as plain blocks, to be pasted field by field into the council information system."""

from dataclasses import dataclass

from django.template.loader import render_to_string

from bildungsnetz.documents import plain

from .kind import Values
from .paper import document

APART = {"signature": "Unterzeichnung", "verification": "", "letterhead": ""}
LAST = "Anlagen"  # what follows goes there as a file


@dataclass(frozen=True)
class TextBlock:
    title: str
    text: str


def blocks(values: Values) -> list[TextBlock]:
    """Betreff, then each part of the paper in its order, up to the list of Anlagen."""
    html = render_to_string("pdf/report.html", {**document(values), "title": values["head"]["subject"]})
    found = [TextBlock("Betreff", values["head"]["subject"])]
    for block in plain.blocks(html, APART):
        if block.title and block.text:
            found.append(TextBlock(block.title, block.text))
        if block.title == LAST:
            break
    return found


def as_file(values: Values) -> str:
    """All blocks one below the other, each under its title."""
    return "\n\n".join(f"{one.title}\n{'=' * len(one.title)}\n\n{one.text}" for one in blocks(values)) + "\n"
