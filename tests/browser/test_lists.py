"""The list of measures in the office's hands: several changed at once by keyboard, on a phone, without JavaScript."""

import pytest
from playwright.sync_api import expect

from measures.models import Measure
from tests import axe

pytestmark = pytest.mark.browser

OFFICE = "bildungsbuero@example.org"


def test_several_measures_are_changed_by_keyboard_on_a_phone(signed_in, town):
    page = signed_in(OFFICE, width=360, java_script_enabled=False)
    page.goto(f"{town}/massnahmen/?sort=title")
    ticks = page.locator("input[name=number]")
    numbers = [ticks.nth(place).get_attribute("value") for place in (0, 1)]
    for place in (0, 1):
        ticks.nth(place).press("Space")
    page.get_by_role("button", name="Angekreuzte ändern").press("Enter")
    page.locator("select[name=stages_how]").select_option("add")
    page.get_by_label("Weiterbildung").press("Space")
    page.get_by_label("Grund der Änderung").fill("Jahresplanung")
    page.get_by_role("button", name="Vorschau").press("Enter")
    expect(page.get_by_role("heading", name="Ändert sich (2)")).to_be_visible()
    page.get_by_role("button", name="Speichern", exact=True).press("Enter")
    expect(page.get_by_text("2 Maßnahmen geändert.")).to_be_visible()
    for number in numbers:
        measure = Measure.objects.get(serial=int(number[2:]))
        assert measure.stages.filter(name="Weiterbildung").exists()
        assert measure.history.first().history_change_reason.endswith(": Jahresplanung")
    page.get_by_role("link", name="Ansehen oder rückgängig machen").press("Enter")
    page.get_by_role("button", name="Rückgängig machen").press("Enter")
    expect(page.get_by_text("Alles steht wieder, wie es vor der Änderung war.")).to_be_visible()
    assert not Measure.objects.get(serial=int(numbers[0][2:])).stages.filter(name="Weiterbildung").exists()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_form_and_preview_are_accessible(signed_in, town, width, scheme):
    page = signed_in(OFFICE, width=width, scheme=scheme, bypass_csp=True)
    page.goto(f"{town}/massnahmen/aendern/?all=yes&status=on_track")
    assert (axe.violations(page), axe.too_wide(page)) == ([], [])
    page.locator("select[name=status]").select_option("done")
    page.get_by_label("Grund der Änderung").fill("Jahresplanung")
    page.get_by_role("button", name="Vorschau").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vorschau")
    assert (axe.violations(page), axe.too_wide(page)) == ([], [])
