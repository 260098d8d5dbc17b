"""Sachstandsabfragen: who is asked, who is written to, who has answered."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from bildungsnetz.outbox.models import OutgoingMail, Recipient
from measures import actions, asking, circles, links, windows
from measures.models import Membership, ReportingMail, ReportingRequest, ReportingWindow
from measures.windows import RequestState
from tests import make
from tests.pdf import reading
from tests.pdf.verapdf import failed_rules

from .typed import errors, send

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def window(cast):
    return make.window()


def opened(window, cast):
    """Opens the window and has everybody written to, as the worker would."""
    actions.open_window(window, by=cast.office, today=timezone.localdate())
    window.refresh_from_db()
    return window


def states(window):
    rows = windows.with_state(ReportingRequest.objects.filter(window=window)).select_related("measure")
    return {row.measure.number: row.state for row in rows}


def written_to(window, **fields):
    return sorted(ReportingMail.objects.filter(window=window, **fields).values_list("address", flat=True))


class TestWhoIsAsked:
    def test_released_running_measures(self, cast, window):
        running = make.measure(lead=cast.vhs)
        make.draft(lead=cast.vhs)
        make.measure(lead=cast.vhs, status="done", completed_on=date(2025, 1, 1))
        opened(window, cast)
        assert states(window) == {running.number: RequestState.OWED}

    def test_each_choice_narrows_the_circle(self, cast, window):
        first, second = make.goal(1), make.goal(2)
        wanted = make.measure(lead=cast.vhs, leading_goal=first, status="planned")
        make.measure(lead=cast.vhs, leading_goal=second, status="planned")
        make.measure(lead=cast.library, leading_goal=first, status="planned")
        make.measure(lead=cast.vhs, leading_goal=first)
        window.goals.add(first)
        window.actor_kinds, window.statuses = ["further_education"], ["planned"]
        window.save()
        assert [measure.pk for measure in windows.audience(window)] == [wanted.pk]

    def test_the_preview_counts_before_anybody_is_written_to(self, cast, window):
        lonely = make.actor("Allein")
        for lead in (cast.vhs, cast.vhs, cast.library, lonely):
            make.measure(lead=lead)
        preview = asking.preview(window)
        assert (preview.measures, preview.actors, preview.people) == (4, 3, 3)
        assert preview.unreachable == [lonely]
        assert not ReportingRequest.objects.exists()


class TestWritingToPeople:
    def test_one_mail_a_person_with_all_measures(self, cast, window):
        for lead in (cast.vhs, cast.vhs, cast.library):
            make.measure(lead=lead)
        opened(window, cast)
        assert written_to(window) == sorted([cast.vhs_editor.email, cast.vhs_member.email, cast.library_editor.email])
        mail = OutgoingMail.objects.get(to=[cast.vhs_editor.email])
        assert mail.text.count("/sachstand/") == 2
        assert mail.html.count("/sachstand/") == 2

    def test_every_mail_can_be_stopped_without_an_account(self, cast, client, window):
        make.measure(lead=cast.library)
        opened(window, cast)
        mail = OutgoingMail.objects.get()
        stop = mail.headers["List-Unsubscribe"].strip("<>")
        assert stop in mail.text
        assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        client.post(stop.partition("//")[2].partition("/")[2].join(["/", ""]), {"List-Unsubscribe": "One-Click"})
        assert circles.blocked([cast.library_editor.email], windows.STOP_KIND) == {
            cast.library_editor.email: "abbestellt"
        }

    def test_a_second_press_sends_nothing_twice(self, cast, window):
        make.measure(lead=cast.vhs)
        opened(window, cast)
        opened(window, cast)
        assert OutgoingMail.objects.count() == 2
        assert ReportingRequest.objects.count() == 1

    def test_what_was_stopped_half_way_goes_on_with_the_others(self, cast, window):
        make.measure(lead=cast.vhs)
        now = timezone.now()
        window.opens_on = timezone.localdate()
        window.save()
        actions.window.add_requests(window)
        first, second = asking.still_to_tell(window, asking.owing_circle(window))
        for _ in range(2):
            actions.window.send_opening(window, first, today=window.opens_on, now=now)
        assert [asked.person.address for asked in asking.still_to_tell(window, asking.owing_circle(window))] == [
            second.person.address
        ]
        opened(window, cast)
        assert written_to(window) == sorted([first.person.address, second.person.address])
        assert OutgoingMail.objects.count() == 2

    def test_what_is_released_later_is_added_in_one_press(self, cast, window, client):
        make.measure(lead=cast.library)
        opened(window, cast)
        late = make.measure(lead=cast.library)
        client.force_login(cast.office)
        page = client.get(f"{window.get_absolute_url()}mails/").content.decode()
        assert "1 freigegebene Maßnahme passt in den Kreis" in page
        client.post(f"{window.get_absolute_url()}nachtragen/")
        addition = ReportingMail.objects.get(window=window, kind="addition")
        assert [request.measure for request in addition.requests.all()] == [late]
        assert "Nachtragen" not in client.get(f"{window.get_absolute_url()}mails/").content.decode()

    def test_who_cannot_be_reached_is_shown_with_the_reason(self, cast, window, client):
        measure = make.measure(lead=cast.library)
        Recipient.objects.create(address=cast.library_editor.email, bounced_at=timezone.now(), bounce_reason="550")
        opened(window, cast)
        assert not OutgoingMail.objects.exists()
        assert ReportingMail.objects.get().held_because == "Adresse nicht erreichbar"
        client.force_login(cast.office)
        url = f"{window.get_absolute_url()}{measure.number}/personen/"
        assert "Mail kam zurück" in client.get(url).content.decode()
        part = client.get(url, headers={"HX-Request": "true"}).content.decode()
        assert "Mail kam zurück" in part
        assert "<html" not in part
        mails = client.get(f"{window.get_absolute_url()}mails/")
        assert mails.context["silent"] == [cast.library]
        assert "Adresse nicht erreichbar" in mails.content.decode()
        assert "Alle Briefe" in mails.content.decode()

    def test_who_can_be_reached_again_gets_the_mail_that_was_held_back(self, cast, window):
        make.measure(lead=cast.library)
        bounced = Recipient.objects.create(address=cast.library_editor.email, bounced_at=timezone.now())
        opened(window, cast)
        bounced.delete()
        opened(window, cast)
        assert OutgoingMail.objects.count() == 1
        assert ReportingMail.objects.get().held_because == ""

    def test_many_people_cost_the_same_number_of_reads(self, cast, window, django_assert_num_queries):
        for lead in (cast.vhs, cast.library):
            make.measure(lead=lead)
        make.contact(cast.vhs, email="sekretariat@example.org")
        window.opens_on = timezone.localdate()
        window.save()
        actions.window.add_requests(window)
        with django_assert_num_queries(7):
            asking.still_to_tell(window, asking.owing_circle(window))
        for _ in range(9):
            lead = make.actor()
            make.contact(lead, email=f"sekretariat{lead.pk}@example.org")
            make.measure(lead=lead)
        actions.window.add_requests(window)
        with django_assert_num_queries(7):
            assert len(asking.still_to_tell(window, asking.owing_circle(window))) == 13


class TestReminding:
    def nudge(self, window, cast):
        actions.nudge(window, by=cast.office, today=timezone.localdate())

    def aged(self, window):
        """As if the mails so far had been sent yesterday."""
        ReportingMail.objects.filter(window=window).update(day=timezone.localdate() - timedelta(days=1))

    def test_those_who_owe_get_one_mail_with_what_they_owe(self, cast, window):
        answered, owed = make.measure(lead=cast.library), make.measure(lead=cast.library)
        make.measure(lead=cast.vhs)
        opened(window, cast)
        self.aged(window)
        actions.report_progress(
            answered, by=cast.office, reported_on=timezone.localdate(), status="on_track", text="Am Telefon."
        )
        self.nudge(window, cast)
        mail = ReportingMail.objects.get(kind="nudge", address=cast.library_editor.email)
        assert [request.measure for request in mail.requests.all()] == [owed]
        assert mail.mail.subject.startswith(f"Erinnerung: Wie steht es um Ihre Maßnahme {owed.number}?")
        assert len(written_to(window, kind="nudge")) == 3

    def test_at_most_one_mail_a_person_and_day(self, cast, window):
        make.measure(lead=cast.library)
        opened(window, cast)
        self.nudge(window, cast)
        assert written_to(window, kind="nudge") == []
        self.aged(window)
        self.nudge(window, cast)
        self.nudge(window, cast)
        assert len(written_to(window, kind="nudge")) == 1
        assert asking.nudges(window, asking.owing_circle(window), timezone.localdate()).held == {
            "heute schon angeschrieben": 1
        }

    def test_who_has_stopped_such_mails_is_left_alone(self, cast, window):
        make.measure(lead=cast.library)
        opened(window, cast)
        self.aged(window)
        Recipient.objects.create(address=cast.library_editor.email, stopped_kinds=["window"])
        self.nudge(window, cast)
        assert ReportingMail.objects.get(kind="nudge").held_because == "abbestellt"
        assert OutgoingMail.objects.count() == 1

    def test_nobody_is_reminded_in_the_holidays(self):
        from bildungsnetz.outbox.letters import next_morning

        christmas = datetime(2026, 12, 25, 15, tzinfo=BERLIN)
        assert timezone.localtime(next_morning(christmas)) == datetime(2027, 1, 7, 8, tzinfo=BERLIN)
        school = datetime(2026, 11, 24, 15, tzinfo=BERLIN)
        assert next_morning(school) == school

    def test_a_closed_window_reminds_nobody(self, cast, window):
        make.measure(lead=cast.library)
        opened(window, cast)
        actions.close_window(window, by=cast.office, now=timezone.now())
        with pytest.raises(ValidationError, match="nicht geöffnet"):
            self.nudge(ReportingWindow.objects.get(), cast)


class TestAnswers:
    def test_a_report_by_the_office_answers(self, cast, window):
        measure = make.measure(lead=cast.vhs)
        opened(window, cast)
        actions.confirm_unchanged(measure, by=cast.office, today=timezone.localdate())
        assert states(window) == {measure.number: RequestState.ANSWERED}
        assert ReportingRequest.objects.get().answered_by_way == "office"

    def test_a_proposal_by_the_actor_waits_and_is_owed_again_when_returned(self, cast, window):
        measure = make.measure(lead=cast.vhs)
        opened(window, cast)
        report = {"answer": "progress", "status": "on_track", "text": "Läuft."}
        now = timezone.now()
        proposal = actions.propose(measure, kind="progress", changes={"report": report}, by=cast.vhs_member, now=now)
        assert states(window) == {measure.number: RequestState.WAITING}
        assert ReportingRequest.objects.get().answered_by_way == "account"
        actions.return_proposal(proposal, by=cast.office, note="Seit wann?", now=now)
        assert states(window) == {measure.number: RequestState.RETURNED}
        assert [request.measure for request in windows.owed(window)] == [measure]

    @pytest.mark.parametrize(
        ("field", "state"), [("status", RequestState.WAITING), ("title", RequestState.OWED)], ids=["status", "title"]
    )
    def test_an_edit_answers_only_if_it_says_how_the_measure_stands(self, cast, window, field, state):
        measure = make.measure(lead=cast.vhs)
        opened(window, cast)
        changes = {"fields": {field: {"old": ["on_track"], "new": ["planned"]}}}
        actions.propose(measure, kind="edit", changes=changes, by=cast.vhs_editor, now=timezone.now())
        assert states(window) == {measure.number: state}

    def test_what_is_reported_after_the_end_answers_nothing(self, cast, window):
        measure = make.measure(lead=cast.vhs)
        opened(window, cast)
        actions.close_window(window, by=cast.office, now=timezone.now())
        actions.confirm_unchanged(measure, by=cast.office, today=timezone.localdate())
        assert states(window) == {measure.number: RequestState.OWED}

    def test_a_measure_that_is_withdrawn_owes_nothing(self, cast, window):
        measure = make.measure(lead=cast.vhs)
        opened(window, cast)
        actions.change_publication(measure, "withdrawn", by=cast.office, now=timezone.now(), reason="Überholt")
        assert states(window) == {measure.number: RequestState.DROPPED}
        assert windows.owed(window) == []

    def test_the_office_marks_as_answered_and_takes_it_back(self, cast, window, client):
        measure = make.measure(lead=cast.vhs)
        opened(window, cast)
        client.force_login(cast.office)
        client.post(f"{window.get_absolute_url()}{measure.number}/erledigen/")
        assert states(window) == {measure.number: RequestState.ANSWERED}
        client.post(f"{window.get_absolute_url()}{measure.number}/zuruecksetzen/")
        assert states(window) == {measure.number: RequestState.OWED}


class TestTheDesk:
    def test_preparing_opening_extending_closing_reopening(self, cast, client):
        make.measure(lead=cast.vhs)
        client.force_login(cast.office)
        soon, later = school_days(timezone.localdate())
        answer = send(client, "/sachstandsabfragen/neu/", title="Frühjahr", closes_on=soon.isoformat())
        window = ReportingWindow.objects.get()
        assert answer.url == window.get_absolute_url()
        page = client.get(answer.url).content.decode()
        assert "Noch hat niemand eine Mail bekommen" in page
        assert "1 Maßnahme" in page
        client.post(f"{answer.url}oeffnen/")
        assert OutgoingMail.objects.count() == 2
        assert "1 von 1 Antworten stehen noch aus" in client.get(answer.url).content.decode()
        client.post(f"{answer.url}schliessen/")
        assert "geschlossen" in client.get(answer.url).content.decode()
        send(client, f"{answer.url}frist/", closes_on=later.isoformat())
        window.refresh_from_db()
        assert (window.closes_on, window.closed_at) == (later, None)
        assert window.is_open(timezone.localdate())

    @pytest.mark.parametrize("day", ["2026-12-25", "2027-03-28"])
    def test_the_end_is_a_school_day_and_the_form_says_which(self, cast, client, day, monkeypatch):
        monkeypatch.setattr("measures.views.window.timezone.localdate", lambda: date(2026, 11, 24))
        client.force_login(cast.office)
        answer = send(client, "/sachstandsabfragen/neu/", title="Frühjahr", closes_on=day)
        assert "ist kein Schultag. Der nächste passende Tag ist der" in errors(answer, "closes_on")[0]

    def test_a_meeting_suggests_the_end(self, cast, client, monkeypatch):
        monkeypatch.setattr("measures.views.window.timezone.localdate", lambda: date(2026, 11, 24))
        meeting = make.meeting(held_on=date(2027, 3, 11), papers_due_on=date(2027, 2, 26))
        client.force_login(cast.office)
        send(client, "/sachstandsabfragen/neu/", title="Frühjahr", meeting=meeting.pk, closes_on="")
        assert ReportingWindow.objects.get().closes_on == date(2027, 2, 12)

    def test_without_day_and_meeting_the_form_asks(self, cast, client):
        client.force_login(cast.office)
        answer = send(client, "/sachstandsabfragen/neu/", title="Frühjahr", closes_on="")
        assert errors(answer, "closes_on")

    def test_the_test_mail_goes_to_the_office_alone_and_its_links_open_nothing(self, cast, client, window):
        make.measure(lead=cast.vhs)
        client.force_login(cast.office)
        client.post(f"{window.get_absolute_url()}testmail/")
        mail = OutgoingMail.objects.get()
        assert mail.to == [cast.office.email]
        assert mail.subject.startswith("[Test] ")
        answer = client.get("/sachstand/beispiel/")
        assert answer.status_code == 404
        assert "Vorschau oder Testmail" in answer.content.decode()

    def test_after_the_opening_what_people_were_told_stands(self, cast, client, window):
        make.measure(lead=cast.vhs)
        opened(window, cast)
        client.force_login(cast.office)
        for page in ("bearbeiten", "loeschen"):
            assert client.get(f"{window.get_absolute_url()}{page}/").status_code == 403

    def test_the_other_office_reads_and_actors_see_no_windows_at_all(self, cast, client, window):
        make.measure(lead=cast.vhs)
        opened(window, cast)
        client.force_login(cast.clerk)
        assert client.get("/sachstandsabfragen/").status_code == 200
        assert client.get(window.get_absolute_url()).status_code == 200
        assert client.post(f"{window.get_absolute_url()}erinnern/").status_code == 403
        for person in (cast.vhs_editor, cast.council, cast.stranger, cast.operator):
            client.force_login(person)
            assert client.get("/sachstandsabfragen/").status_code == 404
            assert client.get(window.get_absolute_url()).status_code == 404
            assert client.post(f"{window.get_absolute_url()}erinnern/").status_code == 404

    @pytest.mark.parametrize("show", ["owing", "bounced", "unreachable", "waiting", "answered", "dropped", "prima"])
    def test_the_list_is_filtered(self, cast, client, window, show):
        owed, done, lonely = (make.measure(lead=lead) for lead in (cast.vhs, cast.library, make.actor()))
        Recipient.objects.create(address=cast.vhs_member.email, bounced_at=timezone.now())
        opened(window, cast)
        actions.confirm_unchanged(done, by=cast.office, today=timezone.localdate())
        client.force_login(cast.office)
        page = client.get(window.get_absolute_url(), {"show": show})
        shown = [row.measure for row, _ in page.context["rows"]]
        expected = {"owing": [lonely, owed], "bounced": [owed], "unreachable": [lonely], "answered": [done]}
        assert shown == expected.get(show, [] if show != "prima" else [lonely, owed, done])

    def test_only_the_office_acts(self, cast, window):
        for person in (cast.clerk, cast.vhs_editor):
            with pytest.raises(PermissionDenied):
                actions.open_window(window, by=person, today=timezone.localdate())

    def test_an_address_that_failed_shows_as_bounced(self, cast, window):
        make.measure(lead=cast.library)
        opened(window, cast)
        OutgoingMail.objects.update(status="failed", text="", html="")
        circle = asking.owing_circle(window)
        assert [person.held_because for person in asking.contacts_of(window, circle.people)[cast.library.pk]] == [
            "Adresse nicht erreichbar"
        ]
        assert asking.actors_with_bounces(window, circle) == [cast.library.pk]


def school_days(today):
    from bildungsnetz import schooldays

    soon = schooldays.on_or_after(today + timedelta(days=7))
    return soon, schooldays.on_or_after(soon + timedelta(days=1))


def test_a_person_that_leaves_is_not_reminded(cast, window):
    make.measure(lead=cast.library)
    opened(window, cast)
    Membership.objects.filter(user=cast.library_editor).delete()
    assert asking.nudges(window, asking.owing_circle(window), timezone.localdate()).ready == []


class TestTheActorsOwnPage:
    def test_what_is_asked_stands_on_top_with_its_button_until_it_is_answered(self, cast, client, window):
        measure = make.measure(lead=cast.vhs)
        make.measure(lead=cast.library)
        opened(window, cast)
        client.force_login(cast.vhs_member)
        page = client.get("/meine-massnahmen/")
        assert [request.measure for request in page.context["asked"]] == [measure]
        assert f'href="/massnahmen/{measure.number}/sachstand/"' in page.content.decode()
        typed = send(client, f"/massnahmen/{measure.number}/sachstand/", text="Läuft gut.")
        assert typed.status_code == 302
        assert states(window)[measure.number] == RequestState.WAITING
        assert client.get("/meine-massnahmen/").context["asked"] == []

    def test_a_window_that_is_over_asks_nothing(self, cast, client, window):
        make.measure(lead=cast.vhs)
        opened(window, cast)
        actions.close_window(window, by=cast.office, now=timezone.now())
        client.force_login(cast.vhs_member)
        assert client.get("/meine-massnahmen/").context["asked"] == []


class TestLetters:
    def test_those_without_mail_get_a_letter_each_with_a_link_that_answers(self, cast, client, window):
        lonely, other = make.actor("Verein Allein", address="Am Markt 1, 44623 Herne"), make.actor("Zweiter")
        measure = make.measure(lead=lonely, title="Lesestunde")
        make.measure(lead=other)
        make.measure(lead=cast.vhs)
        window.return_address = "Stadt Herne, Bildungsbüro"
        opened(window, cast)
        client.force_login(cast.office)
        pdf = client.get(f"{window.get_absolute_url()}briefe.pdf")
        text = " ".join(reading.text(pdf.content).split())
        for part in ("Verein Allein", "Am Markt 1", "Zweiter", "Lesestunde", "☐ es klemmt"):
            assert part in text
        assert "Volkshochschule" not in text
        alone = client.get(f"{window.get_absolute_url()}akteure/{lonely.pk}/brief.pdf").content
        assert failed_rules(alone) == []
        assert "Zweiter" not in reading.text(alone)
        request = ReportingRequest.objects.get(measure=measure)
        assert links.address_of(links.letter_token(request)) in reading.text(alone).replace("\n", "")

    def test_there_is_no_letter_for_whom_owes_nothing(self, cast, client, window):
        make.measure(lead=cast.vhs)
        opened(window, cast)
        client.force_login(cast.office)
        assert client.get(f"{window.get_absolute_url()}briefe.pdf").status_code == 404
        assert client.get(f"{window.get_absolute_url()}akteure/{cast.library.pk}/brief.pdf").status_code == 404
