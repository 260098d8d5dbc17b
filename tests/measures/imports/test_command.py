"""``import_measures``: what it says, what it writes, and its exit codes."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from measures.models import Actor, ImportRun, Measure
from tests import make

pytestmark = pytest.mark.django_db

HEAD = "Nr.;Maßnahme;Federführung;Umsetzungsstand;Stadtbezirke;Meilensteine;Mitwirkung;Finanzierung"


@pytest.fixture
def world():
    make.actor("Volkshochschule Herne")
    make.actor("Musikschule")
    make.district("Wanne")
    make.district("Eickel")


@pytest.fixture
def run(tmp_path, capsys):
    def call(*rows, options=(), head=HEAD):
        path = tmp_path / "liste.csv"
        path.write_text("\n".join([head, *rows]) + "\n", "utf-8-sig")
        code = 0
        try:
            call_command("import_measures", path, "--json", *options)
        except SystemExit as end:
            code = end.code
        return code, json.loads(capsys.readouterr().out)

    return call


GOOD = (
    ";Leseclub;Volkshochschule Herne;im Plan;Wanne, Eickel;Auftakt | 01.09.2026;Musikschule;"
    "Stiftung | Bund | 2026 | 1.500"
)
OTHER = ";Chor;Musikschule;geplant;;;;"
BAD = ";Sport;Turnverein 1900;geplant;;;;"


def test_without_apply_nothing_is_written(world, run):
    code, told = run(GOOD, OTHER)

    assert (code, told["status"], told["created"], told["applied"]) == (0, "accept", 2, False)
    assert not Measure.objects.exists()
    assert not ImportRun.objects.exists()


def test_apply_writes_measures_with_their_lists_parts_and_history(world, run):
    code, told = run(GOOD, options=["--apply"])

    measure = Measure.objects.get()
    assert (code, told["rows"][0]["number"]) == (0, measure.number)
    assert measure.publication == "draft"
    assert {str(one) for one in measure.districts.all()} == {"Wanne", "Eickel"}
    assert measure.milestones.get().due_on == date(2026, 9, 1)
    assert measure.participations.get().actor.name == "Musikschule"
    assert measure.funding_items.get().amount == 1500
    past = measure.history.get()
    assert (past.history_type, past.history_change_reason) == ("+", f"Einlesen Nr. {told['run']}: liste.csv")
    assert past.districts.count() == 2
    assert measure.milestones.get().history.get().history_type == "+"
    assert Measure.objects.matching("leseclub").get() == measure


def test_the_same_file_again_changes_nothing(world, run):
    run(GOOD, OTHER, options=["--apply"])

    code, told = run(GOOD, OTHER, options=["--apply"])

    assert (code, told["created"], told["updated"], told["unchanged"]) == (0, 0, 0, 2)
    assert Measure.history.count() == 2


def test_changed_cells_are_what_changes(world, run):
    measure = make.measure(title="Leseclub", lead=Actor.objects.get(name="Musikschule"), summary="Bleibt")
    make.milestone(measure, title="Auftakt", due_on=date(2026, 9, 1))

    run(f"{measure.number};;;verzögert;;Auftakt | 01.09.2026;;", options=["--apply", "--partial"])
    _, told = run(
        f"{measure.number};verzögert;Es fehlt Personal;Wanne",
        head="Nr.;Umsetzungsstand;Grund;Stadtbezirke",
        options=["--apply"],
    )

    measure.refresh_from_db()
    assert told["updated"] == 1
    assert (measure.status, measure.summary, measure.revision_no) == ("delayed", "Bleibt", 2)
    assert [one.name for one in measure.districts.all()] == ["Wanne"]
    assert measure.history.first().history_type == "~"
    assert [one.name for one in [row.district for row in measure.history.first().districts.all()]] == ["Wanne"]
    assert measure.milestones.get().history.count() == 1


def test_rows_that_are_refused_keep_the_others_out_unless_partial_says_otherwise(world, run):
    code, told = run(GOOD, BAD, options=["--apply"])

    assert (code, told["status"], told["rows_valid"], told["rows_invalid"]) == (1, "partial", 1, 1)
    assert told["errors"][0]["row"] == 3
    assert told["errors"][0]["column"] == "Federführung"
    assert not Measure.objects.exists()

    code, _ = run(GOOD, BAD, options=["--apply", "--partial"])

    assert code == 1
    assert Measure.objects.get().title == "Leseclub"


def test_a_file_that_is_none_is_rejected(run):
    code, told = run(head="Dies ist ein Brief.")

    assert (code, told["status"]) == (2, "reject")
    assert told["errors"][0]["message"]


def test_actors_are_created_on_demand(world, run):
    code, told = run(BAD, options=["--apply", "--create-actors"])

    actor = Actor.objects.get(name="Turnverein 1900")
    assert (code, Measure.objects.get().lead) == (0, actor)
    assert actor.history.get().history_change_reason.startswith("Einlesen Nr.")
    assert told["rows"][0]["remarks"]


def test_a_mapping_names_columns(world, run, tmp_path):
    path = tmp_path / "mapping.json"
    path.write_text(
        json.dumps({"columns": {"Wer": "Federführung"}, "values": {"actor": {"Die Musiker": "Musikschule"}}})
    )

    code, _ = run("Chor;Die Musiker", head="Maßnahme;Wer", options=["--mapping", path, "--apply"])

    assert (code, Measure.objects.get().lead.name) == (0, "Musikschule")


def test_in_words_a_row_that_is_refused_as_a_whole_names_no_column(world, tmp_path, capsys):
    path = tmp_path / "liste.csv"
    rows = [HEAD, ";Leseclub;Volkshochschule Herne;;;Auftakt | 01.09.2026;;", ";;Chor;;;Ende | 01.10.2026;;"]
    path.write_text("\n".join(rows), "utf-8-sig")
    with pytest.raises(SystemExit):
        call_command("import_measures", path)

    said = capsys.readouterr().out
    assert "Spalte „“" not in said
    assert "\nZeile 2: Zeile 3 derselben Maßnahme ist abgelehnt.\n" in said


@pytest.mark.parametrize(
    ("held", "sentence"),
    [
        ("{kaputt", "ist kein JSON"),
        ("[1, 2]", "Die Zuordnung ist ein JSON-Objekt"),
        ('{"columns": ["Maßnahme"]}', "Die Zuordnung ist ein JSON-Objekt"),
        ('{"values": {"actor": "VHS"}}', "Die Zuordnung ist ein JSON-Objekt"),
        ('{"columns": {"Maßnahme": "Unsinn"}}', "Die Zuordnung nennt eine Spalte „Unsinn“, die es nicht gibt."),
    ],
)
def test_a_mapping_that_cannot_be_followed_refuses_the_file(world, run, tmp_path, held, sentence):
    path = tmp_path / "zuordnung.json"
    path.write_text(held)
    code, told = run(GOOD, options=("--mapping", str(path), "--apply"))
    assert (code, told["status"], Measure.objects.count()) == (2, "reject", 0)
    assert sentence in told["errors"][0]["message"]


def test_a_heading_of_the_mapping_that_is_not_in_the_list_is_said(world, run, tmp_path):
    path = tmp_path / "zuordnung.json"
    path.write_text('{"columns": {"Vorhaben XY": "Maßnahme"}}')
    code, told = run(GOOD, options=("--mapping", str(path)))
    assert (code, told["remarks"]) == (
        0,
        ["Die Zuordnung nennt eine Überschrift „Vorhaben XY“, die nicht in der Liste steht."],
    )


def test_a_mapping_says_whether_further_rows_belong_to_their_measure(world, run, tmp_path):
    rows = ["Chor;Musikschule;Auftakt | 2026", "Chor;Musikschule;Abschluss | 2027"]
    path = tmp_path / "mapping.json"

    def said(answer):
        path.write_text(json.dumps({"rows": answer}))
        return run(*rows, head="Maßnahme;Federführung;Meilensteine", options=["--mapping", path])

    code, told = said("together")
    assert (code, told["created"], told["updated"]) == (0, 1, 1)
    assert [(row["row"], row["outcome"], row["of"]) for row in told["rows"]] == [(2, "new", None), (3, "changed", 2)]
    assert (said("apart")[0], said("irgendwie")[0]) == (1, 2)
