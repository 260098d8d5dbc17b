"""A list of progress notes: how measures stood on a day. Rows of one measure are read in the order of their days."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from datetime import date
from functools import cached_property, partial
from typing import Any

from bildungsnetz.accounts.models import User
from bildungsnetz.accounts.rules import is_coordination_office
from bildungsnetz.sheets.periods import as_period
from bildungsnetz.sheets.tables import Cell, Row
from bildungsnetz.sheets.values import RoughDate
from bildungsnetz.words import sort_key
from measures import columns as kinds
from measures.actions.progress import report_progress
from measures.columns import Column, number_first
from measures.forms.status import ProgressForm
from measures.imports.heads import Understood
from measures.imports.known import read_learned
from measures.imports.matching import READ_AS, Match, Names, Unknown, sentence, short, statuses
from measures.imports.notes import NOT_BEGUN, REASON
from measures.models import STATUSES_WITH_REASON, Measure, ProgressNote, Status, measure_number

from .base import Complaint, Line, ListKind, Outcome, Said

SEVERAL = "Mehrere Maßnahmen heißen so: {}. Bitte tragen Sie die Nummer ein."
NO_SUCH_NUMBER = "Die Nummer „{}“ gibt es nicht."
IS_CALLED = "{} heißt „{}“."
DATED = "„{}“ zählt zum {:%d.%m.%Y}."
NOT_A_DAY = "„{}“ ist kein Tag. Vorschlag: {}"
EARLIER = "Eine frühere Zeile derselben Maßnahme (Zeile {}) ist abgelehnt."
LONGEST_TEXT = 8_000
MOST_LOOKED_THROUGH = 5_000  # measures, for one whose title is written in other words
MOST_OFFERED = 1_000  # measures in the list to choose from


class DayOrPeriod(kinds.Day):
    def clean(self, value: Cell, row: Any = None, **kwargs: Any) -> RoughDate | None:
        return as_period(value)


class ProgressList(ListKind):
    key = "sachstaende"
    heading = "Sachstände einlesen"
    lead = "Wie Maßnahmen standen: je Zeile eine Maßnahme, ein Tag, ein Umsetzungsstand und was sich getan hat."
    plural = "Sachstände"
    home, home_label = "measures:window_list", "Sachstandsabfragen"
    needs = (("number", "title"), ("reported_on",))
    columns = {
        "number": Column("Nr.", kinds.Number(), synonyms=("Nummer", "Maßnahmennummer", "Maßnahmen-Nr.", "M-Nr."),
                         example="Beispiel: M-017", width=12,
                         explanation="M-017. Ohne Nummer zählt der Titel."),
        "title": Column("Maßnahme", example="Leseclub am Nachmittag", width=46,
                        synonyms=("Titel", "Name der Maßnahme", "Maßnahmentitel", "Projekt")),
        "reported_on": Column("Stand vom", DayOrPeriod(), synonyms=("Datum", "Stand", "gemeldet am", "Berichtsdatum"),
                              required=True, example="01.06.2026", explanation="Ein Tag oder ein Zeitraum."),
        "status": Column("Umsetzungsstand", kinds.Word(Status.choices), synonyms=("Status", "Stand der Umsetzung"),
                         example="verzögert",
                         explanation="Ohne Angabe bleibt er, wie er war."),
        "reason": Column("Grund", example="Die Leitung ist noch nicht besetzt.", width=36,
                         synonyms=("Begründung", "Grund für den Umsetzungsstand")),
        "completed_on": Column("Abgeschlossen am", kinds.Day(), synonyms=("abgeschlossen",)),
        "text": Column("Sachstand", example="Zwei von drei Gruppen haben begonnen.", width=50,
                       synonyms=("Bericht", "Text", "Was hat sich getan?", "Fortschritt", "Anmerkung")),
    }  # fmt: skip
    loose = ("title",)

    @classmethod
    def choices(cls, user: Any) -> dict[str, list[str]]:
        titles = Measure.objects.permitted("view", user).running().order_by("sort_key", "pk")
        return super().choices(user) | {"title": list(titles.values_list("title", flat=True)[:MOST_OFFERED])}

    @classmethod
    def allows(cls, user: Any) -> bool:
        return is_coordination_office(user)

    @cached_property
    def names(self) -> Mapping[str, Names]:
        return {"status": statuses(read_learned()["status"])}

    def prepare(self, rows: Sequence[Said]) -> None:
        titles = {one.values["title"] for one in rows if one.values.get("title")}
        self.by_title: dict[str, list[Measure]] = {}
        for one in self.stored(Measure.objects.filter(sort_key__in=set(map(sort_key, titles))).order_by("serial")):
            self.by_title.setdefault(one.sort_key, []).append(one)
        self.by_words = self.otherwise(title for title in titles if sort_key(title) not in self.by_title)
        numbers = {one.values["number"] for one in rows if one.values.get("number")}
        numbers |= {found.key for found in self.by_words.values() if isinstance(found, Match)}
        self.by_serial = {
            one.serial: one for one in self.stored(Measure.objects.filter(serial__in=numbers).order_by("pk"))
        }
        found = [*self.by_serial.values(), *(one for many in self.by_title.values() for one in many)]
        self.told: dict[int, set[tuple[date, str, str]]] = {}
        notes = ProgressNote.objects.filter(measure__in=found)
        for pk, day, text, status in notes.values_list("measure", "reported_on", "text", "status"):
            self.told.setdefault(pk, set()).add((day, tidy(text), status))
        self.standing: dict[int, Measure] = {}  # as the rows before have left it
        self.stuck: dict[int, int] = {}  # measure -> its row that is refused

    def said(self, row: Row, columns: Sequence[Understood]) -> Said:
        """ "M-017 Leseclub" says number and title. A bare 17 may be the running number of any list: it counts where
        its measure has the title of the row, or the list has no titles at all."""
        made = super().said(row, columns)
        shown = next((cell.shown for one, cell in zip(columns, row.cells, strict=True) if one.key == "number"), "")
        made.values["insists"] = shown.strip().upper().startswith("M") or "title" not in self.heads
        if "number" not in made.values and (parts := number_first(made.values.get("title", ""))):
            made.values |= {"number": parts[0], "title": parts[1], "insists": True}
        return made

    def otherwise(self, titles: Iterable[str]) -> dict[str, Match | Unknown]:
        """Titles that no measure has as they stand -> what their words mean. A slip is asked: titles may differ in no
        more than a number."""
        found: dict[str, Match | Unknown] = {}
        names: Names | None = None
        for title in titles:
            if names is None:
                rows = Measure.objects.order_by("serial").values_list("title", "serial")[:MOST_LOOKED_THROUGH]
                names = Names("measure", "Die Maßnahme", rows, tolerant=False)
            try:
                found[title] = names.find(title)
            except Unknown as error:
                found[title] = error
        return found

    def plan(self, columns: Any, rows: Any) -> list[Line]:
        """In the order of days, so that each row stands on those before it; ``checked`` is called in that order."""
        days = {row.number: day_of(self.said(row, columns)) or date.max for row in rows}
        return super().plan(columns, sorted(rows, key=lambda row: (days[row.number], row.number)))

    def line(self, said: Said) -> Line:
        measure = self.measure(said)
        line = Line(said.number, Outcome.NEW, f"{measure_number(measure.serial)} {measure.title}")
        line.versions = [measure.pk, measure.revision_no]
        rough, text = said.values.get("reported_on"), said.values.get("text", "")
        if rough is None:
            raise Complaint("reported_on", "Hier fehlt der Tag.")
        if self.is_told(measure, rough, text, said.values.get("status")):
            line.outcome = Outcome.SAME
            return line
        day = self.day_in(rough, said)
        if measure.pk in self.stuck:
            raise Complaint("reported_on", EARLIER.format(self.stuck[measure.pk]))
        self.once((measure.pk, day, tidy(text)), said.number, "reported_on")
        self.report(line, copy(self.standing.get(measure.pk, measure)), day, text, said)
        if line.problems or said.problems:
            self.stuck[measure.pk] = said.number
        return line

    def is_told(self, measure: Measure, rough: RoughDate, text: str, status: str | None) -> bool:
        """Whether a stored note from within the period says the same."""
        return any(
            rough.first <= day <= rough.last and told == tidy(text) and status in (None, stood)
            for day, told, stood in self.told.get(measure.pk, ())
        )

    def report(self, line: Line, measure: Measure, day: date, text: str, said: Said) -> None:
        before, status = measure.status, said.values.get("status") or measure.status
        reason = said.values.get("reason", measure.status_reason if status == measure.status else "")
        if not reason and status in STATUSES_WITH_REASON and text:
            reason = text
            said.remarks.append(REASON.format(Status(status).label))
        completed = self.day(said, "completed_on") or (measure.completed_on if status == before else None)
        data = {"status": status, "status_reason": reason, "completed_on": completed, "text": text, "reported_on": day}
        form = ProgressForm(data, instance=measure, today=self.today)
        if not form.is_valid():
            names = {"status_reason": "reason"}
            line.problems = [
                (self.head(names.get(name, name)), message) for name, found in form.errors.items() for message in found
            ]
            return
        self.standing[measure.pk] = measure
        if status != before:
            line.changes.append((self.head("status"), Status(before).label, Status(status).label))
        if text:
            line.changes.append((self.head("text"), "–", text[:600]))
        told = {"reported_on": day, "status": status, "reason": reason, "text": text, "completed_on": completed}
        line.writes = [partial(write, measure.pk, told)]

    def measure(self, said: Said) -> Measure:
        serial, title = said.values.get("number"), said.values.get("title", "")
        numbered = self.by_serial.get(serial) if serial else None
        if numbered and (said.values["insists"] or numbered.sort_key == sort_key(title)):
            if title and numbered.sort_key != sort_key(title):
                said.remarks.append(IS_CALLED.format(numbered.number, numbered.title))
            return numbered
        if serial and said.values["insists"]:
            raise Complaint("number", NO_SUCH_NUMBER.format(measure_number(serial)))
        found = self.by_title.get(sort_key(title), []) if title else []
        if len(found) > 1:
            raise Complaint("title", SEVERAL.format(", ".join(measure_number(one.serial) for one in found[:5])))
        if not title:
            raise Complaint("title", "Hier fehlt die Maßnahme.")
        if found:
            return found[0]
        otherwise = self.by_words[title]
        if isinstance(otherwise, Unknown):
            raise Complaint("title", sentence(otherwise))
        if otherwise.key not in self.by_serial:  # somebody has just taken it away
            raise Complaint("number", NO_SUCH_NUMBER.format(measure_number(otherwise.key)))
        said.remarks.append(READ_AS.format(short(title), otherwise.name))
        return self.by_serial[otherwise.key]

    def day_in(self, rough: RoughDate, said: Said) -> date:
        """The last day of a period, or today if it still goes on."""
        if rough.precision == "day":
            return rough.last
        if rough.first > self.today:
            raise Complaint("reported_on", NOT_BEGUN)
        day = min(rough.last, self.today)
        said.remarks.append(DATED.format(rough.words, day))
        return day

    def day(self, said: Said, key: str) -> date | None:
        rough: RoughDate | None = said.values.get(key)
        if rough and rough.precision != "day":
            raise Complaint(key, NOT_A_DAY.format(rough.words[:60], f"{rough.last:%d.%m.%Y}"))
        return rough.last if rough else None


def day_of(said: Said) -> date | None:
    rough = said.values.get("reported_on")
    return rough.last if rough else None


def tidy(text: str) -> str:
    return " ".join(text.split())


def write(pk: int, told: dict[str, Any], by: User) -> ProgressNote:
    return report_progress(Measure.objects.get(pk=pk), by=by, **told)
