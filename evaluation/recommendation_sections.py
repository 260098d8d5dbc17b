"""The page of today: recommendations that wait or are late, and reports on which actors can still say something."""

from datetime import date

from django.db.models import F
from django.urls import reverse

from bildungsnetz.access import Person
from bildungsnetz.web.words import ago, ahead
from evaluation import statements
from evaluation.filters import UNDECIDED, list_url
from evaluation.models import CommitteeQuestion, Recommendation, Report, RoundState
from evaluation.sections import Entry, Section, few, shortened


def undecided(user: Person, today: date) -> Section:
    """Recommendations of closed rounds on which nobody has decided, the oldest first."""
    rows = Recommendation.objects.permitted("decide", user).undecided().filter(round__state=RoundState.CLOSED)
    found, count = few(rows.select_related("round", "goal").order_by("serial"))
    return Section(
        "unentschieden",
        "Empfehlungen ohne Entscheidung",
        "watch",
        "Über alle Empfehlungen ist entschieden.",
        tuple(
            Entry(row.number, shortened(row.text), row.get_absolute_url(), f"Ziel {row.goal.number}, „{row.round}“")
            for row in found
        ),
        count,
        list_url(decision=UNDECIDED),
    )


def overdue(user: Person, today: date) -> Section:
    """Adopted recommendations past their date, the longest first."""
    rows = Recommendation.objects.permitted("follow_up", user).overdue(today)
    found, count = few(rows.select_related("responsible").order_by("due_on", "serial"))
    return Section(
        "empfehlungen-ueberfaellig",
        "Überfällige Empfehlungen",
        "late",
        "Keine Empfehlung ist überfällig.",
        tuple(
            Entry(ago(row.due_on, today), shortened(row.wording), row.get_absolute_url(), f"{row}, {row.responsible}")
            for row in found
        ),
        count,
        list_url(overdue="yes"),
    )


def asked(user: Person, today: date) -> Section:
    """Questions and mandates of committees without an answer, what is due first on top."""
    rows = CommitteeQuestion.objects.permitted("edit", user).open().select_related("committee")
    found, count = few(rows.order_by(F("due_on").asc(nulls_last=True), "asked_on", "serial"))
    return Section(
        "fragen",
        "Offene Fragen der Gremien",
        "watch",
        "Alle Fragen und Aufträge der Gremien sind beantwortet.",
        tuple(
            Entry(
                ahead(row.due_on, today)
                if row.due_on and row.due_on >= today
                else ago(row.due_on or row.asked_on, today),
                shortened(row.text),
                row.get_absolute_url(),
                str(row.committee),
            )
            for row in found
        ),
        count,
        f"{reverse('evaluation:questions')}?state=open",
    )


def answers(user: Person, today: date) -> Section:
    """Reports on which actors can still say something."""
    visible = Report.objects.permitted("view", user).values("pk")
    found, count = few(statements.waiting_reports(today).filter(pk__in=visible))
    return Section(
        "stellungnahmen",
        "Erbetene Stellungnahmen",
        "planned",
        "Zu keinem Bericht läuft eine Frist für Stellungnahmen.",
        tuple(
            Entry(
                f"bis {row.first_due:%d.%m.}",
                row.title,
                reverse("evaluation:statements", args=[row.serial]),
                f"{row.owing} von {row.asked} stehen noch aus, Frist {ahead(row.first_due, today)}",
            )
            for row in found
        ),
        count,
    )


SECTIONS = (undecided, overdue, answers)
