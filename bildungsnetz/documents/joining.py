"""Chapters that were set one by one become one PDF: pages, tags, parent tree, destinations, bookmarks, page numbers.

Everything is put into the frame (engine.set_frame), whose pages show what stands around the text: on the first page,
on the others, on those across; its last page brings the glyphs of the page numbers. All that is the same for every
page is drawn once and shown on each.
"""

import io
import re
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, String

from bildungsnetz.documents.chapter import Chapter
from bildungsnetz.documents.structure import Tags

CONTENTS_ADDRESS = "https://inhalt.invalid/"  # + the place of a heading among all headings; never fetched
MILLIMETRE = 72 / 25.4
RIGHT = 20 * MILLIMETRE
BASELINE, BASELINE_ACROSS = 48.3, 34.1  # points above the edge: on the line of the foot, as print.css has it
SIZE = 8
NUMBERS = set("Seite von 0123456789")


def join(frame: bytes, chapters: Sequence[Chapter]) -> bytes:
    """The whole paper; the same chapters in the same frame give the same bytes."""
    with Pdf.open(io.BytesIO(frame)) as paper:
        surroundings = Surroundings(paper)
        tags, pieces = Tags(paper), []
        destinations: dict[bytes, Any] = {}
        for chapter in chapters:
            with Pdf.open(io.BytesIO(chapter.pdf)) as source:
                for page in source.pages:
                    paper.pages.append(page)
                pieces.append(source.Root.Tags.read_bytes())
                take_destinations(paper, source, destinations)
        pages = [page.obj for page in paper.pages]  # once: qpdf goes through all of them for each that it is asked for
        for piece, chapter, first in zip(pieces, chapters, starts(chapters), strict=True):
            tags.take(piece, pages[first : first + chapter.pages], first)
        surroundings.put(paper, pages)
        if destinations:
            if "/Names" not in paper.Root:
                paper.Root.Names = Dictionary()
            paper.Root.Names.Dests = Dictionary(
                Names=Array([part for name in sorted(destinations) for part in (String(name), destinations[name])])
            )
        headings = places(chapters)
        add_bookmarks(paper, pages, headings)
        lead_contents(pages, chapters[0].pages, headings)
        target = io.BytesIO()
        paper.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    tags.write(target)
    return target.getvalue()


def starts(chapters: Sequence[Chapter]) -> list[int]:
    """The first page of each, from 0."""
    return list(accumulate((chapter.pages for chapter in chapters[:-1]), initial=0))


def places(chapters: Sequence[Chapter]) -> list[tuple[int, str, int, float]]:
    """All headings of the paper: (level, title, page from 0, height on it)."""
    return [
        (one.level, one.title, start + one.page, one.top)
        for start, chapter in zip(starts(chapters), chapters, strict=True)
        for one in chapter.headings
    ]


def take_destinations(paper: Pdf, source: Pdf, known: dict[bytes, Any]) -> None:
    """Where links inside the paper lead; of two places of one name the first counts."""
    names = source.Root.get("/Names", Dictionary()).get("/Dests", Dictionary()).get("/Names", Array())
    for place in range(0, len(names), 2):
        target = paper.copy_foreign(source.make_indirect(names[place + 1]))
        known.setdefault(bytes(names[place]), target)


class Surroundings:
    """What stands around the text of each page, taken from the frame."""

    def __init__(self, paper: Pdf) -> None:
        first, others, across, glyphs = paper.pages
        self.drawn = {name: page.as_form_xobject() for name, page in zip("FOA", (first, others, across), strict=True)}
        self.colours = first.obj.Resources.ColorSpace
        self.font, self.codes = font_of_numbers(glyphs.obj.Resources.Font.values())
        self.widths = glyph_widths(self.font)
        del paper.pages[:]

    def put(self, paper: Pdf, pages: Sequence[Any]) -> None:
        """Draws them on all pages, as what is not read out."""
        before = paper.make_stream(b"q")
        known = set()
        for number, sheet in enumerate(pages, 1):
            if (key := sheet.Resources.objgen) not in known:
                known.add(key)
                self.bring(sheet.Resources)
            after = paper.make_stream(self.drawing(number, len(pages), [float(edge) for edge in sheet.MediaBox]))
            sheet.Contents = Array([before, sheet.Contents, after])

    def bring(self, resources: Any) -> None:
        if "/XObject" not in resources:
            resources.XObject = Dictionary()
        for name, drawn in self.drawn.items():
            resources.XObject[f"/Frame{name}"] = drawn
        resources.Font["/FrameFont"] = self.font
        resources.ColorSpace = self.colours

    def drawing(self, number: int, total: int, box: list[float]) -> bytes:
        width, height = box[2] - box[0], box[3] - box[1]
        across = width > height
        name = "A" if across else "F" if number == 1 else "O"
        words = f"Seite {number} von {total}"
        left = width - RIGHT - sum(self.widths[self.codes[letter]] for letter in words) * SIZE / 1000
        codes = "".join(f"{self.codes[letter]:04x}" for letter in words)
        return (
            f"Q /Artifact <</Type /Pagination>> BDC q /Frame{name} Do Q q 0.29 g BT /FrameFont {SIZE} Tf "
            f"1 0 0 1 {left:.2f} {BASELINE_ACROSS if across else BASELINE} Tm <{codes}> Tj ET Q EMC"
        ).encode()


def font_of_numbers(fonts: Iterable[Any]) -> tuple[Any, dict[str, int]]:
    """The first font that has all that a page number needs, with the codes of its letters."""
    known = ((font, glyph_codes(font)) for font in fonts)
    return next((font, codes) for font, codes in known if codes.keys() >= NUMBERS)


def glyph_codes(font: Any) -> dict[str, int]:
    """Letter -> the number of its glyph, from what the font says about reading it aloud."""
    text = font.ToUnicode.read_bytes().decode("latin-1")
    pairs = re.findall(r"<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>", text)
    return {bytes.fromhex(letter).decode("utf-16-be"): int(glyph, 16) for glyph, letter in pairs}


def glyph_widths(font: Any) -> dict[int, float]:
    """Glyph -> its width in thousandths of the size. The list goes: first glyph, widths of it and those after it."""
    listed = list(font.DescendantFonts[0].W)
    widths = {}
    for start, run in zip(listed[::2], listed[1::2], strict=True):
        widths.update({int(start) + place: float(width) for place, width in enumerate(run)})
    return widths


def add_bookmarks(paper: Pdf, pages: Sequence[Any], headings: Sequence[tuple[int, str, int, float]]) -> None:
    """The headings as a tree by their levels."""
    with paper.open_outline() as outline:
        above: list[tuple[int, list[OutlineItem]]] = [(0, outline.root)]
        for level, title, page, top in headings:
            while above[-1][0] >= level:
                above.pop()
            item = OutlineItem(title, place_on(pages[page], top))
            above[-1][1].append(item)
            above.append((level, item.children))


def lead_contents(pages: Sequence[Any], front: int, headings: Sequence[tuple[int, str, int, float]]) -> None:
    """The entries of the contents, on the pages in ``front``, lead to their headings."""
    for page in pages[:front]:
        for link in page.get("/Annots", ()):
            address = str(link.get("/A", Dictionary()).get("/URI", ""))
            if address.startswith(CONTENTS_ADDRESS):
                _, title, number, top = headings[int(address.removeprefix(CONTENTS_ADDRESS))]
                del link.A
                link.Dest = place_on(pages[number], top)
                link.Contents = String(f"{title}, Seite {number + 1}")


def place_on(page: Any, top: float) -> Array:
    return Array([page, Name.XYZ, 0, top, 0])
