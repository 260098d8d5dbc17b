"""Text as we keep it: one spelling per letter, and nothing that a database or a PDF would choke on."""

import re
import unicodedata

from django.core.exceptions import ValidationError

# Controls but tab and line ends, halves of surrogate pairs, non-characters; U+FFFD is what undecodable bytes became.
UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffd-\uffff]")


def composed(text: str) -> str:
    """``text`` in Unicode's composed form (NFC), so that an ü typed on any system is the same ü."""
    return unicodedata.normalize("NFC", text)


def showable(text: str) -> str:
    """``text`` that can be put on a page again: lone surrogates, which UTF-8 cannot carry, become U+FFFD."""
    return re.sub(r"[\ud800-\udfff]", "\ufffd", text)


def refuse_unreadable(text: str) -> None:
    """A validator: raises ValidationError where ``text`` holds characters that nobody can see or store."""
    if found := UNREADABLE.search(text):
        raise ValidationError(
            "Der Text enthält an Stelle %(place)s ein unlesbares Zeichen. Bitte löschen Sie es.",
            code="unreadable",
            params={"place": found.start() + 1},
        )
