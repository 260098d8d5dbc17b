"""The fonts of our documents: only those that come with the program, so that a paper looks alike on every machine.

WeasyPrint reads fonts through fontconfig, which normally offers whatever a machine has installed. Here it gets a
configuration of its own that knows nothing but our folder.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from unicodedata import category

from fontTools.ttLib import TTFont

if TYPE_CHECKING:
    from weasyprint.text.fonts import FontConfiguration

FOLDER = Path(__file__).parent / "fonts"
_FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{folder}</dir>
  <alias binding="strong"><family>emoji</family><prefer><family>Noto Emoji</family></prefer></alias>
  <config><rescan><int>0</int></rescan></config>
</fontconfig>
"""


@contextmanager
def only_our_fonts() -> Iterator[None]:
    """While inside, whoever loads fontconfig's settings finds the fonts in FOLDER and no others."""
    before = os.environ.get("FONTCONFIG_FILE")
    with TemporaryDirectory() as folder:
        settings = Path(folder) / "fonts.conf"
        settings.write_text(_FONTCONFIG.format(folder=FOLDER))
        os.environ["FONTCONFIG_FILE"] = str(settings)
        try:
            yield
        finally:
            del os.environ["FONTCONFIG_FILE"]
            if before is not None:
                os.environ["FONTCONFIG_FILE"] = before


@cache
def font_configuration() -> "FontConfiguration":
    """The fonts as WeasyPrint wants them; one for the whole process, to be used by one thread at a time."""
    with only_our_fonts():
        from weasyprint.text.fonts import FontConfiguration

        return FontConfiguration()


@cache
def without_glyph() -> re.Pattern[str]:
    """Matches each run of characters for which no font in FOLDER has a glyph."""
    return re.compile(f"[^{''.join(_ranges(covered() | {9, 10, 13}))}]")


def covered() -> set[int]:
    """The code points for which at least one font in FOLDER has a glyph, without those for private use: PDF/A wants
    to know what each character is."""
    points: set[int] = set()
    for path in FOLDER.glob("*.ttf"):
        with TTFont(path, lazy=True) as font:
            points |= font.getBestCmap().keys()
    return {point for point in points if category(chr(point)) != "Co"}


def _ranges(points: set[int]) -> Iterator[str]:
    """The code points as the inside of a character class."""
    ordered = sorted(points)
    first = last = ordered[0]
    for point in [*ordered[1:], -1]:
        if point != last + 1:
            yield f"\\U{first:08x}-\\U{last:08x}"
            first = point
        last = point
