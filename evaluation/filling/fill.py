"""Puts bench measures together and stores them."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain
from random import Random
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Model
from django.utils import timezone

from bildungsnetz.operations.models import Sequence
from bildungsnetz.words import search_text, sort_key
from goals.models import Committee, Goal, Meeting, Period
from measures import derived, tallies
from measures.models import (
    Actor,
    District,
    EducationStage,
    Measure,
    Milestone,
    Participation,
    ProgressNote,
    StageTransition,
    TargetGroup,
    measure_number,
)
from measures.models.measure import STATUSES_WITH_REASON, Publication, Status

from . import words
from .rows import insert, reset_sequences

ACTORS = 120
STATUS_WEIGHTS = {
    Status.ON_TRACK: 45,
    Status.PLANNED: 15,
    Status.AT_RISK: 10,
    Status.DELAYED: 10,
    Status.PAUSED: 3,
    Status.DONE: 14,
    Status.CANCELLED: 3,
}
PUBLICATION_WEIGHTS = {
    Publication.RELEASED: 85,
    Publication.DRAFT: 8,
    Publication.SUBMITTED: 3,
    Publication.RETURNED: 2,
    Publication.WITHDRAWN: 2,
}
LISTS: dict[str, type[Model]] = {
    "stages": EducationStage,
    "transitions": StageTransition,
    "target_groups": TargetGroup,
    "districts": District,
}
MEASURE_COLUMNS = (
    *("id", "serial", "title", "summary", "leading_goal_id", "lead_id", "planned_start_on", "planned_end_on"),
    *("is_ongoing", "status", "status_reason", "completed_on", "last_confirmed_on", "publication", "submitted_at"),
    *("released_at", "return_note", "created_at", "updated_at", "sort_key", "search_text"),
)


def fill(count: int, today: date, seed: int = 1) -> None:
    """Adds ``count`` measures with what belongs to them. Past the models: no history, no mails, nothing checked."""
    dice = Random(seed)  # noqa: S311  nothing secret
    goals, actors, lists = make_goals(today), make_actors(), make_lists()
    first = (Measure.objects.aggregate(last=Max("id"))["last"] or 0) + 1
    first_serial = (Measure.objects.aggregate(last=Max("serial"))["last"] or 0) + 1
    indexes = Measure._meta.indexes
    derived.remove()
    with connection.schema_editor() as editor:
        for index in indexes:
            editor.remove_index(Measure, index)
    with transaction.atomic():
        insert(Measure, MEASURE_COLUMNS, measures(dice, count, first, first_serial, goals, actors, today))
        ids = range(first, first + count)
        insert_lists(dice, ids, goals, lists)
        insert_parts(dice, ids, actors, today)
        Sequence.objects.update_or_create(key="measure", defaults={"last": first_serial + count - 1})
        reset_sequences(Measure)
    with connection.schema_editor() as editor:
        for index in indexes:
            editor.add_index(Measure, index)
    derived.install()
    tallies.execute("ANALYZE")


def make_goals(today: date) -> list[int]:
    """The ids of the current period's goals; five of them where there are none, and meetings to look forward to."""
    period = Period.objects.current(today).first() or Period.objects.create(
        key=f"{today.year - 1}-{today.year + 3}",
        title="Handlungsziele",
        starts_on=date(today.year - 1, 1, 1),
        ends_on=date(today.year + 3, 12, 31),
    )
    if not period.goals.exists():
        for number, title in enumerate(words.GOALS, start=1):
            Goal.objects.create(period=period, number=number, title=title)
    committee = Committee.objects.first() or Committee.objects.create(key="schulausschuss", name="Schulausschuss")
    for weeks in (2, 8, 14):
        held_on = today + timedelta(weeks=weeks)
        Meeting.objects.get_or_create(committee=committee, held_on=held_on)
    return list(period.goals.order_by("number").values_list("pk", flat=True))


def make_actors() -> list[tuple[int, str]]:
    """(id, name) of at least ACTORS actors."""
    missing = max(0, ACTORS - Actor.objects.count())
    places = ((name, kind) for name in words.ACTOR_NAMES for kind in words.ACTOR_KINDS)
    rows = [
        Actor(name=f"{prefix} {name}", kind=kind, school_type=school_type)
        for _, (name, (prefix, kind, school_type)) in zip(range(missing), places, strict=False)
    ]
    for row in rows:
        row.sort_key = sort_key(row.name)
    Actor.objects.bulk_create(rows, ignore_conflicts=True)
    return list(Actor.objects.order_by("pk").values_list("pk", "name"))


def make_lists() -> dict[str, list[int]]:
    """The ids of each list of words; a few words where there are none."""
    for name, model in LISTS.items():
        if not model._default_manager.exists():
            for position, word in enumerate(words.VOCABULARY[name], start=1):
                key = sort_key(word).replace(" ", "-")
                model._default_manager.create(key=key, name=word, position=position)
    return {name: list(model._default_manager.values_list("pk", flat=True)) for name, model in LISTS.items()}


