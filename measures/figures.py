"""How many measures there are, by goal and status: from the tally where it can tell, else by a capped count."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Sum

from bildungsnetz.access import EVERYTHING, Person

from .filters import MeasureFilter
from .freshness import confirmed_as
from .models import ConfirmationTally, Measure, MeasureTally, Publication
from .querysets import MeasureQuerySet
from .rules import own, visible
from .search import LIMIT

FROM_TALLY = {"goal", "period", "status", "publication"}
FROM_CONFIRMATIONS = {"goal", "period", "publication", "freshness"}
Cell = tuple[int | None, str, int]  # goal, status, how many


@dataclass(frozen=True)
class Counts:
    """``total`` measures fit all filters. ``by_goal`` leaves the filter of the goal open, ``by_status`` that of the
    status: what one would get by choosing it; None where that is not known. ``capped``: the total is beyond LIMIT.
    """

    total: int
    by_goal: dict[int | None, int] | None = None
    by_status: dict[str, int] | None = None
    capped: bool = False


def count(filters: MeasureFilter, user: Person) -> Counts:
    chosen = filters.chosen
    goals, statuses = filters.goal_pks(), set(chosen.get("status", ()))
    if chosen.keys() <= FROM_TALLY:
        return counts(tallied(user, chosen.get("publication")), goals, statuses)
    if chosen.keys() == {"q"} and filters.is_frequent and visible(user) == EVERYTHING:
        return Counts(LIMIT, capped=True)
    if chosen.keys() <= FROM_CONFIRMATIONS and tells_confirmations(user, chosen.get("publication")):
        return confirmed(filters, user, goals)
    cells = grouped(filters.narrowed(leave_out=("goal", "period", "status")))
    if sum(n for _, _, n in cells) <= LIMIT:
        return counts(cells, goals, statuses)
    if goals is None and not statuses:
        return Counts(LIMIT, capped=True)
    total = sum(n for _, _, n in grouped(filters.narrowed()))
    return Counts(min(total, LIMIT), capped=total > LIMIT)


def counts(cells: Iterable[Cell], goals: set[int | None] | None, statuses: set[str]) -> Counts:
    """Sums over at most some dozen cells."""
    total, by_goal, by_status = 0, dict[int | None, int](), dict[str, int]()
    for goal, status, n in cells:
        fits_goal, fits_status = goals is None or goal in goals, not statuses or status in statuses
        if fits_status:
            by_goal[goal] = by_goal.get(goal, 0) + n
        if fits_goal:
            by_status[status] = by_status.get(status, 0) + n
        if fits_goal and fits_status:
            total += n
    return Counts(total, by_goal, by_status)


def tallied(user: Person, publication: str | None = None) -> list[Cell]:
    """All that ``user`` may see, without reading measures but the few unreleased ones of the user's own actors."""
    everything = visible(user) == EVERYTHING
    tally: Any = MeasureTally.objects.all()
    if not everything:
        tally = tally.filter(publication=Publication.RELEASED)
    if publication:
        tally = tally.filter(publication=publication)
    cells = tally.counted().values_list("leading_goal", "status", "count")
    if not everything and user.is_authenticated and publication != Publication.RELEASED:
        unreleased = Measure.objects.filter(own(user)).exclude(publication=Publication.RELEASED).order_by()
        if publication:
            unreleased = unreleased.filter(publication=publication)
        mine = unreleased.values("leading_goal", "status").annotate(count=Count("pk"))
        cells = cells.union(mine.values_list("leading_goal", "status", "count"), all=True)
    return list(cells)


def tells_confirmations(user: Person, publication: str | None) -> bool:
    """Whether the tally of confirmations holds nothing but what ``user`` may see: it does not know whose drafts are."""
    return visible(user) == EVERYTHING or not user.is_authenticated or publication == Publication.RELEASED


def confirmed(filters: MeasureFilter, user: Person, goals: set[int | None] | None) -> Counts:
    """Of a chosen freshness. The tally knows the goals; by status the measures themselves are counted, in the same
    query, which then reads them only if they are not more than LIMIT.
    """
    tally: Any = ConfirmationTally.objects.filter(confirmed_as(filters.chosen["freshness"], filters.limits))
    publication = filters.chosen.get("publication")
    if publication or visible(user) != EVERYTHING:
        tally = tally.filter(publication=publication or Publication.RELEASED)
    told = tally.filter(is_running=True).order_by().values_list("leading_goal").annotate(count=Sum("n"))
    rows = filters.narrowed(leave_out=("goal", "period")).order_by().values_list("leading_goal_id", "status")
    (told_sql, told_params), (sql, params) = (part.query.sql_with_params() for part in (told, rows))
    few = f"{sql} LIMIT (SELECT CASE WHEN sum(count) > {LIMIT} THEN 0 ELSE {LIMIT} END FROM told)"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH told (goal, count) AS ({told_sql}) SELECT goal, '', count FROM told"  # noqa: S608
            f" UNION ALL SELECT leading_goal_id, status, count(*) FROM ({few}) AS few GROUP BY 1, 2",
            [*told_params, *params],
        )
        cells = cursor.fetchall()
    by_goal = {goal: n for goal, status, n in cells if not status}
    if cells_by_status := [cell for cell in cells if cell[1]]:
        return counts(cells_by_status, goals, set())
    return Counts(sum(n for goal, n in by_goal.items() if goals is None or goal in goals), by_goal)


def grouped(rows: MeasureQuerySet) -> list[Cell]:
    """Counts over the first LIMIT + 1 of ``rows``: a sum beyond LIMIT means "more"."""
    few = rows.order_by().values_list("leading_goal_id", "status")[: LIMIT + 1]
    try:
        sql, params = few.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT leading_goal_id, status, count(*) FROM ({sql}) AS few GROUP BY 1, 2", params)  # noqa: S608
        return cursor.fetchall()
