"""What the office must do today: one function a section, each a few rows and how many there are."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from bildungsnetz.access import Person
from bildungsnetz.accounts.rules import is_coordination_office
from bildungsnetz.web.words import ago, ahead, day_with_precision, days_left
from evaluation.carrying import to_be_closed
from evaluation.models import EvaluationRound, ReportVariant, ReportVersion, RoundState
from evaluation.rating_circle import with_owing
from evaluation.recommendation_sections import SECTIONS as FOLLOWING
from evaluation.recommendation_sections import asked
from evaluation.sections import SHOWN, Entry, Section, few, shortened
from goals.dates import due_days, due_of
from goals.models import Meeting
from measures.filters import list_url
from measures.models import Comment, FreshnessPolicy, Measure, Milestone, Proposal, Publication, ReportingWindow
from measures.ordering import LAST_CONFIRMED
from measures.reachability import leading_actors, lost_among
from measures.windows import with_counts

SOON = timedelta(days=42)


def to_review(user: Person, today: date) -> Section:
    rows = Measure.objects.permitted("release", user).filter(publication=Publication.SUBMITTED)
    found, count = few(rows.select_related("lead").order_by("submitted_at", "pk"))
    return Section(
        "zu-pruefen",
        "Eingereichte Maßnahmen",
        "info",
        "Es wartet keine Maßnahme auf die Freigabe.",
        tuple(
            Entry(ago(timezone.localdate(row.submitted_at), today), str(row), row.get_absolute_url(), row.lead.name)
            for row in found
        ),
        count,
        list_url(publication=Publication.SUBMITTED.value),
    )


def proposed(user: Person, today: date) -> Section:
    """What actors reported or want changed; a report that all is as it was is accepted from here."""
    rows = Proposal.objects.permitted("accept", user).waiting()
    found, count = few(rows.select_related("measure__lead"))
    return Section(
        "vorschlaege",
        "Sachstände und Vorschläge",
        "info",
        "Alle Sachstände und Vorschläge sind entschieden.",
        tuple(
            Entry(
                ago(timezone.localdate(row.submitted_at), today),
                f"{row.what}: {row.measure}",
                row.get_absolute_url(),
                shortened(row.report.get("text") or row.measure.lead.name),
                reverse("measures:proposal_accept", args=[row.measure.number, row.pk]) if row.is_unchanged else "",
            )
            for row in found
        ),
        count,
        reverse("measures:proposal_list"),
    )


def asking(user: Person, today: date) -> Section:
    """Open Sachstandsabfragen, the first to end on top, with what is still owed."""
    rows = with_counts(ReportingWindow.objects.permitted("view", user).open_on(today)).order_by("closes_on", "pk")
    found, count = few(rows)
    return Section(
        "abfragen",
        "Offene Abfragen",
        "planned",
        "Es läuft keine Sachstandsabfrage.",
        tuple(
            Entry(
                f"bis {row.closes_on:%d.%m.}",
                row.title,
                row.get_absolute_url(),
                f"{row.owing} von {row.asked} stehen noch aus, Frist {ahead(row.closes_on, today)}",
            )
            for row in found
        ),
        count,
    )


def evaluating(user: Person, today: date) -> Section:
    """Rounds that are under way, with what is missing or what comes next."""
    rows = EvaluationRound.objects.permitted("view", user).filter(state__in=[RoundState.RATING, RoundState.REFLECTION])
    found, count = few(with_owing(rows).order_by("closes_on", "pk"))
    return Section(
        "bewertungen",
        "Laufende Bewertungsrunden",
        "planned",
        "Es läuft keine Bewertungsrunde.",
        tuple(
            Entry(
                f"bis {row.closes_on:%d.%m.}" if row.is_rating else "",
                row.title,
                row.get_absolute_url(),
                how_it_stands(row, today),
            )
            for row in found
        ),
        count,
        reverse("evaluation:rounds"),
    )


def how_it_stands(row: Any, today: date) -> str:
    """Of a round with its ``owing_actors`` and ``owing_office``."""
    if not row.is_rating:
        return "Reflexion: Abweichungen besprechen und Ergebnisse festhalten"
    owing = f"Offene Bögen: {row.owing_actors} der Akteure, {row.owing_office} eigene"
    if today > row.closes_on:
        return f"{owing}. Die Frist ist abgelaufen: bitte verlängern oder die Bewertung beenden"
    return f"{owing}; Frist {ahead(row.closes_on, today)}"


def unreachable(user: Person, today: date) -> Section:
    """Actors that lead running measures and that no mail reaches."""
    actors = {actor.pk: actor for actor in leading_actors().permitted("see_load", user)}
    lost = lost_among(actors)
    shown = sorted(lost, key=lambda pk: actors[pk].sort_key)[:SHOWN]
    return Section(
        "nicht-erreichbar",
        "Niemand zu erreichen",
        "late",
        "Alle federführenden Akteure sind erreichbar.",
        tuple(Entry("", actors[pk].name, actors[pk].get_absolute_url(), lost[pk].label) for pk in shown),
        len(lost),
        reverse("measures:reach"),
    )


def overdue(user: Person, today: date) -> Section:
    """Released measures past their end, the longest first."""
    rows = Measure.objects.released().permitted("edit", user).overdue(today)
    found, count = few(rows.select_related("lead").order_by("planned_end_on", "pk"))
    return Section(
        "ueberfaellig",
        "Über das geplante Ende hinaus",
        "late",
        "Keine laufende Maßnahme ist über ihr geplantes Ende hinaus.",
        tuple(end_of(row, today) for row in found),
        count,
        list_url(publication=Publication.RELEASED.value, overdue="yes", sort="end"),
    )


def end_of(row: Measure, today: date) -> Entry:
    return Entry(ahead(row.planned_end_on, today), str(row), row.get_absolute_url(), row.lead.name)  # type: ignore[arg-type]


def ending(user: Person, today: date) -> Section:
    rows = Measure.objects.released().permitted("edit", user).running()
    soon = rows.filter(planned_end_on__gte=today, planned_end_on__lte=today + SOON)
    found, count = few(soon.select_related("lead").order_by("planned_end_on", "pk"))
    return Section(
        "laeuft-ab",
        "Enden bald",
        "watch",
        f"In den nächsten {SOON.days // 7} Wochen endet keine Maßnahme.",
        tuple(end_of(row, today) for row in found),
        count,
    )


def stale(user: Person, today: date) -> Section:
    """Released running measures that nobody has confirmed for too long, the longest silence first."""
    rows = Measure.objects.permitted("edit", user).released().fresh_as("stale", today, FreshnessPolicy.current())
    found, count = few(rows.select_related("lead").order_by(LAST_CONFIRMED, "pk"))
    return Section(
        "veraltet",
        "Lange nicht bestätigt",
        "watch",
        "Kein Sachstand ist veraltet.",
        tuple(
            Entry(ago(row.last_confirmed_on, today) or "noch nie", str(row), row.get_absolute_url(), row.lead.name)
            for row in found
        ),
        count,
        list_url(publication=Publication.RELEASED.value, freshness="stale", sort="confirmed"),
    )


def left_open(user: Person, today: date) -> Section:
    """Measures that were to end with their period and still run: somebody has to say how they ended."""
    rows = to_be_closed().filter(measure__in=Measure.objects.permitted("edit", user))
    found, count = few(rows.select_related("measure", "carry_over__period").order_by("carry_over__ends_on", "pk"))
    return Section(
        "abzuschliessen",
        "Mit der Periode zu beenden",
        "watch",
        "Keine Maßnahme einer früheren Periode wartet auf ihren Abschluss.",
        tuple(
            Entry(str(row.carry_over.period), str(row.measure), row.measure.get_absolute_url(), shortened(row.reason))
            for row in found
        ),
        count,
    )


def milestones_passed(user: Person, today: date) -> Section:
    """Milestones of running released measures whose day is over and that nobody has marked as reached."""
    running = Measure.objects.released().permitted("edit", user).running().filter(pk=OuterRef("measure"))
    rows = Milestone.objects.filter(Exists(running), due_on__lt=today, reached_on=None)
    found, count = few(rows.select_related("measure").order_by("-due_on", "pk"))
    return Section(
        "meilensteine",
        "Verstrichene Meilensteine",
        "watch",
        "Kein Meilenstein ist verstrichen, ohne erreicht zu sein.",
        tuple(
            Entry(
                day_with_precision(row.due_on, row.due_precision, row.due_words),
                row.title,
                row.measure.get_absolute_url(),
                str(row.measure),
            )
            for row in found
        ),
        count,
    )


def messages(user: Person, today: date) -> Section:
    """What actors wrote and nobody has marked as done, oldest first."""
    rows = Comment.objects.permitted("resolve", user).filter(resolved_at=None, is_internal=False)
    from_actors = rows.exclude(author__coordination_office=True)
    found, count = few(from_actors.select_related("measure", "author").order_by("written_at", "pk"))
    return Section(
        "nachrichten",
        "Offene Nachrichten",
        "info",
        "Kein Akteur wartet auf eine Antwort.",
        tuple(
            Entry(
                ago(timezone.localdate(row.written_at), today),
                str(row.measure),
                reverse("measures:dialogue", args=[row.measure.number]),
                shortened(row.text),
            )
            for row in found
        ),
        count,
    )


def meetings(user: Person, today: date) -> Section:
    """The next meetings with the days that are left for their papers."""
    found, count = few(Meeting.objects.permitted("view", user).upcoming(today).select_related("committee"))
    return Section(
        "sitzungen",
        "Nächste Sitzungen",
        "planned",
        "Es ist keine Sitzung eingetragen.",
        tuple(
            Entry(
                f"{row.held_on:%d.%m.%Y}", row.committee.name, row.committee.get_absolute_url(), papers_due(row, today)
            )
            for row in found
        ),
        count,
    )


def papers_due(meeting: Meeting, today: date) -> str:
    due = due_of(meeting)
    if due is None:
        return "Vorlagenschluss nicht eingetragen"
    when = "heute" if due == today else ahead(due, today)
    return f"Vorlagenschluss {due:%d.%m.%Y}, {when}"


def reports(user: Person, today: date) -> Section:
    """Papers of sessions ahead that nobody has frozen yet."""
    rows = ReportVariant.objects.permitted("edit", user).filter(session_on__gte=today)
    unfrozen = rows.exclude(Exists(ReportVersion.objects.filter(variant=OuterRef("pk"))))
    found, count = few(unfrozen.select_related("report", "committee").order_by("session_on", "pk"))
    due = due_days((row.committee, row.session_on) for row in found)
    return Section(
        "berichte",
        "Berichte in Arbeit",
        "planned",
        "Kein Bericht ist in Arbeit.",
        tuple(
            Entry(
                f"{row.session_on:%d.%m.%Y}",
                row.report.title,
                row.get_absolute_url(),
                f"{row.committee.name}, {paper_due(due[row.committee_id, row.session_on], row.session_on, today)}",
            )
            for row in found
        ),
        count,
        reverse("evaluation:reports"),
    )


def paper_due(due: date | None, session_on: date, today: date) -> str:
    """How long there is for a paper: until it is due, where that is known."""
    if due is None:
        return f"Sitzung {ahead(session_on, today)}"
    return f"Vorlage fällig am {due:%d.%m.%Y}, {days_left(due, today)}"


FOR_COORDINATION = (
    *(proposed, to_review, messages, asking, evaluating, *FOLLOWING, overdue, milestones_passed, ending),
    *(left_open, stale, unreachable),
)
FOR_BOTH = (asked, meetings, reports)


def sections(user: Person, today: date) -> list[Section]:
    """All that concerns ``user``; a section without anything to do says so, so that nobody wonders."""
    wanted: Iterable[Callable[[Person, date], Section]] = FOR_BOTH
    if is_coordination_office(user):
        wanted = (*FOR_COORDINATION, *FOR_BOTH)
    return [section(user, today) for section in wanted]
