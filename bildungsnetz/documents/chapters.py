"""A paper as chapters: each set on its own, known ones taken as they are, all joined to one PDF.

What a chapter looks like depends on its HTML alone: page numbers, running head and foot are put on it when the paper is
joined. So the same chapter serves drafts, versions and committees, and the cost of a page does not grow with the paper.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from math import ceil
from typing import Protocol

from bildungsnetz.documents import press
from bildungsnetz.documents.chapter import Chapter, Heading
from bildungsnetz.documents.embedded import EmbeddedFile
from bildungsnetz.documents.pdf import one_document
from bildungsnetz.documents.text import printable

LITTLE = 250_000  # letters of HTML; a chapter of sixty measures has 60,000
MOST_ENTRIES = 150
DEEPEST = 4
LINES_A_PAGE = 38  # of the contents, an entry's first line with the room around it
LETTERS_A_LINE = 88

Wanted = tuple[int, str, str]  # number of the chapter, its HTML, the mark of its ids
Step = Callable[[int, int], object]  # (done, of), after each chapter; what it raises ends the work


@dataclass(frozen=True)
class Entry:
    """A line of the contents: ``place`` among all headings of the paper, by which the line leads there."""

    level: int
    title: str
    page: int
    place: int


class Shelf(Protocol):
    """Where chapters are kept under the hash of all that went into them."""

    def known(self, keys: Sequence[str]) -> dict[str, Chapter]: ...

    def keep(self, key: str, chapter: Chapter) -> None: ...


@dataclass(frozen=True)
class Frame:
    """The properties of the file, what stands around its text (pdf/frame.html), and what it carries."""

    html: str
    title: str
    created_at: datetime
    author: str = ""
    subject: str = ""
    files: tuple[EmbeddedFile, ...] = ()


@dataclass(frozen=True)
class Paper:
    """``chapters`` are whole pages of HTML (pdf/chapter.html). ``front``, if there is one, makes the HTML of the pages
    before them from the contents."""

    frame: Frame
    chapters: Sequence[str]
    front: Callable[[list[Entry]], str] | None = None
    shelf: Shelf | None = field(default=None, compare=False)


def write(paper: Paper, step: Step = lambda done, of: None) -> bytes:
    """The PDF; the same paper gives the same bytes, whatever of it was on the shelf.

    A paper with a shelf is a long one: what is much to set is set in presses. Raises ValidationError where a chapter is
    too much for one.
    """
    from bildungsnetz.documents import engine, joining

    texts = [printable(html) for html in paper.chapters]
    keys = list(marks(texts))
    if paper.shelf:
        chapters = with_shelf(texts, keys, paper.shelf, step)
    else:
        wanted = [(number, text, key[:12]) for number, (text, key) in enumerate(zip(texts, keys, strict=True), 1)]
        chapters = [chapter for _, chapter in set_here(wanted)]
    with one_document():
        if paper.front:
            chapters = [front_of(paper.front, chapters), *chapters]
        frame = engine.set_frame(
            printable(paper.frame.html),
            title=printable(paper.frame.title),
            author=printable(paper.frame.author),
            subject=printable(paper.frame.subject),
            created_at=paper.frame.created_at,
            files=paper.frame.files,
        )
    return joining.join(frame, chapters)


def marks(texts: Sequence[str]) -> list[str]:
    """A key for each chapter, which says all that its pages depend on; the second of two equal ones has its own."""
    from bildungsnetz.documents import engine

    seen: Counter[str] = Counter()
    found = []
    for text in texts:
        seen[text] += 1
        found.append(sha256(f"{engine.fingerprint()} {seen[text]} {text}".encode()).hexdigest())
    return found


def is_little(wanted: Sequence[Wanted]) -> bool:
    """So little that starting a press takes longer than setting it, and that it cannot harm this process."""
    return sum(len(html) for _, html, _ in wanted) < LITTLE


def set_here(wanted: Sequence[Wanted]) -> Iterator[tuple[int, Chapter]]:
    """As press.set_all, in this process."""
    from bildungsnetz.documents import engine

    for number, html, mark in wanted:
        with one_document():
            chapter = engine.set_chapter(html, mark)
        yield number, chapter


def with_shelf(texts: Sequence[str], keys: Sequence[str], shelf: Shelf, step: Step) -> list[Chapter]:
    """Sets what the shelf does not have, and puts it there."""
    found = shelf.known(keys)
    step(len(found), len(keys))
    missing = [(number, texts[number - 1], key[:12]) for number, key in enumerate(keys, 1) if key not in found]
    for number, chapter in set_here(missing) if is_little(missing) else press.set_all(missing):
        found[keys[number - 1]] = chapter
        shelf.keep(keys[number - 1], chapter)
        step(len(found), len(keys))
    return [found[key] for key in keys]


def front_of(front: Callable[[list[Entry]], str], chapters: Sequence[Chapter]) -> Chapter:
    """The pages before the others. How many they are is a guess at first: then the numbers in them are put right."""
    from bildungsnetz.documents import engine

    pages = 1 + pages_of(entries(chapters, 0, 0))
    before = 2  # headings of the front itself
    for _ in range(4):
        html = printable(front(entries(chapters, pages, before)))
        chapter = engine.set_chapter(html, sha256(html.encode()).hexdigest()[:12])
        if (chapter.pages, len(chapter.headings)) == (pages, before):
            break
        pages, before = chapter.pages, len(chapter.headings)
    return chapter


def pages_of(contents: Sequence[Entry]) -> int:
    """About how many pages the contents fill."""
    lines = sum(1 + 0.8 * (len(one.title) // LETTERS_A_LINE) for one in contents)
    return ceil((lines + 2) / LINES_A_PAGE)


def entries(chapters: Sequence[Chapter], pages: int, before: int) -> list[Entry]:
    """The contents of chapters that come after ``pages`` pages with ``before`` headings."""
    found: list[Entry] = []
    place = before
    for chapter in chapters:
        for heading in chapter.headings:
            found.append(entry(heading, pages, place))
            place += 1
        pages += chapter.pages
    deepest = DEEPEST
    while deepest > 2 and sum(one.level <= deepest for one in found) > MOST_ENTRIES:
        deepest -= 1
    return [one for one in found if one.level <= deepest]


def entry(heading: Heading, pages: int, place: int) -> Entry:
    return Entry(heading.level, heading.title, pages + heading.page + 1, place)
