"""Columns that say in their heading of which year money is, or who pays it."""

from decimal import Decimal

import pytest

from tests import make

from .sheet import data_of, keys, plan_of, planned, problems

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]
VHS = "Volkshochschule Herne"
MONEY = "Maßnahme;Federführung;Kosten 2024;2025 (€);Mittel HHJ 2026"


def test_an_amount_for_each_year():
    plan = planned(MONEY, ["Chor", VHS, "500 €", "", 1200.5], ["Club", VHS, "", "-", ""])

    assert [(part[0], part[2], part[3]) for part in data_of(plan)[0]["funding"]] == [
        ("Mittelgeber nicht genannt", 2024, 500), ("Mittelgeber nicht genannt", 2026, 1200.5),
    ]  # fmt: skip
    assert data_of(plan)[1]["funding"] == ()


@pytest.mark.parametrize(
    ("head", "cell", "message"),
    [
        ("Kosten 2024", "ca. 6 T€", "„ca. 6 T€“ ist keine Zahl. Vorschlag: 6.000"),
        ("Kosten 2024 (in T€)", 12, "„12 T€“ ist keine Zahl. Vorschlag: 12.000"),
        ("Kosten 2024", "beantragt", "„beantragt“ ist keine Zahl."),
        ("Kosten 2024", "-5", "„-5“ ist ein Betrag mit Minus. Vorschlag: 5,00 €"),
    ],
)
def test_what_is_no_amount_is_refused_in_its_column(head, cell, message):
    assert problems(planned(f"Maßnahme;Federführung;{head}", ["Chor", VHS, cell])) == [(2, head, message)]


def test_who_pays_and_what_it_comes_to_may_stand_beside_the_years():
    heads = "Maßnahme;Federführung;{};2024 €;2025 €"
    named = planned(heads.format("Mittelgeber"), ["Chor", VHS, "Beispielstiftung", 100, 200])
    assert {(part[0], part[2]) for part in data_of(named)[0]["funding"]} == {
        ("Beispielstiftung", 2024), ("Beispielstiftung", 2025),
    }  # fmt: skip
    total = planned(heads.format("Kosten gesamt"), ["Chor", VHS, 300, 100, 200], ["Club", VHS, 400, 100, 200])
    assert [part[3] for part in data_of(total)[0]["funding"]] == [100, 200]
    assert problems(total) == [
        (
            3,
            "Kosten gesamt",
            "Das widerspricht den Beträgen der Jahre: Sie ergeben zusammen 300,00 €, hier steht 400,00 €.",
        )
    ]


def test_a_year_told_twice_is_read_once_and_a_second_series_not_at_all():
    plan = planned(
        "Maßnahme;Federführung;Kosten 2024;Kosten 2025;Förderung 2024;Förderung 2026", ["Chor", VHS, 1, 2, 3, 4]
    )

    assert [(part[2], part[3]) for part in data_of(plan)[0]["funding"]] == [(2024, 1), (2025, 2)]
    assert [remark for remark in plan.remarks if "Förderung" in remark and "nicht eingelesen" in remark] == [
        f"Die Spalte „Förderung {year}“ wird nicht eingelesen: Diese Mittel stehen schon in „Kosten 2024“."
        for year in (2024, 2026)
    ]


def test_the_same_heading_twice_is_read_once():
    plan = planned("Maßnahme;Federführung;Kosten 2024;Kosten 2025;Kosten (2025)", ["Chor", VHS, 1, 2, 3])

    assert keys(plan)[2:] == ["each_funding", "each_funding", ""]


def test_a_year_that_somebody_has_said_is_not_told_by_another_column():
    said = {"columns": {"Haushalt 2025": "Finanzierung eines Jahres oder Mittelgebers"}}
    plan = planned("Maßnahme;Federführung;Kosten 2025;Haushalt 2025", ["Chor", VHS, 1, 2], choices=said)

    assert [part[3] for part in data_of(plan)[0]["funding"]] == [2]


def test_money_of_other_years_stays():
    measure = make.measure(title="Chor", lead=make.Actor.objects.get(name=VHS))
    make.funding_item(measure, source="Land", year=2022, amount=7)

    plan = planned(MONEY, ["Chor", VHS, 5, "", ""])

    assert sorted(part[2] for part in data_of(plan)[0]["funding"]) == [2022, 2024]


def money(plan, at=0):
    return [part[:4] for part in data_of(plan)[at]["funding"]]


