"""Sachstandsabfrage on paper: one letter per actor, with boxes to tick and a QR code that answers without paper."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bildungsnetz.documents.paper import qr_code
from bildungsnetz.documents.pdf import render_template_pdf

from . import links
from .circles import Circle
from .models import Actor, ReportingRequest, ReportingWindow

MOST_LETTERS = 60  # in one file: about a second for ten
ANSWERS = ("unverändert", "es geht voran", "es klemmt")


def letters_pdf(window: ReportingWindow, circle: Circle, actors: Iterable[Actor], now: datetime) -> bytes:
    """The letters to ``actors`` about what they still owe, each on a new page."""
    owed: dict[int, list[ReportingRequest]] = {}
    for request in circle.items:
        owed.setdefault(request.measure.lead_id, []).append(request)
    letters = [{"actor": actor, "items": [item(request) for request in owed[actor.pk]]} for actor in actors]
    context = {"window": window, "letters": letters, "answers": ANSWERS, "written_on": now}
    title = f"{window.title}: Brief an {letters[0]['actor']}" if len(letters) == 1 else f"{window.title}: Briefe"
    return render_template_pdf("measures/window_letters_pdf.html", context, title=title, created_at=now)


def item(request: ReportingRequest) -> dict[str, Any]:
    address = links.address_of(links.letter_token(request))
    return {"measure": request.measure, "address": address, "qr": qr_code(address)}
