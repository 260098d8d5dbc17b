"""Sessions that repeat: their days, those left out, moved and called off; and rules that never end."""

from datetime import UTC, date, datetime, timedelta
from itertools import takewhile

import pytest
from dateutil.rrule import rrulestr

from goals.meeting_files import read
from goals.meeting_series import AHEAD, UnreadableRuleError, follow, rule_of
from tests.goals.test_meeting_files import TODAY, ics

MONTHLY = (
    "UID:s\r\nSUMMARY:Schulausschuss\r\nDTSTART;TZID=Europe/Berlin:20270107T160000\r\n"
    "RRULE:FREQ=MONTHLY;BYDAY=1TH;COUNT=4"
)


def told(*events, head=""):
    return [(one.external_id, one.held_on, one.is_cancelled) for one in read(ics(*events, head=head), TODAY).sessions]


def days(*events):
    return [day for _, day, is_cancelled in told(*events) if not is_cancelled]


def test_each_session_of_a_series_is_one_and_known_by_its_day():
    assert told(MONTHLY) == [
        ("s#20270107", date(2027, 1, 7), False),
        ("s#20270204", date(2027, 2, 4), False),
        ("s#20270304", date(2027, 3, 4), False),
        ("s#20270401", date(2027, 4, 1), False),
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=WEEKLY;COUNT=10",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;UNTIL=20270601T000000Z",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU;COUNT=9",
        "FREQ=DAILY;INTERVAL=10;COUNT=12",
        "FREQ=DAILY;BYDAY=MO,FR;BYMONTH=2,3;COUNT=12",
        "FREQ=MONTHLY;BYDAY=-1WE;COUNT=8",
        "FREQ=MONTHLY;BYDAY=2TU,4TU;INTERVAL=2",
        "FREQ=MONTHLY;BYMONTHDAY=31;COUNT=6",
        "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=6",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=6",
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=3",
        "FREQ=MONTHLY;COUNT=6",
        "FREQ=YEARLY;COUNT=3",
        "FREQ=YEARLY;BYMONTH=3,6,9;BYDAY=1TH;COUNT=7",
    ],
)
def test_a_rule_gives_the_days_that_a_library_gives(rule):
    begins = date(2027, 1, 7)
    last = begins + AHEAD
    theirs = rrulestr(rule, dtstart=datetime(2027, 1, 7, tzinfo=UTC))
    expected = [one.date() for one in takewhile(lambda one: one.date() <= last, theirs)]
    assert follow(rule_of(rule), begins, last) == expected


def test_a_day_that_was_left_out_is_called_off():
    assert told(f"{MONTHLY}\r\nEXDATE;TZID=Europe/Berlin:20270204T160000,20270304T160000\r\nEXDATE:20270401")[1:] == [
        ("s#20270204", date(2027, 2, 4), True),
        ("s#20270304", date(2027, 3, 4), True),
        ("s#20270401", date(2027, 4, 1), True),
    ]


@pytest.mark.parametrize("is_first", [True, False])
def test_a_session_that_was_moved_keeps_the_id_of_its_day(is_first):
    moved = (
        "UID:s\r\nRECURRENCE-ID;TZID=Europe/Berlin:20270204T160000\r\nDTSTART:20270211T170000\r\nSUMMARY:Schulausschuss"
    )
    found = told(*([moved, MONTHLY] if is_first else [MONTHLY, moved]))
    assert found[1] == ("s#20270204", date(2027, 2, 11), False)
    assert len(found) == 4


def test_one_session_of_a_series_can_be_called_off():
    called_off = "UID:s\r\nRECURRENCE-ID:20270204T160000\r\nDTSTART:20270204T160000\r\nSTATUS:CANCELLED"
    assert [is_cancelled for _, _, is_cancelled in told(MONTHLY, called_off)] == [False, True, False, False]


def test_a_series_that_is_called_off_is_so_with_all_its_sessions():
    moved = "UID:s\r\nRECURRENCE-ID:20270204T160000\r\nDTSTART:20270211T160000"
    assert all(is_cancelled for _, _, is_cancelled in told(f"{MONTHLY}\r\nSTATUS:CANCELLED", moved))


def test_a_moved_session_without_its_series_is_a_session():
    assert told("UID:s\r\nRECURRENCE-ID:20270204\r\nDTSTART:20270211") == [("s#20270204", date(2027, 2, 11), False)]


def test_days_can_be_listed_without_a_rule():
    assert days("UID:s\r\nDTSTART:20270107\r\nRDATE;VALUE=DATE:20270210,20270311") == [
        date(2027, 1, 7), date(2027, 2, 10), date(2027, 3, 11),
    ]  # fmt: skip


def test_a_series_without_end_is_read_two_years_ahead():
    found = days("UID:s\r\nDTSTART:20200109\r\nRRULE:FREQ=MONTHLY;BYDAY=2TH")
    assert found[0] >= TODAY
    assert TODAY + AHEAD - timedelta(days=31) < found[-1] <= TODAY + AHEAD


@pytest.mark.parametrize(
    "rule",
    [
        *("FREQ=SECONDLY", "FREQ=HOURLY;COUNT=3", "COUNT=3", "", "FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;BYDAY=1MO"),
        *("FREQ=YEARLY;BYDAY=20MO", "FREQ=YEARLY;BYWEEKNO=20", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=x"),
        *("FREQ=DAILY;COUNT=99999999", "FREQ=DAILY;UNTIL=morgen", "FREQ=DAILY;BYSETPOS=1", "FREQ=DAILY;COUNT=-1"),
    ],
)
def test_a_rule_that_sessions_do_not_follow_is_refused(rule):
    with pytest.raises(UnreadableRuleError):
        rule_of(rule)


def test_a_rule_that_never_comes_true_ends():
    never = "DTSTART:20270107\r\nRRULE:FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2"
    assert days(never, "DTSTART:20270107") == [date(2027, 1, 7)]


def test_of_two_rules_none_is_followed():
    found = read(ics("DTSTART:20270107\r\nRRULE:FREQ=DAILY;COUNT=2\r\nRRULE:FREQ=WEEKLY;COUNT=2"), TODAY)
    assert (found.sessions, found.series) == ([], 1)


def test_a_rule_that_is_followed_too_far_is_not_read():
    found = read(ics("DTSTART:18000101\r\nRRULE:FREQ=DAILY", "DTSTART:20270101"), TODAY)
    assert (len(found.sessions), found.series) == (1, 1)


def test_a_file_of_very_many_series_reads_some_and_counts_the_others():
    found = read(ics(*["DTSTART:20270101\r\nRRULE:FREQ=YEARLY;COUNT=1"] * 300), TODAY)
    assert (len(found.sessions), found.series) == (100, 200)
