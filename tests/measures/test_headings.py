"""Which column a heading means, however it is written."""

import pytest

from bildungsnetz.words import sort_key
from measures.headings import MORE
from measures.imports.heads import measure_heads

pytestmark = pytest.mark.django_db


@pytest.fixture
def heads():
    return measure_heads(None)


@pytest.mark.parametrize(
    ("head", "key"),
    [
        ("Kosten (in €)", "funding"),
        ("Kosten in Euro", "funding"),
        ("4. Kosten [EUR]*", "funding"),
        ("Federführend ²)", "lead"),
        ("Beginn (TT.MM.JJJJ)", "planned_start"),
        ("Maß- nahme:", "title"),
        ("*Maßnahme", "title"),
        ("Wer ist verantwortlich?", "lead"),
        ("Zielgruppe(n)", "target_groups"),
        ("Maßnahme / Projekt", "title"),
        ("Title", "title"),
        ("HZ", "leading_goal"),
        ("Bildungsphase (mehrere möglich)", "stages"),
        ("Träger (bitte angeben)", "lead"),
        ("Beschreibung [Freitext]", "summary"),
        ("Start date", "planned_start"),
        ("Maßnahme (Kurztitel)", "title"),
        ("Handlungsziel (1-5)", "leading_goal"),
        ("Start (Plan)", "planned_start"),
        ("Adressat*innen", "target_groups"),
        ("Verantwortliche*r", "lead"),
        ("Kooperationspartner:innen", "participations"),
        ("KooperationspartnerInnen", "participations"),
        ("verantw. Stelle", "lead"),
        ("Begründung bei Abweichung", "status_reason"),
    ],
)
def test_what_stands_around_the_word_does_not_count(heads, head, key):
    assert heads.key_for(head) == key


@pytest.mark.parametrize(
    "head",
    ["Kosten in T€", "Kosten (Tsd. €)", "Kosten 2025", "Federführend / Beteiligte", "Ziel (alt)", "()", "€", "/"],
)
def test_a_heading_that_says_something_else_means_nothing(heads, head):
    assert heads.key_for(head) == ""


def test_beginnings_that_were_planned_and_real_ones_differ(heads):
    assert heads.key_for("Beginn (geplant)") == "planned_start"
    assert heads.key_for("Beginn (tatsächlich)") == "started"


def test_no_word_stands_for_two_columns(heads):
    for key, words in MORE.items():
        assert [word for word in words if heads.by_head[sort_key(word)] != key] == []
