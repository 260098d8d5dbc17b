"""Measures as they are stored, for comparing: in a few queries for a batch, whatever its size."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from bildungsnetz.history.kept import last_entries
from goals.models import Goal, Period
from measures.models import (
    Actor,
    ActorAlias,
    BudgetLine,
    FundingItem,
    Measure,
    Milestone,
    Participation,
    ProgressNote,
)

from .facts import PART_NAMES
from .known import VOCABULARIES

BATCH = 500
DATES = ("planned_start", "planned_end", "started", "completed")
TEXTS = (
    "title", "summary", "reach", "status_reason", "input_text", "output_text", "outcome_text", "impact_text",
    "source_urls", "internal_note", *(f"{name}_words" for name in DATES),
)  # fmt: skip
FIELDS = (
    *TEXTS, "lead", "leading_goal", "status", "is_ongoing",
    *(f"{name}_{end}" for name in DATES for end in ("on", "precision")),
)  # fmt: skip
LISTS = (*VOCABULARIES, "further_goals")
PARTS: dict[str, Any] = {
    "milestones": Milestone,
    "participations": Participation,
    "funding": FundingItem,
    "budget": BudgetLine,
}
HANGING: dict[str, Any] = {**PARTS, "notes": ProgressNote}
NAMED: tuple[Any, ...] = (  # what words of a list can mean
    Actor, ActorAlias, Goal, Period, *(Measure._meta.get_field(name).related_model for name in VOCABULARIES),
)  # fmt: skip
BESIDE = ("pk", "serial", "revision_no", "publication", "origin", "field_origins", "status_since", "last_confirmed_on")


@dataclass
class Stored:
    """``values`` by the names of the form; a measure that is new has those of an empty form and no ``pk``."""

    values: dict[str, Any]
    pk: int | None = None
    serial: int | None = None
    revision_no: int = 0
    publication: str = "draft"
    origin: str = "own"
    field_origins: dict[str, str] = field(default_factory=dict)
    status_since: date | None = None
    last_confirmed_on: date | None = None
    parts: dict[str, list[tuple[int, tuple[Any, ...]]]] = field(default_factory=dict)

    @property
    def started_on(self) -> Any:
        return self.values["started_on"]

    @property
    def is_released(self) -> bool:
        return self.publication == "released"


@dataclass(frozen=True)
class Told:
    """A progress note that is stored."""

    day: date
    status: str
    text: str


@dataclass(frozen=True)
class Moment:
    """What was stored when rows were compared with it: the newest row of each history."""

    marks: dict[Any, int]

    @classmethod
    def now(cls) -> Self:
        models = (*NAMED, *HANGING.values(), Measure)
        return cls(dict(zip(models, last_entries(*models), strict=True)))

    def is_past(self, serials: Iterable[int | None]) -> bool:
        """Whether rows about these measures, and about new ones, could be understood otherwise by now."""
        now = Moment.now().marks
        if any(now[model] != self.marks[model] for model in NAMED):
            return True
        written = list(self.since(Measure).values_list("serial", "history_type"))
        touched = {pk for model in HANGING.values() for pk in self.since(model).values_list("measure_id", flat=True)}
        moved = {serial for serial, _ in written}
        for batch in batches(sorted(touched)):
            moved |= set(Measure.objects.filter(pk__in=batch).values_list("serial", flat=True))
        return any(kind == "+" for _, kind in written) or not moved.isdisjoint(serials)

    def since(self, model: Any) -> Any:
        return model.history.filter(history_id__gt=self.marks[model])


def notes_of(pks: Iterable[int]) -> dict[int, list[Told]]:
    """Measure -> its progress notes."""
    found: dict[int, list[Told]] = defaultdict(list)
    for batch in batches(sorted(pks)):
        rows = ProgressNote.objects.filter(measure__in=batch).order_by("pk")
        for measure, day, status, text in rows.values_list("measure_id", "reported_on", "status", "text"):
            found[measure].append(Told(day, status, text))
    return found


def nothing() -> Stored:
    """What a new measure begins with."""
    values: dict[str, Any] = dict.fromkeys(TEXTS, "")
    values |= {"lead": None, "leading_goal": None, "status": "planned", "is_ongoing": False}
    for name in DATES:
        values |= {f"{name}_on": None, f"{name}_precision": "day"}
    values |= {name: frozenset() for name in LISTS} | dict.fromkeys(PARTS, ())
    return Stored(values)


def by_serial(serials: Iterable[int]) -> dict[int, Stored]:
    """Serial number -> measure."""
    found: dict[int, Stored] = {}
    for batch in batches(sorted(set(serials))):
        found |= {one.serial: one for one in load(serial__in=batch) if one.serial is not None}
    return found


def by_name(keys: Iterable[str]) -> dict[tuple[str, int], list[int]]:
    """(sort key of the title, lead) -> serial numbers."""
    found: dict[tuple[str, int], list[int]] = defaultdict(list)
    for batch in batches(sorted(set(keys))):
        rows = Measure.objects.filter(sort_key__in=batch).order_by("serial").values_list("sort_key", "lead", "serial")
        for key, lead, serial in rows:
            found[key, lead].append(serial)
    return found


def load(**lookup: Any) -> list[Stored]:
    rows = list(Measure.objects.filter(**lookup).order_by("pk").values_list(*BESIDE, *FIELDS))
    pks = [row[0] for row in rows]
    lists = {name: _list(name, pks) for name in LISTS}
    parts = {name: _parts(name, pks) for name in PARTS}
    made = []
    for row in rows:
        pk = row[0]
        values = dict(zip(FIELDS, row[len(BESIDE) :], strict=True))
        values |= {name: frozenset(found.get(pk, ())) for name, found in lists.items()}
        mine = {name: found.get(pk, []) for name, found in parts.items()}
        values |= {name: tuple(part for _, part in found) for name, found in mine.items()}
        made.append(Stored(values, **dict(zip(BESIDE, row, strict=False)), parts=mine))
    return made


def link_of(name: str) -> tuple[Any, str]:
    """The table between measures and what ``name`` lists, and its column for the latter."""
    through: Any = getattr(Measure, name).through
    return through, next(one.attname for one in through._meta.fields if one.name not in ("id", "measure"))


def _list(name: str, pks: list[int]) -> dict[int, list[int]]:
    through, other = link_of(name)
    found: dict[int, list[int]] = defaultdict(list)
    for measure, key in through.objects.filter(measure__in=pks).values_list("measure_id", other):
        found[measure].append(key)
    return found


def _parts(name: str, pks: list[int]) -> dict[int, list[tuple[int, tuple[Any, ...]]]]:
    found: dict[int, list[tuple[int, tuple[Any, ...]]]] = defaultdict(list)
    rows = PARTS[name].objects.filter(measure__in=pks).order_by("pk")
    for measure, pk, *values in rows.values_list("measure_id", "pk", *PART_NAMES[name]):
        found[measure].append((pk, tuple(values)))
    return found


def batches(keys: list[Any]) -> Iterable[list[Any]]:
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))
