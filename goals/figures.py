"""The numbers of the indicators as they may be shown, for page, chart and paper alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bildungsnetz.access import Person, may
from bildungsnetz.documents.charts import IndicatorChart, Point
from bildungsnetz.documents.charts.base import with_unit

from .models import Indicator, IndicatorValue
from .small_numbers import withheld

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
        points = tuple(Point(one.label, one.value, one.text if one.value is None else "") for one in self.values)
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


def words(indicator: Indicator, value: Decimal) -> str:
    return with_unit(value, indicator.decimal_places, indicator.unit)


def indicator_figures(
    indicator: Indicator, values: Iterable[IndicatorValue], *, small_numbers: bool
) -> IndicatorFigures:
    """The numbers of ``indicator`` for a reader who may see ``small_numbers`` or not. ``values`` in order of time.

    Every path to a reader outside the offices goes through here: page, chart, paper, open data.
    """
    hidden = {} if small_numbers else withheld(indicator)

    def figure(key: Any, label: str, value: Decimal | None, note: str = "", mark: str = "") -> Figure | None:
        if value is None:
            return None
        if key in hidden:
            return Figure(label, None, hidden[key], "", mark)
        return Figure(label, value, words(indicator, value), note, mark)

    measured = (
        figure((row.year, row.time_reference), row.label, row.value, row.note, row.origin_of("value")) for row in values
    )
    return IndicatorFigures(
        indicator=indicator,
        values=tuple(one for one in measured if one),
        baseline=figure("baseline", f"Ausgangswert {indicator.baseline_year}", indicator.baseline),
        target=figure("target", f"Zielwert {indicator.target_year}", indicator.target),
        comparison=figure("comparison", indicator.comparison_label or "Vergleichswert", indicator.comparison),
    )
