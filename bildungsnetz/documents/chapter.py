"""A chapter of a paper that was set: its pages, and its headings for bookmarks and contents."""

import json
from dataclasses import astuple, dataclass
from typing import Any


@dataclass(frozen=True)
class Heading:
    """``page`` counts from 0 within the chapter; ``top`` is the height on the page in points, from below."""

    level: int
    title: str
    page: int
    top: float


@dataclass(frozen=True)
class Chapter:
    pdf: bytes
    pages: int
    headings: list[Heading]

    @property
    def outline(self) -> dict[str, Any]:
        """All but the bytes, for JSON."""
        return {"pages": self.pages, "headings": [list(astuple(one)) for one in self.headings]}

    @classmethod
    def stored(cls, pdf: bytes, outline: dict[str, Any]) -> "Chapter":
        return cls(pdf, outline["pages"], [Heading(*one) for one in outline["headings"]])

    def packed(self) -> tuple[bytes, bytes]:
        """For the way from one process to another."""
        return json.dumps(self.outline).encode(), self.pdf

    @classmethod
    def unpacked(cls, outline: bytes, pdf: bytes) -> "Chapter":
        return cls.stored(pdf, json.loads(outline))
