"""What a file of sessions would change: whose sessions they are, and which are new, changed, cancelled or as they were.

Nothing is written here. A session is known again by its id in the file, else by committee and day: a committee meets
once a day.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import models
from rapidfuzz import fuzz, process

from bildungsnetz import words

from .dates import papers_due_on
from .meeting_files import CALLED_OFF, Session
from .models import Committee, Meeting

ALIKE = 75  # of 100: below it a name is not even suggested
# Words, as ``words.sort_key`` writes them, that say nothing about whose session it is.
SILENT = {"sitzung", "sondersitzung", "des", "der", "die", "nr", "offentliche", "nichtoffentliche", "ordentliche"}
SILENT |= CALLED_OFF
COMMITTEE = re.compile("auss?chuss?(es)?")


class Step(models.TextChoices):
    """What happens to a session."""

    NEW = "new", "neu"
    CHANGED = "changed", "geändert"
    CANCELLED = "cancelled", "abgesagt"
    REFUSED = "refused", "bleibt weg"
    SAME = "same", "unverändert"


TONES = {Step.NEW: "done", Step.CHANGED: "watch", Step.CANCELLED: "off", Step.REFUSED: "late", Step.SAME: "planned"}
WRITTEN = (Step.NEW, Step.CHANGED, Step.CANCELLED)


@dataclass(frozen=True)
class Line:
    """One session of the file. ``values`` are the columns as they would be; ``changes`` are (label, before, after)."""

    step: Step
    committee: Committee
    session: Session
    meeting: Meeting | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    changes: tuple[tuple[str, str, str], ...] = ()
    note: str = ""
    swaps: bool = False  # its day is needed before its new one is free

    @property
    def tone(self) -> str:
        return TONES[self.step]


def body_key(name: str) -> str:
    """What is left of a name without numbers and words such as "Sitzung": equal for the same body."""
    return " ".join(word for word in words.sort_key(name).split() if word not in SILENT and not word.isdigit())


def bodies(sessions: Iterable[Session]) -> dict[str, tuple[str, int]]:
    """The bodies that a file names: key -> (the name as it stands first, number of sessions)."""
    counts = Counter(body_key(one.name) for one in sessions)
    first = {body_key(one.name): one.name for one in reversed(list(sessions))}
    return {key: (first[key], counts[key]) for key in sorted(counts)}


def names_of(committees: Iterable[Committee]) -> dict[str, Committee]:
    """Each name that a committee has or had, as a key; today's names win."""
    found: dict[str, Committee] = {}
    for former in (True, False):
        for one in committees:
            names = [row.name for row in one.former_names.all()] if former else [one.name, one.genitive]
            found |= {key: one for name in names if (key := body_key(name))}
    return found


def recognised(sessions: Iterable[Session], committees: Iterable[Committee]) -> dict[str, Committee]:
    """key -> the committee that is certainly meant: by name, or because a session of this name was taken before."""
    sessions = list(sessions)
    names, by_pk = names_of(committees), {one.pk: one for one in committees}
    known = dict(
        Meeting.objects.filter(external_id__in=[one.external_id for one in sessions if one.external_id]).values_list(
            "external_id", "committee_id"
        )
    )
    taken = {body_key(one.name): by_pk[known[one.external_id]] for one in sessions if one.external_id in known}
    return {key: found for key in bodies(sessions) if (found := names.get(key) or taken.get(key))}


def suggested(key: str, committees: Iterable[Committee]) -> Committee | None:
    """The committee that may be meant by a name that nobody knows."""
    names = names_of(committees)
    alike = [name for name in names if fuzz.token_set_ratio(telling(key), telling(name)) >= ALIKE]
    best = process.extractOne(key, alike, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE)
    return names[best[0]] if best else None


def telling(key: str) -> str:
    """What tells one committee from the other: a Umweltausschuss is as good as no Schulausschuss."""
    return COMMITTEE.sub("", key).strip() or key


def plan(sessions: Iterable[Session], assigned: Mapping[str, Committee], rows: Any) -> list[Line]:
    """The lines of a file, in the order in which they can be written; bodies that are not ``assigned`` are left out.

    ``rows`` are the meetings to compare with, locked by whoever is about to write.
    """
    wanted = [(one, assigned[key]) for one in sessions if (key := body_key(one.name)) in assigned]
    wanted.sort(key=lambda pair: (pair[0].is_cancelled, pair[0].held_on, pair[1].pk, pair[0].external_id))
    ids = {one.external_id for one, _ in wanted if one.external_id}
    committees = {committee.pk for _, committee in wanted}
    found = rows.filter(models.Q(committee__in=committees) | models.Q(external_id__in=ids))
    meetings = list(found.select_related("committee").order_by("pk"))
    by_id = {row.external_id: row for row in meetings if row.external_id in ids}
    by_day = {(row.committee_id, row.held_on): row for row in meetings}
    elsewhere = {row.pk for row in by_id.values()}
    lines, seen = [], set[Any]()
    for one, committee in wanted:
        day = (committee.pk, one.held_on)
        row = by_id.get(one.external_id)
        if row is None and (same_day := by_day.get(day)) and same_day.pk not in elsewhere:
            row = same_day
        marks = {row.pk} if row else set()
        if not one.is_cancelled:
            marks |= {day, one.external_id} - {""}
        if seen.isdisjoint(marks):
            lines.append(line(one, committee, row))
        elif not one.is_cancelled:
            lines.append(Line(Step.REFUSED, committee, one, note="steht doppelt in der Datei"))
        seen |= marks
    return noted(ordered([one for one in lines if one is not None], by_day))


