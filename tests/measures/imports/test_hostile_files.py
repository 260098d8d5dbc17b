"""Every odd and every hostile file, through the command and the page: refused in words, or read whole."""

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from measures.models import ImportRun, Measure
from tests import make
from tests.sheets import corpus
from tests.sheets.test_hostile import READ, REFUSED

pytestmark = pytest.mark.django_db


def run(path, capsys, *options):
    code = 0
    try:
        call_command("import_measures", str(path), "--json", *options)
    except SystemExit as ended:
        code = ended.code
    return code, json.loads(capsys.readouterr().out)


@pytest.fixture
def given(tmp_path, capsys):
    """Runs the command on these bytes."""

    def give(content, *options, name="liste.xlsx"):
        path = tmp_path / name
        path.write_bytes(content)
        return run(path, capsys, *options)

    return give


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_read_is_rejected_and_nothing_is_kept(kind, given):
    build, sentence = REFUSED[kind]
    code, found = given(build(), "--apply", "--partial")

    assert (code, found["status"], found["rows"]) == (2, "reject", [])
    assert sentence in found["errors"][0]["message"]
    assert not Measure.objects.exists()
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize("kind", READ)
def test_odd_files_without_measures_are_answered_in_words(kind, given):
    code, found = given(READ[kind][0]())

    assert code in (1, 2)
    assert all(error["message"] for error in found["errors"])


@pytest.mark.parametrize("kind", [kind for kind in REFUSED if kind != "empty"])  # Django's words: "Die Datei ist leer"
def test_what_cannot_be_read_is_said_at_the_field(kind, client, cast):
    client.force_login(cast.office)
    build, sentence = REFUSED[kind]
    response = client.post("/massnahmen/einlesen/", {"file": SimpleUploadedFile("liste.xlsx", build())})

    assert response.status_code == 200
    assert sentence in " ".join(response.context["form"].errors["file"])
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize("kind", READ)
def test_odd_files_are_read_or_refused_on_the_page(kind, client, cast):
    client.force_login(cast.office)
    response = client.post("/massnahmen/einlesen/", {"file": SimpleUploadedFile("liste.xls", READ[kind][0]())})

    assert response.status_code in (200, 302)
    assert bool(ImportRun.objects.count()) == (response.status_code == 302), "kept if and only if it was read"


HEAD = ["Maßnahme", "Federführung", "Beginn", "Kurzbeschreibung", "Finanzierung"]
ROW = ["Leseclub", "VHS", date(2026, 9, 1), "Zwei Sätze.", None]


def sheets():
    """The same list in every format, with a title above and a sum below."""
    rows = [["Maßnahmen 2026"], HEAD, ROW, [None], ["Summe", None, None, None, 12]]
    lines = [
        ["Maßnahmen 2026"],
        HEAD,
        ["Leseclub", "VHS", "01.09.2026", "Zwei Sätze.", ""],
        [],
        ["Summe", "", "", "", "12"],
    ]
    text = "\r\n".join(";".join(line) for line in lines)
    html = "".join(f"<tr>{''.join(f'<td>{cell}' for cell in line)}" for line in lines)
    return {
        "xlsx": corpus.xlsx(corpus.data(*rows)),
        "xls": corpus.xls(*rows),
        "ods": corpus.ods(corpus.table(*rows)),
        "html": f"<table>{html}</table>".encode(),
        "tsv": text.replace(";", "\t").encode(),
        **{name: text.encode(name) for name in ("utf-8", "utf-8-sig", "utf-16", "cp1252", "mac-roman")},
    }


@pytest.mark.parametrize("kind", sheets())
def test_the_same_list_means_the_same_in_every_format(kind, given):
    make.actor("VHS")
    code, found = given(sheets()[kind], "--apply")

    assert (code, found["status"], found["rows_total"], found["created"], found["skipped"]) == (0, "accept", 2, 1, 1)
    measure = Measure.objects.get()
    assert (measure.title, measure.planned_start_on, measure.summary) == ("Leseclub", date(2026, 9, 1), "Zwei Sätze.")


def test_a_cell_that_cannot_be_relied_on_refuses_its_row_with_place_and_reason(given):
    make.actor("VHS")
    rows = [HEAD, ROW, ["Nähcafé", "VHS", '<c t="e"><v>#REF!</v></c>'], ["Chor", "VHS", None, "<c ><f>A1</f></c>"]]
    code, found = given(corpus.xlsx(corpus.data(*rows, first=4)))

    assert (code, found["status"], found["rows_valid"], found["rows_invalid"]) == (1, "partial", 1, 2)
    assert [(error["row"], error["column"]) for error in found["errors"]] == [(6, "Beginn"), (7, "Kurzbeschreibung")]
    assert [(row["row"], row["outcome"]) for row in found["rows"]] == [(5, "new"), (6, "refused"), (7, "refused")]


def test_letters_that_are_put_together_are_the_same_letters(given):
    make.actor("Städtische Bücherei")
    rows = [["Maßnahme", "Federführung"], ["Lesestunde", "Sta\u0308dtische Bu\u0308cherei"]]
    assert given(corpus.xlsx(corpus.data(*rows)))[1]["status"] == "accept"


def test_merged_leads_stand_for_each_of_their_rows(given):
    make.actor("VHS")
    rows = [["Maßnahme", "Federführung"], ["Leseclub", "VHS"], ["Chor", None]]
    merged = corpus.data(*rows) + '<mergeCells><mergeCell ref="B2:B3"/></mergeCells>'
    assert given(corpus.xlsx(merged))[1]["created"] == 2


@pytest.mark.parametrize("content", [corpus.xlsx(corpus.data()), b"Titel;Federf\xc3\xbchrung\n", b"\n\n;;\n"])
def test_a_file_without_rows_is_no_matter_of_columns(content, given):
    assert "Zeilen mit Daten" in given(content)[1]["errors"][0]["message"]
