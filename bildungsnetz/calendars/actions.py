"""Subscribing to a calendar, giving it a new address, ending it."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from bildungsnetz import access
from bildungsnetz.accounts.models import User

from . import topics
from .models import CalendarFeed


@transaction.atomic
def subscribe(topic: str, *, by: User) -> CalendarFeed:
    """The person's feed of ``topic``; asking twice gives the same one. Raises PermissionDenied for a topic they have
    not.
    """
    if topics.title_of(by, topic) is None:
        raise PermissionDenied
    return CalendarFeed.objects.get_or_create(user=by, topic=topic, revoked_at=None)[0]


@transaction.atomic
def revoke(feed: CalendarFeed, *, by: User, now: datetime) -> None:
    """From now on the address leads nowhere."""
    if not access.may(by, "revoke", feed):
        raise PermissionDenied
    feed.revoked_at = feed.revoked_at or now
    feed.save(update_fields=["revoked_at"])


@transaction.atomic
def renew(feed: CalendarFeed, *, by: User, now: datetime) -> CalendarFeed:
    """Replaces an address that has become known to others. The caller holds the row's lock."""
    revoke(feed, by=by, now=now)
    return subscribe(feed.topic, by=by)
