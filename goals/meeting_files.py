"""Reading a calendar of sessions: iCalendar (RFC 5545) and OParl 1.0 and 1.1. Files come from strangers.

Only the few properties that a session needs are read, in one pass: a library that builds the whole calendar takes
minutes for ten hostile megabytes.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from io import StringIO
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from bildungsnetz import words
from bildungsnetz.web.text import composed

from .meeting_series import Series, day_of_stamp, expanded

LARGEST = 10 * 1024 * 1024
MOST_IN_FILE, MOST_AHEAD = 5_000, 1_000
MOST_BRACKETS = 200_000  # of a JSON file: what is built from them stays below 100 MB
LONGEST_LINE, DEEPEST = 4_000, 10
LONGEST = 200
LONGEST_ID = 300
WANTED = {"UID", "DTSTART", "SUMMARY", "LOCATION", "STATUS", "URL"}
SERIES = {"RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"}
CALLED_OFF = {"abgesagt", "entfallt"}  # as ``words.sort_key`` writes them


@dataclass(frozen=True)
class Session:
    """``name`` is what the file calls the session or its body; ``external_id`` may be empty."""

    external_id: str
    name: str
    held_on: date
    place: str = ""
    url: str = ""
    is_cancelled: bool = False


@dataclass(frozen=True)
class Reading:
    """The sessions from today on, and how many were left out: past ones, unreadable series, entries without a day."""

    sessions: list[Session]
    past: int = 0
    series: int = 0
    undated: int = 0


@dataclass
class Found:
    """One entry of a file before it is judged."""

    external_id: str = ""
    name: str = ""
    held_on: date | None = None
    place: str = ""
    url: str = ""
    is_cancelled: bool = False
    is_series: bool = False  # that cannot be read
    series: Series = field(default_factory=Series)


def read(content: bytes, today: date) -> Reading:
    """The sessions of a file. Raises ValidationError, in words for the person who uploads it."""
    if len(content) > LARGEST:
        raise ValidationError("Die Datei ist größer als 10 MB.")
    try:
        text = content.decode("utf-8-sig").lstrip()
    except UnicodeDecodeError:
        raise ValidationError("Die Datei ist nicht in UTF-8 geschrieben. Bitte speichern Sie sie so.") from None
    if text[:15].upper() == "BEGIN:VCALENDAR":
        return judged(expanded(list(islice(events(text), MOST_IN_FILE + 1)), today), today)
    if text[:1] in ("{", "["):
        return judged(meetings(text), today)
    raise ValidationError("Das ist weder eine Kalenderdatei (iCalendar, .ics) noch eine OParl-Datei (JSON).")


def judged(entries: Iterable[Found], today: date) -> Reading:
    sessions, past, series, undated = [], 0, 0, 0
    for number, one in enumerate(entries, 1):
        if number > MOST_IN_FILE:
            raise ValidationError("Die Datei enthält mehr als 5.000 Termine. Bitte teilen Sie sie auf.")
        if one.is_series:
            series += 1
        elif one.held_on is None:
            undated += 1
        elif one.held_on < today:
            past += 1
        else:
            sessions.append(session(one, one.held_on))
    if len(sessions) > MOST_AHEAD:
        raise ValidationError("Die Datei enthält mehr als 1.000 kommende Sitzungen. Bitte teilen Sie sie auf.")
    if not sessions and not past and not series and not undated:
        raise ValidationError("Die Datei enthält keine Sitzung.")
    return Reading(sessions, past, series, undated)


def session(one: Found, held_on: date) -> Session:
    name = readable(one.name)
    called_off = one.is_cancelled or not CALLED_OFF.isdisjoint(words.sort_key(name).split())
    url = one.url if one.url.startswith(("https://", "http://")) and one.url == readable(one.url) else ""
    return Session(identity(one.external_id), name, held_on, readable(one.place), url.split(" ")[0], called_off)


def identity(given: str) -> str:
    """An id that the column can hold; what is longer is known by its hash."""
    found = "".join(visible(given).split())
    return found if len(found) <= LONGEST_ID else f"sha256:{hashlib.sha256(found.encode()).hexdigest()}"


def readable(text: str) -> str:
    """One line without characters that nobody sees, cut to what the columns hold."""
    return " ".join(visible(text).split())[:LONGEST]


def visible(text: str) -> str:
    return "".join(
        " " if char.isspace() else char
        for char in composed(text[:LONGEST_LINE])
        if char.isspace() or unicodedata.category(char)[0] != "C"
    )


def events(text: str) -> Iterator[Found]:
    """The VEVENTs of an iCalendar. A day with a time zone is that zone's day; a day in UTC is turned into ours."""
    inside: list[str] = []
    one, called_off = Found(), False
    for line in unfolded(text):
        name, value = split(line)
        if name == "BEGIN":
            inside.append(value.upper())
            if len(inside) > DEEPEST:
                raise ValidationError("Diese Kalenderdatei ist zu tief verschachtelt.")
            one = Found() if inside[-1] == "VEVENT" else one
        elif name == "END" and inside:
            if inside.pop() == "VEVENT":
                one.is_cancelled = one.is_cancelled or called_off
                yield one
        elif inside == ["VCALENDAR"] and name == "METHOD":
            called_off = value.upper() == "CANCEL"
        elif inside[-1:] == ["VEVENT"]:
            take(one, name, value)


