"""What can be subscribed to, and who fills it: the apps register both, the ground knows no date of theirs.

A topic is ``name`` or ``name:key``: "own" for what concerns a person, "committee:schulausschuss". In
``AppConfig.ready()``::

    topics.register("committee", offered=committees, titled=committee_title)
    topics.add_source("committee", meetings_of)

A source takes the person, the key and the present day, and yields events as far as the person may know of them *now*:
it is asked anew whenever a calendar fetches the feed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bildungsnetz.accounts.models import User

PAST, AHEAD = timedelta(days=90), timedelta(days=3 * 365)  # how far a feed reaches
MOST = 1000  # events that one source hands out; the rest is too far away to matter


@dataclass(frozen=True)
class Event:
    """Something that takes a whole day. ``key`` ("meeting-12") stays the same when it is moved or renamed."""

    key: str
    day: date
    title: str
    changed_at: datetime
    text: str = ""
    path: str = ""


Source = Callable[[User, str, date], Iterable[Event]]
Offered = Callable[[User], Iterable[tuple[str, str]]]  # (key, title) of what the person can subscribe to
Titled = Callable[[User, str], str | None]  # the title of one key; None where the person has no such thing


@dataclass(frozen=True)
class Topic:
    offered: Offered
    titled: Titled


OWN = "own"
OWN_TITLE = "Meine Termine"

_topics: dict[str, Topic] = {}
_sources: dict[str, list[Source]] = defaultdict(list)


def register(name: str, *, offered: Offered, titled: Titled) -> None:
    _topics[name] = Topic(offered, titled)


def add_source(name: str, source: Source) -> None:
    """``source`` also fills the feeds of topic ``name``, whoever registered it."""
    if source not in _sources[name]:
        _sources[name].append(source)


def offered(user: User) -> Iterator[tuple[str, str]]:
    """Topics with their titles."""
    for name, topic in _topics.items():
        for key, title in topic.offered(user):
            yield f"{name}:{key}" if key else name, title


def title_of(user: User, topic: str) -> str | None:
    """None where the person has no such topic, or has it no longer."""
    name, _, key = topic.partition(":")
    return _topics[name].titled(user, key) if name in _topics else None


def events_of(user: User, topic: str, today: date) -> list[Event]:
    """All that the sources tell the person, in order."""
    name, _, key = topic.partition(":")
    found = {event.key: event for source in _sources[name] for event in source(user, key, today)}
    return sorted(found.values(), key=lambda event: (event.day, event.key))


register(
    OWN,
    offered=lambda user: [("", OWN_TITLE)],
    titled=lambda user, key: None if key else OWN_TITLE,
)
