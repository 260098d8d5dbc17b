"""Cells as offices write them: read where they mean one thing, refused where they could mean two."""

from datetime import date
from decimal import Decimal

import pytest

from measures.models import Actor
from tests import make
from tests.measures.imports.sheet import planned

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _vhs(db):
    make.actor("Volkshochschule Herne")


def row(head, value, **options):
    (line,) = planned(f"Maßnahme;Federführung;{head}", ["Leseclub", "Volkshochschule Herne", value], **options).lines
    return line


def said(head, value):
    line = row(head, value)
    assert [problem.message for problem in line.problems] == []
    return line.candidate.cleaned_data


@pytest.mark.parametrize("amount", ["5.000 - 10.000 €", "10 %", "1e400", "1,5 Mio. €", "ca. 600 T€ im Jahr", "-500"])
def test_what_is_no_amount_is_no_name_of_a_funder_either(amount):
    assert row("Kosten", amount).outcome.value == "refused"


@pytest.mark.parametrize("words", ["tbd", "noch offen", "2 x 500 €", "∞", "WAHR", "Landesmittel"])
def test_a_column_of_sums_has_no_names_of_funders(words):
    (problem,) = row("Gesamtkosten (in €)", words).problems
    assert problem.column == "Gesamtkosten (in €)"


def test_a_sum_beside_its_year_is_no_name_of_a_funder():
    head, *rows = "Maßnahme;Federführung;Kosten;Haushaltsjahr", ["Leseclub", "1.500 €"], ["Chor", ""]
    lines = planned(head, *([title, "Volkshochschule Herne", costs, "2026"] for title, costs in rows)).lines
    found = [line.candidate.cleaned_data["funding"] for line in lines]
    assert found == [(("Mittelgeber nicht genannt", "other", 2026, Decimal(1500), ""),), ()]


@pytest.mark.parametrize("amount", ["5.000,-- €", "EUR 5.000,-", "5000 Euro"])
def test_an_amount_without_cents(amount):
    assert said("Kosten", amount)["funding"][0][3] == Decimal(5000)


def test_the_name_of_a_funder_may_have_a_number():
    assert said("Förderung", "DigitalPakt 2.0")["funding"][0][0] == "DigitalPakt 2.0"


@pytest.mark.parametrize(
    ("head", "words", "name", "day", "precision"),
    [
        ("Beginn", "seit 2020", "planned_start", date(2020, 1, 1), "year"),
        ("Beginn", "ab Mai 2027", "planned_start", date(2027, 5, 1), "month"),
        ("Beginn", "ab dem 01.05.2027", "planned_start", date(2027, 5, 1), "day"),
        ("Beginn", "ab SJ. 2025/26", "planned_start", date(2025, 8, 1), "school_year"),
        ("Ende", "bis 2027", "planned_end", date(2027, 12, 31), "year"),
        ("Ende", "spätestens 31.07.2027", "planned_end", date(2027, 7, 31), "day"),
        ("Ende", "01.05.2027 00:00:00", "planned_end", date(2027, 5, 1), "day"),
    ],
)
def test_words_before_a_date_that_its_heading_says_already(head, words, name, day, precision):
    data = said(head, words)
    assert (data[f"{name}_on"], data[f"{name}_precision"]) == (day, precision)


def test_an_end_is_no_beginning():
    assert row("Beginn", "bis 2027").problems


@pytest.mark.parametrize("words", ["Ziel III", "III", "(3)", "ziel iii: Sprache"])
def test_numbers_of_goals_as_romans_wrote_them(words):
    goal = make.goal(3, title="Sprache")
    assert said("Ziel", words)["leading_goal"] == goal.pk


def test_umlauts_that_are_spelled_out():
    actor = make.actor("Städtische Bücherei")
    assert said("Mitwirkung", "Staedtische Buecherei")["participations"] == ((actor.pk, ""),)


def test_the_lead_among_those_who_take_part_is_left_out_and_said():
    caritas = make.actor("Caritas")
    line = row("Mitwirkung", "Volkshochschule Herne, Caritas")
    assert line.candidate.cleaned_data["participations"] == ((caritas.pk, ""),)
    assert line.remarks == ["Wer die Federführung hat, wirkt nicht noch einmal mit."]


