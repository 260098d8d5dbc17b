"""Cells as offices write them: read where they mean one thing, refused where they could mean two."""

from datetime import date
from decimal import Decimal

import pytest

from measures.models import Actor, ActorAlias, EducationStage, TargetGroup
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


@pytest.mark.parametrize("words", ["{}", "{} Leseclub", "{} – Leseclub", "{}: Leseclub"])
def test_the_number_of_a_measure_in_the_column_of_titles(words):
    club = make.measure(title="Leseclub", status="planned")
    (found,) = planned("Maßnahme;Status", [words.format(club.number), "läuft"]).lines
    assert (found.serial, found.outcome.value, [name for name, *_ in found.changes]) == (
        club.serial, "changed", ["Status"],
    )  # fmt: skip


def test_a_blank_cell_beside_such_a_number_empties_nothing():
    club = make.measure(title="Leseclub", summary="Lesen")
    (found,) = planned("Maßnahme;Beschreibung", [f"{club.number} Leseclub", ""]).lines
    assert found.outcome.value == "unchanged"


def test_a_title_behind_a_number_is_a_new_title():
    club = make.measure(title="Leseclub")
    (found,) = planned("Maßnahme;Notiz", [f"{club.number} Vorleseclub", ""]).lines
    assert found.changes == [("Maßnahme", "Leseclub", "Vorleseclub")]


def test_a_number_of_no_measure_before_a_title_is_part_of_it():
    assert row("Notiz", "x").outcome.value == "new"
    (found,) = planned("Maßnahme;Federführung", ["M-998 Leseclub", "Volkshochschule Herne"]).lines
    assert (found.outcome.value, found.title) == ("new", "M-998 Leseclub")


def test_a_number_of_no_measure_alone_is_refused():
    (found,) = planned("Maßnahme;Federführung", ["M-998", "Volkshochschule Herne"]).lines
    assert found.outcome.value == "refused"


def test_a_title_is_what_it_is_beside_a_column_of_numbers():
    club = make.measure(title="Leseclub")
    (found,) = planned("Nr.;Maßnahme;Federführung", ["", f"{club.number} Chor", "Volkshochschule Herne"]).lines
    assert (found.outcome.value, found.title) == ("new", f"{club.number} Chor")


@pytest.mark.parametrize("dash", ["-", "k. A."])
def test_a_dash_says_nothing_of_the_status(dash):
    assert said("Status", dash)["status"] == "planned"


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


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Volkshochschule Herne (VHS)", "Volkshochschule Herne"),
        ("FB31", "FB 31 - Schule"),
        ("Fachbereich 31", "FB 31 - Schule"),
        ("FB Jugend", "Fachbereich Jugend"),
        ("BK Mulvany", "Berufskolleg Mulvany"),
        ("Komm. Bildungsbüro", "Kommunales Bildungsbüro"),
    ],
)
def test_short_forms_of_actors(words, name):
    for one in ("FB 31 - Schule", "Fachbereich Jugend", "Berufskolleg Mulvany", "Kommunales Bildungsbüro"):
        make.actor(one)
    for alias, of in (("VHS", "Volkshochschule Herne"), ("FB 31", "FB 31 - Schule")):
        ActorAlias.objects.create(name=alias, actor=Actor.objects.get(name=of))
    wanted = Actor.objects.get(name=name)
    (line,) = planned("Maßnahme;Federführung", ["Leseclub", words]).lines
    assert line.candidate.cleaned_data["lead"] == wanted.pk
    (line,) = planned("Maßnahme;Federführung;Mitwirkung", ["Leseclub", make.actor("Caritas").name, words]).lines
    assert line.candidate.cleaned_data["participations"] == ((wanted.pk, ""),)


def test_a_name_and_the_short_form_of_another_are_asked():
    ActorAlias.objects.create(name="KI", actor=make.actor("Integrationszentrum"))
    (line,) = planned("Maßnahme;Federführung", ["Leseclub", "Volkshochschule Herne (KI)"]).lines
    assert line.outcome.value == "refused"


@pytest.mark.parametrize(
    "words", ["Sek I/II", "Sek I und II", "Sek. I + II", "Sekundarstufe I-II", "Sek I, Sek II", "Sek. I\nSek. II"]
)
def test_both_stages_in_one_word(words):
    stages = [EducationStage.objects.create(name=f"Sekundarstufe {one}", key=f"sekundarstufe-{one.lower()}")
              for one in ("I", "II")]  # fmt: skip
    assert said("Bildungsphase", words)["stages"] == {stage.pk for stage in stages}
    assert row("Bildungsphase", "Sek I/III").problems


@pytest.mark.parametrize("words", ["SuS Sek. I und II", "Schüler*innen der Sek I/II", "SuS Sek I, SuS der Sek II"])
def test_pupils_of_both_stages(words):
    groups = [TargetGroup.objects.create(name=f"Schülerinnen und Schüler, Sekundarstufe {one}",
                                         key=f"schuelerinnen-und-schueler-sekundarstufe-{one.lower()}")
              for one in ("I", "II")]  # fmt: skip
    assert said("Zielgruppe", words)["target_groups"] == {group.pk for group in groups}


def test_a_district_may_be_called_one():
    wanne = make.district("Wanne")
    assert said("Stadtteil", "Stadtbezirk Wanne")["districts"] == {wanne.pk}


@pytest.mark.parametrize(
    ("words", "status"), [("in Durchführung", "on_track"), ("nicht gestartet", "planned"), ("abgeschl.", "done")]
)
def test_words_for_how_it_stands(words, status):
    head, rows = "Maßnahme;Federführung;Status;Ende", ["Leseclub", "Volkshochschule Herne", words, "2024"]
    (line,) = planned(head, rows).lines
    assert line.candidate.cleaned_data["status"] == status


