"""What actors say to a report before it is frozen: who may, until when, and that nobody else changes a word."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, connections, transaction
from django.urls import reverse
from django.utils import timezone

from bildungsnetz import access
from bildungsnetz.outbox.models import Notice
from evaluation import statement_notices, statements
from evaluation.actions import statements as actions
from evaluation.checklist import remarks
from evaluation.models import Answer, Report, Statement, StatementRequest
from evaluation.reports import frame
from evaluation.snapshot import snapshot
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def report(cast):
    """A report about a measure of the VHS and one of the library."""
    goal = make.goal(1)
    for lead, title in ((cast.vhs, "Sprachkurs"), (cast.library, "Leseclub")):
        make.measure(lead=lead, leading_goal=goal, title=title)
    return make.report(period=goal.period)


@pytest.fixture
def asked(cast, report, today):
    """What the VHS was asked."""
    return make.statement_request(report, cast.vhs, due_on=today + 7 * DAY)


def measure_of(actor):
    return actor.leading_measures.get()


def write(asked, by, text="Das sehen wir anders."):
    return actions.write(asked, {None: "", measure_of(asked.actor).pk: text}, by=by)


def submit(asked, by):
    return actions.answer(asked, Answer.SUBMITTED, by=by, now=timezone.now())


def values_of(report):
    variant = report.variants.first() or make.variant(report=report)
    return frame.figures(variant, make.TODAY)


def test_all_whose_measures_stand_in_the_report_are_asked_once(cast, report, today):
    make.draft(lead=make.actor("Nur ein Entwurf"))
    now, until = timezone.now(), today + DAY
    made = actions.ask(report, statements.not_asked_yet(report), due_on=until, by=cast.office, now=now)
    assert [one.actor for one in made] == [cast.library, cast.vhs]
    assert actions.ask(report, [cast.vhs], due_on=until, by=cast.office, now=now) == []
    assert not statements.not_asked_yet(report)


def test_a_dossier_of_one_goal_asks_only_those_of_the_goal(cast, report):
    other = make.goal(2, period=report.period)
    apart = make.measure(lead=cast.vhs, leading_goal=other, title="Schwimmkurs")
    dossier = make.report(kind="zieldossier", period=report.period, goal=other)
    assert list(statements.concerned(dossier)) == [cast.vhs]
    assert list(statements.measures_of(dossier, cast.vhs)) == [apart]
    assert [goal["number"] for goal in statements.part_of(dossier, cast.vhs)] == [2]
    assert list(statements.concerned(report)) == [cast.library, cast.vhs]


def test_whose_words_stand_in_the_report_is_asked_too(cast, report):
    closed = make.open_round(period=report.period)
    measure = measure_of(cast.vhs)
    make.sheet(make.rated(closed, measure), "lead", 3, for_report="Es läuft gut.")
    make.move(closed, "closed")
    measure.lead = make.actor("Neue Federführung")
    measure.save()
    assert cast.vhs in statements.concerned(report)
    assert list(statements.measures_of(report, cast.vhs)) == [measure]


def test_people_with_an_account_are_told_where_to_read(cast, report, today):
    make.contact(cast.vhs, email="ohne.konto@example.org")
    actions.ask(report, [cast.vhs], due_on=today + DAY, by=cast.office, now=timezone.now())
    told = Notice.objects.values_list("address", "url")
    page = reverse("evaluation:statement", args=[report.serial, cast.vhs.pk])
    assert set(told) == {(cast.vhs_editor.email, page), (cast.vhs_member.email, page)}


def test_a_frozen_report_is_asked_about_by_nobody(cast, report, today):
    make.version(make.variant(report=report))
    with pytest.raises(ValidationError):
        actions.ask(report, [cast.vhs], due_on=today, by=cast.office, now=timezone.now())


def test_a_frozen_report_about_which_nobody_was_asked_says_so(client, cast, report):
    make.version(make.variant(report=report))
    client.force_login(cast.office)
    page = client.get(reverse("evaluation:statements", args=[report.serial])).content.decode()
    assert "Niemand wurde gebeten." in page
    assert "Die Stellungnahmen stehen darin" not in page


@pytest.mark.parametrize("name", ["clerk", "council", "vhs_editor", "stranger"])
def test_only_the_office_asks(cast, report, today, name):
    with pytest.raises(PermissionDenied):
        actions.ask(report, [cast.vhs], due_on=today, by=cast.people()[name], now=timezone.now())


def test_members_write_and_the_editor_hands_in(cast, asked):
    write(asked, cast.vhs_member)
    with pytest.raises(PermissionDenied):
        submit(asked, cast.vhs_member)
    submit(asked, cast.vhs_editor)
    asked.refresh_from_db()
    assert (asked.answer, asked.author) == ("submitted", cast.vhs_editor)


@pytest.mark.parametrize("name", ["library_editor", "office", "clerk", "council", "stranger"])
def test_nobody_else_writes_hands_in_or_takes_back(cast, asked, name):
    person = cast.people()[name]
    write(asked, cast.vhs_member)
    with pytest.raises(PermissionDenied):
        write(asked, person, "Gefälscht")
    with pytest.raises(PermissionDenied):
        submit(asked, person)
    submit(asked, cast.vhs_editor)
    with pytest.raises(PermissionDenied):
        actions.answer(asked, Answer.WITHDRAWN, by=person, now=timezone.now())
    assert asked.statements.get().text == "Das sehen wir anders."


def test_an_empty_text_goes_and_nothing_at_all_cannot_be_handed_in(cast, asked):
    write(asked, cast.vhs_member)
    write(asked, cast.vhs_member, "  ")
    assert not asked.statements.exists()
    with pytest.raises(ValidationError):
        submit(asked, cast.vhs_editor)


def test_what_is_handed_in_is_changed_only_after_taking_it_back(cast, asked):
    write(asked, cast.vhs_editor)
    submit(asked, cast.vhs_editor)
    with pytest.raises(PermissionDenied):
        write(asked, cast.vhs_editor, "Doch anders")
    actions.answer(asked, Answer.WITHDRAWN, by=cast.vhs_editor, now=timezone.now())
    write(asked, cast.vhs_editor, "Doch anders")
    assert asked.statements.get().text == "Doch anders"


def test_after_the_day_nothing_is_written_but_it_can_be_taken_back(cast, asked, today):
    write(asked, cast.vhs_editor)
    submit(asked, cast.vhs_editor)
    StatementRequest.objects.filter(pk=asked.pk).update(due_on=today - DAY)
    actions.answer(asked, Answer.WITHDRAWN, by=cast.vhs_editor, now=timezone.now())
    with pytest.raises(PermissionDenied):
        write(asked, cast.vhs_editor, "Zu spät")
    with pytest.raises(PermissionDenied):
        submit(asked, cast.vhs_editor)


def test_a_frozen_report_lets_nothing_be_written_or_taken_back(cast, asked, report):
    write(asked, cast.vhs_editor)
    submit(asked, cast.vhs_editor)
    make.version(make.variant(report=report))
    for action in ("write", "submit", "withdraw", "edit"):
        assert not any(access.may(person, action, asked) for person in (cast.vhs_editor, cast.office))
    with pytest.raises(PermissionDenied):
        actions.answer(asked, Answer.WITHDRAWN, by=cast.vhs_editor, now=timezone.now())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE evaluation_statement SET text = 'Gefälscht'",
        "DELETE FROM evaluation_statement",
        "UPDATE evaluation_statementrequest SET answer = 'withdrawn', answered_at = NULL",
    ],
)
def test_the_database_keeps_what_a_frozen_report_says(cast, asked, report, statement):
    write(asked, cast.vhs_editor)
    submit(asked, cast.vhs_editor)
    make.version(make.variant(report=report))
    with pytest.raises(DatabaseError, match="Stellungnahmen stehen fest"), transaction.atomic():
        connection.cursor().execute(statement)


def test_only_what_is_handed_in_reaches_the_paper(cast, asked, report):
    actions.write(asked, {None: "Insgesamt gut.", measure_of(cast.vhs).pk: "Im Einzelnen nicht."}, by=cast.vhs_member)
    assert "Im Einzelnen" not in str(values_of(report))
    submit(asked, cast.vhs_editor)
    values = values_of(report)
    measure = next(row for row in values["goals"][0]["measures"] if row["title"] == "Sprachkurs")
    assert measure["statement"] == {"name": "Volkshochschule Herne", "text": "Im Einzelnen nicht."}
    assert values["statements"] == [{"name": "Volkshochschule Herne", "text": "Insgesamt gut."}]
    actions.answer(asked, Answer.WITHDRAWN, by=cast.vhs_editor, now=timezone.now())
    assert "Im Einzelnen" not in str(values_of(report))


def test_the_checklist_names_who_has_not_answered(cast, asked, report, today):
    texts = [remark.text for remark in remarks(values_of(report), report)]
    owed = f"Stellungnahmen stehen noch aus (Frist {asked.due_on:%d.%m.%Y}): Volkshochschule Herne."
    assert owed in texts
    actions.answer(asked, Answer.WAIVED, by=cast.vhs_editor, now=timezone.now())
    texts = [remark.text for remark in remarks(values_of(report), report)]
    assert owed not in texts
    assert "1 Akteur ist noch nicht um eine Stellungnahme gebeten." in texts


def test_the_office_asks_back_and_changes_no_word(cast, asked):
    write(asked, cast.vhs_editor)
    submit(asked, cast.vhs_editor)
    asked.refresh_from_db()
    asked.question = "Welche Stelle ist gemeint?"
    actions.ask_back(asked, by=cast.office)
    told = Notice.objects.filter(text__contains="Welche Stelle ist gemeint?")
    assert set(told.values_list("address", flat=True)) == {cast.vhs_editor.email, cast.vhs_member.email}
    assert asked.statements.get().text == "Das sehen wir anders."


def test_the_office_hears_of_a_statement_and_no_more_of_one_taken_back(cast, asked):
    write(asked, cast.vhs_editor)
    submit(asked, cast.vhs_editor)
    assert Notice.objects.filter(address=cast.office.email, kind="statement").exists()
    actions.answer(asked, Answer.WITHDRAWN, by=cast.vhs_editor, now=timezone.now())
    assert not Notice.objects.filter(address=cast.office.email, kind="statement").exists()


def test_a_week_before_the_day_the_editor_is_reminded(cast, asked, today):
    assert [one.address for one in statement_notices.statements_due(today)] == [cast.vhs_editor.email]
    assert list(statement_notices.statements_due(today - DAY)) == []
    assert list(statement_notices.statements_due(today + 8 * DAY)) == []
    actions.answer(asked, Answer.WAIVED, by=cast.vhs_editor, now=timezone.now())
    assert list(statement_notices.statements_due(today)) == []


def page_of(asked, verb=""):
    return f"{asked.get_absolute_url()}{verb}"


def test_an_actor_reads_exactly_its_part(client, cast, asked, report):
    closed = make.open_round(period=report.period)
    rated = make.rated(closed, measure_of(cast.vhs))
    make.sheet(rated, "lead", 3, for_report="Unsere Sicht", worked="Streng geheim", needs="Streng geheim")
    make.sheet(rated, "office", 2, for_report="Sicht des Büros", did_not_work="Streng geheim")
    make.sheet(make.rated(closed, measure_of(cast.library)), "lead", 3, for_report="Sicht der Bibliothek")
    make.goal_reflection(closed, strengths="Gute Netzwerke", attainment=3)
    make.move(closed, "closed")
    client.force_login(cast.vhs_member)
    text = client.get(page_of(asked)).text
    for said in ("Sprachkurs", "Unsere Sicht", "Sicht des Büros", "Gute Netzwerke", "weitgehend erreicht"):
        assert said in text
    for hidden in ("Leseclub", "Sicht der Bibliothek", "Streng geheim"):
        assert hidden not in text


def test_a_foreign_actor_and_the_council_find_no_such_page(client, cast, asked):
    assert client.get(page_of(asked)).status_code == 302
    for person in (cast.library_editor, cast.council, cast.stranger, cast.operator):
        client.force_login(person)
        assert client.get(page_of(asked)).status_code == 404
        assert client.post(page_of(asked, "abgeben/")).status_code == 404


def test_an_actor_writes_and_hands_in_on_the_page(client, cast, asked):
    client.force_login(cast.vhs_editor)
    assert "Lesen und Stellung nehmen" in client.get("/meine-massnahmen/").text
    field = f"measure_{measure_of(cast.vhs).pk}"
    typed = {"general": "Insgesamt gut.", field: "Das sehen wir anders.", "revision_no": asked.revision_no}
    answer = client.post(page_of(asked, "schreiben/"), typed, follow=True)
    assert "Das sehen wir anders." in answer.text
    answer = client.post(page_of(asked, "abgeben/"), follow=True)
    assert "Ihre Stellungnahme ist abgegeben." in answer.text
    assert "Lesen und Stellung nehmen" not in client.get("/meine-massnahmen/").text


def test_two_who_write_at_once_see_both_texts(client, cast, asked):
    write(asked, cast.vhs_member, "Was der andere schrieb")
    client.force_login(cast.vhs_editor)
    typed = {"general": "", f"measure_{measure_of(cast.vhs).pk}": "Meine Fassung", "revision_no": 1}
    answer = client.post(page_of(asked, "schreiben/"), typed)
    assert answer.status_code == 409
    assert "Was der andere schrieb" in answer.text
    assert "Meine Fassung" in answer.text


def test_the_office_asks_all_from_the_desk(client, cast, report, today):
    client.force_login(cast.office)
    desk = reverse("evaluation:statements", args=[report.serial])
    assert "Noch ist niemand gebeten." in client.get(desk).text
    form = reverse("evaluation:statements_ask", args=[report.serial])
    assert "liegt in der Vergangenheit" in client.post(form, {"due_on": f"{today - DAY:%d.%m.%Y}"}).text
    answer = client.post(form, {"due_on": f"{today + DAY:%d.%m.%Y}"}, follow=True)
    assert "2 von 2 stehen noch aus" in answer.text
    assert "niemand hat ein Konto" not in answer.text
    make.statement_request(report, make.actor())
    assert client.get(desk).text.count("niemand hat ein Konto") == 1


def test_the_office_sees_the_words_and_no_form_for_them(client, cast, asked):
    write(asked, cast.vhs_editor)
    client.force_login(cast.office)
    assert "Das sehen wir anders." not in client.get(page_of(asked)).text
    submit(asked, cast.vhs_editor)
    text = client.get(page_of(asked)).text
    assert "Das sehen wir anders." in text
    assert "schreiben/" not in text
    assert client.get(page_of(asked, "schreiben/")).status_code == 403
    answer = client.post(
        page_of(asked, "rueckfrage/"),
        {"question": "Wirklich?", "due_on": f"{asked.due_on:%d.%m.%Y}", "revision_no": 3},
        follow=True,
    )
    assert "Wirklich?" in answer.text


def test_a_report_may_go_with_what_was_said_to_it(cast, asked, report):
    write(asked, cast.vhs_editor)
    report.delete()
    assert not Report.objects.exists()
    assert not StatementRequest.objects.exists()


def test_desk_and_page_cost_the_same_with_many_rows(ratchet, client, cast, asked, report):
    client.force_login(cast.office)

    def grow():
        for _ in range(4):
            measure = make.measure(lead=cast.vhs, leading_goal=report.period.goals.get())
            make.statement(asked, measure)
            other = make.actor()
            make.measure(lead=other, leading_goal=report.period.goals.get())
            make.statement_request(report, other)

    grow()
    desk = reverse("evaluation:statements", args=[report.serial])
    ratchet("evaluation:statements many", "office", client.get, desk, grow=grow)
    ratchet("evaluation:statement many", "office", client.get, page_of(asked), grow=grow)


@pytest.mark.django_db(transaction=True)
def test_whoever_takes_back_while_the_report_is_frozen_comes_before_or_too_late(cast, report, today):
    """Between the last look at the data and the frozen version nobody can change what was said."""
    asked = make.statement_request(report, cast.vhs, due_on=today + DAY)
    write(asked, cast.vhs_editor)
    submit(asked, cast.vhs_editor)
    variant = make.variant(report=report)

    def take_back():
        try:
            actions.answer(asked, Answer.WITHDRAWN, by=cast.vhs_editor, now=timezone.now())
        except (PermissionDenied, DatabaseError):
            return "refused"
        finally:
            connections.close_all()
        return "taken back"

    with ThreadPoolExecutor(1) as pool:
        with snapshot(to_write=True, holding=(StatementRequest, Statement)):
            assert asked.statements.exists()
            answer = pool.submit(take_back)
            make.version(variant)
        assert answer.result(timeout=60) == "refused"
    asked.refresh_from_db()
    assert asked.answer == "submitted"