def test_a_title_is_one_line():
    (line,) = planned("Maßnahme;Federführung", ["Lese-\u00a0und\nSpielclub", "Volkshochschule Herne"]).lines
    assert line.title == "Lese- und Spielclub"


@pytest.mark.parametrize("word", ["Grundschule", "PRIMARBEREICH"])
def test_everyday_words_for_a_stage(word):
    stage = make.stage("Primarstufe")
    assert said("Bildungsphase", word)["stages"] == {stage.pk}


def test_nothing_may_be_a_dash():
    assert said("Beginn", "–")["planned_start_on"] is None
    assert row("Reichweite", "–").candidate.cleaned_data["reach"] == "–"


def test_a_measure_that_is_done_ended_when_its_list_says():
    (line,) = planned(
        "Maßnahme;Federführung;Status;Ende", ["Leseclub", "Volkshochschule Herne", "abgeschlossen", "2024"]
    ).lines
    assert line.candidate.cleaned_data["completed_on"] == date(2024, 12, 31)
    assert "Als Abschluss gilt das Ende: 2024." in line.remarks


def test_a_row_tells_all_that_it_says_whatever_becomes_of_it():
    named = {"Maßnahme": "Leseclub", "Federführung": "Volkshochschule Herne"}
    assert row("Status", "geplant").values == named | {"Status": "geplant"}
    assert row("Status", "blau").values == named
    make.measure(title="Leseclub", lead=Actor.objects.get())
    assert row("Kosten", "").values == named


@pytest.mark.parametrize("words", ["Ziel 1, Ziel 3", "1; 3", "1 und 3", "1.\n3.", "1. Lesen\n3. Sprache und Schrift"])
def test_of_several_goals_in_a_cell_the_first_one_leads_and_that_is_said(words):
    goals = [make.goal(number, title=title) for number, title in ((1, "Lesen"), (3, "Sprache und Schrift"))]
    line = row("Handlungsziel", words)
    data = line.candidate.cleaned_data
    assert (data["leading_goal"], data["further_goals"]) == (goals[0].pk, {goals[1].pk})
    assert "mehrere Ziele: Das erste gilt" in line.remarks[0]


@pytest.mark.parametrize("words", ["Ziel 1, Ziel 7", "Ziel 1, Sprache und Schrift", "1. Sprache und Schrift"])
def test_goals_that_may_be_written_wrong_are_asked(words):
    make.goal(1, title="Lesen"), make.goal(3, title="Sprache und Schrift")
    assert row("Handlungsziel", words).problems


def test_joints_that_nobody_sees_part_no_word():
    (line,) = planned(
        "Maß\u00adnahme;Feder\u200bführung\ufeff", ["Lese\u00adclub", "Volks\u00adhochschule\u00a0Herne\u200b"]
    ).lines
    assert (line.outcome.value, line.title) == ("new", "Leseclub")


@pytest.mark.parametrize("words", ["stadtweit", "Gesamtes Stadtgebiet"])
def test_everywhere_is_each_district(words):
    wanted = {make.district("Wanne").pk, make.district("Eickel").pk}
    assert said("Stadtteil", words)["districts"] == wanted


@pytest.mark.parametrize("sign", [";", "; ", ", ", " und "])
def test_a_name_with_signs_in_it_may_stand_beside_others(sign):
    caritas, house = make.actor("Caritas"), make.actor("Haus (Kultur; Bildung, und mehr)")
    data = said("Mitwirkung", f"{house.name}{sign}Caritas")
    assert {actor for actor, _ in data["participations"]} == {caritas.pk, house.pk}


def test_a_cell_with_more_values_than_anybody_writes_is_refused_at_once():
    (problem,) = row("Mitwirkung", "a, " * 10_000).problems
    assert "mehr als 200 Werte" in problem.message


def test_what_somebody_brings_may_stand_in_brackets():
    caritas, both = make.actor("Caritas"), make.actor("Musikschule (Herne)")
    data = said("Mitwirkung", "Caritas (Räume)\nMusikschule (Herne)")
    assert data["participations"] == ((caritas.pk, "Räume"), (both.pk, ""))
