"""Synopse alt–neu: each goal of the old period beside what becomes of it, for page, paper and the clerk's file alike.

Of a draft it tells what would be; of an adopted carry-over what was adopted, in the words of then.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from bildungsnetz.access import Person
from bildungsnetz.history.changes import word_difference
from goals.models import Goal, SuccessionKind
from goals.rules import is_either_office
from measures.models import measure_number

from .carrying import Standing, measures_of
from .models import CarryOver, DraftGoal, GoalPlan

WITHHELD = "Wortlaut nicht öffentlich verfügbar."
COMPARED = (SuccessionKind.CONTINUED, SuccessionKind.ADAPTED)  # one goal beside one: only there do marks help
OPEN = "noch offen"
Pieces = list[tuple[str, str]]  # (kept | gone | new, text)


@dataclass(frozen=True)
class Side:
    """One goal in one of the columns: its title and text in pieces, so that what differs can be marked."""

    number: int
    title: Pieces
    text: Pieces
    url: str = ""

    @property
    def plain_title(self) -> str:
        return "".join(text for _, text in self.title)


@dataclass(frozen=True)
class MeasureLine:
    """A measure below a pair, with what becomes of it where that is not plain from the pair."""

    number: str
    title: str
    url: str
    words: str = ""


SHORT = 800  # characters


@dataclass(frozen=True)
class Pair:
    """An old goal and a new one; one side is missing where a goal ends, is new, or is not decided yet."""

    kind: str
    old: Side | None
    new: Side | None
    reason: str
    measures: tuple[MeasureLine, ...]
    is_compared: bool = False

    @property
    def heading(self) -> str:
        """Who becomes what, for the outline of page, paper and file."""
        if self.old and self.new:
            return f"Ziel {self.old.number} → Ziel {self.new.number}: {self.kind}"
        side = self.old or self.new
        return f"Ziel {side.number}: {self.kind}" if side else self.kind

    @property
    def is_short(self) -> bool:
        """Whether paper can keep both sides together: neither fills a third of a page across."""
        sides = [side for side in (self.old, self.new) if side]
        return all(sum(len(text) for _, text in (*side.title, *side.text)) <= SHORT for side in sides)

    @property
    def is_unchanged(self) -> bool:
        if not (self.is_compared and self.old and self.new) or self.old.text == [("kept", WITHHELD)]:
            return False
        return (self.old.title, self.old.text) == (self.new.title, self.new.text)


@dataclass(frozen=True)
class Synopsis:
    old_period: str
    new_period: str
    title: str
    is_draft: bool
    paper: str
    adopted_on: str
    pairs: tuple[Pair, ...]

    @property
    def has_marks(self) -> bool:
        return any(pair.is_compared and not pair.is_unchanged for pair in self.pairs)


def synopsis_of(carry_over: CarryOver, user: Person) -> Synopsis:
    """What ``user`` may read of it, in a fixed number of queries."""
    return Synopsis(
        old_period=str(carry_over.period),
        new_period=carry_over.new_key,
        title=carry_over.title,
        is_draft=carry_over.is_draft,
        paper=carry_over.paper.number if carry_over.paper and may_see_paper(carry_over, user) else "",
        adopted_on=f"{carry_over.adopted_on:%d.%m.%Y}" if carry_over.adopted_on else "",
        pairs=tuple(Reading(carry_over, user).pairs()),
    )


def may_see_paper(carry_over: CarryOver, user: Person) -> bool:
    return bool(carry_over.paper and (carry_over.paper.is_public or is_either_office(user)))


class Reading:
    """Reads goals, decisions and measures once, and puts them side by side."""

    def __init__(self, carry_over: CarryOver, user: Person) -> None:
        self.sees_all = is_either_office(user)
        self.is_draft = carry_over.is_draft
        self.goals = {goal.pk: goal for goal in carry_over.period.goals.select_related("period").order_by("number")}
        self.plans = {plan.goal_id: plan for plan in carry_over.goal_plans.prefetch_related("targets")}
        self.drafts = {draft.pk: draft for draft in carry_over.draft_goals.select_related("goal__period")}
        self.measures: dict[tuple[int, int | None], list[Any]] = defaultdict(list)
        rows = measures_of(carry_over).permitted("view", user).order_by("serial")
        for row in rows.values("serial", "title", "came_from", "target", "standing", "own_reason"):
            self.measures[row["came_from"], row["target"]].append(row)

    def pairs(self) -> Iterator[Pair]:
        reached: set[int] = set()
        for goal in filter(self.is_shown, self.goals.values()):
            plan = self.plans.get(goal.pk)
            targets = [self.drafts[target.pk] for target in plan.targets.all()] if plan else []
            shown = [target for target in targets if self.is_shown(target)]
            reached.update(target.pk for target in targets)
            if shown and plan:
                yield from self.pairs_of(goal, plan, shown)
            elif not targets:
                yield self.alone(goal, plan)
        for draft in self.drafts.values():
            if draft.pk not in reached and self.is_shown(draft):
                yield self.fresh(draft)

    def is_shown(self, goal: Goal | DraftGoal) -> bool:
        """A goal that is withdrawn from the public is not told about here either."""
        made = goal.goal if isinstance(goal, DraftGoal) and goal.goal else goal
        return self.sees_all or made.is_public

    def pairs_of(self, goal: Goal, plan: GoalPlan, targets: list[DraftGoal]) -> Iterator[Pair]:
        compared = plan.kind in COMPARED and len(targets) == 1
        told = {target.pk for target in targets}
        for place, target in enumerate(targets):
            old, new = self.sides(goal, plan, target, compared)
            measures = [line(row) for row in self.measures[goal.pk, target.pk]]
            if place == 0:  # what does not go where the goal goes is told once
                measures += self.elsewhere(goal, told)
            yield Pair(plan.get_kind_display(), old, new, plan.reason, tuple(measures), compared)

    def alone(self, goal: Goal, plan: GoalPlan | None) -> Pair:
        """A goal that ends, or that nobody has decided about."""
        kind = plan.get_kind_display() if plan and plan.kind else OPEN
        title, text = self.wording(goal, plan)
        old = Side(goal.number, [("kept", title)], [("kept", text)], goal.get_absolute_url())
        return Pair(kind, old, None, plan.reason if plan else "", tuple(self.elsewhere(goal, set())))

    def fresh(self, draft: DraftGoal) -> Pair:
        """A goal without predecessor; measures may come under it from anywhere."""
        new = Side(draft.number, [("kept", draft.title)], [("kept", draft.text or WITHHELD)], self.url(draft))
        measures = [
            line(row, f"bisher Ziel {self.goals[old].number}")
            for (old, target), rows in self.measures.items()
            for row in rows
            if target == draft.pk and self.is_shown(self.goals[old])
        ]
        return Pair(str(SuccessionKind.NEW.label), None, new, draft.reason, tuple(measures))

    def sides(self, goal: Goal, plan: GoalPlan, target: DraftGoal, compared: bool) -> tuple[Side, Side]:
        title, text = self.wording(goal, plan)
        titles = columns(title, target.title, compared)
        texts = columns(text, target.text or WITHHELD, compared and text != WITHHELD and bool(target.text))
        old = Side(goal.number, titles[0], texts[0], goal.get_absolute_url())
        return old, Side(target.number, titles[1], texts[1], self.url(target))

    def wording(self, goal: Goal, plan: GoalPlan | None) -> tuple[str, str]:
        """Title and text of the old goal: of today while it is a draft, then as they were when it was adopted."""
        if plan and plan.previous_title and not self.is_draft:
            return plan.previous_title, plan.previous_text or WITHHELD
        return goal.title, goal.text or WITHHELD

    def elsewhere(self, goal: Goal, told: set[int]) -> list[MeasureLine]:
        found = []
        for (old, target), rows in self.measures.items():
            if old == goal.pk and target not in told:
                found += [line(row, self.words(row)) for row in rows]
        return sorted(found, key=lambda one: one.number)

    def words(self, row: dict[str, Any]) -> str:
        if row["standing"] == Standing.CONTINUES:
            draft = self.drafts.get(row["target"])
            return f"geht weiter unter Ziel {draft.number}" if draft and self.is_shown(draft) else "geht weiter"
        label = str(Standing(row["standing"]).label)
        return f"{label}: {row['own_reason']}" if row["standing"] == Standing.ENDS and row["own_reason"] else label

    def url(self, draft: DraftGoal) -> str:
        return draft.goal.get_absolute_url() if draft.goal else ""


def line(row: dict[str, Any], words: str = "") -> MeasureLine:
    number = measure_number(row["serial"])
    return MeasureLine(number, row["title"], reverse("measures:measure", args=[number]), words)


def columns(before: str, after: str, compared: bool) -> tuple[Pieces, Pieces]:
    """Both texts in pieces: the old one without what is new, the new one without what is gone."""
    if not compared:
        return [("kept", before)], [("kept", after)]
    pieces = word_difference(before, after)
    return joined(pieces, left_out="new"), joined(pieces, left_out="gone")


def joined(pieces: Pieces, left_out: str) -> Pieces:
    """The pieces of one column; words in a row that change are one piece with the blanks between them."""
    found: Pieces = []
    for what, text in pieces:
        if what == left_out:
            continue
        if len(found) > 1 and what == found[-2][0] != "kept" and not found[-1][1].strip():
            blank = found.pop()[1]
            found[-1] = what, f"{found[-1][1]}{blank}{text}"
        else:
            found.append((what, text))
    return found
