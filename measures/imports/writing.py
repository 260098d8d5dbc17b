"""Writes a plan: some statements for each batch of rows, whatever the number of measures.

The rows go to the database as they were checked; the history is copied from them in the same transaction.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from bildungsnetz.accounts.models import User
from bildungsnetz.history.bulk import last_entry, record
from bildungsnetz.operations.models import Sequence as Numbers
from bildungsnetz.operations.progress import Step, nobody_waits
from bildungsnetz.words import search_text, sort_key
from measures.models import (
    Actor,
    BudgetLine,
    FundingItem,
    ImportRun,
    Measure,
    Milestone,
    Participation,
    ProgressNote,
    measure_number,
)

from .facts import PART_NAMES
from .known import NewActor
from .planning import Line, Plan
from .stored import BATCH, FIELDS, LISTS, PARTS, batches, link_of

RECORDED: tuple[Any, ...] = (Actor, Measure, Milestone, Participation, FundingItem, BudgetLine, ProgressNote)
AT_ONCE = 2_000  # measures
COLUMNS = tuple(f"{name}_id" if name in ("lead", "leading_goal") else name for name in FIELDS)


def write(plan: Plan, run: ImportRun, *, by: User | None, today: date, step: Step = nobody_waits) -> None:
    """Within the caller's transaction, which has locked the measures that change. ``step`` hears of each part."""
    run.marks = {model._meta.model_name: last_entry(model) for model in RECORDED}
    make_actors(plan, run, by)
    written = plan.written
    for start in range(0, len(written), AT_ONCE):
        step(start, len(written))
        write_measures(written[start : start + AT_ONCE], run, by=by, today=today)


def write_measures(lines: Sequence[Line], run: ImportRun, *, by: User | None, today: date) -> None:
    new = [line for line in lines if line.candidate and line.candidate.instance.pk is None]
    changed = [line for line in lines if line.candidate and line.candidate.instance.pk]
    insert_measures(new, by, today)
    update_measures(changed, today)
    write_lists([*new, *changed])
    for queryset, kind in (
        *((Measure.objects.filter(pk__in=batch), "+") for batch in batches(pks(new))),
        *((Measure.objects.filter(pk__in=batch), "~") for batch in batches(pks(changed))),
    ):
        record(queryset, kind, by=by, reason=run.reason)
    for name in PARTS:
        write_parts(name, [*new, *changed], run, by)
    write_notes([*new, *changed], run, by)


def pks(lines: Iterable[Line]) -> list[int]:
    return [line.candidate.instance.pk for line in lines if line.candidate and line.candidate.instance.pk]


def make_actors(plan: Plan, run: ImportRun, by: User | None) -> None:
    """Stores the actors that are named for the first time, and puts them where they are named."""
    wanted: dict[str, NewActor] = {}
    for line in plan.written:
        data = line.candidate.cleaned_data if line.candidate else {}
        for one in (data["lead"], *(actor for actor, _ in data["participations"])):
            if isinstance(one, NewActor):
                wanted.setdefault(sort_key(one.name), one)
    if not wanted:
        return
    made = {}
    for key, one in wanted.items():
        actor = Actor(name=one.name, kind=one.kind)
        actor._change_reason = run.reason  # type: ignore[attr-defined]
        actor._history_user = by  # type: ignore[attr-defined]
        actor.save()
        made[key] = actor.pk
    for line in plan.written:
        if line.candidate:
            data = line.candidate.cleaned_data
            data["lead"] = resolved(data["lead"], made)
            data["participations"] = tuple((resolved(actor, made), words) for actor, words in data["participations"])


def resolved(actor: Any, made: dict[str, int]) -> int:
    return made[sort_key(actor.name)] if isinstance(actor, NewActor) else actor


def insert_measures(lines: Sequence[Line], by: User | None, today: date) -> None:
    """New measures are drafts, as those that somebody enters on the page: releasing is a step of its own."""
    if not lines:
        return
    first = Numbers.objects.take("measure", len(lines))
    names = lead_names(lines)
    rows = []
    for serial, line in enumerate(lines, first):
        line.serial = serial
        data = line.candidate.cleaned_data  # type: ignore[union-attr]
        row = {column: data[name] for column, name in zip(COLUMNS, FIELDS, strict=True)}
        told = told_on(line) or today
        row |= {"serial": serial, "created_by_id": by and by.pk, "status_since": told, "last_confirmed_on": told}
        rows.append(row | derived(serial, data, names))
    insert(Measure, rows)
    found = Measure.objects.filter(serial__gte=first, serial__lt=first + len(lines)).values_list("serial", "pk")
    made = dict(found)
    for line in lines:
        line.candidate.instance.pk = made[line.serial]  # type: ignore[union-attr, index]


def update_measures(lines: Sequence[Line], today: date) -> None:
    if not lines:
        return
    names, rows = lead_names(lines), []
    for line in lines:
        stored, data = line.candidate.instance, line.candidate.cleaned_data  # type: ignore[union-attr]
        row = {column: data[name] for column, name in zip(COLUMNS, FIELDS, strict=True)}
        row |= derived(stored.serial, data, names) | {"revision_no": stored.revision_no + 1}
        row["field_origins"] = own(stored, line.candidate.changed)  # type: ignore[union-attr]
        row["pk"] = stored.pk
        told = told_on(line)
        said = [told or today] if "status" in line.candidate.changed else []  # type: ignore[union-attr]
        row["status_since"] = said[0] if said else stored.status_since
        days = [day for day in (stored.last_confirmed_on, told, *said) if day]
        row["last_confirmed_on"] = max(days, default=None)
        rows.append(row)
    update(Measure, rows)


