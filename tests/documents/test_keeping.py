"""A small paper that is asked for again is not written again, and never shows what it no longer says."""

from datetime import UTC, datetime

import pytest

from bildungsnetz.documents import engine
from bildungsnetz.documents.pdf import render_template_pdf

MOMENT = datetime(2026, 5, 4, tzinfo=UTC)


@pytest.fixture
def written(monkeypatch):
    """The titles that were really written."""
    titles = []

    def write(html, *, title, **properties):
        titles.append(title)
        return html.encode()

    monkeypatch.setattr(engine, "write", write)
    return titles


def paper(title: str, *, keep: bool = True) -> bytes:
    return render_template_pdf("pdf/base.html", {}, title=title, created_at=MOMENT, keep=keep)


def test_the_same_paper_is_written_once(written):
    assert paper("Steckbrief A") == paper("Steckbrief A")
    assert written == ["Steckbrief A"]


def test_another_text_is_another_paper(written):
    assert paper("Steckbrief B") != paper("Steckbrief C")
    assert written == ["Steckbrief B", "Steckbrief C"]


def test_a_paper_that_is_not_kept_is_written_each_time(written):
    paper("Bericht", keep=False)
    paper("Bericht", keep=False)
    assert written == ["Bericht", "Bericht"]
