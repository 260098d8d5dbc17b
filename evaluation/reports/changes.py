"""Was sich seit dem letzten Bericht geändert hat: two frozen states compared, value by value.

Nothing is read but what the earlier paper said and what the new one says; the result is kept in the new one, so that it
says the same for ever. What is withheld today is not told from the earlier paper either, and of what is no longer
public only its number is named.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Case, When
from django.utils import timezone

from evaluation.models import ReportVariant, ReportVersion
from measures.freshness import OVER
from measures.models import Status

from . import KINDS
from .kind import Values
from .readings import german_date
from .verdicts import is_overdue

BEST_LAST = (
    *(Status.CANCELLED, Status.PAUSED, Status.DELAYED, Status.AT_RISK),
    *(Status.PLANNED, Status.ON_TRACK, Status.DONE),
)
Row = Mapping[str, Any]


def since_last(variant: ReportVariant, values: Values) -> Values | None:
    """The changes since the last report; None where there is none, or where the kind does not tell of all measures."""
    if not KINDS[values["kind"]].tells_all:
        return None
    version = earlier(variant)
    return {"since": named(version), **compare(version.values, values)} if version else None


def earlier(variant: ReportVariant) -> ReportVersion | None:
    """The newest version of the latest earlier report about all measures of the period: one that the same committee
    got, else any."""
    report, kinds = variant.report, [key for key, kind in KINDS.items() if kind.tells_all]
    rows = ReportVersion.objects.filter(variant__report__period=report.period, variant__report__kind__in=kinds)
    rows = rows.filter(variant__report__serial__lt=report.serial) if report.pk else rows
    rows = rows.filter(values__has_key="goals").defer("pdf", "docx").select_related("variant__committee")
    theirs = Case(When(variant__committee=variant.committee, then=0), default=1)
    return rows.order_by(theirs, "-variant__report__serial", "-number", "variant").first()


def named(version: ReportVersion) -> dict[str, Any]:
    """Which version the comparison is with, from what it says of itself."""
    values = version.values
    return {
        "label": KINDS[values["kind"]].label,
        "paper_number": values["head"]["paper_number"],
        "committee": values["head"]["committee"],
        "number": version.number,
        "frozen_on": german_date(timezone.localdate(version.frozen_at)),
        "reference_on": values["reference_on"],
        "code": version.code,
    }


def compare(before: Values, now: Values) -> Values:
    """What differs between two states of values; older versions may lack values that came later."""
    old, new = measures_of(before), measures_of(now)
    both = [(old[number], row) for number, row in new.items() if number in old]
    changed = [(was, row) for was, row in both if was["status"] != row["status"]]
    ended = [(was, row) for was, row in changed if row["status"] in OVER]
    moved = [(was, row) for was, row in changed if row["status"] not in OVER]
    goals = {goal["number"]: goal for goal in before["goals"]}
    pairs = [(goals[goal["number"]], goal) for goal in now["goals"] if goal["number"] in goals]
    return {
        "better": [status(was, row) for was, row in moved if rank(row) > rank(was)],
        "worse": [status(was, row) for was, row in moved if rank(row) < rank(was)],
        "ended": [status(was, row) for was, row in ended],
        "new": [fresh(row) for number, row in new.items() if number not in old],
        "gone": [number for number in old if number not in new],
        "overdue": [due(row) for row in new.values() if is_newly_overdue(old.get(row["number"]), row, before, now)],
        "moved": [goal_change(was, row) for was, row in both if was["goal"] != row["goal"]],
        "targets": [change for was, goal in pairs for change in targets(was, goal, before["reference_on"])],
        "indicators": [change for was, goal in pairs for change in indicators(was, goal)],
        "goals": [*wordings(pairs, before["reference_on"]), *goals_come_and_gone(goals, now["goals"])],
        "unchanged": len(both) - len(changed),
        "total": len(new),
    }


def measures_of(values: Values) -> dict[str, dict[str, Any]]:
    """The number of a measure -> what is said of it, with the number of its goal."""
    return {row["number"]: {**row, "goal": goal["number"]} for goal in values["goals"] for row in goal["measures"]}


def rank(row: Row) -> int:
    return BEST_LAST.index(Status(row["status"]))


def status(was: Row, row: Row) -> dict[str, str]:
    return {
        "number": row["number"],
        "title": row["title"],
        "before": was["status_label"],
        "after": row["status_label"],
        "reason": row["reason"],
    }


def fresh(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in ("number", "title", "lead", "status_label", "goal")}


def due(row: Row) -> dict[str, str]:
    return {name: row[name] for name in ("number", "title", "lead", "status_label", "until")}


def goal_change(was: Row, row: Row) -> dict[str, Any]:
    return {"number": row["number"], "title": row["title"], "before": was["goal"], "after": row["goal"]}


def is_newly_overdue(was: Row | None, row: Row, before: Values, now: Values) -> bool:
    """Overdue now, and not yet at the day of the earlier paper; what that one did not say of dates is as it is now."""
    if not is_overdue(row, now["reference_on"]):
        return False
    return was is None or not is_overdue({"due_on": row["due_on"], **was}, before["reference_on"])


def by_title(goal: Row) -> dict[str, Row]:
    return {row["title"]: row for row in goal["indicators"]}


def targets(was: Row, goal: Row, since: str) -> Iterator[dict[str, Any]]:
    """Targets that were set, changed or given up, with the reason that came with it."""
    old = by_title(was)
    for title, row in by_title(goal).items():
        if title not in old or is_withheld(row["target"]) or told(old[title]["target"]) == told(row["target"]):
            continue
        yield {
            "goal": goal["number"],
            "title": title,
            "before": told(old[title]["target"]) or "kein Zielwert",
            "after": told(row["target"]) or "kein Zielwert",
            "reason": reason_of(old[title], row, revisions(was, goal, since)),
        }


def reason_of(old: Row, row: Row, revised: list[dict[str, Any]]) -> str:
    """The remark on the indicator where it is a new one, else why the goal was revised since."""
    if row["note"] and row["note"] != old.get("note"):
        return str(row["note"])
    return " ".join(one["reason"] for one in revised)


def revisions(was: Row, goal: Row, since: str) -> list[dict[str, Any]]:
    """The revisions that the earlier paper did not have; of one that knew of none, those from its day on."""
    if "revisions" not in was:
        return [one for one in goal["revisions"] if one["revised_on"] >= since]
    known = {(one["revised_on"], one["new_title"], one["new_text"]) for one in was["revisions"]}
    return [one for one in goal["revisions"] if (one["revised_on"], one["new_title"], one["new_text"]) not in known]


def is_withheld(figure: Row | None) -> bool:
    return bool(figure) and figure["value"] is None  # type: ignore[index]


def told(figure: Row | None) -> str:
    return f"{figure['text']} ({figure['label']})" if figure else ""


def indicators(was: Row, goal: Row) -> Iterator[dict[str, Any]]:
    """Indicators whose last value is another than before."""
    old = by_title(was)
    for title, row in by_title(goal).items():
        if title not in old or not row["values"] or is_withheld(row["values"][-1]):
            continue
        last, previous = row["values"][-1], next(iter(old[title]["values"][-1:]), None)
        if told(last) == told(previous):
            continue
        known = previous is not None and not withheld_now(previous, row["values"])
        yield {
            "goal": goal["number"],
            "title": title,
            "before": told(previous) if known else "–",
            "after": told(last),
            "way": way(previous, last) if known else "",
        }


def withheld_now(previous: Row, values: Iterable[Row]) -> bool:
    """Whether a number that the earlier paper told may not be told any more."""
    return is_withheld(previous) or any(is_withheld(one) for one in values if one["label"] == previous["label"])


def way(previous: Row | None, last: Row) -> str:
    if previous is None:
        return ""
    if previous["label"] == last["label"]:
        return "berichtigt"
    difference = float(last["value"]) - float(previous["value"])
    return "gestiegen" if difference > 0 else "gesunken" if difference < 0 else "unverändert"


def wordings(pairs: Iterable[tuple[Row, Row]], since: str) -> Iterator[dict[str, Any]]:
    """Goals whose title or wording is another, with the revisions that say why."""
    for was, goal in pairs:
        if (was["title"], was["text"]) != (goal["title"], goal["text"]):
            reasons = [one["reason"] for one in revisions(was, goal, since)]
            yield {"number": goal["number"], "title": goal["title"], "what": "fortgeschrieben", "reasons": reasons}


def goals_come_and_gone(old: Mapping[int, Row], goals: Iterable[Row]) -> Iterator[dict[str, Any]]:
    numbers = {goal["number"]: goal["title"] for goal in goals}
    for number, title in numbers.items():
        if number not in old:
            yield {"number": number, "title": title, "what": "neu", "reasons": []}
    for number in old:
        if number not in numbers:
            yield {"number": number, "title": "", "what": "nicht mehr enthalten", "reasons": []}
