"""How far a goal has come, from a report's values alone: attainment, indicators against targets, measures in trouble.

The Zwischenbilanz asks which goals are at risk, the Abschlussbericht what was reached; both by these findings.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from evaluation.models import Attainment
from goals.models import Direction
from measures.freshness import OVER
from measures.models import Status

from . import drawings

TROUBLED = (Status.AT_RISK, Status.DELAYED, Status.PAUSED)
ON_COURSE, WATCH, AT_RISK = "auf Kurs", "zu beobachten", "gefährdet"
RISK_RULE = (
    "„gefährdet“: Das Ziel ist zuletzt als nicht oder nur in Ansätzen erreicht oder schlechter als zuvor bewertet "
    "worden, keine Maßnahme dient ihm, oder mindestens die Hälfte seiner laufenden Maßnahmen ist gefährdet, verzögert, "
    "ruht oder ist überfällig. „zu beobachten“: Es gibt solche Maßnahmen, eine Kennzahl entfernt sich von ihrem "
    "Zielwert, oder das Ziel ist noch nicht bewertet. Sonst „auf Kurs“."
)
REACHED, PARTLY, MISSED, UNRATED = "erreicht", "teilweise erreicht", "nicht erreicht", "nicht bewertet"
RESULT_RULE = (
    "„erreicht“: in der letzten gemeinsamen Bewertung weitgehend oder voll erreicht; „teilweise erreicht“: teilweise; "
    "„nicht erreicht“: nicht oder nur in Ansätzen. Der Wert ist vereinbart, nicht errechnet."
)
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Verdict:
    """What speaks for and against a goal. ``attained`` and ``before`` are its last two ratings, None: not rated."""

    goal: Row
    attained: int | None
    before: int | None
    running: list[Row]
    troubled: list[Row]
    overdue: list[Row]
    stopped: list[Row]
    missed: list[Row]
    reached: list[Row]
    away: list[Row] = field(default_factory=list)

    @property
    def sank(self) -> bool:
        return self.attained is not None and self.before is not None and self.attained < self.before

    @property
    def risk(self) -> str:
        halting = {row["number"] for row in (*self.troubled, *self.overdue)}
        low = self.attained is not None and self.attained <= Attainment.BEGUN
        if low or self.sank or not self.goal["measures"] or len(halting) * 2 >= max(len(self.running), 1):
            return AT_RISK
        return WATCH if halting or self.away or self.attained is None else ON_COURSE

    @property
    def result(self) -> str:
        if self.attained is None:
            return UNRATED
        if self.attained >= Attainment.LARGELY:
            return REACHED
        return PARTLY if self.attained == Attainment.PARTLY else MISSED


def verdicts(values: Mapping[str, Any]) -> list[Verdict]:
    return [verdict(goal, values["reference_on"]) for goal in values["goals"]]


def verdict(goal: Row, day: str) -> Verdict:
    measures, attained = goal["measures"], goal["attained"]
    troubled = [row for row in measures if row["status"] in TROUBLED]
    return Verdict(
        goal=goal,
        attained=attained[-1] if attained else None,
        before=attained[-2] if len(attained) > 1 else None,
        running=[row for row in measures if row["status"] not in OVER],
        troubled=troubled,
        overdue=[row for row in measures if row not in troubled and is_overdue({"due_on": "", **row}, day)],
        stopped=[row for row in measures if row["status"] == Status.CANCELLED],
        missed=[row for row in goal["indicators"] if is_reached(row) is False],
        reached=[row for row in goal["indicators"] if is_reached(row)],
        away=[row for row in goal["indicators"] if is_reached(row) is False and course(row) == "entfernt sich"],
    )


def is_overdue(row: Row, day: str) -> bool:
    return bool(row["due_on"]) and row["due_on"] < day and row["status"] not in OVER


def is_reached(row: Row) -> bool | None:
    """Whether the last number has come up to the target; None where one of them is missing or has no direction."""
    target = drawings.decimal(row["target"])
    latest = drawings.decimal(row["values"][-1]) if row["values"] else None
    if target is None or latest is None or row["direction"] == Direction.NEUTRAL:
        return None
    return latest >= target if row["direction"] == Direction.UP else latest <= target


def course(row: Row) -> str:
    """Which way an indicator with a target went last, since the number before or the baseline; nothing if unknown."""
    numbers = [drawings.decimal(one) for one in (row["baseline"], *row["values"]) if one]
    if len(numbers) < 2 or numbers[-1] is None or numbers[-2] is None or is_reached(row) is None:
        return ""
    step = numbers[-1] - numbers[-2]
    if not step:
        return "unverändert"
    return "nähert sich" if (step > 0) == (row["direction"] == Direction.UP) else "entfernt sich"


def said(figure: Row | None) -> str:
    return f"{figure['text']} ({figure['label']})" if figure else "–"


def attained_words(one: Verdict) -> str:
    """ "weitgehend erreicht (3 von 4), besser als zuvor"."""
    if one.attained is None:
        return UNRATED
    words = f"{Attainment(one.attained).label} ({one.attained} von 4)"
    if one.before is None:
        return words
    way = "besser als zuvor" if one.attained > one.before else "schlechter als zuvor" if one.sank else "wie zuvor"
    return f"{words}, {way}"


def measure_words(row: Row) -> str:
    reason = row["reason"].strip().rstrip(".")
    return f"{row['number']} {row['title']} ({row['status_label']}){f': {reason}' if reason else ''}"


def risks(one: Verdict) -> list[str]:
    """What must be steered at a goal on the way, a sentence each."""
    low = one.attained is not None and (one.attained <= Attainment.BEGUN or one.sank)
    return [
        *([f"Gemeinsame Bewertung: {attained_words(one)}"] if low else []),
        *([] if one.goal["measures"] else ["Keine Maßnahme dient diesem Handlungsziel in erster Linie."]),
        *map(measure_words, one.troubled),
        *(
            f"{row['number']} {row['title']} ({row['status_label']}): überfällig seit {row['until']}"
            for row in one.overdue
        ),
        *(
            f"Kennzahl „{row['title']}“ entfernt sich vom Zielwert: zuletzt {said(row['values'][-1])}, "
            f"Zielwert {said(row['target'])}"
            for row in one.away
        ),
    ]


def shortfalls(one: Verdict) -> list[str]:
    """What was not reached of a goal in the end, and why as far as it is known, a sentence each."""
    found = one.goal.get("evaluation") or {}
    reason = " ".join((found.get("attainment_reason") or "").split())
    short = one.attained is not None and one.attained < Attainment.LARGELY
    return [
        *([f"Gemeinsame Bewertung: {attained_words(one)}{f'. {reason}' if reason else ''}"] if short else []),
        *(
            f"Kennzahl „{row['title']}“: zuletzt {said(row['values'][-1])}, Zielwert {said(row['target'])}"
            for row in one.missed
        ),
        *map(measure_words, (*one.stopped, *one.troubled)),
        *(
            f"{row['number']} {row['title']} ({row['status_label']}): sollte bis {row['until']} beendet sein"
            for row in one.overdue
        ),
    ]


def running_words(one: Verdict) -> str:
    """ "8 laufend oder geplant, davon 3 nicht wie geplant; 2 beendet"."""
    halting, ended = len(one.troubled) + len(one.overdue), len(one.goal["measures"]) - len(one.running)
    off = f", davon {halting} nicht wie geplant" if halting else ""
    return f"{len(one.running)} laufend oder geplant{off}{f'; {ended} beendet' if ended else ''}"


def ended_words(one: Verdict) -> str:
    """ "5 abgeschlossen, 1 eingestellt, 2 nicht beendet"."""
    done, stopped = one.goal["counts"][Status.DONE], len(one.stopped)
    counts = ((done, "abgeschlossen"), (stopped, "eingestellt"), (len(one.running), "nicht beendet"))
    return ", ".join(f"{count} {words}" for count, words in counts if count) or "keine"


def indicator_words(one: Verdict) -> str:
    judged = len(one.reached) + len(one.missed)
    return f"{len(one.reached)} von {judged} am Zielwert" if judged else "–"


def on_the_way(row: Row) -> str:
    """How far an indicator is while the period runs."""
    reached, way = is_reached(row), course(row)
    if reached is None:
        return "–"
    return "erreicht" if reached else f"noch nicht erreicht{f', {way}' if way else ''}"


def in_the_end(row: Row) -> str:
    return {None: "–", True: "erreicht", False: "nicht erreicht"}[is_reached(row)]
