"""The school-year clock of North Rhine-Westphalia: on which days schools and offices work.

Public and school holidays come from the library ``holidays``. It knows school holidays only as far as the state has
published them and the library has taken them over: beyond ``known_until()`` only weekends and public holidays count,
``doubt`` says so to people, and a system check says so to those who run the site. Days off that each school chooses for
itself ("bewegliche Ferientage") are in no calendar.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import count

from holidays import PUBLIC, SCHOOL, Germany

DAY = timedelta(days=1)
SATURDAY = 5
FIRST_YEAR = 2023  # the first whole year whose school holidays the library knows
START_MONTH = 8  # a school year starts on 1 August: section 7 of the school law (SchulG NRW)


@dataclass(frozen=True)
class SchoolYear:
    """A school year with its label, for example "2026/27"."""

    starts_on: date
    ends_on: date
    label: str


@lru_cache(maxsize=100)
def days_off(year: int, *categories: str) -> frozenset[date]:
    """The holidays of a year, without weekends that are none; asked of the library once per process."""
    return frozenset(Germany(subdiv="NW", categories=categories, years=year, expand=False))


def is_working_day(day: date) -> bool:
    """Offices work: neither a weekend nor a public holiday."""
    return day.weekday() < SATURDAY and day not in days_off(day.year, PUBLIC)


def is_school_day(day: date) -> bool:
    """Schools teach: a working day outside the school holidays, as far as these are known."""
    return day.weekday() < SATURDAY and day not in days_off(day.year, PUBLIC, SCHOOL)


def on_or_after(day: date) -> date:
    """``day`` itself or the next school day."""
    return _walk(day, DAY, is_school_day)


def on_or_before(day: date) -> date:
    """``day`` itself or the last school day before it."""
    return _walk(day, -DAY, is_school_day)


def school_days_before(day: date, n: int) -> date:
    """The school day that lies ``n`` school days before ``day``; with 0 ``day`` itself or the last one before it."""
    return _back(day, n, is_school_day)


def working_days_before(day: date, n: int) -> date:
    """The working day that lies ``n`` working days before ``day``; with 0 ``day`` itself or the last one before it."""
    return _back(day, n, is_working_day)


def school_year(day: date) -> SchoolYear:
    """The school year that ``day`` lies in, from 1 August to 31 July."""
    first = day.year if day.month >= START_MONTH else day.year - 1
    return SchoolYear(
        date(first, START_MONTH, 1), date(first + 1, START_MONTH, 1) - DAY, f"{first}/{(first + 1) % 100:02d}"
    )


@cache
def known_until() -> date:
    """The last school holiday that the library knows; what comes after it is doubtful."""
    last = date(FIRST_YEAR, 1, 1)
    for year in count(FIRST_YEAR):
        known = days_off(year, SCHOOL)
        if not known:
            return last
        last = max(known)
    raise AssertionError("the library knows school holidays of all years")


def doubt(day: date) -> str:
    """What people must know about a school day that was reckoned for ``day``; empty where the holidays are known."""
    if day <= known_until():
        return ""
    return (
        f"Schulferien sind bisher nur bis {known_until():%d.%m.%Y} hinterlegt; "
        "danach zählen allein Wochenenden und gesetzliche Feiertage."
    )


def _walk(day: date, step: timedelta, fits: Callable[[date], bool]) -> date:
    """The first day from ``day`` on that fits; where the calendar ends, its last one."""
    while not fits(day):
        try:
            day += step
        except OverflowError:
            return day
    return day


def _back(day: date, n: int, fits: Callable[[date], bool]) -> date:
    day = _walk(day, -DAY, fits)
    for _ in range(n):
        day = _walk(max(day, date.min + DAY) - DAY, -DAY, fits)
    return day
