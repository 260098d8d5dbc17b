"""Files as they are uploaded: good ones of each kind, and hostile ones with what is wrong with them."""

import struct
import zipfile
import zlib
from io import BytesIO

from PIL import Image

from measures.uploads import LARGEST

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def packed(*parts: tuple[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return out.getvalue()


def picture(form: str, size: tuple[int, int] = (20, 10), **options: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "red").save(out, form, **options)
    return out.getvalue()


def located_photo() -> bytes:
    """A JPEG that says where it was taken and by whom."""
    exif = Image.Exif()
    exif[0x010F] = "KANARIE-Kamera"
    exif[0x013B] = "KANARIE-Person"
    exif[0x0112] = 6
    return picture("JPEG", exif=exif, comment=b"KANARIE-Kommentar")


def bomb() -> bytes:
    """A few bytes of PNG that claim 60,000 × 60,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


TYPES = b'<?xml version="1.0"?><Types/>'
ODF = "application/vnd.oasis.opendocument"
DOCX = packed(("[Content_Types].xml", TYPES), ("word/document.xml", b"<w/>"))
XLSX = packed(("[Content_Types].xml", TYPES), ("xl/workbook.xml", b"<x/>"))
ODT = packed(("mimetype", f"{ODF}.text".encode()), ("content.xml", b"<x/>"))
ODS = packed(("mimetype", f"{ODF}.spreadsheet".encode()), ("content.xml", b"<x/>"))

GOOD = {
    "plan.pdf": PDF,
    "PLAN.PDF": PDF,
    "brief.docx": DOCX,
    "tabelle.xlsx": XLSX,
    "brief.odt": ODT,
    "tabelle.ods": ODS,
    "bild.png": picture("PNG"),
    "bild.jpg": picture("JPEG"),
    "bild.jpeg": located_photo(),
    "notiz.txt": "Grüße".encode(),
    "alt.csv": "Straße;1\r\n".encode("cp1252"),
}

HOSTILE = {
    "leer.pdf": b"",
    "ohne-endung": PDF,
    "seite.html": b"<script>alert(1)</script>",
    "bild.svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "programm.exe": b"MZ\x90\x00",
    "plan.pdf.exe": PDF,
    "skript.js": b"alert(1)",
    "archiv.zip": packed(("a.txt", b"x")),
    "makro.docm": DOCX,
    "html.pdf": b"<html>%PDF-</html>",
    "abgeschnitten.pdf": PDF[:20],
    "html.png": b"<html></html>",
    "html.docx": b"<html></html>",
    "zip.docx": packed(("a.txt", b"x")),
    "tabelle.docx": XLSX,
    "brief.xlsx": DOCX,
    "makro.docx": packed(("[Content_Types].xml", TYPES), ("word/document.xml", b"<w/>"), ("word/vbaProject.bin", b"x")),
    "makro.odt": packed(("mimetype", f"{ODF}.text".encode()), ("Basic/Standard/Module1.xml", b"x")),
    "tabelle.odt": ODS,
    "spaet.odt": packed(("content.xml", b"<x/>"), ("mimetype", f"{ODF}.text".encode())),
    "aufgeblasen.odt": packed(("mimetype", b" " * 5_000_000)),
    "viele.docx": packed(*((f"word/{number}", b"") for number in range(5_001))),
    "abgeschnitten.docx": DOCX[:40],
    "jpeg.png": picture("JPEG"),
    "gif.jpg": b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
    "abgeschnitten.png": picture("PNG")[:40],
    "bombe.png": bomb(),
    "null.txt": b"a\x00b",
    "programm.txt": b"MZ\x90\x00\x03",
    "gross.txt": b"a" * (LARGEST + 1),
}
