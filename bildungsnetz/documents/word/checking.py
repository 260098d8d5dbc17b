"""Whether a file that somebody uploads can be a look of papers. It is read as what a stranger made."""

import io
from datetime import UTC, datetime
from zipfile import BadZipFile, ZipFile

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Mm
from lxml import etree

from bildungsnetz.documents.word import look
from bildungsnetz.documents.word.numbering import scheme_of
from bildungsnetz.documents.word.paper import render_docx

MOST_PARTS = 500
LARGEST_PART, LARGEST_WHOLE = 20 * 1024 * 1024, 50 * 1024 * 1024  # unpacked
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf")
XML = (".xml", ".rels", ".vml", ".svg")
FONTS = (".odttf", ".ttf", ".otf")
TYPES = "[Content_Types].xml"
DOCUMENT, TEMPLATE = b"wordprocessingml.document.main+xml", b"wordprocessingml.template.main+xml"
MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
NARROWEST = Mm(80)
UNREADABLE = "Die Datei ist keine lesbare Word-Datei (.docx). Bitte speichern Sie sie neu."
SPECIMEN = (
    '<html lang="de"><body data-running-head="Kopf" data-draft="ENTWURF" data-foot="Fuß"><h1>Titel</h1>'
    "<h2>Überschrift</h2><p>Text</p><ul><li>Punkt</li></ul><ol><li>Punkt</li></ol><table><thead><tr><th>Kopf</th></tr></thead>"
    "<tbody><tr><td>Zelle</td></tr></tbody></table></body></html>"
)


class UnfitTemplateError(ValueError):
    """Says in German why a file cannot be used."""


def check(content: bytes) -> None:
    """Raises UnfitTemplateError unless ``content`` is a Word file without macros and links that has all styles."""
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            check_archive(archive)
            for part in archive.infolist():
                if part.filename.lower().endswith(XML):
                    check_part(part.filename, archive.read(part))
    except (BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        raise error if isinstance(error, UnfitTemplateError) else UnfitTemplateError(UNREADABLE) from error
    check_look(content)


def check_archive(archive: ZipFile) -> None:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if len(parts) > MOST_PARTS or len(set(names)) < len(names) or TYPES not in names:
        raise UnfitTemplateError(UNREADABLE)
    if max(part.file_size for part in parts) > LARGEST_PART or sum(part.file_size for part in parts) > LARGEST_WHOLE:
        raise UnfitTemplateError("Die Datei ist ausgepackt zu groß. Bitte verkleinern Sie die Bilder darin.")
    types = archive.read(TYPES)
    if b"macroEnabled" in types or any("vba" in name.lower() for name in names):
        raise UnfitTemplateError("Dateien mit Makros werden nicht angenommen.")
    if TEMPLATE in types:
        raise UnfitTemplateError("Bitte speichern Sie die Datei als Word-Dokument (.docx), nicht als Dokumentvorlage.")
    if DOCUMENT not in types:
        raise UnfitTemplateError(UNREADABLE)
    foreign = [name for name in names if not name.endswith("/") and not name.lower().endswith(PICTURES + XML + FONTS)]
    if foreign:
        raise UnfitTemplateError("In der Datei steckt ein eingebettetes Objekt. Möglich sind nur Text und Bilder.")


def check_part(name: str, content: bytes) -> None:
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UnfitTemplateError(UNREADABLE) from error
    if root.getroottree().docinfo.doctype:
        raise UnfitTemplateError(UNREADABLE)
    if name.endswith(".rels") and any(link.get("TargetMode") == "External" for link in root):
        raise UnfitTemplateError(
            "Die Datei verweist auf etwas außerhalb von ihr: einen Link, ein verknüpftes Bild oder eine verbundene "
            "Dokumentvorlage. Bitte entfernen Sie das; am einfachsten beginnen Sie mit unserer Vorlage."
        )


def check_look(content: bytes) -> None:
    """Whether papers can be written in it: it has the styles, and a specimen can be made."""
    try:
        document = docx.Document(io.BytesIO(content))
        missing = [name for name in look.NEEDED if name not in look.styles_of(document)]
        section = document.sections[0]
        room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
        counts = bool(missing) or scheme_of(document) is not None
    except Exception as error:  # python-docx raises whatever a broken file provokes
        raise UnfitTemplateError(UNREADABLE) from error
    if missing:
        shown = ", ".join(kind_of(name) for name in missing)
        raise UnfitTemplateError(f"Der Datei fehlen Formatvorlagen: {shown}. Beginnen Sie mit unserer Vorlage.")
    if not counts:
        raise UnfitTemplateError("Die Formatvorlage „Listennummer“ zählt nicht. Bitte geben Sie ihr eine Nummerierung.")
    if room < NARROWEST:
        raise UnfitTemplateError("Zwischen den Rändern ist zu wenig Platz: Es müssen mindestens 8 cm sein.")
    try:
        render_docx(SPECIMEN, title="Probe", created_at=MOMENT, template=content)
    except Exception as error:  # as above
        raise UnfitTemplateError(UNREADABLE) from error


def kind_of(name: str) -> str:
    word = "Tabellenformat" if look.NEEDED[name] == WD_STYLE_TYPE.TABLE else "Absatzformat"
    return f"„{look.SHOWN.get(name, name)}“ ({word})"
