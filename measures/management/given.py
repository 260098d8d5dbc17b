"""What commands that read spreadsheets are given: the file, and how its columns and words are to be understood."""

import json
from pathlib import Path
from typing import Any

from bildungsnetz.sheets.limits import MOST_BYTES, Refused
from measures.imports.grouping import APART, TOGETHER

NO_ROWS = f'In der Zuordnung ist "rows" entweder "{TOGETHER}" oder "{APART}".'
NO_MAPPING = 'Die Zuordnung ist ein JSON-Objekt wie {"columns": {"Überschrift": "Spalte"}, "values": {"actor": {}}}.'


def mapping(path: Path | None) -> dict[str, Any]:
    """A file with columns and values, or with columns alone. Raises Refused."""
    if path is None:
        return {}
    try:
        found = json.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise Refused(f"Die Zuordnung „{path}“ ist kein JSON: {error}.") from error
    parts = {"columns", "values", "create", "rows", "fallbacks"}
    if isinstance(found, dict) and not parts & found.keys():
        found = {"columns": found}
    if not isinstance(found, dict) or not all(isinstance(found.get(key, {}), dict) for key in parts - {"rows"}):
        raise Refused(NO_MAPPING)
    if not all(isinstance(one, str) for one in found.get("fallbacks", {}).values()):
        raise Refused(NO_MAPPING)
    if not all(isinstance(one, dict) for one in found.get("values", {}).values()):
        raise Refused(NO_MAPPING)
    if found.get("rows", "") not in ("", TOGETHER, APART):
        raise Refused(NO_ROWS)
    return {key: found[key] for key in parts & found.keys()}


def content_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Refused(f"Die Datei „{path}“ lässt sich nicht öffnen.") from error