def told_on(line: Line) -> date | None:
    """The day of the newest note that comes to a measure."""
    return max((note.day for note in line.candidate.notes), default=None) if line.candidate else None


def own(stored: Any, changed: Iterable[str]) -> dict[str, str]:
    """As ``Sourced.mark_own`` does: what was read now no longer is what source or suggestion said."""
    measure = Measure(origin=stored.origin, field_origins=dict(stored.field_origins))
    measure.mark_own(changed)
    return measure.field_origins


def lead_names(lines: Iterable[Line]) -> dict[int, str]:
    leads = {line.candidate.cleaned_data["lead"] for line in lines if line.candidate}
    return {pk: name for batch in batches(sorted(leads)) for pk, name in Actor.objects.filter(pk__in=batch).values_list("pk", "name")}  # fmt: skip  # noqa: E501


def derived(serial: int, data: dict[str, Any], leads: dict[int, str]) -> dict[str, Any]:
    """The columns that ``Measure.save`` fills in by itself."""
    text = search_text(measure_number(serial), data["title"], leads[data["lead"]], data["summary"], data["reach"])
    return {"search_text": text, "sort_key": sort_key(data["title"]), "updated_at": timezone.now()}


def write_lists(lines: Sequence[Line]) -> None:
    for name in LISTS:
        through, other = link_of(name)
        touched = [line for line in lines if line.candidate and name in line.candidate.changed]
        old = [line for line in touched if line.candidate and line.candidate.instance.values[name]]
        for batch in batches(pks(old)):
            through.objects.filter(measure__in=batch).delete()
        insert(
            through,
            [
                {"measure_id": line.candidate.instance.pk, other: key}
                for line in touched
                if line.candidate
                for key in sorted(line.candidate.cleaned_data[name])
            ],
        )


def write_parts(name: str, lines: Sequence[Line], run: ImportRun, by: User | None) -> None:
    """Rows that say the same stay; the others go, and what is new comes."""
    from .checking import tidy_part

    model, gone, fresh = PARTS[name], [], []
    for line in lines:
        if not line.candidate or name not in line.candidate.changed:
            continue
        wanted = list(line.candidate.cleaned_data[name])
        told = [tidy_part(part) for part in wanted]
        for pk, part in line.candidate.instance.parts.get(name, []):
            if (tidied := tidy_part(part)) in told:
                del wanted[place := told.index(tidied)], told[place]
            else:
                gone.append(pk)
        measure = line.candidate.instance.pk
        names = ("actor_id", "contribution") if name == "participations" else PART_NAMES[name]
        fresh += [{"measure_id": measure, **dict(zip(names, part, strict=True))} for part in wanted]
    for batch in batches(gone):
        record(model.objects.filter(pk__in=batch), "-", by=by, reason=run.reason)
        model.objects.filter(pk__in=batch).order_by()._raw_delete(model.objects.db)
    add(model, fresh, run, by)


def write_notes(lines: Sequence[Line], run: ImportRun, by: User | None) -> None:
    rows = [
        {
            "measure_id": line.candidate.instance.pk, "reported_on": note.day, "status": note.status,
            "text": note.text, "reason": note.reason, "author_id": by and by.pk,
        }
        for line in lines if line.candidate
        for note in line.candidate.notes
    ]  # fmt: skip
    add(ProgressNote, rows, run, by)


def add(model: Any, rows: Sequence[dict[str, Any]], run: ImportRun, by: User | None) -> None:
    """Rows that belong to measures, each with the first line of its history."""
    before = model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    insert(model, rows)
    for batch in batches(sorted({row["measure_id"] for row in rows})):
        record(model.objects.filter(pk__gt=before, measure__in=batch), "+", by=by, reason=run.reason)


def insert(model: Any, rows: Sequence[dict[str, Any]], *, with_keys: bool = False) -> None:
    """``rows`` by the names of their columns, all the same ones; the others take their defaults."""
    if not rows:
        return
    fields = [field for field in model._meta.concrete_fields if with_keys or not field.primary_key]
    quote = connection.ops.quote_name
    said = [field for field in fields if field.attname in rows[0]]
    rest = [field for field in fields if field.attname not in rows[0]]
    fixed = [field.get_db_prep_save(field.get_default(), connection) for field in rest]
    statement = (
        f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(quote(field.column) for field in [*said, *rest])})"  # noqa: S608
        f" VALUES ({', '.join(['%s'] * len(fields))})"
    )
    send(statement, said, rows, fixed)


def update(model: Any, rows: Sequence[dict[str, Any]]) -> None:
    """``rows`` by the names of their columns, each with its ``pk``; all have the same columns."""
    if not rows:
        return
    fields = [field for field in model._meta.concrete_fields if field.attname in rows[0]]
    quote = connection.ops.quote_name
    setting = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    statement = f"UPDATE {quote(model._meta.db_table)} SET {setting} WHERE {quote(model._meta.pk.column)} = %s"  # noqa: S608
    send(statement, [*fields, model._meta.pk], [row | {"id": row["pk"]} for row in rows])


def send(statement: str, fields: Sequence[Any], rows: Sequence[dict[str, Any]], fixed: Sequence[Any] = ()) -> None:
    """Batch by batch, so that not all prepared rows are in memory at once."""
    ways = [(field.attname, field.get_db_prep_save) for field in fields]
    with connection.cursor() as cursor:
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            cursor.executemany(
                statement, [[*(way(row[name], connection) for name, way in ways), *fixed] for row in batch]
            )
