"""Any file that may be a spreadsheet -> its tables, or a sentence why not.

A stranger's file is parsed in a process of its own (``child``): it inherits nothing, has limits, and what it says is
plain JSON that is checked here. Whatever happens to it, the answer is a Workbook or Refused.
"""

import json
import logging
import signal
import subprocess
import sys
import unicodedata
from array import array
from binascii import a2b_base64
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from threading import Timer
from typing import IO, Any, cast

from bildungsnetz.sheets.child import OUT_OF_MEMORY
from bildungsnetz.sheets.contents import EMPTY
from bildungsnetz.sheets.limits import MEGABYTE, MOST_BYTES, Refused
from bildungsnetz.sheets.package import BROKEN
from bildungsnetz.sheets.packing import unpacked
from bildungsnetz.sheets.tables import BLANK, Cell, Row, Sheet, Workbook

__all__ = ["Refused", "read"]

ROOT = Path(__file__).parents[2]
COMMAND = ("-m", "bildungsnetz.sheets.child")
SECONDS = 30
TOO_LARGE = f"Die Datei ist größer als {MOST_BYTES // MEGABYTE} MB. Bitte teilen Sie die Liste auf mehrere Dateien auf."
TOO_SLOW = "Die Datei war nicht in angemessener Zeit zu lesen. Bitte teilen Sie sie auf oder speichern Sie sie neu."
TOO_BIG = "Die Datei braucht beim Lesen zu viel Speicher. Bitte löschen Sie leere Zeilen oder teilen Sie sie auf."
OF_ERRORS = 2_000  # characters of what a child says when it breaks

log = logging.getLogger(__name__)


def read(data: bytes, name: str = "") -> Workbook:
    """By content; ``name`` is for the log only. Raises Refused."""
    if not data:
        raise Refused(EMPTY)
    if len(data) > MOST_BYTES:
        raise Refused(TOO_LARGE)
    process = subprocess.Popen(  # noqa: S603  (our own program)
        [sys.executable, *COMMAND],
        cwd=ROOT,
        env={"LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    timer = Timer(SECONDS, process.kill)
    timer.start()
    try:
        return _conversation(process, data)
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError) as error:
        process.kill()
        raise Refused(_why(process, timer, name)) from error
    finally:
        timer.cancel()
        process.kill()
        with suppress(BrokenPipeError), process:
            pass  # closes its pipes and waits


def _conversation(process: subprocess.Popen[bytes], data: bytes) -> Workbook:
    """Raises ValueError or the like where the child broke off."""
    entry, said = cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)
    with suppress(BrokenPipeError):
        entry.write(data)
    with suppress(BrokenPipeError):
        entry.close()
    return workbook(map(json.loads, said))


def _why(process: subprocess.Popen[bytes], timer: Timer, name: str) -> str:
    said = process.stderr.read(OF_ERRORS).decode("utf-8", "replace") if process.stderr else ""
    status = process.wait()
    if timer.finished.is_set() or status == -signal.SIGXCPU:
        return TOO_SLOW
    if status in (OUT_OF_MEMORY, -signal.SIGABRT) or "memory" in said:
        return TOO_BIG
    log.error("Reading the spreadsheet %r ended with status %s: %s", name[-80:], status, said)
    return BROKEN


def workbook(messages: Iterable[Any]) -> Workbook:
    """The tables that the lines of a child stand for. Raises Refused, or ValueError where their end is missing."""
    sheets: list[tuple[dict[str, Any], list[Row]]] = []
    cells: list[Cell] = []
    blank: tuple[Cell, ...] = ()
    for message in messages:
        if isinstance(message, list):
            sheets[-1][1].extend(_rows(message, cells, blank))
        elif "refused" in message:
            raise Refused(message["refused"])
        elif "sheet" in message:
            cells, blank = list(map(unpacked, message.pop("cells"))), (BLANK,) * message["width"]
            sheets.append((message, []))
        else:
            return Workbook(
                message["kind"],
                message["encoding"],
                message["delimiter"],
                tuple(_sheet(head, rows) for head, rows in sheets),
                tuple(message["remarks"]),
            )
    raise ValueError("no end")


def _rows(sent: list[Any], cells: list[Cell], blank: tuple[Cell, ...]) -> Iterator[Row]:
    """``sent``: numbers, whether each is hidden, how many cells it has, and where all these stand among ``cells``."""
    numbers, hidden, lengths, places = sent
    found = map(cells.__getitem__, array("I", a2b_base64(places)))
    for number, is_hidden, length in zip(numbers, hidden, lengths, strict=True):
        yield Row(int(number), (*islice(found, length), *blank[length:]), bool(is_hidden))


def _sheet(head: dict[str, Any], rows: list[Row]) -> Sheet:
    name = unicodedata.normalize("NFC", head["sheet"])  # as people type it
    return Sheet(name, head["hidden"], tuple(rows), tuple(head["remarks"]), tuple(head["hidden_columns"]))
