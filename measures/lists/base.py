"""What the kinds of lists share: columns, rows as they are said, lines as they would be written."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db import models

from bildungsnetz.accounts.models import User
from bildungsnetz.sheets.tables import Cell, Row
from bildungsnetz.sheets.unreadable import Unreadable
from bildungsnetz.words import sort_key
from measures.columns import Choice, Column
from measures.imports.everyday_words import NOTHING
from measures.imports.heads import Heads, Understood
from measures.imports.matching import Names, sentence

from .headings import MORE

LONGEST_TITLE = 200
AGAIN = "Das steht schon in Zeile {}."


class Outcome(models.TextChoices):
    """What happens to a row."""

    NEW = "new", "neu"
    CHANGED = "changed", "geändert"
    REFUSED = "refused", "abgelehnt"
    SAME = "unchanged", "unverändert"
    SKIPPED = "skipped", "übersprungen"


TONES = {
    Outcome.NEW: "done", Outcome.CHANGED: "watch", Outcome.REFUSED: "late",
    Outcome.SAME: "planned", Outcome.SKIPPED: "off",
}  # fmt: skip
WRITTEN = (Outcome.NEW, Outcome.CHANGED)


class Complaint(Exception):  # noqa: N818  (what is wrong with a cell)
    """Why a row is refused: key of the column and a German sentence."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key, self.message = key, message


@dataclass
class Said:
    """What a row says, by the keys of the columns; a blank cell says nothing."""

    number: int
    title: str = ""  # as the file says it
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)  # key, sentence
    remarks: list[str] = field(default_factory=list)  # how something was read, where that is not plain
    doubts: list[str] = field(default_factory=list)  # what somebody should look at before it is written


@dataclass
class Line:
    """A row and what becomes of it. ``writes`` do it, within the transaction of a run."""

    number: int
    outcome: Outcome
    title: str = ""
    problems: list[tuple[str, str]] = field(default_factory=list)  # heading, sentence
    changes: list[tuple[str, str, str]] = field(default_factory=list)  # heading, before, after
    note: str = ""
    remarks: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    place: int = 0  # in the order in which lines are written
    writes: list[Callable[[User], Any]] = field(default_factory=list)
    versions: list[Any] = field(default_factory=list)  # of what is written over, as it was when this was planned

    @property
    def tone(self) -> str:
        return TONES[self.outcome]


class ListHeads(Heads):
    def _surest(self, one: Understood) -> tuple[int, int]:
        """Our own word goes before one that the column names, and that before any other: "Sachstand", "Text",
        "Bemerkung"."""
        column = self.by_key[one.key]
        sure, head = super()._surest(one)[0], sort_key(one.head)
        if head == sort_key(column.title):
            return sure, 0
        return sure, 1 if head in map(sort_key, column.synonyms) else 2


