"""Whatever somebody wrote is shown as text, or as a visible mark, and the paper stays readable for everyone."""

import random

import pytest
from django.utils.html import escape

from bildungsnetz.documents import typeface
from bildungsnetz.documents.pdf import render_pdf
from bildungsnetz.documents.text import MISSING, paragraphs, printable
from tests.pdf import reading, specimen
from tests.pdf.verapdf import failed_rules

HOSTILE = {
    "pictures": "😀 👨‍👩‍👧 ❤️ 🇩🇪 👍🏽 ⚠ ☑ 1⃣",
    "right to left": "שלום עולם مرحبا بالعالم und \u202eumgedreht\u202c \u2067x\u2069",
    "long word": "Donaudampfschifffahrt" * 15,
    "long word without syllables": "x" * 300,
    "controls": "a\x00b\x07c\x1b[31m\x7f\x85\u2028d\ufeff\ufffe",
    "half a pair": "a\ud800b\udfffc",
    "without glyph": "漢字 ไทย \ue000 \U000e0041 \U0010ffff",
    "stacked marks": "Z\u0351\u036b\u0343\u036a\u0302" * 30,
    "markup": '<script>alert(1)</script><img src="file:///etc/passwd"></style>&amp;{{ settings }}',
    "spaces": "a\u00a0b\u202fc\u2009d\u3000e\u200bf\u2060g\u00adh",
}


def paper_of(text: str) -> bytes:
    values = specimen.context(goals=1, measures=1)
    values.update(number=text, subject=text, facts=text, proposed_resolution=f"- {text}", running_head=text, foot=text)
    values["rows"] = [(text, text)]
    values["sections"][0]["measures"][0]["title"] = text
    return specimen.pdf(values)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_paper_full_of_it_is_pdf_ua(name: str) -> None:
    assert failed_rules(paper_of(HOSTILE[name])) == []


def test_markup_is_shown_as_it_was_written() -> None:
    assert "<script>alert(1)</script>" in reading.text(paper_of(HOSTILE["markup"]))


def test_what_has_no_glyph_becomes_a_mark_that_everyone_sees() -> None:
    text = reading.text(paper_of(HOSTILE["without glyph"]))
    assert MISSING * 2 + " " + MISSING * 3 in text
    assert "漢" not in text


def test_a_long_word_stays_on_the_paper() -> None:
    values = specimen.context(goals=1, measures=1)
    values["subject"] = "x" * 300
    assert "".join(reading.text(specimen.pdf(values)).split()).count("x") >= 300


def test_a_word_of_thousands_of_letters_may_be_broken_anywhere_and_none_is_lost() -> None:
    word = "Donaudampfschifffahrt" * 400
    assert max(map(len, printable(word).split("\u200b"))) == 40
    assert printable(word).replace("\u200b", "") == word
    assert printable(f"<p>{'Wort' * 40}</p>") == f"<p>{'Wort' * 40}</p>"


def test_a_text_of_a_hundred_thousand_letters_is_for_everyone() -> None:
    values = specimen.context(goals=1, measures=1)
    values["facts"] = ("Donaudampfschifffahrt" * 400 + " Wort 😀 שלום " * 10_000)[:100_000]
    assert failed_rules(specimen.pdf(values)) == []


def test_each_character_that_we_call_printable_has_a_glyph() -> None:
    points = sorted(typeface.covered())
    shuffled = points.copy()
    random.Random(7).shuffle(shuffled)
    bodies = [" ".join(map(chr, points)), "".join(map(chr, shuffled))]
    for body in bodies:
        html = f'<html lang=de><link rel=stylesheet href="paper:print.css"><h1>T</h1><p>{escape(body)}'
        assert failed_rules(render_pdf(html, title="T", created_at=specimen.CREATED_AT)) == []


def test_title_and_author_are_printable_too() -> None:
    html = f"<html lang=de><h1>T</h1>{paragraphs('Text')}"
    pdf = render_pdf(html, title="a\x00\ud800 & <b>", author="x\x07", created_at=specimen.CREATED_AT)
    assert failed_rules(pdf) == []
    assert str(reading.opened(pdf).docinfo.Title) == f"a{MISSING}{MISSING} & <b>"
