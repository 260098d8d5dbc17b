"""What all charts share: the table of numbers, text widths, places on the canvas."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from bildungsnetz.documents.text import german_number

Number = int | float | Decimal

FONT_SIZE = 12
PAGE_WIDTH = 360


@dataclass(frozen=True)
class Table:
    """The numbers of a chart as text; the first cell of each row names it."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Text:
    """A line of text at a place; ``anchor`` is SVG's start, middle or end."""

    x: float
    y: float
    text: str
    anchor: str = "start"


@dataclass(frozen=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float


class Chart(ABC):
    """Gives each chart what the templates use; subclasses are frozen dataclasses with a ``title`` and a ``width``."""

    template_name: ClassVar[str]
    font_size: ClassVar[int] = FONT_SIZE
    # As an attribute of <svg>: WeasyPrint looks for it there, and a page's policy forbids style attributes.
    font_family: ClassVar[str] = "Fira Sans, Noto Sans, Noto Emoji, Noto Sans Symbols2, sans-serif"
    title: str

    @property
    @abstractmethod
    def numbers(self) -> str:
        """All numbers of the chart in one sentence without a full stop."""

    @property
    @abstractmethod
    def description(self) -> str:
        """How to read the chart."""

    @property
    @abstractmethod
    def as_table(self) -> Table:
        """The same numbers as a table, to stand beside the chart."""

    @property
    def label(self) -> str:
        return f"{self.title}: {self.numbers}"


def text_width(text: str, size: float = FONT_SIZE) -> float:
    """About how wide the text is in Fira Sans: good enough to keep labels apart."""
    return len(text) * size * 0.56


def shortened(text: str, width: float, size: float = FONT_SIZE) -> str:
    """The text cut at a word so that it fits into ``width``; the table beside the chart has all of it."""
    if text_width(text, size) <= width:
        return text
    room = max(int(width / (size * 0.56)) - 1, 1)
    cut = text[:room].rsplit(" ", 1)[0] if " " in text[:room] else text[:room]
    return cut.rstrip(" ,;:–-") + "…"


def step_number(value: Number) -> str:
    """A value on a scale of whole steps: whole values stay whole, others have one decimal."""
    return german_number(value, 0 if float(value).is_integer() else 1)


def with_unit(value: Number, decimals: int, unit: str) -> str:
    """12.5, 1, "%" -> "12,5 %" with a no-break space."""
    return f"{german_number(value, decimals)}\N{NO-BREAK SPACE}{unit}" if unit else german_number(value, decimals)
