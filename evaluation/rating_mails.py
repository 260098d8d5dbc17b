"""The mails of a Bewertungsrunde: one per person, with one signed link for each sheet."""

from collections.abc import Callable
from datetime import datetime

from bildungsnetz.outbox import choices, letters
from bildungsnetz.outbox.letters import Letter
from bildungsnetz.outbox.models import OutgoingMail
from measures.circles import Asked

from . import links
from .models import EvaluationRound, RatingMail, RatingMailKind, RatingSheet
from .rating_circle import STOP_KIND


def subject_of(evaluation_round: EvaluationRound, kind: str, sheets: list[RatingSheet]) -> str:
    count = len(sheets)
    measures = f"Maßnahme {sheets[0].rated.measure.number}" if count == 1 else f"{count} Maßnahmen"
    start = "Erinnerung: " if kind == RatingMailKind.NUDGE else ""
    return f"{start}Bitte bewerten Sie Ihre {measures} bis {evaluation_round.closes_on:%d.%m.%Y}"


def compose(
    evaluation_round: EvaluationRound,
    asked: Asked[RatingSheet],
    kind: str,
    link_to: Callable[[RatingSheet], str],
    stop_url: str = "",
) -> Letter:
    """The mail for one person; ``link_to`` gives the address behind each of the sheets."""
    return letters.write(
        "rating_round",
        subject_of(evaluation_round, kind, asked.items),
        round=evaluation_round,
        name=asked.person.name,
        kind=kind,
        items=[(sheet, sheet.rated.measure, link_to(sheet)) for sheet in asked.items],
        stop_url=stop_url,
    )


def example(evaluation_round: EvaluationRound, asked: Asked[RatingSheet]) -> Letter:
    """What a mail will look like; its links lead to a page that says that they are an example."""
    return compose(evaluation_round, asked, RatingMailKind.OPENING, lambda sheet: links.address_of("beispiel"))


def queue(
    evaluation_round: EvaluationRound, asked: Asked[RatingSheet], mail: RatingMail, now: datetime
) -> OutgoingMail:
    """Puts the mail into the outbox, in the caller's transaction."""
    stop_url = choices.link_for(asked.person.address, STOP_KIND)
    letter = compose(
        evaluation_round,
        asked,
        mail.kind,
        lambda sheet: links.address_of(links.mail_token(sheet, mail)),
        stop_url,
    )
    return letters.post(
        letter,
        asked.person.address,
        stop_url=stop_url,
        key=f"round:{evaluation_round.serial}:{mail.pk}",
        not_before=letters.next_morning(now) if mail.kind == RatingMailKind.NUDGE else now,
    )
