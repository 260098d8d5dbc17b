"""WeasyPrint, set up for our documents: own fonts, nothing fetched, each file PDF/UA-1 and PDF/A-3a at once.

Loading this module takes most of a second; ``pdf.py`` does it when the first document is made.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from importlib import resources
from io import BytesIO
from pathlib import Path
from typing import Any

import pydyf

from bildungsnetz.documents import structure, typeface
from bildungsnetz.documents.chapter import Chapter, Heading
from bildungsnetz.documents.embedded import EmbeddedFile

with typeface.only_our_fonts():
    import weasyprint
    from weasyprint.css import ColorProfile
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    from bildungsnetz.documents import cures
    from bildungsnetz.documents.page import Page

cures.apply()

VARIANT = "pdf/a-3a"  # WeasyPrint knows one variant a file; what PDF/UA-1 asks for besides is added by _finish
FRAME_VARIANT = "pdf/a-3u"
WITH_LINES = (
    "/P",
    "/H1",
    "/H2",
    "/H3",
    "/H4",
    "/H5",
    "/LBody",
    "/Lbl",
    "/TH",
    "/TD",
    "/Caption",
    "/Span",
    "/NonStruct",
)
POINTS = 0.75  # a CSS pixel in points
FILES = Path(__file__).parents[2] / "templates" / "pdf"
_PACKAGED = re.compile(r"paper:(?P<name>[a-z0-9-]+\.(?P<kind>css|svg|png))")
_TYPES = {"css": "text/css", "svg": "image/svg+xml", "png": "image/png"}


SRGB = (resources.files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()
PDF_UA = (Path(__file__).parent / "pdf_ua.xml").read_bytes()


@cache
def fingerprint() -> str:
    """Changes with whatever could make a chapter of the same HTML another one: program, styles, fonts."""
    parts = [weasyprint.__version__, pydyf.__version__]
    here = Path(__file__).parent
    setters = (*(here / name for name in ("engine.py", "page.py", "structure.py")), *here.glob("cures/*.py"))
    parts += [sha256(path.read_bytes()).hexdigest() for path in sorted((*FILES.glob("*.css"), *setters))]
    parts += [sha256(path.read_bytes()).hexdigest() for path in sorted(typeface.FOLDER.glob("*.ttf"))]
    return sha256(" ".join(parts).encode()).hexdigest()


class RefusedAddressError(ValueError):
    """A document asked for a file or an address that it must not read."""


class Fetcher(URLFetcher):
    """Gives out ``data:`` addresses and the files beside ``pdf/base.html`` as ``paper:NAME``; refuses all else."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if match := _PACKAGED.fullmatch(url):
            content = (FILES / match["name"]).read_bytes()
            return URLFetcherResponse(url, content, {"Content-Type": _TYPES[match["kind"]]})
        return super().fetch(url, headers)


def write(
    html: str,
    *,
    title: str,
    author: str,
    subject: str,
    created_at: datetime,
    files: Sequence[EmbeddedFile] = (),
) -> bytes:
    """The PDF of ``html``, which must be printable throughout (text.printable), with ``files`` inside."""
    document = laid_out(html, VARIANT)
    describe(document, title=title, author=author, subject=subject, created_at=created_at)
    document.color_profiles["srgb"] = _colours()
    pdf: bytes = document.write_pdf(
        finisher=lambda document, pdf: _finish(pdf, files),
        pdf_variant=VARIANT,
        output_intent="known",  # else WeasyPrint reads the profile again for each document
        pdf_identifier=True,
        attachments=_attachments(files, created_at),
    )
    return pdf


def set_chapter(html: str, mark: str) -> Chapter:
    """A piece of a paper on pages of its own, for ``joining.join``; ``mark`` tells its ids from those of the others."""
    document = laid_out(html, VARIANT, chapter_styles())
    headings = [
        Heading(level, title, number, round((page.height - y) * POINTS, 2))
        for number, page in enumerate(document.pages)
        for level, title, (_, y), _ in page.bookmarks
    ]
    document.color_profiles["srgb"] = _colours()
    pdf = document.write_pdf(
        finisher=lambda document, pdf: _finish_chapter(pdf, mark),
        pdf_variant=VARIANT,
        output_intent="known",
        pdf_identifier=False,  # the joined paper has one; here it would be made by writing everything twice
    )
    return Chapter(pdf, len(document.pages), headings)


def warm_up() -> None:
    """Loads what the first document of a process would wait for: fonts, styles, where German words may be broken."""
    set_chapter(f"<!doctype html><html lang='de'><body><p>{'Bildungsübergangsbegleitung ' * 20}</p></body></html>", "")


def set_frame(
    html: str, *, title: str, author: str, subject: str, created_at: datetime, files: Sequence[EmbeddedFile] = ()
) -> bytes:
    """What the chapters of a paper are put into: its properties, its files, and what stands around the text.

    It has no tags: what is around the text is not read out.
    """
    document = laid_out(html, FRAME_VARIANT)
    describe(document, title=title, author=author, subject=subject, created_at=created_at)
    document.color_profiles["srgb"] = _colours()
    pdf: bytes = document.write_pdf(
        finisher=lambda document, pdf: _finish_frame(pdf, files),
        pdf_variant=FRAME_VARIANT,
        output_intent="known",
        attachments=_attachments(files, created_at),
    )
    return pdf


