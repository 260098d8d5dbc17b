"""Who is reminded of a recommendation that is due or late; what stays late rises as with measures.

First the people of the responsible actor are told, after two weeks its Redaktion, after four the office, in one line a
week. Only recommendations of closed rounds: nobody outside the offices sees the others.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db.models import QuerySet

from bildungsnetz.outbox.notices import NewNotice, in_batches, register_kind, source
from bildungsnetz.web.words import ahead
from measures.notices import office_addresses
from measures.people import addressees
from measures.reminders import TO_OFFICE, Stage, stage_of, whose_turn, why

from .filters import list_url
from .models import Recommendation, RoundState
from .models.recommendation import recommendation_number

DUE, LATE = "recommendation_due", "recommendation_late"
AHEAD = timedelta(days=30)
NAMED = 3


def register() -> None:
    """The headings under which these lines stand in a digest."""
    register_kind(DUE, "Empfehlungen, die bald fällig sind", order=35, url="/meine-massnahmen/")
    register_kind(LATE, "Überfällige Empfehlungen", order=55, url="/meine-massnahmen/")


def unfinished() -> QuerySet:
    return Recommendation.objects.unfinished().filter(round__state=RoundState.CLOSED)


@source
def recommendations_due(today: date) -> Iterator[NewNotice]:
    soon = unfinished().filter(due_on__range=(today, today + AHEAD))
    for batch in in_batches(soon.select_related("responsible")):
        yield from told(batch, DUE, today)


@source
def recommendations_late(today: date) -> Iterator[NewNotice]:
    late = unfinished().filter(due_on__lt=today)
    for batch in in_batches(late.filter(due_on__gt=today - TO_OFFICE).select_related("responsible")):
        yield from told(batch, LATE, today)
    yield from to_office(late.filter(due_on__lte=today - TO_OFFICE), today)


def told(rows: Iterable[Recommendation], kind: str, today: date) -> Iterator[NewNotice]:
    """A notice for each person of the responsible actor whose turn it is."""
    rows = list(rows)
    people = addressees({row.responsible_id for row in rows if row.responsible_id})
    for row in rows:
        stage = stage_of(row.due_on, today) if kind == LATE else Stage.DOERS  # type: ignore[arg-type]
        actor = row.responsible
        for person in whose_turn(people[actor.pk], stage):  # type: ignore[union-attr]
            yield NewNotice(
                person.address,
                kind,
                f"{kind}:{row.pk}:{row.due_on}:{stage.value}",
                said(row, kind, today),
                row.get_absolute_url(),
                why(person, actor.name, stage),  # type: ignore[union-attr]
                f"actor:{actor.pk}",  # type: ignore[union-attr]
            )


def said(row: Recommendation, kind: str, today: date) -> str:
    if kind == DUE:
        return f"{row} soll bis {row.due_on:%d.%m.%Y} ({ahead(row.due_on, today)}) umgesetzt sein: {row.wording}"  # type: ignore[arg-type]
    return f"{row} war bis {row.due_on:%d.%m.%Y} umzusetzen. Wie steht es damit? {row.wording}"


def to_office(rows: QuerySet, today: date) -> Iterator[NewNotice]:
    """One line a week for everybody in the Bildungsbüro about all that nobody has reacted to for four weeks."""
    serials = list(rows.order_by("serial").values_list("serial", flat=True)[: NAMED + 1])
    if not serials:
        return
    named = ", ".join(recommendation_number(serial) for serial in serials[:NAMED])
    others = " und weitere" if len(serials) > NAMED else ""
    year, week, _ = today.isocalendar()
    for address in office_addresses():
        yield NewNotice(
            address,
            LATE,
            f"{LATE}:office:{year}-{week}",
            f"{named}{others}: seit mehr als vier Wochen überfällig.",
            list_url(overdue="yes"),
            "weil Sie im Bildungsbüro arbeiten und der Akteur seit vier Wochen nicht reagiert hat",
        )
