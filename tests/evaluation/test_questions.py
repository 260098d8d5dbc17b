"""What committees ask is kept, answered and shown to those who may read it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from evaluation.models import CommitteeQuestion
from tests import make

GIVEN = {
    "kind": "question",
    "asked_on": "2026-03-12",
    "agenda_item": "Ö 7",
    "asked_by": "Fraktion A",
    "text": "Wie viele Kinder werden erreicht?",
    "measure_number": "m-1",
    "due_on": "2026-06-01",
}


@pytest.fixture
def office(client, cast):
    client.force_login(cast.office)
    return client


def test_a_question_is_taken_up_with_a_number_and_what_it_is_about(office, cast):
    measure = make.measure(lead=cast.vhs)
    committee = make.committee()
    made = office.post("/fragen/neu/", {**GIVEN, "committee": committee.pk, "measure_number": measure.number})
    assert made["Location"] == "/fragen/1/"
    question = CommitteeQuestion.objects.get()
    assert (question.number, question.measure, question.asked_by) == ("F-001", measure, "Fraktion A")


def test_a_measure_that_does_not_exist_is_refused(office):
    page = office.post("/fragen/neu/", {**GIVEN, "committee": make.committee().pk, "measure_number": "M-999"})
    assert page.context["form"].errors["measure_number"] == ["Eine Maßnahme M-999 gibt es nicht."]
    assert not CommitteeQuestion.objects.exists()


def test_an_answer_is_dated_today_and_without_words_the_question_is_open_again(office):
    question = make.question()
    office.post("/fragen/1/antwort/", {"answer": "Es sind 120.", "revision_no": 1})
    question.refresh_from_db()
    assert question.answered_on == timezone.localdate()
    office.post("/fragen/1/antwort/", {"answer": " ", "answered_on": "2026-05-01", "revision_no": 2})
    question.refresh_from_db()
    assert (question.answer, question.answered_on) == ("", None)


def test_an_answer_before_the_session_is_refused(office):
    make.question()
    page = office.post("/fragen/1/antwort/", {"answer": "Es sind 120.", "answered_on": "2026-03-01", "revision_no": 1})
    assert page.status_code == 200
    assert "nicht vor der Sitzung" in page.content.decode()


def test_the_list_is_narrowed_by_committee_and_state(office):
    other = make.committee("Rat der Stadt", key="rat")
    late = make.question(text="Überfällige Frage", due_on=date(2026, 4, 1))
    make.question(text="Frage mit Zeit", due_on=timezone.localdate() + timedelta(days=9))
    make.question(text="Beantwortete Frage", answer="Ja.", committee=other)

    def numbers(query):
        return {one.number for one in office.get(f"/fragen/?{query}").context["questions"]}

    assert numbers("") == {"F-001", "F-002", "F-003"}
    assert numbers("state=open") == {"F-001", "F-002"}
    assert numbers("state=late") == {late.number}
    assert numbers("state=answered&committee=rat") == {"F-003"}
    assert numbers("committee=gibtesnicht") == set()


def test_open_questions_stand_with_committee_goal_and_measure_for_those_who_may_read_them(office, cast):
    goal = make.goal()
    measure = make.measure(lead=cast.vhs, leading_goal=goal)
    make.question(text="Offene Frage", goal=goal, measure=measure)
    make.question(text="Erledigte Frage", goal=goal, measure=measure, answer="Ja.")
    pages = ("/gremien/schulausschuss/", goal.get_absolute_url(), measure.get_absolute_url())
    for address in pages:
        page = office.get(address).content.decode()
        assert "Offene Frage" in page, address
        assert "Erledigte Frage" not in page
    for person in (None, cast.vhs_editor):
        office.logout()
        if person:
            office.force_login(person)
        assert not [address for address in pages if "Offene Frage" in office.get(address).content.decode()]


@pytest.mark.parametrize("role", ["office", "clerk"])
def test_what_is_open_waits_on_the_page_of_today(client, cast, role):
    client.force_login(getattr(cast, role))
    make.question(text="Offene Frage", due_on=date(2026, 4, 1))
    make.question(text="Erledigte Frage", answer="Ja.")
    page = client.get("/heute/").content.decode()
    assert "Offene Frage" in page
    assert "Erledigte Frage" not in page


def test_the_council_reads_and_nobody_but_the_offices_writes(client, cast):
    make.question()
    client.force_login(cast.council)
    assert client.get("/fragen/").status_code == client.get("/fragen/1/").status_code == 200
    assert client.post("/fragen/1/antwort/", {"answer": "Nein.", "revision_no": 1}).status_code == 403
    client.force_login(cast.vhs_editor)
    assert client.get("/fragen/").status_code == client.get("/fragen/1/").status_code == 404
    assert CommitteeQuestion.objects.get().answer == ""


def test_a_deleted_number_is_not_given_again(office):
    make.question()
    office.post("/fragen/1/loeschen/")
    assert make.question().number == "F-002"


class TestDeleted:
    def test_it_comes_back_with_number_answer_and_history(self, office, cast):
        question = make.question(text="Wie viele?", answer="Elf.", due_on=date(2026, 6, 1))
        office.post("/fragen/1/loeschen/")
        assert not CommitteeQuestion.objects.exists()
        assert "F-001 wiederherstellen" in office.get("/fragen/").content.decode()
        assert office.post("/fragen/1/wiederherstellen/")["Location"] == "/fragen/1/"
        back = CommitteeQuestion.objects.get()
        assert (back.pk, back.number, back.text, back.answer, back.due_on) == (
            question.pk, "F-001", "Wie viele?", "Elf.", date(2026, 6, 1),
        )  # fmt: skip
        changes = back.history.order_by("history_id").values_list("history_type", "history_change_reason")
        assert list(changes) == [("+", None), ("-", None), ("+", "Löschen zurückgenommen")]
        assert "wiederherstellen" not in office.get("/fragen/").content.decode()

    def test_it_comes_back_as_it_was_last(self, office):
        make.question(text="Alt")
        CommitteeQuestion.objects.get().delete()
        office.post("/fragen/1/wiederherstellen/")
        again = CommitteeQuestion.objects.get()
        again.text = "Neu"
        again.save()
        again.delete()
        office.post("/fragen/1/wiederherstellen/")
        assert CommitteeQuestion.objects.get().text == "Neu"

    def test_what_it_hung_on_must_still_be_there(self, office, cast):
        goal = make.goal()
        make.question(goal=goal)
        office.post("/fragen/1/loeschen/")
        goal.delete()
        page = office.post("/fragen/1/wiederherstellen/", follow=True).content.decode()
        assert "Handlungsziel" in page
        assert not CommitteeQuestion.objects.exists()

    def test_what_is_not_deleted_stays_as_it_is(self, office):
        make.question()
        page = office.post("/fragen/1/wiederherstellen/", follow=True).content.decode()
        assert "nicht gelöscht" in page
        assert CommitteeQuestion.objects.get().revision_no == 1

    def test_the_council_does_not_see_what_was_deleted(self, client, cast):
        make.question(text="Gelöschte Worte")
        CommitteeQuestion.objects.get().delete()
        client.force_login(cast.council)
        assert "Gelöschte Worte" not in client.get("/fragen/").content.decode()
        assert client.post("/fragen/1/wiederherstellen/").status_code == 403
