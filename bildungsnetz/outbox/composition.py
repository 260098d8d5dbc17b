"""A mail as a row, before it is stored."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from email.utils import make_msgid

from django.conf import settings
from django.utils import timezone

from .models import OutgoingMail


def compose(
    *,
    to: Sequence[str],
    subject: str,
    text: str,
    html: str = "",
    cc: Sequence[str] = (),
    reply_to: Sequence[str] = (),
    from_email: str = "",
    headers: Mapping[str, str] | None = None,
    not_before: datetime | None = None,
    key: str | None = None,
) -> OutgoingMail:
    """The row of a mail, not stored yet. It has its Message-ID from the beginning, however often it is tried."""
    sender = from_email or settings.DEFAULT_FROM_EMAIL
    return OutgoingMail(
        key=key,
        message_id=make_msgid(domain=sender.rpartition("@")[2].strip(" >") or "localhost"),
        to=list(to),
        cc=list(cc),
        reply_to=list(reply_to),
        from_email=sender,
        subject=" ".join(subject.split()),
        text=text,
        html=html,
        headers={"Auto-Submitted": "auto-generated", **(headers or {})},
        not_before=not_before or timezone.now(),
    )
