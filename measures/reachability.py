"""Whom nobody can reach, and what each actor is asked to do in a school year."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Count, Q, QuerySet

from bildungsnetz.accounts.models import User
from bildungsnetz.outbox.models import MailStatus, Notice
from bildungsnetz.outbox.notices import deliverable
from bildungsnetz.schooldays import SchoolYear

from .models import Actor, Contact, Measure, Membership, Milestone, Participation, ReportingMail, ReportingRequest
from .people import Person, addressees


class Lost(models.TextChoices):
    """Why nobody can be reached at an actor, the worst first."""

    NOBODY = "nobody", "niemand mit E-Mail-Adresse eingetragen"
    LEFT = "left", "alle Personen sind gegangen"
    BOUNCED = "bounced", "keine Adresse funktioniert"
    SILENT = "silent", "hat noch nie reagiert"


WHAT_HELPS = {
    Lost.NOBODY: "Bitte tragen Sie eine Ansprechperson ein oder laden Sie jemanden ein.",
    Lost.LEFT: "Die früheren Personen gehören nicht mehr dazu. Bitte fragen Sie nach, wer nun zuständig ist.",
    Lost.BOUNCED: "Mails kommen zurück. Bitte fragen Sie nach der richtigen Adresse.",
    Lost.SILENT: "Mails wurden zugestellt, aber nie geöffnet, und niemand hat sich angemeldet. Ein Anruf hilft.",
}


def lost_among(actors: Iterable[int]) -> dict[int, Lost]:
    """Actor id -> why nobody there can be reached; actors with a working contact are left out. Constant queries."""
    wanted = set(actors)
    people = addressees(wanted)
    reasons = deliverable({person.address for persons in people.values() for person in persons})
    empty = {actor for actor, persons in people.items() if not persons}
    left = had_people(empty)
    bounced = {actor for actor in wanted - empty if all(reasons[person.address] for person in people[actor])}
    silent = never_reacted({actor: people[actor] for actor in wanted - empty - bounced})
    return {
        **{actor: Lost.LEFT if actor in left else Lost.NOBODY for actor in empty},
        **dict.fromkeys(bounced, Lost.BOUNCED),
        **dict.fromkeys(silent, Lost.SILENT),
    }


def had_people(actors: set[int]) -> set[int]:
    """Those of ``actors`` to which somebody with an address once belonged, or still does with a disabled account."""
    members = Membership.history.filter(actor__in=actors).values_list("actor", flat=True)
    contacts = Contact.history.filter(actor__in=actors).exclude(email="").values_list("actor", flat=True)
    return {*members.distinct(), *contacts.distinct()}


def never_reacted(people: dict[int, list[Person]]) -> set[int]:
    """Actors to which mails were delivered and where nobody ever opened a link, answered or signed in."""
    delivered = Q(mails__mail__status=MailStatus.SENT) | Q(mails__mail=None, mails__held_because="")
    asked = ReportingRequest.objects.filter(measure__lead__in=people).values_list("measure__lead")
    written_to = set(asked.filter(delivered, mails__isnull=False).values_list("measure__lead", flat=True))
    reacted = set(asked.exclude(opened_at=None, answered_at=None).values_list("measure__lead", flat=True))
    accounts = {person.user_id for persons in people.values() for person in persons if person.user_id}
    seen = set(User.objects.filter(pk__in=accounts, last_login__isnull=False).values_list("pk", flat=True))
    present = {actor for actor, persons in people.items() if any(person.user_id in seen for person in persons)}
    return written_to - reacted - present


@dataclass(frozen=True)
class Load:
    """What an actor has to do with us in a school year: numbers of running measures, of dates, and of mails."""

    leads: int = 0
    joins: int = 0
    milestones: int = 0
    endings: int = 0
    requests: int = 0
    mails: int = 0

    @property
    def duties(self) -> int:
        """What must be done: dates to keep and questions to answer."""
        return self.milestones + self.endings + self.requests


def loads(actors: Iterable[int], year: SchoolYear) -> dict[int, Load]:
    """Actor id -> its load in ``year``; one query for each number, however many actors."""
    wanted = set(actors)
    within = (year.starts_on, year.ends_on)
    measures = running().filter(lead__in=wanted)
    shares = Participation.objects.filter(actor__in=wanted, measure__in=running())
    milestones = Milestone.objects.filter(measure__in=measures, due_on__range=within)
    requests = ReportingRequest.objects.filter(measure__lead__in=wanted, window__opens_on__range=within)
    written = ReportingMail.objects.filter(requests__measure__lead__in=wanted, day__range=within, held_because="")
    counted = {
        "leads": count_by("lead", measures),
        "joins": count_by("actor", shares),
        "milestones": count_by("measure__lead", milestones),
        "endings": count_by("lead", measures.filter(planned_end_on__range=within)),
        "requests": count_by("measure__lead", requests),
        "mails": add(count_by("requests__measure__lead", written), digests(wanted, within)),
    }
    return {
        actor: Load(**{field.name: counted[field.name].get(actor, 0) for field in fields(Load)}) for actor in wanted
    }


def count_by(key: str, rows: QuerySet) -> dict[int, int]:
    return dict(rows.order_by().values_list(key).annotate(n=Count("pk", distinct=True)))


def digests(actors: set[int], within: tuple[date, date]) -> dict[int, int]:
    """How many digests had a line for each actor."""
    scopes = {f"actor:{actor}": actor for actor in actors}
    rows = Notice.objects.filter(scope__startswith="actor:", bundled_at__date__range=within).order_by()
    counted = rows.values_list("scope").annotate(n=Count("digest", distinct=True))
    return {scopes[scope]: n for scope, n in counted if scope in scopes}


def add(one: dict[int, int], other: dict[int, int]) -> dict[int, int]:
    return {actor: one.get(actor, 0) + other.get(actor, 0) for actor in one.keys() | other.keys()}


def running() -> Any:
    return Measure.objects.released().running().order_by()


def leading_actors() -> Any:
    """Actors that lead a released measure which is still running."""
    return Actor.objects.filter(pk__in=running().values("lead"))


def busy_actors() -> Any:
    """Actors that lead or join one."""
    shares = Participation.objects.filter(measure__in=running()).order_by()
    return Actor.objects.filter(Q(pk__in=running().values("lead")) | Q(pk__in=shares.values("actor")))
