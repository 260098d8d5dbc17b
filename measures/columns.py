"""What a column of a spreadsheet of measures can hold, both ways: ``render`` for the export, ``clean`` for the import.

``render`` takes what the database gave, ``clean`` a cell, and both stand on one notation: what was exported reads as
the same value. That, and not equal text, is what makes a cell unchanged (``Column.says_the_same``).
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from import_export.fields import Field
from import_export.widgets import Widget

from bildungsnetz.sheets import lines, values
from bildungsnetz.sheets.tables import BLANK, Cell
from bildungsnetz.sheets.values import RoughDate, Unreadable
from bildungsnetz.sheets.writing import Kind
from bildungsnetz.web.words import day_with_precision

from .models import measure_number

Known = Callable[[str], bool]
Rendered = str | int | Decimal | date | None
NOBODY_NAMED = "Mittelgeber nicht genannt"
_IN_BRACKETS = re.compile(r"([^()]+?)\s*\(([^()]+)\)")
_WORD = re.compile(r"[^\W\d_]+")
# The words that stand around a sum: "ca. 600 T€", "rund 1.500 Euro im Jahr". With others it is not from nobody named.
_OF_SUMS = frozenset(
    _WORD.findall(
        "ca circa zirka etwa rund rd ungefähr knapp gut bis zu von ab über unter mind mindestens max maximal "
        "gesamt je im insgesamt pro eur euro t teur tsd tausend mio million millionen k m p a jahr schuljahr "
        "monat jährlich monatlich einmalig brutto netto e"
    )
)
_NUMBER = re.compile(r"M?\s*[-–]?\s*0*(\d{1,9})", re.IGNORECASE)
_NUMBER_FIRST = re.compile(r"M\s?[-–]\s?(\d{3,9})(?!\d)\s*[:.,|–-]?\s*(.*)", re.IGNORECASE | re.DOTALL)


def number_first(text: str) -> tuple[int, str] | None:
    """ "M-017 Leseclub" -> 17, "Leseclub". None for what does not begin with a number written as ours are."""
    found = _NUMBER_FIRST.fullmatch(text.strip())
    return (int(found[1]), found[2]) if found else None


class Text(Widget):
    kind = Kind.TEXT

    def render(self, value: Any = None, obj: Any = None, **kwargs: Any) -> Rendered:
        return value or ""

    def render_all(self, values: Sequence[Any]) -> Sequence[Rendered]:
        """``values`` of many rows; text is what it is."""
        return values

    def clean(self, value: Cell, row: Any = None, **kwargs: Any) -> Any:
        """``known`` among ``kwargs`` says whether a text is a name that somebody can be meant by."""
        return values.as_text(value)


class Made(Text):
    """What is not written as it is stored."""

    def render_all(self, values: Sequence[Any]) -> Sequence[Rendered]:
        return list(map(self.render, values))


class Number(Made):
    """M-017; read as 17."""

    def render(self, value: Any = None, obj: Any = None, **kwargs: Any) -> Rendered:
        return measure_number(value)

    def render_all(self, values: Sequence[Any]) -> Sequence[Rendered]:
        return list(map(measure_number, values))

    def clean(self, value: Cell, row: Any = None, **kwargs: Any) -> int | None:
        text = values.as_text(value)
        if not text:
            return None
        if found := _NUMBER.fullmatch(text):
            return int(found[1])
        raise Unreadable(f"„{text[:60]}“ ist keine Nummer einer Maßnahme.", "M-017")


class Choice(Made):
    """One of some words; read as its key."""

    def __init__(self, choices: Sequence[tuple[str, Any]]) -> None:
        super().__init__()
        self.labels = {key: str(label) for key, label in choices}
        self.keys = {label.casefold(): key for key, label in self.labels.items()}

    def render(self, value: Any = None, obj: Any = None, **kwargs: Any) -> Rendered:
        return self.labels.get(value, value or "")

    def render_all(self, values: Sequence[Any]) -> Sequence[Rendered]:
        return [self.labels.get(value, value) for value in values]

    def clean(self, value: Cell, row: Any = None, **kwargs: Any) -> str | None:
        return self.read(values.as_text(value))

    def read(self, text: str) -> str | None:
        key = text if text in self.labels else self.keys.get(" ".join(text.split()).casefold())
        if text and key is None:
            raise Unreadable(f"„{text[:60]}“ gibt es hier nicht.", " · ".join(self.labels.values()))
        return key


class Word(Choice):
    """One of some words, or what people write for it: whoever reads the cell knows what that can be."""

    def clean(self, value: Cell, row: Any = None, **kwargs: Any) -> str:
        return values.as_text(value)


class Flag(Made):
    def render(self, value: Any = None, obj: Any = None, **kwargs: Any) -> Rendered:
        return "ja" if value else "nein"

    def render_all(self, values: Sequence[Any]) -> Sequence[Rendered]:
        return ["ja" if value else "nein" for value in values]

    def clean(self, value: Cell, row: Any = None, **kwargs: Any) -> bool | None:
        return values.as_flag(value)


class Day(Text):
    """A day that is known exactly."""

    kind = Kind.DATE

    def render(self, value: Any = None, obj: Any = None, **kwargs: Any) -> Rendered:
        return value

    def clean(self, value: Cell, row: Any = None, **kwargs: Any) -> RoughDate | None:
        return values.as_date(value)


class Rough(Made, Day):
    """A date as exactly as it is known: a day is a date, anything rougher its words ("Schuljahr 2026/27").

    ``lead_in``: words before it that say no more than the heading does, such as "seit" of a beginning.
    """

    def __init__(self, *lead_in: str) -> None:
        super().__init__()
        self.lead_in = re.compile(rf"(?:{'|'.join(lead_in)})\s+(?=\S)", re.IGNORECASE) if lead_in else None

    def render(self, value: Any = None, obj: Any = None, **kwargs: Any) -> Rendered:
        day, precision = value
        return day if day is None or precision == "day" else day_in_words(day, precision)

    def clean(self, value: Cell, row: Any = None, **kwargs: Any) -> RoughDate | None:
        if self.lead_in and isinstance(value.value, str) and (said := self.lead_in.match(value.shown.strip())):
            value = cell_of(value.shown.strip()[said.end() :])
        return super().clean(value, row, **kwargs)


class Names(Made):
    """Several names, one a line; read as a tuple of names, which the importer looks up."""

    def render(self, value: Any = None, obj: Any = None, **kwargs: Any) -> Rendered:
        return lines.join((name,) for name in value or ())

    def clean(self, value: Cell, row: Any = None, known: Known | None = None, **kwargs: Any) -> tuple[str, ...]:
        return names_in(value, known)


_NEEDED = {  # what a line says nothing without
    "title": "der Schritt",
    "due": "geplant für",
    "source": "der Mittelgeber",
    "actor": "der Akteur",
    "plan": "der Plan",
    "amount": "der Betrag",
}
_STEPS = (
    re.compile(r"(?P<title>.+?)\s*(?:[:,]|\s[–-]|\bbis\b|\bam\b)\s*(?P<due>[^:,]+)"),
    re.compile(r"(?P<title>.+?)\s*\((?:bis |am )?(?P<due>[^()]+)\)"),
    re.compile(r"(?P<due>[^:]+?)\s*(?::|\s[–-])\s*(?P<title>.+)"),
)


class Parts(Made):
    """The rows of a measure, a line each; read as a tuple of dicts by the names of the row's form."""

    def __init__(self, *cells: tuple[str, Any], needs: Sequence[str] = ()) -> None:
        """``cells``: name and how its text is read and written; ``needs``: those without which a line says nothing."""
        super().__init__()
        self.cells, self.needs = cells, needs

    def render(self, value: Any = None, obj: Any = None, **kwargs: Any) -> Rendered:
        return lines.join(
            [write(part) for (_, (write, _)), part in zip(self.cells, row, strict=True)] for row in value or ()
        )

    def clean(self, value: Cell, row: Any = None, **kwargs: Any) -> tuple[dict[str, Any], ...]:
        return tuple(self.read(parts) for parts in lines.split(values.as_text(value)))

    def read(self, parts: list[str]) -> dict[str, Any]:
        if len(parts) > len(self.cells):
            raise Unreadable(f"„{' | '.join(parts)[:80]}“ hat mehr Teile als {len(self.cells)}.")
        parts = [*parts, *[""] * (len(self.cells) - len(parts))]
        found = {name: read(part) for (name, (_, read)), part in zip(self.cells, parts, strict=True)}
        if missing := [name for name in self.needs if found[name] in (None, "")]:
            names = ", ".join(_NEEDED[name] for name in missing)
            raise Unreadable(f"In „{' | '.join(parts).rstrip(' |')[:80]}“ fehlt eine Angabe: {names}.")
        return found


