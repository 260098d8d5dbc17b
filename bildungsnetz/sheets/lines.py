"""Several values in one cell, so that they come back as they were: a line for each, its parts between upright strokes.

    Auftakt | 01.09.2026
    Abschluss mit Eltern \\| Kindern | Schuljahr 2026/27 | 30.06.2027

A stroke, a line end or a backslash within a part is written as \\|, \\n or \\\\. Blank parts at the end are left out.
"""

import re
from collections.abc import Iterable, Sequence

STROKE = " | "
_SPECIAL = re.compile(r"[\\|\n]")
_WRITTEN = {"\\": "\\\\", "|": "\\|", "\n": "\\n"}
_READ = re.compile(r"\\([\\|n])|(\|)")


def join(rows: Iterable[Sequence[str]]) -> str:
    """The text of a cell that holds ``rows``."""
    return "\n".join(_line(row) for row in rows)


def split(text: str) -> list[list[str]]:
    """The rows of a cell; blank lines are none."""
    return [parts(line) for line in text.splitlines() if line.strip()]


def _line(row: Sequence[str]) -> str:
    written = [_SPECIAL.sub(lambda found: _WRITTEN[found[0]], _one_kind_of_line_end(part)) for part in row]
    while len(written) > 1 and not written[-1]:
        written.pop()
    return STROKE.join(written)


def _one_kind_of_line_end(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines()).strip()


def parts(line: str) -> list[str]:
    """The parts of one line, without what protects strokes and line ends in them."""
    found, part, at = [], "", 0
    for sign in _READ.finditer(line):
        part += line[at : sign.start()]
        at = sign.end()
        if sign[2]:
            found.append(part.strip())
            part = ""
        else:
            part += "\n" if sign[1] == "n" else sign[1]
    return [*found, (part + line[at:]).strip()]
