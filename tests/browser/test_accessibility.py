"""Nothing on any page, for any role, is inaccessible: axe, text that flows at 320 pixels, HTML without errors."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from tinyhtml5.parser import HTMLParser

from tests.addresses import Address, addresses, world
from tests.axe import too_wide, violations
from tests.test_matrix import ROLES, read

pytestmark = pytest.mark.browser

INSIDE = ("office", "clerk")
OUTSIDE = tuple(role for role in ROLES if role not in INSIDE)
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


def visits(people: dict[str, Client], roles: tuple[str, ...], cast: Any) -> Iterator[Visit]:
    """Every HTML page that each of ``roles`` may read, as the file of the matrix says."""
    matrix = read()
    for address in list(addresses(world(cast))):
        if address.name.startswith(OF_DJANGO):
            continue
        for role in roles:
            if matrix[f"{address} GET"][role] != "200":
                continue
            answer = people[role].get(address.url)
            if answer["Content-Type"].startswith("text/html"):
                yield Visit(address, role, answer.content.decode())


def parts(html: str) -> tuple[str, str]:
    """What surrounds the content of a page, and the content."""
    before, _, rest = CHANGES_EACH_TIME.sub("", html).partition("<main")
    return re.sub("<title>.*?</title>", "", before), rest


@pytest.mark.parametrize("roles", [INSIDE, OUTSIDE], ids=["inside", "outside"])
def test_axe_finds_nothing_on_any_page_for_any_role(site, cast, people, windows, roles):
    """A content that several roles read alike is looked at once, and so is what surrounds it."""
    pages, seen, found = {role: windows(role) for role in roles}, set(), []
    for visit in visits(people, roles, cast):
        if seen.issuperset(parts(visit.html)):
            continue
        seen.update(parts(visit.html))
        page = pages[visit.role]
        page.goto(site + visit.address.url)
        found += [f"{visit}: {one}" for one in violations(page)]
    assert len(seen) > 80
    assert found == []


def test_no_page_is_inaccessible_or_too_wide_on_a_phone_in_the_dark(site, cast, people, windows):
    """Each page once, read by whoever sees most of it."""
    by_reach = ("office", "clerk", "operator", "vhs_editor", "library_editor", "vhs_member", "council", "public")
    pages, seen, found = {}, set(), []
    for visit in visits(people, by_reach, cast):
        if str(visit.address) in seen:
            continue
        seen.add(str(visit.address))
        page = pages.get(visit.role) or pages.setdefault(visit.role, windows(visit.role, 360, "dark"))
        page.set_viewport_size({"width": 360, "height": 800})
        page.goto(site + visit.address.url)
        found += [f"{visit}: {one}" for one in violations(page)]
        page.set_viewport_size({"width": 320, "height": 800})
        found += [f"{visit} is too wide at 320: {one}" for one in too_wide(page)]
    assert len(seen) > 100
    assert found == []


def mistakes(html: str) -> list[str]:
    """What breaks the rules of HTML: what the parser had to mend, ids given twice, words that point at nothing."""
    parser = HTMLParser()
    parser.parse(html)
    found = [f"line {place[0]}: {code} {values}" for place, code, values in parser.errors]
    ids = re.findall(r'\sid="([^"]+)"', html)
    found += [f"id {one} twice" for one in sorted({one for one in ids if ids.count(one) > 1})]
    pointers = re.findall(r'\s(?:for|aria-labelledby|aria-describedby|aria-controls|popovertarget)="([^"]+)"', html)
    return found + [f"no id {one}" for many in pointers for one in many.split() if one not in ids]


def test_html_breaks_no_rule(db, cast):
    clients = {role: Client() for role in ROLES}
    for role, client in clients.items():
        if user := cast.people()[role]:
            client.force_login(user)
    seen, found = set(), []
    for visit in visits(clients, ROLES, cast):
        if not seen.issuperset(parts(visit.html)):
            seen.update(parts(visit.html))
            found += [f"{visit}: {one}" for one in mistakes(visit.html)]
    assert len(seen) > 80
    assert found == []


@pytest.mark.parametrize(
    ("name", "role"),
    [
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
        ("evaluation:report_add", "clerk"),
        ("evaluation:variant_session unpublished", "clerk"),
    ],
)
def test_a_refused_form_is_accessible(site, cast, windows, name, role):
    page = windows(role)
    url = {str(address): address.url for address in addresses(world(cast))}[name]
    page.goto(site + url)
    form = page.locator("main form[method=post]").last
    for field in form.locator("input:not([type=hidden]):not([type=radio]):not([type=checkbox]):not([type=file])").all():
        field.fill("")
    for field in form.locator("select").all():
        field.select_option(index=0)
    form.locator("button[type=submit]:not([name=add_row], [hidden])").first.click()
    assert page.locator("[aria-invalid=true], [role=alert]").count() > 0
    assert violations(page) == []


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
