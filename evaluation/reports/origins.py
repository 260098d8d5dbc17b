"""Where a goal came from and what became of it: its paper, its predecessors and successors, its sources."""

from typing import Any

from django.db.models import Q

from goals.models import Goal, GoalSuccession

from .readings import marks


def origin(goal: Goal) -> dict[str, Any]:
    """The lineage of a public ``goal`` as plain data; goals and papers that are not public are left out."""
    paper = goal.period.paper if goal.period.paper and goal.period.paper.is_public else None
    rows = GoalSuccession.objects.select_related("predecessor__period", "successor__period")
    origins = rows.filter(successor=goal).filter(Q(predecessor=None) | Q(predecessor__is_public=True))
    continuations = rows.filter(predecessor=goal).filter(Q(successor=None) | Q(successor__is_public=True))
    return {
        "paper": {"number": paper.number, "subject": paper.subject} if paper else None,
        "origins": [step(row, row.predecessor) for row in origins],
        "continuations": [step(row, row.successor) for row in continuations],
        "sources": goal.sources,
    }


def step(row: GoalSuccession, other: Goal | None) -> dict[str, Any]:
    return {
        "kind": str(row.get_kind_display()),
        "goal": f"{other.period}, Ziel {other.number}: {other.title}" if other else "",
        "reason": row.reason,
        "marks": marks(row),
    }
