"""The columns of lists that tell how measures stood: a day or a period, and a note. Only imports have them.

They say something together. What else a heading such as "Zeitraum" or "Stand" may mean is decided here.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bildungsnetz.sheets.heads import Table
from bildungsnetz.sheets.periods import as_period
from bildungsnetz.sheets.rough_dates import RoughDate
from bildungsnetz.sheets.tables import Cell
from bildungsnetz.sheets.unreadable import Unreadable
from bildungsnetz.words import sort_key
from measures import columns as kinds
from measures.columns import Column

from .repeats import further_rows

WHEN, WHAT = "reported_on", "report"
LONGEST = 8_000
UNREAD = "Die Spalte „{}“ wird nicht eingelesen: Es fehlt eine Spalte mit Tag oder Zeitraum dazu, etwa „Stand vom“."


class Period(kinds.Text):
    def clean(self, value: Cell, row: Any = None, **kwargs: Any) -> RoughDate | None:
        return as_period(value)


class Report(kinds.Text):
    def clean(self, value: Cell, row: Any = None, **kwargs: Any) -> str:
        text: str = super().clean(value)
        if len(text) > LONGEST:
            raise Unreadable(f"Ein Sachstand hat höchstens 8.000 Zeichen; hier sind es {len(text)}.")
        return text


COLUMNS = {
    WHEN: Column(
        "Sachstand: Tag oder Zeitraum", Period(),
        synonyms=("Stand vom", "Stand am", "Sachstand vom", "Datum des Sachstands", "Berichtszeitraum", "Berichtsdatum",
                  "Berichtsjahr", "Berichtshalbjahr", "Berichtsquartal", "Berichtsmonat", "Berichtsstand", "Stichtag",
                  "gemeldet am", "Datum", "Halbjahr", "Schulhalbjahr", "Quartal", "Zeitraum", "Schuljahr", "Jahr",
                  "Monat", "Periode"),
    ),
    WHAT: Column(
        "Sachstand", Report(),
        synonyms=("Sachstandsbericht", "Bericht", "Berichtstext", "Zwischenbericht",
                  "Fortschritt", "Fortschrittsbericht", "Bemerkung zum Stand",
                  "Anmerkung zum Stand", "Kommentar zum Stand", "Sachstand / Bemerkung",
                  "aktueller Sachstand", "Stand der Dinge", "Was hat sich getan?", "Entwicklung im Zeitraum"),
    ),
}  # fmt: skip
for _key, _column in COLUMNS.items():
    _column.key = _key
VAGUE = {sort_key(head) for head in ("Zeitraum", "Schuljahr", "Jahr", "Monat", "Periode")}  # of the measure, perhaps
STAND = sort_key("Stand")  # a day, or a status


def settled(found: Sequence[Any], table: Table) -> tuple[list[Any], list[str]]:
    """Leaves of these columns among ``found`` (``Understood``) those that make sense together, and remarks on the rest.

    A period needs a note beside it; where measures have several rows, a status will do. What a person said stays.
    """
    has_text = any(one.key == WHAT for one in found)
    statuses = [one for one in found if one.key == "status"]
    if has_text or len(statuses) > 1:
        found = [replace(one, key=WHEN) if is_day(one, table) else one for one in found]
    guessed = [one for one in found if one.key == WHEN and one.how in ("known", "alike")]
    if guessed:
        repeats = any(further_rows(table, found))
        makes_sense = has_text or (repeats and bool(statuses))
        drop = [one for one in guessed if not makes_sense or (not repeats and sort_key(one.head) in VAGUE)]
        found = [replace(one, key="", how="") if one in drop else one for one in found]
    if any(one.key == WHEN for one in found):
        return list(found), []
    lonely = [one for one in found if one.key == WHAT and one.how != "chosen"]
    made = [replace(one, key="", how="lonely") if one in lonely else one for one in found]
    return made, [UNREAD.format(one.head) for one in lonely]


def is_day(one: Any, table: Table) -> bool:
    """Whether a column "Stand" tells days instead of how it stands."""
    if one.how != "known" or one.key != "status" or sort_key(one.head) != STAND:
        return False
    cells = [row.cells[one.position] for row in table.rows if not row.cells[one.position].is_blank]
    try:
        return bool(cells) and all(as_period(cell) for cell in cells)
    except Unreadable:
        return False
