"""The e-mail backend of the whole site: to send is to write a row."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from .actions import queue_mail


class OutboxBackend(BaseEmailBackend):
    """Queues messages. A message may carry ``outbox_key``: of all messages with the same key one is sent."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            queue_message(message)
        return len(email_messages)


def queue_message(message: EmailMessage) -> None:
    """One message as a row. What a row cannot hold is refused, not lost."""
    if message.attachments or message.bcc:
        raise ValueError("the outbox takes no attachments and no blind copies")
    queue_mail(
        to=message.to,
        cc=message.cc,
        reply_to=message.reply_to,
        from_email=message.from_email,
        subject=str(message.subject),
        text=str(message.body),
        html=html_of(message),
        headers={name: str(value) for name, value in message.extra_headers.items()},
        key=getattr(message, "outbox_key", None),
    )


def html_of(message: EmailMessage) -> str:
    """The HTML alternative, or nothing."""
    for content, mimetype in getattr(message, "alternatives", ()):
        if mimetype == "text/html":
            return str(content)
    return ""