class Steps(Parts):
    """Milestones. A line without strokes may name the day as people do: "Auftakt: 01.10.2026", "Auftakt (Mai 2026)"."""

    def read(self, parts: list[str]) -> dict[str, Any]:
        if len(parts) == 1:
            line = " ".join(parts[0].split())
            parts = next(filter(None, (_step(form.fullmatch(line)) for form in _STEPS)), parts)
        return super().read(parts)


def _step(found: re.Match[str] | None) -> list[str]:
    """Title and day, where the one that should be a day is."""
    if found is None:
        return []
    try:
        values.as_date(Cell(found["due"], found["due"]))
    except Unreadable:
        return []
    return [found["title"], found["due"]]


class Shares(Parts):
    """Who takes part, and with what. Names alone may also stand side by side: "VHS, Stadtbibliothek"."""

    def clean(
        self, value: Cell, row: Any = None, known: Known | None = None, **kwargs: Any
    ) -> tuple[dict[str, Any], ...]:
        text = values.as_text(value)
        if any(len(parts) > 1 for parts in lines.split(text)):
            return super().clean(value)
        return tuple(self._share(name, known) for name in names_in(value, known))

    def _share(self, name: str, known: Known | None) -> dict[str, Any]:
        """ "CVJM (Räume)" is CVJM, and with what, where that is a name."""
        found = _IN_BRACKETS.fullmatch(name)
        if found and known and not known(name) and known(found[1]):
            return {"actor": found[1], "contribution": found[2]}
        return {"actor": name, "contribution": ""}


