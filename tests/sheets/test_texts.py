"""A text that is quickly told to be plain is one that cleaning leaves as it is."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bildungsnetz.sheets.texts import clean, is_plain

ODD = "\0\t\n\r\v\x85\xa0\u0308\u2028\ufffd\ufdd0\ud800 #EFßé\N{LATIN SMALL LETTER LONG S}"


@given(st.text(st.one_of(st.characters(), st.sampled_from(ODD)), min_size=1))
@example("u\N{COMBINING DIAERESIS}")
@example("Fehler:502")
@example("a\N{REPLACEMENT CHARACTER}")
def test_a_plain_text_is_kept_as_it_is(text):
    if is_plain(text):
        assert clean(text) == (text, "")
        assert text.strip()


@pytest.mark.parametrize("text", ["Maßnahme 1", "M-007", "im Plan", "Übergang Kita – Schule", "2026"])
def test_usual_texts_are_plain(text):
    assert is_plain(text)
