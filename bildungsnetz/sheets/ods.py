"""ODS for LibreOffice and city halls that prefer it: typed cells, a head in sight, a filter row, nobody's name.

Written by hand, row by row into the archive: the format is small, and a list of any length needs no memory.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from bildungsnetz.sheets.prepared import Choices
from bildungsnetz.sheets.tables import letters
from bildungsnetz.sheets.writing import Cell, Column, Kind, Sheet, cell

CONTENT_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
LAST_ROW = 1_048_576
PIECE = 500  # rows that are handed to the archive at once

_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (
        ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"),
        ("fo", "xsl-fo-compatible"), ("number", "datastyle"), ("config", "config"),
    )
)  # fmt: skip
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_STYLES = {Kind.DATE: "day", Kind.MOMENT: "moment", Kind.MONEY: "money"}
_DATE_STYLES = """
<number:date-style style:name="n-day"><number:day number:style="long"/><number:text>.</number:text>
<number:month number:style="long"/><number:text>.</number:text><number:year number:style="long"/></number:date-style>
<number:number-style style:name="n-money"><number:number number:decimal-places="2" number:min-decimal-places="2"
 number:min-integer-digits="1" number:grouping="true"/><number:text> €</number:text></number:number-style>
<style:style style:name="head" style:family="table-cell"><style:table-cell-properties fo:background-color="#ececec"
 fo:wrap-option="wrap"/><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="wrapped" style:family="table-cell"><style:table-cell-properties fo:wrap-option="wrap"
 style:vertical-align="top"/></style:style>
<style:style style:name="day" style:family="table-cell" style:data-style-name="n-day"><style:table-cell-properties
 style:vertical-align="top"/></style:style>
<style:style style:name="money" style:family="table-cell" style:data-style-name="n-money"><style:table-cell-properties
 style:vertical-align="top"/></style:style>
<style:style style:name="sheet" style:family="table" style:master-page-name="Quer"/>
"""
# On paper as in XLSX: A4 across, all columns on one page's width, the head on each page.
_PAGE = f"""{_HEAD}<office:document-styles {_SPACES} office:version="1.3"><office:automatic-styles>
<style:page-layout style:name="across"><style:page-layout-properties fo:page-width="29.7cm" fo:page-height="21cm"
 style:print-orientation="landscape" fo:margin="1.5cm" style:scale-to-X="1" style:scale-to-Y="0"/>
<style:header-style><style:header-footer-properties fo:min-height="0.7cm" fo:margin-bottom="0.2cm"/>
</style:header-style><style:footer-style><style:header-footer-properties fo:min-height="0.7cm"
 fo:margin-top="0.2cm"/></style:footer-style></style:page-layout>
