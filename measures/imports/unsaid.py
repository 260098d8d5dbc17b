"""What rows leave to what stands around them: a heading that names their goal, the sheet's name, "s. o.", one column
for beginning and end. It is put into cells, so that it is read and refused like any other, and said."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bildungsnetz.sheets.grid import spans
from bildungsnetz.sheets.heads import Table
from bildungsnetz.sheets.spans import as_span
from bildungsnetz.sheets.tables import BLANK, Cell, Row
from measures.forms.checks import DATES

from .everyday_words import NOTHING
from .heads import LEFT_OUT, Understood, is_span
from .known import VOCABULARIES
from .matching import short

DITTO = frozenset(
    ['"', "''", "”", "“", "„", "″", "〃", '-"-', "-''-", "-”-", "s.o.", "s. o.", "s.o", "dito", "dto.", "dto", "ditto",
     "siehe oben", "wie oben", "w.o.", "ebd.", "ebenda"]
)  # fmt: skip
AS_ABOVE = ("lead", "leading_goal", "further_goals", "participations", "funding", "status", *VOCABULARIES, *DATES)
TAKEN_DOWN = "In der Spalte „{}“ gilt in den Zeilen {}, was darüber steht."
GOAL_ABOVE = "ist eine Zwischenüberschrift: „{}“; das Ziel gilt für die Zeilen darunter"
GOAL_OF_SHEET = "Das Ziel steht im Namen des Blattes: „{}“."
NOTHING_READ = "enthält nichts in den Spalten, die gelesen werden"
_GOAL = re.compile(
    r"(?:(?:strategisches|operatives|übergeordnetes)\s+)?(?:handlungs|leit|teil)?ziel\s*(?:nr\.?\s*)?"
    r"(?:\d{1,2}|[IVX]{1,4})\b",
    re.IGNORECASE,
)


def completed(
    table: Table, columns: Sequence[Understood], sheet: str, is_goal: Callable[[str], bool]
) -> tuple[Table, list[Understood]]:
    """``table`` with those cells, its columns with those that were added. ``is_goal``: whether a text is a title."""
    columns = list(columns)
    table = _joined(table, columns)
    table = _dittos(table, columns)
    table = _open_ends(_spans(table, columns), columns)
    table = _goals(table, columns, sheet, is_goal)
    return _without_nothing(table, columns), columns


def _joined(table: Table, columns: Sequence[Understood]) -> Table:
    """What several columns say of one thing, one below the other in the first of them."""
    rows = [list(row.cells) for row in table.rows]
    for one in columns:
        for cells in rows if one.to >= 0 else ():
            cells[one.to] = _both(cells[one.to], cells[one.position])
    return _with(table, rows) if any(one.to >= 0 for one in columns) else table


def _both(one: Cell, other: Cell) -> Cell:
    if other.problem or one.is_blank or one.shown.strip() in NOTHING:
        return other if not one.problem else one
    if one.problem or other.is_blank or other.shown.strip() in NOTHING:
        return one
    return _text(f"{one.shown}\n{other.shown}")


def _dittos(table: Table, columns: Sequence[Understood]) -> Table:
    rows = [list(row.cells) for row in table.rows]
    remarks = []
    for one in columns:
        if one.key not in AS_ABOVE:
            continue
        found = []
        for at in range(1, len(rows)):
            above = rows[at - 1][one.position]
            if rows[at][one.position].shown.strip().casefold() in DITTO and not above.is_blank:
                rows[at][one.position] = above
                found.append(table.rows[at].number)
        if found:
            remarks.append(TAKEN_DOWN.format(one.head, spans(found)))
    return _with(table, rows, remarks) if remarks else table


def span_of(columns: Sequence[Understood]) -> Understood | None:
    """The column such as "Laufzeit" that tells beginning and end, where no other column does."""
    if any(one.key in ("planned_start", "planned_end") for one in columns):
        return None
    return next((one for one in columns if not one.key and one.how != "chosen" and is_span(one.head)), None)


def _spans(table: Table, columns: list[Understood]) -> Table:
    """A column such as "Laufzeit" as two, or three where something goes on without an end."""
    one = span_of(columns)
    if one is None:
        unread = [f"„{one.head}“" for one in columns if not one.key and one.how != "chosen" and is_span(one.head)]
        return replace(table, remarks=(*table.remarks, LEFT_OUT.format(", ".join(unread)))) if unread else table
    found = [as_span(row.cells[one.position].shown) for row in table.rows]
    open_end = any(ongoing for _, _, ongoing in found) and all(one.key != "is_ongoing" for one in columns)
    rows = []
    for row, (begin, end, ongoing) in zip(table.rows, found, strict=True):
        cell = row.cells[one.position]
        first = cell if cell.problem or not isinstance(cell.value, str) else _text(begin)
        rows.append([*row.cells, first, _text(end), *([_text("ja" if ongoing else "")] if open_end else [])])
    _add(table, columns, f"{one.head} (Beginn)", "planned_start")
    _add(table, columns, f"{one.head} (Ende)", "planned_end")
    if open_end:
        _add(table, columns, f"{one.head} (Daueraufgabe)", "is_ongoing")
    return _with(table, rows)


def _open_ends(table: Table, columns: list[Understood]) -> Table:
    """An end that says that there is none makes an ongoing task."""
    one = next((one for one in columns if one.key == "planned_end"), None)
    if one is None or any(one.key == "is_ongoing" for one in columns):
        return table
    found = [as_span(row.cells[one.position].shown) == ("", "", True) for row in table.rows]
    if not any(found):
        return table
    rows = []
    for row, ongoing in zip(table.rows, found, strict=True):
        cells = [*row.cells, _text("ja" if ongoing else "")]
        cells[one.position] = BLANK if ongoing else cells[one.position]
        rows.append(cells)
    _add(table, columns, f"{one.head} (Daueraufgabe)", "is_ongoing")
    return _with(table, rows)


def _goals(table: Table, columns: list[Understood], sheet: str, is_goal: Callable[[str], bool]) -> Table:
    """The goal that a heading between the rows, else the sheet's name, says: where the rows say none themselves."""
    headings = {number: text for number, text in table.headings if _names_goal(text, is_goal)}
    alone = {row.number: text for row in table.rows if (text := _alone(row)) and _names_goal(text, is_goal)}
    headings |= alone
    of_sheet = sheet if _GOAL.match(sheet) and all(one.key != "leading_goal" for one in columns) else ""
    if not headings and not of_sheet:
        return table
    place = next((one.position for one in columns if one.key == "leading_goal"), None)
    if place is None:
        place = len(table.columns) + sum(1 for one in columns if one.position >= len(table.columns))
        columns.append(Understood(place, "Ziel", "leading_goal", "known"))
    said, rows, kept = of_sheet, [], []
    numbers = sorted(headings)
    for row in table.rows:
        while numbers and numbers[0] <= row.number:
            said = headings[numbers.pop(0)]
        if row.number not in alone:
            cells = [*row.cells, BLANK] if place == len(row.cells) else list(row.cells)
            cells[place] = _text(said) if cells[place].is_blank else cells[place]
            rows.append(cells)
            kept.append(row)
    skipped = [one for one in table.skipped if one[0] not in headings]
    skipped += [(number, GOAL_ABOVE.format(short(text))) for number, text in headings.items()]
    remarks = [GOAL_OF_SHEET.format(short(sheet))] if of_sheet else []
    return replace(_with(replace(table, rows=tuple(kept)), rows, remarks), skipped=tuple(skipped))


