"""From the cells of a row to what they say of a measure, by the names of the measure's form."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from bildungsnetz.sheets.rough_dates import RoughDate
from bildungsnetz.sheets.tables import BLANK, Cell, Row
from bildungsnetz.sheets.unreadable import Unreadable
from bildungsnetz.sheets.writing import CUT
from bildungsnetz.web.text import composed
from bildungsnetz.words import seen, sort_key
from measures.columns import Column, paid
from measures.forms.checks import DATES
from measures.forms.measure import OfficeMeasureForm
from measures.forms.rows import BudgetLineRow, FundingRow, MilestoneRow, ParticipationRow
from measures.models import FundingKind

from . import across, beside
from .everyday_words import EVERYWHERE, NOTHING, both_stages
from .heads import Heads, Understood, is_sum
from .known import VOCABULARIES, Known
from .matching import Unknown, matched, sentence
from .note_columns import WHAT, WHEN
from .repeats import continues, key_places

CUT_OFF = "Der Text ist beim Export gekürzt worden; so ersetzt er nichts."
LIST_COLUMNS = (*VOCABULARIES, "further_goals")
SAYS_NOTHING = (*LIST_COLUMNS, *DATES, "leading_goal", "status", "participations", "funding", "milestones", *beside.OF)
MOST_REMEMBERED = 5_000  # different cells of a column
PART_NAMES = {
    "milestones": ("title", "due_on", "due_precision", "due_words", "reached_on"),
    "participations": ("actor", "contribution"),
    "funding": ("source", "kind", "year", "amount", "note"),
    "budget": (
        "plan", "year", "product_number", "product_name", "account_group_number", "account_group_name", "amount",
    ),
}  # fmt: skip
PART_FORMS: dict[str, Any] = {
    "milestones": MilestoneRow,
    "participations": ParticipationRow,
    "funding": FundingRow,
    "budget": BudgetLineRow,
}


@dataclass(frozen=True)
class Problem:
    """Why a row is refused: the heading of the column as it stands in the file, and a German sentence."""

    column: str
    message: str
    field: str = ""
    spelling: str = ""
    suggestions: tuple[str, ...] = ()
    lacks: str = ""  # the field of a form that nothing is said for, but could be for all rows (``fallbacks``)


@dataclass(frozen=True)
class Report:
    """What a cell says of a period that its heading names: ``key`` of a column of ours, and what would stand there."""

    head: str
    period: RoughDate
    key: str
    value: str


@dataclass
class Said:
    """``values``: column key -> what its cell says. ``blank`` are the keys of cells without anything.

    ``goals``: several in one cell, or those that are ticked. Of columns that are told across (``sums``): ``reports``,
    and ``stays``: key -> all that they speak of; the rest stays.
    """

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    blank: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    own_number: bool = False  # the number is written as ours are, with an M
    of_our_list: bool = False  # and in a column of numbers, as we export it
    continues: bool = False  # it names no measure; the row above does
    fallen_back: bool = False  # it names no lead, and has the one for the whole list (``fallbacks``)
    goals: list[int] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    stays: dict[str, frozenset[Any]] = field(default_factory=dict)

    @property
    def tells(self) -> bool:
        """Whether it says how the measure stood, and not only what it is."""
        return bool(self.reports) or WHEN in self.values or WHAT in self.values


class Reader:
    """Reads the rows of one table."""

    def __init__(self, heads: Heads, understood: Sequence[Understood], known: Known, *, today: date) -> None:
        self.known = known
        self.form = OfficeMeasureForm(user=AnonymousUser(), today=today)  # for its fields
        self.part_forms = {name: form() for name, form in PART_FORMS.items()}
        self.cells = [
            (one.position, one.head, heads.column(one), self.way(heads.column(one), one.head))
            for one in understood if one.key and one.key not in across.COLUMNS
        ]  # fmt: skip
        self.beside = {column.key: head for _, head, column, _ in self.cells if column.key in beside.OF}
        self.cells.sort(key=lambda one: one[2].key not in beside.OF)  # these first
        self.key_places = key_places(understood)
        self.heads = {column.key: head for _, head, column, _ in self.cells}
        self.titles = {column.key: column.title for column in heads.by_key.values()}

    def head(self, key: str) -> str:
        return self.heads.get(key) or self.titles.get(key, "")

    def has(self, key: str) -> bool:
        """Whether the table has this column."""
        return key in self.heads

    def shown(self, row: Row, key: str) -> str:
        """What people see in the cell of one of our columns."""
        return next((row.cells[place].shown for place, _, column, _ in self.cells if column.key == key), "")

    def read(self, row: Row) -> Said:
        said = Said(row.number, continues=continues(row, self.key_places))
        for place, head, column, way in self.cells:
            cell = row.cells[place]
            if self.beside and (told := self._told_beside(column.key, said)):
                self._take(head, column.key, partial(self._joined, column.key, told), cell, said)
            elif cell.is_blank or (column.key in SAYS_NOTHING and cell.shown.strip() in NOTHING and not cell.problem):
                said.blank.add(column.key)
            else:
                self._take(head, column.key, way, cell, said)
        if said.goals:
            del said.values["leading_goal"]
            said.values["further_goals"] = said.values.get("further_goals", frozenset()).union(said.goals)
            said.blank.discard("further_goals")
        for key in self.beside:
            said.values.pop(key, None)
            said.blank.discard(key)
        return said

    def _take(self, head: str, key: str, way: Callable[[Cell, Said], Any], cell: Cell, said: Said) -> None:
        """Reads a cell, or says why not."""
        try:
            said.values[key] = way(cell, said)
        except (Unreadable, ValidationError) as error:
            said.problems.append(problem(head, error))

    def _told_beside(self, main: str, said: Said) -> dict[str, Any]:
        """What other columns of the row say of its part in the column ``main``, by the names of the part."""
        found = {key: beside.OF[key][1] for key in self.beside if beside.OF[key][0] == main and key in said.values}
        return {name: said.values[key] for key, name in found.items()}

    def _joined(self, main: str, told: dict[str, Any], cell: Cell, said: Said) -> tuple[tuple[Any, ...], ...]:
        if main == "funding" and "amount" not in told and is_sum(self.head(main)):
            told, cell = told | {"amount": paid(cell)}, BLANK
            if told["amount"] is None:
                return ()
        part = beside.part_of(main, cell, told, self.head(main))
        return (self.part(main, part, said),)

    def way(self, column: Column, head: str = "") -> Callable[[Cell, Said], Any]:
        """How the cells of ``column`` are read where it has this heading."""
        if column.readonly:
            return lambda cell, said: None
        special = {"number": self._number, "lead": self._lead, "leading_goal": self._goal, "status": self._status}
        if column.key in special:
            return special[column.key]
        if column.key in LIST_COLUMNS:
            return remembered(self._list(column))
        if column.key == "funding" and is_sum(head):
            return self._sums(column)
        if column.key in PART_NAMES:
            return self._parts(column)
        if column.key == WHAT:
            return lambda cell, said: self._text(column, cell)
        if column.key == "title":
            return lambda cell, said: self.form.fields["title"].clean(" ".join(seen(self._text(column, cell)).split()))
        if column.key in self.form.fields and not hasattr(column.widget, "read") and column.reads == (column.key,):
            clean = self.form.fields[column.key].clean
            if column.key != "is_ongoing":
                return lambda cell, said: clean(self._text(column, cell))
        return remembered(lambda cell, said: column.clean(cell))

    def _text(self, column: Column, cell: Cell) -> str:
        text = composed(column.clean(cell))
        if text.endswith(CUT.strip()):
            raise Unreadable(CUT_OFF)
        return text

    def _number(self, cell: Cell, said: Said) -> int | None:
        """A list's own running number is none of ours: only "M-017" insists."""
        said.own_number = said.of_our_list = cell.shown.strip().upper().startswith("M")
        try:
            return _number_of(cell)
        except Unreadable:
            if said.own_number:
                raise
            return None

    def _lead(self, cell: Cell, said: Said) -> Any:
        return self._one(self.known.actors, cell, said)

    def _goal(self, cell: Cell, said: Said) -> Any:
        """Many lists name several goals in one cell; which of them leads is decided where they are taken over."""
        try:
            return self._one(self.known.goals, cell, said)
        except Unknown:
            several = self.known.goals.several(composed(cell.shown))
            if len(several) < 2:
                raise
            said.goals = several
            return None

    def _status(self, cell: Cell, said: Said) -> Any:
        return self._one(self.known.statuses, cell, said)

    def _one(self, names: Any, cell: Cell, said: Said) -> Any:
        return matched(names, [self._plain(cell)], said.remarks.append)[0]

    def _plain(self, cell: Cell) -> str:
        if cell.problem:
            raise Unreadable(cell.problem)
        return " ".join(seen(composed(cell.shown)).split())

    def _list(self, column: Column) -> Callable[[Cell, Said], Any]:
        names = self.known.goals if column.key == "further_goals" else self.known.words[column.key]
        if column.key == "districts":
            everywhere = frozenset(names.names) - self.known.retired["districts"]
            return lambda cell, said: (
                everywhere
                if sort_key(cell.shown) in EVERYWHERE
                else frozenset(matched(names, column.clean(cell, known=names.known), said.remarks.append))
            )
        if column.key in ("stages", "target_groups"):
            return lambda cell, said: frozenset(
                matched(names, column.clean(_of_both(cell), known=names.known), said.remarks.append)
            )
        return lambda cell, said: frozenset(
            matched(names, column.clean(cell, known=names.known), said.remarks.append)
        )  # fmt: skip

    def _parts(self, column: Column) -> Callable[[Cell, Said], Any]:
        def way(cell: Cell, said: Said) -> tuple[tuple[Any, ...], ...]:
            found = column.clean(cell, known=self.known.actors.known)
            return tuple(self.part(column.key, part, said) for part in found)

        return way

    def _sums(self, column: Column) -> Callable[[Cell, Said], Any]:
        """ "Kosten" asks for a sum: words that are none, such as "2 x 500 €" or "tbd", are no source of money."""
        parts = self._parts(column)

        def way(cell: Cell, said: Said) -> tuple[tuple[Any, ...], ...]:
            if "|" not in cell.shown:
                paid(cell)
            return parts(cell, said)

        return way

    def part(self, key: str, part: dict[str, Any], said: Said) -> tuple[Any, ...]:
        """A row of a measure, checked by the fields of its own form."""
        values = dict(part)
        if key == "milestones":
            due = values.pop("due")
            values |= {"due_on": due.last, "due_precision": due.precision}
            values["reached_on"] = values["reached_on"].last if values["reached_on"] else None
        if key == "funding":
            values["kind"] = values["kind"] or FundingKind.OTHER.value
        if key == "participations":
            values["actor"] = matched(self.known.actors, [values["actor"]], said.remarks.append)[0]
        fields = self.part_forms[key].fields
        for name in PART_NAMES[key]:
            if name != "actor":
                try:
                    values[name] = fields[name].clean(values.get(name))
                except ValidationError as error:
                    raise Unreadable(f"{fields[name].label}: {' '.join(error.messages)}") from error
        return tuple(values.get(name) for name in PART_NAMES[key])


def _of_both(cell: Cell) -> Cell:
    return cell if cell.problem or cell.is_blank else Cell(text := both_stages(cell.shown), text)


def _number_of(cell: Cell) -> int | None:
    from measures.columns import Number

    return Number().clean(cell)


def problem(head: str, error: Unreadable | ValidationError) -> Problem:
    """Why a cell below ``head`` is not read."""
    if isinstance(error, ValidationError):
        return Problem(head, " ".join(error.messages))
    if isinstance(error, Unknown):
        return Problem(head, sentence(error), error.field, error.spelling, error.suggestions)
    return Problem(head, sentence(error))


def remembered(way: Callable[[Cell, Said], Any]) -> Callable[[Cell, Said], Any]:
    """Cells of lists and dates say the same few things row after row. What came with a remark is read anew."""
    found: dict[Any, Any] = {}

    def again(cell: Cell, said: Said) -> Any:
        key = (type(cell.value), cell.value, cell.shown, cell.problem)
        if key in found:
            return found[key]
        before = len(said.remarks)
        value = way(cell, said)
        if len(said.remarks) == before and len(found) < MOST_REMEMBERED:
            found[key] = value
        return value

    return again
