"""Letters to those whom no mail reaches: one per actor, each question with a QR code that answers without an account.

A Sachstandsabfrage asks about measures, a Bewertungsrunde for rating sheets; both print what ``measures/circles.py``
found. What differs stands in their templates, which extend ``measures/letters_pdf.html``.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from bildungsnetz.documents.paper import qr_code
from bildungsnetz.documents.pdf import render_template_pdf

from . import links
from .circles import Circle, Item
from .models import Actor, ReportingRequest, ReportingWindow

MOST_LETTERS = 60  # in one file: about a second for ten
ANSWERS = ("unverändert", "es geht voran", "es klemmt")


def written(
    template: str,
    heading: str,
    circle: Circle[Item],
    actors: Iterable[Actor],
    link_to: Callable[[Item], str],
    now: datetime,
    **context: Any,
) -> bytes:
    """The letters to ``actors`` about what they still owe, each on a new page.

    ``heading`` names the whole in the document's title, ``link_to`` gives the address behind one question.
    """
    owed: dict[int, list[Item]] = {}
    for actor, item in circle.pairs:
        owed.setdefault(actor.pk, []).append(item)
    letters = [{"actor": actor, "items": [linked(item, link_to(item)) for item in owed[actor.pk]]} for actor in actors]
    title = f"{heading}: Brief an {letters[0]['actor']}" if len(letters) == 1 else f"{heading}: Briefe"
    context |= {"letters": letters, "written_on": now}
    return render_template_pdf(template, context, title=title, created_at=now)


def linked(item: Item, address: str) -> dict[str, Any]:
    return {"asked": item, "address": address, "qr": qr_code(address)}


def letters_pdf(
    window: ReportingWindow, circle: Circle[ReportingRequest], actors: Iterable[Actor], now: datetime
) -> bytes:
    """The letters of a Sachstandsabfrage, with boxes to tick as well."""
    template = "measures/window_letters_pdf.html"
    return written(template, window.title, circle, actors, link_to, now, window=window, answers=ANSWERS)


def link_to(request: ReportingRequest) -> str:
    return links.address_of(links.letter_token(request))
