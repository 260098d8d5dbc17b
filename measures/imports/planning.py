"""What a table would change: each row with its outcome and the reason. Nothing is written here."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import islice
from typing import Any

from bildungsnetz.accounts.models import User
from bildungsnetz.operations.progress import Step, counted, nobody_waits
from bildungsnetz.sheets.heads import Table
from bildungsnetz.sheets.tables import Row
from bildungsnetz.words import sort_key
from measures.models import Outcome, measure_number
from measures.resources import EXAMPLE

from . import stored
from .checking import Candidate
from .facts import Problem, Reader, Said
from .fallbacks import FIELDS, Fallbacks, read_fallbacks
from .grouping import Grouping, together
from .heads import Understood, measure_heads
from .known import read_known
from .line import Line
from .lookalikes import SKIP, Likeness, Lookalikes
from .members import Members
from .notes import Story
from .numbered_titles import take_numbers
from .stored import Moment, Stored
from .sums import Sums
from .telling import Teller
from .unsaid import completed

NO_SUCH_NUMBER = "Die Nummer „{}“ gibt es nicht. Bei neuen Maßnahmen bleibt die Spalte leer."
OTHER_NUMBERS = "Die Nummern in der Spalte „{}“ sind keine von unseren Maßnahmen. Sie werden nicht gespeichert."
MOST_UNKNOWN = 300
SAME_ROW = "Diese Maßnahme steht schon in Zeile {}."
SEVERAL = "Mehrere Maßnahmen heißen so: {}. Bitte tragen Sie die Nummer ein."
EXAMPLE_ROW = "Das ist die Beispielzeile der Vorlage."
NO_GOAL = "Es ist kein Ziel angekreuzt."


@dataclass
class Plan:
    lines: list[Line]
    columns: list[Understood] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    sheet: str = ""
    moment: Moment | None = None

    @property
    def is_current(self) -> bool:
        """Whether nothing was stored since that could make it another one."""
        return self.moment is not None and not self.moment.is_past(line.serial for line in self.lines)

    @cached_property
    def counts(self) -> dict[str, int]:
        found = Counter(line.outcome.value for line in self.lines)
        return {outcome: found[outcome] for outcome in Outcome.values}

    @cached_property
    def digest(self) -> str:
        """Changes with anything that would be written or was shown."""
        told = [
            [line.number, line.outcome, line.serial, line.told, line.candidate and line.candidate.instance.revision_no]
            for line in self.lines
        ]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()

    @property
    def written(self) -> list[Line]:
        """Those that bring a candidate: one for each measure."""
        return [line for line in self.lines if line.candidate]

    @property
    def asked(self) -> int:
        """How many rows may be measures that are there, whether or not somebody has answered."""
        return sum(1 for line in self.lines if line.like)

    @property
    def open(self) -> int:
        """How many of them wait for an answer, without which nothing is written."""
        return sum(1 for line in self.lines if line.like and not line.like.answer)

    @property
    def unknown(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """(field, spelling) -> suggestions, of the values that somebody must decide about."""
        found = [one for line in self.lines for one in line.problems if one.field]
        return {(one.field, one.spelling): one.suggestions for one in found}

    @property
    def lacks(self) -> dict[str, int]:
        """In how many rows a field has nothing that somebody could say for all (``fallbacks``)."""
        return Counter(one.lacks for line in self.lines for one in line.problems if one.lacks)

    @property
    def to_ask(self) -> list[list[str]]:
        """The first of them, as they are kept with the run; when these are answered, others follow."""
        return [[*asked, *suggested] for asked, suggested in islice(self.unknown.items(), MOST_UNKNOWN)]


def plan(
    table: Table,
    *,
    today: date,
    user: User | None,
    choices: dict[str, Any] | None = None,
    create_actors: bool = False,
    sheet: str = "",
    step: Step = nobody_waits,
) -> Plan:
    """Reads all rows. ``choices`` as in ``known.read_known``, and ``"columns"``: heading -> column; ``"rows"`` as in
    ``grouping``, ``"same"`` as in ``lookalikes``, ``"fallbacks"`` as in ``fallbacks``. Without a ``user`` nobody is
    asked: what looks alike is new."""
    chosen, moment = choices or {}, Moment.now()
    heads = measure_heads(user, chosen.get("columns"))
    understood, remarks = heads.understand(table)
    known = read_known(today, chosen, create_actors=create_actors)
    made = Plan([], understood, sheet=sheet, moment=moment)
    table, columns = completed(without_examples(table, understood), understood, sheet, known.goals.names_goal)
    made.remarks = [*table.remarks, *remarks]
    reader = Reader(heads, columns, known, today=today)
    sums = Sums(heads, columns, known, reader)
    grouping = Grouping({*reader.heads, *sums.mains}, chosen.get("rows", ""), reader.head)
    fallbacks = read_fallbacks(chosen.get("fallbacks", {}), known.actors)
    planner = Planner(reader, sums, today, grouping, fallbacks, said=chosen.get("same", {}), asking=user is not None)
    skipped = [Line(number, Outcome.SKIPPED, remarks=[why]) for number, why in table.skipped]
    made.lines = sorted([*planner.lines(table, step), *skipped], key=lambda line: line.number)
    made.remarks += planner.remarks
    return made


def without_examples(table: Table, understood: Sequence[Understood]) -> Table:
    """``table`` with the filled example of our own template among the rows that are passed over."""
    places = [one.position for one in understood if one.key == "number"]
    examples = {row.number for row in table.rows for place in places if row.cells[place].shown == EXAMPLE}
    passed = [(number, EXAMPLE_ROW) for number in examples]
    rows = tuple(row for row in table.rows if row.number not in examples)
    return replace(table, rows=rows, skipped=(*table.skipped, *passed))


class Planner:
    def __init__(
        self, reader: Reader, sums: Sums, today: date, grouping: Grouping, fallbacks: Fallbacks, *,
        said: dict[str, str], asking: bool,
    ) -> None:  # fmt: skip
        self.reader, self.sums, self.known, self.today, self.grouping = reader, sums, reader.known, today, grouping
        self.fallbacks, self.said, self.asking = fallbacks, said, asking
        self.teller = Teller(reader.known)
        self.taken: dict[Any, int] = {}
        self.remarks: list[str] = []

    def lines(self, table: Table, step: Step) -> Iterator[Line]:
        """A line for each row. Missing columns refuse rows, not the file: a list of changes needs numbers alone."""
        count = len(table.rows)
        halves: Step = lambda done, of: step(done // 2, of // 2)  # noqa: E731  each row is read, then checked
        rows = [self.read(row) for row in counted(table.rows, halves, 0, 2 * count)]
        if not self.reader.has("number"):
            take_numbers(rows)
        self.fallbacks.name_leads(rows, self.reader.head("lead"))
        self.find(rows)
        self.rows = {row.number: row for row in table.rows}
        for group in counted(self.grouping.groups(rows, self.name), halves, count, 2 * count):
            if len(group) == 1 and not group[0].tells:
                yield self.line(group[0])
            else:
                yield from self.together(group)

    def read(self, row: Row) -> Said:
        said = self.reader.read(row)
        self.sums.add(row, said)
        return said

    def name(self, said: Said) -> Any:
        """The measure that a row names, known or not; None where it names none."""
        found, _ = self.measure_of(said)
        title, lead = said.values.get("title"), said.values.get("lead")
        return found.serial if found else (sort_key(title), lead) if title else None

    def together(self, rows: list[Said]) -> list[Line]:
        """Rows of one measure: written as one, or all refused. Each says what it brings itself."""
        whole = together(rows, self.reader.head, lambda number, key: self.reader.shown(self.rows[number], key))
        found, problem = self.measure_of(whole.said)
        story = Story(rows, self.notes.get(found.pk or 0, ()) if found else (), self.today, self.reader.head)
        if teller := story.decide(whole.said, found):
            whole.said_by |= dict.fromkeys(("status", "status_reason"), teller)
        candidate = Candidate(whole.said, found or stored.nothing(), self.today, self.fallbacks)
        candidate.notes = story.new
        if found is None or candidate.changed:
            candidate.validate(self.known.retired)
        members = Members(whole, story, candidate, self.teller, self.reader.head)
        if problem:
            members.complain(rows[0], problem)
        for name, message in candidate.errors.items():
            key = key_of(name)
            members.complain(whole.said_by.get(key, rows[0]), self.problem(name, message, candidate))
        if not members.refused and (again := self.again(whole.said, found, candidate)):
            members.complain(rows[0], again)
        made = members.lines(found, self.warnings(found, candidate))
        like = self.likeness(whole.said, found)
        self.about(made[0], like)
        if like and like.answer == SKIP and made[0].outcome == Outcome.SKIPPED:
            for line in made[1:]:
                line.outcome, line.changes = Outcome.SKIPPED, []
        return made

    def find(self, rows: list[Said]) -> None:
        """Reads the measures that the rows may mean."""
        numbered = {said.values["number"] for said in rows if said.values.get("number")}
        self.alike = Lookalikes(self.said, rows, lambda: self.named(rows))
        self.by_serial = stored.by_serial(numbered | self.alike.answered)
        unnumbered = [said for said in rows if not (said.own_number and said.values.get("number") in self.by_serial)]
        titles = {sort_key(said.values["title"]) for said in unnumbered if isinstance(said.values.get("title"), str)}
        self.by_name = stored.by_name(titles)
        more = {serial for serials in self.by_name.values() for serial in serials} - self.by_serial.keys()
        self.by_serial |= stored.by_serial(more)
        known = [one.pk for one in self.by_serial.values() if one.pk]
        self.notes = stored.notes_of(known) if any(said.tells for said in rows) else {}
        leads = {said.values["lead"] for said in unnumbered if isinstance(said.values.get("lead"), int)}
        self.alike.look_at(leads, self.by_name, self.by_serial)
        if any(map(self.is_counted, rows)):
            self.remarks.append(OTHER_NUMBERS.format(self.reader.head("number")))

    def is_counted(self, said: Said) -> bool:
        """Whether the number of a row is that of its list alone."""
        found, _ = self.measure_of(said)
        number = said.values.get("number")
        return "number" in said.values and not said.own_number and (found is None or found.serial != number)

    def named(self, rows: list[Said]) -> set[int]:
        """The measures that rows name by number, or by title and lead."""
        found = (self.measure_of(said)[0] for said in rows if not self.alike.answer(said))
        return {one.serial for one in found if one and one.serial}

    def line(self, said: Said) -> Line:
        found, ambiguous = self.measure_of(said)
        problems = [*said.problems, *([ambiguous] if ambiguous else [])]
        candidate = Candidate(said, found or stored.nothing(), self.today, self.fallbacks)
        data = candidate.cleaned_data
        line = Line(said.number, Outcome.UNCHANGED, data["title"], found.serial if found else None)
        line.remarks = said.remarks
        if found is None or candidate.changed:
            candidate.validate(self.known.retired)
            complained = {problem.column for problem in problems}
            for name, message in candidate.errors.items():
                problem = self.problem(name, message, candidate)
                if problem.column not in complained:
                    problems.append(problem)
        if not self.asking:
            line.values = self.teller.values(candidate, self.reader.head)
        if not problems and (again := self.again(said, found, candidate)):
            problems = [again]
        if problems:
            line.outcome, line.problems = Outcome.REFUSED, problems
            return line
        if found is None or candidate.changed:
            line.outcome = Outcome.CHANGED if found else Outcome.NEW
            line.changes = self.teller.changes(candidate, self.reader.head)
            line.remarks = [*said.remarks, *self.warnings(found, candidate)]
            line.candidate = candidate
        return self.about(line, self.likeness(said, found))

    def problem(self, name: str, message: str, candidate: Candidate) -> Problem:
        """What is wrong with the field of a form, in the words of the list."""
        lacks = name if name in FIELDS and not candidate.cleaned_data[name] else ""
        return Problem(self.reader.head(key_of(name)) or name, message, lacks=lacks)

    def measure_of(self, said: Said) -> tuple[Stored | None, Problem | None]:
        """The stored measure that the row is about: by its number, else by title and lead.

        "M-017" says whom it means. A bare 17 may be the running number of any list: it counts where the title says the
        same, or where the list has no titles at all.
        """
        serial, title, lead = (said.values.get(key) for key in ("number", "title", "lead"))
        if serial and (found := self.by_serial.get(serial)):
            named = self.reader.has("title")
            if said.own_number or not named or (title and sort_key(found.values["title"]) == sort_key(title)):
                return found, None
        elif serial and said.own_number:
            return None, Problem(self.reader.head("number"), NO_SUCH_NUMBER.format(measure_number(serial)), "")
        serials = self.by_name.get((sort_key(title), lead), []) if title and isinstance(lead, int) else []
        if len(serials) > 1:
            numbers = ", ".join(measure_number(one) for one in serials[:5])
            return None, Problem(self.reader.head("title"), SEVERAL.format(numbers))
        if not serials and (answer := self.alike.answer(said)).isdecimal():
            return self.by_serial.get(int(answer)), None
        return (self.by_serial[serials[0]], None) if serials else (None, None)

    def likeness(self, said: Said, found: Stored | None) -> Likeness | None:
        """What the row may be, unless it names its measure itself."""
        return self.alike.of(said) if found is None or self.alike.answer(said) == str(found.serial) else None

    def about(self, line: Line, like: Likeness | None) -> Line:
        """Says of a line what may be meant, and passes it over where somebody wanted that."""
        if like is None or line.outcome == Outcome.REFUSED:
            return line
        line.remarks = [*line.remarks, like.remark(asking=self.asking)]
        line.like = like if self.asking else None
        if like.answer == SKIP:
            line.outcome, line.changes, line.candidate = Outcome.SKIPPED, [], None
        return line

    def again(self, said: Said, found: Stored | None, candidate: Candidate) -> Problem | None:
        """A second row about the same measure; the first one counts."""
        data = candidate.cleaned_data
        key = found.serial if found else (sort_key(data["title"]), data["lead"])
        first = self.taken.setdefault(key, said.number)
        head = self.reader.head("number" if found and said.values.get("number") else "title")
        return None if first == said.number else Problem(head, SAME_ROW.format(first))

    def warnings(self, found: Stored | None, candidate: Candidate) -> Iterable[str]:
        data = candidate.cleaned_data
        end = data["planned_end_on"]
        if end and end < self.today and data["status"] not in ("done", "cancelled"):
            yield f"Das geplante Ende ({end:%d.%m.%Y}) ist vorbei."
        for year in sorted({part[2] for part in data["funding"]} | {part[1] for part in data["budget"]}, key=str):
            if year and not self.today.year - 10 <= year <= self.today.year + 10:
                yield f"Das Haushaltsjahr {year} ist ungewöhnlich."
        if found is None and self.reader.has("leading_goal") and not data["leading_goal"]:
            yield f"Die Zelle „{self.reader.head('leading_goal')}“ ist leer."
        if found is None and "leading_goal" in self.sums.mains and not data["leading_goal"]:
            yield NO_GOAL
        if found:
            emptied = [name for name in candidate.changed if not data[name] and name not in ("is_ongoing",)]
            heads = dict.fromkeys(self.reader.head(key_of(name)) for name in emptied)
            if heads:
                yield f"Wird geleert: {', '.join(heads)}."


def key_of(name: str) -> str:
    """The column that the field of a form is read from."""
    return name.removesuffix("_on").removesuffix("_precision")
