"""What was downloaded reads back as unchanged, and of what somebody changes in it exactly that is a change."""

import csv
import io
from datetime import date

import pytest
from django.core.management import call_command
from django.utils import timezone
from python_calamine import CalamineWorkbook

from bildungsnetz.sheets.handback import Fault, annotated
from bildungsnetz.sheets.reading import read
from bildungsnetz.sheets.writing import Column, Kind, Sheet, write
from measures.imports.files import plan_of
from measures.models import ImportRun, Measure, Outcome
from tests import make
from tests.measures.test_resources import full  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db
FORMATS = ("xlsx", "ods", "csv")


def download(client, ending, query="?columns=all"):
    response = client.get(f"/massnahmen/liste.{ending}{query}")
    assert response.status_code == 200
    return b"".join(response) if response.streaming else response.content


def planned(content, name, user=None):
    return plan_of(ImportRun(content=content, file_name=name, choices={}), today=timezone.localdate(), user=user)


def outcomes(plan):
    return {(line.outcome.value, str(line.problems), str(line.changes)) for line in plan.lines}


@pytest.fixture
def office(client, cast):
    client.force_login(cast.office)
    return client


@pytest.mark.parametrize("ending", FORMATS)
def test_the_demonstration_reads_back_as_unchanged_in_every_row(client, ending):
    call_command("load_herne", demo=True, verbosity=0)
    client.force_login(make.user(coordination_office=True))

    plan = planned(download(client, ending), f"liste.{ending}")

    assert outcomes(plan) == {("unchanged", "[]", "[]")}
    assert len(plan.lines) == Measure.objects.count() > 30


@pytest.mark.parametrize("ending", FORMATS)
def test_separators_and_signs_come_back(office, full, ending):  # noqa: F811
    for start in ("=1+1", "-1", "@x", "'=1", "+49"):
        make.measure(title=f"{start} Titel", summary=f"{start}\n{start}", lead=make.actor(f"{start} Träger"))

    plan = planned(download(office, ending), f"liste.{ending}")

    assert outcomes(plan) == {("unchanged", "[]", "[]")}


def changed(content, changes):
    """The XLSX with other texts: (row, heading) -> text."""
    head, *rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    for (row, title), text in changes.items():
        rows[row][head.index(title)] = text
    dated = [any(isinstance(row[place], date) for row in rows) for place in range(len(head))]
    columns = [Column(title, kind=Kind.DATE if day else Kind.TEXT) for title, day in zip(head, dated, strict=True)]
    return write([Sheet("Liste", columns, [[cell or None for cell in row] for row in rows])])


def test_three_changed_cells_are_three_changes(client):
    call_command("load_herne", demo=True, verbosity=0)
    client.force_login(make.user(coordination_office=True))
    new = {
        (2, "Maßnahme"): "Ein anderer Titel",
        (5, "Reichweite"): "=12 Schulen",
        (9, "Meilensteine"): "Auftakt \\| Teil 1 | Juni 2027",
    }

    plan = planned(changed(download(client, "xlsx"), new), "liste.xlsx")

    assert [line.problems for line in plan.lines if line.problems] == []
    found = [(change[0], change[2]) for line in plan.lines for change in line.changes]
    assert [(title, text) for (_, title), text in new.items()][:2] == found[:2]
    assert [title for title, _ in found] == ["Maßnahme", "Reichweite", "Meilensteine"]
    assert {line.outcome for line in plan.lines} == {Outcome.CHANGED, Outcome.UNCHANGED}
    assert sum(line.outcome is Outcome.CHANGED for line in plan.lines) == 3


def test_a_completed_measure_without_a_beginning_can_be_changed(office):
    make.measure(title="Leseclub", status="done", completed_on=date(2026, 3, 1))

    plan = planned(changed(download(office, "xlsx"), {(0, "Maßnahme"): "Leseclubs"}), "liste.xlsx")

    assert [(change[0], change[2]) for line in plan.lines for change in line.changes] == [("Maßnahme", "Leseclubs")]


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_the_example_of_a_template_is_passed_over(office, ending):
    make.goal(1)
    make.actor("Musikschule")

    plan = planned(office.get(f"/massnahmen/vorlage.{ending}").content, f"vorlage.{ending}")

    assert [(line.outcome, line.remarks) for line in plan.lines] == [
        (Outcome.SKIPPED, ["Das ist die Beispielzeile der Vorlage."])
    ]


def test_a_file_handed_back_is_read_without_its_column_of_faults(office):
    make.measure(title="Leseclub")
    table = read(download(office, "csv"), "liste.csv").sheets[0]
    head, *rows = table.rows
    content = annotated("Liste", [cell.shown for cell in head.cells], rows, [Fault(2, "Maßnahme", "So nicht.")])

    plan = planned(content, "fehler.xlsx")

    assert outcomes(plan) == {("unchanged", "[]", "[]")}


def test_plain_csv_reads_back_too(office, full):  # noqa: F811
    content = download(office, "csv", "?columns=all&plain=yes")

    assert len(next(csv.reader(io.StringIO(content.decode())))) > 30
    assert outcomes(planned(content, "liste.csv")) == {("unchanged", "[]", "[]")}
