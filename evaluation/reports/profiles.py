"""The Steckbriefe of measures in a paper: what everybody may read of each, as plain data, and a page for each."""

from collections import defaultdict
from typing import Any

from django.contrib.auth.models import AnonymousUser

from evaluation.templatetags.lineage import lineage, shown, words_of
from goals.models import Goal, Period
from measures.models import Measure, ProgressNote
from measures.profile import NEWEST_NOTES, PARTS, profile

from .kind import Part, Section

WEIGHT = 6  # a Steckbrief fills a page or more, as about so many measures of a table do


def profiles(period: Period, goal: Goal | None = None) -> list[dict[str, Any]]:
    """Of every released measure of ``period``, or of ``goal`` alone, in the order of their numbers."""
    rows = Measure.objects.released().filter(leading_goal__period=period, leading_goal__is_public=True)
    rows = rows.filter(leading_goal=goal) if goal else rows
    measures = list(
        rows.select_related("lead", "leading_goal").prefetch_related(*PARTS, "further_goals").order_by("serial")
    )
    notes, earlier = newest_notes(measures), earlier_periods(measures)
    return [
        {
            **profile(
                one,
                leading_goal=one.leading_goal,
                further_goals=[goal for goal in one.further_goals.all() if goal.is_public],
                notes=notes[one.pk],
            ),
            "earlier": earlier[one.pk],
            "statement": None,
        }
        for one in measures
    ]


def newest_notes(measures: list[Measure]) -> dict[int, list[ProgressNote]]:
    found: dict[int, list[ProgressNote]] = defaultdict(list)
    for row in ProgressNote.objects.filter(measure__in=measures):
        if len(found[row.measure_id]) < NEWEST_NOTES:
            found[row.measure_id].append(row)
    return found


def earlier_periods(measures: list[Measure]) -> dict[int, list[str]]:
    """The id of a measure -> under which goals it was before, in words."""
    found: dict[int, list[str]] = defaultdict(list)
    reader = AnonymousUser()
    for row in lineage(reader).filter(measure__in=measures):
        found[row.measure_id].append(words_of(row, shown(row.from_goal, reader)))
    return found


def annex(found: list[dict[str, Any]]) -> Section:
    """One page or more for each measure."""
    parts = [
        Part("pdf/report_profile.html", {"profile": one, "first": place == 0}, WEIGHT)
        for place, one in enumerate(found)
    ]
    return Section("Maßnahmensteckbriefe", parts)
