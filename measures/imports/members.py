"""The lines of several rows about one measure: what each of them brings, or why none of them is taken."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

from measures.models import Outcome, Status

from .checking import Candidate, tidy_part
from .facts import PART_NAMES, Problem, Said
from .grouping import Whole
from .line import Line
from .note_columns import WHAT, WHEN
from .notes import Note, Story
from .stored import LISTS, Stored
from .telling import LONGEST, Teller

ANOTHER = "Zeile {} derselben Maßnahme ist abgelehnt."
NOTHING = "In dieser Zeile steht nichts, was nicht schon darüber steht."


class Members:
    def __init__(
        self, whole: Whole, story: Story, candidate: Candidate, teller: Teller, head: Callable[[str], str]
    ) -> None:
        self.whole, self.story, self.candidate, self.teller, self.head = whole, story, candidate, teller, head
        self.rows = whole.rows
        self.problems = {
            row.number: [*row.problems, *whole.problems.get(row.number, ()), *story.problems.get(row.number, ())]
            for row in self.rows
        }
        self.notes: dict[int, list[Note]] = {}
        for note in story.notes:
            self.notes.setdefault(note.row.number, []).append(note)

    def complain(self, row: Said, problem: Problem) -> None:
        """Once for each column: what could not be read is not also missing."""
        if problem.column not in {one.column for problems in self.problems.values() for one in problems}:
            self.problems[row.number].append(problem)

    @property
    def refused(self) -> int:
        """The first row that is refused for itself, or 0."""
        return next((number for number, problems in self.problems.items() if problems), 0)

    def lines(self, found: Stored | None, warnings: Iterable[str]) -> list[Line]:
        title = self.candidate.cleaned_data["title"]
        made = [Line(row.number, Outcome.UNCHANGED, title, found.serial if found else None) for row in self.rows]
        first = made[0]
        for line, row in zip(made, self.rows, strict=True):
            line.head = None if line is first else first
            line.remarks = row.remarks
            if self.refused:
                line.outcome = Outcome.REFUSED
                line.problems = self.problems[row.number] or [Problem("", ANOTHER.format(self.refused))]
        if self.refused:
            return made
        if self.candidate.changed or self.candidate.notes or found is None:
            first.candidate = self.candidate
            if self.candidate.changed:
                first.remarks = [*first.remarks, *warnings]
        for line, row in zip(made, self.rows, strict=True):
            self.tell(line, row, found)
        return made

    def tell(self, line: Line, row: Said, found: Stored | None) -> None:
        """What the row brings, and so what it is."""
        changes = list(self.changes(row))
        status_told = "status" in {key for key, _ in changes}
        notes = (self.note_words(note, status_told) for note in self.notes.get(row.number, ()) if not note.known)
        adds = [*self.additions(row), *chain.from_iterable(notes)]
        line.changes = [*(change for _, change in changes), *adds]
        passed = self.story.passed.get(row.number, "")
        if line.head is None:
            line.outcome = Outcome.NEW if found is None else Outcome.CHANGED if changes else line.outcome
        if line.outcome == Outcome.UNCHANGED and line.changes:
            line.outcome = Outcome.ADDED
        elif line.outcome == Outcome.UNCHANGED and line.head and not passed and not self.stands(row):
            passed = NOTHING
        if passed:
            line.remarks = [*line.remarks, passed]
            if line.head and not line.changes:
                line.outcome = Outcome.SKIPPED

    def changes(self, row: Said) -> Iterator[tuple[str, tuple[str, str, str]]]:
        """(key, change) of what the row was the first to say; the first row also has what follows from it."""
        for key in self.teller.keys(self.candidate):
            if self.whole.said_by.get(key, self.rows[0]) is row and not self.each_its_own(key):
                yield key, self.teller.change(key, self.candidate, self.head)

    def each_its_own(self, key: str) -> bool:
        """Whether rows add up what nothing was stored of before: then each says its own part."""
        return key in (*LISTS, *PART_NAMES) and not self.candidate.instance.values[key]

    def additions(self, row: Said) -> Iterator[tuple[str, str, str]]:
        """What the row adds to lists and parts, beside what another row has begun."""
        for key in self.teller.keys(self.candidate):
            if key not in row.values or key not in (*LISTS, *PART_NAMES):
                continue
            if self.each_its_own(key) or self.whole.said_by[key] is not row:
                fresh = self.fresh(key, row)
                if fresh:
                    yield self.head(key), "", self.teller.words(key, {key: fresh})[:LONGEST]

    def fresh(self, key: str, row: Said) -> Any:
        """What of a list or of parts is kept, and stands neither in the database nor in a row before."""
        kept, before = self.candidate.cleaned_data[key], [self.candidate.instance.values[key]]
        before += [one.values[key] for one in self.rows[: self.rows.index(row)] if key in one.values]
        if key in LISTS:
            return (row.values[key] & kept).difference(*before)
        told = {tidy_part(part) for parts in before for part in parts}
        fresh = {tidy_part(part) for part in kept} - told
        return tuple(part for part in row.values[key] if tidy_part(part) in fresh)

    def note_words(self, note: Note, status_told: bool) -> Iterator[tuple[str, str, str]]:
        status = str(Status(note.status).label)
        if note.head:
            words = [f"{note.day:%d.%m.%Y}", *([status] if note.named else []), *([note.text] if note.text else [])]
            yield note.head, "", ": ".join(words)[:LONGEST]
            return
        yield self.head(WHEN), "", note.words
        if note.named and not status_told:
            yield self.head("status"), "", status
        if note.text:
            yield self.head(WHAT), "", note.text[:LONGEST]

    def stands(self, row: Said) -> bool:
        """Whether the row says something that is stored already."""
        keys = {*LISTS, *PART_NAMES} & row.values.keys()
        return row.number in self.notes or any(row.values[key] for key in keys)
