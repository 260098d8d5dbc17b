"""HTML of our own templates -> a PDF that everyone can read (PDF/UA-1) and that lasts (PDF/A-3a), the same bytes for
the same input.

``render_template_pdf`` is what the apps call. Their templates extend ``pdf/base.html``; text reaches them through
Django's autoescape, never as somebody's HTML. Nothing is fetched from anywhere: a document may use ``data:`` addresses
and the files beside ``pdf/base.html`` as ``paper:NAME``.
"""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from threading import Lock
from typing import Any

from django.template.loader import render_to_string

from bildungsnetz.documents.embedded import EmbeddedFile
from bildungsnetz.documents.text import printable

_one_at_a_time = Lock()  # a process has one set of fonts and one garbage collector


def render_template_pdf(
    template_name: str,
    context: Mapping[str, Any],
    *,
    title: str,
    created_at: datetime,
    author: str = "",
    subject: str = "",
    keep: bool = False,
) -> bytes:
    """The PDF of a template that extends ``pdf/base.html``; the template sees ``context`` and ``title``.

    ``keep`` is for small papers that anybody may ask for again and again: the last ones stay in the process.
    """
    html = render_to_string(template_name, {**context, "title": title})
    render = _kept if keep else render_pdf
    return render(html, title=title, created_at=created_at, author=author, subject=subject)


def render_pdf(
    html: str,
    *,
    title: str,
    created_at: datetime,
    author: str = "",
    subject: str = "",
    files: tuple[EmbeddedFile, ...] = (),
) -> bytes:
    """The PDF of a whole HTML page of ours, with ``files`` inside; equal input gives equal bytes.

    ``title``, ``author``, ``subject`` and ``created_at`` (aware) become properties of the file, which everyone can
    read: the caller answers for what they say.
    """
    from bildungsnetz.documents import engine

    with one_document():
        return engine.write(
            printable(html),
            title=printable(title),
            author=printable(author),
            subject=printable(subject),
            created_at=created_at,
            files=files,
        )


def warm_up() -> None:
    """Takes a second or two of this process, so that nobody waits for it who asks for a document."""
    from bildungsnetz.documents import engine

    with one_document():
        engine.warm_up()


_kept = lru_cache(maxsize=32)(render_pdf)


@contextmanager
def one_document() -> Iterator[None]:
    """Inside, this process sets one document and does nothing else."""
    with _one_at_a_time, _without_garbage_collection():
        yield


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """A document is very many objects that all live until it is written: no use looking for garbage among them."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
