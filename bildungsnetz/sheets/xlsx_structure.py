"""What the XML of an XLSX sheet says beyond values. Rows count from 1, columns from 0."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bildungsnetz.sheets.limits import MOST_MERGED, Refused
from bildungsnetz.sheets.package import BROKEN, walk

_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_LETTERS = re.compile(r"[A-Za-z]{1,3}")
_TRUE = ("1", "true")
_TOP = "".join(
    f'(?: {name}="{"(?:0|false)" if name == "hidden" else "[-.:0-9A-Za-z]*"}")?'
    for name in (
        *("spans", "s", "customFormat", "ht", "hidden", "customHeight", "outlineLevel", "collapsed"),
        *("thickTop", "thickBot", "ph", "x14ac:dyDescent"),
    )
).encode()  # what a row says of itself, in the order that all programs keep
_AT = rb'<c r="[A-Z]{1,3}[0-9]{1,7}"'
_HELD = (
    rb'(?: s="(?!(?:%b)")[0-9]+")?(?:(?: t="[snb]")?><v>[-+.0-9Ee]*</v></c>'
    rb'| t="inlineStr"><is><t(?: xml:space="preserve")?>[^<>&\x00-\x08\x0b\x0c\x0e-\x1f]*</t></is></c>)'
)
_BLANK = rb'(?: s="[0-9]+")? ?/>'
_FOLLOWED = rb"(?=(?:%b%b)*%b[^<>]*(?<!/)><[vif])" % (_AT, _BLANK, _AT)
_UNNUMBERED = re.compile(rb"[<:]row(?![A-Za-z])(?! r=)|<!")  # a row that stands after the one before, or a comment
_PLACELESS = re.compile(rb"<c(?![A-Za-z])(?! r=)")  # a cell that does
_NUMBERS: dict[str, int] = {}  # of columns, by their letters


@dataclass
class Structure:
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    looks: dict[int, dict[int, str]] = field(default_factory=dict)  # PERCENT, MONTH, YEAR, STRUCK by row and column
    formulas: list[tuple[int, int]] = field(default_factory=list)  # whose result may be missing
    faults: dict[tuple[int, int], str] = field(default_factory=dict)  # which calamine reads as blank
    rows: int = 0  # with anything in them
    last_row: int = 0
    last_column: int = -1


class Walker:
    """Called back at the start of each element of a sheet that was not cut out."""

    def __init__(self, looks: Mapping[str, str]) -> None:
        self.looks = looks
        self.made = Structure()
        self.row, self.column = 0, -1
        self.formula = self.value = self.text = False
        self.filled = 0  # the last row that was counted

    def without_plain_rows(self, data: bytes) -> bytes:
        """The XML without the rows of which there is no more to say than where they end, which is written down.

        Of most sheets little is left, and a callback for each element costs more than reading all values does. Only
        what is written as programs write it is cut out, so that clean XML stays clean and other XML does not become so.
        """
        if not _is_text(data):
            return data
        pattern = rb'<row r="([0-9]{1,7})"%b>(?:%b(?:%b|%b)){1,16384}</row>' % (_TOP, _AT, _plain(self.looks), _BLANK)
        return re.sub(pattern, self._take, data)

    def _take(self, found: re.Match[bytes]) -> bytes:
        row = found[0]
        if (end := row.rfind(b"</c>")) > 0:  # of the last value; blank cells have none
            at = row.rfind(b'<c r="', 0, end) + len(b'<c r="')
            self.row, self.column = int(found[1]), _column(row[at : row.index(b'"', at)].decode(), -1)
            self._count()
        return b""

    def start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "c":
            if self.formula:
                self.end_cell()
            self.value = False
            self.text = given.get("t") == "str"
            self.column = _column(given.get("r"), self.column)
            if "s" in given and given["s"] in self.looks:
                self.made.looks.setdefault(self.row, {})[self.column] = self.looks[given["s"]]
            if given.get("t") == "e":
                self.made.faults[self.row, self.column] = ""
        elif tag in ("v", "is", "f"):
            self._start_content(tag)
        elif tag == "row":
            self._start_row(given)
        elif tag == "col" and given.get("hidden") in _TRUE:
            self.made.hidden_columns.append((int(given["min"]) - 1, int(given["max"]) - 1))
        elif tag == "mergeCell" and len(self.made.merged) <= MOST_MERGED and (area := _area(given.get("ref", ""))):
            self.made.merged.append(area)

    def _start_content(self, tag: str) -> None:
        if tag == "f":
            self.formula = True
        else:
            self.value = True
        self._count()

    def _count(self) -> None:
        """Something stands at ``row`` and ``column``."""
        made = self.made
        if self.row != self.filled:
            made.rows, self.filled = made.rows + 1, self.row
            made.last_row = max(made.last_row, self.row)
        if self.column > made.last_column:
            made.last_column = self.column

    def end_cell(self) -> None:
        """A formula may give an empty text; where it says nothing of a text, no value is no result."""
        if self.formula and not (self.value and self.text):
            self.made.formulas.append((self.row, self.column))
        self.formula = False

    def _start_row(self, given: dict[str, str]) -> None:
        self.end_cell()
        number = given.get("r", "")
        self.row = int(number) if number.isdecimal() and len(number) <= 7 else self.row + 1
        self.column = -1
        if given.get("hidden") in _TRUE:
            self.made.hidden_rows.add(self.row)


def structure_of(data: bytes, looks: Mapping[str, str]) -> Structure:
    """``looks``: number of a cell style -> how a value looks in it, where that is not as it is."""
    walker = Walker(looks)
    left = thinned(walker.without_plain_rows(data), looks)
    if _UNNUMBERED.search(left):
        walker, left = Walker(looks), thinned(data, looks)
    try:
        walk(left, walker.start)
    except (KeyError, ValueError) as error:
        raise Refused(BROKEN) from error
    walker.end_cell()
    if walker.made.faults:
        _name_faults(left, walker.made.faults)
    return walker.made


def thinned(data: bytes, looks: Mapping[str, str]) -> bytes:
    """The XML without blank cells, and without plain values that another value of the row follows."""
    if not _is_text(data):
        return data
    left = re.sub(rb"%b(?:%b%b|%b)" % (_AT, _plain(looks), _FOLLOWED, _BLANK), b"", data)
    return data if _PLACELESS.search(left) else left


def _plain(looks: Mapping[str, str]) -> bytes:
    """The rest of a cell with a value of which there is no more to say."""
    return _HELD % ("|".join(map(re.escape, looks)) or "x").encode()


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _name_faults(data: bytes, faults: dict[tuple[int, int], str]) -> None:
    """ "#REF!" and the like, in the order of the sheet; read once more, for few sheets have any."""
    texts: list[str] = []
    inside: list[bool] = []

    def start(tag: str, given: dict[str, str]) -> None:
        if tag == "c":
            inside[:] = [given.get("t") == "e", False]
            texts.extend([""] * inside[0])
        elif inside:
            inside[1] = tag == "v"

    def text(words: str) -> None:
        if inside and all(inside):
            texts[-1] += words[:20]

    walk(data, start, None, text)
    faults.update(zip(list(faults), texts, strict=False))


def _column(place: str | None, last: int) -> int:
    """A cell that does not say where it stands comes after the last one."""
    if not place:
        return last + 1
    name = place.rstrip("0123456789")
    number = _NUMBERS.get(name)
    if number is None:
        if not _LETTERS.fullmatch(name):
            return last + 1
        number = _NUMBERS[name] = _number(name)
    return number


def _number(name: str) -> int:
    """ "A" -> 0, "AA" -> 26."""
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _area(text: str) -> tuple[int, int, int, int] | None:
    """ "A1:B3" -> top, left, bottom, right."""
    corners = [found for end in text.split(":") if (found := _PLACE.fullmatch(end))]
    if len(corners) != 2:
        return None
    (left, top), (right, bottom) = ((_number(found[1]), int(found[2])) for found in corners)
    return min(top, bottom), min(left, right), max(top, bottom), max(left, right)
