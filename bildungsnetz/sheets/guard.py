"""Text in CSV that a program would take for a formula: it gets an apostrophe in front, and loses it when it is read.

Only CSV needs this, where nothing says what a cell is. A text that has apostrophes before such a sign gets one more, so
that reading gives back exactly what was written.
"""

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def guarded(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """What ``guarded`` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
