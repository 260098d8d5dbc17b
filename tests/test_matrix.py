"""Every address × every role × reading and writing, held against one file that people can read.

``tests/access_matrix.json`` has one line per address, method and case. A new address, or an answer that changed, fails
here; look at it, and if it is meant, write the file anew:

    WRITE_MATRIX=1 ./run test --db sqlite tests/test_matrix.py -n 0
"""

import json
import os
import re
from copy import deepcopy
from pathlib import Path

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from tests.addresses import addresses, world

MATRIX = Path(__file__).with_name("access_matrix.json")
WRITE = bool(os.environ.get("WRITE_MATRIX"))
ROLES = ("public", "council", "stranger", "vhs_member", "vhs_editor", "library_editor", "office", "clerk", "operator")
SIGN_IN = "sign in"
BUTTONS = {"primary", "secondary", "tertiary", "danger", "small"}


def answer(client: Client, method: str, url: str) -> str:
    """The status as text; nothing that the request writes stays, nor a sign-out."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        response = getattr(client, method.lower())(url)
        transaction.set_rollback(True)
    client.cookies = cookies
    assert not odd_buttons(response), f"{method} {url}"
    if response.status_code == 302 and response.url.startswith(reverse("account_login")):
        return SIGN_IN
    return str(response.status_code)


def odd_buttons(response: HttpResponseBase) -> set[str]:
    """Kinds of buttons on a page that no stylesheet knows: a word of the page's context that leaked into them."""
    if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        return set()
    return set(re.findall(r"kern-btn--([^ \"]*)", response.content.decode())) - BUTTONS


def read() -> dict[str, dict[str, str]]:
    return json.loads(MATRIX.read_text()) if MATRIX.exists() else {}


def write(matrix: dict[str, dict[str, str]]) -> None:
    width = max(map(len, matrix)) + 4
    lines = (
        f"  {json.dumps(key) + ':':{width}}{json.dumps(matrix[key], ensure_ascii=False)}" for key in sorted(matrix)
    )
    MATRIX.write_text("{\n" + ",\n".join(lines) + "\n}\n")


@pytest.mark.long
@pytest.mark.parametrize("role", ROLES)
def test_every_address_answers_each_role_as_agreed(unprinted, cast, role):
    user = cast.people()[role]
    client = Client()
    if user is not None:
        client.force_login(user)
    found = {
        f"{address} {method}": answer(client, method, address.url)
        for address in list(addresses(world(cast)))
        for method in ("GET", "POST")
    }
    matrix = read()
    if WRITE:
        write({key: {**matrix.get(key, {}), role: value} for key, value in found.items()})
        return
    assert found == {key: answers.get(role, "?") for key, answers in matrix.items()}


def test_nobody_without_an_account_writes_anything():
    """Read off the file: an anonymous POST ends at the sign-in, at a refusal, or at a form that has its own proof."""
    own_proof = (
        *("account_", "mfa_", "accounts:invitation", "measures:answer", "evaluation:verify", "admin:"),
        *("outbox:choices ", "evaluation:rate ", "evaluation:rate_"),
    )
    for key, answers in read().items():
        if key.endswith(" POST") and not key.startswith(own_proof):
            assert answers["public"] in (SIGN_IN, "403", "404", "405"), key


def test_a_foreign_draft_exists_for_nobody_but_its_owner_and_the_offices():
    lines = {key: answers for key, answers in read().items() if " foreign draft " in key}
    assert lines
    for key, answers in lines.items():
        for role in ("council", "stranger", "vhs_member", "vhs_editor", "operator"):
            assert answers[role] in ("404", "405"), (key, role)
