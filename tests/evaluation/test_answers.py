"""What a committee asked, told in its own paper and in no other."""

from datetime import date

import pytest

from evaluation import freezing
from evaluation.reports import answers, frame
from evaluation.reports.rendering import render
from tests import make
from tests.pdf import reading
from tests.pdf.conftest import no_complaints  # noqa: F401  WeasyPrint has nothing to say
from tests.pdf.test_hostile_text import HOSTILE
from tests.pdf.verapdf import failed_rules


@pytest.fixture
def asked(circle):
    """A question with its answer and a mandate that is late."""
    return (
        make.question(
            committee=circle.committee, text="Wie viele Kinder?", answer="Es sind 120.", asked_by="SPD-Fraktion",
            agenda_item="Ö 5", measure=circle.measures[0],
        ),
        make.question(
            committee=circle.committee, kind="mandate", text="Bitte prüfen.", due_on=date(2026, 4, 1),
            measure=circle.draft, goal=circle.goals[1],
        ),
    )  # fmt: skip


def told(circle, **fields):
    return frame.figures(circle.variant("report", **fields), make.TODAY)["answers"]


def test_question_and_answer_stand_before_the_outlook(circle, asked):
    text = reading.text(render(frame.figures(circle.variant("report"), make.TODAY)))
    assert "4. Antworten auf Fragen und Aufträge vom 12.03.2026" in text
    assert "Frage F-001 vom 12.03.2026, TOP Ö 5, SPD-Fraktion Wie viele Kinder?" in text
    assert "Zu: M-001 Lesestart" in text
    assert "Antwort vom 11.04.2026 Es sind 120." in text
    assert "Noch offen, Frist überschritten. Zu erledigen bis 01.04.2026." in text
    assert text.index("Bitte prüfen.") < text.index("5. Ausblick")


def test_without_questions_there_is_no_such_section(circle):
    assert told(circle) == []
    assert "Antworten auf" not in reading.text(render(frame.figures(circle.variant("report"), make.TODAY)))


def test_a_measure_or_goal_that_is_not_public_is_not_named(circle, asked):
    circle.goals[1].is_public = False
    circle.goals[1].save()
    assert [row["about"] for row in told(circle)] == ["M-001 Lesestart", ""]


def test_other_committees_do_not_read_it(circle, asked):
    circle.committee = make.committee("Rat")
    assert told(circle) == []


def test_what_is_asked_in_the_session_itself_comes_in_the_next_paper(circle):
    make.question(committee=circle.committee, asked_on=date(2026, 5, 1))
    assert told(circle)
    variant = circle.variant("report")
    variant.session_on = date(2026, 5, 1)
    assert frame.figures(variant, make.TODAY)["answers"] == []


def test_an_answer_that_is_only_drafted_is_not_told(circle):
    question = make.question(committee=circle.committee)
    question.answer = "Noch nicht abgestimmt"
    question.save()
    assert told(circle)[0]["answer"] == ""


def test_after_a_report_only_new_open_and_since_answered_ones_are_told(circle, monkeypatch):
    monkeypatch.setattr(freezing, "render", lambda values: b"%PDF")
    done, _still, since = (
        make.question(committee=circle.committee, asked_on=date(2026, 1, 15), text=text) for text in "abc"
    )
    done.answer, done.answered_on = "Ja", date(2026, 2, 1)
    done.save()
    first = circle.variant("report")
    first.session_on = date(2026, 3, 1)
    first.save()
    version = freezing.freeze(first)
    assert [row["text"] for row in version.values["answers"]] == ["a", "b", "c"]
    since.answer, since.answered_on = "Jetzt", version.frozen_at.date()
    since.save()
    make.question(committee=circle.committee, asked_on=date(2026, 3, 1), text="d", answer="Sofort")
    assert [row["text"] for row in told(circle)] == ["b", "c", "d"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("question", "2026-03-12")], "Antworten auf Fragen vom 12.03.2026"),
        ([("mandate", "2026-03-12")], "Antworten auf Aufträge vom 12.03.2026"),
        (
            [("mandate", "2026-06-04"), ("question", "2026-03-12")],
            "Antworten auf Fragen und Aufträge vom 12.03.2026 und 04.06.2026",
        ),
        (
            [("question", f"2026-0{month}-01") for month in (1, 2, 3, 4)],
            "Antworten auf Fragen vom 01.01.2026 bis 01.04.2026",
        ),
    ],
)
def test_the_heading_names_kinds_and_days(rows, expected):
    assert answers.title([{"kind": kind, "asked_on": day} for kind, day in rows]) == expected


def test_hostile_questions_are_pdf_ua(circle):
    text = "\n\n".join(HOSTILE[name] for name in ("pictures", "right to left", "long word without syllables", "markup"))
    make.question(committee=circle.committee, text=text, answer=text, asked_by=text[:120])
    make.question(committee=circle.committee, text=text, kind="mandate", is_demo=True)
    assert failed_rules(render(frame.figures(circle.variant("resolution"), make.TODAY))) == []
