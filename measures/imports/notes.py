"""How measures stood, as the rows of a list say: their progress notes.

A row with a period and a note (or a status) is a progress note of its measure. Notes are added, never rewritten; one
that is stored with these words, from within the same period, is known and changes nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bildungsnetz.sheets.rough_dates import RoughDate
from measures.models import STATUSES_WITH_REASON, Status

from .checking import tidy
from .facts import Problem, Report, Said
from .note_columns import WHAT, WHEN
from .stored import Stored, Told

NO_PERIOD = "Zu diesem Sachstand fehlt der Tag oder der Zeitraum."
NOT_BEGUN = "Dieser Zeitraum hat noch nicht begonnen."
AGAIN = "Derselbe Sachstand steht schon in Zeile {}."
AGAIN_BESIDE = "„{}“ sagt dasselbe wie „{}“."
STAYS = "Der Umsetzungsstand bleibt, wie er ist: Er wurde am {:%d.%m.%Y} gesetzt, nach diesem Zeitraum."
REASON = "Als Grund für „{}“ gilt der Sachstand."


def span(report: Report) -> tuple[date, date]:
    return report.period.first, report.period.last


@dataclass
class Note:
    """How a measure stood in a period, as a row says. ``status`` is empty where the row names none; ``head`` is that of
    the column that names the period, where a column does."""

    row: Said
    period: RoughDate
    day: date
    status: str
    reason: str
    text: str
    head: str = ""
    known: bool = False
    named: str = field(init=False)  # the status as the row itself says it, not the note before

    def __post_init__(self) -> None:
        self.named = self.status

    @property
    def words(self) -> str:
        """The day that it is from, with the period as it was written."""
        day = f"{self.day:%d.%m.%Y}"
        return day if self.period.precision == "day" else f"{day} ({self.period.words})"

    @property
    def same(self) -> tuple[Any, ...]:
        return self.period.first, self.period.last, self.status, tidy(self.text)


def is_told(told: Told, note: Note) -> bool:
    """Whether a stored note is this one."""
    if not note.period.first <= told.day <= note.period.last or tidy(told.text) != tidy(note.text):
        return False
    return not note.status or note.status == told.status


class Story:
    """The notes of one measure in the order of their time. ``problems``: row -> what is wrong with its note."""

    def __init__(self, rows: Iterable[Said], told: Sequence[Told], today: date, head: Any) -> None:
        self.notes: list[Note] = []
        self.problems: dict[int, list[Problem]] = {}
        self.passed: dict[int, str] = {}  # row -> why it says nothing
        for row in rows:
            if WHAT in row.values and not row.values.get(WHEN):
                if WHEN in row.blank or not row.problems:
                    self.problems[row.number] = [Problem(head(WHAT), NO_PERIOD)]
            elif row.values.get(WHEN):
                self._add_row(row, today, head)
            self._add_columns(row, today)
        self.notes.sort(key=lambda note: (note.period.last, note.period.first, note.row.number))
        for note in self.notes:
            note.known = any(is_told(one, note) for one in told)

    def _add_row(self, row: Said, today: date, head: Any) -> None:
        period, text = row.values[WHEN], row.values.get(WHAT, "")
        if not text and "status" not in row.values:
            return
        if period.first > today:
            if text:
                self.problems[row.number] = [Problem(head(WHEN), NOT_BEGUN)]
            else:
                self.passed[row.number] = NOT_BEGUN
            return
        status, reason = row.values.get("status", ""), row.values.get("status_reason", "")
        note = Note(row, period, min(period.last, today), status, reason, text)
        if again := next((one for one in self.notes if one.same == note.same), None):
            self.passed[row.number] = AGAIN.format(again.row.number)
        else:
            self.notes.append(note)

    def _add_columns(self, row: Said, today: date) -> None:
        """A note for each text of a period, with its status, and one for each status that has no text."""
        statuses = {span(one): one for one in row.reports if one.key == "status"}
        texts = [one for one in row.reports if one.key == WHAT]
        alone = [one for when, one in statuses.items() if when not in set(map(span, texts))]
        for one in (*texts, *alone):
            status = statuses[span(one)].value if span(one) in statuses else ""
            text = one.value if one.key == WHAT else ""
            note = Note(row, one.period, min(one.period.last, today), status, "", text, one.head)
            again = next((before for before in self.notes if before.same == note.same), None)
            if again:
                row.remarks.append(AGAIN_BESIDE.format(one.head, again.head or again.row.number))
            elif one.period.first <= today:
                self.notes.append(note)
            elif text:
                self.problems.setdefault(row.number, []).append(Problem(one.head, NOT_BEGUN))
            else:
                row.remarks.append(f"{one.head}: {NOT_BEGUN}")

    @property
    def new(self) -> list[Note]:
        return [note for note in self.notes if not note.known]

    def decide(self, whole: Said, found: Stored | None) -> Said | None:
        """Lets the newest note that names a status say how the measure stands; returns its row.

        Not where the note is known, for then the measure went on from there, nor where the status was set later. Each
        note without a status has that of the note before, else the measure's; only the last tells of its end.
        """
        before = whole.values.get("status") or (found.values["status"] if found else Status.PLANNED.value)
        earlier = Status.ON_TRACK.value if before in (Status.DONE, Status.CANCELLED) else before
        newest = next((note for note in reversed(self.notes) if note.status), None)
        for note in self.notes:
            if note.named:
                before = earlier = note.named
            note.status = before if note is self.notes[-1] else earlier
            if note.status in STATUSES_WITH_REASON and not note.reason and note.text and not note.known:
                note.reason = note.text
                note.row.remarks.append(REASON.format(Status(note.status).label))
        if newest is None or newest.known or "status" in whole.values:
            return None
        if found and found.status_since and newest.day < found.status_since:
            if newest.status != found.values["status"]:
                newest.row.remarks.append(STAYS.format(found.status_since))
            return None
        whole.values |= {"status": newest.status, "status_reason": newest.reason}
        return newest.row
