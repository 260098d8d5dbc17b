"""Which column of a sheet is which of ours: known headings, those that were learned, those that somebody corrected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process

from bildungsnetz.words import sort_key
from measures.columns import Column
from measures.models import LearnedHead
from measures.resources import MeasureResource

ALIKE = 90
LEFT_OUT = "Diese Spalten werden nicht eingelesen: {}."
TWICE = "Die Spalte „{}“ wird nicht eingelesen: {} steht schon in der Spalte „{}“."
READ_AS = "Die Spalte „{}“ wird als „{}“ gelesen."


@dataclass(frozen=True)
class Understood:
    """A column of the sheet. ``key`` is that of our column, empty where it is not read; ``how`` says why."""

    position: int
    head: str
    key: str = ""
    how: str = ""  # known, learned, chosen, alike, twice


class Heads:
    """``chosen``: heading -> our column's key or title, or nothing, as somebody decided for this file."""

    def __init__(self, resource: MeasureResource, chosen: Mapping[str, Any] | None = None) -> None:
        self.resource = resource
        self.by_key = {column.key: column for column in resource.columns()}
        self.chosen = {sort_key(head): self._key_of(said) for head, said in (chosen or {}).items()}
        self.learned = dict(LearnedHead.objects.filter(kind="measures").values_list("key", "column"))

    def _key_of(self, said: Any) -> str:
        if said in self.by_key:
            return str(said)
        column = self.resource.column_for(str(said or ""))
        return column.key if column else ""

    def known(self, text: str) -> bool:
        """Whether ``text`` is the heading of a column that somebody expects."""
        key = sort_key(text)
        return bool(self.chosen.get(key) or self.learned.get(key) or self.resource.column_for(text))

    def understand(self, heads: Sequence[str]) -> tuple[list[Understood], list[str]]:
        """Each column as it is understood, and remarks on those that are not read or read by a guess."""
        found = [self._look(place, head) for place, head in enumerate(heads)]
        first: dict[str, Understood] = {}
        for one in sorted(found, key=lambda one: "chosen learned known alike".split().index(one.how or "alike")):  # noqa: SIM905
            if one.key:
                first.setdefault(one.key, one)
        made, remarks, unread = [], [], []
        for one in found:
            if one.key and first[one.key] is not one:
                title = self.by_key[one.key].title
                remarks.append(TWICE.format(one.head, title, first[one.key].head))
                one = Understood(one.position, one.head, "", "twice")
            elif not one.key:
                unread.append(f"„{one.head}“")
            elif one.how == "alike":
                remarks.append(READ_AS.format(one.head, self.by_key[one.key].title))
            made.append(one)
        return made, [*remarks, *([LEFT_OUT.format(", ".join(unread))] if unread else [])]

    def _look(self, place: int, head: str) -> Understood:
        key = sort_key(head)
        if key in self.chosen:
            return Understood(place, head, self.chosen[key], "chosen")
        if key in self.learned:
            return Understood(place, head, self._key_of(self.learned[key]), "learned")
        if column := self.resource.column_for(head):
            return Understood(place, head, column.key, "known")
        alike: Any = process.extractOne(key, self.resource.by_head.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
        if alike and len(key) > 4:
            return Understood(place, head, self.resource.by_head[alike[0]].key, "alike")
        return Understood(place, head)

    def column(self, one: Understood) -> Column:
        return self.by_key[one.key]
