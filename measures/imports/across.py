"""Columns whose heading says a column of ours and a part of what it holds: "Ziel 1", "Eigenmittel 2024", "Stand 2024".

A list has one of them for each value, to tick, for each payer or year of money, or for each period. Only imports have
them. ``series`` says which columns these are, ``sums`` adds up what their cells say.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bildungsnetz.sheets.periods import as_period
from bildungsnetz.sheets.rough_dates import RoughDate
from bildungsnetz.sheets.tables import Cell
from bildungsnetz.sheets.unreadable import Unreadable
from bildungsnetz.words import sort_key
from measures.columns import Column
from measures.headings import spellings
from measures.models import FundingKind

from .known import VOCABULARIES
from .note_columns import WHAT

EACH = "each_"
MONEY, STATUS = "funding", "status"
GOAL, GOALS, ACTORS = "leading_goal", "further_goals", "participations"
TICKED = (*VOCABULARIES, GOAL, GOALS, ACTORS)
TOLD = (WHAT, STATUS)
TITLES = {
    "stages": "Kreuze: Bildungsphase",
    "transitions": "Kreuze: Übergang",
    "target_groups": "Kreuze: Zielgruppe",
    "districts": "Kreuze: Stadtbezirk",
    GOAL: "Kreuze: Handlungsziel",
    GOALS: "Kreuze: Weiteres Handlungsziel",
    ACTORS: "Kreuze: Mitwirkung",
    MONEY: "Finanzierung eines Jahres oder Mittelgebers",
    WHAT: "Sachstand eines Zeitraums",
    STATUS: "Umsetzungsstand eines Zeitraums",
}
COLUMNS = {f"{EACH}{main}": Column(title) for main, title in TITLES.items()}
for _key, _column in COLUMNS.items():
    _column.key = _key
NAMED = {key: key for key in (*TICKED, MONEY, *TOLD)} | {"funding_amount": MONEY}  # key of a heading -> main column

_SIGNS = re.compile(r"[()\[\]:_]|(?<=\s)[-–—|](?=\s)|,(?=\s)")
_THOUSANDS = re.compile(r"(?:\bin\s+)?\b(?:T\s?€|T\s?EUR\b|TEuro\b|Tsd\b\.?(?:\s?(?:€|EUR\b|Euro\b))?)", re.IGNORECASE)
_ONLY_YEAR = re.compile(
    r"(?:(?:HHJ|HJ|HH|Haushaltsjahr|Haushalt|Jahr|in|im|für)\b\.?\s*)*((?:19|20|21)\d\d)", re.IGNORECASE
)
_SOME_YEAR = re.compile(r"(?<![\d/])(?:19|20|21)\d\d(?![\d/])")
_EURO = re.compile(r"€|\b(?:EUR|Euro)\b", re.IGNORECASE)
_OF_IT = re.compile(r"^(?:davon|darunter|hiervon)\s+", re.IGNORECASE)
_OF_PERIODS = re.compile(r"^(?:(?:für|im|in|über|aus|zu)\b\s*(?:das |den |dem )?)+", re.IGNORECASE)
_STAND = re.compile(r"(?:sach)?stand\b", re.IGNORECASE)

_SOURCES = {  # what money is called by who pays
    FundingKind.OWN: "Eigenmittel|Eigenanteil|Eigenleistung|Eigenbeitrag|Eigenmittel Träger|Eigenmittel des Trägers|"
    "Eigenanteil Träger|Trägeranteil|Trägermittel",
    FundingKind.CITY: "Städtische Mittel|Mittel der Stadt|Mittel Stadt|Kommunale Mittel|Kommunaler Anteil|"
    "Kommunaler Eigenanteil|Anteil Stadt|Anteil der Stadt|Mittel der Kommune",
    FundingKind.STATE: "Landesmittel|Fördermittel Land|Fördermittel des Landes|Landesförderung|Förderung Land|"
    "Mittel des Landes|Landeszuschuss|Zuschuss Land|Zuschuss des Landes|Fördermittel Land NRW|Mittel Land NRW",
    FundingKind.FEDERAL: "Bundesmittel|Fördermittel Bund|Fördermittel des Bundes|Bundesförderung|Förderung Bund|"
    "Mittel des Bundes|Bundeszuschuss|Zuschuss Bund|Zuschuss des Bundes",
    FundingKind.EU: "EU-Mittel|Fördermittel EU|EU-Förderung|Förderung EU|EU-Fördermittel|Mittel der EU|ESF-Mittel",
    FundingKind.FOUNDATION: "Stiftungsmittel|Spenden|Spendenmittel|Stiftung|Mittel der Stiftung|Sponsoring|"
    "Sponsorenmittel",
    FundingKind.OTHER: "Drittmittel|Fördermittel|Fremdmittel|Sonstige Mittel|Mittel Dritter|Fördermittel Dritter",
}
SOURCES = {sort_key(name): str(kind) for kind, names in _SOURCES.items() for name in names.split("|")}

KeyFor = Callable[[str], str]
MOST_WORDS = 12


@dataclass(frozen=True)
class Share:
    """Money of a payer, empty where it may be anybody's, and of a year, None where none is named. Never neither."""

    source: str
    kind: str | None
    year: int | None

    @property
    def words(self) -> str:
        return " ".join(map(str, filter(None, (self.source, self.year))))

    def speaks_of(self, source: str, year: int | None) -> bool:
        return self.year == year and (not self.source or sort_key(self.source) == sort_key(source))


