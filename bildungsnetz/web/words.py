"""How amounts and dates read in German. Pages, sheets, mails and papers all ask here."""

from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, number_format

from bildungsnetz.schooldays import school_year

NOT_PLANNED = "nicht geplant"
NO_BREAK_SPACE = "\u00a0"


def money(amount: Decimal | int | str | None) -> str:
    """``1.234,50 €``; nothing planned is said in words, zero is a figure."""
    if amount is None or amount == "":
        return NOT_PLANNED
    return f"{number_format(amount, 2, use_l10n=True, force_grouping=True)}{NO_BREAK_SPACE}€"


def day_with_precision(day: date | None, precision: str = "day", words: str = "") -> str:
    """A date that may only be known roughly. ``words`` are the original's own and win where they say more.

    ``precision`` is day, month, school_year or year; no date at all shows ``words`` or "offen".
    """
    if day is None:
        return words or "offen"
    if precision == "day":
        return f"{day:%d.%m.%Y}"
    if precision == "month":
        return date_format(day, f"F{NO_BREAK_SPACE}Y").replace(NO_BREAK_SPACE, " ")
    if precision == "school_year":
        return f"Schuljahr{NO_BREAK_SPACE}{school_year(day).label}"
    return f"{day.year}" if precision == "year" else f"{day:%d.%m.%Y}"


def ago(day: date | None, today: date) -> str:
    """How long ago: "heute", "gestern", "vor 3 Wochen", "vor 2 Jahren"; nothing for no day."""
    if day is None:
        return ""
    days = (today - day).days
    if days < 2:
        return "gestern" if days == 1 else "heute"
    return f"vor {span(days)}"


def ahead(day: date, today: date) -> str:
    """How far ahead: "heute", "morgen", "in 3 Wochen"; what is past is said with ``ago``."""
    days = (day - today).days
    if days < 0:
        return ago(day, today)
    if days < 2:
        return "morgen" if days == 1 else "heute"
    return f"in {span(days)}"


def days_left(day: date | None, today: date) -> str:
    """How many days one has until ``day``, to the day: "noch 12 Tage", "heute", "vorbei"; nothing for no day."""
    if day is None:
        return ""
    days = (day - today).days
    if days < 2:
        return "vorbei" if days < 0 else ("heute", "morgen")[days]
    return f"noch {days}{NO_BREAK_SPACE}Tage"


def span(days: int) -> str:
    """A number of days as people say it, in the dative: exact below two weeks, rough beyond."""
    for longest, unit, name in ((14, 1, "Tagen"), (60, 7, "Wochen"), (730, 30, "Monaten")):
        if days < longest:
            return f"{days // unit}{NO_BREAK_SPACE}{name}"
    return f"{days // 365}{NO_BREAK_SPACE}Jahren"
