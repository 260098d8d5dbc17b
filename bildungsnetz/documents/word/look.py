"""The look of papers for word processors: a file whose styles, margins, header and footer are taken.

``standard()`` makes ours. An office may download it, change it in its own program and upload it; ``taken(content)``
opens either, without anything of its text and without what could name a person or lead elsewhere.
"""

import io
from datetime import UTC, datetime
from functools import cache
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Mm, Pt, RGBColor

from bildungsnetz.documents.docx import FONT, LANGUAGE, set_properties, without_moments

TITLE, TEXT, BULLETS, NUMBERS, GOES_ON = "Title", "Normal", "List Bullet", "List Number", "List Continue"
HEADINGS = ("Heading 1", "Heading 2", "Heading 3", "Heading 4")
CAPTION, HEADER, FOOTER = "Caption", "Header", "Footer"
SMALL, FRAMED, LETTERHEAD, CELL, HEAD_CELL = "Klein", "Abgesetzt", "Briefkopf", "Tabellentext", "Tabellenkopf"
GRID, RULED = "Table Grid", "Tabelle mit Linien"

PARAGRAPHS = (TITLE, *HEADINGS, TEXT, BULLETS, NUMBERS, GOES_ON, CAPTION, HEADER, FOOTER)
OURS = (SMALL, FRAMED, LETTERHEAD, CELL, HEAD_CELL)
NEEDED = {
    **dict.fromkeys((*PARAGRAPHS, *OURS), WD_STYLE_TYPE.PARAGRAPH),
    **dict.fromkeys((GRID, RULED), WD_STYLE_TYPE.TABLE),
}

# As programs in German call them.
SHOWN = {
    TITLE: "Titel",
    **{name: f"Überschrift {level}" for level, name in enumerate(HEADINGS, start=1)},
    TEXT: "Standard",
    BULLETS: "Aufzählungszeichen",
    NUMBERS: "Listennummer",
    GOES_ON: "Listenfortsetzung",
    CAPTION: "Beschriftung",
    HEADER: "Kopfzeile",
    FOOTER: "Fußzeile",
    GRID: "Tabellenraster",
}

BLACK, GREY, SHADE = RGBColor(0, 0, 0), RGBColor(0x4A, 0x4A, 0x4A), "ECECEC"
TITLE_OF_STANDARD, MADE_AT = "Word-Vorlage für Berichte", datetime(2026, 1, 1, tzinfo=UTC)
PAGE = Mm(210), Mm(297)
# What a file may bring along; comments, names of people, remote templates and the like are left behind.
PARTS_TAKEN = {"styles", "numbering", "theme", "settings", "fontTable", "webSettings", "header", "footer"}
SETTINGS_DROPPED = ("w:attachedTemplate", "w:mailMerge", "w:documentProtection", "w:rsids", "w:proofState")
LINES = '<w:{} w:val="single" w:sz="4" w:space="0" w:color="B5B5B5"/>'


@cache
def standard() -> bytes:
    """Our own look: sober, A4, Arial, no header or footer of its own."""
    made: Any = docx.Document()
    section = made.sections[0]
    section.page_width, section.page_height = PAGE
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = map(Cm, (2.5, 2, 2.4, 2.3))
    section.header_distance = section.footer_distance = Cm(1.2)
    section.different_first_page_header_footer = True
    _hyphenate(made.settings.element)
    _set_styles(made.styles)
    _write_specimen(made)
    cleaned(made)
    set_properties(made, TITLE_OF_STANDARD, "", MADE_AT)
    target = io.BytesIO()
    made.save(target)
    return without_moments(target.getvalue())


def taken(content: bytes) -> Any:
    """An empty document (python-docx) with the look of ``content``."""
    found: Any = docx.Document(io.BytesIO(content))
    body = found.element.body
    last = body.sectPr
    for child in list(body):
        if child is not last:
            body.remove(child)
    section = found.sections[0]
    section.page_width, section.page_height = PAGE
    for key in ("w:orient", "w:code"):
        last.find(qn("w:pgSz")).attrib.pop(qn(key), None)
    found.settings.odd_and_even_pages_header_footer = False
    cleaned(found)
    return found


def bare(content: bytes) -> bytes:
    """``content`` as it is kept: its look alone, without its text and without what names a person."""
    document = taken(content)
    set_properties(document, TITLE_OF_STANDARD, "", MADE_AT)
    target = io.BytesIO()
    document.save(target)
    return without_moments(target.getvalue())


def styles_of(document: Any) -> dict[str, Any]:
    """The elements of the needed styles that ``document`` has, by name; programs differ in how they spell it."""
    known = {name.casefold(): name for name in NEEDED}
    found = {}
    for style in document.styles.element.findall(qn("w:style")):
        name = known.get(style.find(qn("w:name")).get(qn("w:val")).casefold())
        if name and style.get(qn("w:type")) == ("table" if NEEDED[name] == WD_STYLE_TYPE.TABLE else "paragraph"):
            found[name] = style
    return found


