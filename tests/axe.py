"""Asks axe-core, in the page itself, what is not accessible."""

from pathlib import Path
from typing import Any

from django.templatetags.static import static

FOLDER = Path(__file__).parent / "vendor" / "axe-core-4.14.1"
STATIC = ("axe", FOLDER)  # served beside our own files, so that a browser keeps what it has understood of it
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Any) -> list[str]:
    """What axe finds on a Playwright ``page``, one line per place: rule, element, reason.

    Its window must bypass the CSP. Only the lines leave the browser: all that axe has to say would take longer to tell
    than to find.
    """
    if not page.evaluate("'axe' in window"):
        page.add_script_tag(url=static("axe/axe.min.js"))
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
