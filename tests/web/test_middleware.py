"""Unreadable addresses are refused alike on every database; what is typed into forms is theirs to refuse."""

import pytest
from django.test import Client

READABLE_PAGE = "/anmelden/"


@pytest.mark.parametrize(
    "path",
    [
        "/anmelden/?next=%00",
        "/anmelden/?%00=1",
        "/anmelden/?next=%ED%A0%80",
        "/anmelden/?next=%FF",
        "/anmelden/?next=%1B",
        "/massnahmen/%00/",
        "/vorlagen/2022-1106%00/",
        "/anmelden/?next=" + "a" * 9000,
    ],
)
def test_an_unreadable_address_is_answered_in_german(client, db, path):
    answer = client.get(path)
    assert answer.status_code == 400
    assert "nicht lesbar" in answer.content.decode()


@pytest.mark.parametrize("text", ["Übersicht", "😀", "שלום", "a" * 242, "e%CC%81", "%0A", "9" * 40, "%25"])
def test_odd_but_readable_text_goes_through(client, db, text):
    assert client.get(f"{READABLE_PAGE}?q={text}").status_code == 200


@pytest.mark.parametrize("path", ["/verlauf/accounts/user/{}/", "/konten/{}/", "/auftraege/{}/"])
@pytest.mark.parametrize("number", [2**31, 2**63, 10**20, 10**300])
def test_numbers_beyond_every_column_are_not_found(client, cast, path, number):
    client.force_login(cast.office)
    assert client.get(path.format(number)).status_code == 404


def test_a_cookie_that_cannot_be_read_is_none(db):
    client = Client(HTTP_COOKIE='sessionid="\\000aaaaaaaaaaaa"')
    assert client.get(READABLE_PAGE).status_code == 200


def test_unreadable_form_values_reach_the_form(client, db):
    answer = client.post("/anmelden/code/", {"email": "a\x00b@example.org"})
    assert answer.status_code == 200
    assert "field--error" in answer.content.decode()


def test_a_missing_page_and_a_forbidden_one_are_told_in_german(client, cast):
    client.force_login(cast.stranger)
    missing, forbidden = client.get("/gibt-es-nicht/"), client.get("/konten/")
    assert (missing.status_code, forbidden.status_code) == (404, 403)
    for answer in (missing, forbidden):
        assert '<html lang="de">' in answer.content.decode()
        assert "site-header" in answer.content.decode()