def test_money_of_each_payer():
    plan = planned(
        "Maßnahme;Federführung;Eigenmittel;Fördermittel Land (in €);Drittmittel", ["Chor", VHS, 500, "1.200,50 €", ""],
        ["Club", VHS, "", "–", 70],
    )  # fmt: skip

    assert keys(plan)[2:] == ["each_funding"] * 3
    assert money(plan) == [("Eigenmittel", "own", None, 500), ("Fördermittel Land", "state", None, Decimal("1200.5"))]
    assert money(plan, 1) == [("Drittmittel", "other", None, 70)]
    assert any("Finanzierung eines Jahres oder Mittelgebers" in one and "„Drittmittel“" in one for one in plan.remarks)


def test_money_of_each_payer_and_year():
    plan = planned("Maßnahme;Federführung;Eigenmittel 2025;2026 Landesmittel (T€)", ["Chor", VHS, 500, "3"])
    assert problems(plan)[0][1:] == ("2026 Landesmittel (T€)", "„3 T€“ ist keine Zahl. Vorschlag: 3.000")

    plan = planned("Maßnahme;Federführung;Eigenmittel 2025;2026 Landesmittel", ["Chor", VHS, 500, 3])
    assert money(plan) == [("Eigenmittel", "own", 2025, 500), ("Landesmittel", "state", 2026, 3)]


def test_payers_in_two_lines_of_a_head():
    heads = "Maßnahme;Federführung;Eigenmittel;;Landesmittel\n;;2025;2026;2025\n"
    plan = plan_of(f"{heads}Chor;{VHS};1;2;3\n".encode())

    assert keys(plan)[2:] == ["each_funding"] * 3
    assert [(part[0], part[2], part[3]) for part in money(plan)] == [
        ("Eigenmittel", 2025, 1), ("Eigenmittel", 2026, 2), ("Landesmittel", 2025, 3),
    ]  # fmt: skip


def test_a_part_of_the_whole_by_who_pays():
    plan = planned("Maßnahme;Federführung;Gesamtkosten;davon Eigenanteil;davon Landesmittel", ["Chor", VHS, 9, 5, 4])
    assert [(part[0], part[3]) for part in money(plan)] == [("Eigenanteil", 5), ("Landesmittel", 4)]
    assert plan.lines[0].remarks == []


def test_costs_beside_payers_are_not_read_a_second_time():
    plan = planned("Maßnahme;Federführung;Kosten 2025;Eigenmittel 2025;Landesmittel 2025", ["Chor", VHS, 900, 500, 300])

    assert money(plan) == [("Eigenmittel", "own", 2025, 500), ("Landesmittel", "state", 2025, 300)]
    assert any("„Kosten 2025“ wird nicht eingelesen" in remark for remark in plan.remarks)


def test_the_sum_of_all_costs_beside_payers():
    plan = planned("Maßnahme;Federführung;Gesamtkosten;Eigenmittel", ["Chor", VHS, 900, 500], ["Club", VHS, 50, 50])

    assert money(plan) == [("Eigenmittel", "own", None, 500)]
    assert [line.remarks for line in plan.lines] == [
        ["900,00 € ist nicht die Summe der Mittel daneben (500,00 €); gespeichert werden diese."], [],
    ]  # fmt: skip


def test_a_payer_that_is_named_stands_beside_own_money():
    plan = planned("Maßnahme;Federführung;Mittelgeber;Eigenmittel", ["Chor", VHS, "Beispielstiftung", 500])
    assert [(part[0], part[3]) for part in money(plan)] == [("Beispielstiftung", None), ("Eigenmittel", 500)]


def test_words_below_a_payer_are_who_pays():
    plan = planned("Maßnahme;Federführung;Drittmittel", ["Chor", VHS, "Beispielstiftung"])
    assert money(plan) == [("Beispielstiftung", "other", None, None)]


def test_money_of_other_payers_stays():
    measure = make.measure(title="Chor", lead=make.Actor.objects.get(name=VHS))
    make.funding_item(measure, source="Land NRW", kind="state", year=None, amount=7)
    make.funding_item(measure, source="Eigenmittel", kind="own", year=None, amount=8)

    plan = planned("Maßnahme;Federführung;Eigenmittel", ["Chor", VHS, 9])

    assert sorted((part[0], part[3]) for part in money(plan)) == [("Eigenmittel", 9), ("Land NRW", 7)]


def test_money_of_payers_read_again_changes_nothing():
    measure = make.measure(title="Chor", lead=make.Actor.objects.get(name=VHS))
    make.funding_item(measure, source="Eigenmittel", kind="own", year=2025, amount=8)
    plan = planned("Maßnahme;Federführung;Eigenmittel 2025", ["Chor", VHS, 8])
    assert [line.outcome.value for line in plan.lines] == ["unchanged"]
