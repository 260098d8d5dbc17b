"""Values in, PDF out: the same values always give the same bytes."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

from bildungsnetz.documents import chapters
from bildungsnetz.documents.embedded import EmbeddedFile
from bildungsnetz.documents.text import printable

from . import KINDS, pieces
from .kind import Values, canonical
from .paper import document, made_at
from .shelf import ChapterShelf
from .workbook import has_measures, workbook

KNOWN = 1_000  # up to this weight it is found out quickly what of a paper was set before
LITTLE = 60_000  # letters of HTML: two chapters, less than a second
ISSUER = "Stadt Herne"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_step: ContextVar[chapters.Step] = ContextVar("step", default=lambda done, of: None)


def render(values: Values) -> bytes:
    """The paper that ``values`` describe: a draft, or the frozen version that they name.

    A long one is set in chapters by processes of their own. Raises ValidationError where one of them is too much.
    """
    return chapters.write(paper(values), _step.get())


@contextmanager
def telling(step: chapters.Step) -> Iterator[None]:
    """Inside, ``step(done, of)`` is told of each chapter of a long paper; what it raises ends the work."""
    token = _step.set(step)
    try:
        yield
    finally:
        _step.reset(token)


def paper(values: Values) -> chapters.Paper:
    """What is set: one chapter, below a front with contents where there is more to it; where it is long, several."""
    context = document(values)
    found = list(pieces.pieces(context))
    words, heavy = [piece.html for piece in found], sum(piece.weight for piece in found)
    if not has_contents(values):
        return chapters.Paper(frame(values, context), [pieces.chapter([*pieces.head(context), *words])])
    front = partial(pieces.front, context)
    if heavy <= pieces.FLOWING:
        return chapters.Paper(frame(values, context), [pieces.chapter(words, continued=True)], front)
    return chapters.Paper(frame(values, context), pieces.chapters(found), front, ChapterShelf())


def has_contents(values: Values) -> bool:
    """Whether PDF and Word file list what is in them."""
    return is_long(values, pieces.LISTED)


def is_long(values: Values, limit: int) -> bool:
    """Whether the paper tells of more than ``limit`` measures, or of as much in words."""
    kind = KINDS[values["kind"]]
    return pieces.weight(values, [*kind.sections(values), *kind.annexes(values)]) > limit


def is_nearly_set(values: Values) -> bool:
    """Whether a paper of several chapters is not very long, and all but one or two of them were set before."""
    if is_long(values, KNOWN):
        return False
    texts = [printable(html) for html in pieces.chapters(list(pieces.pieces(document(values))))]
    keys = chapters.marks(texts)
    known = ChapterShelf().has(keys)
    return bool(known) and sum(len(text) for text, key in zip(texts, keys, strict=True) if key not in known) < LITTLE


def frame(values: Values, context: dict[str, Any]) -> chapters.Frame:
    subject = values["head"]["subject"]
    return chapters.Frame(
        html=pieces.html("frame", {**context, "title": subject}),
        title=subject,
        created_at=made_at(values),
        author=ISSUER,
        subject=about(values),
        files=files(values),
    )


def files(values: Values) -> tuple[EmbeddedFile, ...]:
    """What the PDF carries: every value that it shows, and its measures to count with."""
    content = canonical(values).encode()
    found = [EmbeddedFile("werte.json", content, "application/json", "Die Werte dieses Berichts")]
    if has_measures(values):
        found.append(EmbeddedFile("massnahmen.xlsx", workbook(values), XLSX, "Die Maßnahmen dieses Berichts"))
    return tuple(found)


def about(values: Values) -> str:
    """What the properties of the file say beside its title."""
    return f"{KINDS[values['kind']].label} {values['period']['label']}, {values['head']['committee']}"
