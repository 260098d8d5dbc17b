"""Signing in: by password or by a code, the same answer for known and unknown, limits, the second factor."""

import re

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client

PASSWORD = "ein langes Passwort 7"


@pytest.fixture(autouse=True)
def fresh_limits(db):
    cache.clear()


@pytest.fixture
def person(cast):
    cast.vhs_editor.set_password(PASSWORD)
    cast.vhs_editor.save()
    return cast.vhs_editor


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_the_page_offers_password_and_code(client):
    page = client.get("/anmelden/").content.decode()
    assert 'type="password"' in page
    assert 'href="/anmelden/code/"' in page


def test_by_password_whatever_the_case_of_the_address(client, person):
    client.post("/anmelden/", {"login": person.email.upper(), "password": PASSWORD})
    assert is_signed_in(client)


def test_by_a_code_from_the_mail(client, person, mailoutbox):
    client.post("/anmelden/code/", {"email": person.email})
    code = re.search(r"^([A-Z0-9-]{6,})$", mailoutbox[0].body, re.MULTILINE)
    assert code, mailoutbox[0].body
    client.post("/anmelden/code/eingeben/", {"code": code[1]})
    assert is_signed_in(client)


def test_signing_out_needs_a_post(client, person):
    client.force_login(person)
    client.get("/anmelden/abmelden/")
    assert is_signed_in(client)
    client.post("/anmelden/abmelden/")
    assert not is_signed_in(client)


def test_nobody_signs_up(client):
    answer = client.post(
        "/anmelden/neues-konto/", {"email": "fremd@example.org", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert "Registrierung geschlossen" in answer.content.decode()
    from bildungsnetz.accounts.models import User

    assert not User.objects.filter(email="fremd@example.org").exists()


def without_proofs(page: str, address: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page).replace(address, "ADRESSE")


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/anmelden/", {"login": "ADDRESS", "password": "falsch"}),
        ("/anmelden/code/", {"email": "ADDRESS"}),
        ("/anmelden/passwort/vergessen/", {"email": "ADDRESS"}),
    ],
)
def test_known_and_unknown_addresses_are_answered_alike(person, path, fields):
    answers = []
    for address in (person.email, "unbekannt@example.org"):
        client = Client()
        data = {name: address if value == "ADDRESS" else value for name, value in fields.items()}
        first = client.post(path, data)
        page = client.get(first["Location"]).content.decode() if first.status_code == 302 else first.content.decode()
        answers.append((first.status_code, first.get("Location"), without_proofs(page, address)))
    assert answers[0] == answers[1]


def test_guessing_is_limited_for_an_address_from_wherever_it_comes(person):
    for number in range(6):
        client = Client(REMOTE_ADDR=f"198.51.100.{number}")
        client.post("/anmelden/", {"login": person.email, "password": f"falsch {number}"})
    last = Client(REMOTE_ADDR="203.0.113.9")
    answer = last.post("/anmelden/", {"login": person.email, "password": PASSWORD})
    assert not is_signed_in(last)
    assert "Zu viele" in answer.content.decode()


def test_a_new_password_by_mail(client, person, mailoutbox):
    client.post("/anmelden/passwort/vergessen/", {"email": person.email})
    link = re.search(r"http://[^/]+(/anmelden/passwort/neu/\S+)", mailoutbox[0].body)
    page = client.get(link[1], follow=True)
    new = "noch ein langes Passwort 8"
    client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    person.refresh_from_db()
    assert person.check_password(new)


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.fixture
def demanded(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def test_offices_are_led_to_a_second_factor_before_anything_else(client, cast, demanded):
    for person in (cast.office, cast.clerk, cast.operator):
        client.force_login(person)
        assert client.get("/konto/")["Location"] == "/anmelden/zweiter-faktor/einrichten/"
        assert client.post(f"/konten/{cast.stranger.pk}/sperren/")["Location"] == "/anmelden/zweiter-faktor/einrichten/"
        assert client.get("/anmelden/zweiter-faktor/einrichten/").status_code == 200
    cast.stranger.refresh_from_db()
    assert cast.stranger.is_active


def test_actors_and_councillors_are_not(client, cast, demanded):
    for person in (cast.vhs_editor, cast.council, cast.stranger):
        client.force_login(person)
        assert client.get("/konto/").status_code == 200


def test_the_demo_does_not_ask_for_it(client, cast, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(cast.office)
    assert client.get("/konto/").status_code == 200


def test_setting_it_up_opens_the_site(client, cast, demanded):
    client.force_login(cast.office)
    page = client.get("/anmelden/zweiter-faktor/einrichten/")
    answer = client.post("/anmelden/zweiter-faktor/einrichten/", {"code": code_for(page.context["form"].secret)})
    assert answer.status_code == 302
    assert client.get("/konto/").status_code == 200


def test_after_that_signing_in_asks_for_it_and_it_stays_on(cast, demanded):
    secret = generate_totp_secret()
    TOTP.activate(cast.office, secret)
    cast.office.set_password(PASSWORD)
    cast.office.save()
    client = Client()
    answer = client.post("/anmelden/", {"login": cast.office.email, "password": PASSWORD})
    assert answer["Location"].startswith("/anmelden/zweiter-faktor/eingeben/")
    assert not is_signed_in(client)
    client.post("/anmelden/zweiter-faktor/eingeben/", {"code": code_for(secret)})
    assert client.get("/konto/").status_code == 200
    client.post("/anmelden/bestaetigen/", {"password": PASSWORD})
    client.post("/anmelden/zweiter-faktor/abschalten/")
    assert cast.office.authenticator_set.filter(type="totp").exists()


def test_an_invited_office_is_led_there_too(client, cast, demanded):
    from bildungsnetz.accounts import actions
    from bildungsnetz.accounts.invitations import token_of

    invitation = actions.invite(email="neu@example.org", roles=["committee_office"], by=cast.operator)
    client.post(f"/einladung/{token_of(invitation)}/", {"display_name": "Neu", "password": ""})
    answer = client.get("/konto/", follow=True)
    assert answer.redirect_chain[-1][0] == "/anmelden/zweiter-faktor/einrichten/"
    assert answer.status_code == 200


@pytest.mark.parametrize(("demo", "gets_in"), [(True, True), (False, False)])
def test_example_accounts_open_a_demonstration_and_nothing_else(client, person, settings, demo, gets_in):
    settings.DEMO = demo
    person.is_demo = True
    person.save()
    client.post("/anmelden/", {"login": person.email, "password": PASSWORD})
    assert is_signed_in(client) == gets_in
