"""Every write to the outbox: mails on their way, what is known about addresses, the day's digests."""

from .mails import (
    CLAIM_LASTS,
    KEEP,
    MOST_ATTEMPTS,
    claim,
    hand_to_worker,
    mark_refused,
    mark_sent,
    put_back,
    queue_mail,
    retry_now,
    sweep,
)
from .recipients import clear_bounce, mark_bounced, note_bounces, resume, stop
from .reminding import Summary, remind, start_daily

__all__ = [
    "CLAIM_LASTS",
    "KEEP",
    "MOST_ATTEMPTS",
    "Summary",
    "claim",
    "clear_bounce",
    "hand_to_worker",
    "mark_bounced",
    "mark_refused",
    "mark_sent",
    "note_bounces",
    "put_back",
    "queue_mail",
    "remind",
    "resume",
    "retry_now",
    "start_daily",
    "stop",
    "sweep",
]
