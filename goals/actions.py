"""Every write with a consequence. Each is one transaction and knows who does it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.forms import ModelForm

from bildungsnetz import access
from bildungsnetz.access import Person
from bildungsnetz.accounts.models import User
from bildungsnetz.history.authors import acting_as
from bildungsnetz.operations.models import Sequence
from bildungsnetz.records import Origin, Revised

from . import meeting_runs
from .meeting_import import WRITTEN, Line, Step
from .meeting_runs import LONGEST_REASON, import_reason, undo_reason
from .models import Goal, GoalRevision, Indicator, Meeting


@transaction.atomic
def save_record(form: ModelForm, *, by: Person) -> Any:
    """Stores what a form holds, rows below it included, and counts the record's version up."""
    record = form.instance
    sign(record, by)
    for rows in getattr(form, "row_sets", ()):
        for row in rows.forms:
            sign(row.instance, by)
    if isinstance(record, Revised) and record.pk:
        record.revision_no += 1
    return form.save()


@transaction.atomic
def revise_goal(goal: Goal, revision: GoalRevision, *, by: Person) -> GoalRevision:
    """Gives a goal the wording of ``revision`` and keeps the old one in it, readable for ever.

    The caller holds the lock of the goal's row.
    """
    revision.goal = goal
    revision.previous_title, revision.previous_text = goal.title, goal.text
    sign(revision, by)
    revision.save()
    changed = [name for name in ("title", "text") if getattr(goal, name) != getattr(revision, f"new_{name}")]
    goal.title, goal.text = revision.new_title, revision.new_text
    goal.mark_own(changed)
    goal.revision_no += 1
    sign(goal, by)
    goal.save()
    return revision


@transaction.atomic
def record_value(form: ModelForm, *, by: User) -> Any:
    """Stores one measured value from a valid form, new or not; the indicator's version counts up with it."""
    value = form.instance
    access.require(by, "edit", value.indicator)
    sign(value, by)
    saved = form.save()
    indicator = Indicator.objects.select_for_update(of=("self",)).get(pk=value.indicator_id)
    indicator.revision_no += 1
    sign(indicator, by)
    indicator.save(update_fields=["revision_no"])
    return saved


@transaction.atomic
def delete_record(record: Model, *, by: Person) -> None:
    """Deletes a record; its history stays and says who did it."""
    sign(record, by)
    record.delete()


def sign(record: Any, by: Person) -> None:
    """The history's entry for the coming write carries this name, with or without a request."""
    record._history_user = by


@transaction.atomic
def import_meetings(lines: Iterable[Line], *, file_name: str, by: Person) -> int:
    """Writes what ``meeting_import.plan`` found, as one numbered run that ``take_import_back`` knows again.

    The caller has locked the meetings. Returns the number of the run.
    """
    number = Sequence.objects.next("meeting_import")
    lines = list(lines)
    make_room([line.meeting.pk for line in lines if line.swaps and line.meeting])
    with acting_as(signed_in(by), f"{import_reason(number)}{file_name}"[:LONGEST_REASON]):
        for line in lines:
            if line.step == Step.CANCELLED and line.meeting:
                line.meeting.delete()
            elif line.step in WRITTEN:
                write_meeting(line)
    return number


def make_room(pks: Iterable[int]) -> None:
    """Takes meetings from their days to days that nobody uses, until each is written to its own.

    Without a line in the history: in the end nobody was there.
    """
    for place, pk in enumerate(pks):
        Meeting.objects.filter(pk=pk).update(held_on=date.max - timedelta(days=place))


def write_meeting(line: Line) -> None:
    """A column that the file has changed comes from a source, whatever the rest of the meeting is."""
    meeting = line.meeting or Meeting(origin=Origin.SOURCE)
    changed = [name for name, value in line.values.items() if getattr(meeting, name, None) != value]
    for name in changed:
        setattr(meeting, name, line.values[name])
        meeting.field_origins.pop(name, None)
        if meeting.origin != Origin.SOURCE:
            meeting.field_origins[name] = Origin.SOURCE.value
    meeting.revision_no += 1 if line.meeting else 0
    meeting.save()


@transaction.atomic
def take_import_back(number: int, *, by: Person) -> int:
    """Undoes a run as a whole and returns how many sessions that were; raises ValidationError, in German, where
    something has changed since."""
    rows = list(meeting_runs.rows_of(number))
    list(Meeting.objects.select_for_update().filter(pk__in=[row.id for row in rows]).order_by("pk"))
    if objection := meeting_runs.objection(number, rows):
        raise ValidationError(objection)
    with acting_as(signed_in(by), undo_reason(number)):
        try:
            with transaction.atomic():
                make_room(row.id for row in rows if row.history_type == "~")  # days may have been exchanged
                for row in reversed(rows):
                    take_back(row)
        except IntegrityError:
            raise ValidationError("An einem der Tage steht inzwischen eine andere Sitzung.") from None
    return len(rows)


def take_back(row: Any) -> None:
    """Brings one meeting back to where it was before the historical ``row``."""
    if row.history_type == "+":
        Meeting.objects.get(pk=row.id).delete()
    elif row.history_type == "-":
        row.instance.save(force_insert=True)
    else:
        before = row.prev_record.instance
        before.revision_no = Meeting.objects.get(pk=row.id).revision_no + 1
        before.save()


def signed_in(person: Person) -> User | None:
    return person if isinstance(person, User) else None
