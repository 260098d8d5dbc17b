"""WeasyPrint, set up for our documents: own fonts, nothing fetched, tables whose headers say what they head.

Loading this module takes most of a second; ``pdf.py`` does it when the first document is made.
"""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from bildungsnetz.documents import pydyf_cure, typeface

with typeface.only_our_fonts():
    import weasyprint
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

pydyf_cure.apply()

VARIANT = "pdf/ua-1"
FILES = Path(settings.BASE_DIR) / "templates" / "pdf"
_PACKAGED = re.compile(r"paper:(?P<name>[a-z0-9-]+\.(?P<kind>css|svg|png))")
_TYPES = {"css": "text/css", "svg": "image/svg+xml", "png": "image/png"}


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


def write(html: str, *, title: str, author: str, subject: str, created_at: datetime) -> bytes:
    """The PDF of ``html``, which must be printable throughout (text.printable)."""
    try:
        page = weasyprint.HTML(string=html, base_url="paper:", url_fetcher=Fetcher())
        document = page.render(font_config=typeface.font_configuration(), pdf_variant=VARIANT)
    except FatalURLFetchingError as error:
        raise RefusedAddressError(str(error)) from error
    metadata = document.metadata
    metadata.title, metadata.lang, metadata.generator = title, "de", "Bildungsnetz"
    metadata.authors, metadata.description = [author] if author else [], subject or None
    metadata.created = metadata.modified = created_at.isoformat(timespec="seconds")
    pdf: bytes = document.write_pdf(finisher=_scope_header_cells, pdf_variant=VARIANT, pdf_identifier=True)
    return pdf


def _scope_header_cells(document: Any, pdf: Any) -> None:
    """PDF/UA wants each header cell to say whether it heads its column or its row; WeasyPrint leaves that out."""

    def parent(element: Any) -> Any:
        return pdf.objects[int(bytes(element["P"]).split()[0])]

    for element in pdf.objects:
        if isinstance(element, dict) and element.get("S") == "/TH":
            in_head = parent(parent(element))["S"] == "/THead"
            element["A"]["Scope"] = "/Column" if in_head else "/Row"
