"""A paper of very many measures: chapters, contents, what is kept of it, and how its job tells and stops."""

import io
from datetime import timedelta

import docx
import pytest
from django.utils import timezone

from bildungsnetz.documents import press
from bildungsnetz.operations import jobs
from bildungsnetz.operations.models import JobStatus
from evaluation import actions, freezing
from evaluation.models import RenderedChapter, ReportPreview, ReportVersion
from evaluation.reports import pieces, rendering, workbook
from evaluation.reports.shelf import KEPT, ChapterShelf, forget_chapters
from evaluation.reports.word import render_word
from goals.models import Goal
from tests import make
from tests.pdf import reading
from tests.pdf.verapdf import failed_rules


@pytest.fixture
def long(circle, monkeypatch):
    """A paper that counts as long although it has few measures, so that the test need not set very many."""
    monkeypatch.setattr(pieces, "LISTED", 3)
    monkeypatch.setattr(pieces, "FLOWING", 3)
    monkeypatch.setattr(pieces, "CHAPTER", 4)
    return circle.variant()


def values(variant):
    return freezing.current_values(variant, make.TODAY)


def set_again(monkeypatch):
    """The numbers of the chapters that are set from now on."""
    found = []
    monkeypatch.setattr("bildungsnetz.documents.chapters.set_here", watched(found))
    return found


def watched(found):
    from bildungsnetz.documents import chapters

    original = chapters.set_here

    def set_here(wanted):
        found.extend(number for number, _, _ in wanted)
        return original(wanted)

    return set_here


def test_a_short_paper_flows_and_has_no_contents(circle):
    pages = reading.text_of_pages(rendering.render(values(circle.variant())))
    assert "Inhalt" not in "".join(pages)
    assert any("Beschlussvorschlag" in page and "Sachverhalt" in page for page in pages)
    assert not RenderedChapter.objects.exists()


def test_a_long_paper_has_contents_on_page_two(long):
    pdf = rendering.render(values(long))
    pages = reading.text_of_pages(pdf)
    assert failed_rules(pdf) == []
    assert "Inhalt" in pages[1]
    for title in ("Beschlussvorschlag", "Handlungsziel 2: Übergänge gestalten", "Anlage 1: Verzeichnis der Maßnahmen"):
        line = next(line for line in pages[1].splitlines() if title in line)
        assert title in pages[int(line.split()[-1]) - 1]


def test_a_paper_of_some_pages_has_contents_and_flows(circle, monkeypatch):
    monkeypatch.setattr(pieces, "LISTED", 3)
    pdf = rendering.render(values(circle.variant()))
    pages = reading.text_of_pages(pdf)
    assert failed_rules(pdf) == []
    line = next(line for line in pages[1].splitlines() if "Handlungsziel 2: Übergänge gestalten" in line)
    assert "Handlungsziel 2: Übergänge gestalten" in pages[int(line.split()[-1]) - 1]
    assert "Beschlussvorschlag" in pages[2]
    assert "Sachverhalt" in pages[2]
    assert not RenderedChapter.objects.exists()


@pytest.mark.parametrize(("more", "listed"), [(0, False), (-1, True)])
def test_pdf_and_word_file_have_contents_from_the_same_length_on(circle, monkeypatch, more, listed):
    found = values(circle.variant())
    weight = next(limit for limit in range(100) if not rendering.is_long(found, limit))
    monkeypatch.setattr(pieces, "LISTED", weight + more)
    written = docx.Document(io.BytesIO(render_word(found))).element.xml
    assert ("Inhalt" in reading.text(rendering.render(found)), "w:docPartGallery" in written) == (listed, listed)


def test_annexes_begin_a_page(long):
    pages = reading.text_of_pages(rendering.render(values(long)))
    [annex] = [page for page in pages[2:] if "Anlage 1: Verzeichnis der Maßnahmen" in page]
    assert annex.splitlines()[2:4].count("") <= 2
    assert "Ausblick" not in annex


def test_a_long_paper_says_all_that_a_short_one_says(circle, monkeypatch):
    found = values(circle.variant())
    short = reading.text(rendering.render(found))
    monkeypatch.setattr(pieces, "LISTED", 3)
    monkeypatch.setattr(pieces, "FLOWING", 3)
    long = reading.text(rendering.render(found))
    assert {"Lesestart", "Sprachkurs", "Elterncafé", "Übergangslotsen"} <= set(long.split()) & set(short.split())
    assert "Inhalt" in long


def test_only_the_chapters_of_a_changed_goal_are_set_again(long, monkeypatch):
    rendering.render(values(long))
    again = set_again(monkeypatch)
    Goal.objects.filter(number=2).update(text="Anderer Wortlaut dieses Ziels")
    text = reading.text(rendering.render(values(long)))
    assert "Anderer Wortlaut dieses Ziels" in text
    assert len(again) == 1
    assert RenderedChapter.objects.count() > 3


def test_a_version_after_its_preview_sets_only_what_names_its_code(long, monkeypatch):
    rendering.render(values(long))
    again = set_again(monkeypatch)
    freezing.freeze(long, now=timezone.make_aware(timezone.datetime(2026, 6, 1, 12)))
    assert len(again) <= 2


