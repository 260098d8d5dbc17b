"""The school-year clock against the dates that the state has published."""

from datetime import date, timedelta

import pytest

from bildungsnetz import schooldays
from bildungsnetz.operations.checks import holidays_running_out

# "Ordnung der Ferien", RdErl. d. Ministeriums für Schule und Bildung v. 19.05.2022 (ABl. NRW. 06/22), BASS 12-65 Nr. 1,
# for the school years 2022/23 to 2029/30: https://bass.schul-welt.de/191.htm; Christmas may reach over the new year.
SCHOOL_HOLIDAYS = [
    (date(2026, 3, 30), date(2026, 4, 11)),
    (date(2026, 5, 26), date(2026, 5, 26)),
    (date(2026, 7, 20), date(2026, 9, 1)),
    (date(2026, 10, 17), date(2026, 10, 31)),
    (date(2026, 12, 23), date(2027, 1, 6)),
    (date(2027, 3, 22), date(2027, 4, 3)),
    (date(2027, 5, 18), date(2027, 5, 18)),
    (date(2027, 7, 19), date(2027, 8, 31)),
    (date(2027, 10, 23), date(2027, 11, 6)),
    (date(2027, 12, 24), date(2028, 1, 8)),
]
# Feiertagsgesetz NW, section 2; two of them fall into term.
PUBLIC_HOLIDAYS_IN_TERM = [date(2026, 5, 1), date(2026, 5, 14), date(2026, 5, 25), date(2026, 6, 4), date(2027, 5, 27)]


@pytest.mark.parametrize(("first", "last"), SCHOOL_HOLIDAYS)
def test_a_holiday_is_no_school_day_from_its_first_to_its_last_day(first: date, last: date):
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert not any(schooldays.is_school_day(day) for day in days)


@pytest.mark.parametrize(("first", "last"), SCHOOL_HOLIDAYS)
def test_schools_teach_on_the_working_days_around_a_holiday(first: date, last: date):
    before = schooldays.working_days_before(first - timedelta(days=1), 0)
    assert schooldays.on_or_before(first) == before
    after = schooldays.on_or_after(last)
    assert last < after <= last + timedelta(days=3)


@pytest.mark.parametrize("day", PUBLIC_HOLIDAYS_IN_TERM)
def test_public_holidays_are_neither_school_days_nor_working_days(day: date):
    assert not schooldays.is_school_day(day)
    assert not schooldays.is_working_day(day)


def test_offices_work_in_the_school_holidays():
    assert schooldays.is_working_day(date(2026, 8, 3))
    assert not schooldays.is_school_day(date(2026, 8, 3))


@pytest.mark.parametrize("day", [date(2026, 11, 28), date(2026, 11, 29)])
def test_weekends_are_neither(day: date):
    assert not schooldays.is_school_day(day)
    assert not schooldays.is_working_day(day)


def test_a_deadline_in_the_holidays_moves_to_the_next_school_day_or_the_last():
    assert schooldays.on_or_after(date(2026, 10, 20)) == date(2026, 11, 2)
    assert schooldays.on_or_before(date(2026, 10, 20)) == date(2026, 10, 16)
    assert schooldays.on_or_after(date(2026, 11, 26)) == schooldays.on_or_before(date(2026, 11, 26))


def test_school_days_are_counted_back_over_holidays():
    assert schooldays.school_days_before(date(2026, 11, 4), 2) == date(2026, 11, 2)
    assert schooldays.school_days_before(date(2026, 11, 4), 3) == date(2026, 10, 16)
    assert schooldays.school_days_before(date(2026, 10, 31), 0) == date(2026, 10, 16)


def test_working_days_are_counted_back_over_weekends_and_public_holidays_only():
    assert schooldays.working_days_before(date(2026, 6, 8), 2) == date(2026, 6, 3)
    assert schooldays.working_days_before(date(2026, 10, 27), 3) == date(2026, 10, 22)


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (date(2026, 7, 31), "2025/26"),
        (date(2026, 8, 1), "2026/27"),
        (date(2027, 7, 31), "2026/27"),
        (date(2099, 9, 1), "2099/00"),
    ],
)
def test_a_school_year_goes_from_august_to_july(day: date, label: str):
    year = schooldays.school_year(day)
    assert year.label == label
    assert year.starts_on <= day <= year.ends_on


def test_beyond_what_the_library_knows_only_weekends_and_public_holidays_count_and_it_is_said():
    assert schooldays.known_until() >= date(2029, 8, 14)
    far = date(2050, 8, 1)
    assert schooldays.on_or_after(far) == far
    assert not schooldays.is_school_day(date(2050, 10, 3))
    assert "danach zählen allein Wochenenden" in schooldays.doubt(far)
    assert schooldays.doubt(date(2027, 8, 1)) == ""


def test_a_system_check_warns_half_a_year_before_the_known_holidays_end():
    last = schooldays.known_until()
    assert holidays_running_out(last - timedelta(days=180)) == []
    assert [message.id for message in holidays_running_out(last - timedelta(days=179))] == ["operations.W004"]
