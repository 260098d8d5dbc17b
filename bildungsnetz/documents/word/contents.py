"""The contents: a field that is brought up to date when the file is opened, and filled already, so that it is never
empty where a program leaves fields alone.
"""

from typing import TYPE_CHECKING, Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from bildungsnetz.documents.word import look
from bildungsnetz.documents.word.xml import Piece, Setting, add, name, paragraph, run

if TYPE_CHECKING:
    from bildungsnetz.documents.word.body import Body

TITLE = "Inhalt"
HEADING, LEVELS = "TOC Heading", {"h2": "toc 1", "h3": "toc 2"}
AFTER_UPDATE = (  # what stands behind it in the settings of a file
    *("w:hdrShapeDefaults", "w:footnotePr", "w:endnotePr", "w:compat", "w:docVars", "w:rsids", "m:mathPr"),
    *("w:attachedSchema", "w:themeFontLang", "w:clrSchemeMapping", "w:doNotIncludeSubdocsInStats"),
    *("w:doNotAutoCompressPictures", "w:forceUpgrade", "w:captions", "w:shapeDefaults", "w:decimalSymbol"),
    "w:listSeparator",
)
FIELD = 'TOC \\o "1-2" \\h \\z \\u'


class Contents:
    """Writes the entries where the page wants them, and marks the headings that they lead to."""

    def __init__(self, body: "Body") -> None:
        self.body = body
        self.marked = 0
        self.wanted = False

    def write(self, parent: Any, root: Any) -> None:
        """``root`` is the whole page; its headings stand in it in the order in which they are written."""
        self.wanted = True
        styles = styles_for(self.body)
        holder = add(parent, "w:sdt")
        gallery = add(add(holder, "w:sdtPr"), "w:docPartObj")
        add(gallery, "w:docPartGallery", val="Table of Contents")
        add(gallery, "w:docPartUnique")
        inside = add(holder, "w:sdtContent")
        run(paragraph(inside, Setting(styles[HEADING], new_page=True)), Piece(TITLE))
        first = True
        for number, (kind, words) in enumerate(headings(root), 1):
            line = paragraph(inside, Setting(styles[LEVELS[kind]]))
            if first:
                begin(line, FIELD)
            entry(line, words, mark(number))
            first = False
        last = paragraph(inside, self.body.setting(look.TEXT))
        if not first:
            add(add(last, "w:r"), "w:fldChar", fldCharType="end")
        self.body.new_page = True  # what follows
        refresh_when_opened(self.body.document.settings.element)

    def mark(self, kind: str, made: Any) -> None:
        """Makes a heading that was written a place to lead to."""
        if self.wanted and kind in LEVELS and made is not None:
            self.marked += 1
            start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
            for one in (start, end):
                one.set(name("w:id"), str(self.marked))
            start.set(name("w:name"), mark(self.marked))
            made.insert(1, start)
            made.append(end)


def mark(number: int) -> str:
    return f"_Toc{number:08}"


def headings(root: Any) -> list[tuple[str, str]]:
    return [
        (node.tag, words)
        for node in root.etree_element.iter()
        if node.tag in LEVELS and (words := " ".join("".join(node.itertext()).split()))
    ]


def entry(line: Any, words: str, place: str) -> None:
    """A title that leads to its heading. Its page is for the program to find: none is better than a wrong one."""
    run(add(line, "w:hyperlink", anchor=place, history=1), Piece(words))


def begin(parent: Any, field: str) -> None:
    add(add(parent, "w:r"), "w:fldChar", fldCharType="begin")
    code = add(add(parent, "w:r"), "w:instrText")
    code.text = f" {field} "
    add(add(parent, "w:r"), "w:fldChar", fldCharType="separate")


def styles_for(body: "Body") -> dict[str, str]:
    """The ids of the styles of contents; a look that has none of its own gets ours."""
    known = {
        style.find(qn("w:name")).get(qn("w:val")).casefold(): style.get(qn("w:styleId"))
        for style in body.document.styles.element.findall(qn("w:style"))
    }
    for missing in (one for one in (HEADING, *LEVELS.values()) if one.casefold() not in known):
        known[missing.casefold()] = added(body, missing).style_id
    return {one: known[one.casefold()] for one in (HEADING, *LEVELS.values())}


def added(body: "Body", wanted: str) -> Any:
    styles = body.document.styles
    made = styles.add_style(wanted, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    base = look.HEADINGS[0] if wanted == HEADING else look.TEXT
    made.base_style = styles.get_by_id(body.names[base], WD_STYLE_TYPE.PARAGRAPH)
    if wanted == HEADING:  # or it would stand in the contents itself
        add(made.element.get_or_add_pPr(), "w:outlineLvl", val=9)
        return made
    air, depth = made.paragraph_format, list(LEVELS.values()).index(wanted)
    made.font.bold = depth == 0
    air.space_before, air.space_after = Pt(0 if depth else 6), Pt(2)
    air.left_indent, air.right_indent = Mm(6 * depth), Mm(12)
    air.tab_stops.add_tab_stop(Mm(body.room), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    return made


def refresh_when_opened(settings: Any) -> None:
    if settings.find(name("w:updateFields")) is None:
        wanted = OxmlElement("w:updateFields")
        wanted.set(name("w:val"), "true")
        settings.insert_element_before(wanted, *AFTER_UPDATE)
