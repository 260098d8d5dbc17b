"""One normalised text for order and search on every database."""

import pytest

from bildungsnetz.words import search_text, search_words, sort_key


def found(query: str, *texts: str) -> bool:
    return all(word in search_text(*texts) for word in search_words(query))


@pytest.mark.parametrize("query", ["Förderung", "förderung", "foerderung", "forderung", "FÖRDERUNG", "Fo\u0308rderung"])
def test_an_umlaut_is_found_in_every_spelling(query):
    assert found(query, "Sprachförderung in der Kita")


def test_all_words_must_occur():
    assert found("kita sprach", "Sprachförderung in der Kita")
    assert not found("kita schule", "Sprachförderung in der Kita")


def test_short_words_are_found_whole_only():
    assert found("in", "Sprachförderung in der Kita")
    assert not found("pr", "Sprachförderung in der Kita")


def test_a_number_is_found_as_people_write_it():
    assert found("M-042", "M-042", "Titel")


def test_sz_equals_ss():
    assert found("strasse", "Ohmstraße")
    assert found("straße", "Ohmstrasse")


def test_umlauts_sort_like_their_vowel():
    names = ["Zebra", "Öl", "Ofen", "Ärger", "Apfel", "ölig", "Straße", "Strassen"]
    assert sorted(names, key=sort_key) == ["Apfel", "Ärger", "Ofen", "Öl", "ölig", "Straße", "Strassen", "Zebra"]


def test_nothing_to_search_gives_no_needles():
    assert search_words(" – … ") == []
