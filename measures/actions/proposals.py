"""What an actor's people propose for a released measure, and what the office makes of it.

Everybody locks the measure first and its proposal after it, so that two people cannot wait for each other.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from hashlib import sha256
from pathlib import PurePath
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction

from bildungsnetz import access
from bildungsnetz.accounts.models import User
from bildungsnetz.history.authors import acting_as
from measures import notices, proposals
from measures.comparison import compare
from measures.forms.measure import MeasureForm
from measures.forms.status import ProgressForm
from measures.models import Attachment, Comment, Measure, Proposal, ProposalKind, ProposalState
from measures.uploads import Upload

from .measure import remover, update_measure
from .progress import report_progress

NOT_RELEASED = "Die Maßnahme ist zurzeit nicht veröffentlicht. Vorschläge gibt es nur zu veröffentlichten Maßnahmen."


class Decided(Exception):  # noqa: N818  an outcome that has a page, not a fault
    """Somebody else was faster: the proposal is no longer in the state that this step starts from."""


class NotAcceptable(Exception):  # noqa: N818
    """The form of today refuses what was proposed; ``form`` says what and where."""

    def __init__(self, form: Any) -> None:
        super().__init__("the proposal does not fit the measure of today")
        self.form = form


@transaction.atomic
def propose(
    measure: Measure,
    *,
    kind: str,
    changes: dict[str, Any],
    by: User | None,
    sender: str = "",
    address: str = "",
    message: str = "",
    upload: Upload | None = None,
    now: datetime,
) -> Proposal:
    """Stores what somebody proposes; where one of this kind is open already, that one says it from now on.

    ``by`` None means: from the holder of a signed link, who is ``sender`` at ``address``; the caller has checked the
    link. Who may not send an edit by themselves (a member) prepares it for the Redaktion. Raises ValidationError where
    nothing differs or the measure is not public.
    """
    measure = locked_measure(measure.pk)
    if by is not None and not access.may(by, "propose", measure):
        raise PermissionDenied
    if not measure.is_released:
        raise ValidationError(NOT_RELEASED)
    if not changes and not message.strip():
        raise ValidationError("Sie haben nichts geändert.")
    rows = Proposal.objects.select_for_update(of=("self",)).open().filter(measure=measure, kind=kind)
    proposal = rows.first() or Proposal(measure=measure, kind=kind, created_at=now)
    sends = by is None or kind == ProposalKind.PROGRESS or access.may(by, "send_proposal", measure)
    if proposal.is_waiting and proposal.pk and not sends:
        raise PermissionDenied
    proposal.changes, proposal.message = changes, message.strip()
    proposal.author, proposal.sender, proposal.address = by, sender[:200], address
    proposal.base_revision_no = measure.revision_no
    if upload:
        keep_file(proposal, upload)
    hand_in(proposal, now) if sends else prepare(proposal)
    if by is not None and not sends:
        notices.prepared(proposal, by)
    return proposal


def locked_measure(pk: int) -> Measure:
    return Measure.objects.select_for_update(of=("self",)).select_related("lead").get(pk=pk)


def locked(proposal: Proposal, action: str, by: User, *states: str) -> Proposal:
    """The proposal as it stands, with its measure, for ``by``; Decided unless it is in one of ``states``."""
    measure = locked_measure(proposal.measure_id)
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("author")
    found = rows.get(pk=proposal.pk)
    found.measure = measure
    if found.state not in states:
        raise Decided
    if not access.may(by, action, found):
        raise PermissionDenied
    return found


def prepare(proposal: Proposal) -> None:
    proposal.state, proposal.submitted_at, proposal.decided_at = ProposalState.DRAFT, None, None
    save(proposal)


def hand_in(proposal: Proposal, now: datetime) -> None:
    """From now on it is the office's turn."""
    notices.handed_in(proposal)
    proposal.state, proposal.submitted_at, proposal.decided_at = ProposalState.WAITING, now, None
    proposal.decided_by = None
    save(proposal)
    for hook in proposals.on_submitted:
        hook(proposal.measure, proposal)


def save(proposal: Proposal) -> None:
    if proposal.pk:
        proposal.revision_no += 1
    proposal.save()


def keep_file(proposal: Proposal, upload: Upload) -> None:
    """Stores a file that ``uploads.check`` has let in; an earlier one of the same proposal goes."""
    drop_file(proposal)
    proposal.file = ContentFile(upload.content, upload.name)
    proposal.file_name, proposal.content_type = upload.name, upload.content_type
    proposal.size, proposal.sha256 = len(upload.content), sha256(upload.content).hexdigest()


def drop_file(proposal: Proposal) -> None:
    if proposal.file:
        transaction.on_commit(remover(proposal.file))
    proposal.file, proposal.file_name, proposal.content_type, proposal.size, proposal.sha256 = "", "", "", None, ""


@transaction.atomic
def submit_proposal(proposal: Proposal, *, by: User, now: datetime) -> Proposal:
    """The Redaktion hands in what a member has prepared, or sends a returned proposal again as it is."""
    proposal = locked(proposal, "submit", by, ProposalState.DRAFT, ProposalState.RETURNED)
    if not proposal.measure.is_released:
        raise ValidationError(NOT_RELEASED)
    hand_in(proposal, now)
    return proposal


@transaction.atomic
def withdraw_proposal(proposal: Proposal, *, by: User) -> Proposal:
    """The actor no longer wants it; its file goes."""
    proposal = locked(proposal, "withdraw", by, ProposalState.DRAFT, ProposalState.WAITING, ProposalState.RETURNED)
    proposal.state = ProposalState.WITHDRAWN
    drop_file(proposal)
    save(proposal)
    return proposal


