"""Dates that are known roughly are kept as the first day of what is known."""

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
