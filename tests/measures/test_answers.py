"""The signed link of a Sachstandsabfrage: answered without an account, and worth nothing to anybody else."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from bildungsnetz.outbox.models import OutgoingMail
from measures import actions, links
from measures.forms.answer import suggested_status
from measures.models import Proposal, ReportingMail, ReportingRequest
from tests import make

SECRET = "Kanarienvogel"
PERSON = "sekretariat@example.org"


@pytest.fixture(autouse=True)
def no_hurry(db):
    cache.clear()


@pytest.fixture
def measure(cast):
    return make.measure(lead=cast.library, status="planned", internal_note=SECRET, return_note=SECRET)


@pytest.fixture
def asked(cast, measure):
    """A request that the library's Sekretariat got by mail."""
    make.contact(cast.library, name="Sekretariat", email=PERSON)
    return make.request(make.open_window(), measure)


@pytest.fixture
def link(asked):
    return page_for(asked)


def page_for(request, address=PERSON, **fields):
    return f"/sachstand/{links.mail_token(request, make.reporting_mail(request, address, **fields))}/"


def said(client, link, **answers):
    """Opens the link, answers, and sends what the link had in its hidden field."""
    shown = client.get(link)
    assert shown.status_code == 200, shown.content.decode()
    return client.post(link, {"seen": shown.context["form"]["seen"].value(), **answers})


def words(response):
    return response.content.decode()


