"""Papers that stay HTML, for tests of who may read them and what they say rather than of how they are printed.

A paper is made from its HTML, its properties and the files that it carries: what is not in these is not in the PDF, and
where these are the same so is the PDF. Printing takes a hundred times as long.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from bildungsnetz.documents import chapters, pdf
from bildungsnetz.documents.embedded import EmbeddedFile
from tests.pdf import reading


def whole(html: str, *, files: Sequence[EmbeddedFile] = (), **properties: Any) -> bytes:
    """In place of engine.write."""
    carried = [f"{file.name} {reading.words(file.content)}" for file in files]
    return "\n".join([str(properties), html, *carried]).encode()


def in_chapters(paper: chapters.Paper, step: chapters.Step | None = None) -> bytes:
    """In place of chapters.write."""
    front = [paper.front([])] if paper.front else []
    return whole(**{**vars(paper.frame), "html": "\n".join([paper.frame.html, *front, *paper.chapters])})


@pytest.fixture
def unprinted(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    from bildungsnetz.documents import engine

    monkeypatch.setattr(engine, "write", whole)
    monkeypatch.setattr(chapters, "write", in_chapters)
    pdf._kept.cache_clear()
    yield
    pdf._kept.cache_clear()
