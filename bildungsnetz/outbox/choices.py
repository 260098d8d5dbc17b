"""What somebody wants to be told, and the link under which they say so without an account: signed for the address.

The link never expires: who wants no more mails must not be told that they come too late.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.http import urlencode

from bildungsnetz.accounts.models import normalise_email

from .models import ALL_KINDS, Notice, Recipient
from .notices import Kind, kinds

signer = signing.Signer(salt="bildungsnetz.outbox.choices")


class UnreadableLink(Exception):  # noqa: N818  an outcome that has a page, not a fault
    """The token was altered or cut."""


def token_for(address: str) -> str:
    return signer.sign_object(normalise_email(address))


def link_for(address: str, kind: str = "") -> str:
    """The full address for a mail; with ``kind`` the page asks about that kind first."""
    query = f"?{urlencode({'kind': kind})}" if kind else ""
    return f"{settings.SITE_URL}{reverse('outbox:choices', args=[token_for(address)])}{query}"


def read_token(token: str) -> str:
    """The address that a link was signed for. Raises UnreadableLink."""
    try:
        address = signer.unsign_object(token)
    except (signing.BadSignature, ValueError):
        raise UnreadableLink from None
    return str(address)


@dataclass(frozen=True)
class Choice:
    kind: Kind
    is_stopped: bool


@dataclass(frozen=True)
class Choices:
    """``of_kinds``: the kinds that this address has been told of or has stopped."""

    address: str
    all_stopped: bool
    of_kinds: list[Choice]

    def of(self, key: str) -> Choice | None:
        return next((choice for choice in self.of_kinds if choice.kind.key == key), None)


def choices_of(address: str, asked: str = "") -> Choices:
    """What ``address`` gets and what it has stopped; ``asked`` is a kind that must be among the choices."""
    recipient = Recipient.objects.of([address]).first() or Recipient(address=address)
    told = Notice.objects.filter(address=address).order_by().values_list("kind", flat=True).distinct()
    known = {*told, *recipient.stopped_kinds, asked}
    return Choices(
        address,
        ALL_KINDS in recipient.stopped_kinds,
        [Choice(kind, recipient.has_stopped(kind.key)) for kind in kinds() if kind.key in known],
    )
