"""The tests' own ground holds: nothing leaves this machine."""

import socket

import pytest

from tests.conftest import NetworkUsedError


def test_a_connection_to_another_machine_is_refused():
    with pytest.raises(NetworkUsedError), socket.socket() as connection:
        connection.connect(("192.0.2.1", 80))


def test_the_database_answers(db):
    from bildungsnetz.accounts.models import User

    assert not User.objects.exists()


@pytest.mark.browser
def test_chromium_opens_a_page_of_the_running_site(site, page):
    answer = page.goto(f"{site}/anmelden/")
    assert answer is not None
    assert answer.ok