class TestAnswering:
    def test_the_page_shows_where_things_stand(self, client, measure, link):
        make.progress_note(measure, text="Räume gefunden.")
        make.milestone(measure, title="Eröffnung")
        shown = words(client.get(link))
        for part in (measure.number, measure.title, "geplant", "Räume gefunden.", "Eröffnung", "Es klemmt"):
            assert part in shown

    def test_unchanged_in_one_choice(self, client, measure, link, asked):
        answer = said(client, link, answer="unchanged")
        assert (answer.status_code, answer.url) == (302, f"{link}danke/")
        proposal = Proposal.objects.get()
        assert (proposal.kind, proposal.state, proposal.author) == ("progress", "waiting", None)
        assert proposal.sender == "Sekretariat (Stadtbibliothek Herne)"
        assert proposal.address == PERSON
        assert proposal.report["status"] == "planned"
        asked.refresh_from_db()
        assert (asked.answered_by_way, asked.proposal) == ("link", proposal)
        assert asked.opened_at
        measure.refresh_from_db()
        assert measure.last_confirmed_on is None

    def test_progress_and_stuck_need_a_sentence(self, client, link):
        for answer in ("progress", "stuck"):
            response = said(client, link, answer=answer)
            assert response.status_code == 422
            assert response.context["form"].errors["text"]
        assert not Proposal.objects.exists()

    def test_nothing_chosen_is_asked_for(self, client, link):
        assert "Bitte wählen Sie eine der drei Antworten." in words(said(client, link))

    def test_what_is_stuck_is_a_reason_and_a_call_for_help(self, client, link):
        said(client, link, answer="stuck", text="Die Stelle ist leer.", help="Eine Vertretung.")
        report = Proposal.objects.get().report
        assert (report["status"], report["reason"], report["help"]) == (
            "at_risk",
            "Die Stelle ist leer.",
            "Eine Vertretung.",
        )

    @pytest.mark.parametrize(
        ("status", "unchanged", "progress", "stuck"),
        [
            ("planned", "planned", "on_track", "at_risk"),
            ("on_track", "on_track", "on_track", "at_risk"),
            ("at_risk", "at_risk", "on_track", "at_risk"),
            ("delayed", "delayed", "on_track", "delayed"),
            ("paused", "paused", "on_track", "paused"),
        ],
    )
    def test_each_answer_suggests_a_status(self, cast, status, unchanged, progress, stuck):
        measure = make.measure(lead=cast.vhs, status=status, status_reason="Raum fehlt")
        found = [suggested_status(measure, answer) for answer in ("unchanged", "progress", "stuck")]
        assert found == [unchanged, progress, stuck]

    @pytest.mark.parametrize("status", ["planned", "on_track", "at_risk", "delayed", "paused"])
    @pytest.mark.parametrize("answer", ["unchanged", "progress", "stuck"])
    def test_the_office_can_take_over_every_answer(self, cast, client, status, answer):
        measure = make.measure(lead=cast.library, status=status, status_reason="Raum fehlt")
        milestone = make.milestone(measure, due_precision="month", due_words="im Herbst")
        request = make.request(make.open_window(), measure)
        link = page_for(request, cast.library_editor.email)
        new_day = timezone.localdate() + timedelta(days=40)
        said(client, link, answer=answer, text="Ein Satz.", **{f"milestone_{milestone.pk}": new_day.isoformat()})
        now = timezone.now()
        actions.accept_proposal(Proposal.objects.get(), by=cast.office, today=timezone.localdate(now), now=now)
        measure.refresh_from_db()
        milestone.refresh_from_db()
        assert measure.status == suggested_status(make.measure(status=status, status_reason="x"), answer)
        assert measure.last_confirmed_on == timezone.localdate(now)
        assert (milestone.due_on, milestone.due_precision, milestone.due_words) == (new_day, "day", "")
        assert client.get(link).status_code == 410

    def test_a_date_that_stays_changes_nothing(self, client, measure, link):
        milestone = make.milestone(measure, due_on=date(2020, 1, 1))
        said(client, link, answer="unchanged", **{f"milestone_{milestone.pk}": "2020-01-01"})
        assert "rows" not in Proposal.objects.get().changes

    def test_a_new_date_lies_ahead(self, client, measure, link):
        milestone = make.milestone(measure)
        response = said(client, link, answer="unchanged", **{f"milestone_{milestone.pk}": "2020-01-01"})
        assert response.context["form"].errors[f"milestone_{milestone.pk}"]

    def test_a_file_comes_along_and_is_checked(self, client, link):
        bad = SimpleUploadedFile("a.exe", b"MZ")
        assert said(client, link, answer="unchanged", file=bad).status_code == 422
        good = SimpleUploadedFile("protokoll.txt", b"Protokoll")
        assert said(client, link, answer="unchanged", file=good).status_code == 302
        assert Proposal.objects.get().file_name == "protokoll.txt"

    def test_thanks_say_what_was_sent_and_lead_on_to_the_next_measure(self, client, cast, asked, link):
        following = make.request(asked.window, make.measure(lead=cast.library))
        make.request(asked.window, make.measure(lead=cast.vhs))
        thanks = client.get(said(client, link, answer="progress", text="Erster Kurs läuft.").url)
        assert "Erster Kurs läuft." in words(thanks)
        assert f"Weiter mit {following.measure.number}" in words(thanks)
        assert "Noch 1 Maßnahme<" in words(thanks)
        next_page = f"/sachstand/{thanks.context['following_token']}/"
        last = client.get(said(client, next_page, answer="unchanged").url)
        assert "Damit ist alles beantwortet" in words(last)

    def test_an_answer_can_be_changed_until_the_office_has_decided(self, client, link):
        said(client, link, answer="unchanged")
        shown = client.get(link)
        assert "Eine Antwort liegt schon beim Bildungsbüro." in words(shown)
        said(client, link, answer="stuck", text="Doch nicht.")
        assert Proposal.objects.get().report["answer"] == "stuck"

    def test_a_returned_answer_can_be_sent_again(self, cast, client, link):
        said(client, link, answer="unchanged")
        proposal = Proposal.objects.get()
        actions.return_proposal(proposal, by=cast.office, note=SECRET, now=timezone.now())
        assert SECRET not in words(client.get(link))
        said(client, link, answer="progress", text="Jetzt genauer.")
        proposal.refresh_from_db()
        assert (proposal.state, proposal.report["text"]) == ("waiting", "Jetzt genauer.")

    def test_touching_the_page_counts_as_opened_once(self, client, link, asked):
        assert client.post(f"{link}geoeffnet/").status_code == 204
        asked.refresh_from_db()
        first = asked.opened_at
        client.post(f"{link}geoeffnet/")
        asked.refresh_from_db()
        assert asked.opened_at == first
        assert asked.answered_at is None


class TestNothingHappensByLooking:
    @pytest.mark.parametrize("part", ["", "danke/"])
    def test_scanners_and_prefetchers_change_nothing(self, link, asked, part):
        for method in ("get", "head"):
            scanner = Client(headers={"user-agent": "SafeLinks", "purpose": "prefetch"})
            response = getattr(scanner, method)(link + part)
            assert response.status_code in (200, 302)
            assert response.cookies == {}
        asked.refresh_from_db()
        assert (asked.opened_at, asked.answered_at) == (None, None)
        assert not Proposal.objects.exists()
        assert Client().get(f"{link}geoeffnet/").status_code == 405

    def test_no_cookie_no_search_engine_no_referrer(self, link):
        strict = Client(enforce_csrf_checks=True)
        responses = [strict.get(link), strict.post(link, {"answer": "unchanged", "seen": ""})]
        responses += [strict.get(responses[1].url), strict.get("/sachstand/quatsch/")]
        assert [response.status_code for response in responses] == [200, 302, 200, 404]
        for response in responses:
            assert response.cookies == {}
            assert response["Referrer-Policy"] == "no-referrer"
            assert response["X-Robots-Tag"] == "noindex, nofollow"
            assert "no-store" in response["Cache-Control"]


