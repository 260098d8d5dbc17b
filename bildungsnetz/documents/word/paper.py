"""Papers that a clerk goes on editing, from the very HTML that the PDF is set from.

``render_docx`` gives the same bytes for the same input and names nobody.
"""

import io
from datetime import datetime
from typing import Any

import cssselect2
import tinyhtml5
from docx.shared import RGBColor

from bildungsnetz.documents.docx import number_pages, set_properties, without_moments
from bildungsnetz.documents.text import writable
from bildungsnetz.documents.word import look
from bildungsnetz.documents.word.body import Body

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EMU_PER_MILLIMETRE = 36000
RED = RGBColor(0xA1, 0x12, 0x12)


def render_docx(
    html: str,
    *,
    title: str,
    created_at: datetime,
    subject: str = "",
    author: str = "",
    template: bytes | None = None,
) -> bytes:
    """The Word file of a whole HTML page of ours, in the look of ``template`` (checked) or in our own."""
    document = look.taken(template or look.standard())
    root = cssselect2.ElementWrapper.from_html_root(tinyhtml5.parse(writable(html), namespace_html_elements=False))
    page = next(child for child in root.iter_children() if child.local_name == "body")
    section = document.sections[0]
    own_head = bool(words_of(section.header) or words_of(section.first_page_header))
    room = (section.page_width - section.left_margin - section.right_margin) / EMU_PER_MILLIMETRE
    Body(document, room).write(page, letterhead=not own_head)
    write_edges(section, page.etree_element)
    set_properties(document, title, subject, created_at, author)
    target = io.BytesIO()
    document.save(target)
    return without_moments(target.getvalue())


def words_of(edge: Any) -> str:
    """What a header says or shows; nothing where it is empty."""
    if edge.is_linked_to_previous:
        return ""
    element = edge._element
    return "".join(element.itertext()).strip() or ("Bild" if element.xpath(".//w:drawing | .//w:pict") else "")


def write_edges(section: Any, page: Any) -> None:
    """Running head, draft mark, code and page numbers, below what the look has there."""
    draft, foot = page.get("data-draft", ""), page.get("data-foot", "")
    pairs = [(section.header, section.footer, page.get("data-running-head", ""))]
    if section.different_first_page_header_footer:
        pairs.append((section.first_page_header, section.first_page_footer, ""))
    for header, footer, running_head in pairs:
        if running_head or draft:
            line = new_line(header)
            line.add_run(running_head)
            if draft:
                mark = line.add_run(f"\t{draft}")
                mark.font.bold, mark.font.color.rgb = True, RED
        if not footer._element.xpath(".//*[contains(@w:instr, 'PAGE')] | .//w:instrText[contains(., 'PAGE')]"):
            line = new_line(footer)
            line.add_run(f"{foot}\t")
            number_pages(line)
        elif foot:
            new_line(footer).add_run(foot)


def new_line(edge: Any) -> Any:
    """The empty paragraph of a new header or footer, else one more below what is there."""
    edge.is_linked_to_previous = False
    last = edge.paragraphs[-1] if edge.paragraphs else None
    if last is None or last.text or last._p.xpath(".//w:drawing | .//w:pict | .//w:fldSimple | .//w:fldChar"):
        return edge.add_paragraph(style=last.style if last is not None else None)
    return last
