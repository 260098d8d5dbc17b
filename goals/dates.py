"""Counting back from a session: when its papers are due, and until when actors must have said how things stand.

Papers are counted in working days, as the offices do that write and check them; actors are asked in term only, so the
end of a reporting window is counted in school days and falls on one.
"""

from dataclasses import dataclass
from datetime import date

from bildungsnetz import schooldays

from .models import Committee, Meeting

REVIEW_DAYS = 10  # school days that the office needs from the last answer to the finished paper


@dataclass(frozen=True)
class Countdown:
    """``papers_due_on`` is None where neither the meeting nor its committee says so; ``doubt`` is empty or says why
    the days may be wrong.
    """

    held_on: date
    papers_due_on: date | None
    window_closes_on: date
    doubt: str


def papers_due_on(committee: Committee, held_on: date) -> date | None:
    """The day by which papers for a session are due as a rule; None for a committee without a rule."""
    if committee.papers_due_days is None:
        return None
    return schooldays.working_days_before(held_on, committee.papers_due_days)


def countdown(meeting: Meeting, review_days: int = REVIEW_DAYS) -> Countdown:
    """What must be done by when for ``meeting``; reads its committee where the meeting itself has no day for papers."""
    due = meeting.papers_due_on or papers_due_on(meeting.committee, meeting.held_on)
    closes = schooldays.school_days_before(due or meeting.held_on, review_days)
    return Countdown(meeting.held_on, due, closes, schooldays.doubt(meeting.held_on))