def _without_nothing(table: Table, columns: Sequence[Understood]) -> Table:
    """Without rows that hold a running number at most, or boxes that nobody ticked."""
    places = [(one.position, one.key) for one in columns if one.key]
    empty = [row.number for row in table.rows if not any(_says(row.cells[place], key) for place, key in places)]
    if not empty:
        return table
    passed = [(number, NOTHING_READ) for number in empty]
    rows = tuple(row for row in table.rows if row.number not in set(empty))
    return replace(table, rows=rows, skipped=(*table.skipped, *passed))


def _says(cell: Cell, key: str) -> bool:
    if cell.is_blank or cell.merged or cell.value is False:
        return False
    return key not in ("number", "leading_goal") or cell.shown.strip().upper().startswith("M")


def _names_goal(text: str, is_goal: Callable[[str], bool]) -> bool:
    return bool(_GOAL.match(text.strip())) or is_goal(text)


def _alone(row: Row) -> str:
    """The text of the only cell with anything in it."""
    filled = [cell for cell in row.cells if not cell.is_blank]
    return filled[0].shown if len(filled) == 1 and isinstance(filled[0].value, str) and len(row.cells) > 2 else ""


def _add(table: Table, columns: list[Understood], head: str, key: str) -> None:
    place = len(table.columns) + sum(1 for one in columns if one.position >= len(table.columns))
    columns.append(Understood(place, head, key, "known"))


def _text(text: str) -> Cell:
    return Cell(text, text) if text else BLANK


def _with(table: Table, rows: Sequence[Sequence[Cell]], remarks: Sequence[str] = ()) -> Table:
    made = tuple(replace(row, cells=tuple(cells)) for row, cells in zip(table.rows, rows, strict=True))
    return replace(table, rows=made, remarks=(*table.remarks, *remarks))
