"""Many measures at once, as a run that can be taken back."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from bildungsnetz.accounts.models import User
from bildungsnetz.history.authors import acting_as
from bildungsnetz.history.bulk import last_entry
from measures.imports.line import Line
from measures.imports.writing import write_measures
from measures.many import Plan
from measures.models import ImportRun, ImportState, Measure, Outcome, RunKind

from .imports import CONTRADICTS, keep_rows


@transaction.atomic
def change_many(plan: Plan, *, by: User, today: date, reason: str) -> ImportRun:
    """Saves what ``plan`` would change, all or nothing. Each measure's history says ``reason``.

    The caller holds locks on the measures and has made the plan under them. Raises ValidationError where the database
    refuses.
    """
    lines = [
        Line(
            place, Outcome.CHANGED, one.measure.title, one.measure.serial, changes=one.changes, candidate=one.candidate
        )
        for place, one in enumerate(plan.changed, 1)
    ]
    run = ImportRun.objects.create(
        kind=RunKind.MANY, person=by, file_name=reason, content=b"", state=ImportState.DONE, applied_at=timezone.now(),
        counts={Outcome.CHANGED.value: len(lines)}, marks={Measure._meta.model_name: last_entry(Measure)},
    )  # fmt: skip
    try:
        with transaction.atomic(), acting_as(by, run.reason):
            write_measures(lines, run, by=by, today=today)
    except IntegrityError:
        raise ValidationError(CONTRADICTS) from None
    keep_rows(run, lines)
    return run
