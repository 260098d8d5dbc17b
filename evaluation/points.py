"""The points of a round's agenda, each with everything that was said about it.

A point is one criterion of one measure (a row of ``Comparison``). Pages and papers read them here by their keys, with
two written queries however many there are: put together by the ORM, the same costs several times what the database
needs to answer.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from measures.models import Status, measure_number

from .models import Backing, Outcome, Reflection, ReflectionItem, Voice
from .models.comparison import Said

AT_ONCE = 500  # keys in one query

POINTS = """
SELECT pair.id, pair.rated_id, pair.criterion_id, pair.goal_id, pair.gap, pair.agreement,
    pair.lead_said, pair.lead_value, pair.office_said, pair.office_value,
    measure.serial, measure.title, measure.status, actor.name, goal.number,
    criterion.title, criterion.question, asked.weight > 0,
    criterion.level_0, criterion.level_1, criterion.level_2, criterion.level_3, criterion.level_4,
    item.id, item.revision_no, item.outcome, item.agreed_value, item.actor_view, item.office_view, item.note,
    item.adopted, session.kind, session.held_on
FROM evaluation_comparison pair
JOIN evaluation_ratedmeasure rated ON rated.id = pair.rated_id
JOIN measures_measure measure ON measure.id = rated.measure_id
JOIN measures_actor actor ON actor.id = rated.lead_id
JOIN goals_goal goal ON goal.id = pair.goal_id
JOIN evaluation_roundcriterion asked ON asked.id = pair.criterion_id
JOIN evaluation_criterion criterion ON criterion.id = asked.criterion_id
LEFT JOIN evaluation_reflectionitem item ON item.rated_id = pair.rated_id AND item.criterion_id = pair.criterion_id
LEFT JOIN evaluation_reflection session ON session.id = item.reflection_id
WHERE pair.id IN ({keys})
"""
VOICES = """
SELECT pair.id, sheet.voice, actor.name, given.value, given.not_ratable, given.rationale, given.backing
FROM evaluation_comparison pair
JOIN evaluation_ratingsheet sheet ON sheet.rated_id = pair.rated_id AND sheet.state = 'submitted'
JOIN evaluation_assessment given ON given.sheet_id = sheet.id AND given.criterion_id = pair.criterion_id
LEFT JOIN measures_actor actor ON actor.id = sheet.actor_id
WHERE pair.id IN ({keys})
ORDER BY actor.sort_key, given.id
"""

Levels = tuple[str, str, str, str, str]


class Spoken(NamedTuple):
    """What one voice said to one criterion."""

    speaker: str | None
    value: int | None
    not_ratable: bool
    rationale: str
    backing: str

    @property
    def backing_words(self) -> str:
        return str(Backing(self.backing).label) if self.backing else ""


class Settled(NamedTuple):
    """What a session made of a point, as ``ReflectionItem`` has it."""

    pk: int
    revision_no: int
    outcome: str
    agreed_value: int | None
    actor_view: str
    office_view: str
    note: str
    adopted: bool
    session: str

    def as_item(self, point: "Point") -> ReflectionItem:
        """The row itself, for forms."""
        stored = {name: value for name, value in self._asdict().items() if name != "session"}
        return ReflectionItem(rated_id=point.rated, criterion_id=point.criterion, **stored)


class Point(NamedTuple):
    """``rated`` and ``criterion`` are keys within the round; ``agreement`` is that of the measure in thousandths;
    ``lead`` and ``office`` are None where they did not speak, ``item`` while it is open."""

    pk: int
    rated: int
    criterion: int
    goal: int
    gap: int | None
    agreement: int | None
    lead_said: str
    lead_value: int | None
    office_said: str
    office_value: int | None
    serial: int
    title: str
    status: str
    actor: str
    goal_number: int
    asked: str
    question: str
    has_weight: bool
    levels: Levels
    item: Settled | None
    lead: Spoken | None
    office: Spoken | None
    participants: tuple[Spoken, ...]

    @property
    def key(self) -> str:
        """Names the point in addresses."""
        return f"{self.rated}-{self.criterion}"

    @property
    def number(self) -> str:
        return measure_number(self.serial)

    @property
    def ended(self) -> str:
        """How the measure ended meanwhile, in words; "" while it goes on."""
        return str(Status(self.status).label) if self.status in (Status.DONE, Status.CANCELLED) else ""

    @property
    def percent(self) -> int | None:
        return percent(self.agreement)

    @property
    def lead_words(self) -> str:
        return said(self.lead_said, self.lead_value, self.levels)

    @property
    def office_words(self) -> str:
        return said(self.office_said, self.office_value, self.levels)

    @property
    def lead_short(self) -> str:
        return short(self.lead_said, self.lead_value)

    @property
    def office_short(self) -> str:
        return short(self.office_said, self.office_value)

    @property
    def partners(self) -> list[tuple[str | None, str, str]]:
        """Who else rated, with the value in words and the rationale."""
        return [
            (
                one.speaker,
                said(Said.NOT_RATABLE if one.not_ratable else Said.VALUE, one.value, self.levels),
                one.rationale,
            )
            for one in self.participants
        ]

    @property
    def result_words(self) -> str:
        """What a session settled; "" while it is open."""
        if self.item is None:
            return ""
        if self.item.outcome == Outcome.DISSENT:
            return "keine Einigung"
        return said(Said.VALUE, self.item.agreed_value, self.levels)

    @property
    def result_short(self) -> str:
        """``result_words`` without the words of the value."""
        value = self.item.agreed_value if self.item else None
        return self.result_words if value is None else str(value)


def said(what: str, value: int | None, levels: Sequence[str]) -> str:
    """ "3 – überwiegend", "nicht bewertbar" or "nicht abgegeben"; ``levels`` are the words of 0 to 4."""
    return str(Said(what).label) if value is None else f"{value} – {levels[value]}"


def short(what: str, value: int | None) -> str:
    """The bare value for a narrow column, or why there is none."""
    return str(Said(what).label) if value is None else str(value)


def percent(agreement: int | None) -> int | None:
    """Thousandths -> whole per cent."""
    return None if agreement is None else (agreement + 5) // 10


def read(keys: Iterable[int]) -> list[Point]:
    """The points with these keys of ``Comparison``, in their order; keys that there are not are left out."""
    wanted = list(keys)
    found: dict[int, Point] = {}
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        voices: dict[int, list[tuple[str, Spoken]]] = defaultdict(list)
        for pk, voice, speaker, value, not_ratable, *words in rows(VOICES, some):
            voices[pk].append((voice, Spoken(speaker, value, bool(not_ratable), *words)))
        found |= {row[0]: point_of(row, voices[row[0]]) for row in rows(POINTS, some)}
    return [found[key] for key in wanted if key in found]


def rows(query: str, keys: Sequence[int]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query.format(keys=", ".join(["%s"] * len(keys))), keys)
        return cursor.fetchall()


def point_of(row: tuple[Any, ...], voices: list[tuple[str, Spoken]]) -> Point:
    """From a row of POINTS and what was said to it."""
    facts, weight, levels, item = row[:17], bool(row[17]), row[18:23], row[23:]
    one = dict(voices)
    others = [spoken for voice, spoken in voices if voice == Voice.PARTICIPANT]
    spoke = tuple(spoken for spoken in others if spoken.value is not None or spoken.not_ratable)
    settled = settled_of(*item) if item[0] else None
    return Point._make((*facts, weight, levels, settled, one.get(Voice.LEAD), one.get(Voice.OFFICE), spoke))


def settled_of(*item: Any) -> Settled:
    *stored, adopted, kind, held_on = item
    day = held_on if isinstance(held_on, date) else date.fromisoformat(held_on)  # SQLite has days as text
    return Settled._make((*stored, bool(adopted), str(Reflection(kind=kind, held_on=day))))
