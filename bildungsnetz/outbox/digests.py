"""How a digest reads: a person's notices by kind, each with its reason, and the links that stop them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from . import choices
from .composition import compose
from .models import OutgoingMail
from .notices import Kind, kind_of

LINES = 10  # of one kind
HEADINGS = 3  # in a subject


@dataclass(frozen=True)
class Line:
    text: str
    url: str
    why: str


@dataclass(frozen=True)
class Group:
    """The lines of one kind. Where all come for the same reason, it is said once (``why``).

    ``more`` is how many further ones there are, under ``more_url``; ``total`` counts all.
    """

    kind: Kind
    lines: list[Line]
    why: str
    total: int
    more_url: str
    stop_url: str

    @property
    def more(self) -> int:
        return self.total - len(self.lines)


def write_digest(address: str, rows: Sequence[Any], key: str, now: datetime) -> OutgoingMail:
    """The mail, not stored yet. ``rows`` are notices with ``of_kind``, the number of all of their kind."""
    groups = grouped(address, rows)
    subject = subject_of(groups)
    stop_url = choices.link_for(address)
    context = {
        "groups": groups,
        "total": sum(group.total for group in groups),
        "subject": subject,
        "address": address,
        "stop_url": stop_url,
        "SITE_NAME": settings.SITE_NAME,
        "SITE_URL": settings.SITE_URL,
    }
    return compose(
        to=[address],
        subject=subject,
        text=render_to_string("emails/digest.txt", context),
        html=render_to_string("emails/digest.html", context),
        headers={"List-Unsubscribe": f"<{stop_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        not_before=now,
        key=key,
    )


def grouped(address: str, rows: Sequence[Any]) -> list[Group]:
    """``rows`` by kind, in the order of the kinds."""
    by_kind = [(kind_of(key), list(some)) for key, some in groupby(rows, key=lambda row: row.kind)]
    by_kind.sort(key=lambda pair: (pair[0].order, pair[0].heading))
    return [group_of(address, kind, some) for kind, some in by_kind]


def group_of(address: str, kind: Kind, rows: Sequence[Any]) -> Group:
    reasons = {row.why for row in rows}
    shared = reasons.pop() if len(reasons) == 1 else ""
    lines = [Line(row.text, full(row.url), "" if shared else reason(row.why)) for row in rows]
    return Group(kind, lines, reason(shared), rows[0].of_kind, full(kind.url), choices.link_for(address, kind.key))


def reason(why: str) -> str:
    """``why`` as a sentence, where it is half a one."""
    return f"Sie lesen das, {why.removesuffix('.')}." if why.startswith("weil ") else why


def subject_of(groups: Sequence[Group]) -> str:
    """What it is about, without a title: subjects are kept longer than what mails say."""
    named = [f"{group.kind.heading} ({group.total})" for group in groups[:HEADINGS]]
    further = ["weitere Hinweise"] if len(groups) > HEADINGS else []
    return f"{', '.join(named + further)} – {settings.SITE_NAME}"


def full(path: str) -> str:
    """The address of a page of this site."""
    return f"{settings.SITE_URL}{path}"