def main_of(key: str) -> str:
    """The column that one of these adds to; that of any other column is its own."""
    return key.removeprefix(EACH)


def parted(head: str) -> Iterator[tuple[str, str]]:
    """Each way to part a heading in two, either of which may name the column; one of many words is a sentence."""
    words = _SIGNS.sub(" ", head).split()
    for at in range(1, len(words) if len(words) <= MOST_WORDS else 0):
        one, other = " ".join(words[:at]), " ".join(words[at:])
        yield one, other
        yield other, one


def only_year(text: str) -> int | None:
    """The year that is all a text says, whatever the unit beside it."""
    found = _ONLY_YEAR.fullmatch(_THOUSANDS.sub(" ", text).strip())
    return int(found[1]) if found else None


def some_year(head: str) -> int | None:
    """The one year in a heading."""
    years = set(_SOME_YEAR.findall(head))
    return int(years.pop()) if len(years) == 1 else None


def in_thousands(head: str) -> bool:
    return bool(_THOUSANDS.search(head))


def only_period(text: str) -> RoughDate | None:
    bare = _OF_PERIODS.sub("", text).strip()
    try:
        return as_period(Cell(bare, bare)) if bare else None
    except Unreadable:
        return None


def share_in(text: str) -> Share | None:
    """Whose money, or of which year, is all that a text says."""
    if year := only_year(text):
        return Share("", None, year)
    bare = _OF_IT.sub("", " ".join(_SIGNS.sub(" ", _THOUSANDS.sub(" ", text)).split()))
    for named, rest in ((bare, ""), *parted(bare)):
        kind = SOURCES.get(sort_key(named))
        if kind and (not rest or only_year(rest)):
            return Share(named, kind, only_year(rest))
    return None


def names_source(head: str) -> bool:
    return any(share and share.source for share in map(share_in, spellings(head)))


def some_period(head: str) -> RoughDate | None:
    texts = (head, *(part for pair in parted(head) for part in pair))
    return next(filter(None, map(only_period, texts)), None)


def is_part(main: str, text: str) -> bool:
    """Whether beside the name of a column ``text`` can be a part of what it holds."""
    if main == MONEY:
        return share_in(text) is not None
    if main in TOLD:
        return only_period(text) is not None
    return bool(text) and some_year(text) is None


def said_in(head: str, key_for: KeyFor) -> tuple[str, str, str] | None:
    """The column of ours that a heading names, in which words, and what it says beside it."""
    for spelling in spellings(head):
        if (share := share_in(spelling)) and share.source:
            return MONEY, share.source, spelling
        for named, rest in parted(spelling):
            main = NAMED.get(key_for(named), "")
            if main and is_part(main, rest):
                return main, named, rest
        if only_year(spelling) and _EURO.search(head):
            return MONEY, "", spelling
    return None


def joins(title: str, part: str, key_for: KeyFor) -> bool:
    """Whether two lines of a head say one thing together: the title of a column and a part of what it holds.

    "Stand 06/2025" above a table is from when the list is.
    """
    bare = _THOUSANDS.sub("", title).strip(" ()[],")
    main = MONEY if sort_key(bare) in SOURCES else NAMED.get(key_for(bare), "")
    return bool(main) and is_part(main, part) and not _STAND.match(part)


def part_in(head: str, main: str, key_for: KeyFor) -> Any:
    """What the heading of a column across says for ``main``: a share, a period or the spelling of a value."""
    named, _, rest = said_in(head, key_for) or ("", "", "")
    if main == MONEY:
        year = some_year(head)
        return share_in(rest) if named == main else Share("", None, year) if year else None
    if main in TOLD:
        return only_period(rest) if named in TOLD else some_period(head)
    same = rest and (named == main or {named, main} == {GOAL, GOALS})
    return rest if same else list(spellings(head))[-1]


def title_of(head: str, main: str, key_for: KeyFor) -> str:
    """What a column of this heading is understood as, or nothing where it cannot be that."""
    part = part_in(head, main, key_for)
    if main == MONEY:
        return f"Finanzierung {part.words}" if part else ""
    if main in TOLD:
        return f"{TITLES[main].split(' ')[0]} {part.words}" if part else ""
    return f"{TITLES[main]} „{part}“"
