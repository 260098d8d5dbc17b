"""What somebody should look at before a report is frozen. It informs; it forbids nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from goals.models import PaperType

from . import statements
from .models import Report
from .reports import KINDS, Values
from .reports.findings import rounds_of
from .reports.wording import count_sentence, listed, measures_word

NAMED = 5
RECENT = timedelta(days=183)
HEADING = re.compile(r"#{1,6}\s+\S.*|\d+(?:\.\d+)+\.?\s+\S.{0,78}|\d+\.\s+[^.!?]{1,60}:|[A-ZÄÖÜ][^.!?]{2,60}:")
COUNTED = re.compile(r"Diesem Handlungsziel (?:ist|sind) [^\n.]*\.")


@dataclass(frozen=True)
class Remark:
    """``tone`` is warning or info."""

    tone: str
    text: str


def remarks(values: Values, report: Report | None = None) -> list[Remark]:
    """All remarks on the paper that ``values`` describe, the weightiest first; on ``report`` what it does not show."""
    found = [remark for check in CHECKS for remark in check(values)]
    found += [*unanswered(report), *unpublished(report, values)] if report else []
    return sorted(found, key=lambda remark: remark.tone != "warning")


def missing(values: Values) -> Iterator[Remark]:
    for one in KINDS[values["kind"]].written(values):
        if one.needed and not values["texts"].get(one.key, "").strip():
            yield Remark("warning", f"Der Text „{one.label}“ fehlt.")
    if not values["head"]["paper_number"]:
        label = KINDS[values["kind"]].label
        yield Remark("info", f"Die Vorlage hat noch keine Nummer; auf der ersten Seite steht „{label}“.")
    if values["head"]["paper_type"] == PaperType.RESOLUTION and not values["consultations"][0]["role"]:
        yield Remark("info", "In der Beratungsfolge fehlt die Rolle des Gremiums.")


def headings(values: Values) -> Iterator[Remark]:
    """Lines in a text that were meant as headings: in the paper they are paragraphs, and its outline misses them."""
    for one in KINDS[values["kind"]].written(values):
        blocks = values["texts"].get(one.key, "").strip().replace("\r\n", "\n").split("\n\n")
        found = [block.strip() for block in blocks if HEADING.fullmatch(block.strip())]
        if found:
            yield Remark(
                "info",
                f"Im Text „{one.label}“ sieht „{found[0]}“ wie eine Überschrift aus. Daraus wird ein Absatz; "
                "Überschriften setzt der Bericht selbst.",
            )


def outdated(values: Values) -> Iterator[Remark]:
    """Texts that count measures differently than the tables do by now."""
    for goal in values.get("goals", []):
        summary = values["texts"].get(f"goal-{goal['number']}", "")
        if any(sentence != count_sentence(goal) for sentence in COUNTED.findall(summary)):
            yield Remark(
                "warning",
                f"Die Zusammenfassung zu Ziel {goal['number']} nennt einen früheren Stand. Heute heißt es: "
                f"„{count_sentence(goal)}“",
            )


def unconfirmed(values: Values) -> Iterator[Remark]:
    limit = (date.fromisoformat(values["reference_on"]) - RECENT).isoformat()
    old = [row["number"] for row in every_measure(values) if row["confirmed_on"] < limit and is_running(row)]
    if old:
        old = [number.replace("-", "\N{NON-BREAKING HYPHEN}") for number in old]
        yield Remark("info", f"{measures_word(len(old))} ohne Bestätigung in den letzten sechs Monaten: {listed(old)}.")


def is_running(row: dict[str, Any]) -> bool:
    return row["status"] not in ("done", "cancelled")


def withheld(values: Values) -> Iterator[Remark]:
    for goal in values.get("goals", []):
        for indicator in goal["indicators"]:
            if any(value["value"] is None for value in indicator["values"]):
                yield Remark("info", f"Kennzahl „{indicator['title']}“: kleine Zahlen werden nicht genannt.")


def unanswered(report: Report) -> Iterator[Remark]:
    """Actors that were asked for a statement and have not handed one in, or that nobody has asked."""
    names, until = statements.owed(report)
    if names and until:
        yield Remark("warning", f"Stellungnahmen stehen noch aus (Frist {until:%d.%m.%Y}): {listed(shortened(names))}.")
    elif not statements.is_frozen(report) and (count := statements.not_asked_yet(report).count()):
        actors = "1 Akteur ist" if count == 1 else f"{count} Akteure sind"
        yield Remark("info", f"{actors} noch nicht um eine Stellungnahme gebeten.")


def shortened(names: list[str]) -> list[str]:
    """The first of many names, and how many others there are."""
    return names if len(names) <= NAMED else [*names[:NAMED], f"{len(names) - NAMED} weitere"]


def unpublished(report: Report, values: Values) -> Iterator[Remark]:
    """Results that nobody outside the offices and the council can read yet are public with the paper."""
    last = rounds_of(report)[:1]
    if values.get("round") and last and not last[0].results_public_from:
        yield Remark(
            "info", f"Die Ergebnisse der Runde „{last[0]}“ sind noch nicht veröffentlicht; sie stehen im Bericht."
        )


def examples(values: Values) -> Iterator[Remark]:
    if values["is_demo"]:
        yield Remark("info", "Der Bericht enthält Beispieldaten; auf der ersten Seite steht ein Hinweis.")


def every_measure(values: Values) -> list[dict[str, Any]]:
    return [measure for goal in values.get("goals", []) for measure in goal["measures"]]


CHECKS = (missing, headings, outdated, unconfirmed, withheld, examples)
