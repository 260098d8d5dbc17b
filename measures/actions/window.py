"""Sachstandsabfragen: prepared, opened, extended, closed; people are written to; requests are answered."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from bildungsnetz import access
from bildungsnetz.accounts.models import User
from bildungsnetz.accounts.rules import is_coordination_office
from bildungsnetz.operations import jobs
from bildungsnetz.operations.models import Job, Sequence
from measures import window_mails, windows
from measures.circles import Asked
from measures.models import (
    AnswerWay,
    Measure,
    ProgressNote,
    Proposal,
    ProposalState,
    ReportingMail,
    ReportingMailKind,
    ReportingRequest,
    ReportingWindow,
    open_on,
)
from measures.windows import UNANSWERED

KEEP_MAILS = timedelta(days=365)
OPENING, ADDITION, NUDGE = ReportingMailKind.OPENING, ReportingMailKind.ADDITION, ReportingMailKind.NUDGE


def require(by: User, action: str, window: ReportingWindow) -> None:
    if not access.may(by, action, window):
        raise PermissionDenied


def locked(window: ReportingWindow) -> ReportingWindow:
    return ReportingWindow.objects.select_for_update(of=("self",)).get(pk=window.pk)


@transaction.atomic
def save_window(form: Any, *, by: User) -> ReportingWindow:
    """Stores a valid form, new or not."""
    window: ReportingWindow = form.instance
    if window.pk:
        require(by, "edit", window)
        window.revision_no += 1
    else:
        access.require(by, "add", ReportingWindow)
        window.serial, window.created_by = Sequence.objects.next("window"), by
    form.save()
    return window


@transaction.atomic
def delete_window(window: ReportingWindow, *, by: User) -> None:
    require(by, "delete", window)
    window.delete()


@transaction.atomic
def open_window(window: ReportingWindow, *, by: User, today: date) -> Job:
    """Opens the window and has everybody written to; a second press continues where the first one was stopped."""
    require(by, "run", window)
    window = locked(window)
    if window.opens_on is None:
        window.opens_on = today
        window.revision_no += 1
        window.full_clean(exclude=["created_by"])
        window.save()
    return write_to_people(window, by=by, today=today)


@transaction.atomic
def write_to_people(window: ReportingWindow, *, by: User, today: date) -> Job:
    """Asks about what fits and is not asked about yet, and writes to whoever has not heard of something."""
    require(by, "run", window)
    require_open(window, today)
    return jobs.start("window_write", f"Anschreiben: {window}", {"window": window.pk}, by=by)


@transaction.atomic
def nudge(window: ReportingWindow, *, by: User, today: date) -> Job:
    """Reminds whoever still owes something, at most once a day."""
    require(by, "run", window)
    require_open(window, today)
    return jobs.start("window_nudge", f"Erinnern: {window}", {"window": window.pk}, by=by)


def require_open(window: ReportingWindow, today: date) -> None:
    if not window.is_open(today):
        raise ValidationError("Die Sachstandsabfrage ist nicht geöffnet.")


@transaction.atomic
def extend_window(form: Any, *, by: User) -> ReportingWindow:
    """Stores a valid form's new date; a closed window is open again by it."""
    window: ReportingWindow = form.instance
    require(by, "run", window)
    window.closed_at = None
    window.revision_no += 1
    form.save()
    return window


@transaction.atomic
def close_window(window: ReportingWindow, *, by: User, now: datetime) -> ReportingWindow:
    """Takes no more answers. What waits for the office stays there."""
    require(by, "run", window)
    window = locked(window)
    if window.opens_on and window.closed_at is None:
        window.closed_at = now
        window.revision_no += 1
        window.save()
    return window


def add_requests(window: ReportingWindow) -> None:
    """One request for each measure that fits; what has one already keeps it."""
    wanted = windows.not_asked_yet(window).values_list("pk", flat=True)
    rows = [ReportingRequest(window=window, measure_id=pk) for pk in wanted]
    ReportingRequest.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


