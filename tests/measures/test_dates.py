"""Dates that are known roughly: a beginning is its first day, an end its last."""

from datetime import date

import pytest

from measures.dates import first_day, last_day

MARCH = date(2026, 3, 17)
OCTOBER = date(2026, 10, 5)


@pytest.mark.parametrize(
    ("day", "precision", "first", "last"),
    [
        (MARCH, "day", MARCH, MARCH),
        (MARCH, "month", date(2026, 3, 1), date(2026, 3, 31)),
        (MARCH, "year", date(2026, 1, 1), date(2026, 12, 31)),
        (MARCH, "school_year", date(2025, 8, 1), date(2026, 7, 31)),
        (OCTOBER, "school_year", date(2026, 8, 1), date(2027, 7, 31)),
        (date(2028, 2, 3), "month", date(2028, 2, 1), date(2028, 2, 29)),
        (date.max, "school_year", date(9999, 8, 1), date(9999, 7, 31)),
        (date.min, "school_year", date(1, 8, 1), date(1, 7, 31)),
    ],
)
def test_a_span_has_a_first_and_a_last_day(day, precision, first, last):
    assert first_day(day, precision) == first
    assert last_day(day, precision) == last
