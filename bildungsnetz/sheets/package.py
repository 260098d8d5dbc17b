"""The ZIP archive that XLSX and ODS files are: opened with suspicion before anything else reads it."""

import io
import posixpath
import zlib
from collections.abc import Callable
from xml.parsers import expat
from zipfile import BadZipFile, LargeZipFile, ZipFile

from bildungsnetz.sheets.limits import MEGABYTE, MOST_PARTS, MOST_UNPACKED, Refused, german

BROKEN = (
    "Die Datei ist beschädigt oder unvollständig und lässt sich nicht lesen. Bitte öffnen Sie sie in Excel oder "
    "LibreOffice, speichern Sie sie neu und laden Sie sie noch einmal hoch."
)
ENCRYPTED = "Die Datei ist mit einem Kennwort geschützt. Bitte speichern Sie sie ohne Kennwort."
MACROS = (
    "Die Datei enthält Makros und wird deshalb nicht gelesen. Bitte speichern Sie sie als „Excel-Arbeitsmappe (.xlsx)“ "
    "ohne Makros."
)
DOCTYPE = (
    "Die Datei enthält Anweisungen (DOCTYPE), die in einer Tabelle nichts zu suchen haben, und wird nicht gelesen."
)
OTHER_FILES = {
    "word/": "Das ist ein Word-Dokument, keine Tabelle.",
    "ppt/": "Das ist eine PowerPoint-Präsentation, keine Tabelle.",
    "Index/": "Das ist eine Datei von Apple (Numbers, Pages, Keynote). Bitte exportieren Sie sie als Excel-Datei.",
    "xl/workbook.bin": "Das ist eine binäre Excel-Datei (.xlsb). Bitte speichern Sie sie als .xlsx.",
}
NO_TABLE = "Das ist ein ZIP-Archiv, keine Tabelle. Bitte packen Sie es aus und laden Sie die Tabelle darin hoch."
_MARKS = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le")[:-1])  # the second in either order of UTF-16
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_CHUNK = MEGABYTE
MOST_KEPT = 40 * MEGABYTE


class Package:
    """Its parts; what was unpacked to be checked is kept until it is read, if it is not too much.

    Raises Refused for whatever is not a clean archive with a table.
    """

    def __init__(self, data: bytes) -> None:
        self.kept: dict[str, bytes] = {}
        try:
            self.archive = ZipFile(io.BytesIO(data))
        except (BadZipFile, LargeZipFile, ValueError, OSError, NotImplementedError, UnicodeError) as error:
            raise Refused(BROKEN) from error
        self.names = [info.filename for info in self.archive.infolist()]
        self._check_list()
        self.kind = self._kind()
        self._check_parts()

    def _check_list(self) -> None:
        parts = self.archive.infolist()
        if len(parts) > MOST_PARTS:
            raise Refused(f"Die Datei besteht aus mehr als {german(MOST_PARTS)} Teilen und wird nicht gelesen.")
        if any(part.flag_bits & 1 for part in parts):
            raise Refused(ENCRYPTED)
        if len(set(self.names)) != len(parts):
            raise Refused(BROKEN)
        if sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise Refused(too_large())

    def _kind(self) -> str:
        names = set(self.names)
        if any(name.endswith("vbaProject.bin") or name.startswith("xl/macrosheets/") for name in names):
            raise Refused(MACROS)
        for start, sentence in OTHER_FILES.items():
            if any(name.startswith(start) for name in names):
                raise Refused(sentence)
        if "mimetype" in names:
            return self._open_document(names)
        if "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names):
            return "xlsx"
        if "_rels/.rels" in names:
            return "xlsx"
        raise Refused(NO_TABLE)

    def _open_document(self, names: set[str]) -> str:
        if not self.read("mimetype", 200).decode("ascii", "replace").strip().startswith(_ODS):
            raise Refused("Das ist ein OpenDocument-Dokument, aber keine Tabelle (.ods).")
        if any(name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in names):
            raise Refused(MACROS.replace("Excel-Arbeitsmappe (.xlsx)", "ODF-Tabellendokument (.ods)"))
        if "META-INF/manifest.xml" in names and b"encryption-data" in self.read("META-INF/manifest.xml"):
            raise Refused(ENCRYPTED)
        return "ods"

    def _check_parts(self) -> None:
        """Every part unpacks to what the list says, as it does for any other reader, and none has a DOCTYPE."""
        left = MOST_UNPACKED
        for name in self.names:
            held = self.read(name, left + 1)
            left -= len(held)
            if left < 0:
                raise Refused(too_large())
            if name.lower().endswith((".xml", ".rels")):
                if _has_doctype(held):
                    raise Refused(DOCTYPE)
                if MOST_UNPACKED - left <= MOST_KEPT:
                    self.kept[name] = held

    def read(self, name: str, most: int = MOST_UNPACKED + 1) -> bytes:
        if name in self.kept:
            return self.kept.pop(name)
        made: list[bytes] = []
        try:
            with self.archive.open(name) as part:
                while most > 0 and (chunk := part.read(min(_CHUNK, most))):
                    made.append(chunk)
                    most -= len(chunk)
        except (BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, RuntimeError) as error:
            raise Refused(BROKEN) from error  # RuntimeError: NotImplementedError for a packing that nobody uses
        return b"".join(made)

    def resolve(self, base: str, target: str) -> str:
        """The name of the part that a relation of ``base`` points to."""
        path = target if target.startswith("/") else posixpath.join(posixpath.dirname(base), target)
        return posixpath.normpath(path).lstrip("/")


def _has_doctype(held: bytes) -> bool:
    return b"!" in held and any(mark in held for mark in _MARKS)  # a single sign is looked for ten times as fast


def too_large() -> str:
    return f"Die Datei ist entpackt größer als {MOST_UNPACKED // MEGABYTE} MB. Bitte teilen Sie sie auf."


def walk(
    data: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Calls back for each element, names without their prefixes. Raises Refused for what is no clean XML."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    local = LocalNames()

    def refuse(*_parts: object) -> None:
        raise Refused(DOCTYPE)

    parser.StartElementHandler = lambda name, attributes: start(local[name], attributes)
    if end:
        parser.EndElementHandler = lambda name: end(local[name])
    if text:
        parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, UnicodeError, LookupError) as error:
        raise Refused(BROKEN) from error


class LocalNames(dict[str, str]):
    """ "x:row" -> "row": programs choose their own prefixes."""

    def __missing__(self, name: str) -> str:
        made = self[name] = name.rpartition(":")[2]
        return made


def attribute(attributes: dict[str, str], name: str) -> str | None:
    """The attribute of this local name, whatever its namespace."""
    if name in attributes:
        return attributes[name]
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == name), None)
