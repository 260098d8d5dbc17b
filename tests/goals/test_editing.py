"""Writing: what the forms store, what two people do to each other, and what strange text does."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from goals.models import Committee, Consultation, Goal, GoalSuccession, Indicator, Meeting, Paper, Period
from tests import make
from tests.goals.typing import errors_of, new_row, post_bytes, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(cast, client):
    """A browser in which the Bildungsbüro is signed in."""
    client.force_login(cast.office)
    return client


def save(browser, path: str, **changes: Any):
    response = browser.post(path, typed(browser.get(path), **changes))
    assert response.status_code == 302, errors_of(response)
    return response


def edit(record) -> str:
    return f"{record.get_absolute_url()}bearbeiten/"


# --- Creating -------------------------------------------------------------------------------------------------


def test_a_period_is_created(office):
    save(office, "/ziele/neu/", key="2028-2032", title="Nächste", starts_on="01.01.2028", ends_on="2032-12-31")
    assert Period.objects.get(key="2028-2032").starts_on == date(2028, 1, 1)


def test_a_goal_is_created_in_its_period(office):
    make.period()
    response = save(office, "/ziele/2023-2027/neu/", number="6", title="Gesundheit")
    goal = Goal.objects.get(number=6)
    assert response.url == goal.get_absolute_url()
    assert goal.text is None


def test_an_indicator_is_created_with_its_values(office):
    goal = make.goal()
    path = f"/kennzahlen/neu/?goal={goal.pk}"
    rows = new_row("values", 0, year="2012", time_reference="school_year", value="1.234,5")
    save(office, path, title="Quote", unit="%", **rows)
    indicator = Indicator.objects.get(goal=goal)
    assert [(str(row.value), row.label) for row in indicator.values.all()] == [("1234.5000", "2012/13")]


def test_a_paper_is_created_with_its_parts(office):
    committee = make.committee()
    rows = new_row("consultations", 0, position="1", committee=str(committee.pk), held_on="2022-11-17")
    rows |= new_row("resolution_items", 0, number="1", text="Wird beschlossen.")
    save(office, "/vorlagen/neu/", number="2022/1106", subject="Ziele", **rows)
    paper = Paper.objects.get(number="2022/1106")
    assert paper.consultations.get().role is None
    assert paper.consultations.get().result is None
    assert paper.resolution_items.get().text == "Wird beschlossen."


def test_a_committee_is_created_with_a_former_name(office):
    save(office, "/gremien/neu/", key="rat", name="Rat", **new_row("former_names", 0, name="Stadtrat"))
    assert Committee.objects.get(key="rat").former_names.get().name == "Stadtrat"


def test_a_meeting_is_created_changed_and_deleted(office):
    committee = make.committee()
    save(office, f"{committee.get_absolute_url()}sitzungen/neu/", held_on="2027-03-04", papers_due_on="2027-02-18")
    meeting = Meeting.objects.get()
    save(office, f"{committee.get_absolute_url()}sitzungen/{meeting.pk}/bearbeiten/", place="Rathaus")
    assert Meeting.objects.get().place == "Rathaus"
    path = f"{committee.get_absolute_url()}sitzungen/{meeting.pk}/loeschen/"
    assert "wirklich löschen" in office.get(path).content.decode()
    assert Meeting.objects.exists()
    assert office.post(path).url == committee.get_absolute_url()
    assert not Meeting.objects.exists()


def test_a_connection_of_goals_is_created_changed_and_deleted(office):
    old, new = make.goal(1, period=make.period("2018-2022")), make.goal(1)
    save(office, f"{new.get_absolute_url()}herkunft/neu/", kind="adapted", predecessor=str(old.pk))
    row = GoalSuccession.objects.get()
    assert (row.predecessor, row.successor) == (old, new)
    save(office, f"{new.get_absolute_url()}herkunft/{row.pk}/bearbeiten/", kind="merged")
    assert GoalSuccession.objects.get().kind == "merged"
    office.post(f"{new.get_absolute_url()}herkunft/{row.pk}/loeschen/")
    assert not GoalSuccession.objects.exists()


def test_an_indicator_is_deleted_with_its_values(office):
    indicator = make.indicator()
    make.indicator_value(indicator)
    assert office.post(f"{indicator.get_absolute_url()}loeschen/").url == indicator.goal.get_absolute_url()
    assert not Indicator.objects.exists()


# --- Changing -------------------------------------------------------------------------------------------------


def test_an_edit_counts_the_version_and_keeps_who_did_it(office, cast):
    goal = make.goal(1, title="Alt")
    save(office, edit(goal), title="Neu")
    goal.refresh_from_db()
    assert (goal.title, goal.revision_no) == ("Neu", 2)
    assert goal.history.first().history_user == cast.office


def test_a_form_sent_as_it_came_changes_nothing(office):
    paper = make.paper("2022/1106", facts="Erste Zeile\r\n\r\nZweite", predecessor=make.paper("2018/0805"))
    make.consultation(paper, held_on=date(2022, 11, 17), role="deciding", result="beschlossen", agenda_item="Ö 11")
    make.resolution_item(paper)
    before = [list(model.objects.order_by("pk").values()) for model in (Paper, Consultation)]
    save(office, edit(paper))
    after = [list(model.objects.order_by("pk").values()) for model in (Paper, Consultation)]
    before[0][-1]["revision_no"] += 1
    before[0].sort(key=lambda row: row["id"])
    for rows in (before[0], after[0]):
        for row in rows:
            row.pop("revision_no")
    assert after == before


def test_a_figure_is_offered_without_filling_zeros(office):
    indicator = make.indicator()
    make.indicator_value(indicator, 2024, "36.1")
    assert 'value="36,1"' in office.get(edit(indicator)).content.decode()


def test_rows_may_swap_their_numbers(office):
    paper = make.paper()
    first, second = make.resolution_item(paper, text="A"), make.resolution_item(paper, text="B")
    save(office, edit(paper), **{"resolution_items-0-number": "2", "resolution_items-1-number": "1"})
    assert [(row.pk, row.number) for row in paper.resolution_items.order_by("number")] == [
        (second.pk, 1),
        (first.pk, 2),
    ]


def test_a_row_may_take_the_number_of_a_deleted_one(office):
    paper = make.paper()
    kept, gone = make.consultation(paper), make.consultation(paper)
    save(office, edit(paper), **{"consultations-0-position": "2", "consultations-1-DELETE": "on"})
    assert [(row.pk, row.position) for row in paper.consultations.all()] == [(kept.pk, 2)]
    assert not Consultation.objects.filter(pk=gone.pk).exists()


def test_former_names_may_be_exchanged(office):
    committee = make.committee()
    for name in ("Alpha", "Beta"):
        committee.former_names.create(name=name)
    save(office, edit(committee), **{"former_names-0-name": "Beta", "former_names-1-name": "Alpha"})
    assert sorted(committee.former_names.values_list("name", flat=True)) == ["Alpha", "Beta"]


def test_a_row_can_be_added_without_javascript(office):
    paper = make.paper("2022/1106", subject="Alt")
    data = typed(office.get(edit(paper)), subject="Getippt", add_row="consultations")
    response = office.post(edit(paper), data)
    assert response.status_code == 200
    assert errors_of(response) == {}
    assert 'name="consultations-0-committee"' in response.content.decode()
    assert "Getippt" in response.content.decode()
    paper.refresh_from_db()
    assert paper.subject == "Alt"


def test_a_row_of_another_paper_is_not_touched(office):
    paper, other = make.paper(), make.paper()
    make.resolution_item(paper)
    foreign = make.resolution_item(other, text="Fremd")
    row = {"id": str(foreign.pk), "number": "5", "text": "Meins"}
    save(office, edit(paper), **{f"resolution_items-0-{name}": value for name, value in row.items()})
    foreign.refresh_from_db()
    assert (foreign.paper, foreign.text) == (other, "Fremd")


def test_what_a_person_changed_is_no_longer_a_suggestion(office):
    goal = make.goal(1, plain_text="Vorschlag", field_origins={"plain_text": "suggestion", "title": "suggestion"})
    save(office, edit(goal), plain_text="Selbst geschrieben")
    goal.refresh_from_db()
    assert goal.field_origins == {"title": "suggestion"}


def test_what_a_person_changed_no_longer_comes_from_the_source(office):
    goal = make.goal(1, origin="source")
    save(office, edit(goal), title="Selbst geschrieben")
    goal.refresh_from_db()
    assert (goal.origin, goal.field_origins) == ("source", {"title": "own"})
    assert goal.origin_of("text") == "source"


# --- Revising -------------------------------------------------------------------------------------------------


def test_a_revision_keeps_the_old_wording_readable(office, cast):
    paper = make.paper("2025/0100")
    goal = make.goal(1, title="Alter Titel", text="Alter Wortlaut", field_origins={"text": "suggestion"})
    changes = {"new_title": "Neuer Titel", "new_text": "Neuer Wortlaut", "reason": "Beschluss", "paper": str(paper.pk)}
    save(office, f"{goal.get_absolute_url()}fortschreiben/", revised_on="2025-03-01", **changes)
    goal.refresh_from_db()
    assert (goal.title, goal.text, goal.revision_no, goal.field_origins) == ("Neuer Titel", "Neuer Wortlaut", 2, {})
    revision = goal.revisions.get()
    assert (revision.previous_title, revision.previous_text) == ("Alter Titel", "Alter Wortlaut")
    assert (revision.paper, revision.history.get().history_user) == (paper, cast.office)
    shown = office.get(goal.get_absolute_url()).content.decode()
    assert "Alter Wortlaut" in shown
    assert "Neuer Wortlaut" in shown


def test_a_revision_of_a_goal_that_changed_meanwhile_is_shown_first(office):
    goal = make.goal(1, title="Alt")
    path = f"{goal.get_absolute_url()}fortschreiben/"
    data = typed(office.get(path), new_title="Meins", reason="Darum")
    save(office, edit(goal), title="Ihres")
    response = office.post(path, data)
    assert response.status_code == 409
    assert {"label": "Neuer Titel", "mine": "Meins", "theirs": "Ihres"} in [
        row | {"label": str(row["label"])} for row in response.context["differences"]
    ]
    assert not goal.revisions.exists()
    assert office.post(path, typed(response)).status_code == 302
    assert goal.revisions.get().previous_title == "Ihres"


# --- Two at once ----------------------------------------------------------------------------------------------


def test_the_second_of_two_editors_sees_both_texts_and_loses_none(office):
    paper = make.paper("2022/1106", subject="Anfang")
    make.consultation(paper, result=None)
    data = typed(office.get(edit(paper)), subject="Meins", **{"consultations-0-result": "beschlossen"})
    save(office, edit(paper), subject="Ihres")
    response = office.post(edit(paper), data)
    shown = response.content.decode()
    assert response.status_code == 409
    assert "Meins" in shown
    assert "Ihres" in shown
    labels = {str(row["label"]) for row in response.context["differences"]}
    assert labels == {"Betreff", "Beratungsfolge"}
    paper.refresh_from_db()
    assert (paper.subject, paper.consultations.get().result) == ("Ihres", None)
    assert office.post(edit(paper), typed(response)).status_code == 302
    paper.refresh_from_db()
    assert (paper.subject, paper.consultations.get().result, paper.revision_no) == ("Meins", "beschlossen", 3)


def test_a_row_that_another_deleted_is_kept_as_a_new_one(office):
    paper = make.paper()
    for text in ("A", "B"):
        make.resolution_item(paper, text=text)
    data = typed(office.get(edit(paper)), **{"resolution_items-0-text": "Meins"})
    save(office, edit(paper), **{"resolution_items-0-DELETE": "on"})
    response = office.post(edit(paper), data)
    assert response.status_code == 409
    assert office.post(edit(paper), typed(response)).status_code == 302
    assert list(paper.resolution_items.values_list("number", "text")) == [(1, "Meins"), (2, "B")]


def test_a_row_that_another_added_is_not_overwritten_by_mine(office):
    indicator = make.indicator()
    data = typed(office.get(edit(indicator)), **new_row("values", 0, year="2024", time_reference="year", value="1"))
    save(office, edit(indicator), **new_row("values", 0, year="2024", time_reference="year", value="2"))
    again = office.post(edit(indicator), data)
    assert again.status_code == 409
    response = office.post(edit(indicator), typed(again))
    assert errors_of(response) == {"values-0-year": ["Für dieses Jahr gibt es schon einen Messwert."]}
    assert [row.value for row in indicator.values.all()] == [2]


def test_a_form_without_version_writes_nothing(office):
    goal = make.goal(1, title="Alt")
    data = typed(office.get(edit(goal)), title="Neu")
    del data["revision_no"]
    assert office.post(edit(goal), data).status_code == 409
    goal.refresh_from_db()
    assert goal.title == "Alt"


# --- Odd text -------------------------------------------------------------------------------------------------

ODD = {
    "nul": "a\x00b",
    "surrogate": "a\ud800b",
    "emoji": "Kinder 👩‍👧 lesen",
    "word": "W" * 300,
    "arabic": "مدرسة",
    "html": "<script>alert(1)</script>",
    "number": "9" * 25,
}
FORMS = {
    "period": ("/ziele/neu/", []),
    "goal": ("/ziele/2023-2027/neu/", []),
    "revision": ("/ziele/2023-2027/1/fortschreiben/", []),
    "succession": ("/ziele/2023-2027/1/herkunft/neu/", []),
    "indicator": ("/kennzahlen/{indicator}/bearbeiten/", ["values-0-"]),
    "committee": ("/gremien/schulausschuss/bearbeiten/", ["former_names-0-"]),
    "meeting": ("/gremien/schulausschuss/sitzungen/neu/", []),
    "paper": ("/vorlagen/2022-1106/bearbeiten/", ["consultations-0-", "resolution_items-0-"]),
}


@pytest.mark.parametrize("text", ODD)
@pytest.mark.parametrize("form", FORMS)
def test_odd_text_is_refused_at_its_field_or_shown(form, text, office):
    indicator = make.indicator(goal=make.goal(1))
    make.indicator_value(indicator)
    paper = make.paper("2022/1106")
    make.consultation(paper).committee.former_names.create(name="Früher")
    make.resolution_item(paper)
    path = FORMS[form][0].format(indicator=indicator.pk)
    page = office.get(path)
    fields = [bound.html_name for bound in page.context["form"].visible_fields()]
    for rows in page.context["form"].row_sets if FORMS[form][1] else []:
        fields += [bound.html_name for bound in rows.forms[0].visible_fields() if bound.name != "DELETE"]
    for name in fields:
        with transaction.atomic():
            response = post_bytes(office, path, typed(page, **{name: ODD[text]}))
            assert response.status_code in (200, 302), name
            assert "<script>alert" not in response.content.decode()
            if text in ("nul", "surrogate") and name not in CHECKBOXES:
                assert response.status_code == 200, name
            if response.status_code == 302:
                assert office.get(response.url).status_code == 200, name
            transaction.set_rollback(True)


CHECKBOXES = {"is_public", "is_active", "counts_children"}  # whatever is sent means "on"


def test_two_people_on_one_committee_lose_nothing(client, cast):
    committee = make.committee()
    address = f"/gremien/{committee.key}/bearbeiten/"
    client.force_login(cast.office)
    first = typed(client.get(address), name="Ausschuss für Schule")
    second = typed(client.get(address), name="Ausschuss für Bildung")
    assert client.post(address, first).status_code == 302
    answer = client.post(address, second)
    committee.refresh_from_db()
    assert answer.status_code == 409
    assert committee.name == "Ausschuss für Schule"
    assert "Ausschuss für Bildung" in answer.content.decode()
