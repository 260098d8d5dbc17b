"""What may be uploaded: a short list of kinds, each known by its ending and by its content, which must agree."""

import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps

LARGEST = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
MOST_PARTS = 5_000
MIMETYPE_PART = "mimetype"


@dataclass(frozen=True)
class Upload:
    """A file that may be stored: images are drawn anew, everything else is byte for byte what came."""

    name: str
    content_type: str
    content: bytes


def check(file: UploadedFile) -> Upload:
    """Raises ValidationError, in words for the person who uploads, unless ``file`` is what it says it is."""
    if (file.size or 0) > LARGEST:
        raise ValidationError("Die Datei ist größer als 10 MB.")
    name = readable_name(file.name or "")
    ending = PurePath(name).suffix.lower()
    if ending not in KINDS:
        raise ValidationError(f"Diese Art von Datei wird nicht angenommen. Möglich sind: {ENDINGS}.")
    content_type, checker = KINDS[ending]
    file.seek(0)
    content = file.read(LARGEST + 1)
    if not content:
        raise ValidationError("Die Datei ist leer.")
    return Upload(name, content_type, checker(content))


def readable_name(name: str) -> str:
    """The name without its path and without characters that nobody sees or that turn the direction of reading."""
    composed = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    seen = "".join(char for char in composed if unicodedata.category(char)[0] != "C" and char not in '<>:"|?*')
    stem, suffix = PurePath(seen).stem, PurePath(seen).suffix
    return f"{stem[: 200 - len(suffix)]}{suffix}" if len(suffix) <= 10 else ""


def mismatch(kind: str) -> ValidationError:
    return ValidationError(
        f"Die Datei ist keine lesbare {kind}. Bitte speichern Sie sie neu und versuchen Sie es noch einmal."
    )


def pdf(content: bytes) -> bytes:
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        raise mismatch("PDF-Datei")
    return content


def office(folder: str, kind: str) -> Callable[[bytes], bytes]:
    """A checker for Microsoft's formats: a ZIP with a list of contents and the folder of the kind, without macros."""

    def checked(content: bytes) -> bytes:
        names = parts(content, kind)
        if "[Content_Types].xml" not in names or not any(name.startswith(folder) for name in names):
            raise mismatch(kind)
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise ValidationError("Dateien mit Makros werden nicht angenommen.")
        return content

    return checked


def open_document(mimetype: str, kind: str) -> Callable[[bytes], bytes]:
    """A checker for OpenDocument: a ZIP whose first part names its type, without macros."""

    def checked(content: bytes) -> bytes:
        names = parts(content, kind)
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if not names or names[0] != MIMETYPE_PART or archive.getinfo(MIMETYPE_PART).file_size > 100:
                raise mismatch(kind)
            if archive.read(MIMETYPE_PART).decode("ascii", "replace").strip() != mimetype:
                raise mismatch(kind)
        if any(name.startswith(("Basic/", "Scripts/")) for name in names):
            raise ValidationError("Dateien mit Makros werden nicht angenommen.")
        return content

    return checked


def parts(content: bytes, kind: str) -> list[str]:
    """The names in a ZIP; its parts are not unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise mismatch(kind) from error
    if len(names) > MOST_PARTS or not content.startswith(b"PK\x03\x04"):
        raise mismatch(kind)
    return names


def image(form: str) -> Callable[[bytes], bytes]:
    """A checker that draws a picture anew: what is no picture, and what a camera wrote about it, is left behind."""

    def redrawn(content: bytes) -> bytes:
        try:
            picture = Image.open(BytesIO(content), formats=[form])
            if picture.width * picture.height > MOST_PIXELS:
                raise ValidationError("Das Bild ist zu groß. Möglich sind höchstens 40 Millionen Bildpunkte.")
            drawn = ImageOps.exif_transpose(picture)
            drawn = drawn.convert("RGBA" if form == "PNG" and drawn.has_transparency_data else "RGB")
            drawn.info.clear()
            out = BytesIO()
            drawn.save(out, format=form, **({"quality": 90} if form == "JPEG" else {"optimize": True}))
        except ValidationError:
            raise
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise ValidationError("Das Bild ist zu groß. Möglich sind höchstens 40 Millionen Bildpunkte.") from error
        except Exception as error:  # Pillow raises whatever a broken picture provokes
            raise mismatch("Bilddatei") from error
        return out.getvalue()

    return redrawn


def text(content: bytes) -> bytes:
    """Plain text in UTF-8 or, from older programs, Windows-1252; no controls but tabs and line ends."""
    if any(byte < 32 and byte not in b"\t\r\n\f" for byte in content):
        raise mismatch("Textdatei")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        try:
            content.decode("cp1252")
        except UnicodeDecodeError as error:
            raise mismatch("Textdatei") from error
    return content


OPEN_XML = "application/vnd.openxmlformats-officedocument"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument"

KINDS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    ".pdf": ("application/pdf", pdf),
    ".docx": (f"{OPEN_XML}.wordprocessingml.document", office("word/", "Word-Datei")),
    ".xlsx": (f"{OPEN_XML}.spreadsheetml.sheet", office("xl/", "Excel-Datei")),
    ".odt": (f"{OPEN_DOCUMENT}.text", open_document(f"{OPEN_DOCUMENT}.text", "ODT-Datei")),
    ".ods": (f"{OPEN_DOCUMENT}.spreadsheet", open_document(f"{OPEN_DOCUMENT}.spreadsheet", "ODS-Datei")),
    ".png": ("image/png", image("PNG")),
    ".jpg": ("image/jpeg", image("JPEG")),
    ".jpeg": ("image/jpeg", image("JPEG")),
    ".txt": ("text/plain", text),
    ".csv": ("text/csv", text),
}
ENDINGS = "PDF, DOCX, XLSX, ODT, ODS, PNG, JPG, TXT, CSV"
