"""Asks axe-core, in the page itself, what is not accessible."""

from functools import cache
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).parent / "vendor" / "axe-core-4.14.1" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def script() -> str:
    return SCRIPT.read_text()


def violations(page: Any) -> list[str]:
    """What axe finds on a Playwright ``page``, one line per place: rule, element, reason."""
    page.evaluate(script())
    only = {"runOnly": RULES, "resultTypes": ["violations"]}  # what passes need not be described
    found = page.evaluate("only => axe.run(document, only)", only)
    return [
        f"{violation['id']}: {node['html'][:120]} ({node['failureSummary']})"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def too_wide(page: Any) -> list[str]:
    """The elements that make ``page`` wider than its window; none, where text flows."""
    return page.evaluate(
        """() => document.scrollingElement.scrollWidth <= innerWidth ? [] :
        [...document.querySelectorAll("body *")].filter(it => it.getBoundingClientRect().right > innerWidth + 1)
        .map(it => it.outerHTML.slice(0, 120))"""
    )
