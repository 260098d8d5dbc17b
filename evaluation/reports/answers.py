"""What the committee of a paper asked or ordered since its last report, what is still open, and what it is told."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from evaluation.models import CommitteeQuestion, QuestionKind, ReportVariant, ReportVersion
from measures.models import Publication

from .kind import Part, Section, Values
from .readings import german_date
from .wording import listed

NOUNS = {QuestionKind.QUESTION: "Fragen", QuestionKind.MANDATE: "Aufträge"}
NAMED = 3  # more days are told as a span


def answers(variant: ReportVariant, reference: date) -> list[dict[str, Any]]:
    """The questions of this committee alone, from before the session, in the order in which they were asked.

    Told are those asked since its last report, those answered since, and all that are still open.
    """
    rows = CommitteeQuestion.objects.filter(
        committee=variant.committee, asked_on__lt=variant.session_on, asked_on__lte=reference
    )
    if last := last_version(variant):
        fresh = Q(asked_on__gte=last.variant.session_on) | Q(answered_on__gte=timezone.localdate(last.frozen_at))
        rows = rows.filter(fresh | Q(answered_on=None))
    rows = rows.select_related("goal__period", "measure").order_by("asked_on", "serial")
    return [told(row, reference) for row in rows]


def last_version(variant: ReportVariant) -> ReportVersion | None:
    """The last frozen version of another, earlier report that this committee got."""
    rows = ReportVersion.objects.filter(variant__committee=variant.committee)
    rows = rows.filter(variant__report__serial__lt=variant.report.serial) if variant.report.pk else rows
    rows = rows.only("frozen_at", "variant__session_on").select_related("variant")
    return rows.order_by("-variant__report__serial", "number").first()


def told(row: CommitteeQuestion, reference: date) -> dict[str, Any]:
    """A question in words; a goal or measure that is not public is not named."""
    measure = row.measure if row.measure and row.measure.publication == Publication.RELEASED else None
    goal = row.goal if row.goal and row.goal.is_public else None
    about = [str(measure)] if measure else []
    about += [f"Handlungsziel {goal.number} ({goal.period})"] if goal else []
    return {
        "number": row.number,
        "kind": row.kind,
        "kind_label": str(row.get_kind_display()),
        "asked_on": row.asked_on.isoformat(),
        "agenda_item": row.agenda_item,
        "asked_by": row.asked_by,
        "text": row.text,
        "about": ", ".join(about),
        "due_on": german_date(row.due_on),
        "is_late": bool(row.due_on and row.due_on < reference and not row.answered_on),
        "answer": row.answer if row.answered_on else "",
        "answered_on": german_date(row.answered_on),
        "marks": ["Beispiel"] if row.is_demo else [],
    }


def sections(values: Values) -> list[Section]:
    """The section of the paper; none where there is nothing to answer."""
    rows = values.get("answers") or []
    if not rows:
        return []
    shown = [{**row, "day": date.fromisoformat(row["asked_on"])} for row in rows]
    return [Section(title(rows), [Part("pdf/report_answers.html", {"answers": shown}, 1 + len(rows) // 2)])]


def title(rows: list[dict[str, Any]]) -> str:
    """ "Antworten auf Fragen vom 12.03.2026", "Antworten auf Fragen und Aufträge vom 12.03.2026 und 04.06.2026"."""
    kinds = {row["kind"] for row in rows}
    nouns = listed(noun for kind, noun in NOUNS.items() if kind in kinds)
    days = [german_date(date.fromisoformat(day)) for day in sorted({row["asked_on"] for row in rows})]
    if len(days) > NAMED:
        return f"Antworten auf {nouns} vom {days[0]} bis {days[-1]}"
    return f"Antworten auf {nouns} vom {listed(days)}"
