"""Sessions that repeat in a calendar: the days of a rule (RFC 5545), without those left out, with those moved.

Only rules by day, week, month and year are read, and no further than two years ahead: a rule comes from a stranger, and
a library that follows it to its end may never come back.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from .meeting_files import Found

AHEAD = timedelta(days=731)
MOST_STEPS = 3_000  # days, weeks, months or years that a rule is followed
MOST_SERIES = 100  # in a file
STAMP = re.compile(r"(\d{8})(?:T(\d{6})(Z?))?")
WEEKDAYS = {name: number for number, name in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))}
KNOWN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"}
SECOND = "two rules"
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
NUMBER = re.compile(r"[+-]?\d{1,4}")


class UnreadableRuleError(ValueError):
    """The rule is of a kind that sessions do not follow."""


@dataclass(frozen=True)
class Rule:
    frequency: str
    interval: int = 1
    most: int = 0  # 0: without end
    until: date | None = None
    weekdays: tuple[tuple[int, int], ...] = ()  # (which of the month, 0: each; weekday)
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    week_begins: int = 0


@dataclass
class Series:
    """What an event says about repeating; ``replaces`` is the day of the series whose place the event takes."""

    rule: str = ""
    left_out: list[date] = field(default_factory=list)
    added: list[date] = field(default_factory=list)
    replaces: date | None = None

    def take(self, name: str, value: str) -> None:
        """Writes one property down; of a second rule nothing is known but that there is one."""
        match name:
            case "RRULE":
                self.rule = SECOND if self.rule else value
            case "EXDATE":
                self.left_out += days_in(value)
            case "RDATE":
                self.added += days_in(value)
            case "RECURRENCE-ID":
                self.replaces = day_of_stamp(value)

    @property
    def repeats(self) -> bool:
        return bool(self.rule or self.added)


def expanded(found: list["Found"], today: date) -> Iterator["Found"]:
    """Each session of each series as an entry of its own, known by the day that the rule gives it.

    A day that was left out is called off, so that a session which was read from an earlier file goes. A series that
    cannot be read stays one entry and says so.
    """
    moved = {(one.external_id, day): one for one in found if (day := one.series.replaces)}
    read = 0
    for one in found:
        if one.series.replaces:
            continue
        if not one.series.repeats:
            yield one
            continue
        read += 1
        try:
            days = sorted(days_of(one, today)) if read <= MOST_SERIES else None
        except UnreadableRuleError:
            days = None
        if days is None:
            yield replace(one, is_series=True)
            continue
        for day in days:
            left_out = one.is_cancelled or day in one.series.left_out
            yield known_by(moved.pop((one.external_id, day), replace(one, held_on=day)), day, left_out)
    for (_, day), one in moved.items():
        yield known_by(one, day)


def known_by(one: "Found", day: date, is_cancelled: bool = False) -> "Found":
    return replace(
        one,
        external_id=f"{one.external_id}#{day:%Y%m%d}" if one.external_id else "",
        is_cancelled=one.is_cancelled or is_cancelled,
    )


def days_of(one: "Found", today: date) -> set[date]:
    """The days of a series until two years from ``today``, those that were left out among them."""
    begins = one.held_on
    if begins is None:
        raise UnreadableRuleError
    ruled = follow(rule_of(one.series.rule), begins, today + AHEAD) if one.series.rule else [begins]
    return {*ruled, *one.series.added}


def rule_of(text: str) -> Rule:
    """Reads a rule. Raises UnreadableRuleError for what cannot be followed here."""
    parts = dict(part.partition("=")[::2] for part in text.upper().split(";") if part)
    if not parts.keys() <= KNOWN or parts.get("FREQ") not in FREQUENCIES:
        raise UnreadableRuleError
    rule = Rule(
        frequency=parts["FREQ"],
        interval=number(parts.get("INTERVAL", "1")),
        most=number(parts.get("COUNT", "0")),
        until=day_of(parts["UNTIL"]) if "UNTIL" in parts else None,
        weekdays=tuple(weekday(one) for one in parts.get("BYDAY", "").split(",") if one),
        month_days=numbers(parts.get("BYMONTHDAY", "")),
        months=numbers(parts.get("BYMONTH", "")),
        places=numbers(parts.get("BYSETPOS", "")),
        week_begins=WEEKDAYS.get(parts.get("WKST", "MO"), 0),
    )
    of_month = rule.frequency == "MONTHLY" or (rule.frequency == "YEARLY" and rule.months)
    counted = any(which for which, _ in rule.weekdays)
    if rule.interval < 1 or rule.most < 0 or (counted and not of_month) or (rule.places and not of_month):
        raise UnreadableRuleError
    if rule.frequency == "YEARLY" and (rule.weekdays or rule.month_days) and not rule.months:
        raise UnreadableRuleError
    return rule


def number(text: str) -> int:
    if not NUMBER.fullmatch(text):
        raise UnreadableRuleError
    return int(text)


def numbers(text: str) -> tuple[int, ...]:
    return tuple(number(one) for one in text.split(",") if one)


def weekday(text: str) -> tuple[int, int]:
    if text[-2:] not in WEEKDAYS:
        raise UnreadableRuleError
    return number(text[:-2] or "0"), WEEKDAYS[text[-2:]]


def day_of_stamp(value: str) -> date | None:
    """Our day of a moment as iCalendar writes it: one in UTC is turned, any other is on the day that it says."""
    found = STAMP.fullmatch(value)
    if found is None:
        return None
    day, time, utc = found.groups()
    try:
        clock = time or "000000"
        year, month, of_month = int(day[:4]), int(day[4:6]), int(day[6:])
        moment = datetime(year, month, of_month, int(clock[:2]), int(clock[2:4]), int(clock[4:]), tzinfo=UTC)
        return timezone.localtime(moment).date() if utc else moment.date()
    except (ValueError, OverflowError):
        return None


def days_in(value: str) -> list[date]:
    """The days of a list of moments or periods."""
    return [day for one in value.split(",") if (day := day_of_stamp(one.partition("/")[0].strip()))]


def day_of(text: str) -> date:
    found = day_of_stamp(text)
    if found is None:
        raise UnreadableRuleError
    return found


def follow(rule: Rule, begins: date, last: date) -> list[date]:
    """The days from ``begins`` to ``last``."""
    last = min(last, rule.until) if rule.until else last
    found: list[date] = []
    for step in range(MOST_STEPS):
        period = candidates(rule, begins, step)
        if period is None or period[0] > last:
            return found
        for day in period[1]:
            if begins <= day <= last and (not rule.months or day.month in rule.months):
                found.append(day)
                if rule.most and len(found) == rule.most:
                    return found
    raise UnreadableRuleError


def candidates(rule: Rule, begins: date, step: int) -> tuple[date, list[date]] | None:
    """When the period of this ``step`` begins and its days; None after the end of all days."""
    try:
        if rule.frequency == "DAILY":
            day = begins + timedelta(days=step * rule.interval)
            return day, [day] if fits(rule, day) else []
        if rule.frequency == "WEEKLY":
            return week(rule, begins, step)
        months = rule.interval * (1 if rule.frequency == "MONTHLY" else 12) * step
        year, month = divmod(begins.year * 12 + begins.month - 1 + months, 12)
        if rule.frequency == "YEARLY":
            wanted = sorted(one for one in rule.months if 1 <= one <= 12) or [begins.month]
            return date(year, 1, 1), [day for one in wanted for day in month_of(rule, begins, year, one)]
        return date(year, month + 1, 1), month_of(rule, begins, year, month + 1)
    except (OverflowError, ValueError):
        return None


def fits(rule: Rule, day: date) -> bool:
    length = calendar.monthrange(day.year, day.month)[1]
    in_month = not rule.month_days or {day.day, day.day - length - 1} & set(rule.month_days)
    return bool(in_month) and (not rule.weekdays or day.weekday() in {one for _, one in rule.weekdays})


def week(rule: Rule, begins: date, step: int) -> tuple[date, list[date]]:
    first = begins - timedelta(days=(begins.weekday() - rule.week_begins) % 7)
    first += timedelta(weeks=step * rule.interval)
    wanted = {one for _, one in rule.weekdays} or {begins.weekday()}
    days = (first + timedelta(days=one) for one in range(7))
    return first, [day for day in days if day.weekday() in wanted]


def month_of(rule: Rule, begins: date, year: int, month: int) -> list[date]:
    """The days of a month that the rule means: all that fit, or of these the ones at its places."""
    days = [date(year, month, one) for one in range(1, calendar.monthrange(year, month)[1] + 1)]
    if rule.month_days:
        days = [day for day in days if {day.day, day.day - len(days) - 1} & set(rule.month_days)]
    if rule.weekdays:
        days = [day for day in days if any(is_that(day, which, name) for which, name in rule.weekdays)]
    if not rule.weekdays and not rule.month_days:
        days = [day for day in days if day.day == begins.day]
    if not rule.places:
        return days
    size = len(days)
    return [day for place, day in enumerate(days, 1) if {place, place - size - 1} & set(rule.places)]


def is_that(day: date, which: int, name: int) -> bool:
    """Whether it is the ``which``-th such weekday of its month, counted from its end where that is below 0."""
    length = calendar.monthrange(day.year, day.month)[1]
    return day.weekday() == name and which in (0, (day.day - 1) // 7 + 1, -((length - day.day) // 7 + 1))
