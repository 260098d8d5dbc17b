"""The annexes that a Sachstandsbericht brings along where the office wants them: Synopse and Steckbriefe."""

from io import BytesIO

import pytest
from django.core.management import call_command
from docx import Document

from evaluation.models import Report, ReportVariant
from evaluation.reports.rendering import render
from evaluation.reports.word import render_word
from tests import make
from tests.pdf import reading
from tests.pdf.verapdf import failed_rules

ANNEXES = "/berichte/1/anlagen/"


@pytest.fixture
def draft(world):
    return world.variant("sachstandsbericht").report


def test_without_a_choice_it_has_neither(world):
    values = world.values("sachstandsbericht")
    assert (values["synopsis"], values["profiles"]) == (None, [])
    text = reading.text(render(values))
    assert "Maßnahmensteckbriefe" not in text
    assert "Synopse" not in text


def test_a_version_from_before_there_was_a_choice_is_rendered_alike(world):
    values = world.values("sachstandsbericht")
    older = {name: value for name, value in values.items() if name not in ("synopsis", "profiles")}
    assert reading.text(render(older)) == reading.text(render(values))


def test_both_follow_the_list_of_measures_in_order(world):
    values = world.values("sachstandsbericht", carry_over=world.carry_over, with_profiles=True)
    assert [pair["kind"] for pair in values["synopsis"]["pairs"]] == ["angepasst", "beendet", "neu"]
    assert [one["number"] for one in values["profiles"]] == ["M-001", "M-002", "M-003", "M-004"]
    pdf = render(values)
    assert failed_rules(pdf) == []
    text = reading.text(pdf)
    titles = (
        "Anlage 1: Verzeichnis der Maßnahmen",
        "Anlage 2: Synopse der Handlungsziele 2023–2027 und 2028–2032",
        "Anlage 3: Maßnahmensteckbriefe",
    )
    assert [text.find(title) for title in titles] == sorted(text.find(title) for title in titles)
    assert all(title in text for title in titles)
    assert "Weiter gefasst" in text


def test_the_word_file_has_them_too(world):
    content = render_word(world.values("sachstandsbericht", carry_over=world.carry_over, with_profiles=True))
    headings = [one.text for one in Document(BytesIO(content)).paragraphs if one.style.name.startswith("Heading")]
    assert "Anlage 2: Synopse der Handlungsziele 2023–2027 und 2028–2032" in headings
    assert f"M-001 {world.circle.measures[0].title}" in headings


def test_they_are_chosen_when_a_report_is_started(client, cast, world):
    client.force_login(cast.office)
    data = {
        "period": world.circle.period.pk, "carry_over": world.carry_over.pk, "with_profiles": "on",
        "paper_type": "report", "chosen-schulausschuss": "on", "session-schulausschuss": "2026-06-11",
    }  # fmt: skip
    client.post("/berichte/neu/sachstandsbericht/", data)
    report = Report.objects.get()
    assert (report.carry_over, report.with_profiles) == (world.carry_over, True)


class TestChangedLater:
    def test_the_drafts_of_all_committees_have_them(self, client, cast, draft, world):
        client.force_login(cast.clerk)
        assert ANNEXES in client.get("/berichte/1/").content.decode()
        data = {"carry_over": world.carry_over.pk, "with_profiles": "on", "revision_no": draft.revision_no}
        assert client.post(ANNEXES, data)["Location"] == "/berichte/1/"
        draft.refresh_from_db()
        assert (draft.carry_over, draft.with_profiles) == (world.carry_over, True)

    def test_who_chose_from_an_old_page_sees_what_was_chosen_meanwhile(self, client, cast, draft):
        client.force_login(cast.office)
        old = {"with_profiles": "on", "revision_no": draft.revision_no}
        assert client.post(ANNEXES, {"revision_no": draft.revision_no}).status_code == 302
        assert client.post(ANNEXES, old).status_code == 409
        assert not Report.objects.get().with_profiles

    def test_a_carry_over_of_another_period_is_refused(self, client, cast, draft):
        foreign = make.carry_over(period=make.period("2018-2022"), key="2023-2026")
        client.force_login(cast.office)
        data = {"carry_over": foreign.pk, "revision_no": draft.revision_no}
        assert client.post(ANNEXES, data).status_code == 200
        assert Report.objects.get().carry_over is None

    def test_other_kinds_offer_none(self, client, cast, world):
        world.variant("beschlusskontrolle")
        client.force_login(cast.office)
        assert client.get(ANNEXES).status_code == 404
        assert ANNEXES not in client.get("/berichte/1/").content.decode()


def test_the_command_line_asks_for_them(world, tmp_path):
    out = tmp_path / "bericht.pdf"
    chosen = ("--carry-over", world.carry_over.key, "--with-profiles")
    call_command("report_pdf", "--committee", "schulausschuss", "--out", out, *chosen)
    text = reading.text(out.read_bytes())
    assert "Anlage 2: Synopse" in text
    assert "Anlage 3: Maßnahmensteckbriefe" in text
    assert not ReportVariant.objects.exists()
