"""Reading rating sheets: what can still be changed and why not, what is missing, what is next, what is on one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from measures.links import Unusable
from measures.models import Publication

from .models import (
    HIGH,
    LOW,
    AppliesTo,
    Assessment,
    EvaluationRound,
    Evidence,
    RatedMeasure,
    RatingSheet,
    RoundCriterion,
    SheetState,
    Voice,
)

TEXTS = ("worked", "did_not_work", "needs", "for_report")
# How a sheet that is handed in can still be changed; False: an actor's, True: the office's own.
REOPENED = {
    False: "Soll daran noch etwas geändert werden, wenden Sie sich bitte an das Bildungsbüro; es kann ihn wieder "
    "öffnen.",
    True: "Das Bildungsbüro kann ihn wieder öffnen, solange zu dieser Maßnahme kein anderer Bogen abgegeben ist.",
}


@dataclass(frozen=True)
class Answer:
    """What is said to one criterion; neither a value nor ``not_ratable`` while it is still open."""

    criterion: int
    value: int | None = None
    not_ratable: bool = False
    rationale: str = ""
    backing: str = ""

    @property
    def is_given(self) -> bool:
        return self.value is not None or self.not_ratable

    @property
    def is_empty(self) -> bool:
        return not (self.is_given or self.rationale or self.backing)

    @property
    def needs_rationale(self) -> bool:
        """What is very low, very high or cannot be said needs a reason."""
        return self.not_ratable or (self.value is not None and (self.value <= LOW or self.value >= HIGH))

    def missing(self) -> Iterator[tuple[str, str]]:
        """Part and request for each thing that a sheet needs before it can be handed in."""
        if not self.is_given:
            yield "value", "Bitte wählen Sie eine Stufe oder „nicht bewertbar“."
        if self.needs_rationale and not self.rationale:
            yield "rationale", "Bitte begründen Sie diese Bewertung in einem Satz."
        if self.value is not None and not self.backing:
            yield "backing", "Bitte wählen Sie, worauf sich die Bewertung stützt."


@dataclass(frozen=True)
class Said:
    """All that stands on a sheet: an answer per criterion, and the texts by name."""

    answers: tuple[Answer, ...]
    texts: dict[str, str] = field(default_factory=dict)


def criteria_of(evaluation_round: EvaluationRound | int) -> list[RoundCriterion]:
    """What a round asks about each measure, in its order."""
    rows = RoundCriterion.objects.filter(round=evaluation_round, criterion__applies_to=AppliesTo.MEASURE)
    return list(rows.select_related("criterion").order_by("position", "pk"))


def said_on(sheet: RatingSheet) -> Said:
    """What is stored of a sheet."""
    rows = sheet.assessments.all()
    answers = tuple(Answer(row.criterion_id, row.value, row.not_ratable, row.rationale, row.backing) for row in rows)
    return Said(answers, {name: getattr(sheet, name) for name in TEXTS})


def is_same(one: Said, other: Said) -> bool:
    """Whether two say the same; what is empty and what is not there are alike."""

    def told(said: Said) -> set[Answer]:
        return {answer for answer in said.answers if not answer.is_empty}

    return told(one) == told(other) and one.texts == other.texts


def refuse_ended(sheet: RatingSheet, today: date) -> None:
    """Raises Unusable unless the round and the measure of the sheet take ratings from its voice on that day."""
    one = sheet.rated.round
    if not one.is_rating:
        raise Unusable(f"Die Bewertung in der Runde „{one}“ ist beendet.")
    if sheet.voice != Voice.OFFICE and not one.takes_ratings_on(today):
        raise Unusable(f"Die Frist für die Bewertung in der Runde „{one}“ ist am {one.closes_on:%d.%m.%Y} abgelaufen.")
    if sheet.rated.measure.publication != Publication.RELEASED:
        raise Unusable("Diese Maßnahme ist zurzeit nicht veröffentlicht; eine Bewertung wird nicht mehr gebraucht.")


def refuse_fixed(sheet: RatingSheet, today: date) -> None:
    """Raises Unusable where the sheet cannot be changed, because ratings are over or it is handed in."""
    refuse_ended(sheet, today)
    if sheet.is_submitted:
        raise Unusable(f"Dieser Bogen ist schon abgegeben. {REOPENED[sheet.voice == Voice.OFFICE]}", status=409)


def owed(evaluation_round: EvaluationRound, actors: Any) -> list[RatingSheet]:
    """What the people of ``actors`` still have to hand in, by number."""
    rows = RatingSheet.objects.with_parts().owed_by(actors).filter(rated__round=evaluation_round)
    return list(rows.order_by("rated__measure__serial", "pk"))


def of_office(evaluation_round: EvaluationRound) -> Any:
    """The office's own sheets on measures that are still public, by number."""
    rows = RatingSheet.objects.filter(rated__round=evaluation_round, voice=Voice.OFFICE)
    return rows.filter(rated__measure__publication=Publication.RELEASED).order_by("rated__measure__serial")


def open_of_office(sheet: RatingSheet, within: QuerySet[RatedMeasure] | None = None) -> Any:
    """What the office has still to rate in the round of ``sheet`` beside it, or of that what is ``within``."""
    rows = of_office(sheet.rated.round).exclude(state=SheetState.SUBMITTED).exclude(pk=sheet.pk)
    return rows if within is None else rows.filter(rated__in=within)


def next_of_office(sheet: RatingSheet, rows: Any) -> RatingSheet | None:
    """The one of ``rows`` that follows ``sheet`` in the order of the measures, then from the start."""
    later = Q(rated__measure__serial__gt=sheet.rated.measure.serial)
    found: RatingSheet | None = rows.filter(later).first() or rows.first()
    return found


@dataclass(frozen=True)
class Point:
    """One criterion on a sheet, as it is read: ``assessment`` is None where nothing was said."""

    asked: RoundCriterion
    assessment: Assessment | None
    evidence: list[Evidence]

    @property
    def words(self) -> str:
        """What the value means, as the criterion puts it."""
        if self.assessment is None or self.assessment.value is None:
            return ""
        return str(getattr(self.asked.criterion, f"level_{self.assessment.value}"))


def points_of(sheet: RatingSheet, criteria: Iterable[RoundCriterion]) -> list[Point]:
    """The criteria with what the sheet says to each: two queries."""
    given = {row.criterion_id: row for row in sheet.assessments.prefetch_related("evidence")}
    return [
        Point(asked, given.get(asked.pk), list(given[asked.pk].evidence.all()) if asked.pk in given else [])
        for asked in criteria
    ]
