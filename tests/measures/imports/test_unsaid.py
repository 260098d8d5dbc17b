"""What rows leave to what stands around them is read, and said."""

from datetime import date

import pytest

from bildungsnetz.sheets.heads import find_table
from bildungsnetz.sheets.reading import read
from measures.imports import planning
from measures.imports.heads import measure_heads
from tests import make
from tests.make import TODAY
from tests.measures.imports.sheet import planned
from tests.sheets.corpus import data, xlsx

pytestmark = pytest.mark.django_db
VHS = "Volkshochschule Herne"


@pytest.fixture(autouse=True)
def _vhs(db):
    make.actor(VHS)


def goals(plan):
    return [line.candidate.cleaned_data["leading_goal"] for line in plan.lines if line.candidate]


def test_a_heading_names_the_goal_of_the_rows_below():
    one, two = make.goal(1, title="Sprache"), make.goal(2, title="Übergänge")
    plan = planned(
        "Maßnahme;Federführung;Ort", ["Ziel 1: Sprache"], ["Chor", VHS, ""], ["Club", VHS, ""], ["Übergänge"],
        ["Sport", VHS, ""],
    )  # fmt: skip
    assert [line.outcome.value for line in plan.lines] == ["skipped", "new", "new", "skipped", "new"]
    assert plan.lines[0].remarks == [
        "ist eine Zwischenüberschrift: „Ziel 1: Sprache“; das Ziel gilt für die Zeilen darunter"
    ]
    assert goals(plan) == [one.pk, one.pk, two.pk]


@pytest.mark.parametrize("words", ["2. Übergänge", "II. Übergänge", "Handlungsfeld 2: Übergänge", "ZIEL 2"])
def test_a_heading_may_have_the_number_of_the_goal(words):
    make.goal(1, title="Sprache")
    two = make.goal(2, title="Übergänge")
    plan = planned("Maßnahme;Federführung;Ort", [words], ["Chor", VHS, ""])
    assert [line.outcome.value for line in plan.lines] == ["skipped", "new"]
    assert goals(plan) == [two.pk]


@pytest.mark.parametrize("words", ["2. Sprache", "Handlungsfeld 2", "2. Chor"])
def test_a_title_alone_with_a_number_is_no_heading(words):
    make.goal(1, title="Sprache"), make.goal(2, title="Übergänge")
    plan = planned("Maßnahme;Federführung;Ort", [words], ["Chor", VHS, ""])
    assert [line.outcome.value for line in plan.lines] == ["refused", "new"]


def test_a_row_that_is_merged_but_for_columns_that_nobody_reads_says_nothing():
    rows = data(
        ["Maßnahme", "Federführung", "Teilschritt"], ["Chor", VHS, "Noten kaufen"], [None, None, "Probe"],
        ["Club", VHS, "Raum suchen"],
    )  # fmt: skip
    merged = '<mergeCells><mergeCell ref="A2:A3"/><mergeCell ref="B2:B3"/></mergeCells>'
    (sheet,) = read(xlsx(rows + merged)).sheets
    plan = planning.plan(find_table(sheet, measure_heads(None).known), today=TODAY, user=None)
    assert [(line.number, line.outcome.value) for line in plan.lines] == [(2, "new"), (3, "skipped"), (4, "new")]


def test_a_row_that_names_its_goal_itself_has_that_one():
    make.goal(1)
    two = make.goal(2)
    plan = planned("Maßnahme;Federführung;Ziel", ["Ziel 1"], ["Chor", VHS, "Ziel 2"])
    assert goals(plan) == [two.pk]


def test_a_heading_with_a_goal_that_does_not_exist_refuses_its_rows():
    make.goal(1)
    plan = planned("Maßnahme;Federführung;Ort", ["Ziel 9: Sport"], ["Chor", VHS, ""])
    assert [line.outcome.value for line in plan.lines] == ["skipped", "refused"]


