"""Spans of time that people report about: "1. Halbjahr 2026", "Q3/2025", "Januar bis Juni 2026", or any date."""

import re
from calendar import monthrange
from datetime import date

from bildungsnetz.sheets.rough_dates import RoughDate, as_date
from bildungsnetz.sheets.tables import Cell
from bildungsnetz.sheets.unreadable import Unreadable, shown

PERIOD = "period"  # the precision of what is neither a day nor a month nor a year

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_NUMBER = r"(?P<number>[1-4]|I{1,3}|IV)"
_SCHOOL = r"(?P<school>(?:\d{2})?\d{2}\s?/\s?\d{2,4})"
_YEAR = r"(?P<year>\d{4})"
_HALF = r"(?:schul)?(?:halbjahr|hj|h)\.?"
_QUARTER = r"(?:quartal|quart|q)\.?"
_BETWEEN = r"[\s,/:-]*(?:im |des |schuljahr(?:es|s)? |sj )?"
_PARTS = tuple(
    (re.compile(form.format(unit=unit, number=_NUMBER, when=when), re.IGNORECASE), months)
    for unit, months in ((_HALF, 6), (_QUARTER, 3))
    for when in (f"(?:schuljahr |sj )?{_SCHOOL}", _YEAR)
    for form in (
        rf"{{number}}\.?\s?{{unit}}{_BETWEEN}{{when}}",
        rf"{{unit}}\s?{{number}}{_BETWEEN}{{when}}",
        rf"{{when}}{_BETWEEN}{{number}}\.?\s?{{unit}}",
        rf"{{when}}{_BETWEEN}{{unit}}\s?{{number}}",
    )
)
_SPAN = re.compile(r"(?:von |vom )?(?P<a>.{3,20}?)\s*(?:–|—|\bbis(?: zum)?\b|\s-\s|(?<=\d)-(?=\d\d[./]))\s*(?P<b>.{4,20})", re.IGNORECASE)  # fmt: skip  # noqa: E501
_MONTHS = re.compile(r"(?P<a>[a-zäöü]{3,9})\.?\s*(?:-|–|/|bis)\s*(?P<b>[a-zäöü]{3,9}\.?)\s+(?P<year>\d{4})", re.IGNORECASE)  # fmt: skip  # noqa: E501
_AHEAD = re.compile(r"^(?:(?:sach)?stand|berichtszeitraum|zeitraum|zum|per|vom)\b[\s:]*", re.IGNORECASE)


def as_period(cell: Cell) -> RoughDate | None:
    """A blank cell is None. Raises Unreadable for what is neither a period nor a date."""
    text = shown(cell)
    if not text or not isinstance(cell.value, str):
        return as_date(cell)
    bare = " ".join(text.split())
    while (shorter := _AHEAD.sub("", bare)) != bare:
        bare = shorter
    return _part(bare) or _span(bare) or as_date(Cell(bare, bare))


def _part(text: str) -> RoughDate | None:
    """A half or a quarter of a year; the halves of a school year begin in August and in February."""
    for form, months in _PARTS:
        if found := form.fullmatch(text):
            word = found["number"].casefold()
            number = _ROMAN.get(word) or int(word)
            if number * months > 12:
                break
            named = found.groupdict()
            year, begins = int(named.get("year") or 0), 1
            if school := named.get("school"):
                whole = as_date(Cell(f"Schuljahr {school}", f"Schuljahr {school}"))
                year, begins = whole.first.year if whole else 0, 8
            first = months * (number - 1) + begins
            return _months(year, first, first + months - 1, text)
    return None


def _span(text: str) -> RoughDate | None:
    if found := _MONTHS.fullmatch(text):
        ends = [f"{found[name]} {found['year']}" for name in "ab"]
    elif found := _SPAN.fullmatch(text):
        ends = [found["a"].strip(), found["b"].strip()]
    else:
        return None
    try:
        first, last = (as_date(Cell(end, end)) for end in ends)
    except Unreadable:
        return None
    if not first or not last or first.first > last.last:
        return None
    return RoughDate(first.first, last.last, PERIOD, text)


def _months(year: int, first: int, last: int, text: str) -> RoughDate:
    """From month to month; the thirteenth is the first of the next year."""
    begins, ends = ((year + (month - 1) // 12, (month - 1) % 12 + 1) for month in (first, last))
    return RoughDate(date(*begins, 1), date(*ends, monthrange(*ends)[1]), PERIOD, text)
