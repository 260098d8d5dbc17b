"""What of the papers' stylesheet (``templates/pdf/print.css``) a word processor can follow.

Widths of columns, alignment, page breaks, what is kept together, framed or quiet. Everything else of the look belongs
to the styles of the file, which the office may change. Selectors that depend on an element's neighbours are left out.
"""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import cssselect2
import tinycss2
from django.conf import settings

FILE = Path(settings.BASE_DIR) / "templates" / "pdf" / "print.css"
NEIGHBOURS = (":", "+", "~")
MILLIMETRES = {"mm": 1.0, "cm": 10.0, "pt": 25.4 / 72, "px": 25.4 / 96}
QUIET = "#4a4a4a"
SMALLER_THAN, LARGER_THAN, TINY = 9.5, 11.5, 8  # points


@dataclass(frozen=True)
class Style:
    """How an element is set; what is above ``# its own`` its children have too."""

    number: int = 0
    bold: bool = False
    quiet: bool = False
    small: bool = False
    framed: bool = False
    lines: bool = False  # white-space: pre-line
    align: str = ""
    room: float = 0  # millimetres that a table in it may take; 0: all there is
    # its own
    width: float = 0
    size: float = 0
    gap: float = 0
    breaks: bool = False
    keeps_next: bool = False
    joins: bool = False  # stays with what is before it
    kept: bool = False
    ruled: bool = False  # cells with lines below them only
    shaded: bool = False
    hidden: bool = False


class Styles:
    """The style of each element of a document. Elements on the same path of names and classes have the same one."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, str, str], Style] = {}

    def of(self, node: Any, parent: Style) -> Style:
        """``node`` is an ``ElementWrapper``."""
        key = parent.number, node.local_name, node.etree_element.get("class", "")
        found = self._known.get(key)
        if found is None:
            found = replace(_style(node, parent), number=len(self._known) + 1)
            self._known[key] = found
        return found


@cache
def _matcher() -> Any:
    matcher = cssselect2.Matcher()
    for rule in tinycss2.parse_stylesheet(FILE.read_text(), skip_comments=True, skip_whitespace=True):
        if rule.type != "qualified-rule" or any(sign in tinycss2.serialize(rule.prelude) for sign in NEIGHBOURS):
            continue
        said = {
            one.lower_name: tinycss2.serialize(one.value).strip()
            for one in tinycss2.parse_blocks_contents(rule.content)
            if one.type == "declaration"
        }
        for selector in cssselect2.compile_selector_list(rule.prelude):
            matcher.add_selector(selector, said)
    return matcher


def _style(node: Any, parent: Style) -> Style:
    said: dict[str, str] = {}
    for _, _, _, declarations in sorted(_matcher().match(node), key=lambda match: match[:2]):
        said.update(declarations)
    size = _points(said.get("font-size", ""))
    width = _width(said.get("width", ""), parent.room)
    return Style(
        bold=said["font-weight"] in ("500", "600", "700", "bold") if "font-weight" in said else parent.bold,
        quiet=said["color"].lower() == QUIET if "color" in said else parent.quiet,
        small=size < SMALLER_THAN if size else parent.small,
        framed=parent.framed or _framed(said),
        lines=said["white-space"] == "pre-line" if "white-space" in said else parent.lines,
        align=said.get("text-align", parent.align),
        room=width or parent.room,
        width=width,
        size=size if size > LARGER_THAN or size < TINY else 0,
        gap=_millimetres(said.get("margin-top", "")),
        breaks=said.get("break-before") == "page",
        keeps_next=said.get("break-after") == "avoid",
        joins=said.get("break-before") == "avoid",
        kept=said.get("break-inside") == "avoid",
        ruled=said.get("border-width", "").startswith("0 "),
        shaded=said.get("background", "none") != "none",
        hidden=said.get("display") == "none",
    )


def _framed(said: dict[str, str]) -> bool:
    """Whether there is a line on the left: a note, a quotation."""
    return "border-left" in said or ("border" in said and "border-width" not in said and "padding" in said)


def _width(said: str, room: float) -> float:
    if said.endswith("%"):
        return room * float(said[:-1]) / 100
    return _millimetres(said)


def _millimetres(said: str) -> float:
    number, unit = said[:-2], said[-2:]
    try:
        return float(number) * MILLIMETRES.get(unit, 0)
    except ValueError:
        return 0


def _points(said: str) -> float:
    return float(said[:-2]) if said.endswith("pt") else 0