@cache
def chapter_styles() -> tuple[weasyprint.CSS, ...]:
    """The styles of pdf/chapter.html, which names none: they are read once, and many chapters set by them."""
    fonts = typeface.font_configuration()
    return tuple(
        weasyprint.CSS(url=f"paper:{name}", url_fetcher=Fetcher(), font_config=fonts)
        for name in ("print.css", "chapter.css")
    )


def laid_out(html: str, variant: str, styles: Sequence[weasyprint.CSS] = ()) -> Any:
    """WeasyPrint's document: the pages of ``html``, by the styles that it names, and by ``styles``."""
    try:
        return Page(html, Fetcher()).render(
            font_config=typeface.font_configuration(), pdf_variant=variant, stylesheets=styles
        )
    except FatalURLFetchingError as error:
        raise RefusedAddressError(str(error)) from error


def describe(document: Any, *, title: str, author: str, subject: str, created_at: datetime) -> None:
    """Writes the properties of the file."""
    metadata = document.metadata
    metadata.title, metadata.lang, metadata.generator = title, "de", "Bildungsnetz"
    metadata.authors, metadata.description = [author] if author else [], subject or None
    metadata.created = metadata.modified = created_at.isoformat(timespec="seconds")


def _colours() -> ColorProfile:
    """What red, green and blue mean in our documents: sRGB. A profile writes itself differently the second time."""
    return ColorProfile(BytesIO(SRGB), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


def _attachments(files: Sequence[EmbeddedFile], created_at: datetime) -> list[weasyprint.Attachment]:
    """In the order of their names, as PDF wants to look them up."""
    moment = created_at.astimezone(UTC)
    return [
        weasyprint.Attachment(
            string=file.content,
            name=file.name,
            description=file.description,
            created=moment,
            modified=moment,
            relationship=file.relationship,
        )
        for file in sorted(files, key=lambda file: file.name)
    ]


def _finish_chapter(pdf: Any, mark: str) -> None:
    _scope_header_cells(pdf)
    _put_lines_into_paragraphs(pdf)
    for element in pdf.objects:
        if isinstance(element, dict) and "ID" in element:  # cells name their headers by the same object
            element["ID"].string = f"{mark}-{element['ID'].string}"
    structure.take_out(pdf)


def _put_lines_into_paragraphs(pdf: Any) -> None:
    """WeasyPrint makes an element of each line. As content of a paragraph or cell it says the same by half the tags."""
    owners: dict[bytes, bytes] = {}
    for element in pdf.objects:
        if isinstance(element, pydyf.Dictionary) and element.get("S") in WITH_LINES:
            kids = []
            for kid in element["K"]:
                line = _object(pdf, kid) if isinstance(kid, bytes) else {}
                if line.get("S") == "/Span" and all(isinstance(one, int) for one in line["K"]):
                    kids += line["K"]
                    owners[kid] = element.reference
                    line.clear()
                else:
                    kids.append(kid)
            element["K"] = pydyf.Array(kids)
    numbers = _object(pdf, _object(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]
    for found in numbers[1::2]:
        if isinstance(found, list):
            found[:] = [owners.get(reference, reference) for reference in found]


def _finish_frame(pdf: Any, files: Sequence[EmbeddedFile]) -> None:
    """The joined paper has tags, and therefore is of the stricter kind."""
    packet = _object(pdf, pdf.catalog["Metadata"])
    packet.stream = [b"".join(packet.stream).replace(b'conformance="U"', b'conformance="A"')]
    _say_pdf_ua(pdf)
    _name_file_types(pdf, files)


def _finish(pdf: Any, files: Sequence[EmbeddedFile]) -> None:
    """What WeasyPrint leaves out."""
    _say_pdf_ua(pdf)
    _scope_header_cells(pdf)
    _name_file_types(pdf, files)


def _object(pdf: Any, reference: Any) -> Any:
    return pdf.objects[int(bytes(reference).split()[0])]


def _say_pdf_ua(pdf: Any) -> None:
    """The file says of itself that it is PDF/UA-1, with the schema that PDF/A asks for where a file says more."""
    packet = _object(pdf, pdf.catalog["Metadata"])
    packet.stream = [b"".join(packet.stream).replace(b"</rdf:RDF>", PDF_UA + b"</rdf:RDF>")]


def _scope_header_cells(pdf: Any) -> None:
    """PDF/UA wants each header cell to say whether it heads its column or its row."""
    for element in pdf.objects:
        if isinstance(element, dict) and element.get("S") == "/TH":
            row = _object(pdf, element["P"])
            in_head = _object(pdf, row["P"])["S"] == "/THead"
            element["A"]["Scope"] = "/Column" if in_head else "/Row"


def _name_file_types(pdf: Any, files: Sequence[EmbeddedFile]) -> None:
    """WeasyPrint guesses types by what the machine knows, and names each file twice."""
    types = {file.name: file.media_type.replace("/", "#2f") for file in files}
    for element in pdf.objects:
        if isinstance(element, dict) and element.get("Type") == "/Filespec":
            _object(pdf, element["EF"]["F"]).extra["Subtype"] = f"/{types[element['UF'].string]}"
    if files:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
