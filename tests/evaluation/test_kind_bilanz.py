"""Zwischenbilanz and Abschlussbericht: a period in figures over its years, what ended, what is carried on."""

from datetime import date
from decimal import Decimal

import pytest

from evaluation.reports import KINDS, balance, frame, readings, verdicts
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
        ("up", [Decimal(90), Decimal(79)], Decimal(80), "noch nicht erreicht, entfernt sich"),
        ("up", [Decimal(70), Decimal(79)], Decimal(80), "noch nicht erreicht, nähert sich"),
        ("up", [Decimal(70), Decimal(70)], Decimal(80), "noch nicht erreicht, unverändert"),
        ("down", [Decimal(9), Decimal(8)], Decimal(8), "erreicht"),
        ("down", [Decimal(10), Decimal(9)], Decimal(8), "noch nicht erreicht, nähert sich"),
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
    assert verdicts.on_the_way(row) == expected
    assert verdicts.in_the_end(row) == ("nicht erreicht" if expected.startswith("noch") else expected)


def test_a_withheld_number_reaches_nothing(circle):
    indicator = make.indicator(
        goal=circle.goals[1], title="Kinder", unit="Kinder", counts_children=True, direction="down",
        target=Decimal(10), target_year=2027, decimal_places=0,
    )  # fmt: skip
    make.indicator_value(indicator, 2024, Decimal(3))
    [row] = readings.goals(circle.period)[1]["indicators"]
    assert verdicts.on_the_way(row) == verdicts.in_the_end(row) == "–"


def goal_values(*measures, attained=(), **fields):
    """A goal as a report's values have it."""
    rows = [
        {"number": f"M-{n:03}", "title": "T", "status": status, "status_label": status, "reason": "Grund.",
         "due_on": due_on, "until": "31.12.2025"}
        for n, (status, due_on) in enumerate(measures, 1)
    ]  # fmt: skip
    return {"number": 1, "title": "Ziel", "measures": rows, "indicators": [], "attained": list(attained), **fields}


DUE = ("on_track", "2025-12-31")
WELL, BADLY = ("on_track", ""), ("delayed", "")


@pytest.mark.parametrize(
    ("measures", "attained", "expected"),
    [
        ([WELL], [3], "auf Kurs"),
        ([WELL, ("done", "2025-12-31")], [2, 2], "auf Kurs"),
        ([WELL], [], "zu beobachten"),
        ([WELL], [3, None], "zu beobachten"),
        ([WELL, WELL, BADLY], [3], "zu beobachten"),
        ([WELL, WELL, DUE], [3], "zu beobachten"),
        ([WELL], [1], "gefährdet"),
        ([WELL], [4, 3], "gefährdet"),
        ([WELL, BADLY], [4], "gefährdet"),
        ([WELL, DUE], [4], "gefährdet"),
        ([], [4], "gefährdet"),
    ],
)
def test_a_goal_is_at_risk_by_rating_and_measures(measures, attained, expected):
    assert verdicts.verdict(goal_values(*measures, attained=attained), "2026-06-01").risk == expected


@pytest.mark.parametrize(
    ("attained", "expected"),
    [([4], "erreicht"), ([3], "erreicht"), ([4, 2], "teilweise erreicht"), ([1], "nicht erreicht"),
     ([0], "nicht erreicht"), ([3, None], "nicht bewertet"), ([], "nicht bewertet")],
)  # fmt: skip
def test_the_result_of_a_goal_is_what_the_last_round_agreed_upon(attained, expected):
    assert verdicts.verdict(goal_values(WELL, attained=attained), "2027-12-31").result == expected


def test_what_must_be_steered_is_told_with_its_reason():
    found = verdicts.verdict(goal_values(WELL, BADLY, DUE, attained=[3, 1]), "2026-06-01")
    assert verdicts.risks(found) == [
        "Gemeinsame Bewertung: in Ansätzen erreicht (1 von 4), schlechter als zuvor",
        "M-002 T (delayed): Grund",
        "M-003 T (on_track): überfällig seit 31.12.2025",
    ]


