"""Questions and mandates of the committees, and the answers they get."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from bildungsnetz.accounts.models import User
from bildungsnetz.history.authors import acting_as
from bildungsnetz.operations.models import Sequence
from evaluation.models import CommitteeQuestion

from .reports import require


@transaction.atomic
def save_question(question: CommitteeQuestion, *, by: User) -> CommitteeQuestion:
    """Stores what was asked; a new one gets the next number."""
    require(by, "edit" if question.pk else "add", question if question.pk else CommitteeQuestion)
    if question.pk:
        question.revision_no += 1
    else:
        question.serial = Sequence.objects.next("question")
    question.save()
    return question


@transaction.atomic
def delete_question(question: CommitteeQuestion, *, by: User) -> None:
    require(by, "delete", question)
    question.delete()


def deleted_questions() -> Any:
    """The last state of each question that was deleted, as rows of the history, the latest deletion first."""
    gone = CommitteeQuestion.history.filter(history_type="-")
    return gone.exclude(id__in=CommitteeQuestion.objects.values("id")).order_by("-history_date", "-history_id")


@transaction.atomic
def bring_back_question(serial: int, *, by: User) -> CommitteeQuestion:
    """Takes a deletion back: the question has its number, its answer and its history again.

    Raises ValidationError where nothing of that number was deleted, or it hung on something that is gone as well.
    """
    require(by, "add", CommitteeQuestion)
    row = deleted_questions().filter(serial=serial).first()
    if row is None:
        raise ValidationError("Diese Frage ist nicht gelöscht.")
    question: CommitteeQuestion = row.instance
    question.revision_no += 1
    question.full_clean()
    with acting_as(by, "Löschen zurückgenommen"):
        question.save(force_insert=True)
    return question
