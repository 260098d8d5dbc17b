"""Questions and mandates of the committees, and the answers they get."""

from django.db import transaction

from bildungsnetz.accounts.models import User
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
