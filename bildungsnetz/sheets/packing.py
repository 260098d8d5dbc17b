"""Cells as plain JSON and back: on the way from the process that reads a file, and between the pages of an import."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from bildungsnetz.sheets.grid import shown_number
from bildungsnetz.sheets.tables import BLANK, Cell, Value

_VALUES: dict[str, Callable[[Any], Value]] = {
    "": lambda _raw: None,
    "s": str,
    "n": lambda raw: raw if isinstance(raw, float) else int(raw),
    "b": bool,
    "d": date.fromisoformat,
    "t": datetime.fromisoformat,
}


class Known(dict[Any, Cell]):
    """Cells by what they are packed as: equal ones are one object, for lists repeat themselves."""

    def __init__(self) -> None:
        super().__init__({None: BLANK})

    def __missing__(self, held: Any) -> Cell:
        made = self[held] = unpacked(held)
        return made

    def cells(self, packed: Iterable[Any]) -> list[Cell]:
        return [self[tuple(held) if type(held) is list else held] for held in packed]


def unpacked(held: Any) -> Cell:
    if type(held) is str:
        return Cell(held, held)
    if held is None:
        return BLANK
    return _typed(*held) if isinstance(held, list | tuple) else Cell(held, shown_number(held))


def packed(cell: Cell) -> Any:
    """A text is itself, a blank cell None, all else [type, value, shown, problem, merged].

    A plain number may stand for itself, too, below 10^15: one without decimals as an integer.
    """
    value, rest = cell.value, (cell.shown, cell.problem, int(cell.merged))
    if cell == BLANK:
        return None
    if isinstance(value, str):
        return value if rest == (value, "", 0) else ["s", value, *rest]
    if isinstance(value, bool):
        return ["b", value, *rest]
    if isinstance(value, int | float):
        return ["n", value, *rest]
    if isinstance(value, date):
        return ["t" if isinstance(value, datetime) else "d", value.isoformat(), *rest]
    return ["", None, *rest]


def _typed(kind: str, raw: Any, shown: str, problem: str, merged: int) -> Cell:
    return Cell(_VALUES[kind](raw), str(shown), str(problem), bool(merged))
