"""Browsers for several people at a site that has Herne's records and the invented circle."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from evaluation import fixtures

Open = Callable[..., Any]

EXPECTED_REFUSALS = ("Failed to load resource", "Response Status Error Code 4")


@pytest.fixture
def town(site: str) -> str:
    """The address of a site as ``./run`` shows it to a newcomer."""
    fixtures.load_demo(timezone.localdate())
    return site


@pytest.fixture
def open_browser(browser: Any) -> Iterator[Open]:
    """Opens a window of its own for each person; whatever its browser complains of fails the test."""
    contexts, complaints = [], []

    def opened(*, width: int = 1280, scheme: str = "light", **options: Any) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, locale="de-DE", **options
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("console", lambda message: complain(message, page))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    def complain(message: Any, page: Any) -> None:
        """An answer such as 404 or 410, which tests ask for, is no complaint, neither the browser's nor htmx's."""
        if message.type == "error" and not message.text.startswith(EXPECTED_REFUSALS):
            complaints.append(f"{page.url}: {message.text}")

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def signed_in(open_browser: Open, town: str) -> Open:
    """A window in which somebody of the demonstration has signed in with the password."""

    def person(email: str, **options: Any) -> Any:
        page = open_browser(**options)
        sign_in(page, town, email)
        return page

    return person


def sign_in(page: Any, address: str, email: str, password: str = fixtures.DEMO_PASSWORD) -> None:
    page.goto(f"{address}{reverse('account_login')}")
    page.get_by_label("E-Mail").fill(email)
    page.get_by_label("Passwort", exact=True).fill(password)
    page.get_by_role("main").get_by_role("button", name="Anmelden").click()
    page.get_by_role("banner").get_by_text("Abmelden").wait_for(state="attached")
