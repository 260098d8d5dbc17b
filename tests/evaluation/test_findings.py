"""What the paper tells of the joint evaluation: words that were written for it, and nothing of single ratings."""

import json
from copy import deepcopy

import pytest

from evaluation import freezing
from evaluation.reports import frame
from evaluation.reports.rendering import render
from tests import make
from tests.pdf import reading
from tests.pdf.conftest import no_complaints  # noqa: F401  WeasyPrint has nothing to say
from tests.pdf.test_hostile_text import HOSTILE
from tests.pdf.verapdf import failed_rules

SECRET = "Streng vertraulich"


def values_of(circle, **fields):
    return frame.figures(circle.variant("report", **fields), make.TODAY)


@pytest.fixture
def last(circle):
    """A closed round: both voices on one measure, one on another, secrets in whatever is not for the report."""
    opened = make.open_round(period=circle.period, title="Bewertung 2026")
    secrets = dict.fromkeys(("worked", "did_not_work", "needs"), SECRET)
    both, alone = (make.rated(opened, one) for one in circle.measures[:2])
    make.sheet(both, "lead", 4, for_report="Wir sehen uns auf gutem Weg.", **secrets)
    make.sheet(both, "office", 1, for_report="Die Zahlen sinken.", **secrets)
    make.sheet(alone, "lead", 2, for_report="Ohne Stelle geht es nicht.", **secrets)
    for assessment in both.sheets.get(voice="lead").assessments.all():
        assessment.rationale = SECRET
        assessment.save()
    make.move(opened, "reflection")
    session = make.reflection(opened, note=SECRET)
    make.item(both, session, note=SECRET)
    make.goal_reflection(
        opened, circle.goals[0], attainment=3, strengths="Gute Netzwerke", weaknesses="Zu wenig Zeit", opportunities=""
    )
    return make.move(opened, "closed")


def found(values, number=1):
    return next(goal for goal in values["goals"] if goal["number"] == number)


def test_without_a_closed_round_the_paper_says_nothing_of_any(circle):
    make.open_round(period=circle.period, state="reflection")
    values = values_of(circle)
    assert (values["round"], values["follow_up"], values["statements"]) == (None, [], [])
    assert found(values)["evaluation"] is None
    assert "Gemeinsame Bewertung" not in reading.text(render(values))


def test_each_goal_tells_what_the_session_found(circle, last):
    values = values_of(circle)
    assert found(values)["evaluation"]["attainment_words"] == "weitgehend erreicht"
    assert found(values, 2)["evaluation"] is None
    text = reading.text(render(values))
    assert "Gemeinsame Bewertung: weitgehend erreicht (Bewertung 2026" in text
    assert "Gute Netzwerke" in text
    assert "Chancen" not in text


def test_both_voices_stand_side_by_side_each_in_its_own_words(circle, last):
    voices = {row["title"]: row.get("voices") for row in found(values_of(circle))["measures"]}
    assert voices == {
        "Lesestart": {
            "actor": {"name": "Familienbüro Herne", "text": "Wir sehen uns auf gutem Weg."},
            "office": {"name": "Bildungsbüro", "text": "Die Zahlen sinken."},
        },
        "Sprachkurs": {"actor": {"name": "Familienbüro Herne", "text": "Ohne Stelle geht es nicht."}},
        "Elterncafé": None,
    }


def test_what_is_not_handed_in_is_not_said(circle):
    opened = make.open_round(period=circle.period)
    make.sheet(make.rated(opened, circle.measures[0]), for_report="Noch nicht fertig", state="draft")
    make.move(opened, "closed")
    assert "Noch nicht fertig" not in str(values_of(circle))


def test_nothing_of_single_ratings_and_free_texts_gets_into_the_values(circle, last):
    values = values_of(circle)
    assert SECRET not in json.dumps(values, ensure_ascii=False)
    assert "Begründung" not in json.dumps(found(values)["measures"], ensure_ascii=False)
    assert {"value", "agreed_value", "gap"}.isdisjoint(found(values)["measures"][0])