def test_the_name_of_the_sheet_names_the_goal_of_all_rows():
    goal = make.goal(3)
    plan = planned("Maßnahme;Federführung", ["Chor", VHS], sheet="Ziel 3")
    assert goals(plan) == [goal.pk]
    assert plan.remarks == ["Das Ziel steht im Namen des Blattes: „Ziel 3“."]


def test_as_above():
    plan = planned(
        "Maßnahme;Federführung;Status", ["Chor", VHS, "im Plan"], ["Club", "s. o.", "dito"], ["Spiel", '"', ""]
    )
    assert [line.candidate.cleaned_data["status"] for line in plan.lines] == ["on_track", "on_track", "planned"]
    assert plan.remarks[0] == "In der Spalte „Federführung“ gilt in den Zeilen 3–4, was darüber steht."


@pytest.mark.parametrize(
    ("one", "other"),
    [("Partner 1", "Partner 2"), ("Kooperationspartner", "Weitere Beteiligte"), ("Partner", "Partner (2)")],
)
def test_two_columns_of_what_adds_up_are_read_as_one(one, other):
    caritas, club = make.actor("Caritas"), make.actor("Sportclub")
    plan = planned(
        f"Maßnahme;Federführung;{one};{other}", ["Chor", VHS, "Caritas", "Sportclub"], ["Club", VHS, "", "Caritas"],
        ["Sport", VHS, "Sportclub", "-"], ["Tanz", VHS, "Caritas", "Nirgendwer"],
    )  # fmt: skip
    found = [line.candidate.cleaned_data["participations"] for line in plan.lines if line.candidate]
    assert found == [((caritas.pk, ""), (club.pk, "")), ((caritas.pk, ""),), ((club.pk, ""),)]
    assert plan.lines[3].outcome.value == "refused"
    assert f"Die Spalte „{other}“ wird zusammen mit „{one}“ gelesen (Mitwirkung)." in plan.remarks


def test_notes_of_two_columns_stand_one_below_the_other():
    plan = planned("Maßnahme;Federführung;Bemerkung;Bemerkung (2)", ["Chor", VHS, "erste", "zweite"])
    assert plan.lines[0].candidate.cleaned_data["internal_note"] == "erste\nzweite"


def test_two_columns_of_what_is_said_once_are_not_read_as_one():
    plan = planned("Maßnahme;Federführung;Träger", ["Chor", VHS, "Caritas"])
    assert "Die Spalte „Träger“ wird nicht eingelesen: Federführung steht schon in der Spalte „Federführung“." in (
        plan.remarks
    )


def test_a_title_is_never_taken_from_above():
    assert planned("Maßnahme;Federführung", ["Chor", VHS], ["dito", VHS]).lines[1].title == "dito"


@pytest.mark.parametrize("row", [["17", "", False], ["18", "", ""]])
def test_a_row_with_a_running_number_alone_says_nothing(row):
    plan = planned("Lfd. Nr.;Maßnahme;Daueraufgabe;Federführung", ["1", "Chor", True, VHS], [*row, ""])
    assert [line.outcome.value for line in plan.lines] == ["new", "skipped"]
    assert plan.lines[1].remarks == ["enthält nichts in den Spalten, die gelesen werden"]


def test_one_column_for_beginning_and_end():
    first, second = planned(
        "Maßnahme;Federführung;Laufzeit", ["Chor", VHS, "2024–2026"], ["Club", VHS, "seit Mai 2024, fortlaufend"]
    ).lines
    data = first.candidate.cleaned_data
    assert (data["planned_start_on"], data["planned_end_on"]) == (date(2024, 1, 1), date(2026, 12, 31))
    assert first.values["Laufzeit (Ende)"] == "2026"
    data = second.candidate.cleaned_data
    assert (data["planned_start_on"], data["planned_end_on"], data["is_ongoing"]) == (date(2024, 5, 1), None, True)


