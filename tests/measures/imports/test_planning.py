"""What a table of measures would change, and why rows are refused."""

from decimal import Decimal

import pytest

from measures.models import ActorAlias, LearnedHead, LearnedValue
from tests import make
from tests.measures.imports.sheet import planned

pytestmark = pytest.mark.django_db


def outcomes(plan):
    return [line.outcome.value for line in plan.lines]


def reasons(plan):
    return [problem.message for line in plan.lines for problem in line.problems]


@pytest.fixture
def vhs():
    return make.actor("Volkshochschule Herne")


def test_a_row_of_a_measure_that_is_not_there_is_new(vhs):
    plan = planned("Maßnahme;Federführung", ["Leseclub", "Volkshochschule Herne"])

    assert outcomes(plan) == ["new"]
    assert plan.lines[0].candidate.cleaned_data["lead"] == vhs.pk


def test_title_and_lead_find_a_measure_whatever_its_case(vhs):
    measure = make.measure(title="Leseclub", lead=vhs)

    plan = planned("Titel;Träger;Reichweite", ["LESECLUB ", "Volkshochschule Herne", "60 Kinder"])

    assert outcomes(plan) == ["changed"]
    assert plan.lines[0].serial == measure.serial


def test_a_number_finds_a_measure_and_changes_are_told_field_by_field(vhs):
    measure = make.measure(title="Leseclub", lead=vhs, reach="30 Kinder")

    plan = planned("Nr.;Reichweite", [measure.number, "60 Kinder"])

    assert plan.lines[0].changes == [("Reichweite", "30 Kinder", "60 Kinder")]


def test_what_is_stored_already_is_unchanged(vhs):
    measure = make.measure(title="Leseclub", lead=vhs, summary="Eins\r\nZwei ")

    plan = planned("Nr.;Maßnahme;Kurzbeschreibung", [measure.number, "Leseclub", "Eins\nZwei"])

    assert outcomes(plan) == ["unchanged"]


def test_a_number_that_does_not_exist_is_refused(vhs):
    plan = planned("Nr.;Maßnahme;Federführung", ["M-999", "Leseclub", "Volkshochschule Herne"])

    assert outcomes(plan) == ["refused"]
    assert "M-999" in reasons(plan)[0]


def test_a_running_number_of_the_list_itself_overwrites_no_measure(vhs):
    measure = make.measure(title="Ganz anderes", lead=vhs)

    plan = planned("Lfd. Nr.;Maßnahme;Federführung", [measure.serial, "Leseclub", "Volkshochschule Herne"])

    assert outcomes(plan) == ["new"]


@pytest.mark.parametrize(("number", "said"), [("12", True), ("A 4", True), ("", False), ("M-999", False)])
def test_numbers_that_are_not_kept_are_named(vhs, number, said):
    plan = planned("Lfd. Nr.;Maßnahme;Federführung", [number, "Leseclub", "Volkshochschule Herne"])

    assert any("Nummern in der Spalte „Lfd. Nr.“" in remark for remark in plan.remarks) == said


def test_numbers_that_mean_our_measures_are_not_named(vhs):
    measure = make.measure(title="Leseclub", lead=vhs)

    plan = planned("Nr.;Maßnahme;Federführung", [measure.serial, "Leseclub", "Volkshochschule Herne"])

    assert not any("Nummern" in remark for remark in plan.remarks)


def test_a_running_number_without_a_title_beside_it_overwrites_no_measure(vhs):
    measure = make.measure(title="Leseclub", lead=make.actor("Stadtbibliothek"))

    plan = planned("Lfd. Nr.;Maßnahme;Federführung", [measure.serial, "", "Volkshochschule Herne"])

    assert outcomes(plan) == ["refused"]
    assert plan.lines[0].serial is None


def test_a_bare_number_counts_in_a_list_without_titles(vhs):
    measure = make.measure(title="Leseclub", lead=vhs)

    assert planned("Nr.;Reichweite", [measure.serial, "60 Kinder"]).lines[0].serial == measure.serial


def test_a_blank_cell_of_our_own_list_empties(vhs):
    measure = make.measure(title="Leseclub", lead=vhs, reach="30 Kinder")

    plan = planned("Nr.;Maßnahme;Reichweite", [measure.number, "Leseclub", ""])

    assert plan.lines[0].changes == [("Reichweite", "30 Kinder", "")]


