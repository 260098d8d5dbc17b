"""The page "Seit dem letzten Bericht": what has changed as sentences and tables, from the values alone."""

from datetime import date
from typing import Any

from .kind import Values

STATUS = ("bisher", "jetzt", "Grund")


def changes(values: Values) -> dict[str, Any] | None:
    """The context of pdf/paper_changes.html; None where there is nothing to compare with."""
    found = values.get("changes")
    if not found:
        return None
    tables = [one for one in tables_of(found) if one["rows"]]
    return {
        "since": {**found["since"], "reference": date.fromisoformat(found["since"]["reference_on"])},
        "tables": tables,
        "gone": found["gone"],
        "unchanged": found["unchanged"],
        "total": found["total"],
        "nothing": not tables and not found["gone"],
    }


def tables_of(found: Values) -> list[dict[str, Any]]:
    """Each table with its caption, the headings after number and name, and its rows: number, name, cells."""
    return [
        measures("Weiter als zuvor", STATUS, found["better"], "before", "after", "reason"),
        measures("Zurückgefallen", STATUS, found["worse"], "before", "after", "reason"),
        measures("Beendet", STATUS, found["ended"], "before", "after", "reason"),
        measures(
            "Neu hinzugekommen",
            ("Federführung", "Ziel", "Umsetzungsstand"),
            found["new"],
            *("lead", "goal", "status_label"),
        ),
        measures(
            "Neu überfällig",
            ("Federführung", "geplantes Ende", "Umsetzungsstand"),
            found["overdue"],
            *("lead", "until", "status_label"),
        ),
        measures(
            "Einem anderen Handlungsziel zugeordnet", ("bisher Ziel", "jetzt Ziel"), found["moved"], "before", "after"
        ),
        table(
            "Zielwerte geändert",
            "Kennzahl",
            STATUS,
            [
                (row["goal"], row["title"], [row["before"], row["after"], row["reason"] or "nicht angegeben"])
                for row in found["targets"]
            ],
        ),
        table(
            "Kennzahlen bewegt",
            "Kennzahl",
            ("bisher", "jetzt", "Richtung"),
            [
                (row["goal"], row["title"], [row["before"], row["after"], row["way"] or "–"])
                for row in found["indicators"]
            ],
        ),
        table(
            "Handlungsziele geändert",
            "Handlungsziel",
            ("was", "Grund"),
            [
                (row["number"], row["title"] or "–", [row["what"], " ".join(row["reasons"]) or "–"])
                for row in found["goals"]
            ],
        ),
    ]


def measures(caption: str, headings: tuple[str, ...], rows: list[dict[str, Any]], *names: str) -> dict[str, Any]:
    return table(
        caption,
        "Maßnahme",
        headings,
        [(row["number"], row["title"], [row[name] or "–" for name in names]) for row in rows],
    )


def table(caption: str, noun: str, headings: tuple[str, ...], rows: list[tuple[Any, str, list[Any]]]) -> dict[str, Any]:
    return {
        "caption": f"{caption} ({len(rows)})",
        "first": "Nr." if noun == "Maßnahme" else "Ziel",
        "noun": noun,
        "headings": headings,
        "rows": rows,
    }
