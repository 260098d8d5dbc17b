"""Zwischenbilanz and Abschlussbericht: a period in figures over its years, what ended, what is carried on."""

from datetime import date
from decimal import Decimal

import pytest

from evaluation.reports import balance, frame, readings
from evaluation.reports.rendering import render
from tests import make
from tests.pdf import reading


@pytest.fixture
def lives(circle):
    """Begun 2023, done 2024; begun 2024, stopped 2025; planned for 2025 and not begun; begun nobody knows when."""
    done, stopped, planned, _unknown = circle.measures
    for measure, fields in (
        (done, {"started_on": date(2023, 3, 1), "status": "done", "completed_on": date(2024, 7, 1)}),
        (stopped, {"started_on": date(2024, 1, 1), "status": "cancelled", "status_reason": "Kein Geld"}),
        (planned, {"planned_start_on": date(2025, 1, 1), "status": "planned"}),
    ):
        for name, value in fields.items():
            setattr(measure, name, value)
        measure.save()
    stopped.status_since = date(2025, 5, 5)
    stopped.save()
    return circle


def test_years_count_what_began_ended_and_ran(lives):
    rows = balance.years(lives.period, date(2025, 6, 1))
    assert [tuple(row.values()) for row in rows] == [(2023, 1, 0, 0, 2), (2024, 1, 1, 0, 2), (2025, 0, 0, 1, 1)]


def test_a_year_that_is_not_over_counts_until_the_day(lives):
    assert balance.years(lives.period, date(2025, 4, 1))[-1] == {
        "year": 2025, "begun": 0, "done": 0, "cancelled": 0, "running": 2,
    }  # fmt: skip


def test_what_ended_is_told_with_its_reason_the_last_first(lives):
    assert [(row["number"], row["ended"], row["reason"]) for row in balance.ended(lives.period)] == [
        ("M-002", "05.05.2025", "Kein Geld"),
        ("M-001", "01.07.2024", ""),
    ]


@pytest.mark.parametrize(
    ("direction", "values", "target", "expected"),
    [
        ("up", [Decimal(70), Decimal(80)], Decimal(80), "erreicht"),
        ("up", [Decimal(90), Decimal(79)], Decimal(80), "noch nicht erreicht"),
        ("down", [Decimal(9), Decimal(8)], Decimal(8), "erreicht"),
        ("down", [Decimal(9)], Decimal(8), "noch nicht erreicht"),
        ("neutral", [Decimal(90)], Decimal(80), "–"),
        ("up", [], Decimal(80), "–"),
        ("up", [Decimal(90)], None, "–"),
    ],
)
def test_a_target_is_reached_by_the_last_value_in_its_direction(circle, direction, values, target, expected):
    indicator = circle.indicator
    indicator.values.all().delete()
    indicator.direction, indicator.target, indicator.target_year = direction, target, 2027 if target else None
    indicator.save()
    for year, value in enumerate(values, 2023):
        make.indicator_value(indicator, year, value)
    [row] = readings.goals(circle.period)[0]["indicators"]
    assert balance.verdict(row) == expected


def test_a_withheld_number_reaches_nothing(circle):
    indicator = make.indicator(
        goal=circle.goals[1], title="Kinder", unit="Kinder", counts_children=True, direction="down",
        target=Decimal(10), target_year=2027, decimal_places=0,
    )  # fmt: skip
    make.indicator_value(indicator, 2024, Decimal(3))
    [row] = readings.goals(circle.period)[1]["indicators"]
    assert balance.verdict(row) == "–"


def test_the_zwischenbilanz_tells_all_in_order(world):
    world.circle.indicator.direction = "up"
    world.circle.indicator.save()
    text = reading.text(render(world.values("zwischenbilanz")))
    titles = [
        "3. Zielerreichung",
        "4. Maßnahmen der Zielperiode",
        "Maßnahmen nach Jahren",
        "5. Bilanz der Handlungsziele",
        "6. Kennzahlen und Zielwerte",
        "7. Beendete Maßnahmen",
        "8. Was aus den Empfehlungen",
        "9. Ausblick",
    ]
    assert [text.find(title) for title in titles] == sorted(text.find(title) for title in titles)
    assert all(title in text for title in titles)
    assert "63,5 % (2024) 80,0 % (Ziel- wert 2027) noch nicht erreicht" in text.replace("\N{NO-BREAK SPACE}", " ")


class TestCarriedOn:
    def test_a_draft_is_told_only_where_it_was_chosen(self, world):
        assert world.values("abschlussbericht")["synopsis"] is None
        values = world.values("abschlussbericht", carry_over=world.carry_over)
        assert [pair["kind"] for pair in values["synopsis"]["pairs"]] == ["angepasst", "beendet", "neu"]
        text = reading.text(render(values))
        assert "Entwurf der Verwaltung" in text
        assert "3 Maßnahmen gehen mit" in text
        assert "Anlage 2: Synopse der Handlungsziele 2023–2027 und 2028–2032" in text

    def test_an_adopted_one_is_told_by_itself(self, circle):
        carry_over = make.adopted_carry_over()
        variant = make.variant(report=make.report(kind="abschlussbericht", period=carry_over.period))
        values = frame.figures(variant, make.TODAY)
        assert values["synopsis"]["paper"] == "2018/0001"
        assert "mit der Vorlage 2018/0001 beschlossen worden" in reading.text(render(values))
