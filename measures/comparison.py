"""A proposal beside the measure of today, in words: what differs, and what somebody else changed meanwhile."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms

from bildungsnetz.history.changes import word_difference
from bildungsnetz.web.views import display

from .proposals import Typed, field_path, row_path, stored

ADDED, CHANGED, REMOVED = "added", "changed", "removed"
GONE = "inzwischen entfernt"


@dataclass(frozen=True)
class Difference:
    """One field or cell: the state it was proposed on, the proposal, and ``now`` where today differs from both."""

    label: str
    old: str
    new: str
    now: str = ""
    is_conflict: bool = False
    is_done: bool = False  # today's value is what was proposed
    pieces: list[tuple[str, str]] = field(default_factory=list)  # of a long text: (kept | gone | new, text)
    path: str = ""


@dataclass(frozen=True)
class RowDifference:
    """One row that is added, changed or removed; ``note`` says what became of it meanwhile."""

    kind: str
    title: str
    cells: list[Difference]
    path: str
    note: str = ""
    is_done: bool = False

    @property
    def is_conflict(self) -> bool:
        return bool(self.note) or any(cell.is_conflict for cell in self.cells)

    @property
    def label(self) -> str:
        return self.title

    @property
    def new(self) -> str:
        """What is proposed, in words; nothing for a row that is to go."""
        return "; ".join(f"{cell.label}: {cell.new or '–'}" for cell in self.cells if self.kind != REMOVED)

    @property
    def now(self) -> str:
        """What stands there today, in words."""
        return self.note or "\n".join(f"{cell.label}: {cell.now or '–'}" for cell in self.cells if cell.is_conflict)


@dataclass(frozen=True)
class RowsDifference:
    heading: str
    rows: list[RowDifference]


@dataclass(frozen=True)
class Comparison:
    fields: list[Difference]
    row_sets: list[RowsDifference]

    @property
    def conflicting(self) -> list[Difference | RowDifference]:
        """What was changed on both sides: today's value holds unless somebody decides otherwise."""
        found: list[Difference | RowDifference] = [*self.fields]
        found += [row for rows in self.row_sets for row in rows.rows]
        return [one for one in found if one.is_conflict]

    @property
    def conflicts(self) -> set[str]:
        """The paths of ``conflicting``."""
        return {one.path for one in self.conflicting}


def compare(form: Any, changes: dict[str, Any]) -> Comparison:
    """``form`` is the measure's form, unbound, as it is filled today."""
    today = stored(form)
    fields = [
        difference(form.fields[name], name, change["old"], change["new"], today[name], field_path(name))
        for name, change in changes.get("fields", {}).items()
        if name in today
    ]
    row_sets = [
        RowsDifference(rows.heading, list(compare_rows(rows, changes["rows"][rows.prefix])))
        for rows in form.row_sets
        if rows.prefix in changes.get("rows", {})
    ]
    return Comparison(in_order(form, fields), row_sets)


def in_order(form: Any, fields: list[Difference]) -> list[Difference]:
    places = {field_path(name): place for place, name in enumerate(form.fields)}
    return sorted(fields, key=lambda one: places[one.path])


def difference(shown: forms.Field, name: str, old: Typed, new: Typed, now: Typed, path: str = "") -> Difference:
    words = in_words(shown, old), in_words(shown, new)
    conflict = now not in (old, new)
    long_text = isinstance(shown.widget, forms.Textarea) and all(words)
    return Difference(
        label=str(shown.label or name),
        old=words[0],
        new=words[1],
        now=in_words(shown, now) if conflict else "",
        is_conflict=conflict,
        is_done=now == new,
        pieces=word_difference(*words) if long_text else [],
        path=path,
    )


def compare_rows(row_set: Any, changes: list[dict[str, Any]]) -> Iterator[RowDifference]:
    today = {row.instance.pk: stored(row) for row in row_set.initial_forms}
    fields = row_set.empty_form.fields
    for place, change in enumerate(changes):
        yield compare_row(row_set, fields, change, today.get(change["id"]), row_path(row_set.prefix, place))


def compare_row(
    row_set: Any, fields: dict[str, forms.Field], change: dict[str, Any], now: dict[str, Typed] | None, path: str
) -> RowDifference:
    old, new = change["old"] or {}, change["new"] or {}
    kind = ADDED if not change["old"] else CHANGED if change["new"] else REMOVED
    names = [name for name in fields if name in {**old, **new}]
    current = {ADDED: old, CHANGED: now or old, REMOVED: old}[kind]
    cells = [
        difference(fields[name], name, old.get(name, []), new.get(name, []), current.get(name, []))
        for name in names
        if kind != CHANGED or old.get(name, []) != new.get(name, [])
    ]
    note, done = "", bool(cells) and all(cell.is_done for cell in cells)
    if kind == CHANGED and now is None:
        note = GONE
    elif kind == REMOVED:
        done = now is None
        note = row_words(fields, now) if now and any(now[name] != old.get(name, []) for name in now) else ""
    return RowDifference(kind, row_words(fields, old or new, most=1), cells, path, note, done)


def row_words(fields: dict[str, forms.Field], values: dict[str, Typed], most: int | None = None) -> str:
    words = [in_words(shown, values[name]) for name, shown in fields.items() if values.get(name)]
    return " · ".join(words[:most])


def in_words(shown: forms.Field, value: Typed) -> str:
    """A value in the notation of forms as a person reads it."""
    if not value:
        return "nein" if isinstance(shown, forms.BooleanField) else ""
    if isinstance(shown, forms.DateField):
        return day_in_words(value[0])
    if isinstance(shown, forms.ModelChoiceField):
        return ", ".join(named(shown, key) for key in value)
    return display(shown, value if isinstance(shown, forms.MultipleChoiceField) else value[0])


def day_in_words(text: str) -> str:
    try:
        return f"{date.fromisoformat(text):%d.%m.%Y}"
    except ValueError:
        return text


def named(shown: forms.ModelChoiceField, key: str) -> str:
    """What a key stands for, also where it can no longer be chosen."""
    rows: Any = shown.queryset.model._default_manager  # type: ignore[union-attr]
    found = rows.filter(pk=key).first() if key.isdecimal() else None
    return str(found) if found else "nicht mehr vorhanden"
