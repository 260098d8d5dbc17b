"""Text of a cell as it can be kept: composed letters, one kind of line end, nothing that is no text."""

import re
import unicodedata

ODD = "In der Zelle stehen Zeichen, die kein Text sind (zum Beispiel Steuerzeichen). Bitte tippen Sie den Text neu."
LOST = "In der Zelle sind Zeichen beim Speichern verloren gegangen („\N{REPLACEMENT CHARACTER}“)."
FAULT = "In der Zelle steht statt eines Werts der Fehler {}."

_LINE_ENDS = re.compile("\r\n?|[\v\f\x85]")
_ODD = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")  # as forms refuse it
_FAULTS = re.compile(
    r"#(?:REF!|BEZUG!|DIV/0!|NAME\?|NULL!|NUM!|ZAHL!|N/A|NV|VALUE!|WERT!|SPILL!|ÜBERLAUF!|CALC!|KALK!)|Err:\d{3}|Fehler:\d{3}"
)


def clean(text: str) -> tuple[str, str]:
    """The text, and what is wrong with it (German) or nothing."""
    in_one_line = text.isprintable()  # and then nothing odd in it
    if not in_one_line:
        text = _LINE_ENDS.sub("\n", text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if not in_one_line and _ODD.search(text):
        return _ODD.sub("", text), ODD
    if "\N{REPLACEMENT CHARACTER}" in text:
        return text, LOST
    return text, (FAULT.format(text) if text[:1] in "#EF" and _FAULTS.fullmatch(text) else "")


def is_plain(text: str) -> bool:
    """Whether ``clean`` surely gives it as it is, told quickly for most; not for a blank one."""
    return text.isprintable() and text[0] not in " #EF" and (text.isascii() or _is_composed(text))


def _is_composed(text: str) -> bool:
    return unicodedata.is_normalized("NFC", text) and "\N{REPLACEMENT CHARACTER}" not in text
