"""One measure on its way: written on a phone, submitted, returned, submitted again, released, found by everybody."""

import re

import pytest
from playwright.sync_api import expect

from goals.models import Goal, IndicatorValue
from measures.models import Measure

pytestmark = pytest.mark.browser

OFFICE = "bildungsbuero@example.org"
EDITOR = "redaktion.vhs@example.org"
MEMBER = "mitglied.vhs@example.org"
TITLE = "Leseübungen für Spätentschlossene"


def test_a_measure_comes_from_a_phone_to_the_public(signed_in, open_browser, town):
    editor = signed_in(EDITOR, width=360, java_script_enabled=False)
    number = enter_draft(editor, town)
    member_edits_but_does_not_submit(signed_in(MEMBER), town, number)
    foreigners_find_nothing(signed_in, open_browser, town, number)
    take_step(editor, f"{town}/massnahmen/{number}/", "Einreichen")

    office = signed_in(OFFICE)
    office.goto(f"{town}/massnahmen/?publication=submitted")
    office.get_by_role("main").get_by_role("link", name=TITLE).click()
    take_step(office, office.url, "Zurückgeben", "Bitte nennen Sie die Reichweite.")

    editor.goto(f"{town}/meine-massnahmen/")
    expect(editor.get_by_text("Bitte nennen Sie die Reichweite.")).to_be_visible()
    editor.get_by_role("listitem").filter(has_text=TITLE).get_by_role("link", name="Überarbeiten").click()
    editor.get_by_label("Reichweite").fill("40 Erwachsene im Jahr")
    editor.get_by_role("button", name="Speichern").click()
    take_step(editor, f"{town}/massnahmen/{number}/", "Erneut einreichen")
    take_step(office, f"{town}/massnahmen/{number}/", "Freigeben")
    the_public_finds_it(open_browser(), town, number)


def enter_draft(page, town):
    """Returns the number of the new draft."""
    page.goto(f"{town}/meine-massnahmen/")
    page.get_by_role("link", name="Maßnahme anlegen").click()
    page.get_by_role("button", name="Als Entwurf speichern").click()
    expect(page.get_by_role("alert").get_by_role("link", name="Titel")).to_be_visible()
    page.get_by_label("Titel").fill(TITLE)
    page.get_by_label("Kurzbeschreibung").fill("Wer spät lesen lernt, übt hier in Ruhe.")
    page.locator("select[name=leading_goal]").select_option(str(Goal.objects.get(number=2).pk))
    page.get_by_label("Erwachsene in Weiterbildung").check()
    page.get_by_role("button", name="Als Entwurf speichern").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    return re.search(r"M-\d+", page.url)[0]


def member_edits_but_does_not_submit(page, town, number):
    page.goto(f"{town}/massnahmen/{number}/bearbeiten/")
    page.get_by_label("Titel").press("End")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("link", name="Einreichen")).to_have_count(0)
    assert page.goto(f"{town}/massnahmen/{number}/einreichen/").status == 403


def foreigners_find_nothing(signed_in, open_browser, town, number):
    for page in (signed_in("redaktion.bibliothek@example.org"), signed_in("rat@example.org"), open_browser()):
        assert page.goto(f"{town}/massnahmen/{number}/").status == 404
        page.goto(f"{town}/massnahmen/?q=Spätentschlossene")
        expect(page.get_by_text(TITLE)).to_have_count(0)


def take_step(page, address, label, reason=""):
    """Takes a step of publication on the page of the measure."""
    page.goto(address)
    page.get_by_role("link", name=label, exact=True).click()
    if reason:
        page.get_by_role("main").get_by_role("textbox").fill(reason)
    page.get_by_role("button", name=label, exact=True).click()
    page.get_by_role("status").first.wait_for()
    expect(page.get_by_role("link", name=label, exact=True)).to_have_count(0)


def the_public_finds_it(page, town, number):
    """On the list, at its goal and by a word inside its title; nobody is given a cookie for it."""
    for path in ("/massnahmen/", "/massnahmen/?goal=2023-2027-2", "/ziele/2023-2027/2/", "/massnahmen/?q=leseÜBUNG"):
        page.goto(f"{town}{path}")
        expect(page.get_by_role("main").get_by_role("link", name=TITLE), path).to_have_count(1)
    page.get_by_role("main").get_by_role("link", name=TITLE).click()
    page.wait_for_url(f"**/massnahmen/{number}/")
    expect(page.get_by_text("40 Erwachsene im Jahr")).to_be_visible()
    assert page.context.cookies() == []


