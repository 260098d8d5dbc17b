"""Saves WeasyPrint and pydyf from finding out again and again what they know: the same pages for less time.

A page is thousands of boxes of a few dozen styles, and what follows from a style alone is asked for each box anew (here
and in ``styles``); most of its lines are labels that stand on every page (``lines``). Tests compare papers with and
without the cures, and fail for a version that nobody has looked at. They do not hold for flex and grid, which write
into the styles of boxes, nor for selectors that ask for more than ``styles`` says: our papers have neither.
"""

import sys
import zlib
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

import pydyf
import weasyprint
from weasyprint import css
from weasyprint.css import PAGE_MARGIN_BOXES
from weasyprint.draw import text as drawing
from weasyprint.formatting_structure import build
from weasyprint.formatting_structure.boxes import Box, PageBox
from weasyprint.layout import background, page, percent
from weasyprint.text import line_break

from bildungsnetz.documents.cures import lines, styles
from bildungsnetz.documents.cures.styles import once_a_style

TRIED = {"weasyprint": "70.0", "pydyf": "0.13.0"}
COMPRESSION = 6  # pydyf compresses by 9: a tenth of the time of a page for a fortieth of its size

_AXES = ("width", "height", "min_width", "min_height", "max_width", "max_height")
_SIDES = ("top", "right", "bottom", "left")
_LENGTHS = (*_AXES, *(f"{kind}_{side}" for kind in ("margin", "padding") for side in _SIDES))
_BORDERS = tuple(f"border_{side}_width" for side in _SIDES)
_RADII = tuple(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))
_AROUND = [f"@{name}" for name in sorted(PAGE_MARGIN_BOXES - {"footnote", "note-area"})]

_resolve_percentages = percent.resolve_percentages
_layout_box_backgrounds = background.layout_box_backgrounds
_make_margin_boxes = page.make_margin_boxes
_page_references = pydyf.PDF.page_references


def resolve_percentages(box: Any, containing_block: Any) -> None:
    """Lengths follow from the style and the room around. Of borders that tables let collapse the box knows more."""
    room = containing_block
    if isinstance(room, Box):
        room = (room.width, room.height)
    style, attributes = box.style, box.__dict__
    key = (*room, isinstance(box, PageBox))
    known = style.__dict__.setdefault("_lengths", {})
    if key in known:
        lengths, borders = known[key]
        attributes.update(lengths)
        if style["border_collapse"] == "collapse":
            borders = {name: width for name, width in borders.items() if name not in attributes}
        attributes.update(borders)
        return
    _resolve_percentages(box, room)
    if style["box_sizing"] == "content-box":
        known[key] = {name: attributes[name] for name in _LENGTHS}, {name: style[name] for name in _BORDERS}


@once_a_style
def is_bare(style: Any) -> bool:
    """Whether nothing is drawn behind the content of a box but its borders, and these are square."""
    return bool(
        all((0, "px") in style[name] for name in _RADII)
        and style["border_image_source"][0] == style["mask_border_source"][0] == "none"
        and style["visibility"] == "visible"
        and all(kind == "none" for kind, _ in style["background_image"])
        and not style["box_shadow"]
        and weasyprint.draw.color.get_color(style, "background_color").alpha == 0
    )


def layout_box_backgrounds(sheet: Any, box: Any, images: Any, layout_children: bool = True, style: Any = None) -> None:
    if box is sheet or style is not None or not is_bare(box.style):
        _layout_box_backgrounds(sheet, box, images, layout_children, style)
        return
    box.background = None
    for name in _RADII:
        setattr(box, name, (0, 0))
    if layout_children:
        for child in box.all_children():
            background.layout_box_backgrounds(sheet, child, images)


def make_margin_boxes(context: Any, sheet: Any, state: Any) -> Iterable[Any]:
    """Sixteen boxes are laid out around each page, to be thrown away where no style fills one."""
    styles = (context.style_for(sheet.page_type, name) for name in _AROUND)
    if all(style is None or style["content"] in ("normal", "inhibit", "none") for style in styles):
        return ()
    found: Iterable[Any] = _make_margin_boxes(context, sheet, state)
    return found


def page_references(pdf: pydyf.PDF) -> tuple[bytes, ...]:
    """Built for each tagged element anew, so that tagging would cost elements times pages."""
    kids = len(pdf.pages["Kids"])
    known: tuple[int, tuple[bytes, ...]] = pdf.__dict__.get("_references", (-1, ()))
    if known[0] != kids:
        known = pdf.__dict__["_references"] = (kids, _page_references.fget(pdf))
    return known[1]


_FUNCTIONS = [
    (percent.resolve_percentages, resolve_percentages),
    (background.layout_box_backgrounds, layout_box_backgrounds),
    (page.make_margin_boxes, make_margin_boxes),
    (css.StyleFor, styles.Styles),
    (build.wrap_table, styles.wrap_table),
    (line_break.Layout, lines.Line),
    (line_break.split_first_line, lines.split_first_line),
    (drawing.draw_first_line, lines.draw_first_line),
    (line_break.strut, once_a_style(line_break.strut)),
    (line_break.get_font_description, once_a_style(line_break.get_font_description)),
]
_ZLIB = SimpleNamespace(compress=zlib.compress, compressobj=lambda level: zlib.compressobj(COMPRESSION))


def apply() -> None:
    for original, cure in _FUNCTIONS:
        _exchange(original, cure)
    pydyf.PDF.page_references = property(page_references)
    pydyf.zlib = _ZLIB


def undo() -> None:
    for original, cure in _FUNCTIONS:
        _exchange(cure, original)
    pydyf.PDF.page_references = _page_references
    pydyf.zlib = zlib


def _exchange(old: Any, new: Any) -> None:
    """Wherever WeasyPrint knows it by its name."""
    for name, module in list(sys.modules.items()):
        if name.startswith("weasyprint."):
            for word in [word for word, value in vars(module).items() if value is old]:
                setattr(module, word, new)
