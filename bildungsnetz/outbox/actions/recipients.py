"""What an address wants and whether it works: stopped kinds, mails that came back."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from bildungsnetz import access
from bildungsnetz.access import Person
from bildungsnetz.accounts.models import normalise_email
from bildungsnetz.outbox import notices
from bildungsnetz.outbox.models import ALL_KINDS, Recipient

FINAL = 500
OURS = re.compile(r"5\.7\.\d")  # the server does not let us send (RFC 3463): no fault of the address
NOT_SIGNED_IN = 530


def note_bounces(refused: Mapping[str, tuple[int, bytes]], now: datetime) -> None:
    """Marks the addresses that a server refused for good, with its words.

    A refusal that is about us (not signed in, relaying denied) marks nobody: one wrong setting must not silence a town.
    """
    for address, (code, words) in refused.items():
        said = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
        if code >= FINAL and code != NOT_SIGNED_IN and not OURS.search(said):
            bounce = {"bounced_at": now, "bounce_reason": notices.in_one_line(f"{code} {said}", 300)}
            Recipient.objects.update_or_create(address=normalise_email(address), defaults=bounce)


def clear_bounces(addresses: Iterable[str]) -> None:
    """A mail arrived: what a server said before is over. What people noted stays."""
    bounced = Recipient.objects.of(addresses).bounced().filter(bounced_by_hand=False)
    bounced.update(bounced_at=None, bounce_reason="")


def mark_bounced(*, address: str, reason: str, by: Person, now: datetime) -> Recipient:
    """Notes by hand that nobody reads what goes to ``address``: digests wait, until somebody clears the note."""
    if not access.may(by, "add", Recipient):
        raise PermissionDenied
    bounce = {"bounced_at": now, "bounce_reason": notices.in_one_line(reason, 300), "bounced_by_hand": True}
    return Recipient.objects.update_or_create(address=normalise_email(address), defaults=bounce)[0]


def clear_bounce(recipient: Recipient, *, by: Person) -> None:
    """The address works again: what waits for it comes with the next digest."""
    if not access.may(by, "clear", recipient):
        raise PermissionDenied
    Recipient.objects.filter(pk=recipient.pk).update(bounced_at=None, bounce_reason="", bounced_by_hand=False)


@transaction.atomic
def stop(address: str, kind: str = ALL_KINDS) -> None:
    """No more notices of ``kind`` to ``address``. Whoever calls this has seen the proof that the address is theirs."""
    recipient = locked(address)
    if kind == ALL_KINDS:
        recipient.stopped_kinds = [ALL_KINDS]
    elif not recipient.has_stopped(kind):
        recipient.stopped_kinds = sorted([*recipient.stopped_kinds, kind])
    recipient.save()


@transaction.atomic
def resume(address: str, kind: str = ALL_KINDS) -> None:
    """Notices of ``kind`` come again; what was stopped beside it stays stopped."""
    recipient = locked(address)
    stopped = set(recipient.stopped_kinds)
    if ALL_KINDS in stopped:
        stopped = {one.key for one in notices.kinds()}
    recipient.stopped_kinds = [] if kind == ALL_KINDS else sorted(stopped - {kind})
    recipient.save()


def locked(address: str) -> Recipient:
    """The row of ``address``, made where there is none, until the end of the transaction."""
    return Recipient.objects.select_for_update().get_or_create(address=normalise_email(address))[0]