class ListKind:
    """One kind of list. ``columns`` have their keys; ``needs`` are the groups of keys of which one must be there.

    The first of them names what a row is about.
    """

    do_not_call_in_templates = True  # they show the class itself
    key = ""
    heading = ""
    lead = ""
    plural = ""
    home, home_label = "", ""  # the page from which one comes
    needs: Sequence[Sequence[str]] = ()
    reserved_for = ""
    unoffered: Sequence[str] = ()  # columns that other lists have, and our template does without
    loose: Sequence[str] = ()  # columns of which the template offers words, and others may be typed
    columns: Mapping[str, Column]

    def __init__(self, *, by: User, today: date, locking: bool = False) -> None:
        """``locking``: what is planned is written in the same transaction, so nobody else may change it meanwhile."""
        self.by, self.today, self.locking = by, today, locking
        self.heads: dict[str, str] = {}  # key -> heading in the file
        self.taken: dict[Any, int] = {}

    @classmethod
    def allows(cls, user: Any) -> bool:
        raise NotImplementedError

    @classmethod
    def choices(cls, user: Any) -> dict[str, list[str]]:
        """Key of a column -> the words that the template offers for it."""
        return {key: list(column.widget.labels.values()) for key, column in cls.columns.items()
                if isinstance(column.widget, Choice)}  # fmt: skip

    @classmethod
    def reserved(cls, head: str) -> bool:
        """Whether a column of this heading is read in a way of its own, as what ``reserved_for`` names."""
        return False

    @classmethod
    def heads_of(cls, chosen: Mapping[str, str] | None = None) -> ListHeads:
        """``chosen``: heading -> key of a column, or nothing, as somebody decided for one file."""
        return ListHeads(cls.key, cls.columns, chosen, cls.reserved, MORE[cls.key])

    @classmethod
    def needs_of(cls, heads: Iterable[str]) -> Sequence[Sequence[str]]:
        """What a table with these headings needs beside its reserved columns."""
        reserved = any(map(cls.reserved, heads))
        return [keys for keys in cls.needs if not (reserved and cls.reserved_for in keys)]

    @classmethod
    def titles(cls) -> dict[str, str]:
        return {key: column.title for key, column in cls.columns.items()}

    @cached_property
    def names(self) -> Mapping[str, Names]:
        """Key of a column -> what its words can stand for; such a cell says the key of what is meant."""
        return {}

    @classmethod
    def offered(cls) -> dict[str, Column]:
        """The columns of the template."""
        return {key: column for key, column in cls.columns.items() if key not in cls.unoffered}

    def plan(self, columns: Sequence[Understood], rows: Sequence[Row]) -> list[Line]:
        """A line for each row, in their order. Reads what is stored; writes nothing."""
        self.heads = {one.key: one.head for one in columns if one.key}
        said = [self.said(row, columns) for row in rows]
        self.prepare(said)
        return [self.checked(one, place) for place, one in enumerate(said)]

    def said(self, row: Row, columns: Sequence[Understood]) -> Said:
        made = Said(row.number)
        for one, cell in zip(columns, row.cells, strict=True):
            if one.key and not says_nothing(cell):
                if one.key in self.needs[0]:
                    made.title = f"{made.title} {cell.shown}".strip()[:LONGEST_TITLE]
                try:
                    value = self.columns[one.key].clean(cell)
                    if one.key in self.names and value:
                        value = meant(self.names[one.key], value, made.remarks)
                    made.values[one.key] = value
                except Unreadable as error:
                    made.problems.append((one.key, sentence(error)))
        return made

    def stored(self, rows: Any) -> Any:
        """A queryset of what may be written over, locked if need be."""
        return rows.select_for_update(of=("self",)) if self.locking else rows

    def prepare(self, rows: Sequence[Said]) -> None:
        """Reads what is stored and may be meant, once for all rows."""

    def checked(self, said: Said, place: int) -> Line:
        line = self.line_or_complaint(said)
        line.place, line.remarks, line.doubts = place, said.remarks, said.doubts
        if line.problems:
            line.outcome, line.writes, line.changes = Outcome.REFUSED, [], []
        return line

    def line_or_complaint(self, said: Said) -> Line:
        named = [(self.head(key), message) for key, message in said.problems]
        try:
            line = self.line(said)
        except Complaint as error:
            line = Line(said.number, Outcome.REFUSED, said.title, [(self.head(error.key), error.message)])
        line.problems = named or line.problems
        return line

    def line(self, said: Said) -> Line:
        """Raises Complaint."""
        raise NotImplementedError

    def head(self, key: str) -> str:
        """How a column is called in the file, for people who look for it there."""
        return self.heads.get(key) or (self.columns[key].title if key in self.columns else "")

    def once(self, what: Any, number: int, key: str) -> None:
        """Raises Complaint where another row has said something about the same."""
        if self.taken.setdefault(what, number) != number:
            raise Complaint(key, AGAIN.format(self.taken[what]))

    def errors_of(self, form: Any) -> list[tuple[str, str]]:
        """(heading, sentence) of a form's complaints; what belongs to no column has no heading."""
        return [(self.head(name), message) for name, found in form.errors.items() for message in found]


def says_nothing(cell: Cell) -> bool:
    return not cell.problem and cell.shown.strip() in NOTHING


def meant(names: Names, text: str, remarks: list[str]) -> Any:
    """The key of what ``text`` stands for; how a slip was read goes to the remarks. Raises Unknown."""
    found = names.find(text)
    if found.remark:
        remarks.append(found.remark)
    return found.key


def counts(lines: Iterable[Line]) -> dict[str, int]:
    found = Counter(line.outcome.value for line in lines)
    return {outcome: found[outcome] for outcome in Outcome.values}


def words(lines: Sequence[Line]) -> str:
    """What a run would write: "5 neu, 1 geändert"; empty where it is nothing."""
    found = counts(lines)
    return ", ".join(f"{found[one]} {one.label}" for one in WRITTEN if found[one])


def digest(lines: Iterable[Line]) -> str:
    """Changes with anything that would be written or was shown."""
    told = [
        [line.number, line.outcome, line.changes, line.problems, line.remarks, line.doubts, line.note, line.versions]
        for line in lines
    ]
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()
