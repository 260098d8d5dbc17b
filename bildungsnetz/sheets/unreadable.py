"""What a cell's value is not: said in German, with what the person may have meant."""

from bildungsnetz.sheets.tables import Cell
from bildungsnetz.words import seen


class Unreadable(ValueError):  # noqa: N818  (what the cell is, not what went wrong)
    """``suggestion`` is what could be typed instead, or empty."""

    def __init__(self, message: str, suggestion: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.suggestion = suggestion


def shown(cell: Cell) -> str:
    """What people see in the cell, with plain blanks. Raises Unreadable if the cell has a problem of its own."""
    if cell.problem:
        raise Unreadable(cell.problem)
    return " ".join(seen(cell.shown).split())
