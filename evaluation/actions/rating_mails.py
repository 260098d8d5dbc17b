"""Opening a Bewertungsrunde and reminding of it: people are written to by a worker, one transaction a person."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from bildungsnetz.accounts.models import User
from bildungsnetz.operations import jobs
from bildungsnetz.operations.models import Job
from evaluation import rating_mails
from evaluation.models import EvaluationRound, RatingMail, RatingMailKind, RatingSheet, RoundState
from measures.circles import Asked

from .rounds import locked, move_round, require

KEEP_MAILS = timedelta(days=365)
OPENING, NUDGE = RatingMailKind.OPENING, RatingMailKind.NUDGE


@transaction.atomic
def open_round(evaluation_round: EvaluationRound, *, by: User, now: datetime) -> Job:
    """Opens the round and has everybody written to who rates in it."""
    opened = move_round(evaluation_round, RoundState.RATING, by=by, now=now)
    return write_to_people(opened, by=by, today=timezone.localdate(now))


@transaction.atomic
def write_to_people(evaluation_round: EvaluationRound, *, by: User, today: date) -> Job:
    """Writes to whoever has not heard of the round; stopped half-way, the next press goes on with the others."""
    require(by, "run", evaluation_round)
    require_open(evaluation_round, today)
    return jobs.start(
        "round_write", f"Anschreiben: {evaluation_round}", {"evaluation_round": evaluation_round.pk}, by=by
    )


@transaction.atomic
def nudge(evaluation_round: EvaluationRound, *, by: User, today: date) -> Job:
    """Reminds whoever still owes a sheet, at most once a day."""
    require(by, "run", evaluation_round)
    require_open(evaluation_round, today)
    return jobs.start("round_nudge", f"Erinnern: {evaluation_round}", {"evaluation_round": evaluation_round.pk}, by=by)


def require_open(evaluation_round: EvaluationRound, today: date) -> None:
    if not evaluation_round.takes_ratings_on(today):
        raise ValidationError("In dieser Runde können die Akteure zurzeit nicht bewerten.")


@transaction.atomic
def send_opening(evaluation_round: EvaluationRound, asked: Asked[RatingSheet], *, today: date, now: datetime) -> None:
    """Writes to one person about the round. Run twice, it does nothing the second time."""
    current = locked(evaluation_round)
    opening = RatingMail.objects.filter(round=current, address=asked.person.address, kind=OPENING).first()
    if current.takes_ratings_on(today) and (opening is None or opening.held_because):
        send(current, asked, OPENING, opening, today, now)


@transaction.atomic
def send_nudge(evaluation_round: EvaluationRound, asked: Asked[RatingSheet], *, today: date, now: datetime) -> None:
    """Reminds one person of all that is still owed, unless the person had a mail of this round today."""
    current = locked(evaluation_round)
    mails = RatingMail.objects.filter(round=current, address=asked.person.address, day=today)
    if current.takes_ratings_on(today) and not mails.filter(held_because="").exists():
        send(current, asked, NUDGE, mails.filter(kind=NUDGE).first(), today, now)


def send(
    evaluation_round: EvaluationRound,
    asked: Asked[RatingSheet],
    kind: str,
    row: RatingMail | None,
    today: date,
    now: datetime,
) -> None:
    """The mail with its row, or the row that says why there is none."""
    row = row or RatingMail(round=evaluation_round, address=asked.person.address, kind=kind)
    row.name, row.day, row.held_because, row.created_at = asked.person.name, today, asked.held_because, now
    row.save()
    row.sheets.set(asked.items)
    if not asked.held_because:
        row.mail = rating_mails.queue(evaluation_round, asked, row, now)
        row.save()


def forget_rating_mails(now: datetime) -> None:
    """Drops whom a round wrote to, a year after its end; sheets and ratings stay (a minute duty)."""
    RatingMail.objects.filter(round__closes_on__lt=timezone.localdate(now) - KEEP_MAILS).delete()
