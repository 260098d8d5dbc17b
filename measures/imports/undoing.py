"""Taking a run back: the rows of history that it wrote say what was before.

Rows of history carry the reason of the run and are newer than its ``marks``, so they are found by key.
"""

from collections.abc import Iterator
from itertools import count
from typing import Any

from django.db.models import Max, Q
from simple_history.models import HistoricalRecords

from bildungsnetz.accounts.models import User
from bildungsnetz.history.bulk import delete_with_history, record
from bildungsnetz.operations.progress import Step, nobody_waits
from bildungsnetz.words import search_text, sort_key
from measures.models import Actor, ImportRun, Measure, measure_number

from .stored import BATCH, HANGING, LISTS, batches, link_of
from .writing import COLUMNS, insert, update

CHANGED = "Seitdem wurde mindestens eine dieser Maßnahmen geändert ({})."
USED = "Eine der neuen Maßnahmen wird schon gebraucht ({}): {}."
BEFORE = (*COLUMNS, "status_since", "last_confirmed_on", "origin", "field_origins")


class Written:
    """What a run wrote, read from the history."""

    def __init__(self, run: ImportRun) -> None:
        self.run = run
        self.new, self.changed = (
            list(self.history(Measure).filter(history_type=kind).order_by("id").values_list("id", flat=True))
            for kind in "+~"
        )

    @property
    def pks(self) -> list[int]:
        return [*self.new, *self.changed]

    def history(self, model: Any) -> Any:
        mark = self.run.marks.get(model._meta.model_name)
        if mark is None:
            return model.history.none()
        return model.history.filter(history_id__gt=mark, history_change_reason=self.run.reason)

    def objection(self) -> str:
        """Why it cannot be taken back; empty where it can."""
        for model, link in ((Measure, "id"), *((part, "measure_id") for part in HANGING.values())):
            if (mark := self.run.marks.get(model._meta.model_name)) is None:
                continue  # the run wrote none of these
            for batch in batches(self.pks):
                later = model.history.filter(history_id__gt=mark, **{f"{link}__in": batch})
                later = later.filter(Q(history_change_reason=None) | ~Q(history_change_reason=self.run.reason))
                found = later.values_list(link, flat=True).first()
                if found:
                    return CHANGED.format(number_of(found))
        return self.use()

    def use(self) -> str:
        """What hangs on new measures that the run did not write."""
        ours = set(HANGING.values())
        for relation in Measure._meta.related_objects:
            model: Any = relation.related_model
            if model in ours or "Historical" in model.__name__:
                continue
            for batch in batches(self.new):
                name = relation.field.name  # type: ignore[attr-defined]
                found = model._base_manager.filter(**{f"{name}__in": batch}).values_list(name, flat=True).first()
                if found:
                    return USED.format(number_of(found), model._meta.verbose_name)
        return ""


def number_of(pk: int) -> str:
    serial = Measure.objects.filter(pk=pk).values_list("serial", flat=True).first()
    return measure_number(serial) if serial else "gelöscht"


def undo(written: Written, *, by: User | None, step: Step = nobody_waits) -> None:
    """Within the caller's transaction, which has locked the measures and asked for objections. ``step`` hears how many
    measures are done."""
    reason, of = written.run.undo_reason, len(written.pks)
    for name, model in HANGING.items():
        undo_parts(name, model, written, by, reason)
    for done, batch in zip(count(0, BATCH), batches(written.changed)):
        step(done, of)
        restore(batch, written, by, reason)
    for done, batch in zip(count(len(written.changed), BATCH), batches(written.new)):
        step(done, of)
        for name in LISTS:
            link_of(name)[0].objects.filter(measure__in=batch).delete()
        delete_with_history(Measure.objects.filter(pk__in=batch), by=by, reason=reason)
    forget_actors(written, by, reason)


def undo_parts(name: str, model: Any, written: Written, by: User | None, reason: str) -> None:
    """What came goes, what went comes back under its old key."""
    rows = written.history(model)
    for batch in batches(list(rows.filter(history_type="+").values_list("id", flat=True))):
        delete_with_history(model.objects.filter(pk__in=batch), by=by, reason=reason)
    names = [field.attname for field in model._meta.concrete_fields]
    gone = list(rows.filter(history_type="-").values(*names))
    insert(model, gone, with_keys=True)
    for batch in batches([row["id"] for row in gone]):
        record(model.objects.filter(pk__in=batch), "+", by=by, reason=reason)


def restore(batch: list[int], written: Written, by: User | None, reason: str) -> None:
    """Brings measures back to where they were before the run, as a new change."""
    mark = written.run.marks[str(Measure._meta.model_name)]
    history: Any = Measure.history.model  # type: ignore[attr-defined]
    past = history.objects.filter(id__in=batch, history_id__lte=mark).values("id").annotate(last=Max("history_id"))
    before = {row["id"]: row["last"] for row in past.order_by()}
    rows = list(history.objects.filter(history_id__in=before.values()).values("id", "serial", *BEFORE))
    leads = {row["lead_id"] for row in rows}
    names = dict(Actor.objects.filter(pk__in=leads).values_list("pk", "name"))
    revisions = dict(Measure.objects.filter(pk__in=batch).values_list("pk", "revision_no"))
    for row in rows:
        row["pk"], row["revision_no"] = row["id"], revisions[row["id"]] + 1
        row["sort_key"] = sort_key(row["title"])
        texts = (measure_number(row["serial"]), row["title"], names.get(row["lead_id"], ""))
        row["search_text"] = search_text(*texts, row["summary"], row["reach"])
        row.pop("id")
    update(Measure, rows)
    restore_lists(batch, before)
    record(Measure.objects.filter(pk__in=batch), "~", by=by, reason=reason)


def restore_lists(batch: list[int], before: dict[int, int]) -> None:
    for name in LISTS:
        through, other = link_of(name)
        kept: Any = HistoricalRecords.m2m_models[Measure._meta.get_field(name)]
        through.objects.filter(measure__in=batch).delete()
        wanted = kept.objects.filter(history__in=list(before.values())).values_list("measure_id", other)
        words: Any = through._meta.get_field(other.removesuffix("_id")).related_model
        alive = set(words.objects.values_list("pk", flat=True))
        insert(through, [{"measure_id": measure, other: key} for measure, key in wanted if key in alive])


def forget_actors(written: Written, by: User | None, reason: str) -> None:
    """Actors that the run made go too, unless somebody uses them by now."""
    made = list(written.history(Actor).filter(history_type="+").values_list("id", flat=True))
    for batch in batches(made):
        used = set(used_actors(batch))
        delete_with_history(Actor.objects.filter(pk__in=[pk for pk in batch if pk not in used]), by=by, reason=reason)


def used_actors(batch: list[int]) -> Iterator[int]:
    for relation in Actor._meta.related_objects:
        model: Any = relation.related_model
        if "Historical" not in model.__name__:
            name = relation.field.name  # type: ignore[attr-defined]
            yield from model._base_manager.filter(**{f"{name}__in": batch}).values_list(name, flat=True)