def measures(
    dice: Random,
    count: int,
    first: int,
    first_serial: int,
    goals: list[int],
    actors: list[tuple[int, str]],
    today: date,
) -> Iterator[tuple[Any, ...]]:
    statuses = dice.choices(list(STATUS_WEIGHTS), list(STATUS_WEIGHTS.values()), k=count)
    publications = dice.choices(list(PUBLICATION_WEIGHTS), list(PUBLICATION_WEIGHTS.values()), k=count)
    days = [(today + timedelta(days=n)).isoformat() for n in range(-1500, 1500)]
    rare = {n * count // 20 for n in range(20)}
    now = f"{timezone.now():%Y-%m-%d %H:%M:%S}"
    for n, (status, publication) in enumerate(zip(statuses, publications, strict=True)):
        lead, lead_name = dice.choice(actors)
        title = f"{dice.choice(words.ACTIVITIES)} {dice.choice(words.OCCASIONS)} {dice.choice(words.PLACES)}"
        if n in rare:
            title += f" mit {words.RARE}"
        sentences = dice.sample(words.SENTENCES, 3)
        ongoing, start = dice.random() < 0.3, dice.randrange(200, 1600)
        released = publication in (Publication.RELEASED, Publication.WITHDRAWN)
        moment = f"{days[dice.randrange(900, 1500)]} {dice.randrange(6, 18):02d}:{dice.randrange(60):02d}:00"
        serial = first_serial + n
        yield (
            *(first + n, serial, title, " ".join(sentences)),
            *(dice.choice(goals) if released or dice.random() < 0.7 else None, lead),
            *(days[start], None if ongoing else days[start + dice.randrange(100, 1300)], ongoing, str(status)),
            dice.choice(words.REASONS) if status in STATUSES_WITH_REASON else "",
            days[dice.randrange(1400, 1500)] if status == Status.DONE else None,
            days[dice.randrange(1000, 1500)] if dice.random() < 0.9 else None,
            str(publication),
            moment if publication == Publication.SUBMITTED else None,
            moment if released else None,
            "Bitte den Zeitplan ergänzen." if publication == Publication.RETURNED else "",
            *(now, moment, key_of_title(title), text_of(measure_number(serial), title, lead_name, *sentences)),
        )


@lru_cache(maxsize=50_000)
def key_of_title(title: str) -> str:
    return sort_key(title)


@lru_cache(maxsize=50_000)
def words_of(part: str) -> tuple[str, ...]:
    return tuple(search_text(part).split())


def text_of(number: str, *parts: str) -> str:
    """What ``search_text(number, *parts)`` gives, with the words of parts that come often remembered."""
    known = dict.fromkeys(chain(search_text(number).split(), *map(words_of, parts)))
    return f" {' '.join(known)} "


def insert_lists(dice: Random, ids: range, goals: list[int], lists: dict[str, list[int]]) -> None:
    """About one stage and target group a measure, a district for two of three, a transition for one of three."""
    shares = {"stages": 1.0, "target_groups": 1.0, "districts": 0.66, "transitions": 0.33}
    for name, share in shares.items():
        through = getattr(Measure, name).through
        column = next(f.attname for f in through._meta.concrete_fields if f.is_relation and f.name != "measure")
        options = lists[name]
        insert(through, ("measure_id", column), ((n, dice.choice(options)) for n in ids if dice.random() < share))
    further = ((n, dice.choice(goals)) for n in ids if dice.random() < 0.2)
    insert(Measure.further_goals.through, ("measure_id", "goal_id"), further)


def insert_parts(dice: Random, ids: range, actors: list[tuple[int, str]], today: date) -> None:
    """One participant a measure, one note, a milestone for every second."""
    moments = [f"{today - timedelta(days=n)} {8 + n % 9:02d}:15:00" for n in range(600)]
    due = [(today + timedelta(days=n)).isoformat() for n in range(-400, 500)]
    statuses = [str(status) for status in Status]
    insert(Participation, ("measure_id", "actor_id"), ((n, dice.choice(actors)[0]) for n in ids))
    notes = (
        (n, moment[:10], dice.choice(statuses), dice.choice(words.NOTES), moment)
        for n in ids
        if (moment := dice.choice(moments))
    )
    insert(ProgressNote, ("measure_id", "reported_on", "status", "text", "created_at"), notes)
    milestones = (
        (n, dice.choice(words.MILESTONES), day, day if day < today.isoformat() and dice.random() < 0.8 else None)
        for n in ids[::2]
        if (day := dice.choice(due))
    )
    insert(Milestone, ("measure_id", "title", "due_on", "reached_on"), milestones)
