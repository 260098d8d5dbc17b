"""Lines of text for less time: what a style, a font or an equal line has told is not asked again.

Most lines of our papers are labels that stand on each page, and of the others most glyphs were drawn before.
"""

from struct import Struct
from typing import Any

from weasyprint.draw import text as drawing
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango

from bildungsnetz.documents.cures.styles import once_a_style

GLYPH = Struct("=Iiii4x")  # PangoGlyphInfo: number, width, offsets to the right and up
TO_THE_END = 2**32 - 1
NEW = 14802  # of Pango: those before it say other sizes, for which WeasyPrint has a way of its own
_BREAKS = frozenset("\n\r\u2028\u2029")

_VARIANTS = ("ligatures", "position", "caps", "numeric", "alternates", "east_asian")
_FEATURES = ("font_kerning", *(f"font_variant_{name}" for name in _VARIANTS), "font_feature_settings")

_split_first_line = line_break.split_first_line
_draw_first_line = drawing.draw_first_line


@once_a_style
def is_plain(style: Any) -> bool:
    """Whether letters stand as the font has them, and have no lines above, through or below them."""
    return (
        style["text_decoration_line"] == "none"
        and style["letter_spacing"] == "normal"
        and style["word_spacing"] == 0
        and style["font_language_override"] == "normal"
        and bool(style["lang"])
    )


@once_a_style
def setting(style: Any) -> tuple[Any, Any, Any]:
    """What Pango wants to know of a style: context, font, attributes. WeasyPrint makes it for each line."""
    context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, line_break.PANGO_DIRECTION[style["direction"]])
    pango.pango_context_set_language(context, pango.pango_language_from_string(style["lang"].encode()))
    attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    if features := line_break.font_features(*(style[name] for name in _FEATURES)):
        words = ",".join(f"{name} {value}" for name, value in features.items())
        pango.pango_attr_list_insert(attributes, pango.pango_attr_font_features_new(words.encode()))
    if style["overflow_wrap"] in ("anywhere", "break-word"):
        hyphens = pango.pango_attr_insert_hyphens_new(False)
        hyphens.start_index, hyphens.end_index = 0, TO_THE_END
        pango.pango_attr_list_change(attributes, hyphens)
    return context, line_break.get_font_description(style), attributes


class Line(line_break.Layout):  # type: ignore[misc]
    """A line is drawn as it was laid out; only one that is justified has to be laid out again."""

    ascent = underline_position = strikethrough_position = drawn = None

    def setup(self, style: Any) -> None:
        self.is_plain = not self.justification_spacing and is_plain(style)
        if not self.is_plain:
            super().setup(style)
            return
        self.style, self.first_line_direction = style, 0
        context, font, attributes = setting(style)
        self.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
        pango.pango_layout_set_auto_dir(self.layout, False)
        pango.pango_layout_set_font_description(self.layout, font)
        pango.pango_layout_set_attributes(self.layout, attributes)

    def set_text(self, text: str, justify: bool = False) -> None:
        if not self.is_plain or "\n" in text or "\t" in text or "\0" in text:
            super().set_text(text, justify)
            return
        self.text, content = text, text.encode()
        pango.pango_layout_set_text(self.layout, content, len(content))

    def deactivate(self) -> None:
        if self.justification_spacing:
            super().deactivate()

    def reactivate(self, style: Any) -> None:
        if self.justification_spacing:
            super().reactivate(style)


def split_first_line(
    text: str, style: Any, context: Any, max_width: Any, justification: Any, *more: Any, **rest: Any
) -> Any:
    """A line of equal text in equal room is the same line."""
    lines = style.__dict__.setdefault("_lines", {})
    key = (text, max_width, justification, more, *rest.items())
    if key not in lines:
        lines[key] = _split_first_line(text, style, context, max_width, justification, *more, **rest)
    return lines[key]


def draw_first_line(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: Any, matrix: Any) -> list[Any]:
    """A line of glyphs that were drawn before, by one font and on one level."""
    line = textbox.pango_layout
    if text_overflow != "ellipsis" and block_ellipsis == "none" and not line.justification_spacing:
        if line.drawn is None or line.drawn[0] is not stream._fonts:
            line.drawn = drawn(stream, line)
        if line.drawn:
            _, font, size, glyphs = line.drawn
            stream.set_text_matrix(*matrix.values)
            stream.set_font_size(font, size)
            stream.show_text(glyphs)
            return []
    return _draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)


def drawn(stream: Any, line: Any) -> tuple[Any, str, float, str] | None:
    """Fonts of the document, name and size of the one that is used, and the glyphs as they stand in the file."""
    if not _BREAKS.isdisjoint(line.text) or not line.text.strip():
        return None
    parts = []
    run = pango.pango_layout_get_line_readonly(line.layout, 0).runs[0]
    pango_font = run.data.item.analysis.font
    font, size = stream.add_font(pango_font)
    if font.png or font.svg or font.colr or font.bitmap or pango.pango_version() < NEW:
        return None
    known = font.__dict__.setdefault("_known", {})
    while run != ffi.NULL:
        glyphs = run.data.glyphs
        if run.data.item.analysis.font != pango_font:
            return None
        text = "<"
        for glyph in GLYPH.iter_unpack(ffi.buffer(glyphs.glyphs, glyphs.num_glyphs * GLYPH.size)):
            if (size, glyph) not in known:
                if glyph[0] not in font.to_unicode or glyph[0] not in font.widths or glyph[3]:
                    return None
                known[size, glyph] = written(font, size, *glyph)
            text += known[size, glyph]
        parts.append(text[:-1] if text[-1] == "<" else f"{text}>")
        run = run.next
    return stream._fonts, font.hash, size, "".join(parts)


def written(font: Any, size: float, glyph: int, width: int, offset: int, _: int) -> str:
    """A glyph, its distance to where it would stand, and that of the next one, as WeasyPrint counts them."""
    right = offset / size
    kerning = font.widths[glyph] + right - width * 1000 * FROM_UNITS / size
    return (f">{-right}<" if right else "") + f"{glyph:04x}" + (f">{int(kerning)}<" if kerning else "")
