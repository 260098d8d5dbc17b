"""A list of the office's own: uploaded, understood, looked at, confirmed, taken back; on a phone without JavaScript."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from measures.models import Measure
from tests import make

pytestmark = pytest.mark.browser

OFFICE = "bildungsbuero@example.org"
LIST = (
    "Maßnahme;Wer macht das;Status\n"
    "Probelesen am Morgen;Haus der Probe;im Plan\n"
    "Probechor;Hauss der Probe;läuft\n"
    "Probesport;Unbekannte Turner;geplant\n"
)


@pytest.mark.parametrize("script", [True, False])
def test_from_upload_to_taking_back(signed_in, town, script):
    house = make.actor("Haus der Probe")
    page = signed_in(OFFICE, width=1280 if script else 360, java_script_enabled=script)
    page.goto(f"{town}{reverse('measures:imports')}")
    file = {"name": "Liste.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    page.get_by_label("Datei").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Datei prüfen").click()

    page.get_by_label("Wer macht das").select_option(label="Federführung")
    page.get_by_role("button", name="Weiter zur Vorschau").click()

    page.get_by_label("„Hauss der Probe“").select_option(value=str(house.pk))
    page.get_by_role("button", name="Weiter zur Vorschau").click()

    expect(page.get_by_text("Es wird gespeichert: 2 neu.")).to_be_visible()
    expect(page.get_by_text("Den Akteur „Unbekannte Turner“ gibt es nicht.")).to_be_visible()
    page.get_by_role("button", name="Übernehmen").click()

    expect(page.get_by_text("Eingelesen: 2 neu.")).to_be_visible()
    assert Measure.objects.filter(lead=house).count() == 2
    page.get_by_role("button", name="Einlesen zurücknehmen").click()

    expect(page.get_by_text("Alles steht wieder, wie es vor dem Einlesen war.")).to_be_visible()
    assert not Measure.objects.filter(lead=house).exists()


PERIODS = (
    "Maßnahme;Federführung;Halbjahr;Sachstand;Meilenstein;Termin\n"
    "Probelesen;Haus der Probe;1. Halbjahr 2025;Räume gesucht.;Auftakt;01.09.2025\n"
    ";;2. Halbjahr 2025;Zwei Gruppen lesen.;Abschluss;2027\n"
    "Probechor am Abent;Haus der Probe;2025;Singt.;;\n"
)


@pytest.mark.parametrize("script", [True, False])
def test_rows_of_one_measure_and_a_row_that_may_be_there(signed_in, town, script):
    house = make.actor("Haus der Probe")
    choir = make.measure(title="Probechor am Abend", lead=house)
    page = signed_in(OFFICE, width=1280 if script else 360, java_script_enabled=script)
    page.goto(f"{town}{reverse('measures:imports')}")
    file = {"name": "Liste.csv", "mimeType": "text/csv", "buffer": PERIODS.encode()}
    page.get_by_label("Datei").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Datei prüfen").click()

    expect(page.get_by_label("Sie ergänzen die Maßnahme")).to_be_checked()
    page.get_by_role("button", name="Weiter zur Vorschau").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Neu oder schon da?")
    page.get_by_label(f"ist {choir.number}").check()
    page.get_by_role("button", name="Weiter zur Vorschau").click()

    expect(page.get_by_text("Es wird gespeichert: 1 neu, 1 geändert, 1 ergänzt.")).to_be_visible()
    page.get_by_role("button", name="Übernehmen").click()

    expect(page.get_by_text("Eingelesen: 1 neu, 1 geändert, 1 ergänzt.")).to_be_visible()
    read = Measure.objects.get(title="Probelesen")
    assert (read.progress_notes.count(), read.milestones.count()) == (2, 2)
    choir.refresh_from_db()
    assert choir.title == "Probechor am Abent"
