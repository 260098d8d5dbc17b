"""A list of measured values: a row for each, or a row for each indicator with a column for each year."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property, partial
from typing import Any

from bildungsnetz import access
from bildungsnetz.accounts.models import User
from bildungsnetz.sheets import values
from bildungsnetz.sheets.numbers import german
from bildungsnetz.sheets.tables import Cell, Row
from bildungsnetz.sheets.unreadable import Unreadable
from bildungsnetz.words import sort_key
from goals.actions import record_value
from goals.forms.indicator import IndicatorValueRow
from goals.models import Goal, Indicator, IndicatorValue, TimeReference, year_label
from measures.columns import Column, Text
from measures.imports.heads import Understood
from measures.imports.matching import Names, numbered, sentence
from measures.sheet_template import goals_to_choose

from .base import Complaint, Line, ListKind, Outcome, Said, says_nothing

Period = tuple[int, str]
_REPORT = re.compile(r"(?:laut )?Bericht\s+(\d{4})", re.IGNORECASE)
NO_PERIOD = "„{}“ ist kein Jahr und kein Schuljahr."
NO_VALUE = "Hier fehlt der Messwert."
WITHOUT_VALUE = "hat keinen Messwert"
_OF_VALUES = re.compile(  # words that may stand around the year in the heading of a column of values
    r"\b(?:(?:ist|mess)-?werte?|ist|werte?|stand|jahr|anteil|anzahl|zahl|prozent|in)\b|[():%]", re.IGNORECASE
)
SEVERAL = "Mehrere Kennzahlen heißen so. Bitte nennen Sie das Handlungsziel."


def period_of(cell: Cell) -> Period | None:
    """(year, what it means). Raises Unreadable."""
    if found := _REPORT.fullmatch(cell.shown.strip()):
        return int(found[1]), TimeReference.REPORT
    day = values.as_date(cell)
    if day is None:
        return None
    if day.precision not in ("year", "school_year"):
        raise Unreadable(NO_PERIOD.format(cell.shown[:60]), str(day.first.year))
    return day.first.year, TimeReference.YEAR if day.precision == "year" else TimeReference.SCHOOL_YEAR


class PeriodText(Text):
    def clean(self, value: Cell, row: Any = None, **kwargs: Any) -> Any:
        return period_of(value)


class AsItIs(Text):
    """What the unit of the indicator decides on, later."""

    def clean(self, value: Cell, row: Any = None, **kwargs: Any) -> Any:
        values.as_text(value)
        return value


class IndicatorValueList(ListKind):
    key = "messwerte"
    heading = "Messwerte einlesen"
    lead = "Werte von Kennzahlen übernehmen: je Zeile ein Wert, oder je Zeile eine Kennzahl mit einer Spalte je Jahr."
    plural = "Messwerte"
    home, home_label = "goals:indicator_list", "Kennzahlen"
    needs = (("indicator",), ("value",))
    reserved_for = "value"
    columns = {
        "indicator": Column("Kennzahl", synonyms=("Indikator", "Titel", "Name der Kennzahl"), required=True,
                            example="Beispiel: Anteil der Kinder mit Sprachförderung", width=46,
                            explanation="Der Titel, wie er im Bildungsnetz steht."),
        "goal": Column("Handlungsziel", synonyms=("Ziel",), width=34,
                       explanation="Nötig, wenn zwei Ziele eine Kennzahl gleichen Namens haben: „2023-2027 Ziel 3“."),
        "period": Column("Jahr", PeriodText(), example="2024/25", width=12,
                         synonyms=("Zeitraum", "Schuljahr", "Zeit", "Berichtsjahr"),
                         explanation="2024, 2024/25 oder „Bericht 2024“."),
        "value": Column("Messwert", AsItIs(), example="12,5 %", width=12, synonyms=("Wert", "Zahl", "Ist", "Ist-Wert"),
                        explanation="Oder eine Spalte je Jahr, mit dem Jahr als Überschrift."),
        "note": Column("Anmerkung", example="vorläufig", width=30, synonyms=("Bemerkung", "Notiz", "Hinweis")),
    }  # fmt: skip

    @classmethod
    def allows(cls, user: Any) -> bool:
        return access.may(user, "add", Indicator)

    @classmethod
    def choices(cls, user: Any) -> dict[str, list[str]]:
        titles = set(Indicator.objects.permitted("view", user).values_list("title", flat=True))
        indicators = sorted(titles, key=sort_key)
        return super().choices(user) | {"indicator": indicators, "goal": goals_to_choose(user)}

    @classmethod
    def reserved(cls, head: str) -> bool:
        """A heading that is a year is a column of values."""
        return heading_period(head) is not None

    @cached_property
    def names(self) -> Mapping[str, Names]:
        titles = {sort_key(title): title for title in Indicator.objects.order_by("pk").values_list("title", flat=True)}
        found = ((title, key) for key, title in titles.items())
        return {"indicator": Names("indicator", "Die Kennzahl", found, tolerant=False)}

    def prepare(self, rows: Sequence[Said]) -> None:
        self.by_title: dict[str, list[Indicator]] = {}
        for one in self.stored(Indicator.objects.select_related("goal__period").order_by("pk")):
            self.by_title.setdefault(sort_key(one.title), []).append(one)
        keys = {one.values.get("indicator", "") for one in rows}
        meant = [one.pk for key in keys for one in self.by_title.get(key, [])]
        stored = self.stored(
            IndicatorValue.objects.filter(indicator__in=meant).select_related("indicator").order_by("pk")
        )
        self.values = {(one.indicator_id, one.year, one.time_reference): one for one in stored}

    def said(self, row: Row, columns: Sequence[Understood]) -> Said:
        """Columns of years are said under "wide": (heading, period, cell) each."""
        made = super().said(row, columns)
        cells = zip(self.wide, row.cells, strict=True)
        made.values["wide"] = [(*one, cell) for one, cell in cells if one and not says_nothing(cell)]
        return made

    def plan(self, columns: Sequence[Understood], rows: Sequence[Row]) -> list[Line]:
        periods = [(one.head, None if one.key else heading_period(one.head)) for one in columns]
        self.wide = [(head, period) if period else None for head, period in periods]
        return super().plan(columns, rows)

    def line(self, said: Said) -> Line:
        indicator = self.indicator(said)
        line = Line(said.number, Outcome.SAME, indicator.title)
        wanted = list(said.values["wide"])
        if "value" in said.values or "period" in said.values:
            wanted.append((self.head("value"), said.values.get("period"), said.values.get("value")))
        if all(cell is None for _, _, cell in wanted) and not said.problems:
            line.outcome, line.note = Outcome.SKIPPED, WITHOUT_VALUE
            return line
        for head, period, cell in wanted:
            self.add(line, indicator, head, period, cell, said.values.get("note"))
        return line

    def indicator(self, said: Said) -> Indicator:
        found = self.by_title.get(said.values.get("indicator", ""), [])
        if not found:
            raise Complaint("indicator", "Hier fehlt die Kennzahl.")
        if goal := said.values.get("goal"):
            found = [one for one in found if one.goal and self.is_meant(one.goal, goal)]
            if not found:
                raise Complaint("goal", f"Beim Handlungsziel „{goal[:60]}“ gibt es diese Kennzahl nicht.")
        if len(found) > 1:
            raise Complaint("indicator", SEVERAL)
        return found[0]

    def is_meant(self, goal: Goal, words: str) -> bool:
        """By its number, of any period where none is said, or by its title."""
        if named := numbered(words):
            return named[1] == goal.number and named[0] in (None, goal.period.key)
        return sort_key(words) == sort_key(goal.title)

    def add(self, line: Line, one: Indicator, head: str, period: Period | None, cell: Cell | None, note: Any) -> None:
        """One value of the row, compared with the stored one of its period."""
        if period is None:
            raise Complaint("period", "Hier fehlt das Jahr.")
        if cell is None:
            raise Complaint("value", NO_VALUE)
        try:
            number = values.as_percent(cell) if one.unit.strip() == "%" else values.as_number(cell)
        except Unreadable as error:
            line.problems.append((head, sentence(error)))
            return
        self.once((one.pk, *period), line.number, "period")
        stored = self.values.get((one.pk, *period))
        value = stored or IndicatorValue(indicator=one, year=period[0], time_reference=period[1])
        data = {"year": period[0], "time_reference": period[1], "value": number, "note": note or value.note}
        before = german(value.value) if stored else "–"
        form: Any = IndicatorValueRow(data, instance=value)
        line.versions.append([one.pk, one.revision_no, *period])
        if not form.is_valid():
            line.problems += [(head, message) for found in form.errors.values() for message in found]
        elif not stored or form.has_changed():
            after = german(number or Decimal(0)) + (f" ({note})" if note else "")
            line.changes.append((f"{self.label(period)}", before, after))
            line.writes.append(partial(write, form))
            line.outcome = Outcome.NEW if not stored and line.outcome != Outcome.CHANGED else Outcome.CHANGED

    def label(self, period: Period) -> str:
        return year_label(*period)


def heading_period(head: str) -> Period | None:
    """2024, 2024/25, "Bericht 2024" and "Ist-Wert 2024" as headings."""
    bare = " ".join(_OF_VALUES.sub(" ", head).split())
    try:
        return period_of(Cell(bare, bare))
    except Unreadable:
        return None


def write(form: Any, by: User) -> None:
    record_value(form, by=by)
