"""What holds for every kind of report: plain values, honest about secrets, readable for everyone, also when empty."""

import json
from dataclasses import replace

import pytest
import tinyhtml5
import weasyprint

from bildungsnetz.documents import chapters, engine
from bildungsnetz.documents.page import BASE
from evaluation.models import ReportVariant
from evaluation.reports import KINDS, frame, rendering
from evaluation.reports.rendering import render
from evaluation.reports.word import render_word
from goals.models import Goal, Paper, ResolutionItem
from measures.models import Measure
from tests import make
from tests.evaluation.kind_world import SECRET
from tests.pdf import reading
from tests.pdf.conftest import no_complaints  # noqa: F401  WeasyPrint has nothing to say
from tests.pdf.test_hostile_text import HOSTILE
from tests.pdf.verapdf import failed_rules

NAMES = ["pictures", "right to left", "long word without syllables", "markup"]
every_kind = pytest.mark.parametrize("kind", KINDS)


@every_kind
def test_its_values_are_all_that_its_paper_is_made_of(world, kind):
    values = world.values(kind, "resolution")
    kept = json.loads(json.dumps(values))
    assert kept == values
    Measure.objects.all().update(title="Später geändert")
    assert reading.text(render(kept)) == reading.text(render(values))
    assert "Später geändert" not in reading.text(render(kept))


@every_kind
def test_nothing_confidential_gets_into_it(world, kind):
    said = json.dumps(world.values(kind, "resolution"), ensure_ascii=False)
    assert SECRET not in said
    assert world.circle.draft.title not in said
    assert "2026/0999" not in said


@every_kind
@pytest.mark.parametrize("paper_type", ["report", "resolution"])
def test_it_is_pdf_ua(world, kind, paper_type):
    assert failed_rules(render(world.values(kind, paper_type))) == []


@every_kind
def test_its_html_is_xml_and_set_as_weasyprint_would_set_it(world, kind, monkeypatch):
    paper = replace(rendering.paper(world.values(kind, "resolution")), shelf=None)
    with monkeypatch.context() as patch:
        patch.delattr(tinyhtml5, "parse")
        ours = chapters.write(paper)
    monkeypatch.setattr(
        engine, "Page", lambda html, fetcher: weasyprint.HTML(string=html, base_url=BASE, url_fetcher=fetcher)
    )
    assert chapters.write(paper) == ours


@every_kind
def test_every_text_has_a_proposal(world, kind):
    values = world.values(kind, "resolution")
    texts = {one.key: one.proposal for one in KINDS[kind].written(values)}
    assert {"proposed_resolution", "introduction", "procedure", "outlook", "signature"} <= set(texts)
    assert all(text.strip() for text in texts.values())
    assert "None" not in "".join(texts.values())


@every_kind
def test_it_can_be_written_as_a_word_file(world, kind):
    assert render_word(world.values(kind, "resolution"))[:2] == b"PK"


@every_kind
def test_hostile_texts_stay_texts_and_pdf_ua(world, kind):
    text = "\n\n".join(HOSTILE[name] for name in NAMES)
    measure, goal, subject = (HOSTILE[name] for name in NAMES[1:])
    Measure.objects.all().update(title=measure[:200], status_reason=text, summary=text, input_text=text)
    Goal.objects.all().update(title=goal[:300], text=text, plain_text=text)
    Paper.objects.all().update(subject=subject[:300])
    ResolutionItem.objects.all().update(text=text)
    world.carry_over.draft_goals.update(title=goal[:300], text=text)
    world.carry_over.goal_plans.exclude(kind="").update(reason=text)
    make.move(world.second, "reflection").goal_reflections.update(strengths=text, attainment_reason=text)
    make.move(world.second, "closed")
    world.second.recommendations.update(text=text)
    variant = world.variant(kind, "resolution", subject=subject[:300])
    ReportVariant.objects.filter(pk=variant.pk).update(introduction=text, outlook=f"- {text}\n\n{text}")
    variant.refresh_from_db()
    pdf = render(frame.figures(variant, make.TODAY))
    assert failed_rules(pdf) == []
    assert "<script>alert(1)</script>" in reading.text(pdf)


@every_kind
def test_what_an_actor_handed_in_is_printed_unedited_once(world, kind):
    variant = world.variant(kind)
    asked = make.statement_request(variant.report, world.circle.measures[0].lead)
    make.statement(asked, world.circle.measures[0], text="Zur Maßnahme sagen wir dies.")
    make.statement(asked, text="Zu allem sagen wir das.")
    asked.answer, asked.answered_at = "submitted", asked.asked_at
    asked.save()
    text = reading.text(render(frame.figures(variant, make.TODAY)))
    assert text.count("Zur Maßnahme sagen wir dies.") == 1
    assert text.count("Zu allem sagen wir das.") == 1


@pytest.mark.parametrize("kind", [key for key, kind in KINDS.items() if not kind.needs])
def test_a_period_of_which_nothing_is_known_is_told_in_pdf_ua(circle, kind):
    variant = make.variant(report=make.report(kind=kind, period=make.period("2018-2022")), paper_type="resolution")
    assert failed_rules(render(frame.figures(variant, make.TODAY))) == []
