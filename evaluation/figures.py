"""What the overview tells: counted by the database, put into words nowhere else."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Sum
from django.urls import reverse
from django.utils import timezone

from bildungsnetz.access import Person
from bildungsnetz.web.words import day_with_precision
from goals.models import Goal, Meeting, Period
from measures.filters import list_url
from measures.models import Measure, Milestone, ProgressNote, Publication, Status, measure_number
from measures.tones import STATUS_TONES

ATTENTION = (Status.AT_RISK, Status.DELAYED, Status.PAUSED)
ON_COURSE = (Status.ON_TRACK, Status.DONE)
MEETINGS = 3
SHOWN = 6  # entries of what comes and of what changed


@dataclass(frozen=True)
class GoalRow:
    """One goal: its measures by status (label, tone, count, address), and when they were last confirmed."""

    number: int
    title: str
    period: str
    url: str
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
    when: str
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
    """The goals of the current period with their released measures: one query, however many measures there are."""
    cells = tallied_goals(user, today)
    return [goal_row(list(group), scope(user)) for _, group in groupby(cells, key=itemgetter("number"))]


def tallied_goals(user: Person, today: date) -> QuerySet:
    """One row a goal and status with the number of released measures; a goal without any has one row.

    Each comes with the day of the goal's newest and oldest confirmation: the two ends of an index.
    """
    confirmed = (
        Measure.objects.released()
        .filter(leading_goal=OuterRef("pk"), last_confirmed_on__isnull=False)
        .values("last_confirmed_on")
    )
    return (
        Goal.objects.permitted("view", user)
        .filter(period=Subquery(Period.objects.current(today).values("pk")))
        .annotate(
            newest=Subquery(confirmed.order_by("-last_confirmed_on")[:1]),
            oldest=Subquery(confirmed.order_by("last_confirmed_on")[:1]),
            released=FilteredRelation("tallies", condition=Q(tallies__publication=Publication.RELEASED)),
        )
        .values("period__key", "number", "title", "newest", "oldest", "released__status")
        .annotate(count=Sum("released__n"))
        .order_by("number")
    )


def goal_row(cells: list[dict[str, Any]], scope: dict[str, str]) -> GoalRow:
    """``cells`` are the rows of one goal."""
    goal = cells[0]
    period, number = goal["period__key"], goal["number"]
    key = f"{period}-{number}"
    counts = {cell["released__status"]: cell["count"] or 0 for cell in cells}
    return GoalRow(
        number=number,
        title=goal["title"],
        period=period,
        url=reverse("goals:goal", args=[period, number]),
        parts=[
            (status.label, STATUS_TONES[status], counts[status], list_url(goal=key, status=status.value, **scope))
            for status in Status
            if counts.get(status)
        ],
        total=sum(counts.values()),
        list_url=list_url(goal=key, **scope),
        newest=goal["newest"],
        oldest=goal["oldest"],
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
    milestones = (
        Milestone.objects.filter(of_released_measure(), reached_on=None, due_on__gte=today)
        .order_by("due_on", "pk")
        .values_list("due_on", "due_precision", "due_words", "title", "measure__serial", "measure__title")
    )
    for day, precision, words, title, serial, measure in milestones[: SHOWN - len(found)]:
        number = measure_number(serial)
        when, url = day_with_precision(day, precision, words), measure_url(number)
        found.append(Coming(day, when, title, f"{number} {measure}", url, is_meeting=False))
    return sorted(found, key=lambda entry: entry.day)


def changes() -> list[Change]:
    """The latest progress notes and releases of released measures, newest first."""
    notes = (
        ProgressNote.objects.filter(of_released_measure())
        .order_by("-created_at", "-pk")
        .values_list("created_at", "measure__serial", "measure__title", "status", "text")
    )
    releases = (
        Measure.objects.released().order_by("-released_at").values_list("released_at", "serial", "title", "status")
    )
    found = [change("Sachstand", *note) for note in notes[:SHOWN]]
    found += [change("neu veröffentlicht", *release) for release in releases[:SHOWN]]
    return sorted(found, key=lambda entry: entry.moment, reverse=True)[:SHOWN]


def of_released_measure() -> Exists:
    """Asked row by row along the index of the dates: as a join, SQLite starts from all released measures."""
    return Exists(Measure.objects.released().filter(pk=OuterRef("measure")))


def change(kind: str, moment: Any, serial: int, title: str, status: str, text: str = "") -> Change:
    number = measure_number(serial)
    return Change(
        moment, f"{timezone.localtime(moment):%d.%m.%Y}", kind, number, title, measure_url(number), status, text
    )


def measure_url(number: str) -> str:
    return f"{list_url()}{number}/"
