"""What the overview tells: counted by the database, put into words nowhere else."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from bildungsnetz.access import Person
from bildungsnetz.web.words import day_with_precision
from goals.models import Goal, Meeting, Period
from measures.filters import list_url
from measures.models import Measure, MeasureTally, Milestone, ProgressNote, Publication, Status
from measures.tones import STATUS_TONES

ATTENTION = (Status.AT_RISK, Status.DELAYED, Status.PAUSED)
ON_COURSE = (Status.ON_TRACK, Status.DONE)
MEETINGS = 3
SHOWN = 6  # entries of what comes and of what changed


@dataclass(frozen=True)
class GoalRow:
    """One goal: its measures by status (label, tone, count, address), and when they were last confirmed."""

    goal: Goal
    parts: list[tuple[str, str, int, str]]
    total: int
    list_url: str
    newest: date | None
    oldest: date | None
    oldest_url: str


@dataclass(frozen=True)
class Headline:
    """The whole period in three figures, each with the list behind it."""

    total: int
    total_url: str
    on_course: int
    on_course_url: str
    attention: int
    attention_url: str


@dataclass(frozen=True)
class Coming:
    """A date ahead: a meeting of a committee, or a milestone of a measure."""

    day: date
    when: str
    title: str
    detail: str
    url: str
    is_meeting: bool


@dataclass(frozen=True)
class Change:
    """What happened to a released measure; never who did it."""

    moment: datetime
    kind: str
    number: str
    title: str
    url: str
    status: str
    text: str


def scope(user: Person) -> dict[str, str]:
    """The filter that makes a list show what the overview counts: released measures, for everybody alike."""
    return {"publication": Publication.RELEASED.value} if user.is_authenticated else {}


def goal_rows(user: Person, today: date) -> list[GoalRow]:
    """The goals of the current period with their released measures: two queries, however many measures there are."""
    goals = list(current_goals(user, today))
    counts: dict[int, dict[str, int]] = {goal.pk: {} for goal in goals}
    released = MeasureTally.objects.filter(publication=Publication.RELEASED, leading_goal__in=list(counts))
    for row in released.counted():
        counts[row["leading_goal"]][row["status"]] = row["count"]
    return [goal_row(goal, counts[goal.pk], scope(user)) for goal in goals]


def current_goals(user: Person, today: date) -> QuerySet:
    """Each with the day of its newest and oldest confirmation: the two ends of an index."""
    confirmed = (
        Measure.objects.released()
        .filter(leading_goal=OuterRef("pk"), last_confirmed_on__isnull=False)
        .values("last_confirmed_on")
    )
    return (
        Goal.objects.permitted("view", user)
        .filter(period=Subquery(Period.objects.current(today).values("pk")))
        .select_related("period")
        .order_by("number")
        .annotate(
            newest=Subquery(confirmed.order_by("-last_confirmed_on")[:1]),
            oldest=Subquery(confirmed.order_by("last_confirmed_on")[:1]),
        )
    )


def goal_row(goal: Any, counts: dict[str, int], scope: dict[str, str]) -> GoalRow:
    key = f"{goal.period.key}-{goal.number}"
    return GoalRow(
        goal=goal,
        parts=[
            (
                status.label,
                STATUS_TONES[status],
                counts.get(status, 0),
                list_url(goal=key, status=status.value, **scope),
            )
            for status in Status
        ],
        total=sum(counts.values()),
        list_url=list_url(goal=key, **scope),
        newest=goal.newest,
        oldest=goal.oldest,
        oldest_url=list_url(goal=key, sort="confirmed", **scope),
    )


def headline(rows: Iterable[GoalRow], period: str, user: Person) -> Headline:
    """Sums over the goals' few cells."""
    sums: Counter[str] = Counter()
    for row in rows:
        sums.update({label: number for label, _, number, _ in row.parts})

    def together(*statuses: Status) -> tuple[int, str]:
        url = list_url(period=period, status=[status.value for status in statuses], **scope(user))
        return sum(sums[status.label] for status in statuses), url

    return Headline(sum(sums.values()), together()[1], *together(*ON_COURSE), *together(*ATTENTION))


def coming(user: Person, today: date) -> list[Coming]:
    """The next meetings and as many milestones as fit beside them, soonest first."""
    meetings = Meeting.objects.permitted("view", user).upcoming(today).select_related("committee")[:MEETINGS]
    found = [
        Coming(
            row.held_on,
            day_with_precision(row.held_on),
            row.committee.name,
            f"Vorlagenschluss {row.papers_due_on:%d.%m.%Y}" if row.papers_due_on and row.papers_due_on >= today else "",
            row.committee.get_absolute_url(),
            is_meeting=True,
        )
        for row in meetings
    ]
    milestones = Milestone.objects.filter(
        measure__publication=Publication.RELEASED, reached_on=None, due_on__gte=today
    ).select_related("measure")
    found += [
        Coming(
            row.due_on,
            day_with_precision(row.due_on, row.due_precision, row.due_words),
            row.title,
            str(row.measure),
            row.measure.get_absolute_url(),
            is_meeting=False,
        )
        for row in milestones.order_by("due_on", "pk")[: SHOWN - len(found)]
    ]
    return sorted(found, key=lambda entry: entry.day)


def changes() -> list[Change]:
    """The latest progress notes and releases of released measures, newest first."""
    notes = ProgressNote.objects.filter(measure__publication=Publication.RELEASED).select_related("measure")
    found = [
        change(note.measure, note.created_at, "Sachstand", note.status, note.text)
        for note in notes.order_by("-created_at", "-pk")[:SHOWN]
    ]
    releases = Measure.objects.released().order_by("-released_at")[:SHOWN]
    found += [change(row, row.released_at, "neu veröffentlicht", row.status, "") for row in releases]
    return sorted(found, key=lambda entry: entry.moment, reverse=True)[:SHOWN]


def change(measure: Measure, moment: datetime | None, kind: str, status: str, text: str) -> Change:
    assert moment is not None  # noqa: S101  released measures have their moment by constraint
    return Change(moment, kind, measure.number, measure.title, measure.get_absolute_url(), status, text)
