"""Proposals are whole German sentences, and written text is never overwritten."""

import pytest

from evaluation import actions
from evaluation.reports import frame
from evaluation.reports.wording import assigned, body_with_article, count_sentence
from evaluation.sections import shortened
from measures.models import Measure
from tests import make


def test_a_new_report_is_worded_from_the_data(circle):
    variant = circle.variant()
    assert variant.subject == "Sachstandsbericht zu den Handlungszielen 2023–2027 für das Herner Bildungsnetzwerk"
    assert variant.lead_department == "FB 31"
    assert variant.proposed_resolution.startswith("1. Der Schulausschuss nimmt den Bericht zum Sachstand")
    assert "Vorlage 2022/1106" in variant.introduction
    assert "Schulausschuss (17.11.2022, beschlossen)" in variant.introduction


def test_a_summary_counts_and_gives_reasons(circle):
    text = circle.variant().sections.get(key="goal-1").text
    assert text.startswith("Diesem Handlungsziel sind 3 Maßnahmen zugeordnet: 2 im Plan und 1 verzögert.")
    assert text.endswith(f"- {circle.measures[1].number} Sprachkurs (verzögert): Stelle fehlt.")


def test_one_measure_is_singular(circle):
    goal = frame.figures(circle.variant(), make.TODAY)["goals"][1]
    assert count_sentence(goal) == "Diesem Handlungsziel ist 1 Maßnahme zugeordnet: 1 im Plan."


@pytest.mark.parametrize(
    ("measures", "goals", "words"),
    [
        (4, 2, "sind 4 Maßnahmen zwei Handlungszielen zugeordnet."),
        (1, 1, "ist 1 Maßnahme einem Handlungsziel zugeordnet."),
        (0, 2, "sind noch keine Maßnahmen zwei Handlungszielen zugeordnet."),
    ],
)
def test_what_is_assigned_is_singular_where_it_is_one(measures, goals, words):
    sentence = assigned(make.TODAY, "2023–2027", measures, goals)
    assert sentence == f"Stand {make.TODAY:%d.%m.%Y}: In der Zielperiode 2023–2027 {words}"


def test_a_period_without_goals_has_none_to_assign_to():
    assert (
        assigned(make.TODAY, "2023–2027", 0, 0) == "Zur Zielperiode 2023–2027 sind keine Handlungsziele veröffentlicht."
    )


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Bericht für das Herner Bildungsnetzwerk", "Bericht für das Herner Bildungsnetzwerk"),
        ("Bericht für das Herner Bildungsnetzwerk: Gemeinsame Bewertung", "Bericht für das Herner Bildungsnetzwerk…"),
        ("Dossier zum Handlungsziel der Zielperiode (2023–2027)", "Dossier zum Handlungsziel der Zielperiode…"),
        ("x" * 50, "x" * 44 + "…"),
    ],
)
def test_what_is_too_long_ends_with_a_whole_word(text, short):
    assert shortened(text, 45) == short


def test_the_article_fits_the_committee():
    assert body_with_article("Bezirksvertretung Eickel") == "Die Bezirksvertretung Eickel"
    assert body_with_article("Rat der Stadt") == "Der Rat der Stadt"


def test_a_report_paper_has_no_resolution_and_no_signature(circle):
    variant = circle.variant("report")
    assert (variant.proposed_resolution, variant.signature) == ("", "")


def test_becoming_a_resolution_paper_adds_proposals_but_keeps_what_was_written(circle):
    variant = circle.variant("report")
    variant.outlook, variant.paper_type = "Unser eigener Ausblick.", "resolution"
    actions.change_session(variant=variant, today=make.TODAY, by=None)
    variant.refresh_from_db()
    assert variant.proposed_resolution
    assert variant.outlook == "Unser eigener Ausblick."


def test_new_figures_leave_written_text_alone(circle):
    variant = circle.variant()
    actions.write_texts(variant=variant, sections={"goal-1": "Von Hand geschrieben."}, by=None)
    Measure.objects.filter(pk=circle.measures[0].pk).update(status="paused", status_reason="Pause")
    texts = actions.with_proposals(variant, make.TODAY, {"goal-1": "Von Hand geschrieben."})
    assert texts["goal-1"] == "Von Hand geschrieben."
    assert variant.sections.get(key="goal-1").text == "Von Hand geschrieben."