def refuses(client, link, status, sentence):
    """Looking and sending say why, and nothing is stored."""
    before = Proposal.objects.count()
    for response in (client.get(link), client.post(link, {"answer": "unchanged", "seen": ""})):
        assert response.status_code == status
        assert sentence in words(response)
    assert client.post(f"{link}geoeffnet/").status_code == status
    assert Proposal.objects.count() == before


class TestLinksThatAreOver:
    def test_altered(self, client, link):
        for broken in (link.replace("/sachstand/", "/sachstand/1"), link[:-2] + "x/", "/sachstand/:/", "/sachstand/ä/"):
            refuses(client, broken, 404, "gehört zu keiner Anfrage")

    def test_made_of_two(self, client, cast, asked, link):
        other = page_for(make.request(asked.window, make.measure(lead=cast.vhs)), cast.vhs_editor.email)
        mixed = other.rpartition(":")[0] + ":" + link.rpartition(":")[2]
        refuses(client, mixed, 404, "gehört zu keiner Anfrage")

    def test_signed_for_somebody_who_is_not_asked_about_this_measure(self, client, cast, asked):
        refuses(client, page_for(asked, cast.vhs_editor.email), 410, "nicht mehr hinterlegt")

    def test_signed_with_the_mail_of_another_window(self, client, asked, measure):
        mail = make.reporting_mail(make.request(make.open_window(), measure), PERSON)
        refuses(client, f"/sachstand/{links.mail_token(asked, mail)}/", 404, "gehört zu keiner Anfrage")

    def test_signed_by_another_part_of_the_house(self, client, asked):
        from django.core import signing

        token = signing.Signer(salt="bildungsnetz.accounts.invitation").sign(f"{asked.pk}-m1")
        refuses(client, f"/sachstand/{token}/", 404, "gehört zu keiner Anfrage")

    def test_after_the_end(self, client, asked, link):
        yesterday = timezone.localdate() - timedelta(days=1)
        asked.window.opens_on = asked.window.closes_on = yesterday
        asked.window.save()
        refuses(client, link, 410, "abgelaufen")

    def test_closed_by_hand_and_opened_again(self, client, cast, asked, link):
        actions.close_window(asked.window, by=cast.office, now=timezone.now())
        refuses(client, link, 410, "geschlossen")
        type(asked.window).objects.update(closed_at=None)
        assert client.get(link).status_code == 200

    def test_the_measure_was_withdrawn(self, client, cast, measure, link):
        actions.change_publication(measure, "withdrawn", by=cast.office, now=timezone.now(), reason=SECRET)
        refuses(client, link, 410, "nicht veröffentlicht")
        assert SECRET not in words(client.get(link))

    def test_the_measure_is_over(self, client, measure, link):
        measure.status, measure.completed_on = "done", timezone.localdate()
        measure.save()
        refuses(client, link, 410, "beendet")

    def test_the_contact_was_removed(self, client, cast, link):
        cast.library.contacts.all().delete()
        refuses(client, link, 410, "nicht mehr hinterlegt")

    def test_the_address_was_changed(self, client, cast, link):
        contact = cast.library.contacts.get()
        contact.email = "neu@example.org"
        contact.save()
        refuses(client, link, 410, "nicht mehr hinterlegt")

    def test_the_account_was_disabled(self, client, cast, asked):
        link = page_for(asked, cast.library_editor.email)
        assert client.get(link).status_code == 200
        cast.library_editor.is_active = False
        cast.library_editor.save()
        refuses(client, link, 410, "gesperrt")

    def test_the_measure_got_another_lead(self, client, cast, measure, link):
        measure.lead = cast.vhs
        measure.save()
        refuses(client, link, 410, "nicht mehr hinterlegt")

    def test_the_office_has_decided(self, client, cast, link):
        said(client, link, answer="unchanged")
        now = timezone.now()
        actions.accept_proposal(Proposal.objects.get(), by=cast.office, today=timezone.localdate(now), now=now)
        refuses(client, link, 410, "schon übernommen")
        assert client.get(f"{link}danke/").status_code == 410

    def test_the_office_has_reported_itself(self, client, cast, measure, link):
        actions.confirm_unchanged(measure, by=cast.office, today=timezone.localdate())
        refuses(client, link, 410, "schon übernommen")

    def test_the_window_was_deleted(self, client, asked, link):
        asked.window.delete()
        refuses(client, link, 404, "gehört zu keiner Anfrage")


