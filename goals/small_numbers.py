"""Counts of children below 5 could point at single ones. Nobody outside the offices reads them, nor can work them out.

``withheld`` is the one answer to "which numbers of this indicator must not be shown?". Page, chart, paper, frozen
values and search hold nothing of an indicator that did not pass ``goals.figures``, which asks it.

What counts as small: less than 5 in either direction, and 0 as well. That nobody of a small group reached something is
as telling as that one did, and "unter 5" would otherwise always mean "one to four".

What can be worked out: an indicator may be part of another one (``Indicator.part_of``: "davon mit Förderbedarf"). What
the shown parts leave of their total must not be a small number either: then the smallest shown part is withheld as
well, until what is left is at least 5. Numbers of different years are different groups and are not set off against each
other; a chart leaves a gap and takes its scale from what is shown, and the note of a withheld number goes with it.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import TypeAlias

from .models import Indicator, TimeReference

SMALLEST_SHOWN = 5
UNDER = f"unter {SMALLEST_SHOWN}"
NOT_TOLD = "nicht ausgewiesen"

Time: TypeAlias = tuple[int, str]  # year and what it means


def withheld(indicator: Indicator) -> dict[Time | str, str]:
    """The numbers of ``indicator`` that only the offices read, each with the words that stand in their place.

    The keys are times of values, and "baseline" and "comparison". Needs ``goals.querysets.with_values``.
    """
    if not indicator.counts_children:
        return {}
    numbers = counted(indicator)
    words: dict[Time | str, str] = {time: UNDER for time, number in numbers.items() if is_small(number)}
    for time in numbers:
        if time not in words and indicator.pk in worked_out(family_of(indicator), time):
            words[time] = NOT_TOLD
    if indicator.comparison is not None and is_small(indicator.comparison):
        words["comparison"] = UNDER
    if indicator.baseline is not None:
        told = words.get(baseline_time(indicator), "")
        if told := UNDER if is_small(indicator.baseline) else told:
            words["baseline"] = told
    return words


def is_small(number: Decimal) -> bool:
    return abs(number) < SMALLEST_SHOWN


def baseline_time(indicator: Indicator) -> Time:
    return indicator.baseline_year or 0, TimeReference.YEAR


def counted(indicator: Indicator) -> dict[Time, Decimal]:
    """All numbers of ``indicator`` by time; the baseline is one of them."""
    numbers: dict[Time, Decimal] = {}
    if indicator.baseline is not None:
        numbers[baseline_time(indicator)] = indicator.baseline
    return numbers | {(row.year, row.time_reference): row.value for row in indicator.values.all()}


def family_of(indicator: Indicator) -> tuple[Indicator, list[Indicator]] | None:
    """A total and its parts, if ``indicator`` is one of them."""
    total = indicator.part_of or indicator
    parts = list(total.parts.all())
    return (total, parts) if parts else None


def worked_out(family: tuple[Indicator, Iterable[Indicator]] | None, time: Time) -> set[int]:
    """The parts that must be withheld at ``time`` so that no small number is left between total and shown parts."""
    if family is None:
        return set()
    total, parts = family
    whole = counted(total).get(time)
    if whole is None or is_small(whole) or not total.is_public:
        return set()  # no total to set off against
    known = {part.pk: (part, number) for part in parts if (number := counted(part).get(time)) is not None}
    shown = {pk: number for pk, (part, number) in known.items() if part.is_public and not is_small(number)}
    left = whole - sum(shown.values())
    nothing_hidden = left == 0 and len(shown) == len(known)
    if left < 0 or nothing_hidden:  # parts that overlap give nothing away
        return set()
    taken: set[int] = set()
    while left < SMALLEST_SHOWN and shown:
        smallest = min(shown, key=lambda pk: (shown[pk], pk))
        left += shown.pop(smallest)
        taken.add(smallest)
    return taken
