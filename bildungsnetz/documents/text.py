"""Plain text on its way into a document: what can be printed, and paragraphs and lists from it.

Nobody's HTML ever reaches a document. People write plain text; a blank line ends a paragraph, lines that begin with
"- " or "1. " make a list.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from bildungsnetz.documents import typeface

MISSING = "▯"
ZERO_WIDTH_SPACE = "\N{ZERO WIDTH SPACE}"

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

# What would turn the order of the letters around, and the byte order mark: dropped without a trace.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff]")
_LINE_ENDS = re.compile("[\v\f\x85\u2028\u2029]")
_ENDLESS, _FORTY = re.compile(r"[^\W\d_]{200,}"), re.compile(".{1,40}", re.DOTALL)
_ITEM = re.compile(r"\s*(?:(?P<bullet>[-–•*])|(?P<number>\d{1,3})[.)])\s+(?P<text>\S.*)")


def printable(text: str) -> str:
    """The text as our fonts can show it: each character without a glyph becomes "▯", so that the reader sees a gap.

    Control characters and lone surrogates have no glyph either. HTML passes unharmed. What is longer than any word may
    be broken after each forty letters: to look for syllables in thousands of them takes minutes.
    """
    text = _ENDLESS.sub(lambda word: ZERO_WIDTH_SPACE.join(_FORTY.findall(word[0])), text)
    if text.isascii() and text.isprintable():
        return text
    return typeface.without_glyph().sub(MISSING, _orderly(text))


def writable(text: str) -> str:
    """The text as a word processor can take it up, which has fonts of its own; HTML passes unharmed."""
    return fit(_orderly(text))


def _orderly(text: str) -> str:
    """Composed letters, one kind of line end, nothing that turns the order of the letters around."""
    return _LINE_ENDS.sub("\n", _TURNING.sub("", unicodedata.normalize("NFC", text)))


def fit(text: str) -> str:
    """``text`` as XML can carry it: each character that it cannot becomes "▯"."""
    return _NOT_XML.sub(MISSING, text)


def german_number(value: int | float | Decimal, decimals: int = 0) -> str:
    """1234.5 with one decimal -> "1.234,5"; a real minus sign before what is below zero."""
    rounded = f"{value:z,.{decimals}f}"
    return rounded.translate(str.maketrans(",.-", ".,\N{MINUS SIGN}"))


def budget_amount(amount: Decimal) -> str:
    """An amount as Herne's finance table has it: income without a sign, expense with minus and a space, in euro."""
    decimals = 2 if amount % 1 else 0
    number = german_number(abs(amount), decimals)
    return f"{'- ' if amount < 0 else ''}{number} €".replace(" ", "\N{NO-BREAK SPACE}")


def paragraphs(text: str | None) -> SafeString:
    """Tagged HTML for plain text: ``p``, and ``ul``/``ol`` for lines that begin with "- " or "1. "."""
    html = [_block(list(lines)) for lines in _blocks((text or "").splitlines())]
    return format_html_join("\n", "{}", ((part,) for part in html))


def _kind(line: str) -> str:
    """To which kind of block a line belongs: "" (blank), "p", "ul" or "ol"."""
    if not line.strip():
        return ""
    match = _ITEM.fullmatch(line)
    if not match:
        return "p"
    return "ol" if match["number"] else "ul"


def _blocks(lines: Iterable[str]) -> Iterator[list[str]]:
    """Neighbouring lines of one kind. A plain line right after a list item carries the item on."""
    block: list[str] = []
    for line in lines:
        kind = _kind(line)
        if block and (not kind or (kind != "p" and kind != _kind(block[0]))):
            yield block
            block = []
        if kind:
            block.append(line)
    if block:
        yield block


def _block(lines: list[str]) -> SafeString:
    first = _ITEM.fullmatch(lines[0])
    # One line alone that begins with a number other than 1 is a sentence: "24. November war die Sitzung."
    if not first or (first["number"] not in (None, "1") and len(lines) == 1):
        return format_html("<p>{}</p>", format_html_join(SafeString("<br>"), "{}", ((line.strip(),) for line in lines)))
    items = format_html_join("", "<li>{}</li>", ((text,) for text in _items(lines)))
    if not first["number"]:
        return format_html("<ul>{}</ul>", items)
    start = int(first["number"])
    return format_html('<ol start="{}">{}</ol>', start, items) if start != 1 else format_html("<ol>{}</ol>", items)


def _items(lines: Iterable[str]) -> list[str]:
    texts: list[str] = []
    for line in lines:
        if match := _ITEM.fullmatch(line):
            texts.append(match["text"].strip())
        else:
            texts[-1] += " " + line.strip()
    return texts
