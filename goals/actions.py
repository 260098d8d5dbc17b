"""Every write with a consequence. Each is one transaction and knows who does it."""

from typing import Any

from django.db import transaction
from django.db.models import Model
from django.forms import ModelForm

from bildungsnetz.access import Person
from bildungsnetz.records import Revised

from .models import Goal, GoalRevision


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
def delete_record(record: Model, *, by: Person) -> None:
    """Deletes a record; its history stays and says who did it."""
    sign(record, by)
    record.delete()


def sign(record: Any, by: Person) -> None:
    """The history's entry for the coming write carries this name, with or without a request."""
    record._history_user = by