def cleaned(document: Any) -> None:
    """Drops what may name a person or lead elsewhere, and makes every style speak German."""
    for owner, kept in ((document.part, PARTS_TAKEN), (document.part.package, {"officeDocument"})):
        for key, link in list(owner.rels.items()):
            if link.is_external or link.reltype.rpartition("/")[2] not in kept:
                del owner.rels[key]
    settings = document.settings.element
    document.part.part_related_by(RELATIONSHIP_TYPE.SETTINGS).rels.clear()
    for name in SETTINGS_DROPPED:
        for element in settings.findall(qn(name)):
            settings.remove(element)
    for language in (*document.styles.element.iter(qn("w:lang")), *settings.iter(qn("w:themeFontLang"))):
        language.set(qn("w:val"), LANGUAGE)


def _hyphenate(settings: Any) -> None:
    settings.find(qn("w:defaultTabStop")).addnext(OxmlElement("w:autoHyphenation"))
    for mode in settings.iter(qn("w:compatSetting")):
        if mode.get(qn("w:name")) == "compatibilityMode":
            mode.set(qn("w:val"), "15")


def _set_styles(styles: Any) -> None:
    _text(styles[TEXT], 10, after=6)
    styles[TEXT].paragraph_format.line_spacing = 1.15
    styles[TEXT].paragraph_format.widow_control = True
    for name, size, before, after in zip(
        (TITLE, *HEADINGS), (19, 13, 11, 10, 10), (0, 20, 14, 11, 8), (6, 6, 4, 3, 2), strict=True
    ):
        _text(styles[name], size, before=before, after=after, bold=True)
        styles[name].font.italic = False
        _plain(styles[name])
    for name in (BULLETS, NUMBERS, GOES_ON):
        styles[name].paragraph_format.space_after = Pt(3)
    _text(styles[CAPTION], 9, before=8, after=3, bold=True)
    styles[CAPTION].paragraph_format.keep_with_next = True
    for name in (HEADER, FOOTER):
        _text(styles[name], 8, after=0)
        styles[name].font.color.rgb = GREY
        tabs = styles[name].paragraph_format.tab_stops
        tabs.clear_all()
        tabs.add_tab_stop(Cm(16.5), alignment=WD_ALIGN_PARAGRAPH.RIGHT)
    for name, points, air in ((SMALL, 8.5, 4), (FRAMED, 9.5, 4), (LETTERHEAD, 9.0, 0)):
        _text(_added(styles, name, TEXT), points, before=air, after=air)
    _line(styles[FRAMED], "left", 18, "8A8A8A")
    styles[FRAMED].paragraph_format.left_indent = Mm(3)
    _text(_added(styles, CELL, TEXT), 8.5, before=2, after=2)
    styles[CELL].paragraph_format.line_spacing = 1.0
    _text(_added(styles, HEAD_CELL, CELL), 8.5, before=2, after=2, bold=True)
    _ruled(styles)


def _added(styles: Any, name: str, base: str) -> Any:
    made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    made.base_style, made.quick_style = styles[base], True
    return made


def _text(style: Any, size: float, *, after: float, before: float = 0, bold: bool | None = None) -> None:
    font, air = style.font, style.paragraph_format
    font.size, font.bold, font.color.rgb = Pt(size), bold, BLACK
    air.space_before, air.space_after = Pt(before), Pt(after)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), FONT)


def _plain(style: Any) -> None:
    """Without the line below it and the spread letters that the library's own titles have."""
    for name in ("w:pBdr", "w:contextualSpacing"):
        for element in style.element.pPr.findall(qn(name)):
            style.element.pPr.remove(element)
    for name in ("w:spacing", "w:kern"):
        for element in style.element.rPr.findall(qn(name)):
            style.element.rPr.remove(element)
    style.paragraph_format.keep_with_next = style.paragraph_format.keep_together = True


def _line(style: Any, side: str, width: int, colour: str) -> None:
    border = f'<w:pBdr {nsdecls("w")}><w:{side} w:val="single" w:sz="{width}" w:space="6" w:color="{colour}"/></w:pBdr>'
    style.element.get_or_add_pPr().insert_element_before(
        parse_xml(border), "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
    )


def _ruled(styles: Any) -> None:
    made = styles.add_style(RULED, WD_STYLE_TYPE.TABLE)
    made.base_style = styles["Normal Table"]
    lines = "".join(LINES.format(side) for side in ("top", "bottom", "insideH"))
    made.element.append(parse_xml(f"<w:tblPr {nsdecls('w')}><w:tblBorders>{lines}</w:tblBorders></w:tblPr>"))


def _write_specimen(document: Any) -> None:
    """A line in each style, so that the office sees what it changes."""
    document.add_paragraph(TITLE_OF_STANDARD, style=TITLE)
    document.add_paragraph(
        "Ändern Sie die Formatvorlagen, die Ränder, Kopf- und Fußzeile und laden Sie die Datei wieder hoch. "
        "Der Text dieser Seite wird nicht übernommen. Seitenzahl, Entwurfsvermerk und Prüfcode kommen von selbst hinzu."
    )
    for name in (*HEADINGS, BULLETS, NUMBERS, GOES_ON, CAPTION, *OURS):
        document.add_paragraph(f"So sieht „{SHOWN.get(name, name)}“ aus", style=name)
    for name in (GRID, RULED):
        table = document.add_table(rows=2, cols=2, style=name)
        for cell in (*table.rows[0].cells, *table.rows[1].cells):
            cell.paragraphs[0].style = document.styles[CELL]
        table.rows[0].cells[0].paragraphs[0].add_run(f"Tabelle „{SHOWN.get(name, name)}“")
        document.add_paragraph()
