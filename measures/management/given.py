"""What commands that read spreadsheets are given: the file, and how its columns and words are to be understood."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from bildungsnetz.sheets.limits import MOST_BYTES, Refused


def mapping(path: Path | None) -> dict[str, Any]:
    """A file with columns and values, or with columns alone."""
    if path is None:
        return {}
    try:
        found = json.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise CommandError(f"--mapping: {error}") from error
    if not isinstance(found, dict):
        raise CommandError("--mapping: erwartet wird ein JSON-Objekt.")
    parts = {"columns", "values", "create", "rows"}
    return {key: found[key] for key in parts & found.keys()} if parts & found.keys() else {"columns": found}


def content_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Refused(f"Die Datei „{path}“ lässt sich nicht öffnen.") from error