def test_a_span_that_nobody_can_read_is_refused_in_its_column():
    (line,) = planned("Maßnahme;Federführung;Laufzeit", ["Chor", VHS, "drei Jahre"]).lines
    assert [problem.column for problem in line.problems] == ["Laufzeit (Beginn)"]


def test_a_span_beside_a_beginning_is_not_read_and_that_is_said():
    plan = planned("Maßnahme;Federführung;Beginn;Laufzeit", ["Chor", VHS, "2024", "2024–2026"])
    assert plan.remarks == ["Diese Spalten werden nicht eingelesen: „Laufzeit“."]


@pytest.mark.parametrize("word", ["fortlaufend", "Daueraufgabe", "unbefristet"])
def test_an_end_that_says_that_there_is_none(word):
    first, second = planned("Maßnahme;Federführung;Ende", ["Chor", VHS, word], ["Club", VHS, "2027"]).lines
    assert (first.candidate.cleaned_data["is_ongoing"], first.candidate.cleaned_data["planned_end_on"]) == (True, None)
    assert second.candidate.cleaned_data["planned_end_on"] == date(2027, 12, 31)


def test_an_end_that_is_still_open_is_no_ongoing_task():
    assert planned("Maßnahme;Federführung;Ende", ["Chor", VHS, "offen"]).lines[0].problems


def test_a_blank_goal_is_said():
    make.goal(1)
    first, second = planned("Maßnahme;Federführung;Ziel", ["Chor", VHS, "Ziel 1"], ["Club", VHS, ""]).lines
    assert (first.remarks, second.remarks) == ([], ["Die Zelle „Ziel“ ist leer."])


def test_a_day_of_completion_says_that_it_is_done():
    heads = "Maßnahme;Federführung;Erledigt am;Status"
    plan = planned(
        heads, ["Chor", VHS, date(2025, 7, 1), ""], ["Club", VHS, "", ""], ["Rat", VHS, date(2025, 7, 1), "geplant"]
    )

    assert [line.outcome.value for line in plan.lines] == ["new", "new", "refused"]
    assert [line.candidate.cleaned_data["status"] for line in plan.lines[:2]] == ["done", "planned"]
    assert plan.lines[0].remarks == ["Der Umsetzungsstand ist „abgeschlossen“: Es steht da, wann."]


def test_a_traffic_light_without_words_is_named():
    plan = planned("Maßnahme;Federführung;Ampel", ["Chor", VHS, ""])
    assert "In der Spalte „Ampel“ steht kein Text. Farben allein werden nicht gelesen." in plan.remarks


def test_a_goal_that_leads_and_is_kept_among_the_further_ones_too_is_no_change():
    goal = make.goal(1, title="Sprache")
    measure = make.measure(title="Chor", lead=make.Actor.objects.get(name=VHS), leading_goal=goal)
    measure.further_goals.add(goal)
    heads = "Nr.;Maßnahme;Federführung;Handlungsziel;Weitere Handlungsziele"
    plan = planned(heads, [measure.number, "Chor", VHS, "Ziel 1", "Ziel 1"])
    assert [line.outcome.value for line in plan.lines] == ["unchanged"]


def test_a_lead_that_is_kept_among_those_who_take_part_too_is_no_change():
    measure = make.measure(title="Chor", lead=make.Actor.objects.get(name=VHS))
    make.participation(measure, measure.lead)
    heads = "Nr.;Maßnahme;Federführung;Mitwirkung;Reichweite"
    same, other = (planned(heads, [measure.number, "Chor", VHS, VHS, reach]) for reach in (measure.reach, "20"))
    assert [line.outcome.value for line in planned("Nr.;Maßnahme", [measure.number, "Chor"]).lines] == ["unchanged"]
    assert [line.outcome.value for line in (*same.lines, *other.lines)] == ["unchanged", "changed"]
    assert [head for head, _, _ in other.lines[0].changes] == ["Reichweite"]