def test_a_blank_cell_of_somebody_elses_list_says_nothing(vhs):
    make.measure(title="Leseclub", lead=vhs, reach="30 Kinder")

    plan = planned("Maßnahme;Federführung;Reichweite", ["Leseclub", "Volkshochschule Herne", ""])

    assert outcomes(plan) == ["unchanged"]


def test_a_further_goal_that_leads_from_now_on_is_no_further_one(vhs):
    goal = make.goal(number=2)
    measure = make.measure(title="Leseclub", lead=vhs, leading_goal=make.goal(number=1, period=goal.period))
    measure.further_goals.add(goal)

    plan = planned("Nr.;Handlungsziel", [measure.number, f"{goal.period.key} Ziel 2"])

    assert outcomes(plan) == ["changed"]
    assert plan.lines[0].candidate.cleaned_data["further_goals"] == frozenset()


@pytest.mark.parametrize("shown", ["1.234,50 €", "1234,5", "1.234,50 Euro"])
def test_a_cell_with_an_amount_alone_is_money_from_nobody_named(vhs, shown):
    plan = planned("Maßnahme;Federführung;Kosten", ["Leseclub", "Volkshochschule Herne", shown])

    ((source, kind, year, amount, note),) = plan.lines[0].candidate.cleaned_data["funding"]
    assert (source, kind, year, amount, note) == ("Mittelgeber nicht genannt", "other", None, Decimal("1234.50"), "")


def test_an_amount_that_is_only_about_right_is_refused(vhs):
    plan = planned("Maßnahme;Federführung;Kosten", ["Leseclub", "Volkshochschule Herne", "ca. 600 T€"])

    assert outcomes(plan) == ["refused"]
    assert "600.000" in reasons(plan)[0]


def test_the_same_measure_twice_counts_once(vhs):
    row = ["Leseclub", "Volkshochschule Herne"]

    plan = planned("Maßnahme;Federführung", row, row)

    assert outcomes(plan) == ["new", "refused"]
    assert reasons(plan) == ["Diese Maßnahme steht schon in Zeile 2."]


def test_an_actor_that_is_not_known_is_refused_with_a_suggestion(vhs):
    plan = planned("Maßnahme;Federführung", ["Leseclub", "Volkshochschul Herne"])

    assert reasons(plan) == ["Den Akteur „Volkshochschul Herne“ gibt es nicht. Meinten Sie „Volkshochschule Herne“?"]


@pytest.mark.parametrize(
    "spelling", ["VHS", "volkshochschule  herne", "Volkshochschule Herne e.V.", "Herne, Volkshochschule"]
)
def test_spellings_of_an_actor(vhs, spelling):
    ActorAlias.objects.create(actor=vhs, name="VHS")

    assert outcomes(planned("Maßnahme;Federführung", ["Leseclub", spelling])) == ["new"]


def test_a_name_that_two_actors_could_have_is_asked():
    make.actor("AWO Herne e.V.")
    make.actor("AWO Herne gGmbH")

    plan = planned("Maßnahme;Federführung", ["Leseclub", "AWO Herne"])

    assert "nicht eindeutig" in reasons(plan)[0]
    assert plan.unknown == {("actor", "AWO Herne"): ("AWO Herne e.V.", "AWO Herne gGmbH")}


def test_actors_are_made_where_somebody_says_so():
    plan = planned("Maßnahme;Federführung", ["Leseclub", "Grundschule am Park"], create_actors=True)

    assert outcomes(plan) == ["new"]
    assert plan.lines[0].candidate.cleaned_data["lead"].kind == "school"


@pytest.mark.parametrize(
    "text",
    ["Ziel 3", "3.", "3", "HZ 3", "Ziel 3: Sprache von Anfang an", "2023-2027 Ziel 3", "Sprache von Anfang an",
     "Sprache vom Anfang an"],
)  # fmt: skip
def test_spellings_of_a_goal(vhs, text):
    goal = make.goal(3, title="Sprache von Anfang an")
    make.goal(1, title="Übergänge gestalten")

    plan = planned("Maßnahme;Federführung;Ziel", ["Leseclub", "Volkshochschule Herne", text])

    assert reasons(plan) == []
    assert plan.lines[0].candidate.cleaned_data["leading_goal"] == goal.pk


