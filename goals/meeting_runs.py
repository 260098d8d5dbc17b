"""Runs in which sessions were read from a file: their rows of the history carry the number of the run."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from .meeting_import import attached
from .models import Meeting

History: Any = Meeting.history.model  # type: ignore[attr-defined]
LONGEST_REASON = History._meta.get_field("history_change_reason").max_length
LATEST = 5
RUN = "Einlesen Nr. "
KINDS = {"new": "+", "changed": "~", "cancelled": "-"}


@dataclass(frozen=True)
class Run:
    number: int
    file_name: str
    at: datetime
    new: int
    changed: int
    cancelled: int
    objection: str

    @property
    def words(self) -> str:
        counts = ((self.new, "neu"), (self.changed, "geändert"), (self.cancelled, "abgesagt"))
        return ", ".join(f"{count} {word}" for count, word in counts if count)


def import_reason(number: int) -> str:
    return f"{RUN}{number}: "


def undo_reason(number: int) -> str:
    return f"{RUN}{number} zurückgenommen"


def number_of(reason: str | None) -> int:
    """The number of the run that a reason speaks of; 0 for any other."""
    found = re.match(rf"{RUN}(\d+)\b", reason or "")
    return int(found[1]) if found else 0


def rows_of(number: int) -> QuerySet:
    """What a run wrote, in the order in which it did."""
    rows: QuerySet = History.objects.filter(history_change_reason__startswith=import_reason(number))
    return rows.order_by("history_id")


def objection(number: int, rows: list[Any]) -> str:
    """Why a run cannot be taken back; empty where it can. Later runs that were taken back themselves do not count."""
    later = History.objects.filter(id__in=[row.id for row in rows], history_id__gt=min(row.history_id for row in rows))
    reasons = dict(later.values_list("history_id", "history_change_reason"))
    undone = [of for of in {number, *map(number_of, reasons.values())} if undo_reason(of) in reasons.values()]
    if number in undone:
        return "Schon zurückgenommen."
    mine = {row.history_id for row in rows}
    forgotten = tuple(import_reason(of) for of in undone), {undo_reason(of) for of in undone}
    for history_id, reason in reasons.items():
        if history_id in mine or (reason or "").startswith(forgotten[0]) or reason in forgotten[1]:
            continue
        return "Seitdem wurde mindestens eine dieser Sitzungen geändert."
    if used := attached([row.id for row in rows if row.history_type == "+"]):
        return f"Eine der neuen Sitzungen wird gebraucht: {next(iter(used.values()))}."
    return ""


def latest_runs() -> list[Run]:
    """The last runs, the newest first."""
    rows = History.objects.filter(history_change_reason__startswith=RUN, history_change_reason__contains=": ")
    kinds = {name: Count("pk", filter=Q(history_type=kind)) for name, kind in KINDS.items()}
    counted = rows.order_by().values_list("history_change_reason").annotate(at=Min("history_date"), **kinds)
    return [run(*found) for found in counted.order_by("-at")[:LATEST]]


def run(reason: str, at: datetime, new: int, changed: int, cancelled: int) -> Run:
    number, file_name = number_of(reason), reason.partition(": ")[2]
    return Run(number, file_name, at, new, changed, cancelled, objection(number, list(rows_of(number))))