class TestTwoAtOnce:
    def test_the_same_answer_twice_counts_once(self, client, link):
        for _ in range(2):
            assert client.post(link, {"answer": "unchanged", "seen": ""}).status_code == 302
        assert Proposal.objects.get().revision_no == 1

    def test_two_tabs_overwrite_each_other_only_on_purpose(self, client, link):
        client.post(link, {"answer": "progress", "text": "Erster Kurs.", "seen": ""})
        late = client.post(link, {"answer": "stuck", "text": "Raum fehlt.", "seen": ""})
        assert late.status_code == 409
        assert "Erster Kurs." in words(late)
        assert "Raum fehlt." in words(late)
        assert Proposal.objects.get().report["answer"] == "progress"
        seen = late.context["form"]["seen"].value()
        assert client.post(link, {"answer": "stuck", "text": "Raum fehlt.", "seen": seen}).status_code == 302
        assert Proposal.objects.get().report["answer"] == "stuck"

    def test_a_colleague_who_signed_in_is_not_overwritten_unseen(self, client, cast, measure, link):
        report = {"answer": "progress", "status": "on_track", "text": "Von der Redaktion."}
        actions.propose(
            measure, kind="progress", changes={"report": report}, by=cast.library_editor, now=timezone.now()
        )
        assert client.post(link, {"answer": "unchanged", "seen": ""}).status_code == 409
        assert Proposal.objects.get().author == cast.library_editor


class TestAttacks:
    def test_too_large_is_refused_before_it_is_read(self, client, link):
        response = client.post(link, b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="99000000")
        assert response.status_code == 413

    def test_a_file_of_more_than_ten_megabytes(self, client, link):
        file = SimpleUploadedFile("a.txt", b"a" * (10 * 1024 * 1024 + 1))
        response = said(client, link, answer="unchanged", file=file)
        assert "größer als 10 MB" in words(response)
        assert not Proposal.objects.exists()

    @pytest.mark.parametrize("text", ["Nu%00ll", "%ED%A0%80", "%FF", "x" * 2001])
    def test_odd_text_is_refused_at_its_field(self, client, link, text):
        body = f"answer=progress&seen=&text={text}"
        response = client.post(link, body, content_type="application/x-www-form-urlencoded")
        assert response.status_code == 422
        assert response.context["form"].errors["text"]
        assert not Proposal.objects.exists()

    def test_markup_is_text(self, client, link):
        said(client, link, answer="progress", text="<script>alert(1)</script>")
        assert "<script>alert(1)" not in words(client.get(f"{link}danke/"))

    def test_unknown_answers_and_foreign_milestones_are_ignored(self, client, cast, link):
        foreign = make.milestone(make.measure(lead=cast.vhs))
        assert said(client, link, answer="prima").status_code == 422
        said(client, link, answer="unchanged", **{f"milestone_{foreign.pk}": "2030-01-01"})
        assert "rows" not in Proposal.objects.get().changes

    def test_a_flood_is_stopped(self, client, link):
        for _ in range(30):
            client.post(link, {})
        response = client.post(link, {"answer": "unchanged", "seen": ""})
        assert response.status_code == 429
        assert not Proposal.objects.exists()

    def test_nothing_internal_stands_on_any_page(self, client, cast, measure, link):
        make.comment(measure, text=SECRET, author=cast.office)
        make.comment(measure, text=SECRET, author=cast.office, is_internal=True)
        make.attachment(measure, title=SECRET)
        make.progress_note(measure, text="Öffentlich.", author=cast.library_editor)
        make.reporting_mail(ReportingRequest.objects.get(), cast.library_editor.email)
        shown = words(client.get(link)) + words(client.get(said(client, link, answer="unchanged").url))
        for hidden in (SECRET, cast.library_editor.email, "Redaktion Stadtbibliothek", PERSON):
            assert hidden not in shown

    def test_the_token_holds_no_address(self, link):
        assert "example" not in link


def test_a_letter_answers_for_the_actor_it_was_printed_for(client, cast, asked, measure):
    link = f"/sachstand/{links.letter_token(asked)}/"
    said(client, link, answer="unchanged")
    assert Proposal.objects.get().sender == "Stadtbibliothek Herne, mit dem Link aus einem Brief"
    measure.lead = cast.vhs
    measure.save()
    refuses(client, link, 410, "anderer Akteur")


def test_the_links_of_a_real_mail_work(client, cast, measure):
    window = make.window()
    actions.open_window(window, by=cast.office, today=timezone.localdate())
    mail = OutgoingMail.objects.get(to=[cast.library_editor.email])
    path = next(line for line in mail.text.splitlines() if "/sachstand/" in line).partition("/sachstand/")[2]
    assert said(client, f"/sachstand/{path}", answer="unchanged").status_code == 302
    assert ReportingMail.objects.get().requests.get().measure == measure
