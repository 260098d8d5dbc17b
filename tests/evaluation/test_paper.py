"""The printed paper: Herne's order of sections, honest marks, readable for everyone."""

import pytest

from evaluation import actions, freezing
from evaluation.reports import frame
from evaluation.reports.paper import document
from evaluation.reports.rendering import render
from goals.models import Goal
from measures.models import Measure
from tests import make
from tests.pdf import reading
from tests.pdf.conftest import no_complaints  # noqa: F401  WeasyPrint has nothing to say
from tests.pdf.test_hostile_text import HOSTILE
from tests.pdf.verapdf import failed_rules

RESOLUTION = [
    "Stadt Herne",
    "öffentliche Beschlussvorlage",
    "Betreff",
    "Federführend",
    "Beratungsfolge",
    "Finanzielle Auswirkungen in Euro",
    "Teilergebnisplan (konsumtiv)",
    "Teilfinanzplan (investiv)",
    "Beschlussvorschlag",
    "Sachverhalt",
    "1. Ausgangs-/Beschlusslage",
    "2. Vorgehen",
    "3. Stand der Handlungsziele",
    "Handlungsziel 1: Lernen unterstützen",
    "Handlungsziel 2: Übergänge gestalten",
    "4. Ausblick",
    "Der Oberbürgermeister In Vertretung",
    "Anlage 1 Verzeichnis der Maßnahmen",
    "Anlage 1: Verzeichnis der Maßnahmen",
]
ONLY_IN_A_RESOLUTION = {
    "öffentliche Beschlussvorlage",
    "Finanzielle Auswirkungen in Euro",
    "Teilergebnisplan (konsumtiv)",
    "Teilfinanzplan (investiv)",
    "Beschlussvorschlag",
    "Der Oberbürgermeister In Vertretung",
}


def draft(variant) -> bytes:
    return render(frame.figures(variant, make.TODAY))


def positions(text: str, titles: list[str]) -> list[int]:
    """Where each title stands, looked for behind the one before."""
    found, start = [], 0
    for title in titles:
        start = text.find(title, start)
        assert start >= 0, f"{title} is missing or out of order"
        found.append(start)
    return found


def test_a_resolution_paper_has_hernes_sections_in_order(circle):
    positions(reading.text(draft(circle.variant())), RESOLUTION)


def test_a_report_paper_has_facts_and_attachments_only(circle):
    text = reading.text(draft(circle.variant("report")))
    positions(text, [title for title in RESOLUTION if title not in ONLY_IN_A_RESOLUTION])
    assert not [title for title in ONLY_IN_A_RESOLUTION - {"Der Oberbürgermeister In Vertretung"} if title in text]
    assert "In Vertretung" not in text
    assert "Zuständigkeit" not in text


def test_shows_the_known_numbers(circle):
    text = reading.text(draft(circle.variant()))
    assert "sind 4 Maßnahmen zwei Handlungszielen zugeordnet" in text
    assert "- 30.000,50 €" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "2023 61,4 %" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Stelle fehlt" in text


def test_without_budget_lines_it_says_keine(circle):
    for measure in circle.measures:
        measure.budget_lines.all().delete()
    assert reading.text(draft(circle.variant())).count("keine") >= 2


def test_every_page_but_the_first_of_a_draft_says_so_and_the_first_has_a_note(circle):
    first, *others = reading.text_of_pages(draft(circle.variant()))
    assert "ENTWURF – nicht ausgefertigt" in first
    assert all("ENTWURF" in page for page in others)


def test_a_frozen_paper_carries_code_and_address_on_every_page(circle):
    version = freezing.freeze(circle.variant())
    pages = reading.text_of_pages(bytes(version.pdf))
    assert all(version.code in page and f"/pruefen/{version.code}/" in page for page in pages)
    assert not any("ENTWURF" in page for page in pages)


def test_example_data_are_named_on_the_first_page(circle, settings):
    assert "Beispieldaten" in reading.text_of_pages(draft(circle.variant()))[0]


def test_official_data_carry_no_such_note(circle, settings):
    settings.DEMO = False
    variant = circle.variant()
    assert "Beispieldaten" not in reading.text(draft(variant))


def test_a_goal_without_public_wording_says_so(circle):
    assert "Wortlaut nicht öffentlich verfügbar" in reading.text(draft(circle.variant()))


def test_properties_of_the_file_name_no_person(circle, cast):
    with reading.opened(bytes(freezing.freeze(circle.variant()).pdf)) as pdf:
        assert str(pdf.docinfo["/Author"]) == "Stadt Herne"
        assert "example.org" not in str(dict(pdf.docinfo))


@pytest.mark.parametrize("paper_type", ["report", "resolution"])
def test_both_kinds_are_pdf_ua(circle, paper_type):
    assert failed_rules(draft(circle.variant(paper_type))) == []


def test_a_frozen_paper_is_pdf_ua(circle):
    assert failed_rules(bytes(freezing.freeze(circle.variant()).pdf)) == []


def test_a_period_without_goals_is_pdf_ua(circle):
    circle.period = make.period("2018-2022")
    assert failed_rules(draft(circle.variant())) == []


@pytest.mark.parametrize("name", ["pictures", "right to left", "long word without syllables", "markup"])
def test_hostile_text_stays_text_and_pdf_ua(circle, name):
    text = HOSTILE[name]
    Measure.objects.filter(pk__in=[one.pk for one in circle.measures]).update(title=text[:200], status_reason=text)
    Goal.objects.filter(period=circle.period).update(title=text[:300], text=text)
    variant = circle.variant(subject=text[:300])
    actions.write_texts(variant=variant, sections={"goal-1": f"- {text}\n\n{text}"}, by=None)
    pdf = draft(variant)
    assert failed_rules(pdf) == []
    if name == "markup":
        assert "<script>alert(1)</script>" in reading.text(pdf)


@pytest.mark.parametrize("paragraphs", [12, 18, 24, 30])
def test_annexes_and_signature_never_stand_alone_on_a_page(circle, paragraphs):
    variant = circle.variant()
    variant.outlook = "\n\n".join(f"Absatz {number} des Ausblicks." for number in range(paragraphs))
    variant.save()
    [page] = [page for page in reading.text_of_pages(draft(variant)) if "Anlage 1 Verzeichnis" in page]
    assert f"Absatz {paragraphs - 1} des Ausblicks." in page
    assert "In Vertretung" in page


def test_a_long_subject_fills_one_line_above_each_page(circle):
    subject = "Weiterentwicklung der Übergangsgestaltung " * 7
    head = document(frame.figures(circle.variant(subject=subject[:300]), make.TODAY))["running_head"]
    assert head.startswith("Weiterentwicklung der Übergangsgestaltung")
    assert len(head) <= 85
    assert head.endswith("…")
