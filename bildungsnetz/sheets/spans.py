"""From when to when, in one cell: "2024–2026", "seit 2020", "Mai bis Juli 2026", "01.05.2024 - laufend"."""

import re

from bildungsnetz.sheets.rough_dates import as_date
from bildungsnetz.sheets.tables import Cell
from bildungsnetz.sheets.unreadable import Unreadable

LONGEST = 300  # characters; more are no span but a story
_OPEN = re.compile(
    r"\(?\b(?:(?:fort)?laufend|unbefristet|unbegrenzt|dauerhaft|daueraufgabe|auf dauer|bis auf weiteres|kontinuierlich|"
    r"ständig|offen(?=\W*$))\b\)?",
    re.IGNORECASE,
)
_FROM = re.compile(r"(?:(?:seit|ab)(?:\s+dem)?|vom|von)\s+(?=\S)", re.IGNORECASE)
_TO = re.compile(r"(?:bis(?:\s+(?:zum|spätestens))?|spätestens)\s+(?=\S)", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*\bbis(?:\s+zum)?\s+|\s*[–—-]\s*", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}$")
_DAY = re.compile(r"(\d{1,2})\.?")
_AFTER_DAY = re.compile(r"\d{1,2}\.(\s*\S.*)")


def as_span(text: str) -> tuple[str, str, bool]:
    """The words of the beginning and of the end, each a date or blank, and whether it has no end.

    What is no span stands as the beginning, as it is, for whoever reads that to complain about.
    """
    text = " ".join(text.split())
    if len(text) > LONGEST:
        return text, "", False
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
        if _precision(end) and (whole := _whole(begin, end)):
            return whole, end, ongoing
    return plain, "" if said or ongoing or not _precision(plain) else plain, ongoing


def _whole(begin: str, end: str) -> str:
    """The beginning, with what it leaves to the end: "Mai", "Juli 2026" -> "Mai 2026"; "8.", "12. Juli 2026" ->
    "8. Juli 2026". Blank where that is no date."""
    if _precision(begin):
        return begin
    day, rest = _DAY.fullmatch(begin), _AFTER_DAY.fullmatch(end)
    if day and rest and _precision(end) == "day":
        joined = f"{day[1]}.{rest[1]}"
    elif year := _YEAR.search(end):
        joined = f"{begin}{'' if begin.endswith('.') else ' '}{year[0]}"
    else:
        return ""
    return joined if _precision(joined) else ""


def _precision(text: str) -> str:
    """Of a date; blank for what is none."""
    try:
        found = as_date(Cell(text, text))
    except Unreadable:
        return ""
    return found.precision if found else ""
