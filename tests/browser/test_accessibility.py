"""Nothing on any page, for any role, is inaccessible: axe, text that flows at 320 pixels, HTML without errors."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect
from tinyhtml5.parser import HTMLParser

from tests.addresses import Address, addresses, world
from tests.axe import too_wide, violations
from tests.test_matrix import ROLES, read

pytestmark = pytest.mark.browser

# Whoever sees most of a page comes first.
BY_REACH = (
    *("office", "clerk", "operator"),
    *("vhs_editor", "library_editor", "vhs_member", "council", "stranger", "public"),
)
assert {*BY_REACH} == {*ROLES}
AREAS = ("evaluation", "measures", "all else")
OF_DJANGO = "admin:"  # vocabulary tables, for operators only: Django's own pages
CHANGES_EACH_TIME = re.compile(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]+"')


@dataclass(frozen=True)
class Visit:
    """A page as one role reads it."""

    address: Address
    role: str
    html: str

    def __str__(self) -> str:
        return f"{self.address} as {self.role}"


@pytest.fixture
def people(site, cast):
    """role -> a client of the test in which the person has signed in."""
    clients = {}
    for role in ROLES:
        clients[role] = Client(headers={"host": site.removeprefix("http://")})
        if user := cast.people()[role]:
            clients[role].force_login(user)
    return clients


@pytest.fixture
def windows(browser, site, people):
    """Opens a window for a role, signed in as its client is."""
    contexts = []

    def opened(role: str, width: int = 1280, scheme: str = "light") -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, locale="de-DE", bypass_csp=True
        )
        contexts.append(context)
        if session := people[role].cookies.get(settings.SESSION_COOKIE_NAME):
            context.add_cookies([{"name": session.key, "value": session.value, "url": site}])
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


def area(address: Address) -> str:
    """The one of AREAS that a page is in."""
    app = address.name.partition(":")[0]
    return app if app in AREAS else AREAS[-1]


def visits(people: dict[str, Client], where: str, cast: Any) -> Iterator[Visit]:
    """Every HTML page of an area that each role may read, as the file of the matrix says."""
    matrix = read()
    for address in [one for one in addresses(world(cast)) if area(one) == where]:
        for role in readers(matrix, address):
            answer = people[role].get(address.url)
            if not answer["Content-Type"].startswith("text/html"):
                break  # a file, whoever asks
            yield Visit(address, role, answer.content.decode())


def readers(matrix: dict[str, dict[str, str]], address: Address) -> list[str]:
    """The roles that the page is there for, whoever sees most of it first."""
    if address.name.startswith(OF_DJANGO):
        return []
    return [role for role in BY_REACH if matrix[f"{address} GET"][role] == "200"]


def parts(html: str) -> tuple[str, str]:
    """What surrounds the content of a page, and the content."""
    before, _, rest = CHANGES_EACH_TIME.sub("", html).partition("<main")
    return re.sub("<title>.*?</title>", "", before), rest


def mistakes(html: str) -> list[str]:
    """What breaks the rules of HTML: what the parser had to mend, ids given twice, words that point at nothing."""
    parser = HTMLParser()
    parser.parse(html)
    found = [f"line {place[0]}: {code} {values}" for place, code, values in parser.errors]
    ids = re.findall(r'\sid="([^"]+)"', html)
    found += [f"id {one} twice" for one in sorted({one for one in ids if ids.count(one) > 1})]
    pointers = re.findall(r'\s(?:for|aria-labelledby|aria-describedby|aria-controls|popovertarget)="([^"]+)"', html)
    return found + [f"no id {one}" for many in pointers for one in many.split() if one not in ids]


@pytest.mark.long
@pytest.mark.parametrize("where", AREAS)
def test_no_page_of_any_role_is_inaccessible_too_wide_or_wrong(site, cast, people, windows, where):
    """What several roles read alike is looked at once; on a phone in the dark each page, as who sees most has it.

    One visit serves all looks: no script of ours asks for the width or the colours of a window, and nothing moves.
    """
    matrix, seen, found = read(), set(), []
    pages = {role: windows(role) for role in ROLES}

    def note(visit: Visit, look: str, mistakes: list[str]) -> None:
        found.extend(f"{visit}, {look}: {one}" for one in mistakes)

    for visit in visits(people, where, cast):
        is_new = not seen.issuperset(parts(visit.html))
        is_for_phone = visit.role == readers(matrix, visit.address)[0]
        page = pages[visit.role]
        if is_new or is_for_phone:
            page.goto(site + visit.address.url)
        if is_new:
            seen.update(parts(visit.html))
            note(visit, "HTML", mistakes(visit.html))
            note(visit, "wide and light", violations(page))
        if is_for_phone:
            page.emulate_media(color_scheme="dark")
            page.set_viewport_size({"width": 360, "height": 800})
            note(visit, "narrow and dark", violations(page))
            page.set_viewport_size({"width": 320, "height": 800})
            note(visit, "too wide at 320", too_wide(page))
            page.emulate_media(color_scheme="light")
            page.set_viewport_size({"width": 1280, "height": 900})
    assert len(seen) > 50
    assert found == []


REFUSED = [
    ("account_login", "public"),
    ("measures:measure_create", "vhs_editor"),
    ("measures:progress own draft", "vhs_member"),
    ("measures:return own submitted", "office"),
    ("measures:actor_invite own", "vhs_editor"),
    ("measures:attachment_create own draft", "vhs_editor"),
    ("measures:actor_create", "office"),
    ("goals:goal_edit public", "office"),
    ("goals:indicator_create", "office"),
    ("goals:paper_create", "office"),
    ("accounts:invite", "office"),
    ("evaluation:report_start", "clerk"),
    ("evaluation:variant_session unpublished", "clerk"),
]


def test_a_refused_form_is_accessible(site, cast, windows):
    """In one world, for what is refused changes nothing."""
    urls = {str(address): address.url for address in addresses(world(cast))}
    found = {}
    for name, role in REFUSED:
        page = windows(role)
        page.goto(site + urls[name])
        send_empty(page)
        found[name] = violations(page)
        page.close()
    assert found == {name: [] for name, _ in REFUSED}


def send_empty(page):
    """Sends the last form of a page with nothing in it, and waits until it is refused."""
    form = page.locator("main form[method=post]").last
    for field in form.locator("input:not([type=hidden]):not([type=radio]):not([type=checkbox]):not([type=file])").all():
        field.fill("")
    for field in form.locator("select").all():
        field.select_option(index=0)
    form.locator("button[type=submit]:not([name=add_row], [hidden])").first.click()
    expect(page.locator("[aria-invalid=true], [role=alert]")).not_to_have_count(0)


@pytest.mark.parametrize("path", ["/gibt-es-nicht/", "/massnahmen/M-999/"])
@pytest.mark.parametrize("role", ["public", "office"])
def test_the_page_for_what_does_not_exist_is_accessible(site, windows, role, path):
    page = windows(role)
    assert page.goto(site + path).status == 404
    assert violations(page) == []


def test_the_page_for_what_is_not_allowed_is_accessible(site, windows):
    page = windows("vhs_member")
    assert page.goto(site + reverse("goals:period_create")).status == 403
    assert violations(page) == []
