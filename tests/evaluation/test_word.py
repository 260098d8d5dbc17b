"""The paper for word processors tells what the PDF tells: it is made from the same HTML."""

import io

import docx
import pytest
import tinyhtml5
from django.template.loader import render_to_string

from evaluation import freezing
from evaluation.reports import KINDS
from evaluation.reports.paper import document
from evaluation.reports.word import render_word
from tests import make

VERSION = {
    "number": 1,
    "code": "ABCD-EFGH",
    "address": "https://a.example/pruefen/",
    "frozen_at": "2026-06-01T10:00:00+02:00",
}
SVG = "{http://www.w3.org/2000/svg}svg"


@pytest.fixture
def values(circle):
    return freezing.current_values(circle.variant(), make.TODAY)


def opened(values):
    return docx.Document(io.BytesIO(render_word(values)))


def words_of_page(values):
    """All that the page says, but for drawings."""
    html = render_to_string("pdf/report.html", {**document(values), "title": "T"})
    page = tinyhtml5.parse(html, namespace_html_elements=False).find("body")

    def said(node):
        if node.tag != SVG:
            yield node.text or ""
            for child in node:
                yield from said(child)
                yield child.tail or ""

    return "".join("".join(said(page)).split())


def words_of_file(values):
    return "".join("".join(one.text or "" for one in opened(values).element.body.iter("{*}t")).split())


@pytest.mark.parametrize("key", [key for key, kind in KINDS.items() if not kind.needs])
@pytest.mark.parametrize("paper_type", ["resolution", "report"])
def test_nothing_of_the_paper_is_lost(circle, key, paper_type):
    variant = circle.variant(paper_type)
    variant.report.kind = key
    values = freezing.current_values(variant, make.TODAY)
    assert words_of_file(values) == words_of_page(values)


def test_a_resolution_has_its_headings_in_order(values):
    headings = [one.text for one in opened(values).paragraphs if one.style.name == "Heading 1"]
    assert headings[:4] == ["Finanzielle Auswirkungen in Euro", "Beschlussvorschlag", "Sachverhalt", "Anlagen"]


def test_a_draft_says_so_and_a_frozen_paper_has_its_code_instead(values):
    draft, frozen = opened(values).sections[0], opened({**values, "version": VERSION}).sections[0]
    assert "ENTWURF" in draft.header.paragraphs[0].text
    assert "ENTWURF" not in frozen.header.paragraphs[0].text
    assert "ABCD-EFGH" in frozen.footer.paragraphs[0].text


def test_charts_are_pictures_with_their_numbers_in_words(values):
    found = opened(values).element.xpath("//wp:docPr/@descr")
    assert any("Ziel 1: Maßnahmen nach Umsetzungsstand: " in words for words in found)


def test_the_same_values_make_the_same_file(values):
    assert render_word(values) == render_word(values)


def test_the_city_made_it_and_no_person(values):
    properties = opened(values).core_properties
    assert (properties.author, properties.last_modified_by) == ("Stadt Herne", "")


def test_a_long_paper_has_contents_and_a_short_one_has_none(values):
    assert not opened(values).element.body.xpath("./w:sdt")
    values["texts"]["outlook"] = "Wort " * 50_000
    assert opened(values).element.body.xpath("./w:sdt")
