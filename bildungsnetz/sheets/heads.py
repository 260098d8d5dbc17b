"""Where the table begins and ends in a sheet: its head, and the rows that are none of its data, each with a reason.

Nothing is thrown away silently: what stands above the head is in a remark, what is no data row below it in ``skipped``.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from bildungsnetz.sheets.grid import too_many_rows
from bildungsnetz.sheets.limits import MOST_ROWS, Refused
from bildungsnetz.sheets.tables import BLANK, Cell, Row, Sheet, letters

SEARCHED = 50  # rows in which a head may stand
GUESSED = "Keine Spaltenüberschrift ist bekannt; als Kopfzeile gilt Zeile {}."
TWO_LINES = "Die Kopfzeile besteht aus den Zeilen {} und {}."
ABOVE = "Über der Tabelle steht: {}."
COUNTED = "zählt die Spalten"
REPEATED = "wiederholt die Kopfzeile"
SUM = "ist eine Summenzeile"
PAGE = "ist eine Seitenzahl"
HEADING = "ist eine Zwischenüberschrift: „{}“"
COVERED = "gehört ganz zu den verbundenen Zellen darüber"
FOOTER = "steht unter der Tabelle: „{}“"
SAME_TITLE = "Die Überschrift „{}“ steht über mehreren Spalten; die weiteren heißen „{}“."

Joins = Callable[[str, str], bool]

_SUM = re.compile(
    r"(?:(?:zwischen|gesamt|end)?summen?\b.{0,60}"
    r"|(?:gesamt)?anzahl (?:der )?(?:massnahmen|projekte|angebote|vorhaben|einträge|zeilen)\b[^a-z]{0,12}"
    r"|(?:(?:gesamt|gesamtbetrag|gesamtkosten|(?:gesamt)?ergebnis|(?:gesamt)?anzahl|insgesamt|total|σ|übertrag)\b|∑)"
    r"[^a-z]{0,12})"
)
_AMOUNT = re.compile(r"[-+−–]?[\d.,'\s]*\d[\d.,'\s–-]*(?:€|EUR|Euro|%|T€)?")
_PAGE = re.compile(r"(?:- )?seite:? \d{1,4}(?: ?(?:von|/) ?\d{1,4})?(?: -)?")
_NOTE = re.compile(
    r"(?:\*|stand\b|quelle|hinweis|anmerkung|legende|erläuterung|erstellt|gedruckt|ausgedruckt|seite \d|fußnote|"
    r"ansprechpartner|\d\)|¹)"
)


@dataclass(frozen=True)
class Table:
    """``head`` are the numbers of its one or two head rows. Rows have a cell for each of ``columns``, which differ."""

    head: tuple[int, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    skipped: tuple[tuple[int, str], ...]
    remarks: tuple[str, ...]
    headings: tuple[tuple[int, str], ...] = ()  # those among the skipped rows that stand over others, as a whole


@dataclass(frozen=True)
class _Head:
    first: int  # position of its first row
    lines: int
    titles: tuple[str, ...]
    hits: int


def never(title: str, part: str) -> bool:
    return False


def find_table(sheet: Sheet, known: Callable[[str], bool], joins: Joins = never) -> Table:
    """The table of ``sheet``; ``known`` says whether a text is the title of a column that somebody expects, ``joins``
    whether a title and another line of the head say one thing together, as "Kosten" and "2025" do.

    Raises Refused for more data rows than anybody reads.
    """
    head = _head(sheet.rows, known, joins)
    if head is None:
        return Table((), (), (), (), ("Das Blatt ist leer.",))
    body_at = head.first + head.lines
    remarks = list(sheet.remarks)
    numbers = tuple(row.number for row in sheet.rows[head.first : body_at])
    if not head.hits:
        remarks.append(GUESSED.format(numbers[0]))
    if head.lines == 2:
        remarks.append(TWO_LINES.format(*numbers))
    width = _width(head.titles, sheet.rows[body_at:])
    columns, doubled = _unique(head.titles[:width])
    rows, skipped = _sorted_out(sheet.rows[body_at:], sheet.rows[head.first], width)
    if len(rows) > MOST_ROWS:
        raise Refused(too_many_rows(sheet.name))
    above = [f"„{_short(_words(row))}“ (Zeile {row.number})" for row in sheet.rows[: head.first]]
    remarks += [ABOVE.format(", ".join(above))] if above else []
    said = {number for number, reason in skipped if reason.startswith(HEADING[:20])}
    headings = tuple((row.number, _words(row)) for row in sheet.rows[body_at:] if row.number in said)
    return Table(numbers, columns, tuple(rows), tuple(skipped), (*remarks, *doubled), headings)


def _head(rows: Sequence[Row], known: Callable[[str], bool], joins: Joins) -> _Head | None:
    """The row, or two rows, with the most known titles; else the first row with the usual width."""
    best: _Head | None = None
    for at, row in enumerate(islice(rows, SEARCHED)):
        for made in _candidates(rows, at, row, known, joins):
            if best is None or made.hits > best.hits:
                best = made
    if best is None or best.hits:
        return best
    widths = [sum(1 for cell in row.cells if not cell.is_blank and not cell.merged) for row in rows[:SEARCHED]]
    at = next(at for at, width in enumerate(widths) if width * 2 >= max(widths))
    return _Head(at, 1, _titles(rows[at]), 0)


def _candidates(rows: Sequence[Row], at: int, row: Row, known: Callable[[str], bool], joins: Joins) -> Iterator[_Head]:
    single = _titles(row)
    hits = _hits(single, known)
    yield _Head(at, 1, single, hits)
    below = rows[at + 1] if at + 1 < len(rows) else None
    if below is None or below.number != row.number + 1 or sum(1 for title in single if title) < 2:
        return
    double, joined = _double(row, below, known, joins)
    if all(cell.is_blank or isinstance(cell.value, str) or place in joined for place, cell in enumerate(below.cells)):
        # A second line of a head has no value of a row in it: most of what it says are titles, or parts of one.
        more = _hits(double, lambda title: known(title) or title in joined.values())
        if more > hits and not (joined and _spoiled(row, double, joined, known)):
            yield _Head(at, 2, double, more)


def _double(row: Row, below: Row, known: Callable[[str], bool], joins: Joins) -> tuple[tuple[str, ...], dict[int, str]]:
    """The titles of a head of two lines, and by their places those to which both lines belong.

    A title over several columns stands over each of them; without merged cells only over those that it joins. Below a
    year over several columns stand titles.
    """
    titles: list[str] = []
    joined: dict[int, str] = {}
    over = spread = ""
    for place, (cell, top, bottom) in enumerate(zip(row.cells, _titles(row), _titles(below), strict=True)):
        over, spread = top or over, top or (spread if cell.merged else "")
        wide = spread and (cell.merged or (row.cells[place + 1 : place + 2] and row.cells[place + 1].merged))
        above = wide and any(map(str.isdecimal, over))  # "Zuordnung" over a group of titles says nothing of each
        if over and bottom and over != bottom and (joins(over, bottom) or (above and joins(bottom, over))):
            joined[place] = f"{over} {bottom}"
            titles.append(joined[place])
        else:
            titles.append(_joined(spread, bottom, known))
    return tuple(titles), joined


def _spoiled(row: Row, double: Sequence[str], joined: Mapping[int, str], known: Callable[[str], bool]) -> bool:
    """Whether a known title of the first line is none any more with what stands below it: then that is a row."""
    tops = _titles(row)
    return any(
        known(top) and not known(double[place]) and place not in joined and place + 1 not in joined
        for place, top in enumerate(tops)
    )


def _hits(titles: Sequence[str], known: Callable[[str], bool]) -> int:
    return len({title for title in titles if title and known(title)})


def _titles(row: Row) -> tuple[str, ...]:
    return tuple(" ".join(cell.shown.split()) for cell in row.cells)


def _joined(top: str, bottom: str, known: Callable[[str], bool]) -> str:
    """One title of two lines: what is known of it, else both."""
    if not top or not bottom or top == bottom:
        return top or bottom
    both = f"{top} {bottom}"
    return next((title for title in (both, f"{top.rstrip('-')}{bottom}", bottom) if known(title)), both)


def _width(titles: Sequence[str], rows: Sequence[Row]) -> int:
    """Columns up to the last one with a title or a value."""
    used = [at for at, title in enumerate(titles) if title]
    used += [at for row in rows for at in _last_filled(row)]
    return max(used, default=-1) + 1


def _last_filled(row: Row) -> Iterator[int]:
    return islice((at for at in range(len(row.cells) - 1, -1, -1) if not row.cells[at].is_blank), 1)


def _unique(titles: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """Each title once: "Budget", "Budget (2)"; a column without one has its letter."""
    made: list[str] = []
    remarks: list[str] = []
    taken: set[str] = set()
    for at, title in enumerate(titles):
        wanted = title or f"Spalte {letters(at)}"
        name, number = wanted, 2
        while name.casefold() in taken:
            name, number = f"{wanted} ({number})", number + 1
        taken.add(name.casefold())
        made.append(name)
        if title and name != title:
            remarks.append(SAME_TITLE.format(title, name))
    return tuple(made), remarks


def _sorted_out(rows: Sequence[Row], head: Row, width: int) -> tuple[list[Row], list[tuple[int, str]]]:
    kept: list[Row] = []
    skipped: list[tuple[int, str]] = []
    titles = _titles(head)
    for row in rows:
        cut = Row(row.number, row.cells[:width], row.hidden)
        reason = REPEATED if _titles(row) == titles else _reason(cut)
        if (
            reason == REPEATED
            and kept
            and width > 2
            and kept[-1].number == row.number - 1
            and len(_filled(kept[-1])) == 1
        ):
            heading = kept.pop()
            skipped.append((heading.number, HEADING.format(_short(_words(heading)))))
        if reason:
            skipped.append((row.number, reason))
        else:
            kept.append(cut)
    _without_footers(kept, skipped)
    _without_bare_sum(kept, skipped)
    return kept, sorted(skipped)


def _reason(row: Row) -> str:
    """Why a row within the table is none of its data, or nothing."""
    filled = [cell for cell in row.cells if not cell.is_blank]
    own = [cell for cell in filled if not cell.merged]
    if not own:
        return COVERED
    if len(own) > 2 and [cell.value for cell in own] == list(range(1, len(own) + 1)):
        return COUNTED
    words = [cell for cell in own if _is_word(cell)]
    alone = len(own) == 1 < len(row.cells)  # and then perhaps a title that begins so
    if len(words) == 1 and _SUM.fullmatch(said := _folded(words[0])) and not (alone and len(said.split()) > 2):
        return SUM
    if len(own) == 1 and _PAGE.fullmatch(_folded(own[0])):
        return PAGE
    covered = sum(1 for cell in row.cells if cell.merged and cell.is_blank)
    if len(own) == len(filled) == 1 and covered >= 2 and covered + 1 >= len(row.cells) // 2:
        return HEADING.format(_short(own[0].shown))
    return ""


def _without_footers(kept: list[Row], skipped: list[tuple[int, str]]) -> None:
    """Moves what stands under the table: single notes at its end, after a gap or with the words of a note."""
    gap = len(kept)
    for at in range(len(kept) - 1, max(len(kept) - 20, 0), -1):
        if len(_filled(kept[at])) > 1 or len(kept[at].cells) < 3:
            break
        before = max([kept[at - 1].number, *(number for number, _ in skipped if number < kept[at].number)])
        if kept[at].number > before + 1 or _NOTE.match(_folded(_filled(kept[at])[0])):
            gap = at
    skipped.extend((row.number, FOOTER.format(_short(_words(row)))) for row in kept[gap:])
    del kept[gap:]


def _without_bare_sum(kept: list[Row], skipped: list[tuple[int, str]]) -> None:
    """Moves a last row of sums without a word beside them: nothing but amounts, in few of the columns."""
    if len(kept) < 2:
        return
    filled, usual = _filled(kept[-1]), len(_filled(kept[-2]))
    if len(filled) * 2 <= usual and not any(_is_word(cell) for cell in filled):
        skipped.append((kept.pop().number, SUM))


def _is_word(cell: Cell) -> bool:
    return isinstance(cell.value, str) and not _AMOUNT.fullmatch(cell.value.strip())


def _filled(row: Row) -> list[Cell]:
    return [cell for cell in row.cells if not cell.is_blank] or [BLANK]


def _folded(cell: Cell) -> str:
    return " ".join(cell.shown.split()).casefold()


def _words(row: Row) -> str:
    return " ".join(" ".join(cell.shown for cell in row.cells if cell.shown and not cell.merged).split())


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:60] + " …"
