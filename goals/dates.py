"""Counting back from a session: when its papers are due, and until when actors must have said how things stand.

Papers are counted in working days, as the offices do that write and check them; actors are asked in term only, so the
end of a reporting window is counted in school days and falls on one.
"""

from collections.abc import Iterable
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


def due_of(meeting: Meeting) -> date | None:
    """The day that was entered for ``meeting``, else the one that the rule of its committee gives."""
    return meeting.papers_due_on or papers_due_on(meeting.committee, meeting.held_on)


def due_days(sessions: Iterable[tuple[Committee, date]]) -> dict[tuple[int, date], date | None]:
    """(id of the committee, day of the session) -> when its papers are due, in one query; nobody need have entered
    the session.
    """
    wanted = list(sessions)
    entered = Meeting.objects.filter(
        committee__in={committee.pk for committee, _ in wanted}, held_on__in={held_on for _, held_on in wanted}
    )
    found = {(row.committee_id, row.held_on): row.papers_due_on for row in entered}
    return {
        (committee.pk, held_on): found.get((committee.pk, held_on)) or papers_due_on(committee, held_on)
        for committee, held_on in wanted
    }


def countdown(meeting: Meeting, review_days: int = REVIEW_DAYS) -> Countdown:
    """What must be done by when for ``meeting``; reads its committee where the meeting itself has no day for papers."""
    due = due_of(meeting)
    closes = schooldays.school_days_before(due or meeting.held_on, review_days)
    return Countdown(meeting.held_on, due, closes, schooldays.doubt(meeting.held_on))
