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
    """What axe finds on a Playwright ``page``, one line per place: rule, element, reason.

    Its window must bypass the CSP. Only the lines leave the browser: all that axe has to say would take longer to tell
    than to find.
    """
    if not page.evaluate("'axe' in window"):
        page.add_script_tag(content=script())
    return page.evaluate(
        """async runOnly => {
            const found = await axe.run(document, {runOnly, resultTypes: ["violations"]})
            return found.violations.flatMap(({id, nodes}) =>
                nodes.map(it => `${id}: ${it.html.slice(0, 120)} (${it.failureSummary})`))
        }""",
        RULES,
    )


def too_wide(page: Any) -> list[str]:
    """The elements that make ``page`` wider than its window; none, where text flows."""
    return page.evaluate(
        """() => document.scrollingElement.scrollWidth <= innerWidth ? [] :
        [...document.querySelectorAll("body *")].filter(it => it.getBoundingClientRect().right > innerWidth + 1)
        .map(it => it.outerHTML.slice(0, 120))"""
    )
