"""Dates that are known roughly: a beginning is kept as the first day of what is known, an end as the last.

So "bis 2026" is not overdue before the year is, and "Mai bis Mai" ends after it began.
"""

from calendar import monthrange
from datetime import date


def first_day(day: date, precision: str) -> date:
    """The first day of the month, school year (from August) or year that ``day`` lies in."""
    if precision == "month":
        return day.replace(day=1)
    if precision == "year":
        return day.replace(month=1, day=1)
    if precision == "school_year":
        return date(day.year if day.month >= 8 else max(day.year - 1, 1), 8, 1)
    return day


def last_day(day: date, precision: str) -> date:
    """The last day of the month, school year (until July) or year that ``day`` lies in."""
    if precision == "month":
        return day.replace(day=monthrange(day.year, day.month)[1])
    if precision == "year":
        return day.replace(month=12, day=31)
    if precision == "school_year":
        return date(min(day.year + 1, 9999) if day.month >= 8 else day.year, 7, 31)
    return day
