"""What people are reminded of, found anew each day; each line is said once, and once more to the next person.

First the people who do the work are told (members and contact persons, or the Redaktion where there are none), after
two weeks the Redaktion, after four weeks the office. The office gets one line a kind and week, not one a measure.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from types import MappingProxyType
from typing import TypeAlias

from django.db.models import Exists, OuterRef, Q, QuerySet

from bildungsnetz.accounts.models import User
from bildungsnetz.outbox.notices import NewNotice, in_batches, register_kind, source
from bildungsnetz.web.words import day_with_precision

from .filters import list_url
from .freshness import Freshness, Limits, limits
from .models import FreshnessPolicy, Measure, MembershipRole, Milestone, ReportingRequest, measure_number
from .models.window import open_on
from .people import Person, addressees
from .windows import OWED

MILESTONE_AHEAD = timedelta(days=14)
END_AHEAD = timedelta(days=30)
TO_EDITORS = timedelta(days=14)
TO_OFFICE = timedelta(days=28)
NAMED = 3  # measures that a line for the office names


class Stage(IntEnum):
    """Who is told: those who do the work, their Redaktion, the office."""

    DOERS = 0
    EDITORS = 1
    OFFICE = 2


def stage_of(since: date, today: date) -> Stage:
    """How far a matter that is late since a day has risen."""
    if today - since >= TO_OFFICE:
        return Stage.OFFICE
    return Stage.EDITORS if today - since >= TO_EDITORS else Stage.DOERS


@dataclass(frozen=True, slots=True)
class Matter:
    """Something about a measure that its people must be told: ``key`` names the matter, not the person."""

    measure: Measure
    kind: str
    key: str
    text: str
    stage: Stage = Stage.DOERS


Links: TypeAlias = Mapping[tuple[int, str], str]  # (measure, address) -> path


def told(matters: Iterable[Matter], links: Links = MappingProxyType({})) -> Iterator[NewNotice]:
    """A notice for each person whose turn it is; matters that have risen to the office are not theirs any more.

    It leads to the measure, or where ``links`` says.
    """
    mine = [matter for matter in matters if matter.stage < Stage.OFFICE]
    people = addressees({matter.measure.lead_id for matter in mine})
    for matter in mine:
        measure, actor = matter.measure, matter.measure.lead
        for person in whose_turn(people[measure.lead_id], matter.stage):
            yield NewNotice(
                person.address,
                matter.kind,
                f"{matter.key}:{matter.stage.value}",
                matter.text,
                links.get((measure.pk, person.address)) or measure.get_absolute_url(),
                why(person, actor.name, matter.stage),
                f"actor:{actor.pk}",
            )


def whose_turn(people: list[Person], stage: Stage) -> list[Person]:
    """The people of an actor who are told at ``stage``; where there are none of them, the others."""
    editors = [person for person in people if person.role == MembershipRole.EDITOR]
    doers = [person for person in people if person.role != MembershipRole.EDITOR]
    return (editors or doers) if stage == Stage.EDITORS else (doers or editors)


def why(person: Person, actor: str, stage: Stage) -> str:
    if stage == Stage.EDITORS and person.role == MembershipRole.EDITOR:
        return f"weil Sie die Redaktion von {actor} sind und sich seit zwei Wochen nichts getan hat"
    return f"weil Sie für {actor} eingetragen sind"


def to_office(kind: str, today: date, rows: QuerySet, text: str, url: str) -> Iterator[NewNotice]:
    """One line a week for everybody in the Bildungsbüro, about all ``rows`` together; none where there are none."""
    serials = list(rows.order_by("serial").values_list("serial", flat=True)[: NAMED + 1])
    if not serials:
        return
    named = ", ".join(measure_number(serial) for serial in serials[:NAMED])
    count = len(serials) if len(serials) <= NAMED else rows.count()
    others = f" und {count - NAMED} weitere" if count > NAMED else ""
    year, week, _ = today.isocalendar()
    for address in User.objects.active().filter(coordination_office=True).values_list("email", flat=True):
        yield NewNotice(
            address,
            kind,
            f"{kind}:office:{year}-{week}",
            f"{named}{others}: {text}",
            url,
            "weil Sie im Bildungsbüro arbeiten und der Akteur seit vier Wochen nicht reagiert hat",
        )


def running() -> QuerySet:
    return Measure.objects.released().running()


def open_milestones() -> QuerySet:
    """Milestones of running released measures that nobody has marked as reached."""
    return Milestone.objects.filter(Exists(running().filter(pk=OuterRef("measure"))), reached_on=None).select_related(
        "measure__lead"
    )


def named(measure: Measure) -> str:
    return f"{measure.number} „{measure.title}“"


def milestone_text(row: Milestone, said: str) -> str:
    when = day_with_precision(row.due_on, row.due_precision, row.due_words)
    return f"Meilenstein „{row.title}“ ({when}) der Maßnahme {named(row.measure)} {said}"


@source
def milestones_due(today: date) -> Iterator[NewNotice]:
    soon = open_milestones().filter(due_on__range=(today, today + MILESTONE_AHEAD))
    for batch in in_batches(soon):
        yield from told(
            Matter(row.measure, "due_soon", f"milestone_due:{row.pk}:{row.due_on}", milestone_text(row, "steht bevor."))
            for row in batch
        )


@source
def ends_due(today: date) -> Iterator[NewNotice]:
    soon = running().filter(planned_end_on__range=(today, today + END_AHEAD)).select_related("lead")
    for batch in in_batches(soon):
        yield from told(
            Matter(
                row,
                "due_soon",
                f"end_due:{row.pk}:{row.planned_end_on}",
                f"Maßnahme {named(row)} soll bis {row.planned_end_on:%d.%m.%Y} abgeschlossen sein.",
            )
            for row in batch
        )


@source
def milestones_passed(today: date) -> Iterator[NewNotice]:
    passed = open_milestones().filter(due_on__lt=today)
    for batch in in_batches(passed.filter(due_on__gt=today - TO_OFFICE)):
        yield from told(
            Matter(
                row.measure,
                "milestone_passed",
                f"milestone_passed:{row.pk}:{row.due_on}",
                milestone_text(row, "ist verstrichen. Ist er erreicht, oder gibt es einen neuen Termin?"),
                stage_of(row.due_on, today),
            )
            for row in batch
        )
    late = passed.filter(due_on__lte=today - TO_OFFICE).order_by()
    text = "Ein Meilenstein ist seit mehr als vier Wochen verstrichen."
    yield from to_office(
        "milestone_passed", today, running().filter(pk__in=late.values("measure")), text, "/heute/#meilensteine"
    )


@source
def past_their_end(today: date) -> Iterator[NewNotice]:
    over = Measure.objects.released().overdue(today)
    for batch in in_batches(over.filter(planned_end_on__gt=today - TO_OFFICE).select_related("lead")):
        yield from told(
            Matter(
                row,
                "past_end",
                f"past_end:{row.pk}:{row.planned_end_on}",
                f"Maßnahme {named(row)} ist über ihr geplantes Ende ({row.planned_end_on:%d.%m.%Y}) hinaus. "
                "Ist sie abgeschlossen, oder läuft sie länger?",
                stage_of(row.planned_end_on, today),
            )
            for row in batch
        )
    late = over.filter(planned_end_on__lte=today - TO_OFFICE)
    text = "Das geplante Ende liegt mehr als vier Wochen zurück."
    yield from to_office("past_end", today, late, text, list_url(overdue="yes", sort="end"))


@source
def not_updated(today: date) -> Iterator[NewNotice]:
    """Measures that nobody has confirmed for so long that they are due, later stale."""
    policy = FreshnessPolicy.current()
    last = limits(today, policy)
    for level, stage in ((Freshness.DUE, Stage.DOERS), (Freshness.STALE, Stage.EDITORS)):
        rows = Measure.objects.released().fresh_as(level, today, policy).exclude(long_stale(last))
        for batch in in_batches(rows.exclude(Exists(asked_anyway(today))).select_related("lead")):
            yield from told(
                Matter(row, "no_update", f"no_update:{row.pk}:{row.last_confirmed_on}", unheard_of(row), stage)
                for row in batch
            )
    long_ago = running().filter(long_stale(last))
    text = "Der Sachstand ist seit mehr als vier Wochen veraltet."
    yield from to_office("no_update", today, long_ago, text, list_url(freshness="stale", sort="confirmed"))


def asked_anyway(today: date) -> QuerySet:
    """The open Sachstandsabfrage that asks the same question already."""
    return ReportingRequest.objects.filter(OWED, open_on(today, "window__"), measure=OuterRef("pk"))


def long_stale(last: Limits) -> Q:
    """Stale for four weeks and more; what nobody ever confirmed is nobody's but the office's to mend."""
    return Q(last_confirmed_on=None) | Q(last_confirmed_on__lte=last.stale_on - TO_OFFICE)


def unheard_of(measure: Measure) -> str:
    return (
        f"Maßnahme {named(measure)}: Der Sachstand wurde zuletzt am {measure.last_confirmed_on:%d.%m.%Y} bestätigt. "
        "Stimmt er noch?"
    )


def register() -> None:
    """The headings under which these lines stand in a digest."""
    register_kind("due_soon", "Bald fällig", order=30, url="/meine-massnahmen/")
    register_kind("milestone_passed", "Verstrichene Meilensteine", order=40, url="/meine-massnahmen/")
    register_kind("no_update", "Lange nichts gehört", order=60, url="/meine-massnahmen/")
    register_kind("past_end", "Über das geplante Ende hinaus", order=50, url="/massnahmen/?overdue=yes")
