"""HTML of our own templates -> the text of a Word file, with real headings, lists, tables, captions and pictures.

Only what our templates are made of is known; the contents of any other element are kept, so nothing that was written
is lost.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any

from docx.oxml.ns import qn

from bildungsnetz.documents.word import look, tables
from bildungsnetz.documents.word.contents import Contents
from bildungsnetz.documents.word.css import Style, Styles
from bildungsnetz.documents.word.numbering import Numbering
from bildungsnetz.documents.word.pictures import Pictures
from bildungsnetz.documents.word.xml import (
    KEPT_CHARACTERS,
    Piece,
    Setting,
    add,
    keep_together,
    keep_with_next,
    name,
    paragraph,
    run,
)

INLINE = {"a", "abbr", "b", "br", "code", "del", "em", "i", "ins", "small", "span", "strong", "sub", "sup", "time"}
HEADINGS = {"h1": look.TITLE, **dict(zip(("h2", "h3", "h4", "h5"), look.HEADINGS, strict=True)), "h6": look.HEADINGS[3]}
SKIPPED = {"head", "title", "script", "style", "template"}
BLANKS = re.compile("[ \t\r\n\f]+")
ALIGNED = {"right": "right", "center": "center"}
AIR_AFTER_TABLE = 3  # millimetres


class Body:
    """Writes into ``document`` (python-docx), which is ``room`` millimetres wide between its margins."""

    def __init__(self, document: Any, room: float) -> None:
        self.document, self.room = document, room
        self.styles, self.pictures, self.numbering = Styles(), Pictures(document), Numbering(document)
        self.names = {name: style.get(qn("w:styleId")) for name, style in look.styles_of(document).items()}
        self.toc = Contents(self)
        self.new_page = False

    def write(self, root: Any, *, letterhead: bool) -> None:
        """Appends what ``root`` (``ElementWrapper`` of the whole page) shows."""
        body = self.document.element.body
        last = body.sectPr
        body.remove(last)
        self.root, self.letterhead = root, letterhead
        self.blocks(root, body, Style(room=self.room))
        if len(body) == 0 or body[-1].tag == name("w:tbl"):
            paragraph(body, self.setting(look.TEXT))
        body.append(last)

    def setting(self, style: str, **more: Any) -> Setting:
        return Setting(self.names[style], **more)

    # Blocks

    def blocks(self, node: Any, parent: Any, style: Style, setting: Setting | None = None) -> None:
        """The children of ``node``: text and words among them become paragraphs of their own."""
        pieces = [Piece(node.etree_element.text or "", size=style.size)]
        for child in node.iter_children():
            if child.local_name in INLINE:
                pieces += self.inline(child, style)
            else:
                self.paragraph(parent, pieces, style, setting)
                pieces = []
                self.block(child, parent, style, setting)
            pieces.append(Piece(child.etree_element.tail or "", size=style.size))
        self.paragraph(parent, pieces, style, setting)

    def block(self, node: Any, parent: Any, above: Style, setting: Setting | None) -> None:
        kind, style = node.local_name, self.styles.of(node, above)
        if kind in SKIPPED or style.hidden:
            return
        self.begin(parent, style)
        if kind in HEADINGS:
            made = self.paragraph(parent, self.contents(node, Style()), Style(), self.setting(HEADINGS[kind]))
            self.toc.mark(kind, made)
        elif kind == "p":
            self.paragraph(parent, self.contents(node, style), style, setting or self.setting_of(node, style))
        elif kind in ("ul", "ol"):
            self.items(node, parent, style)
        elif kind == "nav":
            self.toc.write(parent, self.root)
        elif kind == "table":
            tables.write(self, node, parent, style)
        elif kind == "figcaption":
            self.paragraph(parent, self.contents(node, style), style, self.setting(look.CAPTION))
        elif kind == "svg":
            self.picture(node, parent, style)
        elif kind != "div" or self.letterhead or node.etree_element.get("class") != "letterhead":
            self.container(node, parent, style, setting)

    def begin(self, parent: Any, style: Style) -> None:
        """What an element asks for before it is written: a new page, or to stay with what is above it."""
        if style.breaks:
            self.new_page = True
        if style.joins and len(parent):
            keep_with_next(parent[-1])

    def container(self, node: Any, parent: Any, style: Style, setting: Setting | None) -> None:
        before = len(parent)
        self.blocks(node, parent, style, setting)
        if style.kept and len("".join(node.etree_element.itertext())) < KEPT_CHARACTERS:
            keep_together(parent[before:])

    def setting_of(self, node: Any, style: Style) -> Setting:
        in_letterhead = node.parent.etree_element.get("class") == "letterhead"
        return self.setting(look.LETTERHEAD) if in_letterhead else self.plain(style)

    def plain(self, style: Style) -> Setting:
        return self.setting(look.FRAMED if style.framed else look.SMALL if style.small else look.TEXT)

    def paragraph(self, parent: Any, pieces: Iterable[Piece], style: Style, setting: Setting | None = None) -> Any:
        """A paragraph of ``pieces``; none if they say nothing."""
        said = list(tidy(pieces, keep_lines=style.lines))
        if not said:
            return None
        setting = setting or self.plain(style)
        if self.new_page and parent is self.document.element.body:
            setting, self.new_page = replace(setting, new_page=True), False
        setting = self.below(parent, setting)
        if style.gap:
            setting = replace(setting, before=style.gap)
        align = ALIGNED.get(style.align, "")
        made = paragraph(
            parent, replace(setting, keeps_next=setting.keeps_next or style.keeps_next, align=setting.align or align)
        )
        for piece in said:
            self.run(made, piece)
        return made

    def below(self, parent: Any, setting: Setting) -> Setting:
        """``setting`` with air above it where it follows a table."""
        after_table = len(parent) and parent[-1].tag == name("w:tbl")
        return (
            replace(setting, before=AIR_AFTER_TABLE) if after_table and setting.style not in self.headings else setting
        )

    @cached_property
    def headings(self) -> set[str]:
        return {self.names[one] for one in (look.TITLE, *look.HEADINGS, look.CAPTION)}

    def run(self, made: Any, piece: Piece) -> None:
        if not piece.address:
            return run(made, piece)
        link = add(made, "w:hyperlink")
        related = self.document.part.relate_to(piece.address, HYPERLINK, is_external=True)
        link.set(name("r:id"), related)
        return run(link, piece)

    def items(self, node: Any, parent: Any, style: Style, depth: int = 0) -> None:
        """A list: its first paragraphs carry bullet or number, further ones go on below them."""
        ordered = node.local_name == "ol"
        number = self.numbering.begin(int(node.etree_element.get("start", 1))) if ordered else 0
        first = self.setting(look.NUMBERS if ordered else look.BULLETS, numbering=number)
        for item in node.iter_children():
            self.item(item, parent, self.styles.of(item, style), first, depth)

    def item(self, node: Any, parent: Any, style: Style, first: Setting, depth: int) -> None:
        indent = depth and (depth + 1) * 6.3
        place = len(parent)
        pieces = [Piece(node.etree_element.text or "")]

        def flush() -> None:
            setting = first if len(parent) == place else self.setting(look.GOES_ON)
            self.paragraph(parent, pieces, replace(style, framed=False), replace(setting, indent=indent))
            pieces.clear()

        for child in node.iter_children():
            if child.local_name in INLINE:
                pieces += self.inline(child, style)
            else:
                flush()
                if child.local_name in ("ul", "ol"):
                    self.items(child, parent, style, depth + 1)
                elif child.local_name == "p":
                    pieces += self.contents(child, self.styles.of(child, style))
                    flush()
                else:
                    self.block(child, parent, style, self.setting(look.GOES_ON))
            pieces.append(Piece(child.etree_element.tail or ""))
        flush()

    def picture(self, node: Any, parent: Any, style: Style) -> None:
        made = paragraph(parent, self.below(parent, self.setting(look.TEXT)))
        drawing = self.pictures.drawing(node.etree_element, width=style.width, most=self.room)
        add(made, "w:r").append(drawing)

    # Words

    def contents(self, node: Any, style: Style) -> list[Piece]:
        """The words in ``node``, set as ``style`` says."""
        pieces = [piece_of(node.etree_element.text, style)]
        for child in node.iter_children():
            pieces += self.inline(child, style)
            pieces.append(piece_of(child.etree_element.tail, style))
        return pieces

    def inline(self, node: Any, above: Style) -> Iterator[Piece]:
        kind, style = node.local_name, self.styles.of(node, above)
        if kind == "br":
            yield Piece("\n")
            return
        for piece in self.contents(node, replace(style, size=style.size or above.size)):
            yield marked(piece, kind, node.etree_element.get("href", ""))


HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def piece_of(text: str | None, style: Style) -> Piece:
    words = (text or "") if style.lines else BLANKS.sub(" ", text or "")
    return Piece(words, bold=style.bold, quiet=style.quiet, size=style.size)


def marked(piece: Piece, kind: str, address: str) -> Piece:
    if kind in ("strong", "b"):
        return replace(piece, bold=True)
    if kind in ("em", "i"):
        return replace(piece, italic=True)
    if kind == "del":
        return replace(piece, struck=True)
    if kind == "ins":
        return replace(piece, underlined=True)
    if kind == "a" and address.startswith(("https://", "http://")):
        return replace(piece, address=address)
    return piece


def tidy(pieces: Iterable[Piece], *, keep_lines: bool) -> Iterator[Piece]:
    """The pieces with blanks as a browser shows them: one between words, none at the ends of a line."""
    found, at_start = [], True
    for piece in pieces:
        text = piece.text if keep_lines or piece.text == "\n" else BLANKS.sub(" ", piece.text)
        if at_start:
            text = text.lstrip(" ")
        if text:
            at_start = text[-1] in " \n"
            found.append(replace(piece, text=text))
    while found and not found[-1].text.rstrip(" \n"):
        found.pop()
    if found:
        found[-1] = replace(found[-1], text=found[-1].text.rstrip(" \n"))
    return iter(found)
