"""Proposing by the forms everybody knows, and deciding on the page that shows old beside new."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from measures import actions, proposals
from measures.models import Measure, Proposal
from tests import make

from .typed import errors, page_form, row, send


@pytest.fixture
def measure(cast):
    measure = make.measure(lead=cast.vhs, title="Leseclub", summary="Kinder lesen jede Woche.", status="on_track")
    make.milestone(measure, title="Auftakt")
    return measure


def edit(measure):
    return f"/massnahmen/{measure.number}/bearbeiten/"


def report(measure):
    return f"/massnahmen/{measure.number}/sachstand/"


def step(proposal, name):
    return f"{proposal.get_absolute_url()}{name}/"


def text_of(client, url):
    return client.get(url).content.decode()


def accept(client, proposal, **typed):
    seen = client.get(proposal.get_absolute_url()).context["version"]
    return client.post(step(proposal, "annehmen"), {"seen": seen, **typed})


@pytest.fixture
def proposal(cast, client, measure):
    """An editor's change of title and summary."""
    client.force_login(cast.vhs_editor)
    send(client, edit(measure), title="Leseclubs", summary="Kinder lesen jede zweite Woche.", message="Bitte bald.")
    return Proposal.objects.get()


def test_an_editor_proposes_by_the_form_everybody_knows(cast, client, measure, proposal):
    assert "Ihre Änderungen werden dem Bildungsbüro vorgelegt." in text_of(client, edit(measure))
    assert (proposal.state, proposal.author, proposal.message) == ("waiting", cast.vhs_editor, "Bitte bald.")
    assert set(proposal.changes["fields"]) == {"title", "summary"}
    measure.refresh_from_db()
    assert (measure.title, measure.revision_no) == ("Leseclub", 1)
    mine = text_of(client, "/meine-massnahmen/")
    assert proposal.get_absolute_url() in mine
    assert proposal.get_absolute_url() in text_of(client, measure.get_absolute_url())
    assert "Leseclubs" not in text_of(client, "/massnahmen/")


def test_the_form_is_filled_with_what_waits_and_saving_changes_it(cast, client, measure, proposal):
    typed, shown = page_form(client, edit(measure))
    assert (typed["title"], typed["message"]) == ("Leseclubs", "Bitte bald.")
    assert "<h1>Änderung vorschlagen" in shown.content.decode()
    send(client, edit(measure), title="Lesekreise")
    proposal.refresh_from_db()
    assert proposal.changes["fields"]["title"] == {"old": ["Leseclub"], "new": ["Lesekreise"]}
    assert proposal.revision_no == 2
    assert Proposal.objects.count() == 1


