"""Writing a list as one numbered run, and taking it back: the rows of the histories carry the number of the run."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Min, ProtectedError, Q

from bildungsnetz.accounts.models import User
from bildungsnetz.history.authors import acting_as
from bildungsnetz.operations.models import Sequence
from goals.models import Indicator, IndicatorValue
from measures.models import Actor, ActorAlias, Contact, Measure, ProgressNote

from .base import Line, ListKind

RUN = "Liste Nr. "
LATEST = 5
# What each kind writes; the first is what people count. Parts come before what they belong to.
WRITTEN: dict[str, tuple[Any, ...]] = {
    "akteure": (ActorAlias, Contact, Actor),
    "messwerte": (IndicatorValue, Indicator),
    "sachstaende": (ProgressNote, Measure),
}
COUNTED = {"akteure": Actor, "messwerte": IndicatorValue, "sachstaende": ProgressNote}
CHANGED = "Seitdem hat sich mindestens einer dieser Einträge geändert."
USED = "Mindestens einer der neuen Einträge wird inzwischen gebraucht."
DONE = "Schon zurückgenommen."


@dataclass(frozen=True)
class Run:
    """``person`` is empty where the account is gone; ``objection`` says why it cannot be taken back, or nothing."""

    number: int
    file_name: str
    at: datetime
    person: str
    new: int
    changed: int
    objection: str


def reason(number: int) -> str:
    return f"{RUN}{number}: "


def undo_reason(number: int) -> str:
    return f"{RUN}{number} zurückgenommen"


@transaction.atomic
def write(lines: Iterable[Line], *, file_name: str, by: User) -> int:
    """Writes all lines that are new or changed, or none of them. Returns the number of the run."""
    number = Sequence.objects.next("list_import")
    longest = Actor.history.model._meta.get_field("history_change_reason").max_length  # type: ignore[attr-defined]
    with acting_as(by, f"{reason(number)}{file_name}"[:longest]):
        for line in sorted(lines, key=lambda line: line.place):
            for one in line.writes:
                one(by)
    return number


def rows_of(number: int, kind: str) -> list[tuple[Any, list[Any]]]:
    """(model, its rows of the history that the run wrote, the first ones first)."""
    found = [
        (model, list(model.history.filter(history_change_reason__startswith=reason(number)).order_by("history_id")))
        for model in WRITTEN[kind]
    ]
    return [(model, rows) for model, rows in found if rows]


def objection(number: int, kind: str) -> str:
    """Why a run cannot be taken back; empty where it can."""
    for model, rows in rows_of(number, kind):
        last = {row.id: row.history_id for row in rows}
        later = model.history.filter(id__in=list(last), history_id__gt=min(last.values()))
        for pk, history_id, why in later.values_list("id", "history_id", "history_change_reason"):
            if why == undo_reason(number):
                return DONE
            if history_id > last[pk]:
                return CHANGED
    return ""


@transaction.atomic
def take_back(number: int, kind: type[ListKind], *, by: User) -> int:
    """Returns how many entries that were. Raises ValidationError, in German, where something stands against it."""
    for model, rows in rows_of(number, kind.key):
        list(model.objects.select_for_update(of=("self",)).filter(pk__in={row.id for row in rows}).order_by("pk"))
    if said := objection(number, kind.key):
        raise ValidationError(said)
    count = 0
    with acting_as(by, undo_reason(number)):
        try:
            for model, rows in rows_of(number, kind.key):
                first: dict[int, Any] = {}
                for row in rows:
                    first.setdefault(row.id, row)
                for row in reversed(first.values()):
                    restore(model, row)
                count += len(first) if model is COUNTED[kind.key] else 0
        except ProtectedError as error:
            raise ValidationError(USED) from error
    return count


def restore(model: Any, row: Any) -> None:
    """Brings one object back to where it was before the historical ``row``."""
    stored = model.objects.get(pk=row.id)
    if row.history_type == "+":
        stored.delete()
        return
    before = row.prev_record.instance
    for field in row.tracked_fields:
        if field.name != "revision_no" and not field.primary_key:
            setattr(stored, field.attname, getattr(before, field.attname))
    if hasattr(stored, "revision_no"):
        stored.revision_no += 1
    stored.save()


def latest_runs(kind: str) -> list[Run]:
    """The last runs, the newest first."""
    counted_model: Any = COUNTED[kind]
    rows = counted_model.history.filter(history_change_reason__startswith=RUN, history_change_reason__contains=": ")
    counted = (
        rows.order_by()
        .values_list("history_change_reason")
        .annotate(
            at=Min("history_date"),
            person=Min("history_user__display_name"),
            new=Count("id", distinct=True, filter=Q(history_type="+")),
            all=Count("id", distinct=True),
        )
    )
    made = []
    for why, at, person, new, written in counted.order_by("-at")[:LATEST]:
        if found := re.match(rf"{RUN}(\d+): (.*)", why, re.DOTALL):
            number = int(found[1])
            made.append(Run(number, found[2], at, person or "", new, written - new, objection(number, kind)))
    return made
