"""How fresh a measure is: whether somebody has confirmed how it stands lately enough.

The office sets two intervals (``FreshnessPolicy``); everything else follows from them, today, and the day on which the
measure was last confirmed. What is done or cancelled needs no confirming; what nobody ever confirmed is stale.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.db import models
from django.db.models import Q

OVER = ("done", "cancelled")  # statuses of a measure that nobody has to confirm any more


class Freshness(models.TextChoices):
    """How long ago a measure was confirmed (Aktualität)."""

    CURRENT = "current", "aktuell"
    DUE = "due", "fällig"
    STALE = "stale", "veraltet"
    NONE = "none", "entfällt"


ASKED_FOR = (Freshness.CURRENT, Freshness.DUE, Freshness.STALE)  # those of measures that run


class Policy(Protocol):
    due_after_months: int
    stale_after_months: int


class Confirmed(Protocol):
    status: str
    last_confirmed_on: date | None


@dataclass(frozen=True)
class Limits:
    """The last days on which a confirmation leaves a measure due, or stale, today."""

    due_on: date
    stale_on: date


def limits(today: date, policy: Policy) -> Limits:
    return Limits(months_before(today, policy.due_after_months), months_before(today, policy.stale_after_months))


def months_before(day: date, months: int) -> date:
    """The same day ``months`` earlier, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def freshness_of(measure: Confirmed, today: date, policy: Policy) -> Freshness:
    return graded(measure.status, measure.last_confirmed_on, limits(today, policy))


def graded(status: str, confirmed_on: date | None, limits: Limits) -> Freshness:
    """The freshness of what was confirmed on that day, if ever."""
    if status in OVER:
        return Freshness.NONE
    if confirmed_on is None or confirmed_on <= limits.stale_on:
        return Freshness.STALE
    return Freshness.DUE if confirmed_on <= limits.due_on else Freshness.CURRENT


def condition(kind: str, limits: Limits) -> Q:
    """The measures of which ``graded`` says ``kind``."""
    if kind == Freshness.NONE:
        return Q(status__in=OVER)
    return confirmed_as(kind, limits) & ~Q(status__in=OVER)


def confirmed_as(kind: str, limits: Limits) -> Q:
    """The last confirmation of running measures of which ``graded`` says ``kind``."""
    confirmed = {
        Freshness.CURRENT: Q(last_confirmed_on__gt=limits.due_on),
        Freshness.DUE: Q(last_confirmed_on__gt=limits.stale_on, last_confirmed_on__lte=limits.due_on),
        Freshness.STALE: Q(last_confirmed_on=None) | Q(last_confirmed_on__lte=limits.stale_on),
    }
    return confirmed[Freshness(kind)]
