"""Cells as plain JSON and back: on the way from the process that reads a file, and between the pages of an import."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from bildungsnetz.sheets.tables import BLANK, Cell, Value

_VALUES: dict[str, Callable[[Any], Value]] = {
    "": lambda _raw: None,
    "s": str,
    "n": lambda raw: raw if isinstance(raw, float) else int(raw),
    "b": bool,
    "d": date.fromisoformat,
    "t": datetime.fromisoformat,
}


def unpacked(held: Any, known: dict[Any, Cell]) -> Cell:
    """Equal cells are one object, kept in ``known``: lists repeat themselves."""
    if held is None:
        return BLANK
    key = held if isinstance(held, str) else tuple(held)
    cell = known.get(key)
    if cell is None:
        cell = known[key] = Cell(held, held) if isinstance(held, str) else _typed(*held)
    return cell


def packed(cell: Cell) -> Any:
    """A text is itself, a blank cell None, all else [type, value, shown, problem, merged]."""
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
