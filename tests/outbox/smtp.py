"""A real mail server on the loopback interface that misbehaves on request."""

import asyncio
import email
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

OK = "250 OK"


class Mailbox:
    """Answers as told and keeps what it accepted.

    ``sender`` and ``recipient`` are its answers to MAIL and RCPT. ``data`` is what happens after the message has come:
    "accept", an answer such as "554 nein", "drop" (taken, connection closed without an answer), "hang" (neither taken
    nor answered) or "hang accepted" (taken and not answered).
    """

    def __init__(self) -> None:
        self.sender = self.recipient = OK
        self.data = "accept"
        self.accepted: list[EmailMessage] = []
        self.hanging = threading.Event()  # set as soon as a client waits in vain

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if self.sender == OK:
            envelope.mail_from = address
        return self.sender

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if self.recipient == OK:
            envelope.rcpt_tos.append(address)
        return self.recipient

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.data in ("accept", "drop", "hang accepted"):
            self.accepted.append(email.message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        if self.data == "drop":
            server.transport.abort()
        if self.data.startswith("hang"):
            self.hanging.set()
            await asyncio.Event().wait()
        return self.data if self.data[0].isdigit() else OK


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def mail_server(mailbox: Mailbox) -> Iterator[int]:
    """The server in a thread, as long as the block runs; yields its port."""
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()
