"""Beschlusskontrolle: how far the items of a period's resolutions are carried out, and what backs that.

Only what is public is named, as evidence too; what backs a state and is not public yet is counted in no way.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q

from evaluation.models import (
    Execution,
    ReportVariant,
    ReportVersion,
    ResolutionCheck,
    ResolutionEvidence,
    RoundState,
)
from goals.models import ConsultationRole, GoalRevision, Paper, Period, ResolutionItem
from measures.models import Publication

from .kind import Part, Values
from .readings import german_date, marks


def papers_of(period: Period) -> list[Paper]:
    """The public papers of ``period`` by number: with which it was adopted, its goals revised and its reports filed,
    and those that take them up. A paper that adopts another period belongs to that one, and so does what follows."""
    own = Q(periods=period) | Q(pk__in=GoalRevision.objects.filter(goal__period=period).values("paper"))
    own |= Q(pk__in=ReportVariant.objects.filter(report__period=period, paper__isnull=False).values("paper"))
    foreign = Paper.objects.filter(periods__isnull=False).exclude(periods=period)
    rows = Paper.objects.filter(is_public=True).exclude(pk__in=foreign)
    found = set(rows.filter(own).values_list("pk", flat=True))
    following = defaultdict(set)
    for pk, predecessor in rows.filter(predecessor__isnull=False).values_list("pk", "predecessor"):
        following[predecessor].add(pk)
    fresh = found
    while fresh:
        fresh = set().union(*(following[pk] for pk in fresh)) - found
        found |= fresh
    return list(Paper.objects.filter(pk__in=found).order_by("number"))


def resolutions(period: Period, reference: date) -> list[dict[str, Any]]:
    """Each paper that has items, with what was decided and every item: its state, a remark, what backs it."""
    evidence = ResolutionEvidence.objects.select_related(
        "goal__period", "measure", "round", "report", "paper"
    ).order_by("pk")
    checks = ResolutionCheck.objects.prefetch_related(Prefetch("evidence", evidence))
    items = ResolutionItem.objects.order_by("number").prefetch_related(Prefetch("execution", checks))
    papers = Paper.objects.filter(pk__in=[one.pk for one in papers_of(period)]).order_by("number")
    readable = readable_reports(reference)
    return [
        {
            "number": paper.number,
            "subject": paper.subject,
            "decided": decided(paper),
            "items": [read(one, readable) for one in paper.resolution_items.all()],
            "sources": paper.sources,
        }
        for paper in papers.prefetch_related(Prefetch("resolution_items", items), "consultations__committee")
        if paper.resolution_items.all()
    ]


def readable_reports(reference: date) -> set[int]:
    """The reports of which everybody can read a frozen version on that day."""
    rows = ReportVersion.objects.filter(variant__public_from__lte=reference)
    return set(rows.order_by().values_list("variant__report", flat=True).distinct())


def decided(paper: Paper) -> str:
    """Which bodies decided, on which day and how; of a paper without roles every station that had a result."""
    rows = [one for one in paper.consultations.all() if one.result]
    deciding = [one for one in rows if one.role == ConsultationRole.DECIDING] or rows
    stations = ([one.shown_name, german_date(one.held_on), one.result or ""] for one in deciding)
    return "; ".join(", ".join(filter(None, station)) for station in stations)


def read(item: ResolutionItem, readable: set[int]) -> dict[str, Any]:
    check: ResolutionCheck | None = getattr(item, "execution", None)
    state = Execution(check.state) if check else Execution.OPEN
    return {
        "number": item.number,
        "text": item.text,
        "state": state.value,
        "state_label": str(state.label),
        "remark": check.remark if check else "",
        "checked_on": german_date(check.checked_on) if check else "",
        "evidence": [words for one in check.evidence.all() if (words := backing(one, readable))] if check else [],
        "marks": marks(item),
    }


def backing(row: ResolutionEvidence, readable: set[int]) -> str:
    """What backs a state, in words; nothing where it is not public."""
    if row.goal:
        return f"Handlungsziel {row.goal.number} ({row.goal.period})" if row.goal.is_public else ""
    if row.measure:
        return str(row.measure) if row.measure.publication == Publication.RELEASED else ""
    if row.round:
        return row.round.title if row.round.state == RoundState.CLOSED else ""
    if row.report:
        return row.report.title if row.report.pk in readable else ""
    return f"Vorlage {row.paper.number}" if row.paper and row.paper.is_public else ""


def counts(papers: Iterable[dict[str, Any]]) -> dict[str, int]:
    """How many items are in each state; every state is named."""
    found = dict.fromkeys(Execution.values, 0)
    for paper in papers:
        for item in paper["items"]:
            found[item["state"]] += 1
    return found


def counted(values: Values) -> list[tuple[str, int]]:
    return [(str(Execution(state).label), count) for state, count in counts(values["resolutions"]).items()]


def overview_part(values: Values) -> Part:
    papers = [{**one, "counts": list(counts([one]).values()), "total": len(one["items"])} for one in
              values["resolutions"]]  # fmt: skip
    sums = list(counts(values["resolutions"]).values())
    states = [str(state.label) for state in Execution]
    return Part("pdf/report_execution.html", {"papers": papers, "states": states, "sums": sums, "total": sum(sums)})


def paper_parts(values: Values) -> list[Part]:
    return [
        Part("pdf/report_resolution.html", {"paper": paper}, 1 + len(paper["items"])) for paper in values["resolutions"]
    ]
