"""What a row changes, in words: heading, what stands there today, what would."""

from collections.abc import Callable
from typing import Any

from measures.columns import in_words
from measures.models import Status
from measures.resources import MeasureResource

from .checking import Candidate
from .facts import PART_NAMES
from .known import VOCABULARIES, Known, NewActor
from .stored import DATES

LONGEST = 600


class Teller:
    def __init__(self, known: Known) -> None:
        self.known = known
        self.fields = MeasureResource.fields

    def changes(self, candidate: Candidate, head: Callable[[str], str]) -> list[tuple[str, str, str]]:
        """Of a new measure only what it says."""
        return [self.change(key, candidate, head) for key in self.keys(candidate)]

    def values(self, candidate: Candidate, head: Callable[[str], str]) -> dict[str, str]:
        """All that the row says, changed or not."""
        new = candidate.cleaned_data
        keys = [key for key in candidate.said.values if key in new or key in DATES]
        keys += ["leading_goal"] if candidate.said.goals else []
        return {head(key): self.words(key, new) for key in dict.fromkeys([*keys, *self.keys(candidate)])}

    def keys(self, candidate: Candidate) -> list[str]:
        """The columns in which something changes, in the order of spreadsheets."""
        names = {name.removesuffix("_on").removesuffix("_precision") for name in candidate.changed}
        return sorted(names, key=list(self.fields).index)

    def change(self, key: str, candidate: Candidate, head: Callable[[str], str]) -> tuple[str, str, str]:
        """A measure that is new had nothing before, not even the status that a form begins with."""
        stored, new = candidate.instance, candidate.cleaned_data
        old = self.words(key, stored.values) if stored.pk else ""
        return head(key), old[:LONGEST], self.words(key, new)[:LONGEST]

    def words(self, key: str, values: dict[str, Any]) -> str:
        if key in DATES:
            pair = (values[f"{key}_on"], values[f"{key}_precision"] or "day")
            return in_words(self.fields[key].widget.render(pair))
        value = values[key]
        if key in VOCABULARIES:
            return ", ".join(sorted(self.known.words[key].names.get(one, "?") for one in value))
        if key == "further_goals":
            return ", ".join(sorted(self.known.goals.names.get(one, "?") for one in value))
        if key == "leading_goal":
            return self.known.goals.names.get(value, "") if value else ""
        if key == "lead":
            return self.actor(value) if value else ""
        if key == "status":
            return str(Status(value).label)
        if key == "is_ongoing":
            return "ja" if value else "nein"
        return self.rows(key, value) if key in PART_NAMES else str(value)

    def actor(self, key: Any) -> str:
        return key.name if isinstance(key, NewActor) else self.known.actors.names.get(key, "?")

    def rows(self, key: str, parts: Any) -> str:
        rows = [list(part) for part in parts]
        for row in rows:
            if key == "participations":
                row[0] = self.actor(row[0])
            if key == "milestones":
                row[1:5] = [(row[1], row[2] or "day"), row[4], row[3]]
        return in_words(self.fields[key].widget.render(rows))
