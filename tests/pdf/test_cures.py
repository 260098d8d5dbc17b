"""The cures of WeasyPrint and pydyf save time and change nothing: the same bytes as without them."""

import re
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from bildungsnetz.documents import cures, engine
from bildungsnetz.documents.pdf import one_document
from bildungsnetz.documents.text import printable
from tests.pdf import specimen
from tests.pdf.test_hostile_text import HOSTILE

LINES = """
<style>
  .through { text-decoration: line-through } .under { text-decoration: underline } .even { text-align: justify }
  .wide { letter-spacing: 0.1em } .apart { word-spacing: 3mm } .none { hyphens: none; overflow-wrap: normal }
  .short { width: 30mm; white-space: nowrap; overflow: hidden; text-overflow: ellipsis }
  .lines { white-space: pre-line }
  .few { max-lines: 2; block-ellipsis: auto } .before::before { content: "→ " } .big::first-letter { font-size: 14pt }
  .right { direction: rtl } .float { float: left; width: 20mm } .capitals { font-variant-caps: all-small-caps }
</style>
"""
KINDS = ("", "through", "under", "even", "wide", "apart", "none", "short", "lines", "few", "before", "big", "right")
WORDS = "Die Bildungsübergangsbegleitung «Ära 2» im Stadt\u00adteil\nund die Volkshochschule. VATER AV To 1/2 – ﬁ" * 2
PROFILE = {
    "number": "M-001",
    "title": "Begleitung beim Übergang",
    "summary": "Fachkräfte aus Kita und Schule planen gemeinsam.",
    "facts": [
        ("Handlungsziel", "1 – Übergänge"),
        ("Umsetzungsstand", "im Plan\nGrund: keiner"),
        ("Geplantes Ende", "–"),
    ],
    "participations": ["Stadtbibliothek", "Familienbildungsstätte"],
    "chain": [{"name": name, "question": "Was ändert sich?", "text": "Die Angebote."} for name in ("Input", "Output")],
    "milestones": [{"title": "Schritt", "due": "2026", "reached": "–"}] * 3,
    "funding": [{"year": "2026", "source": "Land", "kind": "Drittmittel", "amount": "1.200,00 €"}],
    "funding_total": "1.200,00 €",
    "notes": [{"heading": "im Plan", "text": "Die Angebote.", "reason": "Grund"}] * 2,
    "sources": ["https://example.org/vorlage"],
}


def chapter(*pieces: str) -> bytes:
    html = render_to_string("pdf/chapter.html", {"pieces": pieces})
    with one_document():
        return engine.set_chapter(printable(html), "a").pdf


def steckbriefe() -> bytes:
    """Three, the second with a table that goes over its page."""
    longer = {**PROFILE, "milestones": PROFILE["milestones"] * 20}
    profiles = enumerate([PROFILE, longer, PROFILE])
    return chapter(
        *(render_to_string("pdf/report_profile.html", {"profile": one, "first": not i}) for i, one in profiles)
    )


def lines() -> bytes:
    """Equal words in lines of all kinds, each twice."""
    paragraphs = "".join(f'<p class="{kind}">{WORDS} <em>kursiv</em></p>' for kind in KINDS)
    floating = f'<div class="float">{WORDS}</div><p>{WORDS}</p><div class="across"><p>{WORDS}</p></div>'
    return chapter(SafeString(LINES + 2 * (paragraphs + f"<ul><li>{WORDS}</li></ul>" + floating)))


def hostile() -> bytes:
    return chapter(*(f"{name}: {text} " for name, text in HOSTILE.items()))


@pytest.mark.parametrize("make", [specimen.pdf, steckbriefe, lines, hostile])
def test_the_cures_change_nothing(make: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cures, "COMPRESSION", 9)  # as it is without them
    cured = make()
    cures.undo()
    try:
        assert make() == cured
    finally:
        cures.apply()


def test_the_cures_are_for_these_versions() -> None:
    assert {name: version(name) for name in cures.TRIED} == cures.TRIED


@pytest.mark.parametrize("path", sorted(engine.FILES.glob("*.css")), ids=lambda path: path.stem)
def test_our_selectors_ask_for_no_more_than_elements_of_a_kind_have_alike(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/|\{[^{}]*\}", "", path.read_text(), flags=re.DOTALL)
    assert re.findall(r"~|:nth|:has|:empty|-of-type|:only|\+[^,]*\+|:first-child[^,]*\+", text) == []
