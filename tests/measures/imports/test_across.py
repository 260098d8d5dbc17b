"""Columns that say a part of what they hold in their heading: a value to tick, a year of money, a period of a note."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from measures import actions
from measures.imports import files
from measures.models import EducationStage, FundingItem, ImportRun, LearnedHead, Measure, ProgressNote, TargetGroup
from tests import make
from tests.make import TODAY
from tests.sheets.corpus import data, ods, ods_cell, xlsx
from tests.sheets.corpus import table as ods_table

from .sheet import data_of, keys, outcomes, plan_of, planned, problems

pytestmark = pytest.mark.django_db
VHS = "Volkshochschule Herne"
GOALS = "Maßnahme;Federführung;Ziel 1;Ziel 2;Ziel 3"
STAGES = "Maßnahme;Federführung;Kita;Primarstufe;Sek I"
NOTES = "Maßnahme;Federführung;Status;Sachstand 2024;Bericht 1. Halbjahr 2025"


@pytest.fixture(autouse=True)
def _known(cast):
    """The words that headings name."""
    for number, title in enumerate(("Sprache", "Lesen", "Vernetzung"), 1):
        make.goal(number, title=title)
    for name, key in (
        ("Frühkindliche Bildung", "fruehkindliche-bildung"), ("Primarstufe", "primarstufe"),
        ("Sekundarstufe I", "sekundarstufe-i"),
    ):  # fmt: skip
        EducationStage.objects.create(name=name, key=key)
    for name in ("Familien", "Lehrkräfte"):
        make.target_group(name)


def goals_of(plan):
    names = {goal.pk: goal.number for goal in make.Goal.objects.all()}
    return [(names.get(one["leading_goal"]), sorted(names[pk] for pk in one["further_goals"])) for one in data_of(plan)]


def stages_of(plan):
    names = dict(EducationStage.objects.values_list("pk", "key"))
    return [sorted(names[pk] for pk in one["stages"]) for one in data_of(plan)]


def as_csv(heads, rows):
    return "\n".join([heads, *(";".join(row) for row in rows)]).encode()


def applied(cast, content, name="liste.csv", **choices):
    run = actions.keep_file(content, name=name, by=cast.office, choices=choices)
    plan = files.plan_of(run, today=TODAY, user=cast.office)
    actions.show(run, plan)
    actions.apply_import(run, by=cast.office, today=TODAY, shown=plan.digest)
    run.refresh_from_db()
    return run


# --- crosses


def test_a_column_for_each_goal():
    plan = planned(GOALS, ["Chor", VHS, "x", "", ""], ["Club", VHS, "", "nein", "Ja"], ["Spiel", VHS, "", "", ""])

    assert keys(plan)[2:] == ["each_leading_goal"] * 3
    assert goals_of(plan) == [(1, []), (3, []), (None, [])]
    assert "Gelesen als „Kreuze: Handlungsziel“: „Ziel 1“, „Ziel 2“, „Ziel 3“." in plan.remarks


def test_of_two_goals_the_first_leads_and_that_is_said():
    plan = planned(GOALS, ["Chor", VHS, "", "x", "x"])

    assert goals_of(plan) == [(2, [3])]
    assert any("Das erste gilt als Handlungsziel" in remark for remark in plan.lines[0].remarks)


def test_the_goal_that_leads_already_goes_on_leading():
    third = make.Goal.objects.get(number=3)
    measure = make.measure(title="Chor", lead=make.Actor.objects.get(name=VHS), leading_goal=third)

    plan = planned(GOALS, ["Chor", VHS, "", "x", "x"])

    assert goals_of(plan) == [(3, [2])]
    measure.further_goals.add(make.Goal.objects.get(number=2))
    assert outcomes(planned(GOALS, ["Chor", VHS, "", "x", "x"])) == ["unchanged"]


def test_titles_of_goals_and_numbers_below_a_heading():
    plan = planned("Maßnahme;Federführung;Sprache;Lesen", ["Chor", VHS, "", "x"], ["Club", VHS, "x", ""])
    assert goals_of(plan) == [(2, []), (1, [])]
    plan = planned("Maßnahme;Federführung;Handlungsziel 1;Handlungsziel 2", ["Chor", VHS, "", "1"])
    assert goals_of(plan) == [(2, [])]


def test_a_goal_beside_crosses_leads_where_it_is_ticked_and_is_refused_where_it_is_not():
    heads = f"{GOALS};Handlungsziel"
    plan = planned(heads, ["Chor", VHS, "x", "x", "", "Ziel 2"], ["Club", VHS, "x", "", "", "Ziel 2"])

    assert goals_of(plan) == [(2, [1])]
    assert problems(plan) == [
        (3, "Handlungsziel", "Das widerspricht den Kreuzen: Dort ist nicht angekreuzt, was hier steht "
         "(2023-2027 Ziel 2: Lesen).")
    ]  # fmt: skip


def test_several_goals_in_a_cell_beside_crosses_must_all_be_ticked():
    heads = f"{GOALS};Handlungsziel"
    plan = planned(heads, ["Chor", VHS, "x", "x", "", "2, 1"], ["Club", VHS, "x", "", "", "1, 2"])

    assert goals_of(plan) == [(2, [1])]
    assert [(number, column) for number, column, _ in problems(plan)] == [(3, "Handlungsziel")]


def test_what_is_neither_yes_nor_no_is_refused_in_its_column():
    plan = planned(GOALS, ["Chor", VHS, "x", "", ""], ["Club", VHS, "", "x", ""], ["Spiel", VHS, "", "vielleicht", ""])

    assert problems(plan) == [(4, "Ziel 2", "„vielleicht“ ist weder Ja noch Nein. Vorschlag: ja oder nein")]


def test_texts_below_a_value_are_no_crosses():
    plan = planned(GOALS, ["Chor", VHS, "Kinder lesen", "Eltern auch", ""])

    assert keys(plan)[2:] == ["", "", ""]
    assert "Diese Spalten werden nicht eingelesen: „Ziel 1“, „Ziel 2“, „Ziel 3“." in plan.remarks


def test_words_of_a_vocabulary_are_known_as_offices_write_them():
    plan = planned(STAGES, ["Chor", VHS, "x", "✓", ""], ["Club", VHS, "-", "0", "1"])

    assert stages_of(plan) == [["fruehkindliche-bildung", "primarstufe"], ["sekundarstufe-i"]]


def test_a_word_of_two_vocabularies_follows_the_boxes_beside_it_or_is_asked():
    TargetGroup.objects.create(name="Tageseinrichtungen", key="kindertageseinrichtungen")
    assert keys(planned(STAGES, ["Chor", VHS, "x", "x", "x"]))[2] == "each_stages"

    plan = planned("Maßnahme;Federführung;Familien;Kita;Primarstufe", ["Chor", VHS, "x", "x", "x"])
    assert keys(plan)[3] == ""
    assert any(
        "„Kita“ wird nicht eingelesen: Nennt sie Kreuze: Bildungsphase oder Kreuze: Zielgruppe?" in remark
        for remark in plan.remarks
    )


def test_one_box_alone_is_asked():
    plan = planned("Maßnahme;Federführung;Familien", ["Chor", VHS, "x"])

    assert keys(plan)[2] == ""
    assert any("„Familien“ wird nicht eingelesen: Nennt sie" in remark for remark in plan.remarks)
    said = planned(
        "Maßnahme;Federführung;Familien", ["Chor", VHS, "x"], choices={"columns": {"Familien": "Kreuze: Zielgruppe"}}
    )
    assert len(data_of(said)[0]["target_groups"]) == 1


def test_counts_are_no_crosses():
    assert keys(planned(STAGES, ["Chor", VHS, "12", "1", "3"], ["Club", VHS, "4", "2", "0"]))[2:] == ["", "", ""]


def test_a_list_beside_crosses_may_say_more_but_not_what_is_not_ticked():
    heads = "Maßnahme;Federführung;Bildungsphase;Phase Kita;Phase Primarstufe"
    more = planned(heads, ["Chor", VHS, "Sek I", "x", ""])
    assert stages_of(more) == [["fruehkindliche-bildung", "sekundarstufe-i"]]

    against = planned(heads, ["Chor", VHS, "Primarstufe", "x", ""])
    assert problems(against) == [
        (2, "Bildungsphase", "Das widerspricht den Kreuzen: Dort ist nicht angekreuzt, was hier steht (Primarstufe).")
    ]


def test_what_has_no_column_stays():
    measure = make.measure(title="Chor", lead=make.Actor.objects.get(name=VHS))
    measure.stages.set(EducationStage.objects.filter(key__in=["primarstufe", "sekundarstufe-i"]))

    plan = planned("Maßnahme;Federführung;Kita;Primarstufe", ["Chor", VHS, "x", ""])

    assert stages_of(plan) == [["fruehkindliche-bildung", "sekundarstufe-i"]]


def test_in_a_list_with_our_numbers_no_cross_empties_what_the_columns_name():
    measure = make.measure(title="Chor", lead=make.Actor.objects.get(name=VHS))
    measure.stages.set(EducationStage.objects.filter(key__in=["primarstufe", "sekundarstufe-i"]))
    heads = "Nr.;Maßnahme;Federführung;Kita;Primarstufe"

    plan = planned(heads, [measure.number, "Chor", VHS, "", ""], ["M-999", "Club", VHS, "x", "x"])

    assert stages_of(plan) == [["sekundarstufe-i"]]


def test_crosses_of_further_rows_add_up():
    plan = planned(STAGES, ["Chor", VHS, "x", "", ""], ["", "", "", "x", ""], ["Club", VHS, "", "", "x"])

    assert outcomes(plan) == ["new", "added", "new"]
    assert stages_of(plan) == [["fruehkindliche-bildung", "primarstufe"], ["sekundarstufe-i"]]


def test_an_unknown_value_among_known_ones_is_asked_like_any_word():
    plan = planned(
        "Maßnahme;Federführung;Zielgruppe Familien;Zielgruppe Großeltern",
        ["Chor", VHS, "x", ""],
        ["Club", VHS, "", "x"],
    )

    assert outcomes(plan) == ["new", "refused"]
    assert list(plan.unknown) == [("target_groups", "Großeltern")]


def test_what_stands_in_words_beside_crosses_is_no_cross():
    make.actor("CVJM")
    heads = "Maßnahme;Federführung;Zielgruppe Familien;Zielgruppe Anmerkung;Mitwirkung CVJM;Partner 1;Partner 2"
    plan = planned(heads, ["Chor", VHS, "x", "nur abends", "x", "Verein", ""])

    assert keys(plan)[2:] == ["each_target_groups", "", "each_participations", "participations", ""]


def test_actors_who_take_part_keep_what_they_bring():
    library = make.actor("Stadtbibliothek")
    make.actor("CVJM")
    measure = make.measure(title="Chor", lead=make.Actor.objects.get(name=VHS))
    make.participation(measure, library, contribution="Räume")

    plan = planned("Maßnahme;Federführung;Mitwirkung Stadtbibliothek;Mitwirkung CVJM", ["Chor", VHS, "x", "x"])

    assert [words for _, words in data_of(plan)[0]["participations"]] == ["Räume", ""]


@pytest.mark.parametrize("cell", ["läuft gut", 500])
def test_a_year_alone_is_asked(cell):
    plan = planned("Maßnahme;Federführung;2024", ["Chor", VHS, cell])

    assert keys(plan)[2] == ""
    assert plan.remarks == [
        "Die Spalte „2024“ wird nicht eingelesen: Nennt sie Mittel oder einen Sachstand? "
        "Bitte sagen Sie es bei den Spalten."
    ]


# --- notes


def test_a_note_for_each_period():
    (line,) = planned(NOTES, ["Chor", VHS, "im Plan", "Begonnen.", "Zwei Gruppen."]).lines

    assert [(note.day, note.text) for note in line.candidate.notes] == [
        (date(2024, 12, 31), "Begonnen."), (date(2025, 6, 30), "Zwei Gruppen."),
    ]  # fmt: skip
    assert line.changes[-2:] == [
        ("Sachstand 2024", "", "31.12.2024: Begonnen."),
        ("Bericht 1. Halbjahr 2025", "", "30.06.2025: Zwei Gruppen."),
    ]


def test_beside_notes_what_leads_is_not_told_among_the_others():
    make.actor("Stadtbibliothek")
    heads = "Maßnahme;Federführung;Mitwirkung;Ziel 1;Ziel 2;Sachstand 2024"
    (line,) = planned(heads, ["Chor", VHS, f"{VHS}; Stadtbibliothek", "x", "x", "Begonnen."]).lines

    told = {head: new for head, _, new in line.changes}
    assert told["Mitwirkung"] == "Stadtbibliothek"
    assert "Ziel 1" not in told["Weitere Handlungsziele"]
    assert "Ziel 2" in told["Weitere Handlungsziele"]


def test_only_the_last_note_is_from_when_the_measure_had_ended():
    heads = f"{NOTES};Abgeschlossen am"
    (line,) = planned(heads, ["Chor", VHS, "abgeschlossen", "Begonnen.", "Ziel erreicht.", "30.06.2025"]).lines

    assert [note.status for note in line.candidate.notes] == ["on_track", "done"]


def test_ticked_reports_are_no_notes():
    plan = planned("Maßnahme;Federführung;Bericht 2024", ["Chor", VHS, "x"])

    assert keys(plan)[2] == ""
    assert any("„Bericht 2024“ wird nicht eingelesen: Nennt sie einen Sachstand?" in one for one in plan.remarks)


def test_a_status_for_each_period():
    heads = "Maßnahme;Federführung;Stand 2024;Stand 06/2025"
    (line,) = planned(heads, ["Chor", VHS, "geplant", "im Plan"]).lines
    assert [note.status for note in line.candidate.notes] == ["planned", "on_track"]
    assert line.candidate.cleaned_data["status"] == "on_track"

    told = planned(heads, ["Chor", VHS, "geplant", "Zwei Gruppen lesen"])
    assert keys(told)[2:] == ["each_status", "each_report"]


def test_status_and_text_of_a_period_are_one_note():
    heads = "Maßnahme;Federführung;Status 2024;Sachstand 2024"
    (line,) = planned(heads, ["Chor", VHS, "verzögert", "Es fehlen Leute."]).lines

    assert [(note.status, note.text) for note in line.candidate.notes] == [("delayed", "Es fehlen Leute.")]


def test_a_dash_says_nothing():
    plan = planned(
        "Maßnahme;Federführung;Sachstand 2024", ["Chor", VHS, "-"], ["Club", VHS, "–"], ["Spiel", VHS, "Läuft."]
    )

    assert [len(line.candidate.notes) for line in plan.lines] == [0, 0, 1]


def test_a_sentence_above_a_column_is_no_heading_of_a_period():
    heads = f"Maßnahme;Federführung;Sachstand {'wie besprochen ' * 2_000}2024"

    assert keys(planned(heads, ["Chor", VHS, "Läuft."]))[2] == ""


def test_a_unit_in_the_heading_does_not_hide_its_period():
    (line,) = planned("Maßnahme;Federführung;2024 (€) Sachstand", ["Chor", VHS, "Läuft."]).lines

    assert [note.day for note in line.candidate.notes] == [date(2024, 12, 31)]


def test_a_period_told_twice_gives_each_text_once():
    heads = "Maßnahme;Federführung;Sachstand 2024;Bericht 2024"
    assert len(planned(heads, ["Chor", VHS, "Eins.", "Zwei."]).lines[0].candidate.notes) == 2
    (line,) = planned(heads, ["Chor", VHS, "Eins.", "Eins."]).lines
    assert len(line.candidate.notes) == 1
    assert "„Bericht 2024“ sagt dasselbe wie „Sachstand 2024“." in line.remarks


def test_a_period_to_come_is_refused_in_its_column():
    plan = planned("Maßnahme;Federführung;Sachstand 2024;Sachstand 2031", ["Chor", VHS, "Gut.", "Schon fertig."])

    assert problems(plan) == [(2, "Sachstand 2031", "Dieser Zeitraum hat noch nicht begonnen.")]


# --- all of them, through the files


HEAD = ["Maßnahme", "Federführung", "Handlungsziel", None, "Kosten", None, "Sachstand", None]
BELOW = [None, None, 1, 2, 2024, 2025, "2024", "1. Halbjahr 2025"]
ROW = ["Chor", VHS, None, "x", 100, 200.5, "Begonnen.", "Läuft."]
ACROSS = ["each_leading_goal"] * 2 + ["each_funding"] * 2 + ["each_report"] * 2


COVERED = "<table:covered-table-cell/>"


def as_xlsx(merged=True):
    areas = ["A1:A2", "B1:B2", "C1:D1", "E1:F1", "G1:H1"] if merged else []
    cells = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    return xlsx(data(HEAD, BELOW, ROW) + (f"<mergeCells>{cells}</mergeCells>" if areas else ""))


def as_text():
    return "\n".join(";".join("" if one is None else str(one) for one in row) for row in (HEAD, BELOW, ROW)).encode()


def as_ods():
    down, wide = ' table:number-rows-spanned="2"', ' table:number-columns-spanned="2"'
    head = [ods_cell(one, down if place < 2 else wide) if one else COVERED for place, one in enumerate(HEAD)]
    return ods(ods_table(head, [COVERED, COVERED, *BELOW[2:]], ROW))


@pytest.mark.parametrize("content", [as_xlsx(), as_xlsx(merged=False), as_ods(), as_text()])
def test_headings_over_groups_of_columns(content):
    plan = plan_of(content)

    assert keys(plan) == ["title", "lead", *ACROSS]
    assert outcomes(plan) == ["new"]
    assert goals_of(plan) == [(2, [])]


def test_goals_below_the_word_for_goals():
    plan = plan_of(
        b"Ma\xc3\x9fnahme;Tr\xc3\xa4ger;Handlungsziel;;\n;;Ziel 1;HZ 2;Vernetzung\nChor;Volkshochschule Herne;;;x"
    )

    assert keys(plan)[2:] == ["each_leading_goal"] * 3
    assert goals_of(plan) == [(3, [])]


def test_years_over_groups_of_columns():
    head = ["Maßnahme", "Federführung", "2024", None, "2025", None]
    below = [None, None, "Status", "Sachstand", "Status", "Sachstand"]
    cells = "".join(f'<mergeCell ref="{area}"/>' for area in ("A1:A2", "B1:B2", "C1:D1", "E1:F1"))
    row = ["Chor", VHS, "geplant", "Eins.", "im Plan", "Zwei."]

    plan = plan_of(xlsx(data(head, below, row) + f"<mergeCells>{cells}</mergeCells>"))

    assert keys(plan)[2:] == ["each_status", "each_report"] * 2
    told = [(note.status, note.text) for note in plan.lines[0].candidate.notes]
    assert told == [("planned", "Eins."), ("on_track", "Zwei.")]


def test_read_taken_back_and_read_again(cast):
    run = applied(cast, as_xlsx(), "a.xlsx")
    measure = Measure.objects.get()
    assert measure.leading_goal.number == 2
    paid = measure.funding_items.order_by("year").values_list("year", "amount")
    assert list(paid) == [(2024, 100), (2025, Decimal("200.5"))]
    assert sorted(measure.progress_notes.values_list("reported_on", "text")) == [
        (date(2024, 12, 31), "Begonnen."), (date(2025, 6, 30), "Läuft."),
    ]  # fmt: skip

    assert outcomes(plan_of(as_xlsx())) == ["unchanged"]

    actions.undo_import(run, by=cast.office)
    assert not any(model.objects.exists() for model in (Measure, FundingItem, ProgressNote))


@pytest.fixture
def office(client, cast):
    client.force_login(cast.office)
    return client


def test_what_a_heading_says_is_shown_corrected_and_learned(office):
    content = as_csv("Maßnahme;Federführung;Ziel 1;2024;Haushalt 2025", [["Chor", VHS, "x", "Begonnen.", "700"]])
    office.post("/massnahmen/einlesen/", {"file": SimpleUploadedFile("liste.csv", content)})
    run = ImportRun.objects.get()
    address = f"/massnahmen/einlesen/{run.pk}/"

    form = office.get(f"{address}spalten/").context["form"]
    assert form["column-2"].initial == "each_leading_goal"
    page = office.get(f"{address}spalten/").content.decode()
    assert "Kreuze: Handlungsziel „1“" in page
    assert "Finanzierung 2025" in page

    said = {
        f"column-{at}": key
        for at, key in enumerate(("title", "lead", "each_leading_goal", "each_report", "each_funding"))
    }
    office.post(f"{address}spalten/", {"sheet": run.sheet, **said})
    run.refresh_from_db()
    assert office.get(address).context["written"] == "1 neu"
    office.post(f"{address}uebernehmen/", {"shown": run.shown})

    measure = Measure.objects.get()
    assert [one.text for one in measure.progress_notes.all()] == ["Begonnen."]
    assert [(one.year, one.amount) for one in measure.funding_items.all()] == [(2025, 700)]
    assert dict(LearnedHead.objects.values_list("head", "column")) == {
        "2024": "each_report",
        "Haushalt 2025": "each_funding",
    }


def test_a_heading_without_a_year_cannot_be_said_to_tell_one():
    with pytest.raises(files.Refused, match="Die Überschrift „Beitrag“ nennt weder Jahr noch Mittelgeber"):
        planned("Maßnahme;Federführung;Beitrag", ["Chor", VHS, "5"], choices={"columns": {"Beitrag": "each_funding"}})
