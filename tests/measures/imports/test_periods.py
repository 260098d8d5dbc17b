"""Lists with a row for each period, and rows that go on with the measure above: read as one measure."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from measures import actions
from measures.imports import files
from measures.models import ImportRun, Measure, ProgressNote
from tests import make
from tests.make import TODAY

from .sheet import planned

pytestmark = pytest.mark.django_db

PERIODS = "Maßnahme;Federführung;Berichtszeitraum;Status;Sachstand"
VHS = "Volkshochschule Herne"
YEAR = [
    ["Leseclub", VHS, "1. Halbjahr 2025", "in Planung", "Räume werden gesucht."],
    ["Leseclub", VHS, "2. Halbjahr 2025", "im Plan", "Zwei Gruppen lesen."],
    ["Leseclub", VHS, "1. Quartal 2026", "verzögert", "Es fehlen Ehrenamtliche."],
]


@pytest.fixture
def vhs(cast):
    return cast.vhs


def outcomes(plan):
    return [line.outcome.value for line in plan.lines]


def told(plan):
    return [(line.number, problem.column, problem.message) for line in plan.lines for problem in line.problems]


def as_csv(heads, rows):
    return "\n".join([heads, *(";".join(row) for row in rows)]).encode()


def applied(cast, heads, rows, **choices):
    run = actions.keep_file(as_csv(heads, rows), name="liste.csv", by=cast.office, choices=choices)
    plan = files.plan_of(run, today=TODAY, user=cast.office)
    actions.show(run, plan)
    actions.apply_import(run, by=cast.office, today=TODAY, shown=plan.digest)
    run.refresh_from_db()
    return run


def notes():
    return list(ProgressNote.objects.order_by("reported_on").values_list("reported_on", "status", "text"))


def test_a_row_for_each_period_makes_one_measure_with_a_note_for_each(cast):
    run = applied(cast, PERIODS, YEAR)

    assert (run.counts["new"], run.counts["added"], run.counts["refused"]) == (1, 2, 0)
    measure = Measure.objects.get()
    assert notes() == [
        (date(2025, 6, 30), "planned", "Räume werden gesucht."),
        (date(2025, 12, 31), "on_track", "Zwei Gruppen lesen."),
        (date(2026, 3, 31), "delayed", "Es fehlen Ehrenamtliche."),
    ]
    assert (measure.status, measure.status_reason) == ("delayed", "Es fehlen Ehrenamtliche.")
    assert measure.status_since == measure.last_confirmed_on == date(2026, 3, 31)
    assert [note.history.get().history_type for note in measure.progress_notes.all()] == ["+"] * 3


def test_the_order_of_the_rows_does_not_matter(cast):
    applied(cast, PERIODS, YEAR[::-1])

    assert Measure.objects.get().status == "delayed"
    assert [text for _, _, text in notes()] == [row[4] for row in YEAR]


def test_the_same_list_again_changes_nothing(cast):
    applied(cast, PERIODS, YEAR)

    assert outcomes(planned(PERIODS, *YEAR)) == ["unchanged"] * 3


def test_a_period_more_is_one_note_more(cast):
    applied(cast, PERIODS, YEAR)
    more = ["Leseclub", VHS, "April 2026", "im Plan", "Es geht weiter."]

    plan = planned(PERIODS, *YEAR, more)

    assert outcomes(plan) == ["unchanged", "unchanged", "unchanged", "added"]
    assert ("Status", "verzögert", "im Plan") in plan.lines[3].changes


def test_an_old_list_does_not_turn_the_status_back(cast):
    applied(cast, PERIODS, YEAR)
    measure = Measure.objects.get()
    actions.report_progress(measure, by=cast.office, reported_on=TODAY, status="on_track", text="Läuft wieder.")

    assert outcomes(planned(PERIODS, *YEAR)) == ["unchanged"] * 3
    late = planned(PERIODS, ["Leseclub", VHS, "2024", "ruht", "Damals."])
    assert outcomes(late) == ["added"]
    assert "status" not in late.lines[0].candidate.changed
    assert any("Der Umsetzungsstand bleibt" in remark for remark in late.lines[0].remarks)


def test_everything_is_taken_back_with_the_run(cast):
    measure = make.measure(title="Leseclub", lead=cast.vhs, status="on_track", last_confirmed_on=date(2024, 1, 1))
    run = applied(cast, PERIODS, YEAR)
    assert run.counts["new"] == 0
    assert ProgressNote.objects.count() == 3

    actions.undo_import(run, by=cast.office)

    measure.refresh_from_db()
    assert not ProgressNote.objects.exists()
    assert (measure.status, measure.last_confirmed_on) == ("on_track", date(2024, 1, 1))


def test_what_the_rows_say_of_the_measure_must_agree(vhs):
    heads = "Maßnahme;Federführung;Reichweite;Stand vom;Sachstand"
    plan = planned(
        heads, ["Leseclub", VHS, "30 Kinder", "2024", "Eins"], ["Leseclub", VHS, "60 Kinder", "2025", "Zwei"]
    )

    assert outcomes(plan) == ["refused", "refused"]
    assert told(plan) == [
        (2, "", "Zeile 3 derselben Maßnahme ist abgelehnt."),
        (3, "Reichweite", "Das widerspricht Zeile 2: „30 Kinder“ und „60 Kinder“."),
    ]


def test_master_data_may_stand_in_one_row_alone(vhs):
    heads = "Maßnahme;Federführung;Reichweite;Stand vom;Sachstand"
    plan = planned(heads, ["Leseclub", VHS, "30", "2024", "Eins"], ["Leseclub", "", "", "2025", "Zwei"])

    assert outcomes(plan) == ["new", "added"]
    assert plan.lines[0].candidate.cleaned_data["reach"] == "30"


def test_a_note_without_its_period_is_refused_with_its_measure(vhs):
    plan = planned(PERIODS, YEAR[0], ["Leseclub", VHS, "", "", "Irgendwann"])

    assert outcomes(plan) == ["refused", "refused"]
    assert told(plan)[1] == (3, "Sachstand", "Zu diesem Sachstand fehlt der Tag oder der Zeitraum.")


def test_a_period_that_cannot_be_read_is_named_once(vhs):
    plan = planned(PERIODS, ["Leseclub", VHS, "irgendwann", "", "Text"])

    assert [(row, column) for row, column, _ in told(plan)] == [(2, "Berichtszeitraum")]


def test_a_period_to_come_without_a_note_is_passed_over_and_with_one_refused(vhs):
    empty = planned(PERIODS, YEAR[0], ["Leseclub", VHS, "2030", "im Plan", ""])
    assert outcomes(empty) == ["new", "skipped"]

    filled = planned(PERIODS, YEAR[0], ["Leseclub", VHS, "2030", "im Plan", "Schon fertig"])
    assert outcomes(filled) == ["refused", "refused"]


def test_a_period_that_runs_is_dated_today_and_stays_known(cast):
    row = ["Leseclub", VHS, str(TODAY.year), "im Plan", "Läuft gut."]
    applied(cast, PERIODS, [row])

    assert notes() == [(TODAY, "on_track", "Läuft gut.")]
    assert outcomes(planned(PERIODS, row, today=date(TODAY.year, 12, 1))) == ["unchanged"]


def test_the_same_row_twice_is_passed_over(vhs):
    plan = planned(PERIODS, YEAR[0], YEAR[0])

    assert outcomes(plan) == ["new", "skipped"]
    assert plan.lines[1].remarks == ["Derselbe Sachstand steht schon in Zeile 2."]


@pytest.mark.parametrize(
    ("head", "cell"), [("Stand", "30.06.2025"), ("Datum", "30.06.2025"), ("Halbjahr", "1. Halbjahr 2025")]
)
def test_headings_of_the_period(vhs, head, cell):
    plan = planned(f"Maßnahme;Federführung;{head};Bericht", ["Leseclub", VHS, cell, "Zwei Gruppen."])

    assert [note.day for note in plan.lines[0].candidate.notes] == [date(2025, 6, 30)]


def test_a_period_of_the_measure_itself_is_no_report(vhs):
    plan = planned("Maßnahme;Federführung;Zeitraum;Sachstand", ["Leseclub", VHS, "2025-2027", "Zwei Gruppen."])

    assert plan.lines[0].candidate.notes == []
    assert any("„Sachstand“ wird nicht eingelesen" in remark for remark in plan.remarks)
    assert plan.lines[0].values["Zeitraum (Ende)"] == "2027"


PARTS = "Maßnahme;Federführung;Meilensteine;Mitwirkung"


def test_rows_without_a_title_go_on_with_the_measure_above(cast):
    rows = [
        ["Leseclub", VHS, "Auftakt | 01.09.2026", ""],
        ["", "", "Abschluss | 2027", "Stadtbibliothek"],
        ["Chor", VHS, "", ""],
    ]
    make.actor("Stadtbibliothek")
    run = applied(cast, PARTS, rows)

    assert [row.outcome for row in run.rows.order_by("number")] == ["new", "added", "new"]
    measure = Measure.objects.get(title="Leseclub")
    assert {one.title for one in measure.milestones.all()} == {"Auftakt", "Abschluss"}
    assert [one.actor.name for one in measure.participations.all()] == ["Stadtbibliothek"]
    assert outcomes(planned(PARTS, *rows)) == ["unchanged"] * 3


def test_each_row_says_what_it_brings_itself(vhs):
    plan = planned(PARTS, ["Leseclub", VHS, "Auftakt | 01.09.2026", ""], ["", "", "Abschluss | 2027", ""])

    assert [line.changes[-1] for line in plan.lines] == [
        ("Meilensteine", "", "Auftakt | 01.09.2026"), ("Meilensteine", "", "Abschluss | 2027"),
    ]  # fmt: skip


def test_what_rows_take_away_is_told_with_the_first_of_them(cast):
    measure = make.measure(title="Leseclub", lead=cast.vhs)
    make.milestone(measure, title="Alt", due_on=date(2026, 1, 1))

    plan = planned(PARTS, ["Leseclub", VHS, "", ""], ["", "", "Neu | 2027", ""])

    assert plan.lines[1].changes == [("Meilensteine", "Alt | 01.01.2026", "Neu | 2027")]


def test_a_part_that_cannot_be_read_refuses_its_measure(vhs):
    plan = planned(PARTS, ["Leseclub", VHS, "", ""], ["", "", "Abschluss | irgendwann", ""])

    assert outcomes(plan) == ["refused", "refused"]
    assert [row for row, *_ in told(plan)] == [2, 3]


def test_a_row_that_has_lost_its_title_harms_no_other(cast):
    make.actor("Stadtbibliothek")
    plan = planned(PARTS, ["Leseclub", VHS, "", ""], ["", "Stadtbibliothek", "Abschluss | 2027", ""])

    assert outcomes(plan) == ["new", "refused"]
    assert "Zu Zeile 2 gehört diese Zeile nicht" in plan.lines[1].remarks[0]


def test_rows_that_name_a_measure_again_without_a_period_are_not_put_together_unasked(vhs):
    rows = [["Leseclub", VHS, "Auftakt | 2026", ""], ["Leseclub", VHS, "Abschluss | 2027", ""]]

    assert outcomes(planned(PARTS, *rows)) == ["new", "refused"]
    assert outcomes(planned(PARTS, *rows, choices={"rows": "together"})) == ["new", "added"]


def test_somebody_may_say_that_rows_stand_alone(vhs):
    assert outcomes(planned(PERIODS, *YEAR, choices={"rows": "apart"})) == ["new", "refused", "refused"]


@pytest.fixture
def office(client, cast):
    client.force_login(cast.office)
    return client


def upload(client, heads, rows):
    file = SimpleUploadedFile("liste.csv", as_csv(heads, rows))
    client.post("/massnahmen/einlesen/", {"file": file})
    return ImportRun.objects.get()


def page(run, step=""):
    return f"/massnahmen/einlesen/{run.pk}/{step}"


def test_what_goes_without_saying_is_shown_for_correction(office):
    run = upload(office, PERIODS, YEAR)

    form = office.get(page(run, "spalten/")).context["form"]

    assert form["rows"].initial == "together"
    assert form["column-2"].initial == "reported_on"


def test_what_could_be_meant_either_way_is_asked(office):
    run = upload(office, PARTS, [["Leseclub", VHS, "A | 2026", ""], ["Leseclub", VHS, "B | 2027", ""]])
    keys = {f"column-{at}": key for at, key in enumerate(("title", "lead", "milestones", "participations"))}
    data = {"sheet": run.sheet, **keys}

    refused = office.post(page(run, "spalten/"), data)
    assert refused.context["form"].errors["rows"]

    office.post(page(run, "spalten/"), data | {"rows": "together"})
    assert office.get(page(run)).context["written"] == "1 neu, 1 ergänzt"
    assert '<td data-label="Zeilen">1 neu, 1 ergänzt</td>' in office.get("/massnahmen/einlesen/").content.decode()


def test_rows_are_shown_below_their_measure(office):
    rows = [YEAR[0], ["Chor", VHS, "2025", "im Plan", "Singt."], YEAR[1]]
    run = upload(office, PERIODS, rows)

    shown = [row.number for row, *_ in office.get(page(run)).context["rows"]]

    assert shown == [2, 4, 3]
    assert "zu Zeile 2" in office.get(page(run)).content.decode()


def test_a_note_needs_its_period_at_the_step_of_columns_too(office):
    run = upload(office, "Maßnahme;Federführung;Was war los", [["Leseclub", VHS, "Viel."]])
    keys = {f"column-{at}": key for at, key in enumerate(("title", "lead", "report"))}

    answer = office.post(page(run, "spalten/"), {"sheet": run.sheet, **keys})

    assert "Tag oder Zeitraum" in str(answer.context["form"].errors["column-2"])


BESIDE = "Maßnahme;Federführung;Meilenstein;Termin;Mittelgeber;Betrag"


def test_a_milestone_and_a_sum_may_have_columns_of_their_own(cast):
    rows = [
        ["Leseclub", VHS, "Auftakt", "01.09.2026", "Beispielstiftung", "1.500,00 €"],
        ["", "", "Abschluss", "Juni 2027", "", "200"],
    ]
    plan = planned(BESIDE, *rows)
    assert any("„Termin“ steht neben „Meilenstein“" in remark for remark in plan.remarks)

    applied(cast, BESIDE, rows)

    measure = Measure.objects.get()
    assert {(one.title, one.due_on) for one in measure.milestones.all()} == {
        ("Auftakt", date(2026, 9, 1)), ("Abschluss", date(2027, 6, 30)),
    }  # fmt: skip
    assert {(one.source, one.amount) for one in measure.funding_items.all()} == {
        ("Beispielstiftung", 1500), ("Mittelgeber nicht genannt", 200),
    }  # fmt: skip
    assert measure.planned_end_on is None
    assert outcomes(planned(BESIDE, *rows)) == ["unchanged", "unchanged"]


@pytest.mark.parametrize(
    ("cells", "column", "sentence"),
    [
        (["Auftakt", "irgendwann"], "Termin", "„irgendwann“ ist kein Datum."),
        (["", "2027"], "Meilenstein", "Hier fehlt, wozu die Angabe daneben gehört"),
        (["Auftakt\nAbschluss", "2027"], "Meilenstein", "Hier steht mehr als eine Angabe"),
    ],
)
def test_what_is_wrong_beside_a_part_is_said_in_its_column(vhs, cells, column, sentence):
    plan = planned("Maßnahme;Federführung;Meilenstein;Termin", ["Leseclub", VHS, *cells])

    assert any(where == column and words.startswith(sentence) for _, where, words in told(plan))


def test_a_date_without_milestones_is_the_end_of_the_measure(vhs):
    plan = planned("Maßnahme;Federführung;Termin", ["Leseclub", VHS, "2027"])

    assert plan.lines[0].candidate.cleaned_data["planned_end_on"] == date(2027, 12, 31)
