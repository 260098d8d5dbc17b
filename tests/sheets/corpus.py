"""Spreadsheets as people make them and as attackers do, one builder for each kind of file, written part by part."""

import io
import warnings
from datetime import date
from zipfile import ZIP_DEFLATED, ZipFile

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import xlwt

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CONTENT_TYPES = f"""<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{PACKAGE}/content-types">
<Default Extension="xml" ContentType="application/xml"/>
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"""
STYLES = f"""<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="dd.mm.yyyy"/>
<numFmt numFmtId="165" formatCode="0.0 %"/><numFmt numFmtId="166" formatCode="0 &quot;% von allem&quot;"/></numFmts>
<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="9"/><xf numFmtId="165"/><xf numFmtId="166"/>
<xf numFmtId="22"/></cellXfs></styleSheet>"""
DATE, PERCENT, PERCENT_OWN, NO_PERCENT, MOMENT = 1, 2, 3, 4, 5  # styles
ODS_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in {"office": "office", "table": "table", "text": "text", "style": "style"}.items()
)
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(parts):
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def relations(*targets):
    """(id, kind, target) each."""
    inner = "".join(f'<Relationship Id="{key}" Type="{RELATIONS}/{kind}" Target="{to}"/>' for key, kind, to in targets)
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def xlsx_parts(*sheets, states=(), names=(), book="", shared=()):
    """The parts of a workbook whose sheets hold these inner XMLs: ``<sheetData>…`` and what belongs beside it."""
    count = range(1, len(sheets) + 1)
    names = names or [f"Blatt {number}" for number in count]
    states = states or ["visible"] * len(sheets)
    listed = "".join(
        f'<sheet name="{name}" sheetId="{number}" state="{state}" r:id="r{number}"/>'
        for number, name, state in zip(count, names, states, strict=True)
    )
    strings = "".join(f"<si>{inner}</si>" for inner in shared)
    return {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": relations(("a", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{book}<sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            *((f"r{number}", "worksheet", f"worksheets/sheet{number}.xml") for number in count),
            ("rs", "styles", "styles.xml"),
            ("rt", "sharedStrings", "sharedStrings.xml"),
        ),
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        **{
            f"xl/worksheets/sheet{number}.xml": f'<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}">{inner}</worksheet>'
            for number, inner in zip(count, sheets, strict=True)
        },
    }


def xlsx(*sheets, **options):
    return zipped(xlsx_parts(*sheets, **options))


def data(*rows, first=1):
    """``<sheetData>`` of rows of values; a value that is a str with "<c" is the cell's own XML."""
    return f"<sheetData>{''.join(row(number, *cells) for number, cells in enumerate(rows, first))}</sheetData>"


def row(number, *cells, more=""):
    inner = "".join(cell(f"{chr(ord('A') + at)}{number}", value) for at, value in enumerate(cells))
    return f'<row r="{number}"{more}>{inner}</row>'


def cell(place, value):
    if value is None:
        return ""
    if isinstance(value, str):
        if value.startswith("<c "):
            return value.replace("<c ", f'<c r="{place}" ', 1)
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escaped(value)}</t></is></c>'
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, date):
        return f'<c r="{place}" s="{DATE}"><v>{(value - date(1899, 12, 30)).days}</v></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")


def ods_parts(*tables, styles=""):
    """The parts of an ODS file whose tables are these: ``<table:table …>`` each."""
    return {
        "mimetype": ODS_TYPE,
        "META-INF/manifest.xml": "<manifest/>",
        "content.xml": f"<office:document-content {ODS_SPACES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet>"
        "</office:body></office:document-content>",
    }


def ods(*tables, **options):
    return zipped(ods_parts(*tables, **options))


def table(*rows, name="Blatt 1", before="", more=""):
    inner = "".join(
        one if isinstance(one, str) else f"<table:table-row>{''.join(map(ods_cell, one))}</table:table-row>"
        for one in rows
    )
    return f'<table:table table:name="{name}"{more}>{before}{inner}</table:table>'


def ods_cell(value, more=""):
    if value is None:
        return f"<table:table-cell{more}/>"
    if isinstance(value, str):
        if value.startswith("<table:"):
            return value
        lines = "".join(f"<text:p>{escaped(line)}</text:p>" for line in value.split("\n"))
        return f'<table:table-cell office:value-type="string"{more}>{lines}</table:table-cell>'
    if isinstance(value, bool):
        held = f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, date):
        held = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    else:
        held = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {held}{more}><text:p>gezeigt</text:p></table:table-cell>"


def xls(*rows, fill=None, **options):
    """An old Excel file; ``fill(book, sheet)`` does what rows cannot."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = xlwt.Workbook(**options)
        sheet = book.add_sheet("Blatt 1")
        day = xlwt.easyxf(num_format_str="DD.MM.YYYY")
        for at, cells in enumerate(rows):
            for column, value in enumerate(cells):
                if value is not None:
                    sheet.write(at, column, value, *([day] if isinstance(value, date) else []))
        if fill:
            fill(book, sheet)
        target = io.BytesIO()
        book.save(target)
    return target.getvalue()


def ole(*names):
    """The first bytes of a file of old Office with these names in its directory."""
    entries = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in names)
    return OLE.ljust(512, b"\0") + entries.ljust(4096, b"\0")
