"""Charts and codes as pictures: the drawing itself for programs that show SVG, a PNG for all others, words for both.

resvg makes the PNG: one small wheel under MIT, no library of the system, and like the PDF it sees our fonts alone, so
that the same chart is the same bytes everywhere.
"""

from copy import deepcopy
from functools import cache
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

import resvg_py
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from bildungsnetz.documents import typeface

SVG = "{http://www.w3.org/2000/svg}"
XMLNS = "{http://www.w3.org/2000/xmlns/}"
EMU_PER_PIXEL, EMU_PER_MILLIMETRE = 9525, 36000
SHARPNESS = 300 / 96  # dots of the PNG per pixel of the drawing
LONGEST_WORDS = 4000

_DRAWING = """<w:drawing {spaces} xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main">
<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>
<wp:docPr id="{number}" name="Abbildung {number}" descr={words}/>
<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>
<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>
<pic:nvPicPr><pic:cNvPr id="{number}" name="Abbildung {number}" descr={words}/><pic:cNvPicPr/></pic:nvPicPr>
<pic:blipFill><a:blip r:embed="{png}"><a:extLst><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}">
<asvg:svgBlip r:embed="{svg}"/></a:ext></a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill>
<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>
</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"""


@cache
def font_files() -> list[str]:
    return sorted(str(path) for path in typeface.FOLDER.glob("*.ttf"))


class Pictures:
    """Puts drawings into ``document`` (python-docx), numbered in their order."""

    def __init__(self, document: Any) -> None:
        self.part = document.part
        self.count = 0

    def drawing(self, svg: ElementTree.Element, *, width: float, most: float) -> Any:
        """``w:drawing`` for an SVG element; ``width`` in millimetres (0: its own), never wider than ``most``."""
        self.count += 1
        wide, high = _size(svg)
        across = min(width * EMU_PER_MILLIMETRE or wide * EMU_PER_PIXEL, most * EMU_PER_MILLIMETRE)
        source = source_of(svg)
        png = resvg_py.svg_to_bytes(
            svg_string=source, skip_system_fonts=True, font_files=font_files(), zoom=SHARPNESS, background="#ffffff"
        )
        return parse_xml(
            _DRAWING.format(
                spaces=nsdecls("w", "wp", "a", "pic", "r"),
                number=self.count,
                words=quoteattr(words_of(svg)),
                width=round(across),
                height=round(across * high / wide),
                png=self._store(png, "png", "image/png"),
                svg=self._store(source.encode(), "svg", "image/svg+xml"),
            )
        )

    def _store(self, content: bytes, ending: str, content_type: str) -> str:
        name = PackURI(f"/word/media/paper{self.count}.{ending}")
        related: str = self.part.relate_to(
            Part(name, content_type, content, self.part.package), RELATIONSHIP_TYPE.IMAGE
        )
        return related


def words_of(svg: ElementTree.Element) -> str:
    """The alternative text: what the drawing says of itself."""
    found = [(svg.findtext(f"{SVG}{name}") or "").strip() for name in ("title", "desc")]
    return ". ".join(part.rstrip(".") for part in found if part)[:LONGEST_WORDS]


def source_of(svg: ElementTree.Element) -> str:
    """The drawing as a file of its own: black where it would take the colour of the text around it."""
    drawn = deepcopy(svg)
    for node in drawn.iter():
        node.tag = node.tag.removeprefix(SVG)
        for key in list(node.attrib):
            if key.startswith(XMLNS) or key == "class":
                del node.attrib[key]
            elif node.attrib[key] == "currentColor":
                node.attrib[key] = "#000000"
    drawn.set("xmlns", SVG[1:-1])
    drawn.tail = None
    return ElementTree.tostring(drawn, encoding="unicode")


def _size(svg: ElementTree.Element) -> tuple[float, float]:
    """Width and height in pixels: as said, else as many as the drawing has units."""
    _, _, wide, high = (float(one) for one in svg.get("viewBox", "0 0 100 100").replace(",", " ").split())
    try:
        return float(svg.get("width", wide)), float(svg.get("height", high))
    except ValueError:
        return wide, high
