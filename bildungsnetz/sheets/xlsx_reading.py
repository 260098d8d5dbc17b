"""XLSX: values by calamine, all else from the XML: what is hidden, merged, a percentage, a formula without a result."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from bildungsnetz.sheets.grid import (
    MONTH,
    NO_RESULT,
    PERCENT,
    STRUCK,
    YEAR,
    Budget,
    Grid,
    spans,
    too_many_rows,
    too_wide,
)  # fmt: skip
from bildungsnetz.sheets.limits import HEAD_ROWS, MOST_COLUMNS, MOST_ROWS, MOST_SHEETS, MOST_SPACE, Refused, german
from bildungsnetz.sheets.package import BROKEN, Package, attribute, walk
from bildungsnetz.sheets.tables import address
from bildungsnetz.sheets.xlsx_structure import Structure, structure_of

_BUILT_IN = {"9": "0%", "10": "0.00%", "17": "mmm-yy"}  # formats that every program knows by their number
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|[_*].')  # what a format says literally, or of colours and blanks


@dataclass
class Part:
    """A sheet in the workbook's list."""

    name: str
    path: str
    hidden: bool
    is_table: bool


def messages(package: Package, data: bytes) -> Iterator[Any]:
    parts = _parts(package)
    looks = _looks(package)
    budget = Budget()
    structures = [(part, structure_of(package.read(part.path), looks)) for part in parts if part.is_table]
    for part, structure in structures:
        _check(part.name, structure)
    package.kept.clear()  # calamine unpacks for itself
    try:
        with CalamineWorkbook.from_object(io.BytesIO(data)) as book:
            for part, structure in structures:
                yield from _grid(book, part, structure, budget).messages()
    except CalamineError as error:
        raise Refused(BROKEN) from error
    remarks = [f"„{part.name}“ ist kein Tabellenblatt und wurde nicht gelesen." for part in parts if not part.is_table]
    if any(re.match(r"xl/(?:threadedC|c)omments", name) for name in package.names):
        remarks.append("Kommentare an Zellen werden nicht gelesen.")
    yield {"kind": "xlsx", "encoding": None, "delimiter": None, "remarks": remarks}


def _relations(package: Package, base: str) -> dict[str, tuple[str, str]]:
    """id -> (last word of the type, path)."""
    folder, _, name = base.rpartition("/")
    path = f"{folder}/_rels/{name}.rels".lstrip("/")
    found: dict[str, tuple[str, str]] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = (kind, package.resolve(base, attributes.get("Target", "")))

    if path in package.names:
        walk(package.read(path), start)
    return found


def _book(package: Package) -> str:
    for kind, path in _relations(package, "").values():
        if kind == "officeDocument":
            return path
    return "xl/workbook.xml"


def _parts(package: Package) -> list[Part]:
    book = _book(package)
    relations = _relations(package, book)
    made: list[Part] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            kind, path = relations.get(attribute(attributes, "id") or "", ("", ""))
            hidden = attributes.get("state", "visible") != "visible"
            made.append(Part(attributes.get("name", ""), path, hidden, kind == "worksheet"))

    walk(package.read(book), start)
    if not any(part.is_table for part in made):
        raise Refused("Die Datei enthält kein Tabellenblatt.")
    if len(made) > MOST_SHEETS:
        raise Refused(f"Die Datei hat mehr als {MOST_SHEETS} Blätter. Bitte teilen Sie sie auf.")
    return made


def _looks(package: Package) -> dict[str, str]:
    """Number of a cell style -> PERCENT, MONTH or YEAR, if that is all that it shows; else STRUCK, if it is."""
    path = next((name for name in package.names if name.endswith("/styles.xml")), "")
    codes: dict[str, str] = {}
    used: list[tuple[str, bool]] = []
    struck: list[bool] = []  # by the number of the font
    inside: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        inside.append(tag)
        if inside[-2:] == ["fonts", "font"]:
            struck.append(False)
        elif inside[-3:] == ["fonts", "font", "strike"]:
            struck[-1] = attributes.get("val") not in ("0", "false")
        elif tag == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")[:255]
        elif tag == "xf" and "cellXfs" in inside:
            font = attributes.get("fontId", "")
            out = font.isdecimal() and any(struck[int(font[:6]) :][:1])
            used.append((attributes.get("numFmtId", ""), out))

    def end(_tag: str) -> None:
        inside.pop()

    if path:
        walk(package.read(path), start, end)
    made: dict[str, str] = {}
    for at, (code, out) in enumerate(used):
        if look := look_of(_BUILT_IN.get(code, codes.get(code, ""))) or (STRUCK if out else ""):
            made[str(at)] = look
    return made


def look_of(code: str) -> str:
    """PERCENT, MONTH or YEAR for a number format that shows no more; else nothing."""
    bare = _QUOTED.sub("", code.partition(";")[0]).casefold()
    if "%" in bare:
        return PERCENT
    signs = set(bare) & set("ymdhs")
    return MONTH if signs == {"y", "m"} else YEAR if signs == {"y"} else ""


def _check(name: str, structure: Structure) -> None:
    """Before the values are read, which takes room for each cell from the first to the last."""
    row, column = structure.last_row, structure.last_column
    if structure.rows > MOST_ROWS + HEAD_ROWS:
        raise Refused(too_many_rows(name))
    if column >= MOST_COLUMNS:
        raise Refused(too_wide(name, address(row, column)))
    if row * (column + 1) > MOST_SPACE:
        raise Refused(
            f"Im Blatt „{name}“ steht etwas in Zeile {german(row)}, weit unter der Tabelle. "
            "Bitte löschen Sie diese Zeile."
        )


def _grid(book: CalamineWorkbook, part: Part, structure: Structure, budget: Budget) -> Grid:
    grid = Grid(part.name, budget, part.hidden, hidden_rows=structure.hidden_rows, merged=structure.merged)
    grid.hidden_columns = structure.hidden_columns
    sheet = book.get_sheet_by_name(part.name)
    first = sheet.start
    if first:
        looks = structure.looks
        for row, values in enumerate(sheet.to_python(skip_empty_area=True), first[0] + 1):
            grid.put_row(row, first[1], values, looks.get(row, {}))
        if struck := sorted(row for row, found in looks.items() if STRUCK in found.values() and row in grid.rows):
            grid.remarks.append(f"Durchgestrichene Zeilen werden mitgelesen: {spans(struck)}.")
    for (row, column), words in structure.faults.items():
        grid.put(row, column, words.strip())
    for row, column in structure.formulas:
        if grid.is_blank(row, column):
            grid.fault(row, column, NO_RESULT.format(address(row, column)))
    return grid
