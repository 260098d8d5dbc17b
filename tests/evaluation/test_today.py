"""The offices' start page: what waits, what is late, what comes, in a number of queries that does not grow."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluation.sections import MOST, SHOWN
from evaluation.today import sections
from goals.dates import papers_due_on
from measures import proposals
from measures.models import Status
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


def section(user, today, key):
    return next(one for one in sections(user, today) if one.key == key)


def titles(user, today, key):
    return [entry.title for entry in section(user, today, key).entries]


def test_what_waits_longest_for_release_comes_first(cast, today):
    now = timezone.now()
    late = make.submitted(lead=cast.vhs, submitted_at=now)
    early = make.submitted(lead=cast.vhs, submitted_at=now - 3 * DAY)
    make.draft(lead=cast.vhs)
    assert titles(cast.office, today, "zu-pruefen") == [str(early), str(late)]


def test_proposals_wait_for_the_office_the_oldest_first(cast, today):
    now = timezone.now()
    late = make.proposal(make.measure(lead=cast.vhs), submitted_at=now)
    early = make.reported(make.measure(lead=cast.vhs), answer="stuck")
    type(early).objects.filter(pk=early.pk).update(submitted_at=now - 3 * DAY)
    make.proposal(make.measure(lead=cast.vhs), state="returned")
    assert titles(cast.office, today, "vorschlaege") == [
        f"Sachstand: es klemmt: {early.measure}",
        f"Änderung: {late.measure}",
    ]


def test_only_running_released_measures_are_overdue(cast, today):
    late = make.measure(planned_end_on=today - DAY)
    make.measure(planned_end_on=today)
    make.measure(planned_end_on=today - DAY, status=Status.DONE, completed_on=today)
    make.draft(planned_end_on=today - DAY)
    assert titles(cast.office, today, "ueberfaellig") == [str(late)]


def test_measures_that_end_within_six_weeks_are_announced(cast, today):
    soon = make.measure(planned_end_on=today + 42 * DAY)
    make.measure(planned_end_on=today + 43 * DAY)
    assert titles(cast.office, today, "laeuft-ab") == [str(soon)]


def test_what_nobody_confirmed_for_longest_comes_first_among_the_stale(cast, today):
    old = make.measure(last_confirmed_on=today - 500 * DAY)
    never = make.measure(last_confirmed_on=None)
    make.measure(last_confirmed_on=today)
    assert titles(cast.office, today, "veraltet") == [str(never), str(old)]


def test_a_milestone_that_passed_unreached_is_shown(cast, today):
    measure = make.measure()
    make.milestone(measure, title="verpasst", due_on=today - DAY)
    make.milestone(measure, title="erreicht", due_on=today - DAY, reached_on=today - DAY)
    make.milestone(measure, title="heute", due_on=today)
    make.milestone(make.draft(), title="eines Entwurfs", due_on=today - DAY)
    assert titles(cast.office, today, "meilensteine") == ["verpasst"]


def test_an_actor_who_wrote_waits_for_an_answer(cast, today):
    measure = make.measure(lead=cast.vhs)
    make.comment(measure, author=cast.vhs_editor, text="Wann kommt das Geld?")
    make.comment(measure, author=cast.vhs_editor, text="erledigt", resolved_at=timezone.now())
    make.comment(measure, author=cast.office, text="vom Büro selbst")
    make.comment(measure, author=cast.office, text="intern", is_internal=True)
    assert [entry.detail for entry in section(cast.office, today, "nachrichten").entries] == ["Wann kommt das Geld?"]


def test_a_message_whose_author_is_gone_still_waits(cast, today):
    make.comment(make.measure(), author=None, text="Von jemandem, der nicht mehr da ist")
    assert section(cast.office, today, "nachrichten").count == 1


def test_a_meeting_says_how_many_days_are_left_for_its_papers(cast, today):
    make.meeting(held_on=today + 30 * DAY, papers_due_on=today + 9 * DAY)
    make.meeting(committee=make.committee("Rat"), held_on=today - DAY)
    (entry,) = section(cast.office, today, "sitzungen").entries
    assert entry.detail == f"Vorlagenschluss {today + 9 * DAY:%d.%m.%Y}, in 9\u00a0Tagen"


def test_without_a_day_of_its_own_a_meeting_follows_the_rule_of_its_committee(cast, today):
    committee = make.committee(papers_due_days=12)
    make.meeting(committee=committee, held_on=today + 40 * DAY)
    make.variant(committee=committee, session_on=today + 40 * DAY)
    due = papers_due_on(committee, today + 40 * DAY)
    (meeting,) = section(cast.clerk, today, "sitzungen").entries
    (paper,) = section(cast.clerk, today, "berichte").entries
    assert meeting.detail.startswith(f"Vorlagenschluss {due:%d.%m.%Y}, ")
    assert paper.detail == f"Schulausschuss, Vorlage fällig am {due:%d.%m.%Y}, noch {(due - today).days}\u00a0Tage"


def test_papers_of_coming_sessions_that_are_not_frozen_are_in_the_works(cast, today):
    open_one = make.variant(session_on=today + DAY)
    make.version(make.variant(session_on=today + DAY, committee=make.committee("Rat")))
    assert [entry.url for entry in section(cast.clerk, today, "berichte").entries] == [open_one.get_absolute_url()]


def test_the_committee_office_has_no_measures_to_decide_on(cast, today):
    make.submitted(lead=cast.vhs)
    make.comment(make.measure(), author=cast.vhs_editor, text="Geheimes")
    assert [one.key for one in sections(cast.clerk, today)] == ["fragen", "sitzungen", "berichte"]


def test_many_are_counted_no_further_than_needed(cast, today):
    actor, goal = make.actor(), make.goal()
    for _ in range(MOST + 2):
        make.measure(lead=actor, leading_goal=goal, planned_end_on=today - DAY)
    found = section(cast.office, today, "ueberfaellig")
    assert (found.counted, len(found.entries), found.more) == ("99+", SHOWN, f"mehr als {MOST - SHOWN}")


def test_queries_do_not_grow_with_what_is_to_do(client, cast, today):
    client.force_login(cast.office)

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as counted:
            client.get("/heute/")
        return len(counted)

    def fill():
        measure = make.measure(lead=cast.vhs, planned_end_on=today - DAY)
        make.milestone(measure, due_on=today - DAY)
        make.comment(measure, author=cast.vhs_editor)
        make.submitted(lead=cast.vhs)

    for _ in range(SHOWN):
        fill()
    queries()  # what is kept per process is read now
    few = queries()
    for _ in range(5):
        fill()
    assert queries() == few


def test_a_report_that_nothing_changed_is_accepted_from_here(client, cast, today):
    measure = make.measure(lead=cast.vhs, last_confirmed_on=today - 300 * DAY)
    proposal = make.proposal(measure, kind="progress", changes={"report": proposals.unchanged_report(measure, today)})
    client.force_login(cast.office)
    (entry,) = section(cast.office, today, "vorschlaege").entries
    answer = client.post(entry.accept_url, {"next": "/heute/"})
    assert answer.headers["Location"] == "/heute/"
    proposal.refresh_from_db()
    measure.refresh_from_db()
    assert (proposal.state, measure.last_confirmed_on) == ("accepted", today)


@pytest.mark.parametrize("wanted", ["https://example.org/", "//example.org/", "list", "/\\example.org"])
def test_accepting_leads_to_no_foreign_site(client, cast, today, wanted):
    measure = make.measure(lead=cast.vhs)
    make.proposal(measure, kind="progress", changes={"report": proposals.unchanged_report(measure, today)})
    client.force_login(cast.office)
    (entry,) = section(cast.office, today, "vorschlaege").entries
    answer = client.post(entry.accept_url, {"next": wanted})
    assert answer.headers["Location"] == measure.get_absolute_url()


def test_what_must_be_looked_at_has_no_button_to_accept_it_unseen(cast, today):
    measure = make.measure(lead=cast.vhs)
    report = {**proposals.unchanged_report(measure, today), "answer": "progress", "text": "Es geht voran."}
    make.proposal(measure, kind="progress", changes={"report": report})
    (entry,) = section(cast.office, today, "vorschlaege").entries
    assert (entry.accept_url, entry.detail) == ("", "Es geht voran.")


def test_open_windows_say_what_is_still_owed(cast, today):
    window = make.open_window(closes_on=today + 9 * DAY)
    make.window()
    answered = make.request(window, make.measure())
    answered.answered_at, answered.answered_by_way = timezone.now(), "link"
    answered.save()
    make.request(window, make.measure())
    (entry,) = section(cast.office, today, "abfragen").entries
    assert entry.detail == "1 von 2 stehen noch aus, Frist in 9\u00a0Tagen"


def test_leads_whom_nobody_reaches_are_named_with_the_reason(cast, today):
    make.measure(lead=make.actor("Verein ohne Adresse"))
    make.measure(lead=cast.vhs)
    (entry,) = section(cast.office, today, "nicht-erreichbar").entries
    assert (entry.title, entry.detail) == ("Verein ohne Adresse", "niemand mit E-Mail-Adresse eingetragen")


def test_recommendations_of_closed_rounds_wait_for_a_decision(cast, today):
    closed, running = make.open_round(state="closed"), make.open_round(state="reflection")
    waiting = make.recommendation(closed, text="Mehr Plätze")
    make.recommendation(running)
    make.adopted(closed)
    (entry,) = section(cast.office, today, "unentschieden").entries
    assert (entry.when, entry.title) == (waiting.number, "Mehr Plätze")


def test_a_recommendation_past_its_date_is_late(cast, today):
    closed = make.open_round(state="closed")
    make.adopted(closed, due_on=today)
    make.adopted(closed, due_on=today - DAY, progress="done", finished_on=today)
    late = make.adopted(closed, due_on=today - DAY, responsible=cast.vhs)
    found = section(cast.office, today, "empfehlungen-ueberfaellig")
    (entry,) = found.entries
    assert (entry.when, entry.detail) == ("gestern", f"{late}, Volkshochschule Herne")
    assert found.url == "/auswertung/empfehlungen/?overdue=yes"


def test_reports_on_which_actors_can_still_say_something_name_the_first_day(cast, today):
    report = make.report()
    make.statement_request(report, cast.vhs, due_on=today + 9 * DAY)
    make.statement_request(report, cast.library, answer="waived", answered_at=timezone.now())
    make.statement_request(make.report(), cast.vhs, due_on=today - DAY)
    (entry,) = section(cast.office, today, "stellungnahmen").entries
    assert entry.detail == "1 von 2 stehen noch aus, Frist in 9\u00a0Tagen"


def test_sections_without_anything_to_do_say_so_in_one_place(client, cast):
    client.force_login(cast.office)
    page = client.get("/heute/")
    assert "Für heute ist alles erledigt" in page.text
    assert "Kein Akteur wartet auf eine Antwort." in page.text


def test_whoever_signs_in_lands_where_their_work_is(client, cast):
    for person, page in ((cast.office, "/heute/"), (cast.vhs_editor, "/meine-massnahmen/"), (cast.council, "/")):
        person.set_password("ein-langes-passwort-1")
        person.save()
        answer = client.post("/anmelden/", {"login": person.email, "password": "ein-langes-passwort-1"})
        assert answer.headers["Location"] == page
        client.logout()
