"""Files inside a PDF: the data behind a paper, for whoever wants to count with them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class EmbeddedFile:
    """A file that a PDF carries. ``relationship`` is PDF/A-3's word for what it is to the paper: "Data", "Source",
    "Alternative", "Supplement" (ISO 32000-2, 7.11.3)."""

    name: str
    content: bytes
    media_type: str
    description: str
    relationship: str = "Data"
