"""Statements on a report: actors are asked, write in their own words, hand in, take back; the office asks back."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from bildungsnetz import access
from bildungsnetz.accounts.models import User
from bildungsnetz.history.authors import acting_as
from bildungsnetz.workflow import require_transition
from evaluation import statement_notices
from evaluation.models import Answer, Report, ReportVersion, Statement, StatementRequest
from evaluation.workflow import STATEMENT
from measures.models import Actor


def require(by: User, action: str, request: StatementRequest) -> None:
    if not access.may(by, action, request):
        raise PermissionDenied


def locked(request: StatementRequest) -> StatementRequest:
    rows = StatementRequest.objects.select_for_update(of=("self",)).select_related("report", "actor")
    return rows.get(pk=request.pk)


@transaction.atomic
def ask(report: Report, actors: Iterable[Actor], *, due_on: date, by: User, now: datetime) -> list[StatementRequest]:
    """Asks each of ``actors`` that was not asked yet, and tells its people. Returns the new requests."""
    access.require(by, "add", StatementRequest)
    if ReportVersion.objects.filter(variant__report=report).exists():
        raise ValidationError("Der Bericht ist schon ausgefertigt; Stellungnahmen stehen nur in dem, was noch kommt.")
    asked = set(StatementRequest.objects.filter(report=report).values_list("actor", flat=True))
    new = [actor for actor in actors if actor.pk not in asked]
    with acting_as(by):
        rows = StatementRequest.objects
        made = [rows.create(report=report, actor=actor, due_on=due_on, asked_at=now) for actor in new]
    statement_notices.asked(made)
    return made


@transaction.atomic
def ask_back(request: StatementRequest, *, by: User) -> StatementRequest:
    """Stores date and question as a form has put them into the row; a new question is told to the actor's people."""
    require(by, "edit", request)
    before = StatementRequest.objects.get(pk=request.pk)
    request.revision_no += 1
    with acting_as(by):
        request.save()
    if request.question and request.question != before.question:
        statement_notices.asked_back(request)
    return request


@transaction.atomic
def write(request: StatementRequest, texts: Mapping[int | None, str], *, by: User) -> StatementRequest:
    """Keeps the texts, by measure (None: about all); an empty one goes. They count when they are handed in."""
    found = locked(request)
    require(by, "write", found)
    stored = {row.measure_id: row for row in found.statements.all()}
    found.revision_no += 1
    with acting_as(by):
        found.save()
        for measure, text in texts.items():
            keep(stored.get(measure) or Statement(request=found, measure_id=measure), text.strip())
    return found


def keep(statement: Statement, text: str) -> None:
    if not text:
        if statement.pk:
            statement.delete()
    elif text != statement.text:
        statement.text = text
        statement.save()


@transaction.atomic
def answer(request: StatementRequest, target: str, *, by: User, now: datetime) -> StatementRequest:
    """Hands in, waives or takes back. Raises ValidationError where nothing is written or the step does not exist."""
    found = locked(request)
    require_transition(STATEMENT, found.answer, target, found, by)
    if target == Answer.SUBMITTED and not found.statements.exists():
        raise ValidationError("Es ist noch nichts geschrieben, was sich abgeben ließe.")
    given = target in (Answer.SUBMITTED, Answer.WAIVED)
    found.answer, found.answered_at = target, now if given else None
    found.author = by if given else None
    found.revision_no += 1
    with acting_as(by):
        found.save()
    statement_notices.answered(found, by)
    return found
