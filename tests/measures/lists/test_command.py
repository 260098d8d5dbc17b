"""The command that reads lists: what scripts get, and what is written when."""

import json

import pytest
from django.core.management import CommandError, call_command

from measures.models import Actor

pytestmark = pytest.mark.django_db


def run(capsys, *arguments):
    code = 0
    try:
        call_command("import_list", *map(str, arguments))
    except SystemExit as ended:
        code = ended.code
    said = capsys.readouterr().out
    return code, json.loads(said) if "--json" in arguments else said


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "liste.csv"
    path.write_text("Name;Art\nLesehaus;Kultur\nOhne Art;\n")
    return path


def written():
    return Actor.objects.filter(name="Lesehaus").exists()


def test_without_apply_nothing_is_written(file, capsys, cast):
    code, found = run(capsys, "akteure", file, "--json")

    numbers = [found[name] for name in ("rows_total", "rows_valid", "created", "rows_invalid")]
    assert (code, found["status"], numbers) == (1, "partial", [2, 1, 1, 1])
    assert found["errors"] == [{"row": 3, "column": "Art", "message": "Bitte machen Sie hier eine Angabe."}]
    assert not written()


def test_rows_that_are_refused_hold_the_others_back_unless_told_otherwise(file, capsys, cast):
    assert run(capsys, "akteure", file, "--json", "--apply", "--by", cast.office.email)[1]["applied"] is False
    assert not written()

    assert run(capsys, "akteure", file, "--apply", "--partial", "--by", cast.office.email) == (
        1, "Zeile 3, Art: Bitte machen Sie hier eine Angabe.\n1 neu, 1 abgelehnt\n",
    )  # fmt: skip
    assert written()


def test_all_rows_that_can_be_read_are_accepted(file, capsys, cast):
    file.write_text("Name;Art\nLesehaus;Kultur\n")
    code, found = run(capsys, "akteure", file, "--json", "--apply", "--by", cast.office.email)

    assert (code, found["status"], found["applied"]) == (0, "accept", True)
    assert written()


def test_what_cannot_be_read_is_rejected(file, capsys):
    file.write_bytes(b"%PDF-1.7")
    code, found = run(capsys, "akteure", file, "--json")

    assert (code, found["status"]) == (2, "reject")
    assert found["errors"][0]["message"].startswith("Das ist ein PDF-Dokument")


@pytest.mark.parametrize("by", ["", "niemand@example.org", "redaktion.vhs@example.org"])
def test_nothing_is_written_in_the_name_of_somebody_who_may_not(by, file, cast):
    with pytest.raises(CommandError, match="--by"):
        call_command("import_list", "akteure", str(file), "--apply", "--by", by)


def test_a_file_that_is_not_there(tmp_path, capsys):
    code, found = run(capsys, "akteure", tmp_path / "nichts.csv", "--json")
    assert (code, found["status"]) == (2, "reject")
    assert "lässt sich nicht öffnen" in found["errors"][0]["message"]


def test_a_mapping_says_what_headings_mean(file, tmp_path, capsys, cast):
    file.write_text("Wer;Sorte\nLesehaus;Kultur\n")
    assert run(capsys, "akteure", file, "--json")[1]["errors"][0]["message"] == "Es fehlt eine Spalte für „Name“."

    said = tmp_path / "spalten.json"
    said.write_text('{"Wer": "Name", "Sorte": "kind"}')
    code, found = run(capsys, "akteure", file, "--json", "--mapping", said, "--apply", "--by", cast.office.email)
    assert (code, found["created"], written()) == (0, 1, True)
    assert run(capsys, "akteure", file, "--json")[1]["unchanged"] == 1, "learned"