@transaction.atomic
def return_proposal(proposal: Proposal, *, by: User, note: str, now: datetime) -> Proposal:
    """Gives it back with a note that says what is missing; also where the measure is no longer public."""
    if not note.strip():
        raise ValidationError({"reason": "Bitte schreiben Sie, was fehlt oder nicht stimmt."})
    proposal = locked(proposal, "return", by, ProposalState.WAITING)
    proposal.state, proposal.return_note = ProposalState.RETURNED, note.strip()
    proposal.decided_at, proposal.decided_by = now, by
    save(proposal)
    notices.proposal_decided(proposal, by)
    return proposal


@transaction.atomic
def accept_proposal(
    proposal: Proposal,
    *,
    by: User,
    today: date,
    now: datetime,
    take: Collection[str] = (),
    said: Mapping[str, str] | None = None,
) -> Proposal:
    """Writes what was proposed into the measure of today, through its form, in the proposer's name.

    Where somebody changed the same thing meanwhile, today's value stays, save for the paths in ``take``. ``said``
    corrects the report of a progress proposal, by the names of ProgressForm. Raises Decided, ValidationError where the
    measure is not public, and NotAcceptable with the form that refuses.
    """
    proposal = locked(proposal, "accept", by, ProposalState.WAITING)
    if not proposal.measure.is_released:
        raise ValidationError(NOT_RELEASED)
    with acting_as(proposal.author or by, "Vorschlag, angenommen vom Bildungsbüro"):
        if proposal.report:
            accept_report(proposal, by, today, said or {})
            proposal.measure = locked_measure(proposal.measure_id)
        if proposal.changes.get("fields") or proposal.changes.get("rows"):
            replay(proposal, by, today, take)
    conclude(proposal, by, now)
    return proposal


@transaction.atomic
def accept_in_form(proposal: Proposal, form: Any, *, by: User, today: date, now: datetime) -> Measure:
    """Stores the office's own valid form, which it made of an edit proposal, and counts that as accepting it."""
    proposal = locked(proposal, "accept", by, ProposalState.WAITING)
    if not proposal.measure.is_released:
        raise ValidationError(NOT_RELEASED)
    with acting_as(by, "Vorschlag, vom Bildungsbüro überarbeitet und angenommen"):
        measure = update_measure(form, by=by, today=today)
    conclude(proposal, by, now)
    return measure


def accept_report(proposal: Proposal, by: User, today: date, said: Mapping[str, str]) -> None:
    """Adds the reported note to the measure's story."""
    report = proposal.report
    data = proposals.report_data(report) | dict(said)
    unchanged = report.get("answer") == "unchanged"
    form = ProgressForm(data, instance=proposal.measure, today=today, unchanged=unchanged)
    if not form.is_valid():
        raise NotAcceptable(form)
    proposal.progress_note = report_progress(
        proposal.measure,
        by=by,
        reported_on=form.cleaned_data["reported_on"],
        status=form.cleaned_data["status"],
        reason=form.cleaned_data["status_reason"],
        text=form.cleaned_data["text"],
        completed_on=form.cleaned_data["completed_on"],
        proposal=proposal,
    )


def replay(proposal: Proposal, by: User, today: date, take: Collection[str]) -> None:
    """The form of today with the changes written into it, checked and saved."""
    measure = proposal.measure
    blank = MeasureForm(instance=measure, user=by, today=today)
    left_out = compare(blank, proposal.changes).conflicts - set(take)
    data = proposals.merged(blank, proposal.changes, left_out)
    form = MeasureForm(data, instance=measure, user=by, today=today)
    if not form.is_valid():
        raise NotAcceptable(form)
    update_measure(form, by=by, today=today)


def conclude(proposal: Proposal, by: User, now: datetime) -> None:
    """What comes with a proposal becomes part of the measure: its file a document, its call for help a message."""
    if proposal.file:
        adopt_file(proposal)
    if help_wanted := proposal.report.get("help", "").strip():
        Comment.objects.create(
            measure=proposal.measure,
            author=proposal.author,
            sender="" if proposal.author else proposal.sender,
            text=f"Was helfen würde: {help_wanted}",
        )
    proposal.state, proposal.decided_at, proposal.decided_by = ProposalState.ACCEPTED, now, by
    save(proposal)
    notices.proposal_decided(proposal, by)


def adopt_file(proposal: Proposal) -> None:
    Attachment.objects.create(
        measure=proposal.measure,
        title=PurePath(proposal.file_name).stem,
        file=str(proposal.file.name),
        file_name=proposal.file_name,
        content_type=proposal.content_type,
        size=proposal.size or 0,
        sha256=proposal.sha256,
        added_by=proposal.author,
    )
    proposal.file = ""


def accept_all_unchanged(rows: Iterable[Proposal], *, by: User, today: date, now: datetime) -> tuple[int, int]:
    """Accepts those of ``rows`` that say no more than "unchanged", each for itself.

    Returns how many were accepted and how many stay for a closer look: the measure has another status by now, or a
    newer report.
    """
    accepted = left = 0
    for proposal in rows:
        try:
            if not proposal.is_unchanged or proposal.report["status"] != proposal.measure.status:
                left += 1
                continue
            accept_proposal(proposal, by=by, today=today, now=now)
            accepted += 1
        except (Decided, NotAcceptable, ValidationError):
            left += 1
    return accepted, left
