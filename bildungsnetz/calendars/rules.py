"""Everybody keeps their own calendars, and nobody another's."""

from django.db.models import Q

from bildungsnetz.access import NOTHING, Person, rule

from .models import CalendarFeed


@rule(CalendarFeed, "view", "renew", "revoke")
def own_feed(user: Person) -> Q:
    return Q(user=user.pk) if user.is_authenticated else NOTHING
