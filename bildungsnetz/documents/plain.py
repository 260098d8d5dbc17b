"""HTML of our papers -> plain text, to paste where nothing else is taken: blocks, each under a heading.

Lists are written as people type them ("- ", "1. "), the cells of a row stand side by side, a drawing says its numbers.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

import tinyhtml5

from bildungsnetz.documents.text import writable

INLINE = {"a", "abbr", "b", "br", "code", "del", "em", "i", "ins", "small", "span", "strong", "sub", "sup", "time"}
HEADINGS = ("h3", "h4", "h5", "h6")
SVG = "{http://www.w3.org/2000/svg}"
BESIDE = " | "
_BLANKS = re.compile("[ \t\r\n\f]+")


@dataclass
class Block:
    """What stands below a heading of the second level. ``lines`` are paragraphs, rows and items; "" is a gap."""

    title: str
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return re.sub("\n{3,}", "\n\n", "\n".join(self.lines)).strip("\n")

    def paragraph(self, text: str) -> None:
        if text:
            self.lines += ["", text, ""]


def blocks(html: str, apart: dict[str, str]) -> list[Block]:
    """The blocks of a whole page; what stands before the first heading has the title "".

    ``apart`` names classes whose contents are a block of their own, with its title; "" leaves them out.
    """
    body = tinyhtml5.parse(writable(html), namespace_html_elements=False).find("body")
    found = [Block("")]
    if body is not None:
        _read(body, found, apart)
    return found


def words(node: Element) -> str:
    """All words in ``node`` in one line, but for line ends that were meant."""
    lines = "".join(_words(node)).split("\n")
    return "\n".join(line for line in (_BLANKS.sub(" ", line).strip(" ") for line in lines) if line)


def _words(node: Element) -> Iterator[str]:
    if node.tag == f"{SVG}svg":
        yield node.findtext(f"{SVG}title") or ""
        return
    yield _BLANKS.sub(" ", node.text or "")
    for child in node:
        if child.tag == "br":
            yield "\n"
        elif child.tag in INLINE:
            yield from _words(child)
        else:
            yield " "
            yield from _words(child)
            yield " "
        yield _BLANKS.sub(" ", child.tail or "")


def _read(node: Element, found: list[Block], apart: dict[str, str]) -> None:
    for child in node:
        title = apart.get(child.get("class", ""))
        if title is not None:
            _set_apart(child, found, title)
        elif child.tag == "h2":
            found.append(Block(words(child)))
        elif child.tag in HEADINGS or child.tag in ("h1", "p", "caption"):
            found[-1].paragraph(words(child))
        elif child.tag in ("ul", "ol"):
            found[-1].lines += ["", *_items(child), ""]
        elif child.tag == "table":
            found[-1].lines += ["", *_rows(child), ""]
        elif child.tag == f"{SVG}svg":
            found[-1].paragraph(words(child))
        elif child.tag != "figcaption":  # the drawing below it says the same and its numbers
            _read(child, found, apart)


def _set_apart(node: Element, found: list[Block], title: str) -> None:
    if title:
        block = Block(title)
        for child in node:
            block.lines.append(words(child))
        found.append(block)


def _items(node: Element) -> Iterator[str]:
    for number, item in enumerate(node, start=int(node.get("start", 1))):
        sign = f"{number}." if node.tag == "ol" else "-"
        yield f"{sign} {words(item)}"


def _rows(node: Element) -> Iterator[str]:
    for caption in node.iter("caption"):
        yield words(caption)
    for row in node.iter("tr"):
        yield BESIDE.join(_cell(cell) for cell in row)


def _cell(node: Element) -> str:
    """In one line; paragraphs of a cell are told apart."""
    parts = [words(child) for child in node if child.tag not in INLINE] or [words(node)]
    return "; ".join(filter(None, parts)).replace("\n", " ")