@pytest.mark.parametrize("words", ["nicht umgesetzt", "teilweise umgesetzt", "fast fertig"])
def test_what_is_not_so_is_no_suggestion_of_it(words):
    (problem,) = row("Status", words).problems
    assert len(problem.suggestions) == 7


@pytest.mark.parametrize(("head", "values"), [("Status", ["50 %", "100 %"]), ("Umsetzungsgrad", [50, 100])])
def test_how_much_is_done_is_no_status(head, values):
    plan = planned(f"Maßnahme;Federführung;{head}", *([f"Chor {one}", "Volkshochschule Herne", one] for one in values))
    assert [line.outcome.value for line in plan.lines] == ["new", "new"]
    assert f"Diese Spalten werden nicht eingelesen: „{head}“." in plan.remarks


def test_the_column_that_has_our_name_is_the_one_whose_words_are_sure():
    plan = planned("Projekt;Maßnahme;Federführung", ["Bildungskette", "Elternabend", "Volkshochschule Herne"])
    assert [line.title for line in plan.lines] == ["Elternabend"]
    assert "Die Spalte „Projekt“ wird nicht eingelesen: Maßnahme steht schon in der Spalte „Maßnahme“." in plan.remarks


def test_what_a_measure_is_for_is_not_its_title():
    plan = planned("Ziel der Maßnahme;Federführung;Nr.", ["Kinder lesen", "Volkshochschule Herne", "1"])
    assert "Diese Spalten werden nicht eingelesen: „Ziel der Maßnahme“." in plan.remarks


@pytest.mark.parametrize(
    "words",
    ["Auftakt: 01.10.2026", "Auftakt (01.10.2026)", "01.10.2026: Auftakt", "Auftakt – 01.10.2026", "Auftakt, 1.10.26"],
)
def test_a_milestone_and_its_day_in_one_line(words):
    ((title, day, *_),) = said("Meilensteine", words)["milestones"]
    assert (title, day) == ("Auftakt", date(2026, 10, 1))


@pytest.mark.parametrize("words", ["Auftakt", "Auftakt: bald", "01.10.2026"])
def test_a_milestone_without_its_day_is_refused_with_what_is_missing(words):
    (problem,) = row("Meilensteine", words).problems
    assert "fehlt eine Angabe: geplant für" in problem.message or "kein Datum" in problem.message


def test_who_pays_may_stand_beside_the_sum():
    rows = ["Chor", "1.500 €", "Aktion Mensch"], ["Club", "-", "Land NRW"], ["Sport", 300, ""], ["Tanz", "", ""]
    plan = planned(
        "Maßnahme;Federführung;Kosten;Mittelgeber", *([row[0], "Volkshochschule Herne", *row[1:]] for row in rows)
    )
    assert [line.problems for line in plan.lines] == [[], [], [], []]
    found = [[(part[0], part[3]) for part in line.candidate.cleaned_data["funding"]] for line in plan.lines]
    assert found == [
        [("Aktion Mensch", Decimal(1500))], [("Land NRW", None)], [("Mittelgeber nicht genannt", Decimal(300))], [],
    ]  # fmt: skip
    assert "Die Spalte „Kosten“ steht neben „Mittelgeber“ und wird als „Finanzierung: Betrag“ gelesen." in plan.remarks


@pytest.mark.parametrize(
    ("heads", "cells", "unread", "part"),
    [
        ("Kosten;Betrag", ["500 €", "300 €"], "Betrag", ("Mittelgeber nicht genannt", Decimal(500))),
        ("Kosten;Mittelgeber;Betrag", ["500 €", "Land NRW", "300 €"], "Kosten", ("Land NRW", Decimal(300))),
    ],
)
def test_a_sum_is_never_the_name_of_who_pays(heads, cells, unread, part):
    plan = planned(f"Maßnahme;Federführung;{heads}", ["Chor", "Volkshochschule Herne", *cells])
    ((source, _, _, amount, _),) = plan.lines[0].candidate.cleaned_data["funding"]
    assert (source, amount) == part
    assert f"Diese Spalten werden nicht eingelesen: „{unread}“." in plan.remarks


def test_an_amount_alone_is_the_sum():
    assert said("Betrag", "1.500 €")["funding"][0][3] == Decimal(1500)


def test_a_space_between_columns_is_none():
    plan = planned("Maßnahme;Spalte B;Federführung", ["Leseclub", "", "Volkshochschule Herne"])
    assert plan.remarks == []
    plan = planned("Maßnahme;Spalte B;Federführung", ["Leseclub", "?", "Volkshochschule Herne"])
    assert plan.remarks == ["Diese Spalten werden nicht eingelesen: „Spalte B“."]


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


@pytest.mark.parametrize(
    "words",
    ["Ziel 1, Ziel 3", "1; 3", "1 und 3", "1.\n3.", "1. Lesen\n3. Sprache und Schrift", "1/3", "1+3", "Ziele 1 und 3",
     "Ziel 1 + 3", "Ziel 1 (auch Ziel 3)", "I., III."],
)  # fmt: skip
def test_of_several_goals_in_a_cell_the_first_one_leads_and_that_is_said(words):
    goals = [make.goal(number, title=title) for number, title in ((1, "Lesen"), (3, "Sprache und Schrift"))]
    line = row("Handlungsziel", words)
    data = line.candidate.cleaned_data
    assert (data["leading_goal"], data["further_goals"]) == (goals[0].pk, {goals[1].pk})
    assert "mehrere Ziele: Das erste gilt" in line.remarks[0]


@pytest.mark.parametrize(
    "words", ["1-3", "1.3", "31/3", "1/7", "Ziel 1, Ziel 7", "Ziel 1, Sprache und Schrift", "1. Sprache und Schrift"]
)
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
