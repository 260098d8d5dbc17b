"""Which columns of a table are told across: by their headings, by what stands below, and by the columns beside them.

What a heading alone does not say for sure is asked, and what is read that way is said.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from bildungsnetz.sheets.heads import Table
from bildungsnetz.sheets.limits import Refused
from bildungsnetz.sheets.tables import Cell
from bildungsnetz.sheets.unreadable import Unreadable
from bildungsnetz.sheets.values import as_flag, as_money
from bildungsnetz.words import sort_key
from goals.models import Goal
from measures.models import Actor, ActorAlias

from .across import (
    ACTORS,
    COLUMNS,
    EACH,
    GOAL,
    MONEY,
    STATUS,
    TICKED,
    TITLES,
    TOLD,
    KeyFor,
    Share,
    main_of,
    names_source,
    only_period,
    only_year,
    part_in,
    said_in,
    share_in,
)
from .everyday_words import NOTHING
from .known import VOCABULARIES, read_learned, read_words
from .matching import loose, statuses
from .note_columns import STAND, WHAT

READ_AS = "Gelesen als „{}“: {}."
NO_PART = "Die Überschrift „{}“ nennt {}."
LACKS = {MONEY: "weder Jahr noch Mittelgeber", WHAT: "keinen Zeitraum", STATUS: "keinen Zeitraum"}
ASKED = "Die Spalte „{}“ wird nicht eingelesen: Nennt sie {}? Bitte sagen Sie es bei den Spalten."
SAME_MONEY = "Die Spalte „{}“ wird nicht eingelesen: Diese Mittel stehen schon in „{}“."
_GOAL_CALLED = re.compile(r"(?:(?:handlungs|leit|teil)?ziel|hz|z)\s?\d{1,2}\b", re.IGNORECASE)
_GOAL_NUMBER = re.compile(r"(?:Nr\.?\s*)?(?:\d{1,2}|[IVX]{1,4})\b(?![./]\d)", re.IGNORECASE)


def is_flag(cell: Cell) -> bool:
    try:
        return as_flag(cell) is not None
    except Unreadable:
        return False


def is_amount(cell: Cell) -> bool:
    try:
        return as_money(cell) is not None
    except Unreadable as error:
        return bool(error.suggestion)  # "ca. 6 T€"


class Series:
    """Which columns of ``table`` are told across. ``found``: each column (``Understood``) as it is understood alone."""

    def __init__(self, found: Sequence[Any], table: Table, key_for: KeyFor) -> None:
        self.found, self.table, self.key_for = found, table, key_for
        self.open = [one for one in found if one.how in ("", "alike") or (one.key == MONEY and self._is_payer(one))]
        self.said = {one.position: said_in(one.head, key_for) for one in self.open}
        self.given = {one.position: main_of(one.key) for one in found if one.key in COLUMNS}  # said by somebody
        self.keys: dict[int, str] = {}  # position -> main column
        self.remarks: list[str] = []
        self.asked: set[int] = set()

    def settled(self) -> tuple[list[Any], list[str]]:
        for one in self.found:
            main = main_of(one.key)
            if one.key in COLUMNS and main in LACKS and not part_in(one.head, main, self.key_for):
                raise Refused(NO_PART.format(one.head, LACKS[main]))
        self._money()
        self._stories()
        self._crosses()
        self._vague()
        self._say()
        return [self._told(one) for one in self.found], self.remarks

    def _told(self, one: Any) -> Any:
        if one.position in self.keys:
            return replace(one, key=f"{EACH}{self.keys[one.position]}", how="known")
        return replace(one, key="", how="lonely") if one.position in self.asked else one

    def _named(self, *mains: str) -> list[tuple[Any, str, str]]:
        """Open columns that name one of ``mains``, in which words, and what they say beside it."""
        named = ((one, self.said[one.position]) for one in self.open)
        return [(one, said[1], said[2]) for one, said in named if said and said[0] in mains]

    def _series(self, main: str) -> list[list[tuple[Any, str]]]:
        """The columns that name ``main`` in the same words, with what they say beside it."""
        series: dict[str, list[tuple[Any, str]]] = {}
        for one, words, rest in self._named(main):
            series.setdefault(sort_key(words), []).append((one, rest))
        return list(series.values())

    def _money(self) -> None:
        """Columns that say who pays; without them those of a year, and of two series of these that tell of one year
        only the first: costs are no grants."""
        given = (one for one in self.found if self.given.get(one.position) == MONEY)
        self.paid = {part_in(one.head, MONEY, self.key_for): one for one in given}
        for one, share in self._shares(self._named(MONEY)):
            if share.source and (share.year or self._are_amounts(one)):
                self._pay(one, share, self.paid.get(share))
        payer = next((one for share, one in self.paid.items() if share and share.source), None)
        for columns in self._series(MONEY):
            plain = [(one, share) for one, share in self._shares(columns) if not share.source]
            first = payer or next((self.paid[share] for _, share in plain if share in self.paid), None)
            for one, share in plain:
                self._pay(one, share, first or self.paid.get(share))

    def _shares(self, columns: Iterable[tuple[Any, ...]]) -> list[tuple[Any, Share]]:
        """Columns of money with what their headings say."""
        return [(one, share) for one, *_, rest in columns if (share := share_in(rest))]

    def _pay(self, one: Any, share: Share, before: Any) -> None:
        """Reads the column, unless one ``before`` tells of the same money."""
        if before:
            self._ask(one, SAME_MONEY.format(one.head, before.head))
        else:
            self.paid[share] = one
            self.keys[one.position] = MONEY

    def _is_payer(self, one: Any) -> bool:
        """Whether the heading says who pays, and the cells how much."""
        return one.how == "known" and names_source(one.head) and self._are_amounts(one)

    def _are_amounts(self, one: Any) -> bool:
        """Whether the cells of a column are money, but for a few that nobody can read."""
        cells = self._filled(one)
        return bool(cells) and 2 * sum(map(is_amount, cells)) > len(cells)

    def _stories(self) -> None:
        """A column "Stand 06/2025" tells a status where all of its cells are one, else how it went. What is only ticked
        may be that somebody reported."""
        words = statuses()
        for main in TOLD:
            for one, named, _ in self._named(main):
                vague = sort_key(named) == STAND and not all(words.known(cell.shown) for cell in self._filled(one))
                if self._filled(one) and self._are_boxes([one]):
                    self._ask(one, ASKED.format(one.head, "einen Sachstand"))
                else:
                    self.keys[one.position] = WHAT if vague else main

    def _crosses(self) -> None:
        """Boxes that name their column, of which one value at least is known; then those that are a value alone."""
        for main in TICKED:
            for columns in self._series(main):
                values = [one for one, rest in columns if self._is_value(main, rest)]
                if values and self._are_boxes(values):
                    boxes = [one for one, _ in columns if one in values or self._are_boxes([one])]
                    self.keys |= {one.position: main for one in boxes}
        bare = [one for one in self.open if one.position not in self.keys and self._are_boxes([one])]
        fits = {one.position: self._fields(one) for one in bare}
        sure = self.given | self.keys | {place: next(iter(mains)) for place, mains in fits.items() if len(mains) == 1}
        for one in bare:
            mains, place = fits[one.position], one.position
            beside = {sure[at] for at in (place - 1, place + 1) if at in sure} & mains
            main = sure.get(place) or (next(iter(beside)) if len(beside) == 1 else "")
            if main and any(other == main for at, other in sure.items() if at != place):
                self.keys[place] = main
            elif mains and self._filled(one):  # one box alone may be ticked for anything
                self._ask(one, ASKED.format(one.head, " oder ".join(TITLES[main] for main in TICKED if main in mains)))

    def _vague(self) -> None:
        """A year or a period alone may tell of money, of progress or of people."""
        for one in self.open:
            if one.position not in self.keys and not one.key and (only_year(one.head) or only_period(one.head)):
                self._ask(one, ASKED.format(one.head, "Mittel oder einen Sachstand"))

    def _ask(self, one: Any, remark: str) -> None:
        self.asked.add(one.position)
        self.remarks.append(remark)

    def _say(self) -> None:
        for main, title in TITLES.items():
            heads = [f"„{one.head}“" for one in self.found if self.keys.get(one.position) == main]
            if heads:
                self.remarks.append(READ_AS.format(title, ", ".join(heads)))

    def _filled(self, one: Any) -> list[Cell]:
        cells = (row.cells[one.position] for row in self.table.rows)
        return [cell for cell in cells if cell.problem or cell.shown.strip() not in NOTHING]

    def _are_boxes(self, columns: Iterable[Any]) -> bool:
        """Whether the cells of the columns are ticked or not, but for a few that nobody can read."""
        cells = [cell for one in columns for cell in self._filled(one)]
        return not cells or 2 * sum(map(is_flag, cells)) > len(cells)

    def _fields(self, one: Any) -> set[str]:
        """The columns of ours that hold what a heading without the name of a column says."""
        text = part_in(one.head, "", self.key_for)
        is_goal = _GOAL_CALLED.fullmatch(text) or sort_key(text) in self._goals
        return {*(main for main in VOCABULARIES if self._is_value(main, text)), *([GOAL] if is_goal else [])}

    def _is_value(self, main: str, text: str) -> bool:
        if main in VOCABULARIES:
            return self._words[main].known(text)
        if main == ACTORS:
            return loose(text) in self._actors
        numbered = _GOAL_NUMBER.match(text) or _GOAL_CALLED.match(text)
        return bool(numbered) or sort_key(text) in self._goals

    @cached_property
    def _words(self) -> dict[str, Any]:
        learned = read_learned()
        return {name: read_words(name, kind, learned[name])[0] for name, kind in VOCABULARIES.items()}

    @cached_property
    def _goals(self) -> set[str]:
        return set(map(sort_key, Goal.objects.values_list("title", flat=True)))

    @cached_property
    def _actors(self) -> set[str]:
        names = (*Actor.objects.values_list("name", flat=True), *ActorAlias.objects.values_list("name", flat=True))
        return set(map(loose, names))
