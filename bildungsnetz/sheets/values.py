"""From a cell to a value, one function for each kind. All raise Unreadable; a blank cell is no error."""

import re
from collections.abc import Callable

from bildungsnetz.sheets.numbers import as_money, as_number, as_percent, as_whole
from bildungsnetz.sheets.rough_dates import RoughDate, as_date
from bildungsnetz.sheets.tables import Cell
from bildungsnetz.sheets.unreadable import Unreadable, shown

__all__ = [
    "RoughDate",
    "Unreadable",
    "as_date",
    "as_flag",
    "as_list",
    "as_money",
    "as_number",
    "as_percent",
    "as_text",
    "as_whole",
]

_YES = frozenset(["ja", "j", "yes", "y", "x", "✓", "✔", "☑", "☒", "✅", "wahr", "true", "richtig", "1"])
_NO = frozenset(["nein", "n", "no", "-", "–", "✗", "✘", "☐", "❌", "falsch", "false", "0"])
_LINES = re.compile(r"[;\n]+")
_BULLET = re.compile(r"^(?:[-–•*·▪]\s+|\d{1,2}[.)]\s+)")
_JOINS = re.compile(r"(\s*,\s*|\s+und\s+|\s+sowie\s+|\s+u\.\s+|\s*&\s*|\s*(?<!\d)/(?!\d)\s*|\s+/\s+)")


def as_text(cell: Cell) -> str:
    """The text with its lines, without blanks around it."""
    if cell.problem:
        raise Unreadable(cell.problem)
    return cell.shown.strip()


def as_flag(cell: Cell) -> bool | None:
    text = shown(cell)
    if not text:
        return None
    if isinstance(cell.value, bool):
        return cell.value
    word = text.casefold()
    if word in _YES or word in _NO:
        return word in _YES
    raise Unreadable(f"„{text[:60]}“ ist weder Ja noch Nein.", "ja oder nein")


def as_list(cell: Cell, known: Callable[[str], bool] | None = None) -> tuple[str, ...]:
    """The values of a cell that holds several, each once, in their order.

    Semicolons and lines always part. Commas, "und", "&" and "/" part unless ``known`` says that what they join is one
    name; what nobody knows is parted at commas only. Without ``known`` they all part, but not after a hyphen:
    "Kinder- und Jugendtreff" stays whole.
    """
    found: dict[str, None] = {}
    for line in _LINES.split(as_text(cell)):
        part = _BULLET.sub("", line.strip()).strip()
        found.update(dict.fromkeys(_known_parts(part, known) if known else _parts(part)))
    return tuple(part for part in found if part)


def _parts(text: str) -> list[str]:
    pieces = _JOINS.split(text)
    made = [pieces[0]]
    for join, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        if made[-1].endswith("-"):
            made[-1] += join + piece
        else:
            made.append(piece)
    return [part.strip() for part in made]


def _known_parts(text: str, known: Callable[[str], bool]) -> list[str]:
    """The longest known names from the left; between them what nobody knows, parted at commas."""
    pieces = _JOINS.split(text)
    made: list[str] = []
    at, open_part = 0, False
    while at < len(pieces):
        end = next((end for end in range(len(pieces), at, -2) if known("".join(pieces[at:end]).strip())), None)
        if end is not None:
            made.append("".join(pieces[at:end]).strip())
        elif open_part and "," not in pieces[at - 1]:
            made[-1] += pieces[at - 1] + pieces[at].strip()
        else:
            made.append(pieces[at].strip())
        open_part, at = end is None, at + 1 if end is None else end
        at += 1
    return made
