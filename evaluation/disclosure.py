"""Which figures readers outside the offices may see, so that nobody can tell from them what one actor said.

Over a few measures a distribution, a mean or an agreement is as good as the single ratings, which are never public. A
group is shown where what the leading actors said, what the Bildungsbüro said, and the values that both gave are each
about LEAST_MEASURES measures of LEAST_ACTORS leading actors or more. What a session said about a goal is made to be
read and is always shown.

Nothing follows by difference either. Goals divide the round's total, and so do criteria. The total is shown if the
goals that are held back would together be large enough to be shown, or if there are none; the criteria only with it,
and only all of them: where one is too small, or the total is held back, they would give away the rest.
"""

from collections.abc import Sequence
from dataclasses import replace

from .results import Figures, RoundResults

LEAST_MEASURES = 5
LEAST_ACTORS = 3
PARTS = ("lead", "office", "pair")


def is_large(measures: int, actors: int) -> bool:
    """A part that says nothing gives nothing away."""
    return not measures or (measures >= LEAST_MEASURES and actors >= LEAST_ACTORS)


def may_be_shown(figures: Figures | None) -> bool:
    return figures is not None and all(is_large(*figures.size(part)) for part in PARTS)


def hides_well(held_back: Sequence[Figures]) -> bool:
    """Whether groups without a measure in common, which the total gives away together, say nothing of one actor.

    Which actors they share is not known; at least as many as the group with most has are in them.
    """
    sizes = [[group.size(part) for group in held_back] for part in PARTS]
    return all(is_large(sum(m for m, _ in one), max((a for _, a in one), default=0)) for one in sizes)


def for_readers(results: RoundResults) -> RoundResults:
    """The results without the figures of groups that are too small, without those that would give them away, and
    without goals that are not public."""
    public = [one for one in results.goals if one.goal.is_public]
    goals = tuple(one if may_be_shown(one.figures) else replace(one, figures=None) for one in public)
    shown = [one.goal for one in goals if one.figures]
    held_back = [one.figures for one in results.goals if one.figures and one.goal not in shown]
    total = results.total if may_be_shown(results.total) and hides_well(held_back) else None
    whole = total is not None and all(may_be_shown(one.figures) for one in results.criteria)
    criteria = results.criteria if whole else tuple(replace(one, figures=None) for one in results.criteria)
    return RoundResults(goals, criteria, total)
