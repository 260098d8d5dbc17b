"""What the overview tells: counted by the database, put into words nowhere else."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from bildungsnetz.access import Person
from bildungsnetz.web.words import day_with_precision
from goals.models import Goal, Meeting
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
    parts: tuple[tuple[str, str, int, str], ...]
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
    return [goal_row(list(group), scope(user)) for _, group in groupby(cells, key=attrgetter("number"))]


# The two ends of an index for each goal, and the few rows of its tally. Written out, because putting this query
# together took longer than answering it.
CELLS = """
    SELECT goals_period.key, goals_goal.number, goals_goal.title, tally.status, sum(tally.n),
        (SELECT max(last_confirmed_on) FROM measures_measure
            WHERE leading_goal_id = goals_goal.id AND publication = 'released'),
        (SELECT min(last_confirmed_on) FROM measures_measure
            WHERE leading_goal_id = goals_goal.id AND publication = 'released')
    FROM goals_goal JOIN goals_period ON goals_period.id = goals_goal.period_id
    LEFT JOIN measures_measuretally AS tally ON tally.leading_goal_id = goals_goal.id AND tally.publication = 'released'
    WHERE goals_goal.id IN ({permitted}) AND goals_period.id =
        (SELECT id FROM goals_period WHERE starts_on <= %s ORDER BY starts_on DESC LIMIT 1)
    GROUP BY goals_goal.id, goals_period.key, goals_goal.number, goals_goal.title, tally.status
    ORDER BY goals_goal.number
"""


class Cell(NamedTuple):
    """One goal and status; a goal without measures has one cell without status."""

    period: str
    number: int
    title: str
    status: str | None
    n: int | None
    newest: date | str | None
    oldest: date | str | None


def tallied_goals(user: Person, today: date) -> list[Cell]:
    permitted, params = Goal.objects.permitted("view", user).order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(CELLS.format(permitted=permitted), [*params, today.isoformat()])
        return [Cell(*row) for row in cursor.fetchall()]


def as_day(value: date | str | None) -> date | None:
    """SQLite's own answer is text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def goal_row(cells: list[Cell], scope: dict[str, str]) -> GoalRow:
    """``cells`` are those of one goal."""
    goal = cells[0]
    key = f"{goal.period}-{goal.number}"
    counts = {cell.status: cell.n for cell in cells if cell.status and cell.n}
    return GoalRow(
        number=goal.number,
        title=goal.title,
        period=goal.period,
        url=reverse("goals:goal", args=[goal.period, goal.number]),
        parts=tuple(
            (status.label, STATUS_TONES[status], counts[status], list_url(goal=key, status=status.value, **scope))
            for status in Status
            if status in counts
        ),
        total=sum(counts.values()),
        list_url=list_url(goal=key, **scope),
        newest=as_day(goal.newest),
        oldest=as_day(goal.oldest),
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
    meetings = Meeting.objects.permitted("view", user).upcoming(today)
    columns = ("held_on", "papers_due_on", "committee__name", "committee__key")
    found = [
        Coming(
            day,
            day_with_precision(day),
            name,
            f"Vorlagenschluss {due:%d.%m.%Y}" if due and due >= today else "",
            reverse("goals:committee", args=[key]),
            is_meeting=True,
        )
        for day, due, name, key in meetings.values_list(*columns)[:MEETINGS]
    ]
    for day, precision, words, title, serial, measure in milestones().filter(due_on__gte=today)[: SHOWN - len(found)]:
        number = measure_number(serial)
        when, url = day_with_precision(day, precision, words), measure_url(number)
        found.append(Coming(day, when, title, f"{number} {measure}", url, is_meeting=False))
    return sorted(found, key=lambda entry: entry.day)


def changes() -> list[Change]:
    """The latest progress notes and releases of released measures, newest first."""
    found = [change("Sachstand", *note) for note in notes()[:SHOWN]]
    found += [change("neu veröffentlicht", *release) for release in releases()[:SHOWN]]
    return sorted(found, key=lambda entry: entry.moment, reverse=True)[:SHOWN]


# Put together once per process: that took as long as the answers.


@cache
def milestones() -> QuerySet:
    return (
        Milestone.objects.filter(of_released_measure(), reached_on=None)
        .order_by("due_on", "pk")
        .values_list("due_on", "due_precision", "due_words", "title", "measure__serial", "measure__title")
    )


@cache
def notes() -> QuerySet:
    return (
        ProgressNote.objects.filter(of_released_measure())
        .order_by("-created_at", "-pk")
        .values_list("created_at", "measure__serial", "measure__title", "status", "text")
    )


@cache
def releases() -> QuerySet:
    return (
        Measure.objects.released()
        .filter(released_at__isnull=False)
        .order_by("-released_at")
        .values_list("released_at", "serial", "title", "status")
    )


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
