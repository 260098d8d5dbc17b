"""Whoever gets a mail can stop it without an account: the link is signed, GET changes nothing, POST acts."""

from urllib.parse import urlsplit

import pytest
from django.test import Client

from bildungsnetz.outbox import actions, choices
from bildungsnetz.outbox.models import ALL_KINDS, Recipient
from tests import make

pytestmark = pytest.mark.usefixtures("kinds")

ADDRESS = "a@example.org"


@pytest.fixture
def link(db) -> str:
    make.notice(ADDRESS, kind="overdue")
    return urlsplit(choices.link_for(ADDRESS)).path


@pytest.fixture
def visitor() -> Client:
    """Without an account, and with the check for forged forms switched on: the signature must be enough."""
    return Client(enforce_csrf_checks=True)


def stopped(address: str = ADDRESS) -> list[str]:
    return Recipient.objects.get(address=address).stopped_kinds if Recipient.objects.of([address]).exists() else []


# --- Under the link of a mail ------------------------------------------------------------------------------


def test_opening_the_link_changes_nothing_and_sets_no_cookie(visitor, link):
    for query in ("", "?kind=overdue"):
        page = visitor.get(link + query)
        assert page.status_code == 200
        assert not page.cookies
    assert not Recipient.objects.exists()


def test_the_link_of_a_kind_asks_about_this_kind(visitor, link):
    page = visitor.get(f"{link}?kind=comment").content.decode()
    assert "Keine Hinweise „Neue Nachrichten“ mehr?" in page
    assert ADDRESS in page


def test_a_kind_is_stopped_and_resumed(visitor, link):
    answer = visitor.post(link, {"stop": "overdue"})
    assert stopped() == ["overdue"]
    assert "„Überfällig“ ist abbestellt" in visitor.get(answer.url).content.decode()
    visitor.post(link, {"resume": "overdue"})
    assert stopped() == []


def test_everything_is_stopped_and_resumed(visitor, link):
    visitor.post(link, {"stop": ALL_KINDS})
    assert stopped() == [ALL_KINDS]
    assert "Sie bekommen keine Hinweise mehr." in visitor.get(link).content.decode()
    visitor.post(link, {"resume": ALL_KINDS})
    assert stopped() == []


def test_the_one_click_of_a_mail_program_stops_everything_without_leading_elsewhere(visitor, link):
    answer = visitor.post(link, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert stopped() == [ALL_KINDS]


def test_pressing_twice_stops_once(visitor, link):
    for _ in range(2):
        visitor.post(link, {"stop": "overdue"})
    assert stopped() == ["overdue"]


@pytest.mark.parametrize("data", [{}, {"stop": "unknown"}, {"resume": ""}, {"List-Unsubscribe": "Two-Click"}])
def test_what_no_button_says_changes_nothing(visitor, link, data):
    assert visitor.post(link, data).status_code == 400
    assert not Recipient.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("damage", ["cut", "altered", "of another purpose"])
def test_a_damaged_link_does_nothing_and_says_so(visitor, link, method, damage):
    token = link.split("/")[2]
    broken = {
        "cut": token[:-5],
        "altered": token.replace(token[3], "x" if token[3] != "x" else "y", 1),
        "of another purpose": choices.signing.Signer(salt="anderes").sign_object(ADDRESS),
    }[damage]
    answer = getattr(visitor, method)(f"/benachrichtigungen/{broken}/", {"stop": ALL_KINDS})
    assert answer.status_code == 404
    assert "Diese Adresse ist unvollständig" in answer.content.decode()
    assert not Recipient.objects.exists()


def test_only_kinds_that_concern_the_address_are_offered(visitor, link):
    page = visitor.get(link).content.decode()
    assert "Überfällig" in page
    assert "Neue Nachrichten" not in page


def test_somebody_who_was_never_told_anything_can_still_stop_all(visitor, db):
    path = urlsplit(choices.link_for("neu@example.org")).path
    assert "Bisher gab es keine Hinweise" in visitor.get(path).content.decode()
    visitor.post(path, {"stop": ALL_KINDS})
    assert stopped("neu@example.org") == [ALL_KINDS]


# --- On one's own account ----------------------------------------------------------------------------------


def test_the_account_offers_the_same_choices(client, cast):
    make.notice(cast.vhs_editor.email, kind="overdue")
    client.force_login(cast.vhs_editor)
    assert "Überfällig" in client.get("/konto/benachrichtigungen/").content.decode()
    client.post("/konto/benachrichtigungen/", {"stop": "overdue"})
    assert stopped(cast.vhs_editor.email) == ["overdue"]
    assert "Wieder bekommen" in client.get("/konto/benachrichtigungen/").content.decode()


def test_the_form_on_the_account_cannot_be_forged(visitor, cast):
    visitor.force_login(cast.vhs_editor)
    assert visitor.post("/konto/benachrichtigungen/", {"stop": ALL_KINDS}).status_code == 403
    assert not Recipient.objects.exists()


# --- What is kept ------------------------------------------------------------------------------------------


def test_resuming_one_kind_after_stopping_all_leaves_the_others_stopped(db):
    actions.stop(ADDRESS)
    actions.resume(ADDRESS, "overdue")
    assert stopped() == ["comment", "example"]


def test_stopping_a_kind_after_all_keeps_all_stopped(db):
    actions.stop(ADDRESS)
    actions.stop(ADDRESS, "overdue")
    assert stopped() == [ALL_KINDS]


def test_the_choices_of_an_address_do_not_depend_on_how_it_is_spelt(db):
    actions.stop("A@Example.org", "overdue")
    assert choices.read_token(choices.token_for(" A@EXAMPLE.org")) == ADDRESS
    assert stopped() == ["overdue"]
