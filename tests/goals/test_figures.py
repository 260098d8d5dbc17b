"""The numbers of an indicator: what is shown, drawn and guarded."""

from decimal import Decimal

import pytest

from goals.figures import NO_TARGET, indicator_figures
from goals.querysets import figures_for
from tests import make

pytestmark = pytest.mark.django_db


def figures(small_numbers=False, values=(), **fields):
    indicator = make.indicator(**fields)
    for year, value in values:
        make.indicator_value(indicator, year, value)
    return indicator_figures(indicator, indicator.values.order_by("year"), small_numbers=small_numbers)


def test_values_read_in_german_with_their_unit():
    one = figures(values=[(2023, Decimal("1234.5"))], unit="Personen", decimal_places=1)
    assert one.values[0].text == "1.234,5\N{NO-BREAK SPACE}Personen"
    assert one.latest == one.values[0]


def test_the_chart_draws_values_baseline_and_target():
    one = figures(values=[(2023, 30), (2024, 40)], baseline=20, baseline_year=2020, target=60, target_year=2027)
    assert [(point.label, point.value) for point in one.chart.points] == [("2023", 30), ("2024", 40)]
    assert (one.chart.baseline, one.chart.target) == (20, 60)
    assert "60" in one.target_text


def test_without_a_resolved_target_it_says_so():
    one = figures(values=[(2023, 30), (2024, 40)])
    assert one.target_text == NO_TARGET
    assert one.chart.target is None


def test_a_single_point_is_not_drawn():
    assert figures(values=[(2023, 30)]).chart is None


def test_few_children_are_not_counted_in_public():
    counted = {"counts_children": True, "unit": "Kinder", "decimal_places": 0, "baseline": 3, "baseline_year": 2020}
    one = figures(values=[(2022, 4), (2023, 5), (2024, 9)], **counted)
    assert [figure.text.split()[0] for figure in one.values] == ["unter", "5", "9"]
    assert one.values[0].text == "unter 5"
    assert [point.value for point in one.chart.points] == [None, 5, 9]
    assert one.baseline.text == "unter 5"
    assert one.chart.baseline is None


def test_few_of_something_else_are_counted():
    assert figures(values=[(2022, 4)], counts_children=False).values[0].value == 4


def test_the_offices_read_small_numbers(cast):
    indicator = make.indicator(counts_children=True, title="Schulabbrüche")
    make.indicator_value(indicator, 2024, 3)
    rows = type(indicator).objects.all()
    for user, expected in ((cast.office, 3), (cast.clerk, 3), (cast.council, None), (cast.vhs_editor, None)):
        assert figures_for(rows, user)[0].values[0].value == expected, user


@pytest.mark.parametrize("path", ["goal", "indicator", "list"])
def test_no_page_tells_the_public_a_small_number(path, client):
    indicator = make.indicator(
        counts_children=True, unit="Kinder", decimal_places=4, baseline=Decimal("3.1417"), baseline_year=2020
    )
    make.indicator_value(indicator, 2023, Decimal("3.1415"))
    make.indicator_value(indicator, 2024, 50)
    make.indicator_value(indicator, 2025, Decimal("3.1416"))
    paths = {"goal": indicator.goal.get_absolute_url(), "indicator": indicator.get_absolute_url()}
    shown = client.get(paths.get(path, "/kennzahlen/")).content.decode()
    assert "unter 5" in shown
    assert "3,141" not in shown
    assert "3.141" not in shown
