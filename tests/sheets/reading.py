"""Reads an XLSX file as a program does: types and formats of cells, not the text of its XML."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DAY_ZERO = datetime(1899, 12, 30, tzinfo=UTC)  # cells know no zone; ours read as UTC


@dataclass
class Read:
    cells: dict[str, Any]  # "B2" -> text, number or moment
    tree: ElementTree.Element

    def element(self, name: str) -> ElementTree.Element:
        return next(self.tree.iter(SPACE + name))


def sheets(content: bytes) -> dict[str, Read]:
    with ZipFile(io.BytesIO(content)) as archive:
        names = [
            one.get("name") for one in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(f"{SPACE}sheet")
        ]
        styles = ElementTree.fromstring(archive.read("xl/styles.xml"))
        codes = {one.get("numFmtId"): one.get("formatCode") for one in styles.iter(f"{SPACE}numFmt")}
        used = [codes.get(one.get("numFmtId"), "") for one in styles.find(f"{SPACE}cellXfs") or []]
        trees = [
            ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))
            for number in range(1, len(names) + 1)
        ]
    return {
        str(name): Read({str(c.get("r")): _value(c, used) for c in tree.iter(f"{SPACE}c")}, tree)
        for name, tree in zip(names, trees, strict=True)
    }


def _value(cell: ElementTree.Element, formats: list[str]) -> Any:
    assert cell.find(f"{SPACE}f") is None, "a formula"
    if cell.get("t") == "inlineStr":
        return "".join(one.text or "" for one in cell.iter(f"{SPACE}t"))
    held = cell.find(f"{SPACE}v")
    if held is None:
        return None
    number = float(held.text or 0)
    return DAY_ZERO + timedelta(days=number) if "yyyy" in formats[int(cell.get("s", 0))] else number
