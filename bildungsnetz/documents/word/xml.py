"""Small pieces of WordprocessingML. Made directly, not through python-docx: a long paper has a hundred thousand."""

from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

SPACE_KEPT = "{http://www.w3.org/XML/1998/namespace}space"
TWIPS = 1440 / 25.4  # a millimetre
GREY = "4A4A4A"
KEPT_CHARACTERS = 1500  # what is longer may be torn apart
_names: dict[str, str] = {}


def name(short: str) -> str:
    """``w:p`` in full."""
    if short not in _names:
        _names[short] = qn(short)
    return _names[short]


def add(parent: Any, short: str, **attributes: Any) -> Any:
    """A child of ``parent`` with attributes of Word's own name space."""
    made = etree.SubElement(parent, name(short))
    for key, value in attributes.items():
        made.set(name(f"w:{key}"), str(value))
    return made


def twips(millimetres: float) -> int:
    return round(millimetres * TWIPS)


@dataclass(frozen=True)
class Piece:
    """Text that is set alike. A line end in it is a new line."""

    text: str
    bold: bool = False
    italic: bool = False
    struck: bool = False
    underlined: bool = False
    quiet: bool = False
    size: float = 0  # points
    address: str = ""


def run(parent: Any, piece: Piece) -> None:
    made = add(parent, "w:r")
    properties = etree.Element(name("w:rPr"))
    for wanted, sign in ((piece.bold, "w:b"), (piece.italic, "w:i"), (piece.struck, "w:strike")):
        if wanted:
            add(properties, sign)
    if piece.quiet:
        add(properties, "w:color", val=GREY)
    if piece.size:
        add(properties, "w:sz", val=round(piece.size * 2))
    if piece.underlined or piece.address:
        add(properties, "w:u", val="single")
    if len(properties):
        made.append(properties)
    for number, line in enumerate(piece.text.split("\n")):
        if number:
            add(made, "w:br")
        if line:
            text = add(made, "w:t")
            text.text = line
            text.set(SPACE_KEPT, "preserve")


@dataclass(frozen=True)
class Setting:
    """What a paragraph says beside its style."""

    style: str
    keeps_next: bool = False
    new_page: bool = False
    numbering: int = 0
    before: float = -1  # millimetres of air above; below 0: as the style says
    indent: float = 0  # millimetres
    align: str = ""


def paragraph(parent: Any, setting: Setting) -> Any:
    """An empty paragraph; its properties in the order that the format prescribes."""
    made = add(parent, "w:p")
    properties = add(made, "w:pPr")
    add(properties, "w:pStyle", val=setting.style)
    if setting.keeps_next:
        add(properties, "w:keepNext")
    if setting.new_page:
        add(properties, "w:pageBreakBefore")
    if setting.numbering:
        numbered = add(properties, "w:numPr")
        add(numbered, "w:ilvl", val=0)
        add(numbered, "w:numId", val=setting.numbering)
    if setting.before >= 0:
        add(properties, "w:spacing", before=twips(setting.before))
    if setting.indent:
        add(properties, "w:ind", left=twips(setting.indent))
    if setting.align:
        add(properties, "w:jc", val=setting.align)
    return made


def keep_together(written: Any) -> None:
    """Keeps what was written on one page."""
    for one in written[:-1]:
        keep_with_next(one)


def keep_with_next(written: Any) -> None:
    """Keeps a paragraph, or all that is in a table or a row, with what follows it."""
    for made in written.iter(name("w:p")):
        properties = made.find(name("w:pPr"))
        if properties is not None and properties.find(name("w:keepNext")) is None:
            properties.insert(1, properties.makeelement(name("w:keepNext")))
