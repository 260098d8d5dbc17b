"""The offices are reminded of what a committee asked and is owed an answer: two weeks before the day, and after it."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q

from bildungsnetz.accounts.models import User
from bildungsnetz.outbox.notices import NewNotice, in_batches, register_kind, source
from bildungsnetz.web.words import ahead

from .models import CommitteeQuestion

KIND = "committee_question"
AHEAD = timedelta(days=14)


def register() -> None:
    """The heading under which these lines stand in a digest."""
    register_kind(KIND, "Fragen und Aufträge der Gremien", order=15, url="/fragen/", in_holidays=True)


@source
def questions_due(today: date) -> Iterator[NewNotice]:
    """A line for each open question and each person of both offices; a new date is a new matter."""
    offices = User.objects.active().filter(Q(coordination_office=True) | Q(committee_office=True))
    addresses = list(offices.order_by("pk").values_list("email", flat=True))
    for batch in in_batches(
        CommitteeQuestion.objects.open().filter(due_on__lte=today + AHEAD).select_related("committee")
    ):
        for row in batch:
            stage = "late" if row.due_on < today else "due"
            for address in addresses:
                key, why = f"question:{row.pk}:{row.due_on}:{stage}", "weil Sie die Berichte an die Gremien vorbereiten"
                yield NewNotice(address, KIND, key, said(row, today), row.get_absolute_url(), why)


def said(row: CommitteeQuestion, today: date) -> str:
    """``row`` has a day."""
    due: date = row.due_on  # type: ignore[assignment]
    if due < today:
        return f"{row} war bis {due:%d.%m.%Y} zu beantworten: {row.text}"
    return f"{row} ist bis {due:%d.%m.%Y} zu beantworten ({ahead(due, today)}): {row.text}"
