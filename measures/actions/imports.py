"""Reading a spreadsheet: keeping the file, writing what was shown, taking it back."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from bildungsnetz import access
from bildungsnetz.accounts.models import User
from bildungsnetz.history.authors import acting_as
from bildungsnetz.operations.progress import Step, nobody_waits
from bildungsnetz.words import sort_key
from measures.imports import files, lookalikes
from measures.imports.planning import Line, Plan
from measures.imports.undoing import Written, undo
from measures.imports.writing import insert, update, write
from measures.models import (
    Actor,
    ActorAlias,
    ImportRow,
    ImportRun,
    ImportState,
    LearnedHead,
    LearnedValue,
    Measure,
    Outcome,
)

KEEP_OPEN = timedelta(days=14)
CONTRADICTS = "Die Zeilen widersprechen sich oder dem, was inzwischen gespeichert ist. Es wurde nichts geschrieben."
NOTHING_TO_UNDO = "Dieses Einlesen lässt sich nicht zurücknehmen."
USED = "Was eingelesen wurde, wird inzwischen gebraucht."
OPEN = "Bitte sagen Sie zuerst, ob die ähnlichen Zeilen neu oder schon da sind."
ALREADY = "Diese Datei ist schon eingelesen worden."


class Moved(Exception):  # noqa: N818  (what happened to the data, not a fault)
    """What would be written is no longer what was shown."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("the plan is another one")
        self.plan = plan


def keep_file(content: bytes, *, name: str, by: User | None, choices: dict[str, Any] | None = None) -> ImportRun:
    """The first step: the file as it came. Raises PermissionDenied; a command has no ``by``."""
    if by:
        access.require(by, "add", ImportRun)
    digest = hashlib.sha256(content).hexdigest()
    return ImportRun.objects.create(
        person=by, file_name=name[-200:], content=content, sha256=digest, choices=choices or {}
    )


@transaction.atomic
def show(run: ImportRun, plan: Plan) -> None:
    """Keeps the plan with the run, row by row: what pages show, and what alone may be written."""
    run.rows.all().delete()
    keep_rows(run, plan.lines)
    run.counts, run.shown, run.sheet = counted(plan), plan.digest, plan.sheet[:200]
    run.remarks, run.unknown = plan.remarks, plan.to_ask
    run.save(update_fields=["counts", "shown", "sheet", "choices", "remarks", "unknown"])


def keep_rows(run: ImportRun, lines: Iterable[Line]) -> None:
    """Keeps with the run what becomes, or became, of each row: that is what its page shows."""
    insert(
        ImportRow,
        [
            {
                "run_id": run.pk, "number": line.number, "outcome": line.outcome.value, "title": line.title[:200],
                "serial": line.serial, "told": line.told,
            }
            for line in sorted(lines, key=lambda line: line.place)
        ],
    )  # fmt: skip


def keep_choices(run: ImportRun) -> None:
    """Keeps how the file is understood; what was shown before holds no more."""
    run.shown = ""
    run.save(update_fields=["choices", "shown"])


def counted(plan: Plan) -> dict[str, Any]:
    """Rows by outcome, how many were asked about or still are, and how many lack what may be said for all."""
    return plan.counts | {"asked": plan.asked, "open": plan.open, "lacks": plan.lacks}


def apply_import(
    run: ImportRun,
    *,
    by: User | None,
    today: date,
    shown: str,
    create_actors: bool = False,
    checking: Step = nobody_waits,
    writing: Step = nobody_waits,
) -> Plan:
    """Writes what was shown, all of it or nothing, with the run's own record. ``checking`` and ``writing`` hear how far
    that is, and may raise.

    The file is read and planned anew, and once more under lock where something was stored meanwhile: so nobody waits
    while a long list is looked through. Raises Moved where that gives something else than ``shown``, and
    ValidationError where the run has been applied already or the database refuses.
    """
    if by:
        access.require(by, "add", ImportRun)

    def planned(run: ImportRun, step: Step = nobody_waits) -> Plan:
        return files.plan_of(run, today=today, user=by, create_actors=create_actors, step=step)

    plan = planned(run, checking)
    writing(0, len(plan.written))
    with transaction.atomic():
        locked = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
        if locked.state != ImportState.OPEN:
            raise ValidationError(ALREADY)
        if locked.choices != run.choices or not plan.is_current:
            plan = planned(locked)
        if plan.digest != shown:
            raise Moved(plan)
        carry_out(locked, plan, by=by, today=today, writing=writing)
    return plan


