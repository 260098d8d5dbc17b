"""Columns that say one thing each of a milestone, a sum or a participant, in lists with a row for each of them.

Only imports have them, beside the column that they belong to: "Meilenstein" and "Termin", "Mittelgeber" and "Betrag".
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from bildungsnetz.sheets import lines
from bildungsnetz.sheets.tables import Cell
from bildungsnetz.sheets.unreadable import Unreadable
from bildungsnetz.sheets.values import as_money, as_text, as_whole
from bildungsnetz.words import sort_key
from measures import columns as kinds
from measures.columns import NOBODY_NAMED, Column

SEVERAL = "Hier steht mehr als eine Angabe, daneben nur eine dazu. Bitte eine je Zeile."
ALONE = "Hier fehlt, wozu die Angabe daneben gehört („{}“)."
READ_AS = "Die Spalte „{}“ steht neben „{}“ und wird als „{}“ gelesen."
PAYERS = {
    sort_key(head)
    for head in ("Mittelgeber", "Fördermittelgeber", "Fördergeber", "Geldgeber", "Förderer", "Finanziert durch",
                 "Gefördert durch", "Finanzierungsquelle", "Mittelherkunft")
}  # fmt: skip
DATES = {sort_key(head) for head in ("Termin", "Datum", "Frist", "bis", "wann", "Zeitpunkt", "Zieldatum")}


class Money(kinds.Text):
    def clean(self, value: Cell, row: Any = None, **kwargs: Any) -> Any:
        return as_money(value)


class Whole(kinds.Text):
    def clean(self, value: Cell, row: Any = None, **kwargs: Any) -> Any:
        return as_whole(value)


COLUMNS = {
    "milestone_due": Column(
        "Meilenstein: geplant für", kinds.Rough(),
        synonyms=("Meilenstein geplant für", "Meilenstein bis", "Termin Meilenstein", "Meilenstein Termin",
                  "Meilensteintermin", "Datum Meilenstein", "Meilenstein Datum", "fällig am", "fällig", "Fälligkeit"),
    ),
    "milestone_reached": Column(
        "Meilenstein: erreicht am", kinds.Day(), synonyms=("erreicht am", "Meilenstein erreicht am", "erreicht"),
    ),
    "funding_amount": Column(
        "Finanzierung: Betrag", Money(),
        synonyms=("Betrag", "Betrag in €", "Betrag in Euro", "Fördersumme", "Förderbetrag", "Höhe der Förderung",
                  "Zuwendung"),
    ),
    "funding_year": Column("Finanzierung: Jahr", Whole(), synonyms=("Haushaltsjahr", "Förderjahr")),
    "contribution": Column(
        "Mitwirkung: Beitrag", synonyms=("Beitrag", "Rolle", "Beitrag der Mitwirkenden", "Rolle der Mitwirkenden"),
    ),
}  # fmt: skip
for _key, _column in COLUMNS.items():
    _column.key = _key
OF = {
    "milestone_due": ("milestones", "due"),
    "milestone_reached": ("milestones", "reached_on"),
    "funding_amount": ("funding", "amount"),
    "funding_year": ("funding", "year"),
    "contribution": ("participations", "contribution"),
}
EMPTY: dict[str, dict[str, Any]] = {
    "milestones": {"title": "", "due": None, "reached_on": None, "due_words": ""},
    "funding": {"source": "", "kind": None, "year": None, "amount": None, "note": ""},
    "participations": {"actor": "", "contribution": ""},
}


def settled(found: Sequence[Any], is_sum: Callable[[str], bool]) -> tuple[list[Any], list[str]]:
    """``found`` (``Understood``) with such columns only beside what they belong to, and remarks on what was guessed.

    An amount alone is the sum."""
    found, remarks = _paid_by(found, is_sum)
    mains = {one.key: one for one in found}
    made = []
    for one in found:
        if one.key in OF and OF[one.key][0] not in mains and one.how != "chosen":
            one = replace(one, key="funding") if one.key == "funding_amount" else replace(one, key="", how="")
        before = found[one.position - 1] if one.position else None
        after = before and before.key == "milestones" and "milestone_due" not in mains
        if before and after and one.how in ("", "known") and sort_key(one.head) in DATES:
            one = replace(one, key="milestone_due", how="known")
            remarks.append(READ_AS.format(one.head, before.head, COLUMNS[one.key].title))
        made.append(one)
    return made, remarks


def _paid_by(found: Sequence[Any], is_sum: Callable[[str], bool]) -> tuple[list[Any], list[str]]:
    """A sum beside a column that tells who pays is the amount of that. Of two columns of amounts one is not read:
    the sum where somebody pays the other, else the other."""
    known = [one for one in found if one.key == "funding" and one.how == "known"]
    payers, sums = [one for one in known if sort_key(one.head) in PAYERS], [one for one in known if is_sum(one.head)]
    amounts = [one for one in found if one.key == "funding_amount" and one.how == "known"]
    if sums and amounts and len(known) == len(payers) + len(sums):
        left = sums if payers else amounts
        return [replace(one, key="", how="") if one in left else one for one in found], []
    if len(payers) != 1 or len(sums) != 1 or any(one.key == "funding_amount" for one in found):
        return list(found), []
    remark = READ_AS.format(sums[0].head, payers[0].head, COLUMNS["funding_amount"].title)
    return [replace(one, key="funding_amount") if one is sums[0] else one for one in found], [remark]


def part_of(main: str, cell: Cell, told: dict[str, Any], head: str) -> dict[str, Any]:
    """The one part that a cell names and other cells tell of, as the column ``head`` of such parts reads them."""
    name, text = next(iter(EMPTY[main])), as_text(cell)
    if len(lines.split(text)) > 1 or "|" in text:
        raise Unreadable(SEVERAL)
    if not text and main != "funding":
        raise Unreadable(ALONE.format(head))
    return EMPTY[main] | {name: text or NOBODY_NAMED} | told
