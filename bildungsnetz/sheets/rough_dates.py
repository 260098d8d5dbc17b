"""Dates as people know them: a day, a month, a school year, a year; and what is none, with what was perhaps meant."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bildungsnetz.sheets.tables import Cell
from bildungsnetz.sheets.unreadable import Unreadable, shown

FIRST_YEAR, LAST_YEAR = 1900, 2199
SCHOOL_MONTH = 8  # a school year starts on 1 August
EXAMPLES = "01.09.2026, September 2026, Schuljahr 2026/27 oder 2026"
SERIALS = range(32_874, 73_051)  # 1990 to 2099, as Excel counts days
DAY_ZERO = date(1899, 12, 30)  # of the serial numbers that stand for days in Excel

_MONTHS = ("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
_MONTH_NAMES = (
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()  # noqa: SIM905
)
_SPELLINGS = {
    "jän": 1,
    "jänner": 1,
    "mrz": 3,
    "maerz": 3,
    "marz": 3,
    "may": 5,
    "sept": 9,
    "oct": 10,
    "dec": 12,
    "mar": 3,
}
_WORD = r"(?P<name>[A-Za-zÄÖÜäöü]{3,9})\.?"
_YEAR = r"(?P<year>\d{4}|\d{2})"
_WEEKDAY = re.compile(
    r"^(?:Mo|Di|Mi|Do|Fr|Sa|So)(?:ntag|enstag|ttwoch|nnerstag|eitag|mstag|nnabend|nntag)?\.?,?\s+(?=\d)", re.IGNORECASE
)
_DAYS = (
    re.compile(rf"(?P<day>\d{{1,2}})\s?\.\s?(?P<month>\d{{1,2}})\s?\.\s?{_YEAR}(?: \d{{1,2}}:\d{{2}}(?::\d{{2}})?)?"),
    re.compile(
        r"(?P<year>\d{4})(?P<sign>[-/.])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})"
        r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?"
    ),
    re.compile(rf"(?P<day>\d{{1,2}})[.-]?\s?{_WORD}[\s-]?{_YEAR}"),
)
_SLASHES = re.compile(rf"(?P<day>\d{{1,2}})[/-](?P<month>\d{{1,2}})[/-]{_YEAR}")
_MONTH_FORMS = (
    re.compile(rf"{_WORD}\s?[’']?{_YEAR}"),
    re.compile(r"(?P<month>\d{1,2})[./](?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})"),
)
_SCHOOL_YEAR = re.compile(
    r"(?:(?:im )?(?:Schuljahre?|SJ\.?|Schulj\.)\s?)?(?P<first>\d{4}|(?<=\s)\d{2}|(?<=SJ)\d{2})"
    r"\s?[/–-]\s?(?P<second>\d{4}|\d{2})",
    re.IGNORECASE,
)
_SOME_YEAR = re.compile(r"(?<!\d)(?:19|20|21)\d{2}(?!\d)")
_ONE_YEAR = re.compile(r"(?:(?:im )?Jahr )?(\d{4})")
_SOME_DAY = re.compile(r"(?<!\d)\d{1,2}\.\d{1,2}\.(?:19|20|21)\d{2}(?!\d)")
_SOME_SCHOOL_YEAR = re.compile(r"(?<!\d)((?:19|20|21)\d{2})\s?/\s?(\d{4}|\d{2})(?!\d)")
_PARTS_OF_YEAR = (  # a form, and how many months such a part has
    (re.compile(rf"Q\s?(?P<part>[1-4])\s?/?\s?{_YEAR}", re.IGNORECASE), 3),
    (re.compile(rf"(?P<part>[1-4]|I{{1,3}}|IV)\.?\s?(?:Quartal|Q\.?)\s?/?\s?{_YEAR}", re.IGNORECASE), 3),
    (re.compile(r"(?P<part>I{1,3}|IV)\s?/\s?(?P<year>\d{4})", re.IGNORECASE), 3),
    (re.compile(rf"(?P<part>[12]|I{{1,2}})\.?\s?(?:Halbjahr|HJ\.?)\s?/?\s?{_YEAR}", re.IGNORECASE), 6),
)
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
_WEEK = re.compile(r"(?:(?:KW|Woche)\s?(\d{1,2})|(\d{1,2})\.\s?(?:KW|Woche))\s?/?\s?(\d{4})", re.IGNORECASE)
_OPEN_END = re.compile(r"laufend|dauer|unbefristet|ständig|kontinuierlich|jährlich|offen|regelmäßig", re.IGNORECASE)
_TURNS = {
    "nach den sommerferien": "September",
    "frühjahr": "April",
    "frühling": "April",
    "sommer": "Juli",
    "herbst": "Oktober",
    "winter": "Dezember",
}


@dataclass(frozen=True)
class RoughDate:
    """From the first to the last day of what is known. ``precision`` is day, month, school_year or year."""

    first: date
    last: date
    precision: str
    words: str


def as_date(cell: Cell) -> RoughDate | None:
    """A blank cell is None. Raises Unreadable for what is no date, or could be two."""
    text = shown(cell)
    if not text:
        return None
    if isinstance(cell.value, datetime):
        return _day(cell.value.date(), text)
    if isinstance(cell.value, date):
        return _day(cell.value, text)
    if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
        return _of_number(cell.value, text)
    return _of_text(text)


def _of_number(value: int | float, text: str) -> RoughDate:
    if value == int(value) and FIRST_YEAR <= value <= LAST_YEAR:
        return _year(int(value), text)
    if value == int(value) and int(value) in SERIALS:
        return _day(serial_day(int(value)), text)
    raise Unreadable(f"„{text}“ ist kein Datum.")


def serial_day(value: int) -> date:
    """The day that Excel counts as ``value``: a date whose cell has lost its format."""
    return DAY_ZERO + timedelta(days=value)


def _of_text(text: str) -> RoughDate:
    if len(text) == 5 and text.isdecimal() and int(text) in SERIALS:
        day = f"{serial_day(int(text)):%d.%m.%Y}"
        raise Unreadable(f"„{text}“ ist eine Zahl. Als Datum aus Excel wäre es der {day}.", day)
    bare = _WEEKDAY.sub("", text)
    for form in _DAYS:
        if (found := form.fullmatch(bare)) and (month := _month(found)):
            return _day(_checked(_full(found["year"]), month, int(found["day"]), text), text)
    if found := _SLASHES.fullmatch(bare):
        return _slashed(found, text)
    for form in _MONTH_FORMS:
        if (found := form.fullmatch(text)) and 1 <= (month := _month(found)) <= 12:
            return _month_of(_full(found["year"]), month, text)
    if found := _SCHOOL_YEAR.fullmatch(text):
        return _school_year(found["first"], found["second"], text)
    if (found := _ONE_YEAR.fullmatch(text)) and FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return _year(int(found[1]), text)
    raise Unreadable(f"„{_short(text)}“ ist kein Datum.", _suggestion(text))


def _month_of(year: int, month: int, text: str) -> RoughDate:
    first = _checked(year, month, 1, text)
    return RoughDate(first, first.replace(day=monthrange(year, month)[1]), "month", text)


def _slashed(found: re.Match[str], text: str) -> RoughDate:
    """01/05/2026 is May in one country and January in another."""
    day, month, year = int(found["day"]), int(found["month"]), _full(found["year"])
    if day > 12 or day == month:
        return _day(_checked(year, month, day, text), text)
    if month > 12:
        return _day(_checked(year, day, month, text), text)
    meant = _checked(year, month, day, text)
    raise Unreadable(f"Bei „{_short(text)}“ ist nicht sicher, was Tag und was Monat ist.", f"{meant:%d.%m.%Y}")


def _school_year(first: str, second: str, text: str) -> RoughDate:
    begins, ends = _full(first), _full(second)
    if ends != begins + 1:
        raise Unreadable(f"„{_short(text)}“ ist kein Schuljahr.", f"Schuljahr {begins}/{(begins + 1) % 100:02d}")
    starts = _checked(begins, SCHOOL_MONTH, 1, text)
    return RoughDate(starts, date(ends, SCHOOL_MONTH, 1) - timedelta(days=1), "school_year", text)


def _year(year: int, text: str) -> RoughDate:
    return RoughDate(date(year, 1, 1), date(year, 12, 31), "year", text)


def _day(day: date, text: str) -> RoughDate:
    return RoughDate(_checked(day.year, day.month, day.day, text), day, "day", text)


def _month(found: re.Match[str]) -> int:
    """1 to 12, or 0 for a word that names no month."""
    parts = found.groupdict()
    if parts.get("month"):
        return int(parts["month"])
    name = (parts.get("name") or "").casefold()
    if name in _SPELLINGS:
        return _SPELLINGS[name]
    whole = [number for number, known in enumerate(_MONTH_NAMES, 1) if known.casefold() == name]
    return whole[0] if whole else _MONTHS.index(name) + 1 if name in _MONTHS else 0


def _full(year: str) -> int:
    """ "26" is 2026, "98" is 1998."""
    number = int(year)
    return number if len(year) == 4 else number + (2000 if number < 70 else 1900)


def _checked(year: int, month: int, day: int, text: str) -> date:
    try:
        made = date(year, month, day)
    except ValueError as error:
        raise Unreadable(f"Den Tag „{_short(text)}“ gibt es nicht.", _nearest(year, month)) from error
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unreadable(f"„{_short(text)}“ liegt nicht zwischen {FIRST_YEAR} und {LAST_YEAR}.")
    return made


def _nearest(year: int, month: int) -> str:
    """The last day of the month, for somebody who typed the thirty-first of February."""
    if 1 <= month <= 12 and FIRST_YEAR <= year <= LAST_YEAR:
        return f"{monthrange(year, month)[1]:02d}.{month:02d}.{year}"
    return ""


def _suggestion(text: str) -> str:
    """What "nach den Sommerferien 2026" or "Q2 2026" may mean; examples where no year is said."""
    if len(days := _SOME_DAY.findall(text)) == 1 and len(_SOME_YEAR.findall(text)) == 1:
        return days[0]
    if known := _part_of_year(text) or _month_of_week(text):
        return known
    school = [found[0] for found in _SOME_SCHOOL_YEAR.finditer(text) if _full(found[2]) == int(found[1]) + 1]
    if len(school) == 1:
        return f"Schuljahr {school[0].replace(' ', '')}"
    folded = text.casefold()
    month = next((known for word, known in _TURNS.items() if word in folded), "")
    years = _SOME_YEAR.findall(text)
    if len(years) == 1:
        return f"{month} {years[0]}".strip()
    if years or _OPEN_END.search(text):
        return ""
    return f"{month} mit dem Jahr, zum Beispiel „{month} 2026“" if month else EXAMPLES


def _part_of_year(text: str) -> str:
    """The first and the last month of a quarter or half of a year."""
    for form, months in _PARTS_OF_YEAR:
        if found := form.fullmatch(text):
            said = found["part"].upper()
            last = (_ROMAN.get(said) or int(said)) * months
            year = _full(found["year"])
            return f"{_MONTH_NAMES[last - months]} {year} (Beginn) oder {_MONTH_NAMES[last - 1]} {year} (Ende)"
    return ""


def _month_of_week(text: str) -> str:
    found = _WEEK.fullmatch(text)
    if found is None:
        return ""
    try:
        day = date.fromisocalendar(int(found[3]), int(found[1] or found[2]), 4)
    except ValueError:
        return ""
    return f"{_MONTH_NAMES[day.month - 1]} {day.year}"


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:60] + " …"
