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

MOST_VALUES = 200
MOST_PIECES = 17  # of a name and what joins them: nine words between signs

_YES = frozenset(["ja", "j", "yes", "y", "x", "✓", "✔", "☑", "☒", "✅", "wahr", "true", "richtig", "1"])
_NO = frozenset(["nein", "n", "no", "-", "–", "✗", "✘", "☐", "❌", "falsch", "false", "0"])
_BULLET = re.compile(r"(^|[;\n])\s*(?:[-–•*·▪]\s+|\d{1,2}[.)]\s+)")
_JOINS = re.compile(r"(\s*[,;]\s*|\s+und\s+|\s+sowie\s+|\s+u\.\s+|\s*&\s*|\s+\+\s+|\s*(?<!\d)/(?!\d)\s*|\s+/\s+)")


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

    Lines always part. Other signs and "und" part unless ``known`` says that what they join is one name; what nobody
    knows is parted at commas and semicolons only. Without ``known`` they all part, but not after a hyphen:
    "Kinder- und Jugendtreff" stays whole.
    """
    found: dict[str, None] = {}
    text = _BULLET.sub(r"\1", as_text(cell))
    if len(_JOINS.findall(text)) > MOST_VALUES:
        raise Unreadable(f"In der Zelle stehen mehr als {MOST_VALUES} Werte.")
    for line in text.splitlines():
        found.update(dict.fromkeys(known_parts(line.strip(), known) if known else _parts(line.strip())))
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


def known_parts(text: str, known: Callable[[str], bool]) -> list[str]:
    """The longest known names from the left; between them what nobody knows, parted at commas and semicolons."""
    pieces = _JOINS.split(text)
    made: list[str] = []
    at, open_part = 0, False
    while at < len(pieces):
        longest = min(len(pieces), at + MOST_PIECES)
        end = next((end for end in range(longest, at, -2) if known("".join(pieces[at:end]).strip())), None)
        if end is not None:
            made.append("".join(pieces[at:end]).strip())
        elif open_part and not {",", ";"}.intersection(pieces[at - 1]):
            made[-1] += pieces[at - 1] + pieces[at].strip()
        else:
            made.append(pieces[at].strip())
        open_part, at = end is None, at + 1 if end is None else end
        at += 1
    return made
