"""The pages of an import: upload, columns, words, preview, confirm, take back."""

import io
import re
from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from bildungsnetz.sheets.reading import Refused, read
from measures import jobs, views
from measures.actions import forget_abandoned
from measures.imports import files, handback
from measures.models import ActorAlias, ImportRun, LearnedHead, Measure
from tests import make

pytestmark = pytest.mark.django_db

PAGE = "/massnahmen/einlesen/"
LIST = (
    "Maßnahme;Wer macht das;Status\nLeseclub;Volkshochschule Herne;im Plan\nChor;Die VHS;läuft\nSport;Turner;geplant\n"
)


@pytest.fixture
def office(client, cast):
    client.force_login(cast.office)
    return client


def upload(client, content=LIST, name="liste.csv"):
    content = content.encode() if isinstance(content, str) else content
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content)})


def columns(client, run, *keys):
    data = {"sheet": re.search(r'name="sheet"[^>]*value="([^"]*)"', text(client.get(f"{page(run)}spalten/")))[1]}
    return client.post(f"{page(run)}spalten/", data | {f"column-{place}": key for place, key in enumerate(keys)})


def page(run):
    return f"{PAGE}{run.pk}/"


def text(response):
    return response.content.decode()


def test_from_upload_to_taking_back(office, cast):
    assert upload(office).status_code == 302
    run = ImportRun.objects.get()
    assert columns(office, run, "title", "lead", "status").url == f"{page(run)}werte/"

    asked = text(office.get(f"{page(run)}werte/"))
    assert "„Die VHS“" in asked
    assert "„Turner“" in asked
    office.post(f"{page(run)}werte/", {"value-0": str(cast.vhs.pk), "value-1": ""})

    preview = text(office.get(page(run)))
    assert "Es wird gespeichert: 2 neu." in preview
    assert "Den Akteur „Turner“ gibt es nicht." in preview
    assert not Measure.objects.exists()

    run.refresh_from_db()
    done = text(office.post(f"{page(run)}uebernehmen/", {"shown": run.shown}, follow=True))
    assert "Eingelesen: 2 neu." in done
    assert {one.title: one.lead for one in Measure.objects.all()} == {"Leseclub": cast.vhs, "Chor": cast.vhs}
    assert LearnedHead.objects.get().column == "lead"
    assert ActorAlias.objects.get().name == "Die VHS"

    back = text(office.post(f"{page(run)}zuruecknehmen/", follow=True))
    assert "Zurückgenommen." in back
    assert not Measure.objects.exists()


def test_refused_rows_come_back_with_the_reason(office):
    upload(office, "Maßnahme;Federführung\nSport;Turner\n=1+1;Turner\n")
    run = ImportRun.objects.get()

    content = office.get(f"{page(run)}abgelehnt.xlsx").content

    rows = read(content).sheets[0].rows
    assert [cell.shown for cell in rows[0].cells] == ["Fehler", "Maßnahme", "Federführung"]
    assert rows[1].cells[0].shown.startswith("Federführung: Den Akteur „Turner“ gibt es nicht.")
    assert rows[2].cells[1].shown == "=1+1"
    assert "xl/comments1.xml" in ZipFile(io.BytesIO(content)).namelist()


def test_what_changed_meanwhile_is_shown_anew(office, cast):
    measure = make.measure(title="Leseclub", lead=cast.vhs, reach="30")
    upload(office, f"Nr.;Reichweite\n{measure.number};60\n")
    run = ImportRun.objects.get()
    measure.reach = "45"
    measure.save()

    again = text(office.post(f"{page(run)}uebernehmen/", {"shown": run.shown}, follow=True))

    assert "Inzwischen hat sich etwas geändert." in again
    assert "45 → 60" in again
    measure.refresh_from_db()
    assert measure.reach == "45"


def test_a_long_list_is_written_by_a_worker(office, cast, monkeypatch):
    monkeypatch.setattr(views.imports, "AT_ONCE", 1)
    upload(office, "Maßnahme;Federführung\nSport;Volkshochschule Herne\nChor;Volkshochschule Herne\n")
    run = ImportRun.objects.get()

    response = office.post(f"{page(run)}uebernehmen/", {"shown": run.shown})

    assert response.url.startswith("/auftraege/")
    assert Measure.objects.count() == 2
    assert jobs.read_in.__name__ == "read_in"


def test_rows_are_filtered_by_outcome(office):
    upload(office, "Maßnahme;Federführung\nSport;Volkshochschule Herne\nChor;Turner\n")

    shown = text(office.get(f"{page(ImportRun.objects.get())}?outcome=refused"))

    assert "Chor" in shown
    assert "Sport" not in shown


