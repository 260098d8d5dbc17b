"""What a file is, by its content; its name may say anything."""

import re
from collections.abc import Iterator
from typing import Any

from bildungsnetz.sheets import csv_reading, html_reading, ods_reading, xls_reading, xlsx_reading
from bildungsnetz.sheets.encodings import decoded
from bildungsnetz.sheets.limits import Refused
from bildungsnetz.sheets.package import BROKEN, Package

EMPTY = "Die Datei ist leer."
OLD_XML = "Das ist eine XML-Datei, die hier nicht gelesen wird. Bitte speichern Sie die Tabelle als .xlsx oder .ods."
OLD_TEXT = "Das ist eine Datei im Format {}, die hier nicht gelesen wird. Bitte speichern Sie die Tabelle als .xlsx."
_OTHERS = {
    b"%PDF": "Das ist ein PDF-Dokument, keine Tabelle. Bitte laden Sie die Tabelle hoch, aus der es entstanden ist.",
    b"\x89PNG": "Das ist ein Bild, keine Tabelle.",
    b"\xff\xd8\xff": "Das ist ein Bild, keine Tabelle.",
    b"GIF8": "Das ist ein Bild, keine Tabelle.",
    b"RIFF": "Das ist ein Bild oder eine Tonaufnahme, keine Tabelle.",
    b"{\\rtf": "Das ist ein Textdokument (RTF), keine Tabelle.",
    b"7z\xbc\xaf": "Das ist ein gepacktes Archiv. Bitte packen Sie es aus und laden Sie die Tabelle darin hoch.",
    b"Rar!": "Das ist ein gepacktes Archiv. Bitte packen Sie es aus und laden Sie die Tabelle darin hoch.",
    b"\x1f\x8b": "Das ist ein gepacktes Archiv. Bitte packen Sie es aus und laden Sie die Tabelle darin hoch.",
    b"ID;P": OLD_TEXT.format("SYLK"),
    b"TABLE\r\n0,1": OLD_TEXT.format("DIF"),
    b"TABLE\n0,1": OLD_TEXT.format("DIF"),
    b"MIME-Version:": "Das ist eine Webseite im Format MHTML. Bitte speichern Sie die Tabelle als .xlsx.",
}
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype html|html|table|head|body|meta|div|style)\b",
    re.IGNORECASE | re.DOTALL,
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


def messages(data: bytes) -> Iterator[Any]:
    """The sheets and rows of the file, then what it is. Raises Refused."""
    head = data[:4096].removeprefix(b"\xef\xbb\xbf")
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise Refused(EMPTY)
    for magic, sentence in _OTHERS.items():
        if head.startswith(magic):
            raise Refused(sentence)
    if head.startswith(_ZIP):
        package = Package(data)
        return xlsx_reading.messages(package, data) if package.kind == "xlsx" else ods_reading.messages(package)
    if head.startswith(xls_reading.MAGIC):
        return xls_reading.messages(data)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(BROKEN)
    if _HTML.match(head):
        return html_reading.messages(*html_reading.text_of(data))
    text, encoding = decoded(data)
    if text[:2000].lstrip().lower().startswith(("<!doctype html", "<html", "<table")):
        return html_reading.messages(text, encoding)
    if text[:200].lstrip().startswith("<?xml"):
        raise Refused(OLD_XML)
    return csv_reading.messages(text, encoding)
