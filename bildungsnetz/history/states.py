"""A historical row as words: each field's label and value, many-to-many fields included, references by name."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeAlias

from django.db.models import Field, ForeignKey, ManyToManyField, Model, TextField
from django.utils import timezone
from django.utils.formats import date_format, number_format
from simple_history.models import HistoricalRecords
from simple_history.utils import get_m2m_reverse_field_name

# Names of columns that say nothing to a reader.
SILENT = {"id", "revision_no", "created_at", "updated_at", "field_origins"}

State: TypeAlias = dict[str, Any]  # field name -> raw value; for many-to-many fields the set of their keys


def told_fields(model: type[Model], hidden: Iterable[str] = ()) -> list[Field]:
    """The fields of ``model`` that its history tells, in the order of the model, many-to-many fields last."""
    history = model.history.model  # type: ignore[attr-defined]
    left_out = {*SILENT, *hidden}
    plain = [field for field in history.tracked_fields if field.name not in left_out]
    return [*plain, *(field for field in history._history_m2m_fields if field.name not in left_out)]


def many_to_many_of(rows: list[Any]) -> dict[tuple[str, int], set[int]]:
    """(field name, history id) -> keys, for all ``rows`` of one historical model, in one query per field."""
    found: dict[tuple[str, int], set[int]] = defaultdict(set)
    if not rows:
        return found
    ids = [row.history_id for row in rows]
    for field in rows[0]._history_m2m_fields:
        target = f"{get_m2m_reverse_field_name(field)}_id"
        kept = HistoricalRecords.m2m_models[field].objects.filter(history__in=ids)
        for history_id, key in kept.values_list("history_id", target):
            found[field.name, history_id].add(key)
    return found


def state_of(row: Any, fields: list[Field], many_to_many: dict[tuple[str, int], set[int]]) -> State:
    return {
        field.name: many_to_many.get((field.name, row.history_id), set())
        if isinstance(field, ManyToManyField)
        else getattr(row, field.attname)
        for field in fields
    }


class Names:
    """Looks up what referenced objects are called, once per model for a whole page."""

    def __init__(self) -> None:
        self.wanted: dict[type[Model], set[Any]] = defaultdict(set)
        self.found: dict[type[Model], dict[Any, Model]] = {}

    def want(self, fields: list[Field], states: Iterable[State]) -> None:
        for field in fields:
            if isinstance(field, ForeignKey | ManyToManyField):
                for state in states:
                    self.wanted[field.related_model].update(keys_in(state[field.name]))  # type: ignore[index]

    def get(self, model: type[Model], key: Any) -> Model | None:
        if model not in self.found:
            self.found[model] = model._default_manager.in_bulk(self.wanted[model])
        return self.found[model].get(key)

    def name(self, model: type[Model], key: Any) -> str:
        named = self.get(model, key)
        return str(named) if named is not None else f"gelöscht (Nr. {key})"


def keys_in(value: Any) -> Iterable[Any]:
    if isinstance(value, set):
        return value
    return () if value is None else (value,)


def in_words(field: Field, value: Any, names: Names) -> str:
    """``value`` of ``field`` as a reader expects it; nothing at all is the empty text."""
    if isinstance(field, ForeignKey | ManyToManyField):
        return ", ".join(sorted(names.name(field.related_model, key) for key in keys_in(value)))  # type: ignore[arg-type]
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value or ""))
    return plain_words(value)


def plain_words(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nein"
        case datetime():
            return date_format(timezone.localtime(value), "d.m.Y, H:i")
        case date():
            return date_format(value, "d.m.Y")
        case int() | Decimal():
            return number_format(value, use_l10n=True)
        case dict():
            return "\n".join(f"{key}: {plain_words(item)}" for key, item in value.items())
        case _:
            return str(value)


def is_long(field: Field) -> bool:
    return isinstance(field, TextField)