def test_a_file_is_thrown_away(office):
    upload(office, "Maßnahme;Federführung\nSport;Volkshochschule Herne\n")
    office.post(f"{page(ImportRun.objects.get())}verwerfen/")

    assert not ImportRun.objects.exists()


def test_what_was_done_in_another_tab_is_told(office):
    upload(office, "Maßnahme;Federführung\nSport;Volkshochschule Herne\n")
    run = ImportRun.objects.get()
    confirm = {"shown": run.shown}

    def told(step, **data):
        return text(office.post(f"{page(run)}{step}/", data, follow=True))

    assert "Noch nicht übernommen" in told("zuruecknehmen")
    told("uebernehmen", **confirm)
    assert "Schon übernommen" in told("uebernehmen", **confirm)
    assert "Schon übernommen" in told("verwerfen")
    assert "Schon übernommen" in text(office.get(f"{page(run)}spalten/", follow=True))
    assert Measure.objects.filter(title="Sport").count() == 1
    told("zuruecknehmen")
    assert "Schon zurückgenommen" in told("zuruecknehmen")


def test_a_file_that_was_thrown_away_in_another_tab_is_told(office):
    upload(office, "Maßnahme;Federführung\nSport;Volkshochschule Herne\n")
    run = ImportRun.objects.get()
    office.post(f"{page(run)}verwerfen/")

    for step in ("uebernehmen/", "verwerfen/"):
        assert "Diese Datei gibt es nicht mehr" in text(office.post(f"{page(run)}{step}", follow=True))
    assert office.get(page(run)).status_code == 404


def test_others_find_nothing(client, cast):
    run = make.import_run()
    client.force_login(cast.vhs_editor)

    assert client.get(PAGE).status_code == 403
    assert upload(client).status_code == 403
    assert client.get(page(run)).status_code == 404
    assert client.post(f"{page(run)}uebernehmen/").status_code == 404


def test_what_is_no_spreadsheet_is_refused_on_the_page(office):
    response = upload(office, b"%PDF-1.7 ...", "liste.xlsx")

    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not ImportRun.objects.exists()


def test_the_page_explains_what_is_read_and_leads_to_templates(office):
    page = text(office.get(PAGE))

    assert 'href="/massnahmen/vorlage.xlsx"' in page
    assert "eine leere Zelle leert dort die Angabe" in page
    assert "Grund für den Umsetzungsstand" in page
    assert "Zuletzt bestätigt" not in page


def test_long_cells_stand_shortened_beside_their_column(office):
    upload(office, f"Maßnahme;Federführung;Raum\nSport;Volkshochschule Herne;{'sehr ' * 20}\n")

    assert "sehr sehr sehr…" in text(office.get(f"{page(ImportRun.objects.get())}spalten/"))


def test_columns_that_are_not_read_are_named_in_the_preview(office):
    upload(office, "Maßnahme;Federführung;Raum\nSport;Volkshochschule Herne;12\n")

    assert "Diese Spalten werden nicht eingelesen: „Raum“." in text(office.get(page(ImportRun.objects.get())))


def test_a_file_that_nobody_reads_in_is_thrown_away_after_two_weeks():
    now = timezone.now()
    filled = {"created_at": now - timedelta(days=15)}
    make.import_run(**filled)
    kept = {make.import_run(created_at=now).pk, make.import_run(**filled, state="done", applied_at=now).pk}
    forget_abandoned(now)
    assert set(ImportRun.objects.values_list("pk", flat=True)) == kept


@pytest.mark.parametrize("step", ["spalten/", "uebernehmen/", "abgelehnt.xlsx"])
def test_a_file_that_cannot_be_read_any_more_is_a_sentence(office, monkeypatch, step):
    upload(office)
    run = ImportRun.objects.get()

    def too_slow(*args, **options):
        raise Refused("Die Datei war nicht in angemessener Zeit zu lesen.")

    for place in (views.imports, files, handback):
        monkeypatch.setattr(place, "read", too_slow)
    ask = office.post if step == "uebernehmen/" else office.get
    answer = ask(f"{page(run)}{step}", {"shown": run.shown}, follow=True)
    assert "nicht in angemessener Zeit" in text(answer)


def test_a_column_of_beginning_and_end_says_so_where_columns_are_asked(office):
    upload(office, "Maßnahme;Federführung;Laufzeit\nSport;Volkshochschule Herne;2024–2026\n")

    assert "Beginn und Ende in einer Zelle" in text(office.get(f"{page(ImportRun.objects.get())}spalten/"))
