"""The measures of a report as a spreadsheet, made from its values alone: the PDF carries it, people work with it."""

from collections.abc import Iterator
from datetime import date

from bildungsnetz.sheets.writing import Cell, Column, Kind, Sheet, write

from . import KINDS
from .drawings import all_measures
from .kind import Values
from .paper import made_at

MEASURES = (
    Column("Nr.", 9),
    Column("Maßnahme", 48),
    Column("Federführung", 32),
    Column("Handlungsziele", 15),
    Column("Umsetzungsstand", 17),
    Column("Grund", 40),
    Column("Beginn", 18),
    Column("Ende", 18),
    Column("zuletzt bestätigt", 17, Kind.DATE),
    Column("Vermerk", 28),
)


def has_measures(values: Values) -> bool:
    """Whether there is anything to list: not every kind of report tells of measures."""
    return any(goal.get("measures") for goal in values.get("goals", ()))


def workbook(values: Values) -> bytes:
    """The measures of the paper, and which paper it is; the same bytes for the same values."""
    return write(
        [
            Sheet("Maßnahmen", MEASURES, measures(values)),
            Sheet("Bericht", (Column("Angabe", 20), Column("Wert", 90)), about(values)),
        ],
        created_at=made_at(values),
    )


def measures(values: Values) -> Iterator[list[Cell]]:
    for row in sorted(all_measures(values), key=lambda row: (len(row["number"]), row["number"])):
        confirmed = date.fromisoformat(row["confirmed_on"]) if row["confirmed_on"] else None
        yield [
            row["number"],
            row["title"],
            row["lead"],
            row["goals"],
            row["status_label"],
            row["reason"],
            row["from"],
            row["until"],
            confirmed,
            " · ".join(row["marks"]),
        ]


def about(values: Values) -> Iterator[tuple[str, str]]:
    head, version = values["head"], values.get("version")
    yield "Bericht", KINDS[values["kind"]].label
    yield "Betreff", head["subject"]
    yield "Gremium", head["committee"]
    yield "Sitzung am", head["session_on"]
    yield "Stand", f"{date.fromisoformat(values['reference_on']):%d.%m.%Y}"
    yield "Fassung", f"Version {version['number']}" if version else "Entwurf – nicht ausgefertigt"
    if version:
        yield "Prüfcode", version["code"]
        yield "Adresse zum Prüfen", version["address"]
    if values["is_demo"]:
        yield "Hinweis", "Beispieldaten: Angaben mit dem Vermerk „Vorschlag“ oder „Beispiel“ sind nicht amtlich."
