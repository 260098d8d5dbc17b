"""Pages that only an upload leads to are accessible and flow on a phone."""

import pytest
from playwright.sync_api import expect

from goals.models import Meeting
from measures.models import Actor
from tests import make
from tests.axe import too_wide, violations

pytestmark = pytest.mark.browser

OFFICE = "bildungsbuero@example.org"
SESSIONS = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//\r\n"
    "BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20270204\r\nSUMMARY:Sitzung des Schulausschusses\r\n"
    "LOCATION:Rathaus\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nUID:2\r\nDTSTART:20270211\r\nSUMMARY:Ausschuss für Verschiedenes\r\nEND:VEVENT\r\n"
    "END:VCALENDAR\r\n"
)


def upload(page, name, text):
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": text.encode()}
    )
    page.get_by_role("button", name="Datei prüfen").click()


def look(page):
    """At the page as it stands: on a desk by day, on a phone by night, and at 320 pixels."""
    page.wait_for_load_state()
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 360, "height": 800})
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert too_wide(page) == []
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 900})


def test_sessions_from_a_calendar(signed_in, town):
    office = signed_in(OFFICE, bypass_csp=True)
    before = Meeting.objects.count()
    office.goto(f"{town}/sitzungen/einlesen/")
    upload(office, "sitzungen.ics", SESSIONS)
    expect(office.get_by_role("heading", name="Gremien zuordnen")).to_be_visible()
    look(office)
    office.get_by_role("button", name="Weiter zur Vorschau").click()
    expect(office.get_by_role("heading", name="Vorschau", exact=True)).to_be_visible()
    look(office)
    office.get_by_role("button", name="Übernehmen").click()
    expect(office.get_by_role("heading", name="Zuletzt eingelesen")).to_be_visible()
    assert Meeting.objects.count() == before + 1
    look(office)
    office.get_by_role("button", name="Zurücknehmen").click()
    expect(office.get_by_role("status").first).to_be_visible()
    assert Meeting.objects.count() == before


def test_a_list_of_actors_whose_headings_nobody_knows(signed_in, town):
    office = signed_in(OFFICE, bypass_csp=True)
    office.goto(f"{town}/akteure/einlesen/")
    upload(office, "akteure.csv", "Haus XY;Sorte;Straße\r\nSternwarte;Kultur;Am Park 1\r\nOrt ohne Art;Raumfahrt;\r\n")
    expect(office.get_by_role("heading", name="Spalten prüfen")).to_be_visible()
    look(office)
    office.get_by_label("Haus XY").select_option("Name")
    office.get_by_label("Sorte").select_option("Art")
    office.get_by_role("button", name="Weiter zur Vorschau").click()
    expect(office.get_by_text("Raumfahrt").first).to_be_visible()
    look(office)
    with office.expect_download() as handed_back:
        office.get_by_role("button", name="Abgelehnte Zeilen als Excel-Datei").click()
    assert handed_back.value.suggested_filename == "akteure-abgelehnt.xlsx"
    office.get_by_role("button", name="Übernehmen").click()
    expect(office.get_by_role("heading", name="Zuletzt eingelesen")).to_be_visible()
    assert Actor.objects.filter(name="Sternwarte").exists()
    look(office)
    office.get_by_role("button", name="Zurücknehmen").click()
    expect(office.get_by_text("Alles steht wieder, wie es vor dem Einlesen war.")).to_be_visible()
    assert not Actor.objects.filter(name="Sternwarte").exists()


def test_a_list_with_rows_that_belong_together_and_one_that_may_be_there(signed_in, town):
    house = make.actor("Haus der Zeilen")
    make.measure(title="Zeilenchor am Abend", lead=house)
    office = signed_in(OFFICE, bypass_csp=True)
    office.goto(f"{town}/massnahmen/einlesen/")
    rows = (
        "Maßnahme;Federführung;Halbjahr;Sachstand;Meilenstein;Termin\r\n"
        "Zeilenlesen;Haus der Zeilen;1. Halbjahr 2025;Räume gesucht.;Auftakt;01.09.2025\r\n"
        ";;2. Halbjahr 2025;Zwei Gruppen lesen.;Abschluss;2027\r\n"
        "Zeilenchor am Abent;Haus der Zeilen;2025;Singt.;;\r\n"
    )
    upload(office, "liste.csv", rows)
    expect(office.get_by_role("group", name="Mehrere Zeilen zu einer Maßnahme")).to_be_visible()
    look(office)
    office.get_by_role("button", name="Weiter zur Vorschau").click()
    expect(office.get_by_role("heading", name="Neu oder schon da?")).to_be_visible()
    look(office)
    office.get_by_label("Was ich offen lasse, ist neu").check()
    office.get_by_role("button", name="Weiter zur Vorschau").click()
    expect(office.get_by_text("zu Zeile 2")).to_be_visible()
    look(office)
    office.get_by_role("button", name="Übernehmen").click()
    expect(office.get_by_text("Eingelesen: 2 neu, 1 ergänzt.")).to_be_visible()
    office.get_by_role("button", name="Einlesen zurücknehmen").click()
    expect(office.get_by_text("Alles steht wieder, wie es vor dem Einlesen war.")).to_be_visible()