@transaction.atomic
def send_opening(window: ReportingWindow, asked: Asked, *, today: date, now: datetime) -> None:
    """Writes to one person about what is new to them. Run twice, it does nothing the second time."""
    window = locked(window)
    mails = ReportingMail.objects.filter(window=window, address=asked.person.address)
    told = set(mails.filter(held_because="").values_list("requests", flat=True))
    fresh = [request for request in asked.items if request.pk not in told]
    opening = mails.filter(kind=OPENING).first()
    if not fresh or (opening and not opening.held_because and mails.filter(kind=ADDITION, day=today).exists()):
        return
    if opening is None or opening.held_because:
        send(window, Asked(asked.person, fresh, asked.held_because), OPENING, opening, today, now)
    else:
        send(window, Asked(asked.person, fresh, asked.held_because), ADDITION, None, today, now)


@transaction.atomic
def send_nudge(window: ReportingWindow, asked: Asked, *, today: date, now: datetime) -> None:
    """Reminds one person of everything that is still owed, unless the person had a mail of this window today."""
    window = locked(window)
    mails = ReportingMail.objects.filter(window=window, address=asked.person.address, day=today)
    if mails.filter(held_because="").exists():
        return
    send(window, asked, NUDGE, mails.filter(kind=NUDGE).first(), today, now)


def send(
    window: ReportingWindow, asked: Asked, kind: str, row: ReportingMail | None, today: date, now: datetime
) -> None:
    """The mail with its row, or the row that says why there is none."""
    row = row or ReportingMail(window=window, address=asked.person.address, kind=kind)
    row.name, row.day, row.held_because, row.created_at = asked.person.name, today, asked.held_because, now
    row.save()
    row.requests.set(asked.items)
    if not asked.held_because:
        row.mail = window_mails.queue(window, asked, row, now)
        row.save()


def forget_reporting_mails(now: datetime) -> None:
    """Drops whom a window wrote to, a year after its end; its requests and their answers stay (a minute duty)."""
    ReportingMail.objects.filter(window__closes_on__lt=timezone.localdate(now) - KEEP_MAILS).delete()


@transaction.atomic
def mark_opened(request: ReportingRequest, *, now: datetime) -> None:
    """The first sign of life from somebody who was asked."""
    ReportingRequest.objects.filter(pk=request.pk, opened_at=None).update(opened_at=now)


@transaction.atomic
def settle_request(request: ReportingRequest, *, by: User, now: datetime) -> None:
    """The office takes the question for answered, by telephone or otherwise."""
    require(by, "run", request.window)
    answer(ReportingRequest.objects.filter(UNANSWERED, pk=request.pk), AnswerWay.OFFICE, now)


@transaction.atomic
def unsettle_request(request: ReportingRequest, *, by: User) -> None:
    """What the office marked as answered is owed again."""
    require(by, "run", request.window)
    marked = ReportingRequest.objects.filter(pk=request.pk, answered_by_way=AnswerWay.OFFICE)
    marked.update(answered_at=None, answered_by_way="")


def note_proposal(measure: Measure, proposal: Proposal) -> None:
    """What says how a measure stands answers, when it reaches the office, what is asked on that day."""
    if not proposal.says_how_it_stands or proposal.submitted_at is None:
        return
    way = AnswerWay.LINK if proposal.author_id is None else AnswerWay.ACCOUNT
    waiting = Q(proposal__state=ProposalState.WAITING)
    answer(
        asked_about(measure, proposal.submitted_at).filter(UNANSWERED | waiting), way, proposal.submitted_at, proposal
    )


def note_report(note: ProgressNote, *, by: User) -> None:
    """A report that counts at once, the office's or one on a draft, answers what is still owed."""
    way = AnswerWay.OFFICE if is_coordination_office(by) else AnswerWay.ACCOUNT
    answer(asked_about(note.measure, note.created_at).filter(UNANSWERED), way, note.created_at)


def asked_about(measure: Measure, moment: datetime) -> Any:
    return ReportingRequest.objects.filter(open_on(timezone.localdate(moment), "window__"), measure=measure)


def answer(requests: Any, way: str, now: datetime, proposal: Proposal | None = None) -> None:
    pks = list(requests.values_list("pk", flat=True))
    ReportingRequest.objects.filter(pk__in=pks).update(answered_at=now, answered_by_way=way, proposal=proposal)
