"""How a measure stands, as its actor or the office reports it."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from bildungsnetz import access
from bildungsnetz.accounts.models import User
from bildungsnetz.records import Origin
from bildungsnetz.workflow import require_transition
from measures.models import Measure, ProgressNote, Proposal, Status
from measures.workflow import STATUS

from .window import note_report

CHANGED = (
    "status",
    "status_reason",
    "status_since",
    "last_confirmed_on",
    "revision_no",
    "origin",
    "field_origins",
    "completed_on",
    "completed_precision",
    "completed_words",
)


@transaction.atomic
def report_progress(
    measure: Measure,
    *,
    by: User,
    reported_on: date,
    status: str,
    reason: str = "",
    text: str = "",
    completed_on: date | None = None,
    proposal: Proposal | None = None,
) -> ProgressNote:
    """Adds a note to the measure's story and takes over its status.

    ``proposal`` is what the note was made from when somebody else reported: the note's author is then the proposal's.
    Raises ValidationError where the table of status knows no such step, or where its reason is missing.
    """
    stored = Measure.objects.select_for_update().get(pk=measure.pk)
    if stored.status != status:
        require_transition(STATUS, stored.status, status, stored, by, reason)
        measure.status_since = reported_on
    elif not access.may(by, "report_progress", stored):
        raise PermissionDenied
    measure.status = status
    measure.status_reason = reason
    if status != Status.DONE:
        measure.completed_on, measure.completed_precision, measure.completed_words = None, "day", ""
    elif completed_on and completed_on != stored.completed_on:
        measure.completed_on, measure.completed_precision, measure.completed_words = completed_on, "day", ""
    measure.last_confirmed_on = reported_on
    measure.revision_no = stored.revision_no + 1
    measure.mark_own(["status", "status_reason", "completed_on"])
    measure.save(update_fields=CHANGED)
    note = ProgressNote.objects.create(
        measure=measure,
        reported_on=reported_on,
        status=status,
        reason=reason,
        text=text,
        author=proposal.author if proposal else by,
        origin=proposal.origin if proposal else Origin.OWN,
    )
    note_report(note, by=by)
    return note


def confirm_unchanged(measure: Measure, *, by: User, today: date) -> ProgressNote:
    """Says that all is as it was: a note without text, and the date of the last confirmation."""
    return report_progress(
        measure,
        by=by,
        reported_on=today,
        status=measure.status,
        reason=measure.status_reason,
        completed_on=measure.completed_on,
    )
