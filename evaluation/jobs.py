"""Long work of this app, done by a worker: drafts, freezing, writing to those who rate, long papers of a round."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from bildungsnetz.accounts.models import User
from bildungsnetz.operations.jobs import job
from bildungsnetz.operations.progress import Progress
from goals.models import Paper
from measures.jobs import one_by_one

from . import freezing, rating_circle, round_papers
from .actions import adopt, rating_mails
from .models import CarryOver, EvaluationRound
from .reports.rendering import telling


def chapter_by_chapter(progress: Progress) -> Callable[[int, int], None]:
    """Tells of each chapter of a long paper; between two of them the work can be cancelled."""
    return lambda done, of: progress.step(done, of + 1, f"{done} von {of} Kapiteln sind gesetzt.")


@job("report_preview", queue="documents")
def render_preview(progress: Progress, *, variant: int) -> str:
    """Brings the preview up to date."""
    progress.step(0, 1, "Die Vorschau wird gesetzt.")
    found = freezing.load(variant)
    with telling(chapter_by_chapter(progress)):
        freezing.preview(found, timezone.localdate())
    progress.step(1, 1)
    return reverse("evaluation:variant_preview", args=[found.report.serial, found.committee.key])


@job("report_word", queue="documents")
def write_word(progress: Progress, *, variant: int) -> str:
    """Writes a long draft as a Word file."""
    progress.step(0, 1, "Die Word-Datei wird geschrieben.")
    found = freezing.load(variant)
    freezing.keep_word(found, timezone.localdate())
    progress.step(1, 1)
    return reverse("evaluation:preview_docx", args=[found.report.serial, found.committee.key])


@job("report_freeze", queue="documents")
def freeze_report(progress: Progress, *, variant: int, reason: str) -> str:
    """Freezes the report as its data are now; stopped on the way it has written nothing."""
    now = timezone.now()
    progress.step(0, 2, "Die Werte werden gelesen und gesetzt.")
    with telling(chapter_by_chapter(progress)):
        prepared = freezing.prepare(variant, reference=timezone.localdate(now), reason=reason, now=now)
    progress.step(1, 2, "Die Fassung wird gespeichert.")
    version = freezing.store(variant, prepared)
    return version.variant.get_absolute_url()


@job("round_write")
def write_to_people(progress: Progress, *, evaluation_round: int) -> str:
    """Writes to everybody who rates in a round and has not heard of it yet."""
    found = EvaluationRound.objects.get(pk=evaluation_round)
    people = rating_circle.still_to_tell(found, rating_circle.owing_circle(found))
    return one_by_one(progress, found, people, rating_mails.send_opening)


@job("round_nudge")
def nudge(progress: Progress, *, evaluation_round: int) -> str:
    """Reminds everybody who still owes a rating sheet."""
    found = EvaluationRound.objects.get(pk=evaluation_round)
    return one_by_one(progress, found, rating_circle.owing_circle(found).asked, rating_mails.send_nudge)


@job("round_paper", queue="documents")
def render_round_paper(progress: Progress, **wanted: Any) -> str:
    """Makes a long agenda, worksheets or a protocol; run twice, the second takes the place of the first."""
    progress.step(0, 1, "Das Papier wird gesetzt.")
    paper = round_papers.store(round_papers.Wanted(**wanted), timezone.now())
    progress.step(1, 1)
    return paper.get_absolute_url()


@job("carry_over_adopt")
def adopt_next_period(progress: Progress, *, carry_over: int, paper: int, adopted_on: str, by: int) -> str:
    """Adopts a carry-over. Killed half-way it has written nothing; a second try finds it done."""
    found = CarryOver.objects.select_related("period").get(pk=carry_over)
    progress.step(0, 1, "Ziele und Maßnahmen werden übertragen.")
    if found.is_draft:
        day, person = date.fromisoformat(adopted_on), User.objects.get(pk=by)
        adopt(found, paper=Paper.objects.get(pk=paper), adopted_on=day, by=person)
    progress.step(1, 1)
    return found.get_absolute_url()