def test_a_number_and_a_title_of_different_goals_are_asked(vhs):
    make.goal(3, title="Sprache von Anfang an")
    make.goal(1, title="Übergänge gestalten")

    plan = planned("Maßnahme;Federführung;Ziel", ["Leseclub", "Volkshochschule Herne", "Ziel 1: Sprache von Anfang an"])

    assert "nicht eindeutig" in reasons(plan)[0]


def test_a_goal_that_does_not_exist_is_refused(vhs):
    make.goal(1)

    plan = planned("Maßnahme;Federführung;Ziel", ["Leseclub", "Volkshochschule Herne", "Ziel 99"])

    assert reasons(plan)[0].startswith("Das Ziel „Ziel 99“ gibt es nicht. Meinten Sie")


@pytest.mark.parametrize(
    ("word", "status"),
    [("läuft", "on_track"), ("IM PLAN", "on_track"), ("grün", "on_track"), ("in Planung", "planned")],
)
def test_words_for_a_status(vhs, word, status):
    plan = planned("Maßnahme;Federführung;Stand", ["Leseclub", "Volkshochschule Herne", word])

    assert plan.lines[0].candidate.cleaned_data["status"] == status


def test_what_a_learned_spelling_stands_for(vhs):
    LearnedValue.objects.create(field="status", key="gelb", spelling="gelb", target="planned")

    plan = planned("Maßnahme;Federführung;Status", ["Leseclub", "Volkshochschule Herne", "gelb"])

    assert outcomes(plan) == ["new"]


def test_what_a_learned_heading_means(vhs):
    LearnedHead.objects.create(key="wer macht es", head="Wer macht es?", column="lead")

    assert outcomes(planned("Maßnahme;Wer macht es?", ["Leseclub", "Volkshochschule Herne"])) == ["new"]


def test_columns_that_are_not_read_are_named(vhs):
    plan = planned("Maßnahme;Federführung;Raumnummer", ["Leseclub", "Volkshochschule Herne", "12"])

    assert plan.remarks == ["Diese Spalten werden nicht eingelesen: „Raumnummer“."]


@pytest.mark.parametrize(
    ("heads", "cells", "sentence"),
    [
        ("Status", ["verzögert"], "Bitte nennen Sie den Grund für diesen Umsetzungsstand."),
        ("Status", ["abgeschlossen"], "Bitte nennen Sie den Tag, an dem die Maßnahme abgeschlossen wurde."),
        ("Beginn;Ende", ["01.09.2026", "01.08.2026"], "Das geplante Ende liegt vor dem geplanten Beginn."),
        ("Daueraufgabe;Ende", ["ja", "2027"], "Eine Daueraufgabe hat kein geplantes Ende."),
        ("begonnen am", ["01.09.2030"], "Dieser Tag liegt in der Zukunft."),
        ("Beginn", ["nach den Sommerferien"], "„nach den Sommerferien“ ist kein Datum."),
    ],
)
def test_the_rules_of_the_form_hold(vhs, heads, cells, sentence):
    plan = planned(f"Maßnahme;Federführung;{heads}", ["Leseclub", "Volkshochschule Herne", *cells])

    assert outcomes(plan) == ["refused"]
    assert reasons(plan)[0].startswith(sentence)


def test_a_title_that_is_too_long_is_refused_as_in_the_form(vhs):
    plan = planned("Maßnahme;Federführung", ["x" * 201, "Volkshochschule Herne"])

    assert "200" in reasons(plan)[0]


def test_a_year_keeps_the_day_that_it_is_stored_as(vhs):
    from datetime import date

    measure = make.measure(
        title="Leseclub", lead=vhs, status="done", completed_on=date(2026, 5, 1), completed_precision="year"
    )

    assert outcomes(planned("Nr.;Abgeschlossen", [measure.number, "2026"])) == ["unchanged"]


def test_every_row_is_counted(vhs):
    plan = planned(
        "Maßnahme;Federführung",
        ["Leseclub", "Volkshochschule Herne"],
        ["", "Niemand"],
        skipped=((9, "ist eine Summenzeile"),),
    )

    assert plan.counts == {"new": 1, "changed": 0, "added": 0, "unchanged": 0, "refused": 1, "skipped": 1}


def test_something_very_like_it_is_a_warning(vhs):
    make.measure(title="Leseclub am Nachmittag", lead=vhs)

    plan = planned("Maßnahme;Federführung", ["Leseclub am Nachmitag", "Volkshochschule Herne"])

    assert outcomes(plan) == ["new"]
    assert "Möglicherweise doppelt" in plan.lines[0].remarks[-1]
