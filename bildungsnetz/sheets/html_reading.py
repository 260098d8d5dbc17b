"""Tables of a web page, which many programs save under the name .xls."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from bildungsnetz.sheets.encodings import decoded
from bildungsnetz.sheets.grid import Budget, Grid
from bildungsnetz.sheets.limits import MOST_COLUMNS, MOST_ROWS, MOST_SHEETS, Refused

REMARK = "Die Datei ist eine Webseite (HTML) mit Tabellen; gelesen wurden die Tabellen."
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n]+")
_NO_TEXT = ("script", "style", "title")


class Tables(HTMLParser):
    """A grid for each table; a table within a cell is a part of its text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.budget = Budget()
        self.grids: list[Grid] = []
        self.depth = self.row = self.column = self.silent = 0
        self.covered: dict[int, int] = {}  # column -> last row that a cell from above reaches
        self.spans = (1, 1)
        self.words: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _NO_TEXT:
            self.silent += 1
        elif tag == "table":
            self.depth += 1
            if self.depth == 1:
                self._start_table()
        elif self.depth == 1 and tag == "tr":
            self._close_cell()
            self.row, self.column = self.row + 1, 0
            if "display:none" in (given.get("style") or "").replace(" ", ""):
                self.grids[-1].hidden_rows.add(self.row)
        elif self.depth == 1 and tag in ("td", "th"):
            self._close_cell()
            self.spans = (_span(given.get("rowspan")), _span(given.get("colspan")))
            self.words = []
        elif self.words is not None and tag in ("br", "p", "div", "li"):
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _NO_TEXT:
            self.silent = max(0, self.silent - 1)
        elif tag == "table":
            if self.depth == 1:
                self._close_cell()
            self.depth = max(0, self.depth - 1)
        elif self.depth == 1 and tag in ("td", "th", "tr"):
            self._close_cell()

    def handle_data(self, data: str) -> None:
        if self.words is not None and not self.silent:
            self.words.append(_SPACE.sub(" ", data))

    def _start_table(self) -> None:
        if len(self.grids) >= MOST_SHEETS:
            raise Refused(f"Die Datei hat mehr als {MOST_SHEETS} Tabellen.")
        self.grids.append(Grid(f"Tabelle {len(self.grids) + 1}", self.budget))
        self.row, self.column, self.covered, self.words = 0, 0, {}, None

    def _close_cell(self) -> None:
        if self.words is None:
            return
        lines = "".join(self.words).split("\n")
        text = "\n".join(line.strip() for line in lines).strip()
        self.words = None
        row, grid = max(self.row, 1), self.grids[-1]
        while self.covered.get(self.column, 0) >= row:
            self.column += 1
        down, right = self.spans
        grid.put(row, self.column, text)
        if text and (down > 1 or right > 1):
            grid.merged.append((row, self.column, row + down - 1, self.column + right - 1))
        if down > 1:
            self.covered.update(dict.fromkeys(range(self.column, self.column + right), row + down - 1))
        self.column += right


def text_of(data: bytes) -> tuple[str, str]:
    """The page and its encoding."""
    found = _CHARSET.search(data[:4096])
    return _declared(data, found[1].decode()) if found else decoded(data)


def messages(text: str, encoding: str) -> Iterator[Any]:
    tables = Tables()
    tables.feed(text)
    tables.close()
    tables._close_cell()
    if not tables.grids:
        raise Refused("Die Datei ist eine Webseite ohne Tabelle.")
    for grid in tables.grids:
        yield from grid.messages()
    yield {"kind": "html", "encoding": encoding, "delimiter": None, "remarks": [REMARK]}


def _declared(data: bytes, name: str) -> tuple[str, str]:
    """By what the page says of itself, where that fits its bytes."""
    try:
        return data.decode(name).removeprefix("\ufeff"), name.lower()
    except (UnicodeError, LookupError, ValueError):
        return decoded(data)


def _span(text: str | None) -> int:
    number = int(text) if text and text.isdecimal() and len(text) < 7 else 1
    return max(1, min(number, MOST_ROWS if number > MOST_COLUMNS else MOST_COLUMNS))