def take(one: Found, name: str, value: str) -> None:
    """Writes one property of an event down."""
    match name:
        case "UID":
            one.external_id = value
        case "SUMMARY":
            one.name = unescaped(value)
        case "LOCATION":
            one.place = unescaped(value)
        case "URL":
            one.url = value
        case "DTSTART":
            one.held_on = day_of_stamp(value)
        case "STATUS":
            one.is_cancelled = value.upper() == "CANCELLED"
        case _:
            one.series.take(name, value)


def unfolded(text: str) -> Iterator[str]:
    """The lines of an iCalendar: one that begins with a blank goes on with the line before. Long ones are cut."""
    parts: list[str] = []
    size = 0
    for raw in StringIO(text):
        line = raw.rstrip("\r\n")
        if not line:
            continue
        if line[:1] not in (" ", "\t"):
            yield "".join(parts)[:LONGEST_LINE]
            parts, size = [line], len(line)
        elif size < LONGEST_LINE:
            parts.append(line[1:])
            size += len(line)
    yield "".join(parts)[:LONGEST_LINE]


def split(line: str) -> tuple[str, str]:
    """Name and value of a property, its parameters left out; a colon in quotes does not end them."""
    name = re.match(r"[A-Za-z-]*", line)[0].upper()  # type: ignore[index]
    if name not in WANTED | SERIES | {"BEGIN", "END", "METHOD"}:
        return "", ""
    quoted = False
    for place, char in enumerate(line):
        if char == '"':
            quoted = not quoted
        elif char == ":" and not quoted:
            return name, line[place + 1 :].strip()
    return "", ""


def unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda found: " " if found[1] in "nN" else found[1], value)


def meetings(text: str) -> Iterator[Found]:
    """The Meetings of an OParl file: one object, a list, or a page of a list ("data")."""
    if text.count("{") + text.count("[") > MOST_BRACKETS:
        raise ValidationError("Diese JSON-Datei ist zu groß. Bitte teilen Sie sie auf.")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise ValidationError("Diese JSON-Datei ist nicht lesbar.") from None
    if isinstance(found, dict) and isinstance(found.get("data"), list):
        found = found["data"]
    for one in found if isinstance(found, list) else [found]:
        if isinstance(one, dict) and text_of(one, "type").rpartition("/")[2] == "Meeting":
            yield meeting(one)


def meeting(one: dict[str, Any]) -> Found:
    return Found(
        external_id=text_of(one, "id"),
        name=name_of(one),
        held_on=day_of_time(text_of(one, "start")),
        place=place_of(one.get("location")),
        url=text_of(one, "web"),
        is_cancelled=one.get("cancelled") is True or one.get("deleted") is True,
    )


def text_of(one: dict[str, Any], key: str) -> str:
    value = one.get(key)
    return value if isinstance(value, str) else ""


def name_of(one: dict[str, Any]) -> str:
    """The name of the one body whose session it is, where the file has it; else that of the session."""
    bodies = one.get("organization")
    named = [text_of(body, "name") for body in bodies if isinstance(body, dict)] if isinstance(bodies, list) else []
    return named[0] if len(named) == 1 and named[0] else text_of(one, "name")


def place_of(location: Any) -> str:
    if not isinstance(location, dict):
        return ""
    parts = (text_of(location, key) for key in ("room", "description", "streetAddress", "locality"))
    return ", ".join(dict.fromkeys(filter(None, parts)))


def day_of_time(value: str) -> date | None:
    """Our day of a moment as OParl writes it; one without a zone is taken as ours."""
    try:
        moment = datetime.fromisoformat(value)
        return timezone.localtime(moment).date() if timezone.is_aware(moment) else moment.date()
    except (ValueError, OverflowError):
        return None