def test_open_recommendations_stand_under_their_goal_and_all_decided_ones_in_a_section(circle, last):
    goal = circle.goals[0]
    make.recommendation(last, goal=goal, text="Noch zu entscheiden")
    make.adopted(last, goal=goal, text="Wird getan", measure=circle.measures[0], outcome_text="Begonnen")
    make.adopted(last, goal=goal, text="Ist getan", progress="done", finished_on=make.TODAY, outcome_text="Fertig")
    no = {"decision": "rejected", "decided_on": make.TODAY, "decided_by": "Rat", "decision_note": SECRET}
    make.recommendation(last, goal=goal, text="Wird nichts", **no)
    running = make.open_round(period=circle.period, state="reflection")
    make.recommendation(running, goal=goal, text="Noch nicht besprochen")
    values = values_of(circle)
    assert [row["text"] for row in found(values)["recommendations"]] == ["Noch zu entscheiden", "Wird getan"]
    assert [row["text"] for row in values["follow_up"]] == ["Wird getan", "Ist getan", "Wird nichts"]
    text = reading.text(render(values))
    assert "4. Was aus den Empfehlungen geworden ist" in text
    assert "5. Ausblick" in text
    assert "Noch nicht besprochen" not in text
    assert SECRET not in text


def test_a_measure_or_paper_that_is_not_public_is_not_named_in_a_recommendation(circle, last):
    hidden = make.paper("2026/0999", is_public=False)
    make.adopted(last, goal=circle.goals[0], measure=circle.draft, paper=hidden)
    said = json.dumps(values_of(circle), ensure_ascii=False)
    assert "2026/0999" not in said
    assert circle.draft.number not in said


def test_a_goal_that_is_not_public_says_nothing(circle, last):
    goal = circle.goals[1]
    make.goal_reflection(make.move(last, "reflection"), goal, strengths=SECRET)
    make.move(last, "closed")
    make.adopted(last, goal=goal, text=SECRET)
    goal.is_public = False
    goal.save()
    assert SECRET not in json.dumps(values_of(circle), ensure_ascii=False)


def test_statements_stand_beside_the_words_of_the_office_unedited(circle, last):
    variant = circle.variant("report")
    asked = make.statement_request(variant.report, circle.measures[0].lead)
    make.statement(asked, circle.measures[0], text="Das stimmt so nicht:  zwei Leerzeichen.")
    make.statement(asked, text="Insgesamt treffend.")
    asked.answer, asked.answered_at = "submitted", asked.asked_at
    asked.save()
    version = freezing.freeze(variant)
    measure = found(version.values)["measures"][0]
    assert measure["statement"]["text"] == "Das stimmt so nicht:  zwei Leerzeichen."
    text = reading.text(bytes(version.pdf))
    assert "Stellungnahme zu diesem Bericht" in text
    assert "Stellungnahmen der Akteure" in text
    assert "Insgesamt treffend." in text


def test_versions_from_before_there_were_rounds_are_rendered_as_they_were(circle):
    values = values_of(circle)
    before = deepcopy(values)
    for name in ("round", "statements", "follow_up"):
        del before[name]
    for goal in before["goals"]:
        del goal["evaluation"], goal["recommendations"]
    assert reading.text(render(before)) == reading.text(render(values))


@pytest.mark.parametrize("name", ["plain", "pictures", "right to left", "long word without syllables", "markup"])
def test_the_paper_with_findings_is_pdf_ua(circle, last, name):
    text = HOSTILE.get(name, "- Ein Punkt\n- Noch ein Punkt\n\nEin Absatz.")
    goal = circle.goals[0]
    make.recommendation(last, goal=goal, text=text)
    make.adopted(last, goal=goal, text=text, outcome_text=text, paper=make.paper("2027/0001"))
    variant = circle.variant("resolution")
    asked = make.statement_request(variant.report, circle.measures[0].lead)
    for measure in (circle.measures[0], None):
        make.statement(asked, measure, text=text)
    asked.answer, asked.answered_at = "submitted", asked.asked_at
    asked.save()
    values = frame.figures(variant, make.TODAY)
    for voice in found(values)["measures"][0]["voices"].values():
        voice["text"] = text
    assert failed_rules(render(values)) == []
