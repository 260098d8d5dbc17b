"""What holds for rows that do not say it, of what a measure cannot be without: its lead, the day of its completion, the
reason of its status. Somebody says it once for the whole list; it replaces nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bildungsnetz.sheets.limits import Refused
from bildungsnetz.sheets.unreadable import Unreadable
from bildungsnetz.words import sort_key
from measures.models import STATUSES_WITH_REASON, Status

from .facts import Said
from .known import Actors
from .matching import Match, sentence, short
from .stored import Stored

FIELDS = ("lead", "completed_on", "status_reason")  # of the measure's form
SAID = "Für die ganze Liste gesagt: {} „{}“."
NO_DAY = "„{}“ ist kein Tag der Form 2025-12-31."


@dataclass(frozen=True)
class Fallbacks:
    lead: Match | None = None
    completed_on: date | None = None
    status_reason: str = ""

    def name_leads(self, rows: Sequence[Said], head: str) -> None:
        """Gives rows without a lead this one, unless another row about the same measure names one."""
        if self.lead is None:
            return
        led = {sort_key(said.values["title"]) for said in rows if {"title", "lead"} <= said.values.keys()}
        for said in rows:
            title = said.values.get("title")
            unread = any(problem.column == head for problem in said.problems)
            if title and sort_key(title) not in led and not said.own_number and not unread:
                said.values["lead"] = self.lead.key
                said.fallen_back = True

    def complete(self, data: dict[str, Any], said: Said, stored: Stored) -> None:
        """Fills in ``data``, the measure as the row ``said`` makes it; what is stored of it stays."""
        if said.fallen_back and stored.pk:
            data["lead"] = stored.values["lead"]
        elif said.fallen_back and self.lead:
            said.remarks.append(SAID.format("Federführung", short(self.lead.name)))
        if data["status"] == Status.DONE and not data["completed_on"] and self.completed_on:
            data |= {"completed_on": self.completed_on, "completed_precision": "day"}
            said.remarks.append(SAID.format("abgeschlossen am", f"{self.completed_on:%d.%m.%Y}"))
        if data["status"] in STATUSES_WITH_REASON and not data["status_reason"] and self.status_reason:
            data["status_reason"] = self.status_reason
            said.remarks.append(SAID.format("Grund", short(self.status_reason)))


NONE = Fallbacks()


def read_fallbacks(given: Mapping[str, str], actors: Actors) -> Fallbacks:
    """``given``: name of a field -> key or name of an actor, day, reason. Raises Refused for what is none."""
    name, day, reason = (given.get(field, "") for field in FIELDS)
    try:
        known = name.isdecimal() and int(name) in actors.names
        lead = (actors.match(int(name)) if known else actors.find(name)) if name else None
        completed_on = date.fromisoformat(day) if day else None
    except Unreadable as error:
        raise Refused(sentence(error)) from error
    except ValueError as error:
        raise Refused(NO_DAY.format(short(day))) from error
    return Fallbacks(lead, completed_on, reason)
