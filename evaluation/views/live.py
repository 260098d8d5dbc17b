"""What the projector shows during a session: the point at hand, what comes next, results as they come."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from bildungsnetz.access import get_permitted
from bildungsnetz.history.kept import kept, version_of
from evaluation import agenda, points
from evaluation.census import Sizes, by_place, census, progress
from evaluation.models import (
    Attainment,
    Comparison,
    EvaluationRound,
    GoalReflection,
    Place,
    Reflection,
    ReflectionItem,
    ReflectionStage,
)
from evaluation.points import Point
from evaluation.rules.rounds import REVEALED
from goals.models import Goal
from measures.models import Measure

NEXT, RECENT = 3, 4
SHOWN = (Reflection, ReflectionItem, GoalReflection, EvaluationRound, Measure, Goal)
STAGE = "SELECT rated_id, criterion_id, goal_id FROM evaluation_reflectionstage WHERE reflection_id = %s"


@dataclass(frozen=True)
class Shown:
    """``steps`` are those of the scale: value, words, and which voice (or the session) stands there."""

    goal: Goal | None
    point: Point | None
    result: GoalReflection | None
    steps: list[dict[str, Any]]
    following: list[Point]
    recent: list[Point]
    settled: int
    gaps: int


@require_safe
def live(request: HttpRequest, serial: int, pk: int) -> HttpResponse:
    """The page itself; its state renews itself every few seconds."""
    session = session_of(request, serial, pk)
    if session.round.state not in REVEALED:
        return redirect(reverse("evaluation:round_gaps", args=[serial]))
    return render(request, "evaluation/live.html", {"session": session, "drawn": drawn(session, fingerprint(session))})


@require_safe
def state(request: HttpRequest, serial: int, pk: int) -> HttpResponse:
    """Only what changes; nothing at all (204) where it is as the asker has ``seen`` it. A part of a page is no page:
    whoever opens its address by hand is led to the whole."""
    session = session_of(request, serial, pk)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("evaluation:reflection_live", serial, pk)
    seen = fingerprint(session)
    if session.round.state not in REVEALED or request.GET.get("seen") == seen:
        return HttpResponse(status=204)
    return HttpResponse(drawn(session, seen))


def session_of(request: HttpRequest, serial: int, pk: int) -> Reflection:
    rows = Reflection.objects.select_related("round")
    return get_permitted(rows, request.user, "view", round__serial=serial, pk=pk)


def fingerprint(session: Reflection) -> str:
    """Changes with whatever the projector shows, for the price of two small queries."""
    with connection.cursor() as cursor:
        cursor.execute(STAGE, [session.pk])
        stage = cursor.fetchone() or ()
    return "-".join([*("x" if one is None else str(one) for one in stage), version_of(*SHOWN)])


def drawn(session: Reflection, seen: str) -> SafeString:
    """What is shown, as HTML; with the same fingerprint it looks alike. ``seen`` was taken before: what changes in
    between is shown with the next look."""

    def draw() -> SafeString:
        context = {"session": session, "seen": seen, "shown": shown(session)}
        return render_to_string("evaluation/live_state.html", context)

    return kept(f"stage-{session.pk}", seen, draw)


def shown(session: Reflection) -> Shown:
    evaluation_round = session.round
    known = census(evaluation_round)
    stage = ReflectionStage.objects.filter(reflection=session).select_related("goal").first()
    point = result = None
    if stage and stage.rated_id and stage.criterion_id:
        point = agenda.point_at(evaluation_round, stage.rated_id, stage.criterion_id, known)
    elif stage:
        result = GoalReflection.objects.filter(round=evaluation_round, goal=stage.goal_id).first()
    talked = progress(evaluation_round, known).talked
    steps = steps_of_point(point) if point else steps_of_goal(result) if result else []
    return Shown(
        goal=stage.goal if stage else None,
        point=point,
        result=result,
        steps=steps,
        following=following(evaluation_round, known.dropped, point),
        recent=recent(session),
        settled=differences(talked, evaluation_round.gap_from),
        gaps=differences(known.points, evaluation_round.gap_from),
    )


def differences(sizes: Sizes, gap_from: int) -> int:
    return sum(by_place(sizes.items(), gap_from)[Place.GAP].values())


def following(evaluation_round: EvaluationRound, dropped: frozenset[int], point: Point | None) -> list[Point]:
    """The next open points of the agenda, without the one on stage."""
    ahead = Comparison.objects.filter(round=evaluation_round).without(dropped).undecided()
    ahead = ahead.exclude(pk=point.pk) if point else ahead
    keys: list[int] = []
    for place in Place:
        if len(keys) < NEXT:
            part = ahead.at(place, evaluation_round.gap_from)
            keys += part.values_list("pk", flat=True)[: NEXT - len(keys)]
    return points.read(keys)


def recent(session: Reflection) -> list[Point]:
    """The results that this session wrote last, the newest first; what was taken over in one press left out."""
    items = ReflectionItem.objects.filter(
        reflection=session, adopted=False, rated__comparisons__criterion=F("criterion")
    )
    return points.read(items.order_by("-pk").values_list("rated__comparisons", flat=True)[:RECENT])


def steps_of_point(point: Point) -> list[dict[str, Any]]:
    """0–4 in words, each with who stands there."""
    agreed = point.item.agreed_value if point.item else None
    stands = {"lead": point.lead_value, "office": point.office_value}
    return [
        {"value": value, "words": words, "agreed": agreed == value, **{who: at == value for who, at in stands.items()}}
        for value, words in enumerate(point.levels)
    ]


def steps_of_goal(result: GoalReflection) -> list[dict[str, Any]]:
    return [
        {"value": step.value, "words": step.label, "agreed": result.attainment == step.value} for step in Attainment
    ]
