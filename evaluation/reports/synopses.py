"""The Synopse alt–neu in a paper: what everybody may read of it as plain data, drawn across the page."""

from typing import Any

from django.contrib.auth.models import AnonymousUser

from evaluation.models import CarryOver
from evaluation.synopsis import MeasureLine, Pair, Side, synopsis_of

from .kind import Part, Section, Values
from .wording import measures_word

DECIDED = "Entscheidungen zu den Handlungszielen"


def reading(carry_over: CarryOver) -> Values:
    found = synopsis_of(carry_over, AnonymousUser())
    return {
        "old_period": found.old_period,
        "new_period": found.new_period,
        "title": found.title,
        "is_draft": found.is_draft,
        "paper": found.paper,
        "adopted_on": found.adopted_on,
        "has_marks": found.has_marks,
        "pairs": [pair(one) for one in found.pairs],
    }


def pair(found: Pair) -> dict[str, Any]:
    return {
        "heading": found.heading,
        "kind": found.kind,
        "old": found.old and side(found.old),
        "new": found.new and side(found.new),
        "reason": found.reason,
        "is_unchanged": found.is_unchanged,
        "is_short": found.is_short,
        "measures": [measure(one) for one in found.measures],
    }


def side(found: Side) -> dict[str, Any]:
    return {
        "number": found.number,
        "plain_title": found.plain_title,
        "title": [list(piece) for piece in found.title],
        "text": [list(piece) for piece in found.text],
    }


def measure(found: MeasureLine) -> dict[str, str]:
    return {"number": found.number, "title": found.title, "words": found.words}


def annex(synopsis: Values) -> Section:
    title = f"Synopse der Handlungsziele {synopsis['old_period']} und {synopsis['new_period']}"
    part = Part("pdf/report_synopsis.html", {"synopsis": synopsis}, 1 + len(synopsis["pairs"]))
    return Section(title, [part], across=True)


def decisions_part(synopsis: Values) -> Part:
    """A line for each pair: what becomes of the goal and of its measures, and why."""
    rows = [{**one, "follow": followed(one)} for one in synopsis["pairs"]]
    return Part("pdf/report_decisions.html", {"synopsis": synopsis, "pairs": rows})


def followed(one: dict[str, Any]) -> str:
    """What becomes of the measures of a pair: how many go along, and each that does not."""
    apart = [f"{row['number']} {row['words']}" for row in one["measures"] if row["words"]]
    along = len(one["measures"]) - len(apart)
    goes = [f"{measures_word(along)} {'geht' if along == 1 else 'gehen'} mit"] if along else []
    return "; ".join([*goes, *apart])
