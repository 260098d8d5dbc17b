"""Numbered lists that begin anew: each is an instance of the numbering that the style for lists has."""

from typing import Any

from docx.oxml.ns import qn

from bildungsnetz.documents.word import look
from bildungsnetz.documents.word.xml import add


def scheme_of(document: Any) -> str | None:
    """The id of the numbering behind the style for numbered lists; None where it has none."""
    root = document.part.numbering_part.element
    for number in look.styles_of(document)[look.NUMBERS].xpath("./w:pPr/w:numPr/w:numId/@w:val"):
        for scheme in root.xpath(f"./w:num[@w:numId='{int(number)}']/w:abstractNumId"):
            return str(scheme.get(qn("w:val")))
    return None


class Numbering:
    """Hands out a numbering for each list of a document."""

    def __init__(self, document: Any) -> None:
        self.scheme = scheme_of(document)
        self.root = document.part.numbering_part.element
        self.last = max((int(one) for one in self.root.xpath("./w:num/@w:numId")), default=0)

    def begin(self, start: int) -> int:
        """A list that counts from ``start``."""
        self.last += 1
        made = add(self.root, "w:num", numId=self.last)
        add(made, "w:abstractNumId", val=self.scheme)
        add(add(made, "w:lvlOverride", ilvl=0), "w:startOverride", val=start)
        return self.last
