"""Which column of a sheet is which of ours: known headings, those that were learned, those that somebody corrected."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rapidfuzz import fuzz, process

from bildungsnetz.accounts.models import User
from bildungsnetz.sheets.heads import Table
from bildungsnetz.sheets.limits import Refused
from bildungsnetz.sheets.tables import letters
from bildungsnetz.words import sort_key
from measures.columns import Column
from measures.headings import MORE, alternatives, spellings
from measures.models import LearnedHead
from measures.resources import MeasureResource

from . import across, beside, note_columns, series
from .known import VOCABULARIES

ALIKE = 90
OFFICE = User(coordination_office=True)  # an operator at the command line sees what the office sees
NO_SUCH_COLUMN = "Die Zuordnung nennt eine Spalte „{}“, die es nicht gibt."
NO_SUCH_HEAD = "Die Zuordnung nennt eine Überschrift „{}“, die nicht in der Liste steht."
LACKING = "Es fehlt eine Spalte für {}."
LEFT_OUT = "Diese Spalten werden nicht eingelesen: {}."
JOINED = "Die Spalte „{}“ wird zusammen mit „{}“ gelesen ({})."
TWICE = "Die Spalte „{}“ wird nicht eingelesen: {} steht schon in der Spalte „{}“."
SPANS = frozenset(
    sort_key(head)
    for head in ("Laufzeit", "Zeitraum", "Projektlaufzeit", "Umsetzungszeitraum", "Durchführungszeitraum", "Zeitrahmen",
                 "Laufzeit von bis", "Zeitraum von bis", "Laufzeit der Maßnahme", "Projektzeitraum", "Förderzeitraum",
                 "Zeitraum der Umsetzung", "Dauer", "Zeitplan", "Zeitschiene", "Zeitlicher Rahmen", "Zeitliche Planung",
                 "von bis", "Beginn und Ende", "Wann", "Period", "Duration")
)  # fmt: skip
SUMS = frozenset(
    sort_key(head)
    for head in ("Kosten", "Gesamtkosten", "Projektkosten", "Geplante Kosten", "Kosten gesamt", "Kosten insgesamt",
                 "Kostenrahmen", "Kostenschätzung", "Budget", "Gesamtbudget", "Gesamtsumme", "Gesamtvolumen",
                 "Finanzvolumen", "Finanzbedarf", "Mittelbedarf", "Volumen", "Etat", "Betrag", "Fördersumme",
                 "Veranschlagte Kosten", "Voraussichtliche Kosten", "Geschätzte Kosten", "Cost", "Costs")
)  # fmt: skip
_SHARE = re.compile(r"%|prozent|grad\b", re.IGNORECASE)
_NUMBERED = re.compile(r"(.*[^\W\d])\s*\(?\d{1,2}\)?")
_NUMBER = re.compile(r"(?:ca\.? )?\d{1,3}(?:[.,]\d+)?\s?%?")
SURE = ("chosen", "learned", "known", "alike")  # the surest first
BY_NAME = ("title", "lead", "leading_goal")
NO_WORDS = "In der Spalte „{}“ steht kein Text. Farben allein werden nicht gelesen."
READ_AS = "Die Spalte „{}“ wird als „{}“ gelesen."


class Unassigned(Refused):
    """A column is needed that no heading means; somebody may still say which one it is."""


@dataclass(frozen=True)
class Understood:
    """A column of the sheet. ``key`` is that of our column, empty where it is not read; ``how`` says why."""

    position: int
    head: str
    key: str = ""
    how: str = ""  # known, learned, chosen, alike, twice, lonely, joined
    to: int = -1  # the position of the column with which it is read as one


class Heads:
    """``kind`` of list, as headings are learned for it; ``columns`` by their keys. ``chosen``: heading -> our column's
    key or title, or nothing, as somebody decided for this file. ``reserved`` headings are read in another way.
    ``more``: key -> headings beside those that the column names itself."""

    adding: Sequence[str] = ()  # keys of columns of which a list may have several

    def __init__(
        self,
        kind: str,
        columns: Mapping[str, Column],
        chosen: Mapping[str, Any] | None = None,
        reserved: Callable[[str], bool] = lambda head: False,
        more: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.by_key, self.reserved = columns, reserved
        self.titles = {key: column.title for key, column in columns.items()}
        self.by_head: dict[str, str] = {}
        for key, column in columns.items():
            for head in (column.title, *column.synonyms):
                self.by_head.setdefault(sort_key(head), key)
        for key in columns:
            for head in (more or {}).get(key, ()):
                self.by_head.setdefault(sort_key(head), key)
        self.chosen = {sort_key(head): self._chosen_key(said) for head, said in (chosen or {}).items()}
        self.chosen_heads = {sort_key(head): head for head in chosen or {}}
        self.learned = dict(LearnedHead.objects.filter(kind=kind).values_list("key", "column"))

    def _chosen_key(self, said: Any) -> str:
        key = self._key_of(said)
        if said and not key:
            raise Refused(NO_SUCH_COLUMN.format(str(said)[:60]))
        return key

    def _key_of(self, said: Any) -> str:
        return said if said in self.by_key else self.key_for(str(said or ""))

    def key_for(self, head: str) -> str:
        """That of the column that a heading means, whatever its case, accents, signs and unit, or nothing.

        Several words for one column ("Maßnahme / Projekt") mean it, words for two columns none.
        """
        for spelling in spellings(head):
            if found := self.by_head.get(sort_key(spelling)):
                return found
        meant = {self.key_for(part) for part in alternatives(head)}
        return meant.pop() if len(meant) == 1 else ""

    def known(self, text: str) -> bool:
        """Whether ``text`` is the heading of a column that somebody expects."""
        key = sort_key(text)
        return bool(self.chosen.get(key) or self.learned.get(key) or self.key_for(text) or self.reserved(text))

    def joins(self, title: str, part: str) -> bool:
        """Whether two lines of a head say one thing together."""
        return False

    @property
    def choices(self) -> dict[str, str]:
        """Key -> title of what somebody may say that a column is."""
        columns = ((key, column) for key, column in self.by_key.items() if key not in across.COLUMNS)
        return {key: column.title for key, column in columns if not column.readonly}

    def told_across(self, one: Understood) -> dict[str, str]:
        """The same of columns that are told across, with what they take from the heading."""
        titles = {key: across.title_of(one.head, across.main_of(key), self.key_for) for key in across.COLUMNS}
        return {key: title for key, title in titles.items() if title}

    def understand(self, table: Table) -> tuple[list[Understood], list[str]]:
        """Each column as it is understood, and remarks on those that are not read or read by a guess."""
        found, remarks = self.settled([self._look(place, head) for place, head in enumerate(table.columns)], table)
        missing = self.chosen_heads.keys() - {sort_key(head) for head in table.columns}
        remarks += [NO_SUCH_HEAD.format(self.chosen_heads[key]) for key in sorted(missing)]
        first: dict[str, Understood] = {}
        for one in sorted((one for one in found if one.key), key=self._surest):
            first.setdefault(one.key, one)
        made, unread = [], []
        for one in found:
            if one.key and one.key not in across.COLUMNS and first[one.key] is not one:
                title, before = self.by_key[one.key].title, first[one.key]
                if one.key in self.adding:
                    remarks.append(JOINED.format(one.head, before.head, title))
                    one = Understood(one.position, one.head, "", "joined", before.position)
                else:
                    remarks.append(TWICE.format(one.head, title, before.head))
                    one = Understood(one.position, one.head, "", "twice")
            elif not one.key and one.how != "lonely" and not self.reserved(one.head) and not is_gap(one, table):
                unread.append(f"„{one.head}“")
            elif one.how == "alike":
                remarks.append(READ_AS.format(one.head, self.by_key[one.key].title))
            made.append(one)
        return made, [*remarks, *([LEFT_OUT.format(", ".join(unread))] if unread else [])]

    def _surest(self, one: Understood) -> tuple[int, int]:
        """What a name says for sure is in the column that has ours: not in "Projekt" beside "Maßnahme"."""
        own = one.key in BY_NAME and sort_key(one.head) == sort_key(self.by_key[one.key].title)
        return SURE.index(one.how), not own

    def settled(self, found: list[Understood], table: Table) -> tuple[list[Understood], list[str]]:
        """What headings mean beside each other, where that matters, with remarks."""
        return found, []

    def _look(self, place: int, head: str) -> Understood:
        key = sort_key(head)
        if key in self.chosen:
            return Understood(place, head, self.chosen[key], "chosen")
        if key in self.learned:
            return Understood(place, head, self._key_of(self.learned[key]), "learned")
        if known := self.key_for(head):
            return Understood(place, head, known, "known")
        alike: Any = process.extractOne(key, self.by_head.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
        same = alike and alike[0][0] == key[0] and "%" not in head  # "Ziel der Maßnahme" is no "Titel der Maßnahme"
        if same and len(key) > 4 and not self.reserved(head):
            return Understood(place, head, self.by_head[alike[0]], "alike")
        return Understood(place, head)

    def column(self, one: Understood) -> Column:
        return self.by_key[one.key]


class MeasureHeads(Heads):
    adding = (*VOCABULARIES, "participations", "further_goals", "internal_note", "source_urls")

    def _look(self, place: int, head: str) -> Understood:
        """ "Partner 2" is one of several."""
        one, numbered = super()._look(place, head), _NUMBERED.fullmatch(head)
        key = self.key_for(numbered[1]) if numbered and one.how in ("", "alike") else ""
        return Understood(place, head, key, "known") if key in self.adding else one

    def settled(self, found: list[Understood], table: Table) -> tuple[list[Understood], list[str]]:
        wide, told = series.Series(found, table, self.key_for).settled()
        parts, said = beside.settled(wide, is_sum)
        settled, lonely = note_columns.settled(parts, table)
        made = [replace(one, key="", how="") if is_share(one, table) else one for one in settled]
        coloured = [NO_WORDS.format(one.head) for one in made if one.key == "status" and is_empty(one, table)]
        return made, [*told, *said, *lonely, *coloured]

    def joins(self, title: str, part: str) -> bool:
        return across.joins(title, part, self.key_for) and not self.known(part)


def measure_heads(user: User | None, chosen: Mapping[str, Any] | None = None) -> Heads:
    """Those of a list of measures, as far as ``user`` sees them; without one as the office does."""
    columns = {one.key: one for one in MeasureResource(user or OFFICE).columns()}
    columns |= note_columns.COLUMNS | beside.COLUMNS | across.COLUMNS
    return MeasureHeads("measures", columns, chosen, is_span, MORE)


def is_gap(one: Understood, table: Table) -> bool:
    """Whether the column is but a space between others: without a heading, and nothing in it."""
    return one.head == f"Spalte {letters(one.position)}" and is_empty(one, table)


def is_empty(one: Understood, table: Table) -> bool:
    return all(row.cells[one.position].is_blank for row in table.rows)


def is_share(one: Understood, table: Table) -> bool:
    """Whether a column that may be the status tells how much is done: that is none of its words."""
    if one.key != "status" or one.how not in ("known", "alike"):
        return False
    shown = [cell.shown for row in table.rows if not (cell := row.cells[one.position]).is_blank]
    named = bool(_SHARE.search(one.head)) or any("%" in text for text in shown)
    return named and all(_NUMBER.fullmatch(text.strip()) for text in shown)


def is_span(head: str) -> bool:
    """Whether the column tells beginning and end in one (``unsaid``)."""
    return any(sort_key(spelling) in SPANS for spelling in spellings(head))


def is_sum(head: str) -> bool:
    """Whether a heading of the money asks how much, not from whom."""
    return any(sort_key(spelling) in SUMS for spelling in spellings(head))


def lacking(needs: Sequence[Sequence[str]], found: Iterable[str], titles: Mapping[str, str]) -> str:
    """A sentence on the groups of keys of which none is among ``found``; empty where each has one."""
    known = set(found)
    missing = [keys for keys in needs if not known.intersection(keys)]
    named = " und ".join(" oder ".join(f"„{titles[key]}“" for key in keys) for keys in missing)
    return LACKING.format(named) if named else ""
