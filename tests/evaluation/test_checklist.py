"""The checklist tells what to look at before freezing."""

import pytest

from evaluation import freezing
from evaluation.checklist import remarks
from measures.models import Measure
from tests import make


def texts(variant):
    return " ".join(remark.text for remark in remarks(freezing.current_values(variant, make.TODAY)))


def test_names_missing_texts(circle):
    variant = circle.variant()
    variant.outlook = ""
    variant.save()
    variant.sections.filter(key="goal-2").update(text="")
    assert "Der Text „Ausblick“ fehlt." in texts(variant)
    assert "Der Text „Ziel 2: Übergänge gestalten“ fehlt." in texts(variant)


def test_a_report_paper_needs_no_resolution(circle):
    assert "Beschlussvorschlag" not in texts(circle.variant("report"))


def test_finds_summaries_that_count_an_earlier_state(circle):
    variant = circle.variant()
    assert "früheren Stand" not in texts(variant)
    Measure.objects.filter(pk=circle.measures[0].pk).update(status="at_risk", status_reason="Geld fehlt")
    assert "Die Zusammenfassung zu Ziel 1 nennt einen früheren Stand." in texts(variant)


def test_names_measures_that_nobody_confirmed_lately(circle):
    text = texts(circle.variant()).replace("\N{NON-BREAKING HYPHEN}", "-")
    assert "3 Maßnahmen ohne Bestätigung" in text
    assert circle.measures[0].number not in text
    assert circle.measures[1].number in text


@pytest.mark.parametrize("line", ["# Ausblick", "3.1 Lage an den Schulen", "4. Weiteres Vorgehen:", "Ausblick:"])
def test_a_line_that_was_meant_as_a_heading_is_named(circle, line):
    variant = circle.variant()
    variant.outlook = f"Die Arbeit geht weiter.\n\n{line}\n\nUnd so fort."
    assert f"sieht „{line}“ wie eine Überschrift aus" in texts(variant)


@pytest.mark.parametrize(
    "text", ["Es gilt Folgendes: Wir machen weiter.", "1. Erstens\n2. Zweitens", "- Punkt:\n- Punkt"]
)
def test_sentences_and_lists_are_no_headings(circle, text):
    variant = circle.variant()
    variant.outlook = text
    assert "Überschrift aus" not in texts(variant)