class Funding(Parts):
    """Where the money comes from. A cell that holds nothing but an amount does not say from whom."""

    def clean(
        self, value: Cell, row: Any = None, known: Known | None = None, **kwargs: Any
    ) -> tuple[dict[str, Any], ...]:
        text = values.as_text(value)
        if not any(map(str.isdecimal, text)) or not _OF_SUMS.issuperset(_WORD.findall(text.casefold())):
            return super().clean(value)
        amount = {"source": NOBODY_NAMED, "amount": paid(value)}
        return ({name: amount.get(name, "") for name, _ in self.cells} | {"kind": None, "year": None},)


def paid(cell: Cell) -> Decimal | None:
    money = values.as_money(cell)
    if money is not None and money < 0:
        raise Unreadable(f"„{cell.shown[:60]}“ ist ein Betrag mit Minus.", euros(-money))
    return money


def names_in(cell: Cell, known: Known | None) -> tuple[str, ...]:
    """The names of a cell: whole lines as they were exported where they are known, else what people part by signs."""
    whole = [parts[0] for parts in lines.split(values.as_text(cell)) if len(parts) == 1]
    if known and whole and all(known(name) for name in whole):
        return tuple(dict.fromkeys(whole))
    return values.as_list(cell, known)


# How the parts of a row are written and read: (from a value to text, from text to a value).

TEXT = (lambda text: text or "", lambda text: text)
YEAR = (lambda year: str(year) if year else "", lambda text: values.as_whole(cell_of(text)))
MONEY = (lambda amount: "" if amount is None else euros(amount), lambda text: values.as_money(cell_of(text)))
DAY = (lambda day: f"{day:%d.%m.%Y}" if day else "", lambda text: values.as_date(cell_of(text)))
ROUGH = (lambda value: in_words(Rough().render(value)), lambda text: values.as_date(cell_of(text)))


def choice(choices: Sequence[tuple[str, Any]]) -> tuple[Any, Any]:
    one = Choice(choices)
    return one.render, one.read


def euros(amount: Decimal) -> str:
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,")) + " €"


@lru_cache(maxsize=10_000)
def day_in_words(day: date, precision: str) -> str:
    return day_with_precision(day, precision).replace("\N{NO-BREAK SPACE}", " ")


def in_words(value: Rendered) -> str:
    """What a cell of ``value`` shows."""
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return str(value).replace(".", ",") if isinstance(value, Decimal) else "" if value is None else str(value)


def cell_of(value: Rendered) -> Cell:
    """``value`` as if it had been read from a sheet."""
    return BLANK if value in (None, "") else Cell(value, in_words(value))


def goal_words(period: str, number: int, title: str) -> str:
    """2023-2027 Ziel 3: Sprache"""
    return f"{period} Ziel {number}: {title}"


class Column(Field):
    """A column of a spreadsheet.

    ``reads`` are the values that it is made from, ``fields`` those of the form that it writes; ``gathers`` names what
    hangs on a measure in rows of its own. ``action``: who must be allowed to do it to see the column, else everybody.
    """

    widget: Any

    def __init__(
        self,
        title: str,
        widget: Widget | None = None,
        *,
        reads: Sequence[str] = (),
        fields: Sequence[str] = (),
        gathers: str = "",
        synonyms: Sequence[str] = (),
        explanation: str = "",
        example: Rendered = "",
        width: int = 20,
        action: str = "",
        readonly: bool = False,
        required: bool = False,
    ) -> None:
        super().__init__(
            attribute=reads[0] if reads else gathers, column_name=title, widget=widget or Text(), readonly=readonly
        )
        self.title, self.reads, self.gathers = title, tuple(reads), gathers
        self.fields = () if readonly else tuple(fields or reads)
        self.synonyms, self.explanation, self.example = tuple(synonyms), explanation, example
        self.width, self.action, self.required = width, action, required
        self.key = ""  # its name in the resource, and in addresses

    @property
    def kind(self) -> Kind:
        return self.widget.kind

    def render(self, value: Any) -> Rendered:
        return self.widget.render(value)

    def clean(self, row: Any, **kwargs: Any) -> Any:
        """What a cell says. Raises Unreadable. A blank one says None, nothing ("" or ()), of a flag None."""
        return self.widget.clean(row, **kwargs)

    def says_the_same(self, cell: Cell, rendered: Rendered, known: Known | None = None) -> bool:
        """Whether a cell says what is stored already, of which the export would say ``rendered``."""
        stored = cell_of(rendered)
        if not cell.problem and cell.shown == stored.shown:
            return True
        try:
            return without_words(self.clean(cell, known=known)) == without_words(self.clean(stored, known=known))
        except Unreadable:
            return False


def without_words(value: Any) -> Any:
    """A value for comparing: of dates only what they mean, however they were written."""
    if isinstance(value, RoughDate):
        return value.first, value.last, value.precision
    if isinstance(value, tuple):
        return tuple(without_words(one) for one in value)
    return {name: without_words(one) for name, one in value.items()} if isinstance(value, dict) else value
