"""The numbers of the indicators as they may be shown, for page, chart and paper alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from bildungsnetz.access import Person, may
from bildungsnetz.documents.charts import IndicatorChart, Point
from bildungsnetz.documents.charts.base import with_unit

from .models import Indicator, IndicatorValue

SMALLEST_SHOWN = 5
NO_TARGET = "kein Zielwert beschlossen"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number: ``text`` is what a reader sees; ``value`` is None where only the text may be shown."""

    label: str
    value: Decimal | None
    text: str
    note: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorFigures:
    """An indicator with its numbers, from which chart and table are made."""

    indicator: Indicator
    values: tuple[Figure, ...]
    baseline: Figure | None
    target: Figure | None
    comparison: Figure | None

    @property
    def target_text(self) -> str:
        return self.target.text if self.target else NO_TARGET

    @property
    def latest(self) -> Figure | None:
        return self.values[-1] if self.values else None

    @property
    def chart(self) -> IndicatorChart | None:
        """None while there is nothing to compare: a single point says less than the table."""
        points = tuple(Point(figure.label, figure.value) for figure in self.values)
        if sum(point.value is not None for point in points) < 2:
            return None
        return IndicatorChart(
            title=self.indicator.title,
            points=points,
            unit=self.indicator.unit,
            decimals=self.indicator.decimal_places,
            target=self.target.value if self.target else None,
            baseline=self.baseline.value if self.baseline else None,
            goal=self.indicator.goal.number if self.indicator.goal else None,
        )


def sees_small_numbers(user: Person) -> bool:
    return may(user, "see_small_numbers", Indicator)


def guarded(indicator: Indicator, value: Decimal, *, small_numbers: bool) -> tuple[Decimal | None, str]:
    """A value and its words. Counts of children below 5 could point at single ones: all but the offices read "unter 5".

    Every path to a reader outside the offices goes through here: page, chart, paper, open data.
    """
    if indicator.counts_children and value < SMALLEST_SHOWN and not small_numbers:
        return None, f"unter {SMALLEST_SHOWN}"
    return value, words(indicator, value)


def words(indicator: Indicator, value: Decimal) -> str:
    return with_unit(value, indicator.decimal_places, indicator.unit)


def indicator_figures(
    indicator: Indicator, values: Iterable[IndicatorValue], *, small_numbers: bool
) -> IndicatorFigures:
    """The numbers of ``indicator`` for a reader who may see ``small_numbers`` or not. ``values`` in order of time."""

    def figure(label: str, value: Decimal | None, note: str = "", mark: str = "") -> Figure | None:
        if value is None:
            return None
        return Figure(label, *guarded(indicator, value, small_numbers=small_numbers), note, mark)

    def resolved(label: str, value: Decimal | None) -> Figure | None:
        """A number that was set, not counted, and needs no guard."""
        return None if value is None else Figure(label, value, words(indicator, value))

    measured = (figure(row.label, row.value, row.note, row.origin_of("value")) for row in values)
    return IndicatorFigures(
        indicator=indicator,
        values=tuple(one for one in measured if one),
        baseline=figure(f"Ausgangswert {indicator.baseline_year}", indicator.baseline),
        target=resolved(f"Zielwert {indicator.target_year}", indicator.target),
        comparison=figure(indicator.comparison_label or "Vergleichswert", indicator.comparison),
    )
