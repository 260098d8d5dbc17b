"""What the projector shows during a session: the point at hand, what comes next, results as they come."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bildungsnetz.access import get_permitted
from evaluation import agenda, ratings
from evaluation.models import (
    Attainment,
    Comparison,
    GoalReflection,
    Place,
    Reflection,
    ReflectionItem,
    ReflectionStage,
)
from evaluation.models.comparison import ComparisonQuerySet
from evaluation.ratings import Line, lines
from evaluation.rules.rounds import REVEALED

NEXT, RECENT = 3, 4


@dataclass(frozen=True)
class Shown:
    """``step`` is one of the scale's: value, words, and which voice (or the session) stands there."""

    stage: ReflectionStage | None
    line: Line | None
    result: GoalReflection | None
    steps: list[dict[str, Any]]
    following: list[Comparison]
    recent: list[Line]
    settled: int
    gaps: int
    seen: str


@require_safe
def live(request: HttpRequest, serial: int, pk: int) -> HttpResponse:
    """The page itself; its state renews itself every few seconds."""
    session = session_of(request, serial, pk)
    if session.round.state not in REVEALED:
        return redirect(reverse("evaluation:round_gaps", args=[serial]))
    return render(request, "evaluation/live.html", {"session": session, "shown": shown(session, fingerprint(session))})


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
    return render(request, "evaluation/live_state.html", {"session": session, "shown": shown(session, seen)})


def session_of(request: HttpRequest, serial: int, pk: int) -> Reflection:
    rows = Reflection.objects.select_related("round")
    return get_permitted(rows, request.user, "view", round__serial=serial, pk=pk)


def fingerprint(session: Reflection) -> str:
    """Changes with whatever the projector shows, for the price of three small queries."""
    stage = ReflectionStage.objects.filter(reflection=session).values_list("rated", "criterion", "goal").first()
    items = ReflectionItem.objects.filter(reflection=session, adopted=False)
    numbers = items.aggregate(n=Count("pk"), last=Max("pk"), saved=Sum("revision_no"))
    goals = GoalReflection.objects.filter(round=session.round_id).aggregate(saved=Sum("revision_no"))
    said = [*(stage or ()), *numbers.values(), *goals.values(), session.round.gap_from]
    return "-".join("x" if one is None else str(one) for one in said)


def shown(session: Reflection, seen: str) -> Shown:
    """``seen`` is the fingerprint, taken before: what changes in between is shown with the next look."""
    evaluation_round = session.round
    stage = ReflectionStage.objects.filter(reflection=session).select_related("goal").first()
    line = result = None
    if stage and stage.rated_id and stage.criterion_id:
        line = agenda.line_of(evaluation_round, stage.rated_id, stage.criterion_id)
    elif stage:
        result = GoalReflection.objects.filter(round=evaluation_round, goal=stage.goal_id).first()
    rows = ratings.rows_of(evaluation_round)
    gaps = rows.at(Place.GAP, evaluation_round.gap_from)
    steps = steps_of_point(line) if line else steps_of_goal(result) if result else []
    return Shown(
        stage=stage,
        line=line,
        result=result,
        steps=steps,
        following=following(session, rows, line),
        recent=recent(session),
        settled=settled_among(gaps, session),
        gaps=gaps.count(),
        seen=seen,
    )


def settled_among(gaps: ComparisonQuerySet, session: Reflection) -> int:
    """How many of the differences have been talked over, counted from the few results, not the many points."""
    talked = ReflectionItem.objects.filter(reflection__round=session.round_id, adopted=False)
    point = gaps.order_by().filter(rated=OuterRef("rated"), criterion=OuterRef("criterion"))
    return talked.filter(Exists(point)).count()


def following(session: Reflection, rows: ComparisonQuerySet, line: Line | None) -> list[Comparison]:
    """The next open points of the agenda, without the one on stage."""
    ahead = rows.undecided().exclude(pk=line.comparison.pk) if line else rows.undecided()
    keys: list[int] = []
    for place in Place:
        if len(keys) < NEXT:
            part = ahead.at(place, session.round.gap_from)
            keys += part.values_list("pk", flat=True)[: NEXT - len(keys)]
    return agenda.complete(session.round, keys, agenda.goals_of(session.round))


def recent(session: Reflection) -> list[Line]:
    """The results that this session wrote last, the newest first; what was taken over in one press left out."""
    items = ReflectionItem.objects.filter(reflection=session, adopted=False).order_by("-pk")[:RECENT]
    keys = [(item.rated_id, item.criterion_id) for item in items]
    rows = Comparison.objects.filter(
        rated__in={rated for rated, _ in keys}, criterion__in={criterion for _, criterion in keys}
    )
    found = {(row.rated_id, row.criterion_id): row for row in rows.select_related(*agenda.RELATED)}
    return [line for line in lines(found[key] for key in keys if key in found) if line.item]


def steps_of_point(line: Line) -> list[dict[str, Any]]:
    """0–4 in words, each with who stands there."""
    agreed = line.item.agreed_value if line.item else None
    stands = {"lead": line.comparison.lead_value, "office": line.comparison.office_value}
    return [
        {"value": value, "words": words, "agreed": agreed == value, **{who: at == value for who, at in stands.items()}}
        for value, words in line.criterion.levels
    ]


def steps_of_goal(result: GoalReflection) -> list[dict[str, Any]]:
    return [
        {"value": step.value, "words": step.label, "agreed": result.attainment == step.value} for step in Attainment
    ]
