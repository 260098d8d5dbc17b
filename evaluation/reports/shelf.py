"""Chapters that were set are kept in the database for a while: what did not change is not set again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from bildungsnetz.documents.chapter import Chapter
from evaluation.models import RenderedChapter

KEPT = timedelta(days=14)
USED_AGAIN = timedelta(hours=12)


class ChapterShelf:
    """chapters.Shelf in RenderedChapter. Two that keep the same chapter at once keep one."""

    def known(self, keys: Sequence[str]) -> dict[str, Chapter]:
        now = timezone.now()
        rows = RenderedChapter.objects.filter(key__in=keys)
        found = {row.key: Chapter.stored(bytes(row.pdf), row.outline) for row in rows.iterator(50)}
        RenderedChapter.objects.filter(key__in=list(found), used_at__lt=now - USED_AGAIN).update(used_at=now)
        return found

    def has(self, keys: Sequence[str]) -> set[str]:
        return set(RenderedChapter.objects.filter(key__in=keys).values_list("key", flat=True))

    def keep(self, key: str, chapter: Chapter) -> None:
        row = RenderedChapter(key=key, pdf=chapter.pdf, outline=chapter.outline)
        RenderedChapter.objects.bulk_create([row], ignore_conflicts=True)


def forget_chapters(now: datetime) -> None:
    """A duty: takes away what nobody has used for two weeks."""
    RenderedChapter.objects.filter(used_at__lt=now - KEPT).delete()