def line(one: Session, committee: Committee, row: Meeting | None) -> Line | None:
    """What becomes of one session; None where one is called off that nobody entered."""
    if one.is_cancelled:
        return Line(Step.CANCELLED, committee, one, row) if row else None
    if row is None:
        values = {"committee": committee, "held_on": one.held_on, "place": one.place}
        values |= {"papers_due_on": papers_due_on(committee, one.held_on), "external_id": one.external_id}
        return Line(Step.NEW, committee, one, None, values | {"source_urls": one.url})
    values = {"committee": committee, "held_on": one.held_on, "place": one.place or row.place}
    values |= {
        "papers_due_on": moved_due(row, committee, one.held_on),
        "external_id": row.external_id or one.external_id,
    }
    changes = tuple(
        (str(Meeting._meta.get_field(name).verbose_name), shown(getattr(row, name)), shown(value))  # type: ignore[union-attr]
        for name, value in values.items()
        if name != "external_id" and getattr(row, name) != value
    )
    is_same = not changes and values["external_id"] == row.external_id
    note = "" if changes or is_same else "wird mit dem Eintrag in der Datei verbunden"
    return Line(Step.SAME if is_same else Step.CHANGED, committee, one, row, values, changes, note)


def moved_due(row: Meeting, committee: Committee, held_on: date) -> date | None:
    """The day for papers after a move: what the rule gave follows the rule, what somebody entered stays possible."""
    due = row.papers_due_on
    if due is None or (row.held_on, row.committee_id) == (held_on, committee.pk):
        return due
    follows = due == papers_due_on(row.committee, row.held_on) or due > held_on
    return papers_due_on(committee, held_on) if follows else due


def shown(value: Any) -> str:
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value or "–")


def ordered(lines: list[Line], by_day: Mapping[tuple[int, date], Meeting]) -> list[Line]:
    """Cancelled ones first, then whatever finds its day free, so that sessions can move up one after another.

    Of sessions that exchange their days one makes room first (``swaps``).
    """
    moving = (Step.NEW, Step.CHANGED)
    done = sorted((one for one in lines if one.step not in moving), key=lambda one: one.step != Step.CANCELLED)
    waiting = [one for one in lines if one.step in moving]
    gone = {own(one) for one in done if one.step == Step.CANCELLED}
    taken = {day: row.pk for day, row in by_day.items() if row.pk not in gone}
    while waiting:
        one = next((one for one in waiting if taken.get(day_of(one), own(one)) == own(one)), None)
        if one is None:
            one = next((one for one in waiting if in_a_ring(one, waiting, taken)), None)
            if one is None:
                break
            waiting[waiting.index(one)] = replace(one, swaps=True)
            taken.pop(old_day(one))
            continue
        waiting.remove(one)
        if one.meeting and taken.get(old_day(one)) == own(one):
            taken.pop(old_day(one))
        taken[day_of(one)] = own(one)
        done.append(one)
    note = "an diesem Tag steht schon eine andere Sitzung des Gremiums"
    return [*done, *(replace(one, step=Step.REFUSED, note=note) for one in waiting)]


def in_a_ring(one: Line, waiting: list[Line], taken: Mapping[tuple[int, date], int]) -> bool:
    """Whether the day of ``one`` is held by a session that waits for another, and so on back to ``one``."""
    moving = {own(line): line for line in waiting if line.meeting}
    met: set[int] = set()
    holder = taken.get(day_of(one), 0)
    while holder in moving and holder not in met:
        if holder == own(one):
            return True
        met.add(holder)
        holder = taken.get(day_of(moving[holder]), 0)
    return False


def old_day(one: Line) -> tuple[int, date]:
    return (one.meeting.committee_id, one.meeting.held_on) if one.meeting else (0, date.min)


def day_of(one: Line) -> tuple[int, date]:
    return one.committee.pk, one.session.held_on


def own(one: Line) -> int:
    return one.meeting.pk if one.meeting else 0


def noted(lines: list[Line]) -> list[Line]:
    """Says at cancelled sessions what refers to them and will do so no longer."""
    named = attached([one.meeting.pk for one in lines if one.step == Step.CANCELLED and one.meeting])
    return [replace(one, note=named[own(one)]) if own(one) in named and not one.note else one for one in lines]


def attached(pks: list[int]) -> dict[int, str]:
    """Meeting -> what refers to it, in words."""
    found: dict[int, str] = {}
    for relation in Meeting._meta.related_objects:
        rows: Any = relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": pks})
        for row in rows:
            pk = getattr(row, relation.field.attname)
            found[pk] = ", ".join(filter(None, [found.get(pk, "darauf bezieht sich"), f"„{row}“"]))
    return found


def digest(lines: Iterable[Line]) -> str:
    """Another value as soon as anything would be written differently than it was shown."""
    told = [
        (
            one.step,
            one.session,
            one.committee.pk,
            own(one),
            one.meeting and one.meeting.revision_no,
            *one.values.items(),
        )
        for one in lines
    ]
    return hashlib.sha256(repr(told).encode()).hexdigest()
