"""How people come in: with a password, with a code from a mail, on an invitation, and by keyboard alone."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from bildungsnetz.accounts.models import Invitation, User
from tests.browser.conftest import sign_in

pytestmark = pytest.mark.browser

OFFICE = "bildungsbuero@example.org"
EDITOR = "redaktion.vhs@example.org"
NEWCOMER = "neue.redaktion@example.org"


def test_a_code_from_a_mail_signs_in(open_browser, town, mailoutbox):
    page = open_browser()
    page.goto(f"{town}{reverse('account_login')}")
    page.get_by_role("link", name="Code per E-Mail anfordern").click()
    page.get_by_role("main").get_by_label("E-Mail").fill(OFFICE)
    page.get_by_role("main").get_by_role("button").first.click()
    page.get_by_label("Code").wait_for()
    code = re.search(r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]+)*)\s*$", mailoutbox[-1].body, re.MULTILINE)
    assert code, mailoutbox[-1].body
    page.get_by_label("Code").fill(code[1])
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page.get_by_role("banner").get_by_text("Angemeldet als Bildungsbüro")).to_have_count(1)


def test_a_wrong_password_is_answered_without_telling_whether_the_account_exists(open_browser, town):
    page = open_browser()
    answers = []
    for email in (OFFICE, "niemand@example.org"):
        page.goto(f"{town}{reverse('account_login')}")
        page.get_by_label("E-Mail").fill(email)
        page.get_by_label("Passwort", exact=True).fill("falsches Passwort")
        page.get_by_role("main").get_by_role("button", name="Anmelden").click()
        answers.append(page.get_by_role("alert").inner_text())
    assert answers[0] == answers[1]


def test_an_invited_person_looks_twice_accepts_once_and_is_in(signed_in, open_browser, town, mailoutbox):
    office = signed_in(OFFICE)
    office.goto(f"{town}/akteure/9/")
    office.get_by_role("link", name=re.compile("einladen")).click()
    office.get_by_label("E-Mail-Adresse").fill(NEWCOMER)
    office.get_by_label("Name oder Funktion").fill("Neue Redaktion")
    office.get_by_label("Redaktion", exact=True).check()
    office.get_by_role("button", name="Einladung verschicken").click()
    office.get_by_role("status").first.wait_for()
    assert mailoutbox[-1].to == [NEWCOMER]
    path = re.search(r"/einladung/\S+", mailoutbox[-1].body)[0]

    guest = open_browser()
    for _ in range(2):
        guest.goto(f"{town}{path}")
        expect(guest.get_by_role("main").get_by_text("Redaktion bei Volkshochschule Herne")).to_have_count(1)
    assert Invitation.objects.get().accepted_at is None
    assert guest.context.cookies() == []

    password = "ein-langer-satz-2026"
    guest.get_by_label("Passwort").fill(password)
    guest.get_by_role("button", name="Einladung annehmen").click()
    guest.get_by_text("Willkommen! Ihr Konto ist eingerichtet.").wait_for()
    assert User.objects.get(email=NEWCOMER).memberships.get().role == "editor"

    again = open_browser()
    again.goto(f"{town}{path}")
    expect(again.get_by_role("heading", level=1)).to_have_text("Diese Einladung gilt nicht mehr")
    sign_in(again, town, NEWCOMER, password)
    again.goto(f"{town}/meine-massnahmen/")
    expect(again.get_by_role("link", name="Volkshochschule Herne")).to_have_count(1)


def test_one_press_in_the_menu_signs_out(signed_in, town):
    office = signed_in(OFFICE, java_script_enabled=False)
    office.get_by_role("banner").get_by_text("Bildungsbüro").first.click()
    office.get_by_role("button", name="Abmelden").click()
    expect(office.get_by_role("link", name="Anmelden")).to_be_visible()
    office.goto(f"{town}/heute/")
    expect(office.get_by_label("Passwort", exact=True)).to_be_visible()


def press_until(page, name, *, key="Tab", limit=80):
    """Presses ``key`` until the element in focus has ``name`` in its words."""
    for _ in range(limit):
        page.keyboard.press(key)
        words = page.evaluate(
            "[document.activeElement.ariaLabel, document.activeElement.innerText,"
            " ...[...(document.activeElement.labels || [])].map(it => it.innerText)].join(' ')"
        )
        if name in words:
            return
    raise AssertionError(f"{name} cannot be reached with {key}")


def test_the_keyboard_alone_signs_in_filters_and_opens_a_measure(open_browser, town):
    page = open_browser()
    page.goto(f"{town}{reverse('account_login')}")
    press_until(page, "E-Mail")
    page.keyboard.type(EDITOR)
    press_until(page, "Passwort vergessen?", limit=1)
    press_until(page, "Passwort", limit=1)
    page.keyboard.type("herne-beispiel-2027")
    page.keyboard.press("Enter")
    page.get_by_role("banner").get_by_text("Abmelden").wait_for(state="attached")

    page.goto(f"{town}/massnahmen/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhalt"
    press_until(page, "Suche")
    page.keyboard.type("Schulsozialarbeit")
    page.keyboard.press("Enter")
    page.wait_for_url("**/massnahmen/?*q=Schulsozialarbeit*")
    press_until(page, "Gesamtkonzept Schulsozialarbeit in Herne")
    page.keyboard.press("Enter")
    page.wait_for_url("**/massnahmen/M-004/")
