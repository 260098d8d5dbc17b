"""What the overview tells: counted by the database, put into words nowhere else.

Queries that the database answers faster than they can be put together are written out or put together once."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from itertools import chain, groupby
from operator import attrgetter
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet, Value
from django.urls import reverse
from django.utils import timezone

from bildungsnetz.access import Person
from bildungsnetz.web.words import day_with_precision
from evaluation.models import Attainment
from goals.models import Goal, Meeting
from measures.filters import list_url
from measures.freshness import ASKED_FOR, Freshness, Limits, limits
from measures.models import FreshnessPolicy, Measure, Milestone, ProgressNote, Publication, Status, measure_number
from measures.tones import FRESHNESS_TONES, STATUS_TONES

ATTENTION = (Status.AT_RISK, Status.DELAYED, Status.PAUSED)
ON_COURSE = (Status.ON_TRACK, Status.DONE)
MEETINGS = 3
SHOWN = 6  # entries of what comes and of what changed


@dataclass(frozen=True)
class GoalRow:
    """One goal: its measures by status, and those that run by freshness: label, tone, count, address each."""

    number: int
    title: str
    period: str
    url: str
    parts: tuple[tuple[str, str, int, str], ...]
    total: int
    list_url: str
    freshness: tuple[tuple[str, str, int, str], ...]
    attainment: int | None = None  # as the last published round has it
    attained: str = ""
    results_url: str = ""


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
    """The goals of the current period with their released measures, however many there are: one query, and one for the
    intervals of freshness.
    """
    cells = tallied_goals(user, today, limits(today, FreshnessPolicy.current()))
    return [goal_row(list(group), scope(user)) for _, group in groupby(cells, key=attrgetter("number"))]


# The few rows of a goal's tallies: how many measures in each status, and, each a stretch of an index, how many running
# ones of each freshness; and how far the goal is reached as the last published round has it. Their keys are unlike.
CELLS = """
    SELECT goals_period.key, goals_goal.number, goals_goal.title, counted.key, counted.n
    FROM goals_goal JOIN goals_period ON goals_period.id = goals_goal.period_id
    LEFT JOIN (
        SELECT leading_goal_id, status AS key, sum(n) AS n FROM measures_measuretally
        WHERE publication = 'released' GROUP BY 1, 2
        {freshness}
        {attainment}
    ) AS counted ON counted.leading_goal_id = goals_goal.id
    WHERE goals_goal.id IN ({permitted}) AND goals_period.id =
        (SELECT id FROM goals_period WHERE starts_on <= %s ORDER BY starts_on DESC LIMIT 1)
    ORDER BY goals_goal.number
"""
CONFIRMED = """
    UNION ALL SELECT id, '{kind}', (SELECT sum(n) FROM measures_confirmationtally
        WHERE publication = 'released' AND is_running = TRUE AND leading_goal_id = goal.id AND ({days}))
    FROM goals_goal AS goal
"""
FRESHNESS = (
    CONFIRMED.format(kind=Freshness.CURRENT.value, days="last_confirmed_on > %s")
    + CONFIRMED.format(kind=Freshness.DUE.value, days="last_confirmed_on > %s AND last_confirmed_on <= %s")
    + CONFIRMED.format(kind=Freshness.STALE.value, days="last_confirmed_on <= %s OR last_confirmed_on IS NULL")
)
ATTAINMENT = """
    UNION ALL SELECT said.goal_id, 'attainment', said.attainment
    FROM evaluation_goalreflection AS said JOIN evaluation_evaluationround AS round ON round.id = said.round_id
    WHERE said.attainment IS NOT NULL AND round.id = (SELECT last.id FROM evaluation_evaluationround AS last
        WHERE last.period_id = round.period_id AND last.state = 'closed' AND last.results_public_from <= %s
        ORDER BY last.reference_on DESC, last.serial DESC LIMIT 1)
"""


class Cell(NamedTuple):
    """One goal and status, freshness or attainment; a goal without measures has one cell without any."""

    period: str
    number: int
    title: str
    key: str | None
    n: int | None


def tallied_goals(user: Person, today: date, limits: Limits) -> list[Cell]:
    permitted, params = Goal.objects.permitted("view", user).order_by().values("pk").query.sql_with_params()
    due, stale = limits.due_on.isoformat(), limits.stale_on.isoformat()
    with connection.cursor() as cursor:
        query = CELLS.format(permitted=permitted, freshness=FRESHNESS, attainment=ATTAINMENT)
        cursor.execute(query, [due, stale, due, stale, today.isoformat(), *params, today.isoformat()])
        return [Cell(*row) for row in cursor.fetchall()]


def goal_row(cells: list[Cell], scope: dict[str, str]) -> GoalRow:
    """``cells`` are those of one goal."""
    goal = cells[0]
    key = f"{goal.period}-{goal.number}"
    counts = {cell.key: cell.n for cell in cells if cell.key and cell.n}
    attainment = next((cell.n for cell in cells if cell.key == "attainment"), None)
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
        total=sum(counts.get(status, 0) for status in Status),
        list_url=list_url(goal=key, **scope),
        freshness=tuple(
            (kind.label, FRESHNESS_TONES[kind], counts[kind], list_url(goal=key, freshness=kind.value, **scope))
            for kind in ASKED_FOR
            if kind in counts
        ),
        attainment=attainment,
        attained="" if attainment is None else str(Attainment(attainment).label),
        results_url=f"{reverse('evaluation:results')}#ziel-{goal.number}",
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
    with connection.cursor() as cursor:
        cursor.execute(*latest())
        return [change(*row) for row in cursor.fetchall()]


@cache
def milestones() -> QuerySet:
    return (
        Milestone.objects.filter(of_released_measure(), reached_on=None)
        .order_by("due_on", "pk")
        .values_list("due_on", "due_precision", "due_words", "title", "measure__serial", "measure__title")
    )


@cache
def latest() -> tuple[str, tuple[Any, ...]]:
    """The latest notes and the latest releases in one query: each few along its index, then the newest of both."""
    notes = ProgressNote.objects.filter(of_released_measure()).order_by("-created_at", "-pk")
    releases = Measure.objects.released().filter(released_at__isnull=False).order_by("-released_at")
    few = (
        notes.values_list(Value("Sachstand"), "created_at", "measure__serial", "measure__title", "status", "text"),
        releases.values_list(Value("neu veröffentlicht"), "released_at", "serial", "title", "status", Value("")),
    )
    parts = [rows[:SHOWN].query.sql_with_params() for rows in few]
    union = " UNION ALL ".join(f"SELECT * FROM ({sql}) AS few" for sql, _ in parts)  # noqa: S608
    return f"{union} ORDER BY 2 DESC LIMIT {SHOWN}", tuple(chain.from_iterable(params for _, params in parts))


def of_released_measure() -> Exists:
    """Asked row by row along the index of the dates: as a join, SQLite starts from all released measures."""
    return Exists(Measure.objects.released().filter(pk=OuterRef("measure")))


def change(kind: str, moment: datetime, serial: int, title: str, status: str, text: str = "") -> Change:
    number, moment = measure_number(serial), as_moment(moment)
    return Change(
        moment, f"{timezone.localtime(moment):%d.%m.%Y}", kind, number, title, measure_url(number), status, text
    )


def as_moment(value: datetime) -> datetime:
    """SQLite's own answer does not say that it is UTC."""
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def measure_url(number: str) -> str:
    return f"{list_url()}{number}/"
