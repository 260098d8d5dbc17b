"""Make the fonts of the PDF documents anew from their source packages: python make_fonts.py SOURCES

SOURCES is a folder with the unpacked packages that docs/vendored.md names; files are found by their names. Each font
keeps only the characters that no font before it in the list has, so that all of them together stay small.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

TEXT = [(0x20, 0x58F), (0x1D00, 0x218F), (0x2190, 0x27BF), (0x2C60, 0x2C7F), (0xA720, 0xA7FF), (0xFB00, 0xFB06)]
SYMBOLS = [(0x2150, 0x27EF), (0x2900, 0x297F), (0x2B00, 0x2BFF), (0x1F100, 0x1F1FF), (0x1F300, 0x1F7FF)]
ALL = [(0x20, 0x10FFFF)]
PICTURES = [(0x200D, 0x200D), (0x20E3, 0x20E3), (0x2190, 0x10FFFF)]

# target, source, wanted ranges, whether characters of the fonts before it are left out
FONTS = [
    ("FiraSans-Regular.ttf", "FiraSans_400Regular.ttf", TEXT, False),
    ("FiraSans-Italic.ttf", "FiraSans_400Regular_Italic.ttf", TEXT, False),
    ("FiraSans-Medium.ttf", "FiraSans_500Medium.ttf", TEXT, False),
    ("FiraSans-Bold.ttf", "FiraSans_700Bold.ttf", TEXT, False),
    ("NotoSans-Regular.ttf", "NotoSans-Regular.ttf", [*TEXT, (0xFFFD, 0xFFFD)], True),
    ("NotoSansHebrew-Regular.ttf", "NotoSansHebrew-Regular.ttf", ALL, False),
    ("NotoSansArabic-Regular.ttf", "NotoSansArabic-Regular.ttf", ALL, False),
    ("NotoEmoji-Regular.ttf", "NotoEmoji_400Regular.ttf", PICTURES, False),
    ("NotoSansSymbols-Regular.ttf", "NotoSansSymbols-Regular.ttf", SYMBOLS, True),
    ("NotoSansSymbols2-Regular.ttf", "NotoSansSymbols2-Regular.ttf", SYMBOLS, True),
    ("NotoSansMath-Regular.ttf", "NotoSansMath-Regular.ttf", SYMBOLS, True),
]


# A space is set in the font of the word before it, so every font needs its own.
SPACES = {0x20, 0xA0}

OPTIONS = subset.Options(hinting=False, name_IDs=["*"], notdef_outline=True)
OPTIONS.layout_features += ["lnum", "pnum", "tnum"]


def inside(ranges: list[tuple[int, int]], points: set[int]) -> set[int]:
    return {point for point in points if any(first <= point <= last for first, last in ranges)}


def make(sources: Path, target: Path) -> None:
    """Write every font of FONTS into the folder ``target``."""
    taken: set[int] = set()
    for name, source, ranges, rest_only in FONTS:
        font = TTFont(next(sources.rglob(source)))
        wanted = inside(ranges, set(font.getBestCmap()))
        wanted -= taken if rest_only else set()
        wanted |= SPACES & set(font.getBestCmap())
        taken |= wanted
        subsetter = subset.Subsetter(OPTIONS)
        subsetter.populate(unicodes=wanted)
        subsetter.subset(font)
        if name.startswith("NotoEmoji"):  # its space is as wide as a picture
            font["hmtx"][font.getBestCmap()[0x20]] = (font["head"].unitsPerEm // 4, 0)
        font["head"].modified = font["head"].created  # the same input gives the same bytes
        font.recalcTimestamp = False
        font.save(target / name)


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(__file__).parent)
