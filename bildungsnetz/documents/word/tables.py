"""Tables: fixed widths as on paper, a head that is repeated and marked as such, rows that stay whole, a name."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bildungsnetz.documents.word import look
from bildungsnetz.documents.word.css import Style
from bildungsnetz.documents.word.xml import KEPT_CHARACTERS, add, keep_together, name, paragraph, twips

if TYPE_CHECKING:
    from bildungsnetz.documents.word.body import Body

LEAST = 12  # millimetres of a column that says nothing of its width
NARROW, WIDER = 30, 1.22  # what is narrower gets more: word processors' fonts run wider than that of the PDF
FEWEST = 3  # rows of a table that may be torn
WHOLE_ROW = 3000  # characters; a longer row may go on over the page
LONGEST_WORDS = 250


@dataclass(frozen=True)
class Row:
    node: Any
    style: Style
    is_head: bool
    cells: list[tuple[Any, Style]]

    @property
    def columns(self) -> int:
        return sum(span(cell) for cell, _ in self.cells)


def write(body: "Body", node: Any, parent: Any, style: Style) -> None:
    rows = list(rows_of(body, node, style))
    caption = next((child for child in node.iter_children() if child.local_name == "caption"), None)
    if not rows:
        return
    if caption is not None:
        body.paragraph(parent, body.contents(caption, Style()), Style(), body.setting(look.CAPTION))
    elif len(parent) and parent[-1].tag.endswith("}tbl"):
        paragraph(parent, body.setting(look.CELL))
    widths = widths_of(rows, style.width or style.room)
    ruled = rows[-1].cells[0][1].ruled
    table = add(parent, "w:tbl")
    words = "".join(caption.etree_element.itertext()).strip() if caption is not None else heads(rows)
    describe(table, body.names[look.RULED if ruled else look.GRID], widths, rows, words)
    for row in rows:
        write_row(body, table, row, widths)
    made = table.findall(name("w:tr"))
    if style.kept and len("".join(node.etree_element.itertext())) < KEPT_CHARACTERS:
        keep_together(made)
    elif len(made) > FEWEST:  # no single row at the end or the beginning of a page
        keep_together(made[: sum(row.is_head for row in rows) + 2])
        keep_together(made[-2:])


def rows_of(body: "Body", node: Any, style: Style, *, head: bool = False) -> Iterator[Row]:
    for child in node.iter_children():
        if child.local_name == "tr":
            own = body.styles.of(child, style)
            cells = [(cell, body.styles.of(cell, own)) for cell in child.iter_children()]
            yield Row(child, own, head, cells)
        elif child.local_name in ("thead", "tbody", "tfoot"):
            yield from rows_of(body, child, body.styles.of(child, style), head=child.local_name == "thead")


def span(cell: Any) -> int:
    return int(cell.etree_element.get("colspan", 1))


def widths_of(rows: list[Row], room: float) -> list[float]:
    """Millimetres of each column: as the widest divided row says; what says nothing shares the rest."""
    columns = max(row.columns for row in rows)
    divided = next((row for row in rows if len(row.cells) == columns), None)
    said = [wider(cell_style.width) for _, cell_style in divided.cells] if divided else [0.0] * columns
    free = said.count(0)
    share = max((room - sum(said)) / free, LEAST) if free else 0
    found = [width or share for width in said]
    return [width * room / sum(found) for width in found]


def wider(width: float) -> float:
    return width * WIDER if width < NARROW else width


def describe(table: Any, style: str, widths: list[float], rows: list[Row], words: str) -> None:
    properties = add(table, "w:tblPr")
    add(properties, "w:tblStyle", val=style)
    add(properties, "w:tblW", w=twips(sum(widths)), type="dxa")
    add(properties, "w:tblLayout", type="fixed")
    margins = add(properties, "w:tblCellMar")
    for side in ("left", "right"):
        add(margins, f"w:{side}", w=twips(1.2), type="dxa")
    named = all(row.cells and row.cells[0][0].local_name == "th" for row in rows)
    look_of = {"firstRow": int(rows[0].is_head), "firstColumn": int(named), "noHBand": 1, "noVBand": 1}
    add(properties, "w:tblLook", val="0000", lastRow=0, lastColumn=0, **look_of)
    if words:
        add(properties, "w:tblCaption", val=words[:LONGEST_WORDS])
    grid = add(table, "w:tblGrid")
    for width in widths:
        add(grid, "w:gridCol", w=twips(width))


def heads(rows: list[Row]) -> str:
    """The names of the columns, for a table without a name of its own."""
    if not rows[0].is_head:
        return ""
    return ", ".join(" ".join("".join(cell.etree_element.itertext()).split()) for cell, _ in rows[0].cells)


def write_row(body: "Body", table: Any, row: Row, widths: list[float]) -> None:
    made = add(table, "w:tr")
    properties = add(made, "w:trPr")
    if row.is_head or sum(map(len, row.node.etree_element.itertext())) <= WHOLE_ROW:
        add(properties, "w:cantSplit")
    if row.is_head:
        add(properties, "w:tblHeader")
    place = 0
    for cell, style in row.cells:
        across = span(cell)
        write_cell(body, made, cell, style, sum(widths[place : place + across]), is_head=row.is_head)
        place += across
    for width in widths[place:]:
        empty = add(made, "w:tc")
        add(add(empty, "w:tcPr"), "w:tcW", w=twips(width), type="dxa")
        paragraph(empty, body.setting(look.CELL))


def write_cell(body: "Body", row: Any, cell: Any, style: Style, width: float, *, is_head: bool) -> None:
    made = add(row, "w:tc")
    properties = add(made, "w:tcPr")
    add(properties, "w:tcW", w=twips(width), type="dxa")
    if span(cell) > 1:
        add(properties, "w:gridSpan", val=span(cell))
    if is_head and not style.ruled:
        add(properties, "w:shd", val="clear", color="auto", fill=look.SHADE)
    setting = body.setting(look.HEAD_CELL if is_head else look.CELL, keeps_next=is_head)
    body.blocks(cell, made, replace(style, room=width, framed=False, gap=0), setting)
    if len(made) == 1 or made[-1].tag.endswith("}tbl"):
        paragraph(made, setting)
