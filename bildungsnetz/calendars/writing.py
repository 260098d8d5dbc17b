"""Events as an iCalendar file (RFC 5545), the same bytes for the same events."""

from collections.abc import Iterable
from datetime import UTC, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, vText
from icalendar import Event as Entry

from .topics import Event

REFRESH = timedelta(hours=6)


def ical(title: str, events: Iterable[Event]) -> bytes:
    """A calendar of whole days that makes nobody look busy."""
    calendar = Calendar()
    calendar.add("prodid", "-//Bildungsnetz//Kalender//DE")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", vText(f"{settings.SITE_NAME}: {title}"))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for event in events:
        calendar.add_component(entry(event))
    return calendar.to_ical()


def entry(event: Event) -> Entry:
    made = Entry()
    made.add("uid", f"{event.key}@{urlsplit(settings.SITE_URL).hostname}")
    made.add("dtstamp", event.changed_at.astimezone(UTC).replace(microsecond=0))
    made.add("dtstart", event.day)
    made.add("dtend", event.day + timedelta(days=1))
    made.add("summary", event.title)
    if event.text:
        made.add("description", event.text)
    if event.path:
        made.add("url", settings.SITE_URL + event.path)
    made.add("transp", "TRANSPARENT")
    return made
