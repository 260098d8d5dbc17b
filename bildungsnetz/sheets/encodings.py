"""Which encoding a text file is in. Strict where the bytes say so; between two old ones German words decide."""

import codecs
import re
from contextlib import suppress

from bildungsnetz.sheets.limits import Refused

NO_TABLE = (
    "Das ist keine Tabelle. Gelesen werden Excel (.xlsx, .xls), LibreOffice (.ods) und Text mit Trennzeichen (.csv)."
)
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_OLD = ("cp1252", "mac-roman", "cp850")
_GOOD = re.compile("(?<=[A-Za-zÄÖÜäöüß])[äöüß]|[äöüÄÖÜ](?=[a-zß])")
_BAD = re.compile("(?<=[a-z])[§€…†‡ŠšŸŽ‰ˆ¸ƒ÷‹ﬂÑìîÙ¤„”™õ³▀]|[§†ŠšŸŽ‰ˆ¸ƒ÷‹ﬂ](?=[a-z])")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_SAMPLE = 200_000


def decoded(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding. Raises Refused for what is no text."""
    encoding = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeError:
        text = data.decode(encoding, "replace")  # each lost character is named at its cell
    if len(_CONTROL.findall(text[:_SAMPLE])) > len(text[:_SAMPLE]) // 50 + 5:
        raise Refused(NO_TABLE)
    return text.removeprefix("\ufeff"), {"utf-8-sig": "utf-8", "cp1252": "windows-1252"}.get(encoding, encoding)


def _encoding(data: bytes) -> str:
    for mark, name in _MARKS.items():
        if data.startswith(mark):
            return name
    sample = data[:_SAMPLE]
    half = max(len(sample) // 2, 1)
    if sample[1::2].count(0) > half * 0.4 > sample[::2].count(0):
        return "utf-16-le"
    if sample[::2].count(0) > half * 0.4 > sample[1::2].count(0):
        return "utf-16-be"
    return _eight_bits(data)


def _eight_bits(data: bytes) -> str:
    with suppress(UnicodeError):
        data.decode()
        return "utf-8"
    text = data.decode("utf-8", "replace")
    lost = text.count("\N{REPLACEMENT CHARACTER}")
    if lost * 4 < sum(1 for char in text if ord(char) > 127) - lost:
        return "utf-8"
    best = max(_OLD, key=lambda name: _likeness(data[:_SAMPLE], name))  # of equals the first
    return best if best != "cp1252" else _windows(data)


def _windows(data: bytes) -> str:
    """Five bytes stand for nothing in Windows-1252; a file with them is read as Latin-1, where they are controls."""
    try:
        data.decode("cp1252")
    except UnicodeError:
        return "latin-1"
    return "cp1252"


def _likeness(sample: bytes, encoding: str) -> int:
    """How much more often umlauts stand in words than signs that never do."""
    try:
        text = sample.decode(encoding)
    except UnicodeError:
        return -len(sample)
    return len(_GOOD.findall(text)) - len(_BAD.findall(text))
