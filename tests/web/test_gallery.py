"""All components in a browser: accessible, flowing, usable by keyboard and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.axe import too_wide, violations

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.web.gallery"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def open_page(browser, live_server):
    """Opens the gallery in a window of its own; fails the test where the browser had something to complain of."""
    contexts = []
    complaints = []

    def opened(path="/", *, width=1280, scheme="light", **options):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, locale="de-DE", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(live_server.url + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("path", ["/", "/anmelden/"])
def test_nothing_is_inaccessible(open_page, path, width, scheme):
    assert violations(open_page(path, width=width, scheme=scheme, bypass_csp=True)) == []


@pytest.mark.parametrize("path", ["/", "/anmelden/"])
def test_text_flows_at_320_pixels(open_page, path):
    assert too_wide(open_page(path, width=320)) == []


def test_the_first_key_leads_to_the_content(open_page):
    page = open_page()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Zum Inhalt springen"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhalt"


def test_the_menu_of_a_phone_opens_and_closes_without_javascript(open_page):
    page = open_page(width=360, java_script_enabled=False)
    link = page.get_by_role("navigation", name="Hauptnavigation").get_by_role("link", name="Ziele")
    assert not link.is_visible()
    page.get_by_role("button", name="Menü").click()
    assert link.is_visible()
    page.keyboard.press("Escape")
    assert not link.is_visible()


def test_errors_take_the_focus_and_lead_to_their_field(open_page):
    page = open_page()
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_role("alert").get_by_role("link", name="Titel").click()
    assert page.evaluate("document.activeElement.name") == "title"


def test_a_row_is_added_without_javascript(open_page):
    page = open_page(java_script_enabled=False)
    page.get_by_label("Titel").fill("Lesepaten")
    page.get_by_role("button", name="Meilenstein hinzufügen").click()
    assert page.get_by_role("group", name=re.compile("Meilenstein 2")).is_visible()
    assert page.get_by_label("Titel").input_value() == "Lesepaten"
    assert page.get_by_role("alert").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_errors_are_accessible_too(open_page, scheme):
    page = open_page(scheme=scheme, bypass_csp=True)
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("alert").wait_for()
    assert violations(page) == []
