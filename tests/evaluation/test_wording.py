"""Proposals are whole German sentences, and written text is never overwritten."""

from evaluation import actions
from evaluation.reports import frame
from evaluation.reports.wording import body_with_article, count_sentence
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
