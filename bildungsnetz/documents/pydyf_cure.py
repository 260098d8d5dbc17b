"""Makes tagging a PDF linear in its pages.

pydyf 0.13 builds the tuple of all page references anew whenever someone reads it, and WeasyPrint reads it once for
every tagged element: a paper of 600 pages spends most of its time there. While the pages stay the same, so does the
tuple; this module keeps it. Nothing else changes: a test compares the output with and without the cure.
"""

import pydyf

_original = pydyf.PDF.page_references


def _kept_references(self: pydyf.PDF) -> tuple[bytes, ...]:
    kids = len(self.pages["Kids"])
    known: tuple[int, tuple[bytes, ...]] = self.__dict__.get("_kept_references", (-1, ()))
    if known[0] != kids:
        known = self.__dict__["_kept_references"] = (kids, _original.fget(self))
    return known[1]


def apply() -> None:
    pydyf.PDF.page_references = property(_kept_references)


def undo() -> None:
    pydyf.PDF.page_references = _original
