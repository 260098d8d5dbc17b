"""Bench rounds: two Bewertungsrunden over up to RATED measures, every criterion answered by both voices."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from django.db.models import Max, Model
from django.utils import timezone

from bildungsnetz.operations.models import Sequence
from evaluation import counting, ratings
from evaluation.models import (
    Assessment,
    Backing,
    Criterion,
    EvaluationRound,
    GoalReflection,
    RatedMeasure,
    RatingSheet,
    Reflection,
    ReflectionItem,
    RoundCriterion,
    RoundState,
    SheetState,
    Voice,
)
from goals.models import Goal, Period
from measures import tallies
from measures.models import Measure

from . import words
from .rows import insert, reset_sequences

RATED = 2_000
ANSWERS = (*range(5), None)  # None: not ratable
OF_LEAD = (2, 6, 20, 42, 24, 6)  # in a hundred; actors are kinder to themselves
OF_OFFICE = (4, 12, 30, 36, 12, 6)
BACKINGS = (Backing.FIGURE, Backing.DOCUMENT, Backing.SELF_ASSESSMENT, Backing.IMPRESSION)
HANDED_IN = {Voice.LEAD: 0.85, Voice.OFFICE: 0.95}
TALKED_OVER = 0.02  # of all criteria of all measures: what a session has time for


def fill_rounds(today: date, seed: int = 1) -> None:
    """A published round a year ago and one that is being talked over now, about the first measures of the period."""
    dice = Random(seed)  # noqa: S311  nothing secret
    period = Period.objects.current(today).get()
    measures = Measure.objects.released().filter(leading_goal__period=period).order_by("serial")
    rated = list(measures.values_list("pk", "leading_goal", "lead")[:RATED])
    criteria = make_criteria()
    for title, days in (("Bewertung im Vorjahr", 400), ("Bewertung in diesem Jahr", 30)):
        made = make_round(f"{title} (Messung)", period, today - timedelta(days=days), criteria)
        asked = list(made.round_criteria.values_list("pk", flat=True))
        fill_sheets(dice, insert_rated(made, rated), asked, today - timedelta(days=days))
        end_rating(dice, made, asked)
        if days > 365:
            made.state, made.closed_at = RoundState.CLOSED, timezone.now()
            made.results_public_from = today - timedelta(days=300)
            made.save()
    tallies.execute("ANALYZE")  # as autovacuum would before long


def make_criteria() -> list[Criterion]:
    levels = {f"level_{level}": f"Stufe {level}" for level in range(5)}
    return [
        Criterion.objects.create(title=title, question=f"{title}: wie gut gelingt das?", position=position, **levels)
        for position, title in enumerate(words.CRITERIA, start=1)
    ]


def make_round(title: str, period: Period, day: date, criteria: list[Criterion]) -> EvaluationRound:
    """A round in which ratings can be written down."""
    made = EvaluationRound.objects.create(
        serial=Sequence.objects.next("round"), title=title, period=period, reference_on=day, closes_on=day
    )
    for one in criteria:
        RoundCriterion.objects.create(round=made, criterion=one, weight=one.weight, position=one.position)
    made.state, made.opened_at = RoundState.RATING, timezone.now()
    made.save()
    return made


def next_id(model: type[Model]) -> int:
    return (model._default_manager.aggregate(last=Max("pk"))["last"] or 0) + 1


def insert_rated(made: EvaluationRound, rated: list[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """(id, lead) of each measure in the round."""
    first = next_id(RatedMeasure)
    columns = ("id", "round_id", "measure_id", "goal_id", "lead_id", "created_at")
    rows = [(n, made.pk, *one, stamp(made.reference_on)) for n, one in enumerate(rated, start=first)]
    insert(RatedMeasure, columns, rows)
    reset_sequences(RatedMeasure)
    return [(row[0], row[4]) for row in rows]


def fill_sheets(dice: Random, rated: list[tuple[int, int]], asked: list[int], day: date) -> None:
    first, given = next_id(RatingSheet), []
    columns = ("id", "rated_id", "voice", "actor_id", "state", "submitted_at", "for_report")
    sheets = []
    for pk, lead in rated:
        for voice, share in HANDED_IN.items():
            handed_in = dice.random() < share
            state = SheetState.SUBMITTED if handed_in else SheetState.OPEN
            sheets.append(
                (
                    first + len(sheets),
                    *(pk, str(voice), lead if voice == Voice.LEAD else None, str(state)),
                    *(stamp(day) if handed_in else None, dice.choice(words.NOTES) if handed_in else ""),
                )
            )
            if handed_in:
                given += answers(dice, sheets[-1][0], voice, asked)
    insert(RatingSheet, columns, sheets)
    reset_sequences(RatingSheet)
    insert(Assessment, ("sheet_id", "criterion_id", "value", "not_ratable", "rationale", "backing"), given)


def answers(dice: Random, sheet: int, voice: str, asked: list[int]) -> Iterator[tuple[Any, ...]]:
    weights = OF_LEAD if voice == Voice.LEAD else OF_OFFICE
    for criterion, value in zip(asked, dice.choices(ANSWERS, weights, k=len(asked)), strict=True):
        needs_reason = value in (None, 0, 1, 4)
        backing = "" if value is None else str(dice.choice(BACKINGS))
        yield sheet, criterion, value, value is None, dice.choice(words.SENTENCES) if needs_reason else "", backing


def end_rating(dice: Random, made: EvaluationRound, asked: list[int]) -> None:
    """What the action does at the end of the rating, and a session that talked over a few points."""
    ratings.compare(made)
    counting.count(made)
    made.state, made.rated_at = RoundState.REFLECTION, timezone.now()
    made.save()
    for goal in Goal.objects.of_period(made.period):
        GoalReflection.objects.create(round=made, goal=goal, attainment=dice.randrange(5), strengths=words.NOTES[0])
    session = Reflection.objects.create(round=made, held_on=made.reference_on)
    cells = [(pk, criterion) for pk in made.rated_measures.values_list("pk", flat=True) for criterion in asked]
    items = (
        (rated, criterion, session.pk, "agreed", dice.randrange(5))
        for rated, criterion in dice.sample(cells, int(len(cells) * TALKED_OVER))
    )
    insert(ReflectionItem, ("rated_id", "criterion_id", "reflection_id", "outcome", "agreed_value"), items)


def stamp(day: date) -> str:
    return f"{day.isoformat()} 12:00:00"