@transaction.atomic
def carry_out(run: ImportRun, plan: Plan, *, by: User | None, today: date, writing: Step = nobody_waits) -> None:
    """Writes ``plan`` of ``run``, which is current. Raises as ``apply_import`` does."""
    lock(plan)
    if plan.open:
        raise ValidationError(OPEN)
    try:
        with transaction.atomic(), acting_as(by, run.reason):
            write(plan, run, by=by, today=today, step=writing)
    except IntegrityError:
        raise ValidationError(CONTRADICTS) from None
    run.state, run.applied_at = ImportState.DONE, timezone.now()
    run.counts, run.shown = counted(plan), plan.digest
    run.save()
    give_numbers(run, plan)
    learn(run, by)


def learn(run: ImportRun, by: User | None) -> None:
    """Remembers for the next file what somebody decided for this one."""
    learn_heads(run.kind, run.choices.get("columns", {}))
    for key, answer in run.choices.get("same", {}).items():
        LearnedValue.objects.update_or_create(
            field=lookalikes.FIELD, key=key[:200], defaults={"spelling": key[:200], "target": str(answer)[:40]}
        )
    for name, spellings in run.choices.get("values", {}).items():
        for spelling, target in spellings.items():
            if name == "actor":
                learn_alias(spelling, str(target), by, run.reason)
            elif sort_key(spelling):
                LearnedValue.objects.update_or_create(
                    field=name[:40], key=sort_key(spelling),
                    defaults={"spelling": spelling[:200], "target": str(target)[:40]},
                )  # fmt: skip


def learn_heads(kind: str, chosen: Mapping[str, Any]) -> None:
    """``chosen``: heading -> column, of one file, remembered for the next of this ``kind``."""
    for head, column in chosen.items():
        if key := sort_key(head):
            LearnedHead.objects.update_or_create(
                kind=kind, key=key, defaults={"head": head[:200], "column": str(column)[:40]}
            )


def learn_alias(spelling: str, actor: str, by: User | None, reason: str) -> None:
    """Another spelling of an actor, unless the name is taken."""
    name = " ".join(spelling.split())
    taken = ActorAlias.objects.filter(name=name).exists() or Actor.objects.filter(name=name).exists()
    if actor.isdecimal() and 0 < len(name) <= 200 and not taken and Actor.objects.filter(pk=int(actor)).exists():
        with acting_as(by, reason):
            ActorAlias.objects.create(actor_id=int(actor), name=name)


def lock(plan: Plan) -> None:
    """Keeps others from writing the measures that are about to change; somebody who just has is seen by the number."""
    touched = {
        line.candidate.instance.pk: line.candidate.instance.revision_no
        for line in plan.written
        if line.candidate and line.candidate.instance.pk
    }
    wanted = sorted(touched)
    for start in range(0, len(wanted), 500):
        rows = Measure.objects.select_for_update(of=("self",)).filter(pk__in=wanted[start : start + 500])
        now = dict(rows.order_by("pk").values_list("pk", "revision_no"))
        if any(touched[pk] != now.get(pk) for pk in wanted[start : start + 500]):
            plan.__dict__["digest"] = ""
            raise Moved(plan)


def give_numbers(run: ImportRun, plan: Plan) -> None:
    """The rows of new measures learn its number."""
    rows = run.rows.filter(outcome__in=(Outcome.NEW, Outcome.ADDED)).values_list("number", "pk")
    numbers = {line.number: (line.head or line).serial for line in plan.lines}
    update(ImportRow, [{"pk": pk, "serial": numbers[number]} for number, pk in rows])


def forget_abandoned(now: datetime) -> None:
    """Throws away files that nobody has read in for KEEP_OPEN; what was read in stays, to be accounted for."""
    ImportRun.objects.filter(state=ImportState.OPEN, created_at__lt=now - KEEP_OPEN).delete()


@transaction.atomic
def undo_import(run: ImportRun, *, by: User, step: Step = nobody_waits) -> None:
    """Takes a run back as a whole, of which ``step`` hears; raises ValidationError, in German, where something has
    changed since."""
    run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    access.require(by, "edit", ImportRun)
    if run.state != ImportState.DONE:
        raise ValidationError(NOTHING_TO_UNDO)
    written = Written(run)
    for start in range(0, len(written.pks), 500):
        wanted = sorted(written.pks)[start : start + 500]
        list(Measure.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk").values_list("pk"))
    if objection := written.objection():
        raise ValidationError(objection)
    try:
        with transaction.atomic():
            undo(written, by=by, step=step)
    except IntegrityError:
        raise ValidationError(USED) from None
    run.state, run.undone_at = ImportState.UNDONE, timezone.now()
    run.save(update_fields=["state", "undone_at"])
