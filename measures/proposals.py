"""What a proposal holds, and how it becomes a form again.

A proposal keeps only what differs, in the notation of its form: the texts that a browser would send, as lists::

    {"fields": {"title": {"old": ["Leseclub"], "new": ["Leseclubs"]}},
     "rows": {"milestones": [{"id": 7, "old": {"title": ["Auftakt"]}, "new": {"title": ["Start"]}}]},
     "report": {"answer": "progress", "status": "delayed", …}}

Rows are kept whole; one without ``old`` is new, one without ``new`` is to go. Accepting means: the form as it would be
filled today, with these changes written into it, is checked and saved like any other form.
"""

from collections.abc import Callable, Collection
from typing import Any, TypeAlias

from django import forms
from django.forms.models import InlineForeignKeyField
from django.http import QueryDict

from .models import Measure, Proposal

Typed: TypeAlias = list[str]

# Called with (measure, proposal) when a proposal reaches the office, in its transaction; registered at start-up.
on_submitted: list[Callable[[Measure, Proposal], None]] = []


def notation(field: forms.Field, value: Any) -> Typed:
    """``value`` of ``field`` as a browser would send it; nothing at all is the empty list."""
    if isinstance(field, forms.BooleanField):
        return ["on"] if value else []
    prepared = field.prepare_value(value)
    if isinstance(prepared, list | tuple | set) or hasattr(prepared, "iterator"):
        return sorted({str(one) for one in prepared}, key=lambda key: (len(key), key))
    shown = field.widget.format_value(prepared)  # type: ignore[attr-defined]
    texts = shown if isinstance(shown, list | tuple) else [shown]
    return ["\n".join(str(text).splitlines()) for text in texts if text not in (None, "")]


def told_fields(form: Any) -> dict[str, forms.Field]:
    """The fields that the form writes to its record, without what only the page needs or a row says of its parent."""
    return {
        name: field
        for name, field in form.fields.items()
        if name in form._meta.fields and not isinstance(field, InlineForeignKeyField)
    }


def stored(form: Any) -> dict[str, Typed]:
    """Field name -> what the record says today."""
    return {name: notation(field, form.get_initial_for_field(field, name)) for name, field in told_fields(form).items()}


def typed(form: Any) -> dict[str, Typed]:
    """Field name -> what a valid form says; of a field that was left alone, what the record says."""
    today = stored(form)
    changed = set(form.changed_data)
    return {
        name: notation(field, form.cleaned_data.get(name)) if name in changed else today[name]
        for name, field in told_fields(form).items()
    }


def changes_of(form: Any) -> dict[str, Any]:
    """What a valid form with rows would change, empty where it changes nothing."""
    old, new = stored(form), typed(form)
    fields = {name: {"old": old[name], "new": new[name]} for name in new if old[name] != new[name]}
    rows = {row_set.prefix: found for row_set in form.row_sets if (found := row_changes(row_set))}
    return ({"fields": fields} if fields else {}) | ({"rows": rows} if rows else {})


def row_changes(row_set: Any) -> list[dict[str, Any]]:
    found = []
    for row in row_set.forms:
        old, pk = stored(row), row.instance.pk
        if row in row_set.deleted_forms:
            found += [{"id": pk, "old": filled(old), "new": None}] if pk else []
        elif not pk:
            new = filled(typed(row)) if row.has_changed() else {}
            found += [{"id": None, "old": None, "new": new}] if new else []
        elif (new := typed(row)) != old:
            found.append({"id": pk, "old": filled(old), "new": filled(new)})
    return found


def filled(values: dict[str, Typed]) -> dict[str, Typed]:
    return {name: value for name, value in values.items() if value}


def differing(change: dict[str, Any]) -> dict[str, Typed]:
    """Cell -> its new value, of the cells in which a changed row differs."""
    old, new = change["old"] or {}, change["new"] or {}
    return {name: new.get(name, []) for name in {**old, **new} if new.get(name, []) != old.get(name, [])}


def report_of(form: Any, answer: str = "progress") -> dict[str, str]:
    """What a valid ProgressForm reports, as plain texts."""
    said = form.cleaned_data
    return {
        "answer": answer,
        "status": said["status"],
        "reason": said["status_reason"],
        "text": said["text"],
        "reported_on": said["reported_on"].isoformat(),
        "completed_on": said["completed_on"].isoformat() if said["completed_on"] else "",
    }


def unchanged_report(measure: Measure, today: Any) -> dict[str, str]:
    """The report that all is as it was."""
    return {
        "answer": "unchanged",
        "status": measure.status,
        "reason": measure.status_reason,
        "text": "",
        "reported_on": today.isoformat(),
        "completed_on": measure.completed_on.isoformat() if measure.completed_on else "",
    }


def report_data(report: dict[str, str]) -> dict[str, str]:
    """A report as a ProgressForm reads it."""
    return {
        "status": report.get("status", ""),
        "status_reason": report.get("reason", ""),
        "completed_on": report.get("completed_on", ""),
        "text": report.get("text", ""),
        "reported_on": report.get("reported_on", ""),
    }


def merged(form: Any, changes: dict[str, Any], left_out: Collection[str] = ()) -> QueryDict:
    """The data that ``form``, unbound and filled as of today, would send with ``changes`` written into it.

    ``left_out`` names changes by their ``path``: there today's value stays.
    """
    data = QueryDict(mutable=True)
    today = stored(form)
    for name, change in changes.get("fields", {}).items():
        if name in today and field_path(name) not in left_out:
            today[name] = change["new"]
    put(data, "", today)
    for row_set in form.row_sets:
        wanted = changes.get("rows", {}).get(row_set.prefix, [])
        paths = [row_path(row_set.prefix, place) for place in range(len(wanted))]
        kept = [change for change, path in zip(wanted, paths, strict=True) if path not in left_out]
        merge_rows(data, row_set, kept)
    return data


def field_path(name: str) -> str:
    return f"fields.{name}"


def row_path(prefix: str, place: int) -> str:
    """Names one changed row of a proposal by its place."""
    return f"rows.{prefix}.{place}"


def merge_rows(data: QueryDict, row_set: Any, changes: list[dict[str, Any]]) -> None:
    """Writes the rows of today with ``changes``; a row that is gone and still wanted comes back as a new one."""
    by_id = {change["id"]: change for change in changes if change["id"]}
    place = 0
    for row in row_set.initial_forms:
        change = by_id.pop(row.instance.pk, None)
        start = f"{row_set.prefix}-{place}-"
        put(data, start, stored(row) | {"id": [str(row.instance.pk)]})
        if change and change["new"] is None:
            data[f"{start}DELETE"] = "on"
        elif change:
            put(data, start, differing(change))
        place += 1
    vanished = [change for change in by_id.values() if change["new"]]
    for change in [*vanished, *(change for change in changes if not change["id"])]:
        put(data, f"{row_set.prefix}-{place}-", change["new"])
        place += 1
    data[f"{row_set.prefix}-TOTAL_FORMS"] = str(place)
    data[f"{row_set.prefix}-INITIAL_FORMS"] = str(row_set.initial_form_count())


def put(data: QueryDict, start: str, values: dict[str, Typed]) -> None:
    for name, value in values.items():
        data.setlist(f"{start}{name}", value)
