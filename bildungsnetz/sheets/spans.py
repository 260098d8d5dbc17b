"""From when to when, in one cell: "2024–2026", "seit 2020", "Mai bis Juli 2026", "01.05.2024 - laufend"."""

import re

from bildungsnetz.sheets.rough_dates import as_date
from bildungsnetz.sheets.tables import Cell
from bildungsnetz.sheets.unreadable import Unreadable

_OPEN = re.compile(
    r"\(?\b(?:(?:fort)?laufend|unbefristet|dauerhaft|daueraufgabe|auf dauer|kontinuierlich|ständig|offen(?=\W*$))\b\)?",
    re.IGNORECASE,
)
_FROM = re.compile(r"(?:seit|ab|vom|von)\s+(?=\S)", re.IGNORECASE)
_TO = re.compile(r"bis(?:\s+zum)?\s+(?=\S)", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*\bbis(?:\s+zum)?\s+|\s*[–—-]\s*", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}$")


def as_span(text: str) -> tuple[str, str, bool]:
    """The words of the beginning and of the end, each a date or blank, and whether it has no end.

    What is no span stands as the beginning, as it is, for whoever reads that to complain about.
    """
    text = " ".join(text.split())
    rest = _OPEN.sub("", text).strip(" ,;–—-")
    ongoing = rest != text and bool(_OPEN.search(text))
    if not rest:
        return ("", "", ongoing) if "offen" not in text.casefold() else (text, "", False)
    if said := _TO.match(rest):
        return "", rest[said.end() :], ongoing
    said = _FROM.match(rest)
    plain = rest[said.end() :] if said else rest
    for sign in _BETWEEN.finditer(plain):
        begin, end = plain[: sign.start()], plain[sign.end() :]
        if _is_date(end) and (whole := _with_year(begin, end)):
            return whole, end, ongoing
    return plain, "" if said or ongoing or not _is_date(plain) else plain, ongoing


def _with_year(begin: str, end: str) -> str:
    """The beginning, with the year of the end where it has none: "Mai", "Juli 2026" -> "Mai 2026"."""
    if _is_date(begin):
        return begin
    year = _YEAR.search(end)
    joined = f"{begin}{'' if begin.endswith('.') else ' '}{year[0]}" if year else ""
    return joined if joined and _is_date(joined) else ""


def _is_date(text: str) -> bool:
    try:
        return as_date(Cell(text, text)) is not None
    except Unreadable:
        return False
