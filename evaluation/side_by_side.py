"""All voices on one measure of a round that somebody may see, criterion by criterion."""

from dataclasses import dataclass

from bildungsnetz.access import Person

from .models import Evidence, RatedMeasure, RatingSheet, ReflectionItem, RoundCriterion, SheetState, Voice
from .sheets import Point, criteria_of, points_of

ORDER = [Voice.LEAD, Voice.PARTICIPANT, Voice.OFFICE]


@dataclass(frozen=True)
class Said:
    """What one voice says to the criterion of its row."""

    sheet: RatingSheet
    point: Point

    @property
    def value(self) -> int | None:
        return self.point.assessment.value if self.point.assessment else None

    @property
    def evidence(self) -> list[Evidence]:
        return self.point.evidence


@dataclass(frozen=True)
class Row:
    """One criterion: each voice's answer in the order of the columns; ``item`` is what a session made of it."""

    asked: RoundCriterion
    voices: list[Said]
    item: ReflectionItem | None
    gap_from: int

    @property
    def gap(self) -> int | None:
        """The difference between lead and office where both gave a value."""
        values = {one.sheet.voice: one.value for one in self.voices if one.value is not None}
        both = Voice.LEAD in values and Voice.OFFICE in values
        return abs(values[Voice.LEAD] - values[Voice.OFFICE]) if both else None

    @property
    def is_wide(self) -> bool:
        """Whether the difference is one that the round talks over."""
        return self.gap is not None and self.gap >= self.gap_from


@dataclass(frozen=True)
class SideBySide:
    """``shown`` are the sheets that are handed in and may be seen, lead first and the office last; ``hidden`` the
    number of the others."""

    shown: list[RatingSheet]
    hidden: int
    rows: list[Row]

    @property
    def own_words(self) -> list[RatingSheet]:
        """The voices that have something to say for the report."""
        return [sheet for sheet in self.shown if sheet.for_report]


def side_by_side(rated: RatedMeasure, user: Person) -> SideBySide:
    sheets = RatingSheet.objects.with_parts().filter(rated=rated)
    spoken = sheets.filter(state=SheetState.SUBMITTED).permitted("view", user).with_allowed(user, "reopen", "history")
    shown = sorted(spoken, key=lambda sheet: (ORDER.index(Voice(sheet.voice)), sheet.pk))
    criteria = criteria_of(rated.round_id)
    points = {sheet.pk: points_of(sheet, criteria) for sheet in shown}
    items = ReflectionItem.objects.permitted("view", user).filter(rated=rated).select_related("reflection__round")
    agreed = {item.criterion_id: item for item in items}
    rows = [
        Row(
            asked,
            [Said(sheet, points[sheet.pk][place]) for sheet in shown],
            agreed.get(asked.pk),
            rated.round.gap_from,
        )
        for place, asked in enumerate(criteria)
    ]
    return SideBySide(shown, sheets.count() - len(shown), rows)
