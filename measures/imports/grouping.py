"""Several rows about one measure: which belong together, and what they say of it together.

A row goes on from the one above where it names no measure itself (blank, or merged down) and has something that adds
up: milestones, money, participants, words of a list, a progress note. Rows that name the same measure again belong
together where each tells of its period, or where somebody said so.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from bildungsnetz.sheets.heads import Table
from bildungsnetz.sheets.rough_dates import RoughDate
from bildungsnetz.words import sort_key

from .across import main_of
from .checking import tidy
from .facts import PART_NAMES, Problem, Said
from .known import NewActor
from .matching import short
from .note_columns import WHAT, WHEN
from .repeats import further_rows
from .stored import LISTS, TEXTS

TOGETHER, APART = "together", "apart"
OF_THE_NOTE = (WHEN, WHAT)
STATUS = ("status", "status_reason")
ADD_UP = (*LISTS, *PART_NAMES)
CONTRADICTS = "Das widerspricht Zeile {}: „{}“ und „{}“."
NOT_ABOVE = "Zu Zeile {} gehört diese Zeile nicht, denn dort steht anderes ({})."


@dataclass(frozen=True)
class Question:
    """What is asked about the rows that name no measure or one again. ``answer`` is the one that goes without saying,
    empty where somebody must give it."""

    numbers: tuple[int, ...]
    answer: str


def question(table: Table, columns: Sequence[Any]) -> Question | None:
    """None where each row has a measure of its own, or nothing that could add up."""
    keys = {main_of(one.key) for one in columns}
    going_on, again = further_rows(table, columns)
    if not (going_on or again) or not keys.intersection((*ADD_UP, WHEN)):
        return None
    return Question(tuple(sorted((*going_on, *again))), TOGETHER if WHEN in keys or not again else "")


@dataclass
class Whole:
    """What ``rows`` say together. ``said_by``: column -> the first row that said it; ``problems``: row -> what it
    contradicts."""

    rows: Sequence[Said]
    said: Said
    said_by: dict[str, Said] = field(default_factory=dict)
    problems: dict[int, list[Problem]] = field(default_factory=dict)


@dataclass
class Home:
    """Rows of one measure. ``told`` is what no further one may say otherwise."""

    rows: list[Said] = field(default_factory=list)
    told: dict[str, Any] = field(default_factory=dict)


class Grouping:
    """``answer`` is what somebody said about the rows of this table; without it, it goes by the columns."""

    def __init__(self, keys: Iterable[str], answer: str, head: Callable[[str], str]) -> None:
        self.keys, self.head = set(keys), head
        self.going_on = answer != APART and bool(self.keys.intersection((*ADD_UP, WHEN)))
        self.again = answer == TOGETHER or (answer != APART and WHEN in self.keys)

    def groups(self, rows: Iterable[Said], name: Callable[[Said], Any]) -> Iterator[list[Said]]:
        """The rows by their measures. ``name`` says which measure a row names, None where it names none."""
        if not self.going_on and not self.again:
            yield from ([said] for said in rows)
            return
        homes: list[Home] = []
        named: dict[Any, Home] = {}
        by_title: dict[str, Home] = {}
        for said in rows:
            key = name(said) if self.again else None
            title = sort_key(said.values.get("title") or "")
            home = homes[-1] if homes and self.goes_on(said, homes[-1]) else named.get(key)
            if home is None and self.again and "lead" not in self.keys - said.blank:
                home = by_title.get(title)
            if home is None:
                homes.append(home := Home())
            if key is not None:
                named.setdefault(key, home)
            if title:
                by_title[title] = home
            home.rows.append(said)
            home.told = {key: said.values[key] for key in self.masters(said)} | home.told
        yield from (home.rows for home in homes)

    def goes_on(self, said: Said, home: Home) -> bool:
        """A row that says something else than those above it has lost its title, and is refused for that."""
        if not self.going_on or not said.continues or not self.adds(said):
            return False
        values = said.values
        other = [key for key in self.masters(said) if key in home.told and not same(key, home.told[key], values[key])]
        if other:
            said.remarks.append(NOT_ABOVE.format(home.rows[-1].number, ", ".join(map(self.head, other))))
        return not other

    def adds(self, said: Said) -> bool:
        """Whether the row has anything that can stand beside what other rows say, readable or not."""
        adding = {*ADD_UP, *OF_THE_NOTE}
        return bool(self.keys & adding - said.blank)

    def masters(self, said: Said) -> Iterator[str]:
        """What the row says of the measure that no other row may say otherwise."""
        apart = {*ADD_UP, *OF_THE_NOTE, "number", *(STATUS if WHEN in said.values else ())}
        return (key for key in said.values if key not in apart)


def together(rows: Sequence[Said], head: Callable[[str], str], cell: Callable[[int, str], str]) -> Whole:
    """What ``rows`` say of their measure. The status of a row with a period belongs to its note.

    ``cell``: what stands in a row, by its number, in a column of ours.
    """
    first = rows[0]
    whole = Whole(rows, Said(first.number, remarks=first.remarks))
    whole.said.own_number = any(row.own_number for row in rows)
    whole.said.of_our_list = any(row.of_our_list for row in rows)
    values = whole.said.values
    for row in rows:
        for key, value in row.values.items():
            if key in OF_THE_NOTE or (key in STATUS and WHEN in row.values):
                continue
            if key not in values:
                values[key] = value
                whole.said_by[key] = row
            elif key in LISTS:
                values[key] = values[key] | value
            elif key in PART_NAMES:
                values[key] = (*values[key], *(part for part in value if part not in values[key]))
            elif key == "number":
                values[key] = value if row.own_number else values[key]
            elif not same(key, values[key], value):
                before = whole.said_by[key].number
                words = CONTRADICTS.format(before, short(cell(before, key)), short(cell(row.number, key)))
                whole.problems.setdefault(row.number, []).append(Problem(head(key), words))
    whole.said.blank = set.intersection(*(row.blank for row in rows))
    whole.said.goals = list(dict.fromkeys(goal for row in rows for goal in row.goals))
    whole.said.stays = first.stays
    whole.said.fallen_back = first.fallen_back
    return whole


def same(key: str, one: Any, other: Any) -> bool:
    if key == "title":
        return sort_key(one) == sort_key(other)
    if key in TEXTS:
        return tidy(one) == tidy(other)
    if isinstance(one, RoughDate) and isinstance(other, RoughDate):
        return (one.first, one.last) == (other.first, other.last)
    if isinstance(one, NewActor) and isinstance(other, NewActor):
        return sort_key(one.name) == sort_key(other.name)
    return bool(one == other)
