"""ODS: one walk through the XML gives values and structure alike."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, TypeAlias

from bildungsnetz.sheets.grid import NO_RESULT, PERCENT, Budget, Grid, too_many_rows, too_wide
from bildungsnetz.sheets.limits import HEAD_ROWS, MOST_COLUMNS, MOST_ROWS, MOST_SHEETS, Refused
from bildungsnetz.sheets.package import LocalNames, Package, attribute, walk
from bildungsnetz.sheets.tables import address

_HIDDEN = ("collapse", "filter")
_WORDS = re.compile(r"[^\W_]+")
_TIME = re.compile(r"PT(\d+)H(\d+)M[\d.,]*S?")
_NO_TEXT = frozenset(("annotation", "shapes", "frame", "tracked-changes"))
_CELLS = frozenset(("table-cell", "covered-table-cell"))

Attributes: TypeAlias = dict[str, str]
Filled: TypeAlias = tuple[int, int, Attributes, Any]  # column, how often, the cell by its local names, value


class Walker:
    """Called back for each element of content.xml."""

    def __init__(self) -> None:
        self.budget = Budget()
        self.grids: list[Grid] = []
        self.hidden_styles: set[str] = set()
        self.path: list[str] = []
        self.names = LocalNames()
        self.style = ""
        self.row = self.column = self.columns = 0
        self.row_repeat = 1
        self.filled: list[Filled] = []  # of the open row
        self.cell: Attributes | None = None  # of the open cell
        self.paragraphs: list[str] = []
        self.open = self.ignoring = 0  # how many paragraphs, and elements that are no text
        self.comments = False

    def start(self, tag: str, given: Attributes) -> None:
        self.path.append(tag)
        if self.ignoring or tag in _NO_TEXT:
            self.ignoring += 1
            self.comments = self.comments or tag == "annotation"
        elif self.cell is not None:
            self._start_text(tag, given)
        elif tag in _CELLS:
            names = self.names
            self.cell = {names[key]: value for key, value in given.items()}
            self.paragraphs, self.open = [], 0
        elif tag == "table-row":
            self._start_row(given)
        elif tag == "table-column":
            self._column(given)
        elif tag == "table" and self.path[-2:-1] == ["spreadsheet"]:
            self._start_table(given)
        elif tag == "style":
            self.style = attribute(given, "name") or ""
        elif tag == "table-properties" and attribute(given, "display") == "false":
            self.hidden_styles.add(self.style)

    def end(self, tag: str) -> None:
        self.path.pop()
        if self.ignoring:
            self.ignoring -= 1
        elif tag == "p":
            self.open -= 1
        elif tag in _CELLS and self.cell is not None:
            repeated = _count(self.cell.get("number-columns-repeated"))
            if (value := _value(self.cell, "\n".join(self.paragraphs))) is not None:
                self.filled.append((self.column, repeated, self.cell, value))
            self.column += repeated
            self.cell = None
        elif tag == "table-row" and self.grids:
            self._end_row()

    def text(self, words: str) -> None:
        if self.open > 0 and self.cell is not None and not self.ignoring:
            self.paragraphs[-1] += words

    def _start_text(self, tag: str, given: Attributes) -> None:
        held = self.paragraphs
        if tag == "p":
            held.append("")
            self.open += 1
        elif held and tag == "s":
            held[-1] += " " * min(_count(attribute(given, "c")), 100)
        elif held and tag in ("tab", "line-break"):
            held[-1] += "\t" if tag == "tab" else "\n"

    def _start_table(self, given: Attributes) -> None:
        if len(self.grids) >= MOST_SHEETS:
            raise Refused(f"Die Datei hat mehr als {MOST_SHEETS} Blätter. Bitte teilen Sie sie auf.")
        hidden = (attribute(given, "style-name") or "") in self.hidden_styles
        self.grids.append(Grid(attribute(given, "name") or "", self.budget, hidden))
        self.row, self.columns, self.row_repeat = 0, 0, 1

    def _column(self, given: Attributes) -> None:
        first, self.columns = self.columns, self.columns + _count(attribute(given, "number-columns-repeated"))
        if self.grids and attribute(given, "visibility") in _HIDDEN:
            self.grids[-1].hidden_columns.append((first, self.columns - 1))

    def _start_row(self, given: Attributes) -> None:
        self.row += self.row_repeat
        self.row_repeat = _count(attribute(given, "number-rows-repeated"))
        self.column, self.filled = 0, []
        if self.grids and attribute(given, "visibility") in _HIDDEN and self.row_repeat <= MOST_ROWS:
            self.grids[-1].hidden_rows.update(range(self.row, self.row + self.row_repeat))

    def _end_row(self) -> None:
        grid, filled = self.grids[-1], self.filled
        if filled and self.row_repeat > MOST_ROWS + HEAD_ROWS:
            raise Refused(too_many_rows(grid.name))
        for row in range(self.row, self.row + self.row_repeat) if filled else ():
            _put_row(grid, row, filled)
        for column, _, cell, _ in filled:
            down, right = _count(cell.get("number-rows-spanned")), _count(cell.get("number-columns-spanned"))
            if down > 1 or right > 1:
                grid.merged.append((self.row, column, self.row + down - 1, column + right - 1))


def messages(package: Package) -> Iterator[Any]:
    walker = Walker()
    walk(package.read("content.xml"), walker.start, walker.end, walker.text)
    if not walker.grids:
        raise Refused("Die Datei enthält kein Tabellenblatt.")
    for grid in walker.grids:
        yield from grid.messages()
    remarks = ["Kommentare an Zellen werden nicht gelesen."] if walker.comments else []
    yield {"kind": "ods", "encoding": None, "delimiter": None, "remarks": remarks}


def _count(text: str | None) -> int:
    return max(1, int(text[:9])) if text and text.isdecimal() else 1  # more digits are too many rows in any case


def _value(given: Attributes, words: str) -> Any:
    """The typed value, "" for a formula without a result, None for a blank cell. What a merged cell covers is hidden
    from people but was typed by somebody: it is read as well."""
    kind = given.get("value-type")
    if kind in ("float", "currency", "percentage"):
        return _number(given.get("value"), words)
    if kind == "date":
        return _date(given.get("date-value", ""), words)
    if kind == "boolean":
        return given.get("boolean-value") == "true"
    if kind == "time":
        found = _TIME.fullmatch(given.get("time-value", ""))
        return f"{int(found[1]):02d}:{found[2]}" if found else words
    words = words or given.get("string-value", "")
    if words.strip():
        return words
    return "" if given.get("formula") and not kind else None


def _number(text: str | None, words: str) -> Any:
    try:
        return float(text) if text is not None else (words or None)
    except ValueError:
        return words or text


def _date(text: str, words: str) -> Any:
    try:
        day = date.fromisoformat(text) if len(text) <= 10 else datetime.fromisoformat(text.rstrip("Z")[:26])
    except ValueError:
        return words or text or None
    return words if _shows_no_day(words, day.year) else day


def _shows_no_day(words: str, year: int) -> bool:
    """Whether people see a year alone, or with the name or the number of a month."""
    parts = _WORDS.findall(words)
    others = [part for part in parts if part != f"{year:04d}"]
    if len(others) < len(parts):
        return not others or (len(others) == 1 and len(parts) == 2)
    return len(parts) == 2 and parts[0].isalpha() and parts[1] == f"{year % 100:02d}"


def _put_row(grid: Grid, row: int, filled: list[Filled]) -> None:
    line: list[Any] = []
    looks: dict[int, str] = {}
    faults: list[int] = []
    for column, repeated, cell, value in filled:
        if column + repeated > MOST_COLUMNS:
            raise Refused(too_wide(grid.name, address(row, max(column, MOST_COLUMNS))))
        line += [*[None] * (column - len(line)), *[value] * repeated]
        if cell.get("value-type") == "percentage":
            looks |= dict.fromkeys(range(column, column + repeated), PERCENT)
        if isinstance(value, str) and not value:
            faults += range(column, column + repeated)
    grid.put_row(row, 0, line, looks)
    for column in faults:
        grid.fault(row, column, NO_RESULT.format(address(row, column)))
