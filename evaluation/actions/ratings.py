"""Rating sheets: saved as often as one likes, handed in once, opened again by the office.

Whoever rates is a ``User`` or, by a signed link, a ``Sender``. While somebody is drafting nothing goes into the
history; handing in writes one row for the sheet and one for each assessment.
"""

from collections.abc import Callable
from datetime import date, datetime
from hashlib import sha256
from typing import Any, TypeAlias

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction

from bildungsnetz import access
from bildungsnetz.accounts.models import User
from bildungsnetz.history.authors import acting_as
from evaluation import links, rating_notices
from evaluation.models import Assessment, Evidence, RatingSheet, SheetState, Voice
from evaluation.sheets import TEXTS, Answer, Said, criteria_of, is_same, refuse_fixed, said_on
from measures.actions.measure import remover
from measures.links import Sender
from measures.models import AnswerWay
from measures.uploads import Upload

Rater: TypeAlias = User | Sender

MOST_FILES = 5  # for one criterion


class SomebodySaved(Exception):  # noqa: N818  an outcome that has a page, not a fault
    """Somebody else, or the same person in another tab, has saved since the page was opened."""


def taken(sheet: RatingSheet, action: str, by: Rater, today: date) -> RatingSheet:
    """The sheet as it is now, locked with its round, if ``by`` may do ``action`` and ratings are taken.

    Raises Unusable where time or state are against it, PermissionDenied where the person is.
    """
    rows = RatingSheet.objects.with_parts().select_for_update(of=("self", "rated__round"))
    current = rows.get(pk=sheet.pk)
    if isinstance(by, Sender):
        links.decode(links.sign(current, by.mark))
    elif not access.may(by, "answer", current):
        raise PermissionDenied
    refuse_fixed(current, today)
    if isinstance(by, User) and not access.may(by, action, current):
        raise PermissionDenied
    return current


@transaction.atomic
def save_draft(sheet: RatingSheet, said: Said, *, by: Rater, seen: int, today: date, now: datetime) -> RatingSheet:
    """Keeps what has been typed so far. ``seen`` is the ``revision_no`` that the page was made from.

    Saying again what is stored already changes nothing. Raises SomebodySaved, Unusable, PermissionDenied.
    """
    current = taken(sheet, "edit", by, today)
    if is_same(said, said_on(current)):
        return current
    if seen != current.revision_no:
        raise SomebodySaved
    store_answers(current, said, save_quietly)
    current.state = SheetState.DRAFT
    write_down(current, said, by, now)
    save_quietly(current)
    return current


def save_quietly(row: Any) -> None:
    """Without a row of the history: it begins when the sheet is handed in."""
    row.save_without_historical_record()


@transaction.atomic
def submit_sheet(sheet: RatingSheet, said: Said, *, by: Rater, seen: int, today: date, now: datetime) -> RatingSheet:
    """Hands in a complete sheet. Raises ValidationError where something is missing, and what ``save_draft`` raises."""
    current = taken(sheet, "submit", by, today)
    if seen != current.revision_no and not is_same(said, said_on(current)):
        raise SomebodySaved
    require_complete(current, said)
    current.state, current.submitted_at = SheetState.SUBMITTED, now
    current.submitted_by_way = way_of(current, by)
    write_down(current, said, by, now)
    with acting_as(by if isinstance(by, User) else None, "über den Link" if isinstance(by, Sender) else ""):
        store_answers(current, said, Assessment.save)
        current.save()
    return current


def require_complete(sheet: RatingSheet, said: Said) -> None:
    given = {answer.criterion: answer for answer in said.answers}
    for asked in criteria_of(sheet.rated.round_id):
        for _, request in given.get(asked.pk, Answer(asked.pk)).missing():
            raise ValidationError(f"{asked}: {request}")


def way_of(sheet: RatingSheet, by: Rater) -> str:
    if isinstance(by, Sender):
        return AnswerWay.LINK
    return AnswerWay.OFFICE if sheet.voice == Voice.OFFICE else AnswerWay.ACCOUNT


def write_down(sheet: RatingSheet, said: Said, by: Rater, now: datetime) -> None:
    """The texts, and who wrote them last."""
    for name in TEXTS:
        setattr(sheet, name, said.texts.get(name, ""))
    sheet.opened_at, sheet.saved_at = sheet.opened_at or now, now
    sheet.author = by if isinstance(by, User) else None
    sheet.sender, sheet.address = (by.words[:200], by.address) if isinstance(by, Sender) else ("", "")
    sheet.revision_no += 1


def store_answers(sheet: RatingSheet, said: Said, save: Callable[[Assessment], Any]) -> None:
    """Writes the answers to what the round asks; ``save`` says how a row is written."""
    stored = {row.criterion_id: row for row in sheet.assessments.all()}
    asked = {one.pk for one in criteria_of(sheet.rated.round_id)}
    for answer in said.answers:
        row = stored.get(answer.criterion)
        if answer.criterion not in asked or (row is None and answer.is_empty):
            continue
        row = row or Assessment(sheet=sheet, criterion_id=answer.criterion)
        row.value, row.not_ratable = answer.value, answer.not_ratable
        row.rationale, row.backing = answer.rationale, answer.backing
        save(row)


@transaction.atomic
def reopen_sheet(sheet: RatingSheet, *, note: str, by: User, now: datetime) -> RatingSheet:
    """Gives a sheet that was handed in back to its voice; the actor's people are told why."""
    current = RatingSheet.objects.with_parts().select_for_update(of=("self", "rated__round")).get(pk=sheet.pk)
    if not access.may(by, "reopen", current):
        raise PermissionDenied
    current.state, current.submitted_at, current.submitted_by_way = SheetState.DRAFT, None, ""
    current.reopen_note, current.saved_at = note, now
    current.revision_no += 1
    with acting_as(by, note):
        current.save()
    rating_notices.reopened(current, by)
    return current


@transaction.atomic
def add_evidence(sheet: RatingSheet, criterion: int, upload: Upload, *, by: Rater, today: date) -> Evidence:
    """Stores a file that ``uploads.check`` has let in. Raises ValidationError where there are too many."""
    current = taken(sheet, "edit", by, today)
    row = current.assessments.filter(criterion=criterion).first()
    if row is None:
        row = Assessment(sheet=current, criterion_id=criterion)
        save_quietly(row)
    if row.evidence.count() >= MOST_FILES:
        raise ValidationError(f"Zu einem Kriterium passen höchstens {MOST_FILES} Dateien.")
    return Evidence.objects.create(
        assessment=row,
        file=ContentFile(upload.content, upload.name),
        file_name=upload.name,
        content_type=upload.content_type,
        size=len(upload.content),
        sha256=sha256(upload.content).hexdigest(),
    )


@transaction.atomic
def remove_evidence(evidence: Evidence, *, by: Rater, today: date) -> None:
    taken(evidence.assessment.sheet, "edit", by, today)
    transaction.on_commit(remover(evidence.file))
    evidence.delete()