def test_two_editors_at_once_lose_nothing(cast, client, measure, proposal):
    typed, _ = page_form(client, edit(measure))
    send(client, edit(measure), title="Lesekreise")
    answer = client.post(edit(measure), {**typed, "title": "Bücherclub"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Bücherclub" in page
    assert "Lesekreise" in page
    again = client.post(edit(measure), {**typed, **answer.context["carried"], "title": "Bücherclub"})
    assert again.status_code == 302
    proposal.refresh_from_db()
    assert proposal.changes["fields"]["title"]["new"] == ["Bücherclub"]


def test_an_edit_by_the_office_meanwhile_is_noticed(cast, client, measure):
    client.force_login(cast.vhs_editor)
    typed, _ = page_form(client, edit(measure))
    actions.confirm_unchanged(measure, by=cast.office, today=timezone.localdate())
    assert client.post(edit(measure), {**typed, "title": "Neu"}).status_code == 409
    assert not Proposal.objects.exists()


def test_a_row_is_added_without_javascript_and_proposes_nothing(cast, client, measure):
    client.force_login(cast.vhs_editor)
    answer = send(client, edit(measure), add_row="milestones")
    assert answer.status_code == 200
    assert not Proposal.objects.exists()


def test_a_form_left_alone_is_answered(cast, client, measure):
    client.force_login(cast.vhs_editor)
    assert errors(send(client, edit(measure)), "__all__") == ["Sie haben nichts geändert."]
    assert errors(send(client, edit(measure), title=""), "title")
    assert not Proposal.objects.exists()


def test_a_member_prepares_and_the_editor_hands_in(cast, client, measure):
    client.force_login(cast.vhs_member)
    assert "Für die Redaktion vorbereiten" in text_of(client, edit(measure))
    send(client, edit(measure), title="Leseclubs")
    proposal = Proposal.objects.get()
    assert proposal.state == "draft"
    assert client.post(step(proposal, "vorlegen")).status_code == 403
    client.force_login(cast.office)
    assert proposal.get_absolute_url() not in text_of(client, "/vorschlaege/")
    client.force_login(cast.vhs_editor)
    assert "hat eine Änderung vorbereitet" in text_of(client, "/meine-massnahmen/")
    assert client.post(step(proposal, "vorlegen")).status_code == 302
    client.force_login(cast.office)
    assert proposal.get_absolute_url() in text_of(client, "/vorschlaege/")
    client.force_login(cast.vhs_member)
    assert client.get(edit(measure)).url == proposal.get_absolute_url()


def test_the_office_sees_old_beside_new_and_only_what_differs(cast, client, measure, proposal):
    client.force_login(cast.office)
    shown = client.get(proposal.get_absolute_url())
    title, summary = shown.context["comparison"].fields
    assert (title.label, title.old, title.new) == ("Titel", "Leseclub", "Leseclubs")
    assert ("new", "zweite") in [(what, text.strip()) for what, text in summary.pieces]
    page = shown.content.decode()
    assert "<ins>" in page
    assert "Bitte bald." in page
    assert "Inzwischen" not in page


def test_choices_are_shown_in_words(cast, client, measure):
    goal, stage = make.goal(2, title="Sprache"), make.stage("Kita")
    client.force_login(cast.vhs_editor)
    send(
        client,
        edit(measure),
        leading_goal=goal.pk,
        stages=[stage.pk],
        is_ongoing="on",
        **row("milestones", 1, title="Fest", due_on="2027-06-01", due_precision="month"),
        **row("participations", 0, actor=cast.library.pk, contribution="Räume"),
        **row("funding", 0, source="Land", kind="state", year="2027", amount="1.234,50"),
    )
    client.force_login(cast.office)
    page = text_of(client, Proposal.objects.get().get_absolute_url())
    for words in ("Sprache", "Kita", "Fest", "30.06.2027", "Stadtbibliothek Herne", "1.234,50", "Land", "neu", "Monat"):
        assert words in page, words
    assert accept(client, Proposal.objects.get()).status_code == 302
    measure.refresh_from_db()
    assert (measure.leading_goal, measure.is_ongoing) == (goal, True)
    assert measure.participations.get().actor == cast.library
    assert measure.funding_items.get().amount == 1234.5


def test_accepting_makes_it_public(cast, client, measure, proposal):
    client.force_login(cast.office)
    assert accept(client, proposal).url == measure.get_absolute_url()
    client.logout()
    assert "<h1>Leseclubs</h1>" in text_of(client, measure.get_absolute_url())


def test_a_conflict_is_decided_by_a_tick(cast, client, measure, proposal):
    Measure.objects.filter(pk=measure.pk).update(title="Lesekreis", revision_no=2)
    client.force_login(cast.office)
    page = text_of(client, proposal.get_absolute_url())
    assert "Inzwischen hat jemand dieselben Angaben geändert." in page
    assert "Lesekreis" in page
    accept(client, proposal)
    measure.refresh_from_db()
    assert (measure.title, measure.summary) == ("Lesekreis", "Kinder lesen jede zweite Woche.")


def test_a_ticked_conflict_takes_the_proposal(cast, client, measure, proposal):
    Measure.objects.filter(pk=measure.pk).update(title="Lesekreis", revision_no=2)
    client.force_login(cast.office)
    accept(client, proposal, take="fields.title")
    measure.refresh_from_db()
    assert measure.title == "Leseclubs"


@pytest.mark.parametrize("who", ["measure", "proposal"])
def test_what_changed_since_the_page_was_opened_is_looked_at_again(cast, client, measure, proposal, who):
    client.force_login(cast.office)
    seen = client.get(proposal.get_absolute_url()).context["version"]
    changed = {"measure": measure, "proposal": proposal}[who]
    changed.revision_no += 1
    changed.save()
    answer = client.post(step(proposal, "annehmen"), {"seen": seen})
    assert answer.status_code == 409
    proposal.refresh_from_db()
    assert proposal.state == "waiting"


def test_the_second_office_person_is_told(cast, client, measure, proposal):
    client.force_login(cast.office)
    accept(client, proposal)
    for name, typed in (("annehmen", {}), ("zurueckgeben", {"reason": "x"})):
        answer = client.post(step(proposal, name), {**typed, "seen": "1.1"})
        assert answer.status_code == 409
        assert "inzwischen schon entschieden" in answer.content.decode()
    measure.refresh_from_db()
    assert measure.revision_no == 2


def test_a_refusal_names_the_field_and_offers_the_form(cast, client, measure, proposal):
    proposal.changes["fields"]["planned_end_on"] = {"old": [], "new": ["2026-01-01"]}
    proposal.save()
    Measure.objects.filter(pk=measure.pk).update(planned_start_on="2026-06-01")
    client.force_login(cast.office)
    answer = accept(client, proposal)
    assert ("Geplantes Ende", "Das geplante Ende liegt vor dem geplanten Beginn.") in answer.context["refusals"]
    assert f"{edit(measure)}?proposal={proposal.pk}" in answer.content.decode()
    measure.refresh_from_db()
    assert measure.title == "Leseclub"


def test_the_offices_form_is_filled_with_the_proposal_and_accepts_it(cast, client, measure, proposal):
    client.force_login(cast.office)
    url = f"{edit(measure)}?proposal={proposal.pk}"
    typed, _ = page_form(client, url)
    assert typed["title"] == "Leseclubs"
    send(client, url, title="Leseclubs in Herne", internal_note="Geprüft")
    measure.refresh_from_db()
    proposal.refresh_from_db()
    assert (measure.title, measure.internal_note) == ("Leseclubs in Herne", "Geprüft")
    assert (proposal.state, proposal.decided_by) == ("accepted", cast.office)
    assert measure.history.first().history_user == cast.office
    assert client.get(url).url == proposal.get_absolute_url()
    assert client.post(url, {**typed, "revision_no": "2"}).status_code == 409
    assert Measure.objects.get(pk=measure.pk).title == "Leseclubs in Herne"


def test_the_offices_form_keeps_todays_value_where_both_changed(cast, client, measure, proposal):
    Measure.objects.filter(pk=measure.pk).update(title="Lesekreis", revision_no=2)
    client.force_login(cast.office)
    typed, shown = page_form(client, f"{edit(measure)}?proposal={proposal.pk}")
    assert typed["title"] == "Lesekreis"
    assert "Vorgeschlagen ist „Leseclubs“" in shown.content.decode()


def test_the_offices_form_also_names_rows_that_changed_meanwhile(cast, client, measure):
    client.force_login(cast.vhs_editor)
    send(client, edit(measure), **{"milestones-0-title": "Start"})
    measure.milestones.update(title="Beginn")
    client.force_login(cast.office)
    typed, shown = page_form(client, f"{edit(measure)}?proposal={Proposal.objects.get().pk}")
    assert typed["milestones-0-title"] == "Beginn"
    assert "Vorgeschlagen ist „Meilenstein: Start“" in shown.content.decode()


@pytest.mark.parametrize("given", ["x", "99999", "", "9" * 40])
def test_an_unknown_proposal_opens_no_form(cast, client, measure, given):
    client.force_login(cast.office)
    assert client.get(f"{edit(measure)}?proposal={given}").status_code == 404


def test_returning_needs_a_note_and_reaches_the_actor(cast, client, measure, proposal):
    client.force_login(cast.office)
    answer = client.post(step(proposal, "zurueckgeben"), {"reason": " "})
    assert answer.context["return_form"].errors
    client.post(step(proposal, "zurueckgeben"), {"reason": "Seit wann <b>genau</b>?"})
    proposal.refresh_from_db()
    assert (proposal.state, proposal.return_note) == ("returned", "Seit wann <b>genau</b>?")
    client.force_login(cast.vhs_editor)
    for url in (measure.get_absolute_url(), "/meine-massnahmen/", proposal.get_absolute_url(), edit(measure)):
        assert "Seit wann &lt;b&gt;genau&lt;/b&gt;?" in text_of(client, url), url
    client.post(step(proposal, "vorlegen"))
    proposal.refresh_from_db()
    assert proposal.state == "waiting"


def test_an_editor_withdraws(cast, client, measure, proposal):
    client.force_login(cast.vhs_member)
    assert client.post(step(proposal, "zurueckziehen")).status_code == 403
    client.force_login(cast.vhs_editor)
    assert client.post(step(proposal, "zurueckziehen")).status_code == 302
    proposal.refresh_from_db()
    assert proposal.state == "withdrawn"
    client.force_login(cast.office)
    assert accept(client, proposal).status_code == 409


def test_nobody_else_meets_a_proposal(cast, client, measure, proposal):
    pages = [proposal.get_absolute_url(), *(step(proposal, name) for name in ("annehmen", "zurueckgeben", "vorlegen"))]
    for person in (cast.library_editor, cast.council, cast.operator, cast.stranger):
        client.force_login(person)
        assert client.get(pages[0]).status_code == 404
        assert [client.post(url, {"reason": "x"}).status_code for url in pages[1:]] == [404, 404, 404]
        assert "Leseclubs" not in text_of(client, measure.get_absolute_url())
    client.force_login(cast.clerk)
    assert client.get(pages[0]).status_code == 200
    assert client.post(pages[1]).status_code == 403
    client.logout()
    assert "Leseclubs" not in text_of(client, measure.get_absolute_url())
    assert "/anmelden/" in client.get(pages[0]).url
    proposal.refresh_from_db()
    assert proposal.state == "waiting"


def test_a_proposal_is_found_under_its_own_measure_only(cast, client, measure, proposal):
    other = make.measure(lead=cast.vhs)
    client.force_login(cast.office)
    assert client.get(f"/massnahmen/{other.number}/vorschlaege/{proposal.pk}/").status_code == 404


def test_a_report_waits_for_the_office(cast, client, measure):
    client.force_login(cast.vhs_member)
    file = SimpleUploadedFile("plan.txt", b"Plan")
    send(client, report(measure), status="delayed", status_reason="Raum fehlt", text="Wir suchen.", file=file)
    proposal = Proposal.objects.get()
    assert (proposal.kind, proposal.state, proposal.file_name) == ("progress", "waiting", "plan.txt")
    assert "im Plan" in text_of(client, proposal.get_absolute_url())
    assert client.get(step(proposal, "datei")).content == b"Plan"
    typed, _ = page_form(client, report(measure))
    assert (typed["status"], typed["text"]) == (["delayed"], "Wir suchen.")
    client.logout()
    assert "Wir suchen." not in text_of(client, measure.get_absolute_url())
    client.force_login(cast.office)
    answer = accept(client, proposal, status="at_risk", status_reason="Raum fehlt", reported_on=timezone.localdate())
    assert answer.url == measure.get_absolute_url()
    client.logout()
    page = text_of(client, measure.get_absolute_url())
    assert "Wir suchen." in page
    assert "gefährdet" in page
    assert "plan.txt" not in page


def test_a_hostile_file_is_refused(cast, client, measure):
    client.force_login(cast.vhs_member)
    file = SimpleUploadedFile("plan.exe", b"MZ")
    assert errors(send(client, report(measure), text="x", file=file), "file")
    assert not Proposal.objects.exists()


def test_a_wrong_correction_is_answered_at_its_field(cast, client, measure):
    proposal = make.reported(measure, reported_on=timezone.localdate().isoformat())
    client.force_login(cast.office)
    answer = accept(client, proposal, status="delayed", status_reason="", reported_on=timezone.localdate())
    assert answer.context["report_form"].errors["status_reason"]
    assert not measure.progress_notes.exists()


def test_a_status_that_moved_on_stays_until_the_office_decides(cast, client, measure):
    today = timezone.localdate()
    proposal = make.reported(measure, status="delayed", reason="Raum", reported_on=today.isoformat())
    actions.report_progress(measure, by=cast.office, reported_on=today, status="paused", reason="Ferien")
    client.force_login(cast.office)
    shown = client.get(proposal.get_absolute_url())
    assert shown.context["moved_on"]
    assert shown.context["report_form"]["status"].value() == "paused"


def test_unchanged_in_one_press_waits_and_is_accepted_in_one_press(cast, client, measure):
    client.force_login(cast.vhs_member)
    assert client.post(f"/massnahmen/{measure.number}/bestaetigen/").url == measure.get_absolute_url()
    assert not measure.progress_notes.exists()
    client.force_login(cast.office)
    page = client.get("/vorschlaege/")
    assert page.context["unchanged"] == 1
    assert client.post("/vorschlaege/unveraendert-annehmen/").url == "/vorschlaege/"
    measure.refresh_from_db()
    assert measure.last_confirmed_on == timezone.localdate()
    assert measure.progress_notes.get().author == cast.vhs_member


def test_one_unchanged_is_accepted_from_the_list(cast, client, measure):
    proposal = make.proposal(
        measure, kind="progress", changes={"report": proposals.unchanged_report(measure, timezone.localdate())}
    )
    client.force_login(cast.office)
    assert client.post(step(proposal, "annehmen"), {"next": "/vorschlaege/"}).url == "/vorschlaege/"
    assert measure.progress_notes.exists()


def test_confirming_does_not_replace_what_somebody_reported(cast, client, measure):
    proposal = make.reported(measure, text="Wichtig")
    client.force_login(cast.vhs_editor)
    assert client.post(f"/massnahmen/{measure.number}/bestaetigen/").url == proposal.get_absolute_url()
    proposal.refresh_from_db()
    assert proposal.report["text"] == "Wichtig"


def test_only_the_office_accepts_all(cast, client, measure):
    for person in (cast.vhs_editor, cast.clerk, cast.council, cast.stranger):
        client.force_login(person)
        assert client.post("/vorschlaege/unveraendert-annehmen/").status_code == 403


def test_the_list_shows_whoever_asks_what_is_theirs(cast, client, measure, proposal):
    stuck = make.reported(make.measure(lead=cast.library), answer="stuck")
    withdrawn = make.proposal(make.measure(lead=cast.vhs), state="withdrawn")
    for person, seen in ((cast.office, {proposal, stuck}), (cast.clerk, {proposal, stuck})):
        client.force_login(person)
        assert set(client.get("/vorschlaege/").context["proposals"]) == seen
    assert list(client.get("/vorschlaege/?kind=stuck").context["proposals"]) == [stuck]
    assert list(client.get("/vorschlaege/?kind=edit").context["proposals"]) == [proposal]
    assert set(client.get("/vorschlaege/?kind=wunsch").context["proposals"]) == {proposal, stuck}
    client.force_login(cast.vhs_member)
    assert set(client.get("/vorschlaege/").context["proposals"]) == {proposal, withdrawn}
    for person in (cast.council, cast.stranger):
        client.force_login(person)
        assert client.get("/vorschlaege/").status_code == 403


def test_the_sender_of_a_signed_link_is_for_the_office_alone(cast, client, measure):
    proposal = make.reported(measure, reported_on=timezone.localdate().isoformat())
    Proposal.objects.filter(pk=proposal.pk).update(sender="Frau Kanarienvogel", address="kanarienvogel@example.org")
    client.force_login(cast.vhs_editor)
    assert "anarienvogel" not in text_of(client, proposal.get_absolute_url())
    client.force_login(cast.office)
    assert "Frau Kanarienvogel" in text_of(client, proposal.get_absolute_url())
    accept(client, proposal, status="on_track", status_reason="", reported_on=timezone.localdate())
    assert "Frau Kanarienvogel" in text_of(client, measure.get_absolute_url())
    for person in (None, cast.vhs_editor, cast.council, cast.clerk):
        client.force_login(person) if person else client.logout()
        assert "Kanarienvogel" not in text_of(client, measure.get_absolute_url())


@pytest.mark.parametrize("wanted", ["list", "//example.org/", "https://example.org/", "\\\\example.org"])
def test_accepting_leads_nowhere_foreign(cast, client, measure, wanted):
    proposal = make.reported(measure, reported_on=timezone.localdate().isoformat())
    client.force_login(cast.office)
    assert client.post(step(proposal, "annehmen"), {"next": wanted}).url == measure.get_absolute_url()
