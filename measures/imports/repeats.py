"""Which rows of a table name no measure of their own, and which name one again: as the cells stand there."""

from collections.abc import Iterable, Sequence
from typing import Any

from bildungsnetz.sheets.heads import Table
from bildungsnetz.sheets.tables import Row
from bildungsnetz.words import sort_key

KEYS = ("number", "title")


def key_places(columns: Iterable[Any]) -> list[int]:
    """Positions of the columns, ``Understood``, by which a row names its measure."""
    return [one.position for one in columns if one.key in KEYS]


def continues(row: Row, places: Sequence[int]) -> bool:
    """Whether the row leaves to the one above which measure it is about: its cells are blank, or merged down."""
    return bool(places) and all(row.cells[place].is_blank or row.cells[place].merged for place in places)


def further_rows(table: Table, columns: Sequence[Any]) -> tuple[list[int], list[int]]:
    """The numbers of the rows that go on from the one above, and of those whose title (else number) stood before.

    The same title with another lead is another measure.
    """
    places = key_places(columns)
    named = next((one.position for key in ("title", "number") for one in columns if one.key == key), None)
    lead = next((one.position for one in columns if one.key == "lead"), None)
    going_on: list[int] = []
    again: list[int] = []
    leads: dict[str, set[str]] = {}
    for place, row in enumerate(table.rows):
        if place and continues(row, places):
            going_on.append(row.number)
        elif named is not None and (name := sort_key(row.cells[named].shown)):
            who = sort_key(row.cells[lead].shown) if lead is not None else ""
            known = leads.setdefault(name, set())
            if known and (who in known or not who):
                again.append(row.number)
            known.add(who)
    return going_on, again
