"""Loads the public records of Herne, and the invented circle of the demonstration on top of them.

The files in ``fixtures/`` are ordinary Django fixtures. They are saved row by row, as a person would, so that the
search text, the sort keys and the first line of each record's history come about in the usual way.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import serializers
from django.core.management.color import no_style
from django.core.serializers.base import DeserializedObject
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from bildungsnetz import schooldays
from bildungsnetz.accounts.models import User
from bildungsnetz.operations.models import Sequence
from bildungsnetz.records import Origin
from evaluation import counting, ratings
from evaluation.models import CommitteeQuestion, EvaluationRound, Recommendation, RoundState
from goals.models import Paper
from measures.models import Measure, ProgressNote, Proposal, Publication, ReportingWindow

RECORDS = ("vocabulary", "criteria", "papers", "goals", "actors", "measures")
DEMO = ("demo", "demo_rounds", "demo_papers", "demo_next_period")
DEMO_WRITTEN_ON = date(2026, 11, 1)
DEMO_PASSWORD = "herne-beispiel-2027"  # noqa: S105  of accounts that can sign in to a demonstration only
DATES = (
    *("reported_on", "held_on", "papers_due_on", "due_on", "reached_on", "submitted_at", "decided_at"),
    *("opens_on", "closes_on", "opened_at", "answered_at", "day"),
    *("reference_on", "rated_at", "saved_at", "results_public_from", "decided_on", "finished_on"),
    *("asked_on", "answered_on", "checked_on"),
)
NUMBERED: dict[str, Any] = {
    "measure": Measure,
    "window": ReportingWindow,
    "round": EvaluationRound,
    "recommendation": Recommendation,
    "question": CommitteeQuestion,
}
DAY_IN_TEXT = re.compile(r"\d{4}-\d{2}-\d{2}")


class NotEmptyError(Exception):
    """The records are loaded into an empty database only: they would overwrite what people have written."""


def is_empty() -> bool:
    return not (Paper.objects.exists() or Measure.objects.exists() or User.objects.exists())


@transaction.atomic
def load_records() -> int:
    """Loads Herne's public records. Measures come as drafts: releasing them is for the office.

    Returns the number of records. Raises NotEmptyError where papers or measures exist.
    """
    if Paper.objects.exists() or Measure.objects.exists():
        raise NotEmptyError
    loaded = sum(save_all(read(name)) for name in RECORDS)
    keep_counting()
    return loaded


@transaction.atomic
def load_demo(today: date) -> int:
    """The records, and on them the invented circle, with its dates moved so that it always looks like this week."""
    loaded = load_records()
    for name in DEMO:
        loaded += save_all(moved(read(name), weeks_between(DEMO_WRITTEN_ON, today)))
    for user in User.objects.filter(is_demo=True):
        user.set_password(DEMO_PASSWORD)
        user.save()
    release_measures()
    lead_rounds()
    keep_counting()
    return loaded


def keep_counting() -> None:
    """What is numbered next gets the number after the last one loaded."""
    for key, model in NUMBERED.items():
        last = model.objects.aggregate(last=Max("serial"))["last"]
        if last:
            Sequence.objects.update_or_create(key=key, defaults={"last": last})


def read(name: str) -> Iterator[DeserializedObject]:
    path = Path(settings.BASE_DIR) / "fixtures" / f"{name}.json"
    with path.open(encoding="utf-8") as file:
        yield from serializers.deserialize("json", file)


def weeks_between(then: date, now: date) -> timedelta:
    """Whole weeks, so that committees keep meeting on their weekday."""
    return timedelta(weeks=(now - then).days // 7)


def moved(rows: Iterator[DeserializedObject], by: timedelta) -> Iterator[DeserializedObject]:
    for row in rows:
        for name in DATES:
            if value := getattr(row.object, name, None):
                setattr(row.object, name, value + by)
        if isinstance(row.object, Proposal):
            row.object.changes = with_days_moved(row.object.changes, by)
        if isinstance(row.object, ReportingWindow | EvaluationRound):
            row.object.closes_on = schooldays.on_or_after(row.object.closes_on)
        if isinstance(row.object, ProgressNote):
            row.object.created_at = timezone.make_aware(datetime.combine(row.object.reported_on, time(12)))
        yield row


def with_days_moved(value: Any, by: timedelta) -> Any:
    """What a proposal holds, with the days that stand in it as texts."""
    if isinstance(value, dict):
        return {key: with_days_moved(one, by) for key, one in value.items()}
    if isinstance(value, list):
        return [with_days_moved(one, by) for one in value]
    if isinstance(value, str) and DAY_IN_TEXT.fullmatch(value):
        return (date.fromisoformat(value) + by).isoformat()
    return value


def save_all(rows: Iterator[DeserializedObject]) -> int:
    models, loaded = set(), 0
    for row in rows:
        row.object.save(force_insert=True)
        for name, keys in (row.m2m_data or {}).items():
            getattr(row.object, name).set(keys)
        models.add(type(row.object))
        loaded += 1
    reset_sequences(models)
    return loaded


def reset_sequences(models: set) -> None:
    """Fixtures bring their keys along; the next key must come after them."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), sorted(models, key=lambda m: m.__name__)):
            cursor.execute(statement)


def release_measures() -> None:
    """Releases the real measures that have a goal, and lets each stand as its last invented note says."""
    long_ago = timezone.now() - timedelta(days=500)
    latest = {note.measure_id: note for note in ProgressNote.objects.order_by("reported_on", "pk")}
    for measure in Measure.objects.filter(origin=Origin.SOURCE).exclude(leading_goal=None):
        if note := latest.get(measure.pk):
            measure.status, measure.status_reason = note.status, note.reason
            measure.status_since = measure.last_confirmed_on = note.reported_on
            measure.field_origins |= {"status": note.origin}
        measure.publication, measure.released_at = Publication.RELEASED, long_ago
        measure.save()


def lead_rounds() -> None:
    """Leads the invented rounds to where they stand. They come as prepared ones: the database takes nothing for others.

    Those with a day from which their results are public are closed, the others are being rated.
    """
    for one in EvaluationRound.objects.filter(origin=Origin.INVENTED):
        one.state = RoundState.RATING
        one.save()
        if one.results_public_from:
            ratings.compare(one)
            counting.count(one)
            one.state = RoundState.CLOSED
            one.closed_at = timezone.make_aware(datetime.combine(one.results_public_from, time(12)))
            one.save()
