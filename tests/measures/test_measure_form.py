"""Creating and editing a measure: what each person may say, what is answered where, and that nothing is lost."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from measures.models import Measure, Publication
from tests import make

from .typed import errors, page_form, row, send

NEW = "/massnahmen/neu/"


@pytest.fixture
def goal(cast):
    return make.goal(1, period=make.period("2023-2027"))


def edit(measure):
    return f"/massnahmen/{measure.number}/bearbeiten/"


def test_a_member_enters_a_draft(cast, client):
    client.force_login(cast.vhs_member)
    answer = send(client, NEW, title="Lernwerkstatt", summary="Für alle.")
    measure = Measure.objects.get()
    assert answer.url == f"/massnahmen/{measure.number}/"
    assert (measure.title, measure.lead, measure.publication) == ("Lernwerkstatt", cast.vhs, "draft")
    assert measure.created_by == cast.vhs_member
    assert measure.status_since == timezone.localdate()


def test_numbers_are_never_given_twice(cast, client):
    client.force_login(cast.vhs_editor)
    send(client, NEW, title="Erste")
    first = Measure.objects.get()
    client.post(f"/massnahmen/{first.number}/loeschen/")
    assert not Measure.objects.exists()
    send(client, NEW, title="Zweite")
    assert Measure.objects.get().serial == first.serial + 1


def test_who_acts_for_nobody_cannot_create(cast, client):
    for person in (cast.stranger, cast.council, cast.clerk, cast.operator):
        client.force_login(person)
        assert client.get(NEW).status_code == 403
        assert client.post(NEW, {"title": "Fremd"}).status_code == 403
    assert not Measure.objects.exists()


def test_only_own_actors_can_be_named_as_lead(cast, client):
    client.force_login(cast.vhs_editor)
    answer = send(client, NEW, title="Lernwerkstatt", lead=cast.library.pk)
    assert errors(answer, "lead")
    assert not Measure.objects.exists()


def test_the_office_names_any_lead(cast, client):
    client.force_login(cast.office)
    send(client, NEW, title="Lernwerkstatt", lead=cast.library.pk)
    assert Measure.objects.get().lead == cast.library


def test_ended_periods_are_not_offered_to_actors(cast, client):
    past = make.goal(1, period=make.period("2013-2017"))
    now = make.goal(1, period=make.period(f"{timezone.localdate().year}-{timezone.localdate().year + 4}"))
    client.force_login(cast.vhs_editor)
    offered = client.get(NEW).context["form"].fields["leading_goal"].queryset
    assert set(offered) == {now}
    client.force_login(cast.office)
    offered = client.get(NEW).context["form"].fields["leading_goal"].queryset
    assert set(offered) == {now, past}


def test_saving_unchanged_changes_nothing_but_the_revision(cast, client, goal):
    measure = make.measure(
        lead=cast.vhs, leading_goal=goal, planned_start_on=date(2025, 8, 1), planned_start_precision="school_year"
    )
    make.milestone(measure)
    make.funding_item(measure, amount=1234)
    make.budget_line(measure)
    make.participation(measure, cast.library)
    client.force_login(cast.office)
    before = Measure.objects.filter(pk=measure.pk).values().get()
    assert send(client, edit(measure)).status_code == 302
    after = Measure.objects.filter(pk=measure.pk).values().get()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"revision_no", "updated_at"}
    assert (measure.milestones.count(), measure.funding_items.count(), measure.budget_lines.count()) == (1, 1, 1)


def test_rows_are_saved_with_the_measure(cast, client, goal):
    measure = make.draft(lead=cast.vhs)
    client.force_login(cast.office)
    answer = send(
        client,
        edit(measure),
        **row("milestones", 0, title="Auftakt", due_on="2026-09-15", due_precision="month"),
        **row("funding", 0, source="Landesprogramm", kind="state", year="2026", amount="1.234,50"),
        **row("participations", 0, actor=cast.library.pk, contribution="Räume"),
        **row("budget", 0, plan="result", year="2026", product_number="21 08", amount="-25.000"),
    )
    assert answer.status_code == 302
    assert measure.milestones.get().due_on == date(2026, 9, 30)
    assert str(measure.funding_items.get().amount) == "1234.50"
    assert measure.participations.get().actor == cast.library
    assert measure.budget_lines.get().amount == -25000


def test_a_wrong_row_saves_nothing(cast, client):
    measure = make.draft(lead=cast.vhs, title="Alt")
    client.force_login(cast.office)
    answer = send(client, edit(measure), title="Neu", **row("milestones", 0, title="Ohne Tag"))
    assert answer.status_code == 200
    assert answer.context["form"].row_sets[0].forms[0].errors["due_on"]
    measure.refresh_from_db()
    assert measure.title == "Alt"


def test_a_row_is_added_without_javascript(cast, client):
    measure = make.draft(lead=cast.vhs, title="Alt")
    client.force_login(cast.vhs_editor)
    answer = send(client, edit(measure), title="Neu, noch nicht gespeichert", add_row="milestones")
    assert answer.status_code == 200
    assert len(answer.context["form"].row_sets[0].forms) == 1
    assert "Neu, noch nicht gespeichert" in answer.content.decode()
    measure.refresh_from_db()
    assert measure.title == "Alt"


def test_the_lead_does_not_also_take_part(cast, client):
    measure = make.draft(lead=cast.vhs)
    client.force_login(cast.office)
    answer = send(client, edit(measure), **row("participations", 0, actor=cast.vhs.pk))
    assert answer.context["form"].row_sets[1].forms[0].errors["actor"]


def test_an_actor_takes_part_once(cast, client):
    measure = make.draft(lead=cast.vhs)
    make.participation(measure, cast.library)
    client.force_login(cast.office)
    answer = send(client, edit(measure), **row("participations", 1, actor=cast.library.pk))
    assert "Dieser Akteur wirkt schon mit." in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"status": "done"}, "completed_on"),
        ({"status": "planned", "completed_on": "2025-01-01"}, "completed_on"),
        ({"status": "done", "completed_on": "2999-01-01"}, "completed_on"),
        ({"status": "done", "completed_on": "2025-01-01", "started_on": "2025-02-01"}, "completed_on"),
        ({"status": "at_risk"}, "status_reason"),
        ({"status": "nonsense"}, "status"),
        ({"planned_start_on": "2026-05-01", "planned_end_on": "2026-04-01"}, "planned_end_on"),
        ({"is_ongoing": "on", "planned_end_on": "2026-04-01"}, "planned_end_on"),
        ({"started_on": "2999-01-01"}, "started_on"),
        ({"planned_start_on": "31.02.2026"}, "planned_start_on"),
        ({"title": "x" * 201}, "title"),
        ({"title": "Nu\x00ll"}, "title"),
        ({"summary": [b"halb \xed\xa0\xbd"]}, "summary"),
        ({"lead": "99999999999999999999"}, "lead"),
        ({"leading_goal": "abc"}, "leading_goal"),
        ({"stages": ["9223372036854775808"]}, "stages"),
    ],
)
def test_wrong_input_is_answered_at_its_field(cast, client, changes, field):
    measure = make.draft(lead=cast.vhs)
    client.force_login(cast.vhs_editor)
    answer = send(client, edit(measure), **changes)
    assert errors(answer, field)
    assert list(answer.context["form"].errors) == [field]


@pytest.mark.parametrize("title", ["Donaudampfschiff" * 12, "😀 Lesen", "שלום", "Ä\u0308", "=1+1", "<b>fett</b>"])
def test_odd_titles_are_kept_and_shown(cast, client, title):
    measure = make.draft(lead=cast.vhs)
    client.force_login(cast.vhs_editor)
    assert send(client, edit(measure), title=title).status_code == 302
    page = client.get(measure.get_absolute_url())
    assert page.status_code == 200
    assert "<b>fett</b>" not in page.content.decode()


def test_finishing_needs_no_way_between_two_ends(cast, client):
    measure = make.draft(lead=cast.vhs, status="done", completed_on=date(2025, 1, 1))
    client.force_login(cast.office)
    answer = send(client, edit(measure), status="cancelled", status_reason="Doch nicht", completed_on="")
    assert "führt kein Weg" in errors(answer, "status")[0]


def test_a_changed_status_counts_from_today(cast, client):
    measure = make.draft(lead=cast.vhs, status_since=date(2020, 1, 1))
    client.force_login(cast.vhs_editor)
    send(client, edit(measure), status="on_track")
    measure.refresh_from_db()
    assert measure.status_since == measure.last_confirmed_on == timezone.localdate()


def test_the_goal_is_not_also_a_further_goal(cast, client):
    goal = make.goal(1, period=make.period(f"{timezone.localdate().year}-{timezone.localdate().year + 4}"))
    measure = make.draft(lead=cast.vhs)
    client.force_login(cast.vhs_editor)
    answer = send(client, edit(measure), leading_goal=goal.pk, further_goals=[goal.pk])
    assert errors(answer, "further_goals")


def test_a_released_measure_keeps_a_goal(cast, client, goal):
    measure = make.measure(lead=cast.vhs, leading_goal=goal)
    client.force_login(cast.office)
    assert errors(send(client, edit(measure), leading_goal=""), "leading_goal")


def test_a_stored_suggestion_becomes_ones_own_when_it_is_changed(cast, client):
    measure = make.draft(lead=cast.vhs, field_origins={"reach": "suggestion", "summary": "invented"})
    client.force_login(cast.office)
    send(client, edit(measure), reach="400 Kinder")
    measure.refresh_from_db()
    assert measure.field_origins.get("reach") in (None, "own")
    assert measure.field_origins["summary"] == "invented"


# --- Who may ------------------------------------------------------------------------------------------------


def test_released_measures_are_not_changed_by_actors(cast, client, goal):
    measure = make.measure(lead=cast.vhs, leading_goal=goal, title="Alt")
    client.force_login(cast.vhs_editor)
    send(client, edit(measure), title="Neu")
    measure.refresh_from_db()
    assert measure.title == "Alt"


def test_submitted_measures_wait_for_the_office(cast, client):
    measure = make.submitted(lead=cast.vhs)
    client.force_login(cast.vhs_editor)
    assert client.get(edit(measure)).status_code == 403


@pytest.mark.parametrize("path", ["", "bearbeiten/", "loeschen/", "sachstand/", "dialog/", "dokumente/neu/",
                                  "einreichen/", "freigeben/", "zurueckgeben/", "steckbrief.pdf"])  # fmt: skip
def test_a_foreign_draft_does_not_exist(cast, client, path):
    measure = make.draft(lead=cast.library, title="Geheimes Vorhaben")
    for person in (cast.vhs_editor, cast.council, cast.stranger, cast.operator):
        client.force_login(person)
        answer = client.get(f"/massnahmen/{measure.number}/{path}")
        assert answer.status_code == 404
        assert "Geheimes Vorhaben" not in answer.content.decode()


def test_internal_notes_are_not_in_an_actors_form(cast, client):
    measure = make.draft(lead=cast.vhs, internal_note="KANARIE")
    client.force_login(cast.vhs_editor)
    typed, shown = page_form(client, edit(measure))
    assert "internal_note" not in typed
    assert "KANARIE" not in shown.content.decode()
    client.force_login(cast.office)
    assert page_form(client, edit(measure))[0]["internal_note"] == "KANARIE"


OFFICE_ONLY = {"internal_note", "source_urls"}
TYPED = {
    "title", "summary", "reach", "leading_goal_id", "lead_id", "is_ongoing", "status", "status_reason",
    *(f"{name}_{part}" for name in ("planned_start", "planned_end", "started", "completed")
      for part in ("on", "precision", "words")),
    "input_text", "output_text", "outcome_text", "impact_text",
}  # fmt: skip
FOLLOWS = {"revision_no", "updated_at", "search_text", "sort_key", "status_since", "last_confirmed_on", "field_origins"}


@pytest.mark.parametrize("person", ["vhs_member", "vhs_editor", "office"])
def test_only_the_fields_of_the_form_can_be_set(cast, client, person):
    """Posts a new value for every column of the model and looks which ones arrived."""
    measure = make.draft(lead=cast.vhs, title="Alt")
    client.force_login(getattr(cast, person))
    hostile = {
        "serial": "999", "id": "999", "publication": "released",
        "released_at": "2020-01-01", "submitted_at": "2020-01-01",
        "return_note": "x", "internal_note": "x", "created_by": cast.office.pk, "created_at": "2020-01-01",
        "status_since": "2020-01-01", "last_confirmed_on": "2020-01-01", "search_text": "x", "sort_key": "x",
        "origin": "source", "field_origins": "{}", "source_urls": "https://example.org/", "title": "Neu",
    }  # fmt: skip
    columns = {field.name for field in Measure._meta.concrete_fields}
    assert columns <= hostile.keys() | {"updated_at", "revision_no"} | {name.removesuffix("_id") for name in TYPED}
    before = Measure.objects.filter(pk=measure.pk).values().get()
    assert send(client, edit(measure), **hostile).status_code == 302
    after = Measure.objects.filter(pk=measure.pk).values().get()
    changed = {name for name in before if before[name] != after[name]}
    assert "title" in changed
    assert changed - FOLLOWS <= TYPED | (OFFICE_ONLY if person == "office" else set())
    assert after["publication"] == Publication.DRAFT
    assert after["status_since"] is None


def test_an_actor_cannot_give_its_measure_away(cast, client):
    measure = make.draft(lead=cast.vhs)
    client.force_login(cast.vhs_editor)
    assert errors(send(client, edit(measure), lead=cast.library.pk), "lead")


# --- Two people at once -------------------------------------------------------------------------------------


def test_a_parallel_edit_is_shown_and_not_lost(cast, client):
    measure = make.draft(lead=cast.vhs, title="Alt")
    client.force_login(cast.vhs_editor)
    typed, _ = page_form(client, edit(measure))
    Measure.objects.filter(pk=measure.pk).update(title="Von jemand anderem", revision_no=2)
    typed |= {
        "title": "Von mir",
        **row("milestones", 0, title="Mein Meilenstein", due_on="2026-09-01", due_precision="day"),
    }
    answer = client.post(edit(measure), typed)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Von mir" in page
    assert "Von jemand anderem" in page
    assert "Mein Meilenstein" in page
    measure.refresh_from_db()
    assert measure.title == "Von jemand anderem"
    assert client.post(edit(measure), {**typed, "revision_no": "2"}).status_code == 302
    measure.refresh_from_db()
    assert measure.title == "Von mir"


def test_a_progress_report_is_a_change_that_an_open_form_notices(cast, client):
    measure = make.draft(lead=cast.vhs)
    client.force_login(cast.vhs_editor)
    typed, _ = page_form(client, edit(measure))
    client.post(f"/massnahmen/{measure.number}/bestaetigen/")
    assert client.post(edit(measure), typed).status_code == 409


# --- Deleting -----------------------------------------------------------------------------------------------


def test_deleting_asks_first(cast, client):
    measure = make.draft(lead=cast.vhs)
    client.force_login(cast.vhs_editor)
    assert client.get(f"/massnahmen/{measure.number}/loeschen/").status_code == 200
    assert Measure.objects.filter(pk=measure.pk).exists()
    client.post(f"/massnahmen/{measure.number}/loeschen/")
    assert not Measure.objects.filter(pk=measure.pk).exists()


def test_what_was_once_public_is_not_deleted(cast, client):
    measure = make.draft(lead=cast.vhs, released_at=timezone.now() - timedelta(days=3))
    client.force_login(cast.office)
    assert client.post(f"/massnahmen/{measure.number}/loeschen/").status_code == 403
    client.force_login(cast.vhs_member)
    own = make.draft(lead=cast.vhs)
    assert client.post(f"/massnahmen/{own.number}/loeschen/").status_code == 403
    assert Measure.objects.count() == 2


def test_an_address_has_one_form(cast, client):
    measure = make.measure(lead=cast.vhs)
    assert client.get(reverse("measures:measure", args=[measure.number])).status_code == 200
    for wrong in (f"M-{measure.serial}", f"M-0{measure.serial:03d}", f"m-{measure.serial:03d}", "M-999999999"):
        assert client.get(f"/massnahmen/{wrong}/").status_code == 404


def test_rows_that_nothing_makes_unique_can_be_removed(cast, client, goal):
    measure = make.draft(lead=cast.vhs)
    make.milestone(measure, title="Auftakt")
    make.funding_item(measure)
    client.force_login(cast.vhs_member)
    answer = send(client, edit(measure), **{"milestones-0-DELETE": "on", "funding-0-DELETE": "on"})
    assert answer.url == measure.get_absolute_url()
    assert not measure.milestones.exists()
    assert not measure.funding_items.exists()