</office:automatic-styles><office:master-styles><style:master-page style:name="Quer" style:page-layout-name="across">
<style:header><text:p><text:sheet-name/></text:p></style:header>
<style:footer><text:p>Seite <text:page-number/> von <text:page-count/></text:p></style:footer>
</style:master-page></office:master-styles></office:document-styles>"""


Chosen = Mapping[str, Choices]  # by the title of a column


def write(target: IO[bytes], sheets: Sequence[Sheet], choices: Mapping[str, Chosen] | None = None) -> None:
    """Writes the ODS file of the sheets. ``choices`` by the title of a sheet: what its cells are chosen from."""
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        kind = ZipInfo("mimetype")
        kind.compress_type = ZIP_STORED
        archive.writestr(kind, CONTENT_TYPE)
        archive.writestr("META-INF/manifest.xml", _manifest())
        archive.writestr("styles.xml", _PAGE)
        archive.writestr("settings.xml", _settings([sheet.title for sheet in sheets]))
        with archive.open("content.xml", "w", force_zip64=True) as part:
            rows: list[str] = []
            for piece in _content(sheets, choices or {}):
                rows.append(piece)
                if len(rows) >= PIECE:
                    part.write("".join(rows).encode())
                    rows.clear()
            part.write("".join(rows).encode())


def _content(sheets: Sequence[Sheet], choices: Mapping[str, Chosen]) -> Iterator[str]:
    widths = sorted({column.width for sheet in sheets for column in sheet.columns})
    yield f'{_HEAD}<office:document-content {_SPACES} office:version="1.3"><office:automatic-styles>{_DATE_STYLES}'
    for width in widths:
        yield (
            f'<style:style style:name="w{width}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{width * 0.22:.2f}cm"/></style:style>'
        )
    yield f"</office:automatic-styles><office:body><office:spreadsheet>{_validations(choices)}"
    ranges = []
    for sheet in sheets:
        yield from _table(sheet, choices.get(sheet.title, {}))
        end = f"{quoted(sheet.title)}.{letters(len(sheet.columns) - 1)}{LAST_ROW}"
        ranges.append(
            f'<table:database-range table:name="Filter{len(ranges) + 1}" table:display-filter-buttons="true"'
            f" table:target-range-address={quoteattr(f'{quoted(sheet.title)}.A1:{end}')}/>"
        )
    yield f"<table:database-ranges>{''.join(ranges)}</table:database-ranges>"
    yield "</office:spreadsheet></office:body></office:document-content>"


def _validations(choices: Mapping[str, Chosen]) -> str:
    made = [_validation(sheet, title, one) for sheet, chosen in choices.items() for title, one in chosen.items()]
    return f"<table:content-validations>{''.join(made)}</table:content-validations>" if made else ""


def _validation(sheet: str, title: str, one: Choices) -> str:
    condition = f"of:cell-content-is-in-list([{one.ods_range}])"
    said = "true" if one.strict else "false"
    return (
        f"<table:content-validation table:name={quoteattr(_name(sheet, title))} table:allow-empty-cell="
        f'"true" table:base-cell-address={quoteattr(f"{quoted(sheet)}.A2")} table:condition={quoteattr(condition)}>'
        f'<table:error-message table:message-type="warning" table:display="{said}"/></table:content-validation>'
    )


def _name(sheet: str, title: str) -> str:
    return f"{sheet} {title}"


def _table(sheet: Sheet, chosen: Chosen) -> Iterator[str]:
    """A piece for the head, one for each row, one for the end."""
    columns = "".join(f'<table:table-column table:style-name="w{column.width}"/>' for column in sheet.columns)
    head = "".join(
        f'<table:table-cell table:style-name="head" office:value-type="string">{_lines(column.title)}'
        "</table:table-cell>"
        for column in sheet.columns
    )
    yield (
        f'<table:table table:style-name="sheet" table:name={quoteattr(sheet.title)}>{columns}'
        f"<table:table-header-rows><table:table-row>{head}</table:table-row></table:table-header-rows>"
    )
    starts = [_start(sheet.title, column, column.title in chosen) for column in sheet.columns]
    for row in sheet.rows:
        yield f"<table:table-row>{''.join(map(_cell, starts, row))}</table:table-row>"
    if chosen:
        blank = "".join(f"{start}/>" for start in starts)
        yield f'<table:table-row table:number-rows-repeated="500">{blank}</table:table-row>'
    yield "</table:table>"


def _start(sheet: str, column: Column, chosen: bool) -> str:
    style = _STYLES.get(column.kind, "wrapped")
    valid = f" table:content-validation-name={quoteattr(_name(sheet, column.title))}" if chosen else ""
    return f'<table:table-cell table:style-name="{style}"{valid}'


def _cell(start: str, value: Cell) -> str:
    held = cell(value)
    if held is None or held == "":
        return f"{start}/>"
    if isinstance(held, str):
        return f'{start} office:value-type="string">{_lines(held)}</table:table-cell>'
    if isinstance(held, date | datetime):
        typed = f'office:value-type="date" office:date-value="{held.isoformat()}"'
    else:
        typed = f'office:value-type="float" office:value="{held}"'
    return f"{start} {typed}><text:p>{_shown(held)}</text:p></table:table-cell>"


def _shown(value: int | Decimal | date | datetime) -> str:
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value).replace(".", ",")


def _lines(text: str) -> str:
    """Paragraphs of a text; blanks that would be swallowed have elements of their own. A tab stays
    one, which office programs show as a blank: calamine would not see an element."""
    return "".join(f"<text:p>{_blanks(escape(line))}</text:p>" for line in text.split("\n"))


def _blanks(text: str) -> str:
    if text[:1] != " " and text[-1:] != " " and "  " not in text:
        return text
    return text.replace(" ", "<text:s/>")


def quoted(sheet: str) -> str:
    """The name of a sheet within an address."""
    return "'{}'".format(sheet.replace("'", "''"))


def _manifest() -> str:
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    parts = (("/", CONTENT_TYPE), *((f"{name}.xml", "text/xml") for name in ("content", "styles", "settings")))
    files = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>' for path, kind in parts
    )
    return f'{_HEAD}<manifest:manifest xmlns:manifest="{space}" manifest:version="1.3">{files}</manifest:manifest>'


def _settings(titles: Iterable[str]) -> str:
    """That the first row of each sheet stays in sight."""
    items = {"HorizontalSplitMode": 0, "VerticalSplitMode": 2, "VerticalSplitPosition": 1, "PositionBottom": 1}

    def item(name: str, value: Any, kind: str) -> str:
        return f'<config:config-item config:name="{name}" config:type="{kind}">{value}</config:config-item>'

    shown = "".join(item(name, value, "short" if "Mode" in name else "int") for name, value in items.items())
    tables = "".join(
        f"<config:config-item-map-entry config:name={quoteattr(title)}>{shown}</config:config-item-map-entry>"
        for title in titles
    )
    return (
        f'{_HEAD}<office:document-settings {_SPACES} office:version="1.3"><office:settings>'
        '<config:config-item-set config:name="ooo:view-settings"><config:config-item-map-indexed config:name="Views">'
        f"<config:config-item-map-entry>{item('ViewId', 'view1', 'string')}<config:config-item-map-named "
        f'config:name="Tables">{tables}</config:config-item-map-named></config:config-item-map-entry>'
        "</config:config-item-map-indexed></config:config-item-set></office:settings></office:document-settings>"
    )
