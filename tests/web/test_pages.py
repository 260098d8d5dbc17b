"""Pages that no app brings: errors, and the way in."""

import re

import pytest
from django.test import Client

from tests import make

pytestmark = [pytest.mark.urls("tests.web.gallery"), pytest.mark.django_db]


def heading(response):
    return re.search(r"<h1[^>]*>\s*(.*?)\s*</h1>", response.content.decode(), re.DOTALL)[1]


def test_a_page_that_is_not_there_says_so_in_our_frame(client):
    response = client.get("/gibt-es-nicht/")
    assert response.status_code == 404
    assert heading(response) == "Diese Seite gibt es nicht"
    assert "site-header" in response.content.decode()


def test_a_failure_is_told_without_details(client):
    client.raise_request_exception = False
    response = client.get("/kaputt/")
    assert response.status_code == 500
    assert heading(response) == "Es ist ein Fehler aufgetreten"
    assert "on purpose" not in response.content.decode()


def test_a_form_without_its_proof_is_refused_in_german():
    response = Client(enforce_csrf_checks=True).post("/")
    assert response.status_code == 403
    assert heading(response) == "Das Formular konnte nicht angenommen werden"


def test_an_unreadable_request_is_told_in_german(client):
    response = client.get("/", headers={"host": "böse.example"})
    assert response.status_code == 400
    assert heading(response) == "Die Anfrage war nicht lesbar"


PUBLIC = {
    "/anmelden/": "Anmelden",
    "/anmelden/code/": "Anmeldecode senden",
    "/anmelden/passwort/vergessen/": "Passwort zurücksetzen",
    "/anmelden/neues-konto/": "Registrierung geschlossen",
}


@pytest.mark.parametrize("path", PUBLIC)
def test_the_way_in_looks_like_the_site(client, path):
    response = client.get(path)
    assert heading(response) == PUBLIC[path]
    page = response.content.decode()
    assert "page--entrance" in page
    assert "site-header" in page


OWN = {
    "/anmelden/e-mail/": "E-Mail-Adresse",
    "/anmelden/passwort/aendern/": "Passwort ändern",
    "/anmelden/zweiter-faktor/": "Zweiter Faktor",
    "/anmelden/abmelden/": "Abmelden",
}


@pytest.mark.parametrize("path", OWN)
def test_ones_own_account_looks_like_the_site(client, path):
    user = make.user("a@example.org")
    user.set_password("ein langes Passwort")
    user.save()
    client.force_login(user)
    response = client.get(path)
    assert heading(response) == OWN[path]
    assert 'aria-label="Ihr Konto"' in response.content.decode()


def test_the_login_page_invites_nobody_to_sign_up(client):
    page = client.get("/anmelden/").content.decode()
    assert "/neues-konto/" not in page
    assert "Code per E-Mail anfordern" in page


def test_no_page_carries_inline_script_or_style(client):
    for path in ["/", *PUBLIC]:
        page = client.get(path).content.decode()
        assert not re.search(r"\sstyle=|<style|\son\w+=|<script(?![^>]*(src|application/json))", page), path