def test_a_draft_of_which_little_has_changed_is_set_while_its_page_waits(long, client, cast, monkeypatch):
    monkeypatch.setattr("evaluation.views.variants.DIRECTLY", 1)
    client.force_login(cast.office)
    desk = f"/berichte/{long.report.serial}/{long.committee.key}/"
    assert "entwurf.pdf" not in client.get(f"{desk}inhalt/").content.decode()
    rendering.render(values(long))
    actions.write_texts(variant=long, sections={"goal-1": "Neue Worte"}, by=None)
    assert "entwurf.pdf" in client.get(f"{desk}inhalt/").content.decode()
    assert client.get(f"{desk}vorschau/").status_code == 200
    monkeypatch.setattr(rendering, "LITTLE", 10)
    assert client.get(f"{desk}vorschau/")["Location"].startswith("/auftraege/")


def test_stored_values_make_the_same_bytes_again_with_and_without_what_is_kept(long):
    pk = freezing.freeze(long).pk
    version = ReportVersion.objects.get(pk=pk)
    assert rendering.render(version.values) == bytes(version.pdf)
    RenderedChapter.objects.all().delete()
    assert rendering.render(version.values) == bytes(version.pdf)


def test_the_pdf_carries_the_values_that_it_shows(circle):
    version = freezing.freeze(circle.variant())
    pdf = reading.opened(bytes(version.pdf))
    assert pdf.attachments["werte.json"].get_file().read_bytes() == rendering.canonical(version.values).encode()


def test_the_pdf_carries_its_measures_as_a_spreadsheet(circle):
    found = values(circle.variant())
    pdf = reading.opened(rendering.render(found))
    assert pdf.attachments["massnahmen.xlsx"].get_file().read_bytes() == workbook.workbook(found)


def test_a_very_large_goal_is_split_and_its_table_goes_on(long, circle, monkeypatch):
    monkeypatch.setattr("evaluation.reports.drawings.MEASURES", 2)
    text = reading.text(rendering.render(values(long)))
    assert "Maßnahmen zu Handlungsziel 1 (Fortsetzung)" in text
    assert text.index("Lesestart") < text.index("(Fortsetzung)") < text.index("Elterncafé")


def test_chapters_that_nobody_uses_are_forgotten(long):
    rendering.render(values(long))
    now = timezone.now()
    old, *_ = RenderedChapter.objects.all()
    RenderedChapter.objects.filter(pk=old.pk).update(used_at=now - KEPT - timedelta(minutes=1))
    forget_chapters(now)
    assert RenderedChapter.objects.exists()
    assert not RenderedChapter.objects.filter(pk=old.pk).exists()


def test_what_is_used_again_is_kept_on(long):
    rendering.render(values(long))
    RenderedChapter.objects.update(used_at=timezone.now() - KEPT - timedelta(minutes=1))
    rendering.render(values(long))
    forget_chapters(timezone.now())
    assert RenderedChapter.objects.exists()


def test_two_who_keep_the_same_chapter_keep_one(long):
    rendering.render(values(long))
    row = RenderedChapter.objects.first()
    shelf = ChapterShelf()
    shelf.keep(row.key, shelf.known([row.key])[row.key])
    assert RenderedChapter.objects.filter(key=row.key).count() == 1


def test_the_job_tells_of_each_chapter(long, monkeypatch):
    told = []
    monkeypatch.setattr("bildungsnetz.operations.progress.Progress.report", lambda self: told.append(self.message))
    jobs.start("report_preview", "Vorschau", {"variant": long.pk}, by=None)
    found = list(dict.fromkeys(message for message in told if "Kapiteln" in message))
    assert found[0].startswith("0 von ")
    assert found[-1] == f"{len(found) - 1} von {len(found) - 1} Kapiteln sind gesetzt."
    assert ReportPreview.objects.filter(variant=long).exists()


def test_a_cancelled_job_stops_between_chapters_and_stores_no_version(long, monkeypatch):
    def cancelled(self):
        self.cancelled = self.message.startswith("1 von ")

    monkeypatch.setattr("bildungsnetz.operations.progress.Progress.report", cancelled)
    started = jobs.start("report_freeze", "Festschreiben", {"variant": long.pk, "reason": ""}, by=None)
    assert started.status == JobStatus.CANCELLED
    assert not ReportVersion.objects.exists()
    assert RenderedChapter.objects.count() == 1


def test_a_chapter_that_is_too_much_fails_the_job_in_german_and_stores_nothing(long, monkeypatch):
    monkeypatch.setattr("bildungsnetz.documents.chapters.LITTLE", 0)
    monkeypatch.setattr(press, "SECONDS", 0.01)
    started = jobs.start("report_freeze", "Festschreiben", {"variant": long.pk, "reason": ""}, by=None)
    assert started.status == JobStatus.FAILED
    assert "Das Papier wurde nicht gesetzt." in started.message
    assert not ReportVersion.objects.exists()


def test_long_texts_make_a_paper_long_too(circle):
    variant = circle.variant()
    found = values(variant)
    assert not rendering.is_long(found, pieces.FLOWING)
    found["texts"]["outlook"] = "Wort " * 50_000
    assert rendering.is_long(found, pieces.FLOWING)
