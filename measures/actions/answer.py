"""An answer comes in by a signed link: it becomes a proposal that the office takes over or returns."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from measures import links
from measures.links import Link
from measures.models import Measure, Proposal, ProposalKind
from measures.uploads import Upload

from .proposals import propose
from .window import mark_opened


class SomebodyAnswered(Exception):  # noqa: N818  an outcome that has a page, not a fault
    """Somebody else, or the same person in another tab, has answered since the page was opened."""


@transaction.atomic
def answer_by_link(
    link: Link, *, changes: dict[str, Any], upload: Upload | None, seen: str, today: date, now: datetime
) -> Proposal:
    """Hands in what the holder of a link has answered. ``seen`` names the answer that the page showed as the latest.

    The same answer sent twice counts once. Raises Unusable where the link ended meanwhile, SomebodyAnswered where
    another answer would be overwritten unseen.
    """
    Measure.objects.select_for_update(of=("self",)).get(pk=link.measure.pk)
    current = links.again(link, today)
    if current.waiting and is_same(current.waiting, link, changes, upload):
        return current.waiting
    if current.seen != seen:
        raise SomebodyAnswered
    mark_opened(link.request, now=now)
    return propose(
        link.measure,
        kind=ProposalKind.PROGRESS,
        changes=changes,
        by=None,
        sender=link.sender.words,
        address=link.sender.address,
        upload=upload,
        now=now,
    )


def is_same(waiting: Proposal, link: Link, changes: dict[str, Any], upload: Upload | None) -> bool:
    same_person = (waiting.sender, waiting.address) == (link.sender.words[:200], link.sender.address)
    return same_person and waiting.changes == changes and upload is None
