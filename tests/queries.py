"""The ratchet of queries: how many each page asks, kept in ``query_counts.json``; more is a failure, less is kept.

    def test_my_page(ratchet, client, cast):
        ratchet("goals:period_list", "public", client.get, "/ziele/", grow=more_goals)

``grow`` triples the rows of the page: the number of queries must not follow. After a page got cheaper, write the new
numbers down with ``RATCHET=write pytest …``.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

FILE = Path(__file__).parent / "query_counts.json"


def queries_of(page: Callable[[str], Any], address: str) -> int:
    """The queries of one warm request (what a process remembers is remembered)."""
    page(address)
    with CaptureQueriesContext(connection) as captured:
        response = page(address)
    assert response.status_code == 200, response.status_code
    return len(captured.captured_queries)


def check(name: str, role: str, page: Callable[[str], Any], address: str, grow: Callable[[], Any]) -> None:
    """Fails if the page asks more than it used to, or more with many rows than with few."""
    caches["options"].clear()
    few = queries_of(page, address)
    grow()
    many = queries_of(page, address)
    assert many == few, f"{name} as {role}: {few} queries with few rows, {many} with many"
    hold({f"{name} {role}": many})


def hold(found: dict[str, int]) -> None:
    """Compares the numbers with the file, or writes them down."""
    known = json.loads(FILE.read_text())
    if os.environ.get("RATCHET") == "write":
        FILE.write_text(json.dumps({**known, **found}, indent=2, sort_keys=True) + "\n")
        return
    assert {key: number for key, number in found.items() if key not in known} == {}, "add them with RATCHET=write"
    assert {key: (known[key], number) for key, number in found.items() if number > known[key]} == {}


@pytest.fixture
def ratchet(db: None) -> Callable[..., None]:
    return check
