"""What the columns that are told across (``across``) say of a measure together: each cell its part, added up in its row
as further rows of a measure add up. What no column speaks of stays as it is stored."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError

from bildungsnetz.sheets.tables import Cell, Row
from bildungsnetz.sheets.unreadable import Unreadable
from bildungsnetz.sheets.values import as_flag, as_text
from measures.columns import NOBODY_NAMED, euros, paid

from .across import ACTORS, COLUMNS, GOAL, GOALS, MONEY, TOLD, Share, in_thousands, main_of, part_in
from .everyday_words import NOTHING
from .facts import PART_NAMES, Problem, Reader, Report, Said, problem, remembered
from .heads import Heads, Understood
from .known import VOCABULARIES, Known
from .matching import Unknown, matched

Way = Callable[[Cell, Said], list[Any]]
SOURCE, _KIND, YEAR, AMOUNT, _NOTE = range(len(PART_NAMES[MONEY]))
NOT_TICKED = "Das widerspricht den Kreuzen: Dort ist nicht angekreuzt, was hier steht ({})."
NOT_THE_SUM = "Das widerspricht den Beträgen der Jahre: Sie ergeben zusammen {}, hier steht {}."
MORE_THAN_PAID = "{} ist nicht die Summe der Mittel daneben ({}); gespeichert werden diese."
ONE_SOURCE = "Neben Beträgen je Jahr kann hier nur ein Mittelgeber stehen, oder die Summe."


class Sums:
    """``reader`` reads the other columns of the same rows. ``covers``: main column -> the values or shares that its
    columns across speak of; ``stays``: the same, where no other column speaks of all."""

    def __init__(self, heads: Heads, understood: Iterable[Understood], known: Known, reader: Reader) -> None:
        self.heads, self.known, self.reader = heads, known, reader
        self.covers: dict[str, set[Any]] = defaultdict(set)
        self.columns = [
            (one.position, one.head, main_of(one.key), self._way(one.head, main_of(one.key)))
            for one in understood if one.key in COLUMNS
        ]  # fmt: skip
        if GOAL in self.covers:
            self.covers[GOALS] |= self.covers[GOAL]
        self.mains = {main for _, _, main, _ in self.columns} | self.covers.keys()
        self.stays = {main: frozenset(covered) for main, covered in self.covers.items() if not reader.has(main)}

    def _way(self, head: str, main: str) -> Way:
        """How the cells of a column are read; each gives what it adds."""
        part = part_in(head, main, self.heads.key_for)
        if main in TOLD:
            way = self.reader.way(self.heads.by_key[main])
            return lambda cell, said: [Report(head, part, main, way(cell, said))]
        if main == MONEY:
            self.covers[main].add(part)
            return remembered(partial(self._amount, part, "T€" if in_thousands(head) else ""))
        names = self._names(main)
        with suppress(Unknown):  # a cell that is ticked asks what is meant
            self.covers[main].add(names.find(part).key)
        return lambda cell, said: matched(names, [part], said.remarks.append) if as_flag(cell) else []

    def _names(self, main: str) -> Any:
        if main in VOCABULARIES:
            return self.known.words[main]
        return self.known.actors if main == ACTORS else self.known.goals

    def _amount(self, share: Share, unit: str, cell: Cell, said: Said) -> list[Any]:
        text = f"{as_text(cell)} {unit}"
        amount = paid(Cell(text, text) if unit else cell)
        part = {"source": share.source or NOBODY_NAMED, "kind": share.kind, "year": share.year, "amount": amount}
        return [self.reader.part(MONEY, part, said)]

    def add(self, row: Row, said: Said) -> None:
        """Adds to what the row says what its cells across say, unless it is refused anyway."""
        if not self.columns:
            return
        told: dict[str, list[Any]] = {}
        for place, head, main, way in self.columns:
            cell = row.cells[place]
            if cell.problem or cell.shown.strip() not in NOTHING:
                try:
                    told.setdefault(main, []).extend(way(cell, said))
                except (Unreadable, ValidationError) as error:
                    said.problems.append(problem(head, error))
        said.stays = self.stays
        said.blank = (said.blank | self.mains) - {*said.values, *told}
        if not said.problems:
            self._add_up(told, said)

    def _add_up(self, told: dict[str, list[Any]], said: Said) -> None:
        lead = said.values.get(GOAL)
        named = said.values | {GOAL: [lead] if lead else said.goals}
        for main, found in told.items():
            if main in TOLD:
                said.reports += found
            elif main == MONEY:
                self._paid(found, said)
            else:
                self._ticked(main, found, named.get(main), said)

    def _ticked(self, main: str, ticked: Sequence[Any], named: Any, said: Said) -> None:
        """``named`` is what another cell of the row says: it may be more than can be ticked, but not what is not."""
        stated = keys_of(main, named) if named else set()
        if against := stated & (self.covers[main] - set(ticked)):
            names = self._names(main).names
            words = ", ".join(sorted(names.get(one) or one.name for one in against))
            said.problems.append(Problem(self.reader.head(main), NOT_TICKED.format(words)))
        if main == ACTORS:
            fresh = [(actor, "") for actor in dict.fromkeys(ticked) if actor not in stated]
            said.values[main] = (*(named or ()), *fresh)
            return
        if main == GOAL:
            said.goals, main = list(dict.fromkeys([*said.goals, *ticked])), GOALS
        said.values[main] = said.values.get(main, frozenset()) | frozenset(ticked)

    def _paid(self, parts: Sequence[tuple[Any, ...]], said: Said) -> None:
        """A cell beside the years may name from whom the money is, or what the years come to."""
        beside = said.values.get(MONEY, ())
        if any(part[SOURCE] != NOBODY_NAMED for part in parts):
            said.values[MONEY] = (*self._beside_payers(parts, beside, said), *parts)
            said.stays = said.stays | {MONEY: frozenset(self.covers[MONEY])}
            return
        if len(beside) > 1 or any(part[YEAR] for part in beside):
            said.problems.append(Problem(self.reader.head(MONEY), ONE_SOURCE))
            return
        for source, kind, _, amount, note in beside:
            total = sum(part[AMOUNT] for part in parts)
            if amount is not None and amount != total:
                words = NOT_THE_SUM.format(euros(total), euros(amount))
                said.problems.append(Problem(self.reader.head(MONEY), words))
            parts = [(source, kind, part[YEAR], part[AMOUNT], note) for part in parts]
        said.values[MONEY] = tuple(parts)
        said.stays = said.stays | {MONEY: frozenset(self.covers[MONEY])}

    def _beside_payers(self, parts: Sequence[Any], beside: Sequence[Any], said: Said) -> list[tuple[Any, ...]]:
        """What a cell says beside the money of payers, but for the sum of it, which may be less than it all costs."""
        total = sum(part[AMOUNT] for part in parts)
        for part in beside:
            if part[SOURCE] == NOBODY_NAMED and part[AMOUNT] not in (None, total):
                said.remarks.append(MORE_THAN_PAID.format(euros(part[AMOUNT]), euros(total)))
        return [part for part in beside if part[SOURCE] != NOBODY_NAMED]


def keys_of(main: str, named: Any) -> set[Any]:
    """What can be ticked among what a cell names."""
    return {actor for actor, _ in named} if main == ACTORS else set(named)


def laid_over(key: str, said: Any, stored: Any, covered: frozenset[Any]) -> Any:
    """What a column holds when columns that speak only of ``covered`` say ``said``; who takes part keeps the words."""
    if key == GOAL:
        return said if stored in covered else stored
    if key == MONEY:
        spoken_of = (any(share.speaks_of(part[SOURCE], part[YEAR]) for share in covered) for part in stored)
        return (*said, *(part for part, other in zip(stored, spoken_of, strict=True) if not other))
    if key == ACTORS:
        before = {part[0]: part for part in stored}
        kept = (part for part in stored if part[0] not in covered and part[0] not in {actor for actor, _ in said})
        return (*(part if part[1] else before.get(part[0], part) for part in said), *kept)
    return said | (stored - covered)