def test_the_office_words_a_goal_and_adds_a_value(signed_in, open_browser, town):
    office = signed_in(OFFICE)
    office.goto(f"{town}/ziele/2023-2027/1/")
    office.get_by_role("main").get_by_role("link", name="Bearbeiten").first.click()
    office.get_by_label("In einfachen Worten").fill("Alle lernen so, wie es zu ihnen passt.")
    office.get_by_role("button", name="Speichern").click()
    office.goto(f"{town}/kennzahlen/1/bearbeiten/")
    office.get_by_role("button", name="Messwert hinzufügen").click()
    row = office.get_by_role("group", name="Messwert 3")
    row.get_by_label("Jahr").fill("2024")
    row.get_by_label("Messwert", exact=True).fill("viele")
    office.get_by_role("button", name="Speichern").click()
    expect(row.get_by_label("Messwert", exact=True)).to_have_attribute("aria-invalid", "true")
    row.get_by_label("Messwert", exact=True).fill("41,2")
    office.get_by_role("button", name="Speichern").click()
    assert IndicatorValue.objects.filter(indicator=1, year=2024).count() == 1

    reader = open_browser()
    reader.goto(f"{town}/ziele/2023-2027/1/")
    expect(reader.get_by_text("Alle lernen so, wie es zu ihnen passt.")).to_be_visible()
    expect(reader.get_by_role("cell", name="41,2 %")).to_have_count(1)


def test_a_measure_at_risk_needs_a_reason(signed_in, town):
    office = signed_in(OFFICE)
    office.goto(f"{town}/massnahmen/M-034/")
    office.get_by_role("link", name="Sachstand melden").click()
    office.get_by_label("gefährdet").check()
    office.get_by_label("Was hat sich getan?").fill("Eine Stelle ist frei.")
    office.get_by_role("button", name="Sachstand speichern").click()
    reason = office.get_by_label("Grund")
    expect(reason).to_have_attribute("aria-invalid", "true")
    expect(office.get_by_label("Was hat sich getan?")).to_have_value("Eine Stelle ist frei.")
    reason.fill("Die Lehrkraft fehlt seit Oktober.")
    office.get_by_role("button", name="Sachstand speichern").click()
    expect(office.get_by_role("heading", level=1)).to_have_text(re.compile("^Lehrgänge der VHS"))
    expect(office.get_by_text("Die Lehrkraft fehlt seit Oktober.").first).to_be_visible()


def test_two_windows_lose_nothing_that_was_typed(signed_in, town):
    first, second = signed_in(OFFICE), signed_in(OFFICE)
    for page, text in ((first, "Fassung der ersten"), (second, "Fassung der zweiten")):
        page.goto(f"{town}/massnahmen/M-034/bearbeiten/")
        page.get_by_label("Kurzbeschreibung").fill(text)
    for page in (first, second):
        page.get_by_role("button", name="Speichern").click()
    second.get_by_role("heading", name="Inzwischen hat jemand anderes gespeichert").wait_for()
    row = second.get_by_role("row").filter(has_text="Kurzbeschreibung")
    assert "Fassung der ersten" in row.inner_text()
    assert "Fassung der zweiten" in row.inner_text()
    assert Measure.objects.get(serial=34).summary == "Fassung der ersten"
    second.get_by_role("button", name="Meine Fassung speichern").click()
    second.wait_for_url("**/massnahmen/M-034/")
    assert Measure.objects.get(serial=34).summary == "Fassung der zweiten"


def test_the_history_tells_a_change_and_brings_the_old_text_back(signed_in, town):
    before = Measure.objects.get(serial=34).summary
    office = signed_in(OFFICE)
    office.goto(f"{town}/massnahmen/M-034/bearbeiten/")
    office.get_by_label("Kurzbeschreibung").fill("Versehentlich überschrieben.")
    office.get_by_role("button", name="Speichern").click()
    office.get_by_role("link", name="Änderungsverlauf").click()
    newest = office.locator("ol.history > li").first
    assert "· Sie" in newest.inner_text()
    assert "Versehentlich" in " ".join(newest.locator("ins").all_inner_texts())
    expect(newest.locator("del")).not_to_have_count(0)
    earlier = office.locator("ol.history > li").nth(1)
    earlier.get_by_role("button", name="Diesen Stand wiederherstellen").first.click()
    office.get_by_text("Der frühere Stand gilt wieder.").wait_for()
    assert Measure.objects.get(serial=34).summary == before