def test_what_was_not_reached_is_told_with_its_reason():
    said = {"attainment_reason": "Es fehlte\nPersonal."}
    goal = goal_values(WELL, ("cancelled", ""), BADLY, attained=[2], evaluation=said)
    assert verdicts.shortfalls(verdicts.verdict(goal, "2027-12-31")) == [
        "Gemeinsame Bewertung: teilweise erreicht (2 von 4). Es fehlte Personal.",
        "M-002 T (cancelled): Grund",
        "M-003 T (delayed): Grund",
    ]


def test_an_indicator_that_misses_its_target_is_told_in_the_end(circle):
    circle.indicator.direction = "up"
    circle.indicator.save()
    goal = {**readings.goals(circle.period)[0], "attained": [4]}
    text = " ".join(verdicts.shortfalls(verdicts.verdict(goal, "2026-06-01"))).replace("\N{NO-BREAK SPACE}", " ")
    assert "Kennzahl „Abschlüsse“: zuletzt 63,5 % (2024), Zielwert 80,0 % (Zielwert 2027)" in text


def in_order(text, titles):
    places = [text.find(title) for title in titles]
    assert -1 not in places
    assert places == sorted(places)


def test_the_zwischenbilanz_says_where_the_goals_stand_and_what_must_be_steered(world):
    world.circle.indicator.direction = "up"
    world.circle.indicator.save()
    text = reading.text(render(world.values("zwischenbilanz"))).replace("\N{NO-BREAK SPACE}", " ")
    in_order(
        text,
        [
            "3. Wo die Handlungsziele stehen",
            "der Zielperiode 2023–2027 vergangen.",
            "4. Wo gesteuert werden muss",
            "Gefährdet ist das Handlungsziel 2. Zu beobachten ist das Handlungsziel 1.",
            "Handlungsziel 1: Lernen unterstützen – zu beobachten",
            "M-002 Sprachkurs (verzögert): Stelle fehlt",
            "Handlungsziel 2: Übergänge gestalten – gefährdet",
            "Gemeinsame Bewertung: in Ansätzen erreicht (1 von 4)",
            "5. Maßnahmen der Zielperiode",
            "Maßnahmen nach Jahren",
            "6. Die Handlungsziele im Einzelnen",
            "7. Kennzahlen auf dem Weg zum Zielwert",
            "8. Bisher beendete Maßnahmen",
            "9. Was aus den Empfehlungen",
            "10. Ausblick",
        ],
    )
    assert "63,5 % (2024) 80,0 % (Ziel- wert 2027) noch nicht erreicht, nähert sich" in text


def test_the_abschlussbericht_says_what_was_reached_what_was_not_and_why(world):
    text = reading.text(render(world.values("abschlussbericht")))
    in_order(
        text,
        [
            "3. Ergebnis je Handlungsziel",
            "4. Was nicht erreicht wurde und warum",
            "Erreicht ist das Handlungsziel 1. Nicht erreicht ist das Handlungsziel 2.",
            "Handlungsziel 2: Übergänge gestalten – nicht erreicht",
            "5. Maßnahmen der Zielperiode",
            "6. Die Handlungsziele im Einzelnen",
            "7. Kennzahlen und Zielwerte",
            "8. Abgeschlossene und eingestellte Maßnahmen",
            "9. Was aus den Empfehlungen",
            "10. Was fortgeführt wird",
            "11. Ausblick",
        ],
    )


@pytest.mark.parametrize("kind", ["zwischenbilanz", "abschlussbericht"])
def test_values_from_before_there_were_verdicts_are_still_drawn(world, kind):
    values = world.values(kind)
    del values["period"]["starts_on"]
    for key in ("steering", "shortfalls"):
        values["texts"].pop(key, None)
    for goal in values["goals"]:
        for measure in goal["measures"]:
            del measure["due_on"]
    assert KINDS[kind].label in reading.text(render(values))


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
