"""What a reader finds in a PDF: its text by page, its tagged elements, its headings in the outline."""

import io
import json
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from zipfile import ZipFile

import pikepdf


def text_of_pages(pdf: bytes) -> list[str]:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def text(pdf: bytes) -> str:
    """All text with single spaces."""
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def elements(pdf: pikepdf.Pdf, kind: str) -> Iterator[pikepdf.Object]:
    """All tagged elements of a kind such as "TH", in reading order."""

    def walk(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
        if element.get("/S") == f"/{kind}":
            yield element
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary):
                yield from walk(kid)

    yield from walk(pdf.Root.StructTreeRoot.K[0])


def files(pdf: pikepdf.Pdf) -> dict[str, bytes]:
    """The files that a PDF carries, by name."""
    return {name: attached.get_file().read_bytes() for name, attached in pdf.attachments.items()}


def words(content: bytes) -> str:
    """What a file says: of a Word file or a spreadsheet every part, of JSON its letters unescaped."""
    if content.startswith(b"PK"):
        with ZipFile(io.BytesIO(content)) as archive:
            return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    text = content.decode("utf-8", "replace")
    with suppress(ValueError):
        return json.dumps(json.loads(text), ensure_ascii=False)
    return text


def outline(pdf: pikepdf.Pdf) -> list[str]:
    with pdf.open_outline() as tree:
        return [title for item in tree.root for title in _titles(item)]


def _titles(item: pikepdf.OutlineItem) -> Iterator[str]:
    yield item.title
    for child in item.children:
        yield from _titles(child)
