"""After the session: what the committee decided about a report, kept with its Vorlage and never in the frozen file."""

import re
from collections.abc import Sequence

from django.db import transaction

from bildungsnetz.accounts.models import User
from evaluation.models import Report, ReportVariant
from goals.models import Consultation, Paper, ResolutionItem

from .reports import require

_ITEM = re.compile(r"^[ \t]*\d{1,3}[.)][ \t]+", re.MULTILINE)


def items_of(text: str) -> list[str]:
    """The numbered points of a Beschlussvorschlag; a text without numbers is one point."""
    before, *points = _ITEM.split(text.replace("\r\n", "\n"))
    return [point.strip() for point in (points or [before]) if point.strip()]


@transaction.atomic
def record_session(
    *, variant: ReportVariant, number: str, consultation: Consultation, items: Sequence[str], by: User | None
) -> Paper:
    """Stores ``consultation`` (result, votes, agenda item) of the variant's committee with the report's Vorlage.

    A Vorlage that is not there yet is made with ``number`` and one station for each committee of the report. ``items``
    become its Beschlusspunkte unless it has some.
    """
    require(by, "edit", variant)
    paper = variant.paper or Paper.objects.filter(number=number).first() or register(variant, number)
    tie(variant.report, paper)
    station = paper.consultations.filter(committee=variant.committee).first() or next_station(paper, variant)
    for name in ("agenda_item", "result", "votes_for", "votes_against", "abstentions"):
        setattr(station, name, getattr(consultation, name))
    station.save()
    if not paper.resolution_items.exists():
        for place, text in enumerate(items, start=1):
            ResolutionItem.objects.create(paper=paper, number=place, text=text)
    paper.revision_no += 1
    paper.save(update_fields=["revision_no"])
    return paper


def register(variant: ReportVariant, number: str) -> Paper:
    """The report as a Vorlage: it takes up the one with which the goals of its period were adopted."""
    resolved = Paper.objects.filter(periods=variant.report.period).exclude(number=number).first()
    paper = Paper.objects.create(
        number=number,
        subject=variant.subject,
        paper_type=variant.paper_type,
        lead_department=variant.lead_department,
        predecessor=resolved,
    )
    for one in variant.report.variants.order_by("session_on", "committee__position", "pk"):
        next_station(paper, one)
    return paper


def next_station(paper: Paper, variant: ReportVariant) -> Consultation:
    last = paper.consultations.order_by("-position").values_list("position", flat=True).first() or 0
    return Consultation.objects.create(
        paper=paper,
        position=last + 1,
        committee=variant.committee,
        role=variant.role,
        held_on=variant.session_on,
    )


def tie(report: Report, paper: Paper) -> None:
    """Gives ``paper`` to every variant of the report that has none yet."""
    for one in report.variants.filter(paper=None):
        one.paper = paper
        one.revision_no += 1
        one.save(update_fields=["paper", "revision_no"])
