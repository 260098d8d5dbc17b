"""A paper in pieces, and these in chapters: a short paper is one chapter, a long one is split between its parts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from bildungsnetz.documents.chapters import Entry
from bildungsnetz.documents.joining import CONTENTS_ADDRESS

from .kind import Section, Values

LISTED = 50  # above this weight, some eighteen pages, a paper has contents
FLOWING = 80  # up to this weight it is one chapter
CHAPTER = 60  # about the weight of a chapter of a longer one
LETTERS = 2_500  # as many letters of a text weigh as much as a measure


@dataclass(frozen=True)
class Piece:
    html: SafeString
    weight: int
    begins: bool = False  # a chapter, in a paper that has several


def pieces(context: dict[str, Any]) -> Iterator[Piece]:
    """The paper after its head, in order. ``context`` is that of pdf/report.html."""
    texts = context["texts"]
    if context["resolves"]:
        yield Piece(html("paper_resolution", context), 2 + weight_of(texts["proposed_resolution"]))
    if found := context["changes"]:
        yield Piece(html("paper_changes", context), 2 + sum(len(one["rows"]) for one in found["tables"]) // 3)
    facts = weight_of(texts["introduction"]) + weight_of(texts["procedure"])
    yield Piece(html("paper_facts", context), 2 + facts)
    for number, section in context["sections"]:
        yield from section_pieces(section, html("paper_section", {"number": number, "section": section}))
    yield Piece(html("paper_closing", context), 2 + weight_of(texts["outlook"]))
    for number, annex in context["annexes"]:
        heading = html("paper_annex", {"number": number, "annex": annex})
        yield from section_pieces(annex, heading, begins=True)


def section_pieces(section: Section, heading: SafeString, *, begins: bool = False) -> Iterator[Piece]:
    """The parts of a section, the first with the heading above it."""
    above = heading
    for part in section.parts:
        yield Piece(above + part.html, part.weight, begins)
        above, begins = SafeString(""), False


def weight(values: Values, sections: list[Section]) -> int:
    """About how many measures the paper tells of; long texts count too."""
    texts = sum(weight_of(text) for text in values["texts"].values())
    return sum(part.weight for section in sections for part in section.parts) + texts


def weight_of(text: str) -> int:
    return len(text) // LETTERS


def chapters(found: list[Piece]) -> list[str]:
    """The HTML of the chapters of a long paper, those after its front."""
    groups: list[list[Piece]] = []
    full = CHAPTER
    for piece in found:
        if piece.begins or full + piece.weight > CHAPTER:
            groups.append([])
            full = 0
        groups[-1].append(piece)
        full += piece.weight
    return [chapter([piece.html for piece in group], continued=True) for group in groups]


def chapter(found: list[SafeString], *, continued: bool = False) -> str:
    return html("chapter", {"pieces": found, "continued": continued})


def head(context: dict[str, Any]) -> list[SafeString]:
    return [html("letterhead", context), html("paper_head", context)]


def front(context: dict[str, Any], entries: list[Entry]) -> str:
    """The first pages of a long paper: its head, and its contents on page 2."""
    contents = html("paper_contents", {"entries": entries, "address": CONTENTS_ADDRESS})
    return chapter([*head(context), contents])


def html(name: str, context: dict[str, Any]) -> SafeString:
    return render_to_string(f"pdf/{name}.html", context)
