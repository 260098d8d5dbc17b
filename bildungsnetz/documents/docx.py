"""Papers that a clerk goes on editing: DOCX with real headings, lists and tables, in German, without any name in it.

Knows no model. What an app writes is plain text; characters that XML cannot carry become "▯".
"""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from bildungsnetz.documents.text import MISSING

LANGUAGE = "de-DE"
FONT = "Arial"
LONGEST_PROPERTY = 255
WIDTH, HEIGHT, MARGIN = Cm(29.7), Cm(21.0), Cm(2.0)
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EARLIEST = (1980, 1, 1, 0, 0, 0)

Pieces = Iterable[tuple[str, str]]  # (kept | gone | new, text)


def fit(text: str) -> str:
    """``text`` as XML can carry it."""
    return _UNFIT.sub(MISSING, text)


class Document:
    """A paper across (A4), written from top to bottom; ``content`` gives its bytes, the same for the same input."""

    def __init__(self, title: str, *, created_at: datetime, subject: str = "") -> None:
        self.file: Any = docx.Document()
        self._prepare_page()
        self._speak_german()
        properties = self.file.core_properties
        properties.title, properties.subject = fit(title)[:LONGEST_PROPERTY], fit(subject)[:LONGEST_PROPERTY]
        properties.language = LANGUAGE
        properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
        # The format keeps moments without a zone, meaning UTC.
        properties.created = properties.modified = created_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        properties.revision = 1

    def _prepare_page(self) -> None:
        section = self.file.sections[0]
        section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, WIDTH, HEIGHT
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN

    def _speak_german(self) -> None:
        """Language and typeface of every style; readers' programs go by the defaults, not by the property."""
        styles = self.file.styles
        for language in styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), LANGUAGE)
        normal = styles["Normal"]
        normal.font.name, normal.font.size = FONT, Pt(10)
        for name in ("Title", "Heading 1", "Heading 2"):
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
        """A paragraph that begins with a bold word."""
        paragraph = self.file.add_paragraph()
        paragraph.add_run(f"{label}: ").bold = True
        paragraph.add_run(fit(text))

    def items(self, texts: Iterable[str]) -> None:
        for text in texts:
            self.file.add_paragraph(fit(text), style="List Bullet")

    def table(self, header: Sequence[str], rows: Iterable[Sequence[Sequence[Pieces]]]) -> None:
        """A table whose first row is repeated on each page and marked as its head; a cell is a list of paragraphs."""
        table = self.file.add_table(rows=1, cols=len(header), style="Table Grid")
        for cell, text in zip(table.rows[0].cells, header, strict=True):
            cell.paragraphs[0].add_run(fit(text)).bold = True
        repeated = OxmlElement("w:tblHeader")
        repeated.set(qn("w:val"), "true")
        table.rows[0]._tr.get_or_add_trPr().append(repeated)
        for row in rows:
            for cell, paragraphs in zip(table.add_row().cells, row, strict=True):
                for place, pieces in enumerate(paragraphs):
                    write(cell.paragraphs[0] if place == 0 else cell.add_paragraph(), pieces)

    def content(self) -> bytes:
        target = io.BytesIO()
        self.file.save(target)
        return without_moments(target.getvalue())


def write(paragraph: Any, pieces: Pieces) -> None:
    """The pieces as runs: what is gone in brackets and struck through, what is new in brackets and underlined."""
    for what, text in pieces:
        run = paragraph.add_run(fit(text if what == "kept" else f"[{text}]"))
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
