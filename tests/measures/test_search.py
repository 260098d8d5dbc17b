"""Searching: what is found is what a plain look through every text finds, on either database."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bildungsnetz.words import search_words
from measures import search
from measures.models import Measure
from tests import make

pytestmark = pytest.mark.django_db

WORDS = [
    "Sprachförderung",
    "Kita",
    "IT",
    "Öl",
    "Straße",
    "Mädchen",
    "und",
    "Übergang",
    "Lesen",
    "ß",
    "İstanbul",
    "Schule",
]
TITLES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
QUERIES = st.lists(
    st.sampled_from(
        [
            *WORDS,
            "sprach",
            "foerder",
            "forder",
            "strasse",
            "STRASSE",
            "mad",
            "maed",
            "i",
            "ol",
            "oel",
            "gang",
            '"',
            "%",
            "_",
            "*",
        ]
    ),
    min_size=1,
    max_size=3,
).map(" ".join)


def found(query):
    return list(Measure.objects.matching(query).order_by("serial").values_list("title", flat=True))


@settings(max_examples=40)
@given(titles=st.lists(TITLES, min_size=1, max_size=5), queries=st.lists(QUERIES, min_size=1, max_size=5))
def test_the_index_finds_what_reading_finds(db, titles, queries):
    Measure.objects.all().delete()
    lead = make.actor()
    for title in titles:
        make.draft(title=title, lead=lead)
    for query in queries:
        words = search_words(query)
        rows = Measure.objects.order_by("serial")
        expected = [row.title for row in rows if words and all(word in row.search_text for word in words)]
        assert found(query) == expected
        assert list(rows.filter(search.contains(words)).values_list("title", flat=True)) == (
            expected if words else [row.title for row in rows]
        )


@pytest.mark.parametrize("query", ["Förderung", "foerderung", "FÖRDERUNG", "forderung", "sprachförder", "rache", "M-"])
def test_umlauts_case_and_parts_of_words_do_not_matter(query):
    make.draft(title="Sprachförderung für Drache und Co")
    assert found(query)


def test_a_changed_title_is_found_by_its_new_words_only():
    measure = make.draft(title="Lesepaten")
    measure.title = "Vorlesezeit"
    measure.save()
    assert found("vorlese")
    assert not found("paten")


def test_frequent_words_are_found_without_a_list_of_hits(monkeypatch, client):
    monkeypatch.setattr(search, "LIMIT", 2)
    for n in range(5):
        make.measure(title=f"Lesen {n}")
    assert len(found("lesen")) == 5
    assert search.is_frequent(Measure, ["lesen"])


def test_a_misspelt_word_is_answered_by_a_question(client):
    make.measure(title="Sprachförderung in der Kita")
    page = client.get("/massnahmen/?q=Sprachfoederung")
    assert page.context["guess"] == "Sprachförderung"
    assert "Meinten Sie" in page.text


def test_no_question_betrays_the_words_of_drafts(client):
    make.draft(title="Geheimprojekt")
    assert client.get("/massnahmen/?q=Geheimproject").context["guess"] == ""


def test_signs_without_words_find_nothing(client):
    make.measure()
    assert client.get("/massnahmen/?q=%25").context["rows"] == []
