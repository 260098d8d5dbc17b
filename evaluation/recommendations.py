"""How recommendations stand, in words; and what pages read about them, each as far as its reader may see it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, Q, QuerySet, TextChoices, Value, When

from bildungsnetz.access import Person
from evaluation.models import ADOPTED, UNFINISHED, Decision, EvaluationRound, Progress, Recommendation, RoundState
from goals.models import Goal
from goals.querysets import shown
from measures.models import Measure


class Standing(TextChoices):
    """Decision and progress in one word, as lists show it and filter by it."""

    UNDECIDED = "undecided", "noch nicht entschieden"
    OVERDUE = "overdue", "überfällig"
    OPEN = "open", "angenommen, noch offen"
    RUNNING = "running", "in Arbeit"
    DONE = "done", "umgesetzt"
    DROPPED = "dropped", "nicht weiterverfolgt"
    REJECTED = "rejected", "abgelehnt"


TONES = {
    Standing.UNDECIDED: "watch",
    Standing.OVERDUE: "late",
    Standing.OPEN: "planned",
    Standing.RUNNING: "good",
    Standing.DONE: "done",
    Standing.DROPPED: "off",
    Standing.REJECTED: "off",
}


def conditions(today: date) -> dict[Standing, Q]:
    """What each word means, the first that holds wins."""
    adopted = Q(decision__in=ADOPTED)
    return {
        Standing.UNDECIDED: Q(decision=""),
        Standing.REJECTED: Q(decision=Decision.REJECTED),
        Standing.OVERDUE: adopted & Q(progress__in=UNFINISHED, due_on__lt=today),
        Standing.OPEN: adopted & Q(progress=Progress.OPEN),
        Standing.RUNNING: adopted & Q(progress=Progress.RUNNING),
        Standing.DONE: adopted & Q(progress=Progress.DONE),
        Standing.DROPPED: adopted & Q(progress=Progress.DROPPED),
    }


def standing_of(row: Recommendation, today: date) -> Standing:
    """The same for one row at hand."""
    if not row.decision:
        return Standing.UNDECIDED
    if row.decision == Decision.REJECTED:
        return Standing.REJECTED
    return Standing.OVERDUE if row.is_overdue(today) else Standing(row.progress)


def with_standing(rows: Any, today: date) -> Any:
    """Annotates ``standing``."""
    whens = [When(condition, then=Value(standing.value)) for standing, condition in conditions(today).items()]
    return rows.annotate(standing=Case(*whens, default=Value(""), output_field=CharField()))


def counts(rows: Any, today: date) -> dict[str, int]:
    """How many of ``rows`` stand how; one query."""
    grouped = with_standing(rows, today).order_by().values("standing").annotate(count=Count("pk"))
    return {row["standing"]: row["count"] for row in grouped}


def visible(user: Person) -> Any:
    """All that ``user`` may see, with what a line of a list shows; a measure they may not see reads as None."""
    rows = Recommendation.objects.permitted("view", user)
    return rows.select_related("goal__period", "round", "responsible", "committee").prefetch_related(
        shown("measure", Measure.objects.only("serial", "title", "publication", "lead"), user)
    )


def open_of_goal(goal: Goal, user: Person) -> Any:
    return visible(user).open().filter(goal=goal)


def open_of_measure(measure: Measure, user: Person) -> Any:
    return visible(user).open().filter(measure=measure)


def wanted_from(actors: Iterable[int] | QuerySet, user: Person) -> Any:
    """What these actors have to carry out, the most urgent first."""
    return visible(user).unfinished().filter(responsible__in=actors).order_by("due_on", "serial")


def previous_round(evaluation_round: EvaluationRound) -> EvaluationRound | None:
    """The last closed round before this one, whatever its period."""
    earlier = EvaluationRound.objects.filter(serial__lt=evaluation_round.serial, state=RoundState.CLOSED)
    return earlier.only("serial", "title").order_by("-serial").first()


def open_before(evaluation_round: EvaluationRound, user: Person) -> Any:
    """What is still open of the rounds before this one, the latest first, with what a short line of it shows."""
    rows = looked_back_on(Recommendation.objects.permitted("view", user).before(evaluation_round).open())
    columns = ("serial", "text", "decided_text", "decision", "progress", "due_on", "responsible__name")
    return rows.select_related("responsible").only(*columns)


def looked_back_on(rows: Any) -> Any:
    return rows.filter(round__state=RoundState.CLOSED).order_by("-round__serial", "goal__number", "serial")


def to_follow_up(evaluation_round: EvaluationRound, user: Person) -> Any:
    """What a round looks back on: all of the round before it, and what is still open of those before that."""
    rows = visible(user).before(evaluation_round)
    last = previous_round(evaluation_round)
    open_ones = Q(decision="") | Q(decision__in=ADOPTED, progress__in=UNFINISHED)
    kept = open_ones | Q(round=last.pk) if last else open_ones
    return looked_back_on(rows.filter(kept))
