"""Papers that a clerk goes on editing: DOCX with real headings, lists and tables, in German, without any name in it.

Knows no model. What an app writes is plain text; characters that XML cannot carry become "▯".
"""

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from bildungsnetz.documents.text import fit

LANGUAGE = "de-DE"
FONT = "Arial"
LONGEST_PROPERTY = 255
WIDTH, HEIGHT, MARGIN = Cm(29.7), Cm(21.0), Cm(2.0)
BLACK, SHADE = RGBColor(0, 0, 0), "ECECEC"
AIR = Pt(6)
_EARLIEST = (1980, 1, 1, 0, 0, 0)

Pieces = Iterable[tuple[str, str]]  # (kept | gone | new, text)


class Document:
    """A paper across (A4), written from top to bottom; ``content`` gives its bytes, the same for the same input."""

    def __init__(self, title: str, *, created_at: datetime, subject: str = "") -> None:
        self.file: Any = docx.Document()
        self._prepare_page()
        self._speak_german()
        set_properties(self.file, title, subject, created_at)

    def _prepare_page(self) -> None:
        section = self.file.sections[0]
        section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, WIDTH, HEIGHT
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
        footer = section.footer.paragraphs[0]
        footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        number_pages(footer)

    def _speak_german(self) -> None:
        """Language, typeface and colour of every style; readers' programs go by the defaults, not by the property."""
        styles = self.file.styles
        for language in styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), LANGUAGE)
        normal = styles["Normal"]
        normal.font.name, normal.font.size = FONT, Pt(10)
        for name in ("Title", "Heading 1", "Heading 2"):
            styles[name].font.color.rgb = BLACK
            fonts = styles[name].element.get_or_add_rPr().get_or_add_rFonts()
            for key in list(fonts.attrib):
                del fonts.attrib[key]
            for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
                fonts.set(qn(f"w:{kind}"), FONT)

    def heading(self, text: str, level: int = 1) -> None:
        """Level 0 is the title of the paper."""
        self.file.add_heading(fit(text), level)

    def paragraph(self, text: str, *, bold: bool = False) -> None:
        self.file.add_paragraph().add_run(fit(text)).bold = bold or None

    def labelled(self, label: str, text: str) -> None:
        """A paragraph that begins with a bold word; with air above, since it often follows a table."""
        paragraph = self.file.add_paragraph()
        paragraph.paragraph_format.space_before = AIR
        paragraph.add_run(f"{label}: ").bold = True
        paragraph.add_run(fit(text))

    def items(self, texts: Iterable[str]) -> None:
        for text in texts:
            self.file.add_paragraph(fit(text), style="List Bullet")

    def table(self, header: Sequence[str], rows: Iterable[Sequence[Sequence[Pieces]]]) -> None:
        """A table whose first row is repeated on each page and marked as its head; a cell is a list of paragraphs.

        Rows stay whole, the head stays with the first of them; the first of several paragraphs is in bold.
        """
        table = self.file.add_table(rows=1, cols=len(header), style="Table Grid")
        for cell, text in zip(table.rows[0].cells, header, strict=True):
            paragraph = airy(cell.paragraphs[0])
            paragraph.add_run(fit(text)).bold = True
            paragraph.paragraph_format.keep_with_next = True
            cell._tc.get_or_add_tcPr().append(element("w:shd", val="clear", color="auto", fill=SHADE))
        table.rows[0]._tr.get_or_add_trPr().append(element("w:tblHeader", val="true"))
        for row in rows:
            added = table.add_row()
            added._tr.get_or_add_trPr().append(element("w:cantSplit", val="true"))
            for cell, paragraphs in zip(added.cells, row, strict=True):
                for place, pieces in enumerate(paragraphs):
                    paragraph = airy(cell.paragraphs[0] if place == 0 else cell.add_paragraph())
                    write(paragraph, pieces, bold=place == 0 and len(paragraphs) > 1)

    def content(self) -> bytes:
        target = io.BytesIO()
        self.file.save(target)
        return without_moments(target.getvalue())


def set_properties(document: Any, title: str, subject: str, created_at: datetime, author: str = "") -> None:
    """What the file says of itself: its title, its language, when and by whom it was made, but no person."""
    properties = document.core_properties
    properties.title, properties.subject = fit(title)[:LONGEST_PROPERTY], fit(subject)[:LONGEST_PROPERTY]
    properties.language = LANGUAGE
    properties.author = author
    properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.category = properties.content_status = properties.identifier = properties.version = ""
    # The format keeps moments without a zone, meaning UTC.
    properties.created = properties.modified = created_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties.revision = 1
    for said in list(properties._element):
        if not said.text:
            properties._element.remove(said)


def number_pages(paragraph: Any) -> None:
    """ "Seite 2 von 3", counted by the program that shows the paper."""
    for words, field in (("Seite ", "PAGE"), (" von ", "NUMPAGES")):
        paragraph.add_run(words)
        counted = element("w:fldSimple", instr=field)
        counted.append(OxmlElement("w:r"))
        paragraph._p.append(counted)


def element(name: str, **attributes: str) -> Any:
    """An element of the format, such as ``w:shd``, with attributes of the same name space."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def airy(paragraph: Any) -> Any:
    """A paragraph of a cell, kept off the lines around it."""
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    return paragraph


def write(paragraph: Any, pieces: Pieces, *, bold: bool = False) -> None:
    """The pieces as runs: what is gone in brackets and struck through; what is new in brackets and underlined."""
    for what, text in pieces:
        run = paragraph.add_run(fit(text if what == "kept" else f"[{text}]"))
        run.bold = bold or None
        run.font.strike = what == "gone" or None
        run.underline = what == "new" or None


def without_moments(content: bytes) -> bytes:
    """The same archive with every part dated alike, so that equal papers are equal files."""
    target = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as source, ZipFile(target, "w", ZIP_DEFLATED) as made:
        for part in source.infolist():
            named = ZipInfo(part.filename, _EARLIEST)
            named.compress_type = ZIP_DEFLATED
            made.writestr(named, source.read(part))
    return target.getvalue()
