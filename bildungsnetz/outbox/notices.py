"""What people are told by mail without being flooded: notices, bundled into one digest per person and day.

An app registers its kinds in ``AppConfig.ready()``, each with the heading under which its lines stand::

    notices.register_kind("measure_overdue", "Überfällig", order=10, url="/meine-massnahmen/")

Something happens: an action tells it, in its own transaction::

    notices.tell([address], kind="comment", key=f"comment:{comment.pk}", text="…", url=measure.get_absolute_url(),
                 why="weil Sie für die VHS Herne schreiben", scope="actor:17")

Something is true on a day: a source says so, for as long as it is true. Sources are asked on most days, not on all of
them (no school, no server): "seven days are left" would be missed, "at most seven days are left" is not. What a source
no longer finds is dropped, so that nobody is reminded of what is done::

    @notices.source
    def overdue(today: date) -> Iterator[NewNotice]: ...

Each thing is said to each address once: the same (address, key) again is no second notice.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from django.db.models import QuerySet

from bildungsnetz.accounts.models import User, normalise_email

from .models import HeldBack, Notice, Recipient

BATCH = 500


@dataclass(frozen=True, slots=True)
class Kind:
    """``order`` is where it stands in a digest; ``url`` leads to the list of all things of its kind.

    Reminders wait for a school day; what is news (``in_holidays``) comes on any working day.
    """

    key: str
    heading: str
    order: int
    url: str
    in_holidays: bool


@dataclass(frozen=True, slots=True)
class NewNotice:
    """A line for ``address``: ``text`` leads to the path ``url``, ``why`` says in half a sentence why it comes.

    ``scope`` ("actor:17") names what somebody must belong to in order to be told.
    """

    address: str
    kind: str
    key: str
    text: str
    url: str
    why: str
    scope: str = ""

    def row(self, found_on: date | None = None) -> Notice:
        """The notice to be stored. Raises KeyError for a kind that nobody registered."""
        return Notice(
            address=normalise_email(self.address),
            kind=_kinds[self.kind].key,
            key=self.key,
            text=in_one_line(self.text, 500),
            url=self.url,
            why=in_one_line(self.why, 300),
            scope=self.scope,
            found_on=found_on,
        )


Source: TypeAlias = Callable[[date], Iterable[NewNotice]]

_kinds: dict[str, Kind] = {}
_sources: dict[str, Source] = {}


def register_kind(key: str, heading: str, order: int, url: str = "/", *, in_holidays: bool = False) -> None:
    """Registering ``key`` again replaces it."""
    _kinds[key] = Kind(key, heading, order, url, in_holidays)


def kind_of(key: str) -> Kind:
    """The kind ``key``, also of a notice that is older than the program."""
    return _kinds.get(key) or Kind(key, "Weitere Hinweise", 999, "/", in_holidays=False)


def kinds() -> list[Kind]:
    """All kinds as they follow each other in a digest."""
    return sorted(_kinds.values(), key=lambda kind: (kind.order, kind.heading))


def source(function: Source) -> Source:
    """Registers a function that finds what is to be said on a day.

    It reads in batches (``in_batches``) and yields as it goes, so that neither memory nor queries grow with the town.
    """
    _sources[f"{function.__module__}.{function.__qualname__}"] = function
    return function


def sources() -> dict[str, Source]:
    """The registered sources by name."""
    return dict(_sources)


def in_batches(rows: QuerySet, size: int = BATCH) -> Iterator[list[Any]]:
    """The objects of ``rows`` by their key, ``size`` at a time. Between two batches no cursor stays open, and what the
    batch led to may be written: SQLite refuses to write below an open read that another writer has overtaken."""
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:size]):
        yield batch
        last = batch[-1].pk


def tell(to: Iterable[str], *, kind: str, key: str, text: str, url: str, why: str, scope: str = "") -> None:
    """Puts a line into the next digest of each address, in the caller's transaction."""
    people = dict.fromkeys(normalise_email(address) for address in to if address)
    rows = [NewNotice(address, kind, key, text, url, why, scope).row() for address in people]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)


def withdraw(*keys: str) -> None:
    """Drops what was told under ``keys`` and not sent yet: it is over."""
    Notice.objects.open().filter(key__in=keys).delete()


def forget_scope(address: str, scope: str) -> None:
    """Drops what is open for somebody who no longer belongs to ``scope``."""
    Notice.objects.open().filter(address=normalise_email(address), scope=scope).delete()


def deliverable(addresses: Iterable[str], kind: str = "") -> dict[str, HeldBack | None]:
    """Why each of ``addresses`` cannot be written to, or None where it can; without case. Two queries.

    With ``kind`` also whether that kind was stopped. Mails that somebody needs in order to sign in ask nobody.
    """
    people = {normalise_email(address) for address in addresses}
    known = {recipient.address: recipient for recipient in Recipient.objects.of(people)}
    locked = locked_among(people)
    return {address: reason_against(known.get(address), kind, address in locked) for address in people}


def locked_among(addresses: Iterable[str]) -> set[str]:
    """Those of ``addresses`` whose account is locked: what concerns actors is none of their business any more."""
    return set(User.objects.filter(email__in=set(addresses), is_active=False).values_list("email", flat=True))


def reason_against(recipient: Recipient | None, kind: str, is_locked: bool) -> HeldBack | None:
    """Why nothing of ``kind`` goes to ``recipient``; "" is no kind."""
    if is_locked:
        return HeldBack.LOCKED
    if recipient and recipient.bounced_at:
        return HeldBack.BOUNCED
    if recipient and kind and recipient.has_stopped(kind):
        return HeldBack.STOPPED
    return None


def in_one_line(text: str, longest: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"
